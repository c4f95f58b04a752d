"""The only definition of every kind of entry. Schemas, checks, templates and pages derive from it.

To add a kind: write a module here, add it to KINDS and, for typed access, to Entries.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter

from sitebuild.entries.accelerator import Accelerator
from sitebuild.entries.advice import Advice, Effects
from sitebuild.entries.article import Article
from sitebuild.entries.base import Entry, FieldPath, Figure, Origin, Part, Reference, references
from sitebuild.entries.claim import VERDICTS, Claim, Comparison, Decision, Flip
from sitebuild.entries.dimension import Cell, Cells, Dimension
from sitebuild.entries.efficiency import EfficiencyGroup
from sitebuild.entries.evidence import Evidence, Finding
from sitebuild.entries.glossary import Term
from sitebuild.entries.model import (
    EmbeddingModel,
    EncoderModel,
    FineTuning,
    HostedModel,
    LongerCache,
    Model,
    OpenModel,
    PricedModel,
    TokenPrices,
)
from sitebuild.entries.preset import Corpus, Preset
from sitebuild.entries.price import (
    AcceleratorRentalPeriod,
    AcceleratorRentalPrice,
    CacheStoragePeriod,
    CacheStoragePrice,
    EmbeddingPeriod,
    EmbeddingPrice,
    FineTuningPeriod,
    FineTuningPrice,
    Period,
    Price,
    PriceOf,
    RerankingPeriod,
    RerankingPrice,
    VectorStorePeriod,
    VectorStorePrice,
)
from sitebuild.entries.source import Source
from sitebuild.entries.technique import Failure, Technique
from sitebuild.entries.topics import ARMS, DIMENSION_IDS, TOPICS, Arm
from sitebuild.entries.use_case import Estimate, UseCase

__all__ = [
    "ARMS",
    "DIMENSION_IDS",
    "KINDS",
    "TOPICS",
    "VERDICTS",
    "Accelerator",
    "AcceleratorRentalPeriod",
    "AcceleratorRentalPrice",
    "Advice",
    "Arm",
    "Article",
    "CacheStoragePeriod",
    "CacheStoragePrice",
    "Cell",
    "Cells",
    "Claim",
    "Comparison",
    "Corpus",
    "Decision",
    "Dimension",
    "Effects",
    "EfficiencyGroup",
    "EmbeddingModel",
    "EmbeddingPeriod",
    "EmbeddingPrice",
    "EncoderModel",
    "Entries",
    "Entry",
    "Estimate",
    "Evidence",
    "Failure",
    "FieldPath",
    "Figure",
    "Finding",
    "FineTuning",
    "FineTuningPeriod",
    "FineTuningPrice",
    "Flip",
    "HostedModel",
    "Kind",
    "LongerCache",
    "Model",
    "OpenModel",
    "Origin",
    "Part",
    "Period",
    "Preset",
    "Price",
    "PriceOf",
    "PricedModel",
    "Reference",
    "RerankingPeriod",
    "RerankingPrice",
    "Source",
    "Technique",
    "Term",
    "TokenPrices",
    "UseCase",
    "VectorStorePeriod",
    "VectorStorePrice",
    "references",
]


@dataclass(frozen=True)
class Kind:
    """A kind of entry: its name, the folder below content/, and the type that defines it."""

    name: str
    folder: str
    type: Any

    @cached_property
    def adapter(self) -> TypeAdapter[Entry]:
        """Validator of one file of this kind."""
        return TypeAdapter(self.type)

    @property
    def modeline(self) -> str:
        """First line of every file of this kind; editors read the schema's address from it."""
        return f"# yaml-language-server: $schema=../../schemas/{self.name}.schema.json"


KINDS: tuple[Kind, ...] = (
    Kind("source", "sources", Source),
    Kind("price", "prices", Price),
    Kind("model", "models", Model),
    Kind("accelerator", "accelerators", Accelerator),
    Kind("efficiency", "efficiencies", EfficiencyGroup),
    Kind("preset", "presets", Preset),
    Kind("term", "glossary", Term),
    Kind("evidence", "evidence", Evidence),
    Kind("article", "articles", Article),
    Kind("claim", "claims", Claim),
    Kind("dimension", "dimensions", Dimension),
    Kind("use-case", "use-cases", UseCase),
    Kind("technique", "techniques", Technique),
    Kind("advice", "advisor", Advice),
)


@dataclass(frozen=True)
class Entries:
    """All entries by kind and id. Ids are in alphabetical order."""

    sources: dict[str, Source] = field(default_factory=dict[str, Source])
    prices: dict[str, Price] = field(default_factory=dict[str, Price])
    models: dict[str, Model] = field(default_factory=dict[str, Model])
    accelerators: dict[str, Accelerator] = field(default_factory=dict[str, Accelerator])
    efficiencies: dict[str, EfficiencyGroup] = field(default_factory=dict[str, EfficiencyGroup])
    presets: dict[str, Preset] = field(default_factory=dict[str, Preset])
    glossary: dict[str, Term] = field(default_factory=dict[str, Term])
    evidence: dict[str, Evidence] = field(default_factory=dict[str, Evidence])
    articles: dict[str, Article] = field(default_factory=dict[str, Article])
    claims: dict[str, Claim] = field(default_factory=dict[str, Claim])
    dimensions: dict[str, Dimension] = field(default_factory=dict[str, Dimension])
    use_cases: dict[str, UseCase] = field(default_factory=dict[str, UseCase])
    techniques: dict[str, Technique] = field(default_factory=dict[str, Technique])
    advisor: dict[str, Advice] = field(default_factory=dict[str, Advice])

    def folder(self, name: str) -> dict[str, Any]:
        """The entries of one folder of content/ by id."""
        return getattr(self, name.replace("-", "_"))

    def all(self) -> list[Entry]:
        """Every entry of every kind."""
        return [entry for kind in KINDS for entry in self.folder(kind.folder).values()]
