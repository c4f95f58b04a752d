"""Models: hosted ones with prices from genai-prices, open ones and encoders with their architecture."""

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sitebuild.entries.base import Entry, Figure, Part, PriceId, Provenance, SourceId, Text


class TokenPrices(Part):
    """Where the genai-prices package lists the model."""

    provider: Text
    """Provider id in genai-prices, for example openai."""
    model: Text
    """Model id in genai-prices, exactly as listed there (no alias)."""


class FineTuning(Part):
    """Whether the provider fine-tunes this model, and for what price."""

    offered: bool
    """true if a customer can start a new fine-tuning job today."""
    price: PriceId | None = None
    """Id of the price in content/prices/. Needed where it is offered."""
    source: SourceId | None = None
    """Document that says it is not offered. Needed where it is not."""
    checked: date | None = None
    """Day on which that was last read. Needed where it is not offered."""
    note: Text | None = None
    """Restrictions, for example closed to new customers."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.offered and not self.price:
            raise ValueError("fine-tuning is offered without a price; add `price:`")
        if not self.offered and not (self.source and self.checked):
            raise ValueError(
                "fine-tuning is not offered, but who says so? add `source:` and `checked:`"
            )
        if not self.offered and self.price:
            raise ValueError("fine-tuning is not offered but has a price; remove `price:`")
        return self


class LongerCache(Part):
    """A longer time in the cache, which the customer can choose and pays for when writing."""

    minutes: Annotated[int, Field(gt=0)]
    """How long an unused prefix then stays in the cache."""
    write_over_input: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    """Price of writing over that of uncached input: 2 where it costs twice as much."""
    source: SourceId
    """Id of the document in content/sources/ that says so."""
    checked: date
    """Day on which it was last read there."""
    provenance: Provenance = "read-original"
    """How it was read: in the original, in a copy of it, or in another document that quotes it."""


class Announcement(Part):
    """What is said of a model's end."""

    what: Text
    """The announcement in your own words, with the days that it names: `Shut down on 2027-05-19.`"""
    source: SourceId
    """Id of the document in content/sources/ that says so."""
    checked: date
    """Day on which it was last read there."""
    provenance: Provenance = "read-original"
    """How it was read: in the original, in a copy of it, or in another document that quotes it."""


class HostedModel(Entry):
    """A language model behind a provider's API, priced by the token."""

    folder: ClassVar[str] = "models"

    type: Literal["hosted"]
    """hosted: a language model behind an API."""
    label: Text
    """Name as readers see it, with the provider: `OpenAI GPT-4.1 mini`."""
    genai_prices: TokenPrices
    """Where genai-prices lists its token prices."""
    context_window_tokens: Figure
    """Longest prompt and answer together, in tokens."""
    cache_minimum_tokens: Figure
    """Shortest prompt prefix that the provider caches, in tokens; 0 where it caches nothing."""
    cache_lifetime_minutes: Figure | None = None
    """How long an unused prefix stays in the cache, in minutes; left out where nothing is cached."""
    longer_cache: LongerCache | None = None
    """A longer time that can be chosen; left out where there is one time only."""
    cache_storage: PriceId | None = None
    """Id of the price in content/prices/ of keeping a cache; left out where keeping costs nothing."""
    announced: Annotated[list[Announcement], Field(default_factory=list)]
    """Its end as announced: deprecated, replaced, shut down; by whom, and where it lives on."""
    fine_tuning: FineTuning
    """Whether it can be fine-tuned, and for what price."""
    note: Text | None = None
    """What else a reader must know: preview, region."""


class EmbeddingModel(Entry):
    """A model that turns text into vectors."""

    folder: ClassVar[str] = "models"

    type: Literal["embedding"]
    """embedding: turns text into vectors."""
    label: Text
    """Name as readers see it, with the provider: `OpenAI text-embedding-3-small`."""
    genai_prices: TokenPrices | None = None
    """Where genai-prices lists its price. Give this or `price`."""
    price: PriceId | None = None
    """Id of the price in content/prices/, for a model that genai-prices lacks."""
    dimensions: Figure
    """Length of a vector by default."""
    maximum_input_tokens: Figure
    """Longest text that it embeds in one piece, in tokens."""
    note: Text | None = None
    """What a reader must know."""

    @model_validator(mode="after")
    def _priced_once(self) -> Self:
        if (self.genai_prices is None) == (self.price is None):
            raise ValueError("the price must come from one place; give `genai_prices:` or `price:`")
        return self


class Shape(Part):
    """Size of a transformer."""

    params: Annotated[int, Field(ge=1)]
    """Parameters, embeddings included."""
    layers: Annotated[int, Field(ge=1)]
    """Transformer layers."""
    hidden: Annotated[int, Field(ge=1)]
    """Width of the residual stream."""
    heads: Annotated[int, Field(ge=1)]
    """Query heads of a layer."""
    kv_heads: Annotated[int, Field(ge=1)]
    """Key-value heads of a layer; equal to `heads` without grouping."""
    ffn: Annotated[int, Field(ge=1)]
    """Inner width of the feed-forward layer; of one expert in a mixture."""
    vocab: Annotated[int, Field(ge=1)]
    """Tokens that the model knows."""

    @model_validator(mode="after")
    def _grouped(self) -> Self:
        if self.heads % self.kv_heads:
            raise ValueError("heads is no multiple of kv_heads; correct one of them")
        return self


class Architecture(Shape):
    """Architecture of a decoder."""

    active_params: Annotated[int, Field(ge=1)] | None = None
    """Parameters that one token passes, in a mixture of experts."""
    experts: Annotated[int, Field(ge=1)] | None = None
    """Experts of a layer."""
    experts_per_token: Annotated[int, Field(ge=1)] | None = None
    """Experts that one token passes."""
    head_dim: Annotated[int, Field(ge=1)] | None = None
    """Width of a head, where it is not hidden / heads."""
    latent_dims: Annotated[int, Field(ge=1)] | None = None
    """Numbers that latent attention caches for a token and layer."""
    window_tokens: Annotated[int, Field(ge=1)] | None = None
    """Sliding window of attention."""
    windowed_percent: Annotated[float, Field(ge=0, le=100)] | None = None
    """Share of the layers with that window."""
    context_window_tokens: Annotated[int, Field(ge=1)] | None = None
    """Longest prompt and answer together, where it is stated."""
    tied_embeddings: bool = False
    """true if the embedding and the output head share their weights."""


class OpenModel(Entry):
    """A language model with open weights, which anyone can train and serve."""

    folder: ClassVar[str] = "models"

    type: Literal["open"]
    """open: a language model with open weights."""
    label: Text
    """Name as readers see it."""
    architecture: Architecture
    """What a formula must know of it."""
    source: SourceId
    """Document that states the architecture."""
    checked: date
    """Day on which it was last read."""
    provenance: Provenance = "read-original"
    """How it was read: in the original, in a copy of it, or in another document that quotes it."""
    note: Text | None = None
    """What a reader must know."""


class EncoderModel(Entry):
    """An open model that scores or embeds text, such as a reranker."""

    folder: ClassVar[str] = "models"

    type: Literal["encoder"]
    """encoder: an open model that scores or embeds text."""
    label: Text
    """Name as readers see it."""
    architecture: Shape
    """What a formula must know of it."""
    source: SourceId
    """Document that states the architecture."""
    checked: date
    """Day on which it was last read."""
    provenance: Provenance = "read-original"
    """How it was read: in the original, in a copy of it, or in another document that quotes it."""
    note: Text | None = None
    """What a reader must know."""


PricedModel = HostedModel | EmbeddingModel
"""Models that somebody else runs, for a price."""

Model = Annotated[
    HostedModel | EmbeddingModel | OpenModel | EncoderModel, Field(discriminator="type")
]
