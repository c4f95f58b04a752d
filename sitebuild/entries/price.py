"""Prices that the genai-prices package lacks: one product of one provider a file, with dated history."""

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sitebuild.entries.base import (
    AcceleratorId,
    Entry,
    ModelId,
    Part,
    Provenance,
    SourceId,
    Text,
    Usd,
)


class Period(Part):
    """Prices valid from a day on, until the next period starts. Periods are appended, never changed."""

    starts: date = Field(alias="from")
    """First day on which these prices are known to hold."""
    source: SourceId
    """Id of the price list in content/sources/."""
    checked: date
    """Day on which the prices were last read there."""
    provenance: Provenance
    """How the prices were read: in the original, in a copy, or second-hand."""
    locator: Text | None = None
    """Where in the document: table, section or heading."""
    note: Text | None = None
    """What a reader must know: region, plan, currency conversion, what is not included."""


class FineTuningPeriod(Period):
    """Prices of fine-tuning a hosted model and of using the fine-tuned model."""

    training_usd_per_million_tokens: Usd
    """US dollars per million trained tokens (tokens of the examples times epochs)."""
    input_usd_per_million_tokens: Usd
    """US dollars per million prompt tokens of the fine-tuned model."""
    cached_input_usd_per_million_tokens: Usd | None = None
    """US dollars per million prompt tokens read from the cache; left out where there is no discount."""
    cache_write_usd_per_million_tokens: Usd | None = None
    """US dollars per million prompt tokens written to the cache; left out where it costs what input costs."""
    output_usd_per_million_tokens: Usd
    """US dollars per million generated tokens of the fine-tuned model."""
    hosting_usd_per_hour: Usd = 0.0
    """US dollars per hour for keeping the fine-tuned model available."""
    hosting_accelerator: AcceleratorId | None = None
    """The accelerator that this hour rents, whose speed limits what it answers; left out where none is named."""
    hosting_like: ModelId | None = None
    """Open model by whose architecture that speed is reckoned; needed beside an accelerator."""

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.hosting_accelerator is None) != (self.hosting_like is None):
            raise ValueError("hosting_accelerator and hosting_like go together; add the other")
        return self


class EmbeddingPeriod(Period):
    """Price of turning text into vectors."""

    embedding_usd_per_million_tokens: Usd
    """US dollars per million embedded tokens."""


class RerankingPeriod(Period):
    """Price of ordering retrieved passages by relevance."""

    rerank_usd_per_thousand_searches: Usd
    """US dollars per thousand searches; a search is one query with up to about a hundred passages."""


class VectorStorePeriod(Period):
    """Fees of a managed vector store, in the provider's own units, with the assumptions that convert them."""

    usd_per_month: Usd = 0.0
    """Fixed fee in US dollars a month, on top of use."""
    minimum_usd_per_month: Usd = 0.0
    """Least charge for use in US dollars a month: use below it is billed as if it reached it."""
    storage_usd_per_gb_month: Usd = 0.0
    """US dollars per gigabyte (10^9 bytes) stored for a month."""
    usd_per_million_read_units: Usd = 0.0
    """US dollars per million of the provider's unit of reading (request, query, read unit)."""
    usd_per_million_write_units: Usd = 0.0
    """US dollars per million of the provider's unit of writing."""
    assumed_bytes_per_vector: Annotated[int, Field(gt=0)] | None = None
    """Stored bytes of one passage: vector, id, metadata. Needed where storage has a price."""
    assumed_read_units_per_query: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    """Units of reading that one query takes, at least. Needed where reading has a price."""
    read_units_per_query_and_gb: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    """Units of reading that one query takes for each gigabyte stored, where it takes more than that."""
    assumed_write_units_per_vector: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    """Units of writing that a new vector takes. Needed where writing has a price."""
    assumption: Text | None = None
    """How the assumed figures were reached, in one or two sentences. Needed where one is given."""

    @model_validator(mode="after")
    def _convertible(self) -> Self:
        if self.storage_usd_per_gb_month and not self.assumed_bytes_per_vector:
            raise ValueError("storage has a price per gigabyte; add `assumed_bytes_per_vector:`")
        if self.usd_per_million_read_units and not self.assumed_read_units_per_query:
            raise ValueError("reading has a price; add `assumed_read_units_per_query:`")
        if self.usd_per_million_write_units and not self.assumed_write_units_per_vector:
            raise ValueError("writing has a price; add `assumed_write_units_per_vector:`")
        if self.read_units_per_query_and_gb and not self.assumed_bytes_per_vector:
            raise ValueError("a query reads by the gigabyte; add `assumed_bytes_per_vector:`")
        assumed = (
            self.assumed_bytes_per_vector
            or self.assumed_read_units_per_query
            or self.assumed_write_units_per_vector
        )
        if assumed and not self.assumption:
            raise ValueError("a figure is assumed without a reason; add `assumption:`")
        return self


class CacheStoragePeriod(Period):
    """Price of keeping a prompt in a cache that the customer made."""

    storage_usd_per_million_tokens_hour: Usd
    """US dollars for keeping a million tokens in the cache for an hour."""


class AcceleratorRentalPeriod(Period):
    """Price of renting an accelerator with its share of a host."""

    usd_per_gpu_hour: Usd
    """US dollars for one accelerator for an hour, on demand, without a commitment."""


class PriceOf[Product: str, P: Period](Entry):
    """A product of a provider and what it has cost over time."""

    folder: ClassVar[str] = "prices"

    product: Product
    """What is sold; it decides which prices a period holds."""
    label: Text
    """Name of the product as readers see it, with the provider: `Cohere Rerank 3.5`."""
    provider: Text
    """Company that sells it."""
    history: Annotated[list[P], Field(min_length=1)]
    """Periods, oldest first. A new price is a new period at the end; earlier ones stay as they are."""

    def on(self, day: date) -> P | None:
        """The period that holds on a day, or None if the first one starts later."""
        begun = [period for period in self.history if period.starts <= day]
        return begun[-1] if begun else None


class FineTuningPrice(PriceOf[Literal["fine-tuning"], FineTuningPeriod]):
    """Fine-tuning of one hosted model."""


class EmbeddingPrice(PriceOf[Literal["embedding"], EmbeddingPeriod]):
    """An embedding model that genai-prices does not list."""


class RerankingPrice(PriceOf[Literal["reranking"], RerankingPeriod]):
    """A reranker."""


class VectorStorePrice(PriceOf[Literal["vector-store"], VectorStorePeriod]):
    """A managed vector store."""


class CacheStoragePrice(PriceOf[Literal["cache-storage"], CacheStoragePeriod]):
    """Storage of explicit prompt caches of one hosted model."""


class AcceleratorRentalPrice(PriceOf[Literal["accelerator-rental"], AcceleratorRentalPeriod]):
    """An accelerator by the hour."""

    accelerator: AcceleratorId
    """Id of the accelerator in content/accelerators/."""


Price = Annotated[
    FineTuningPrice
    | EmbeddingPrice
    | RerankingPrice
    | VectorStorePrice
    | CacheStoragePrice
    | AcceleratorRentalPrice,
    Field(discriminator="product"),
]
