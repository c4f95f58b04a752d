"""The results of the index calculator."""

from dataclasses import dataclass
from typing import Annotated

from calculators.answers import DECIDED
from calculators.declare import Output
from calculators.swings import Swings
from calculators.working import Term


def _end(label: str, unit: str) -> Output:
    return Output(label=label, unit=unit)


@dataclass(frozen=True, kw_only=True)
class KindOfIndex:
    """The three kinds of index; memory and disk of one copy."""

    memory_gib: Annotated[
        float, Output(label="Memory", unit="GiB", low="memory_low_gib", high="memory_high_gib")
    ]
    memory_low_gib: Annotated[float, _end("Memory, low end", "GiB")]
    memory_high_gib: Annotated[float, _end("Memory, high end", "GiB")]
    disk_gib: Annotated[
        float, Output(label="Disk", unit="GiB", low="disk_low_gib", high="disk_high_gib")
    ]
    disk_low_gib: Annotated[float, _end("Disk, low end", "GiB")]
    disk_high_gib: Annotated[float, _end("Disk, high end", "GiB")]
    search_ms: Annotated[
        float,
        Output(
            label="A search",
            unit="ms",
            help="On one virtual CPU that is not busy, in a server.",
            low="search_low_ms",
            high="search_high_ms",
        ),
    ]
    search_low_ms: Annotated[float, _end("A search, low end", "ms")]
    search_high_ms: Annotated[float, _end("A search, high end", "ms")]
    recall_percent: Annotated[
        float,
        Output(
            label="Of the ten nearest, found",
            unit="%",
            low="recall_low_percent",
            high="recall_high_percent",
        ),
    ]
    recall_low_percent: Annotated[float, _end("Found, low end", "%")]
    recall_high_percent: Annotated[float, _end("Found, high end", "%")]
    build_minutes: Annotated[
        float | str, Output(label="Building", unit="min", help="On one server, without embedding.")
    ]
    servers: Annotated[
        int,
        Output(
            label="Servers",
            unit="servers",
            help="For the memory, replicas included, or for the load at the peak, whichever takes more.",
        ),
    ]
    busy_percent: Annotated[
        float | str,
        Output(
            label="The copies asked for would be busy",
            unit="%",
            help="Of what their processors can do at the peak, before the load adds servers.",
        ),
    ]
    own_usd_per_month: Annotated[float, Output(label="Own machines, a month", unit="USD")]


@dataclass(frozen=True, kw_only=True)
class VendorRule:
    """Memory of one copy by the vendors' own rules."""

    flat_gib: Annotated[float | str, Output(label="Flat", unit="GiB")]
    hnsw_gib: Annotated[float | str, Output(label="HNSW", unit="GiB")]
    ivf_pq_gib: Annotated[float | str, Output(label="IVF-PQ", unit="GiB")]
    bytes_per_vector: Annotated[str, Output(label="HNSW, bytes of a vector")]


@dataclass(frozen=True, kw_only=True)
class IndexResults:
    """Passages, index, search, upkeep and price."""

    answer: Annotated[str, Output(label="Answer")]
    warning: Annotated[str, Output(label="Note")]
    corpus_tokens: Annotated[float, Output(label="Corpus", unit="tokens")]
    vectors: Annotated[int, Output(label="Passages", unit="passages")]
    embedded_tokens: Annotated[
        float, Output(label="Embedded", unit="tokens", help="Repeated ones included.")
    ]
    embedding_usd: Annotated[float, Output(label="Embedding everything", unit="USD")]
    embedding_hours: Annotated[float, Output(label="Embedding everything takes", unit="h")]
    upkeep_usd_per_month: Annotated[
        float,
        Output(
            label="Embedding again, a month",
            unit="USD",
            help="What changes, and everything at each change of the model.",
        ),
    ]
    writing_usd: Annotated[
        float,
        Output(
            label="Writing everything into the managed store, once",
            unit="USD",
            help="What is written again later is in the store's month.",
        ),
    ]
    flat: Annotated[KindOfIndex, Output(label="Flat")]
    hnsw: Annotated[KindOfIndex, Output(label="HNSW")]
    ivf_pq: Annotated[KindOfIndex, Output(label="IVF-PQ")]
    faiss: Annotated[VendorRule, Output(label="Faiss")]
    opensearch: Annotated[VendorRule, Output(label="OpenSearch")]
    qdrant: Annotated[VendorRule, Output(label="Qdrant")]
    elasticsearch: Annotated[VendorRule, Output(label="Elasticsearch")]
    scylladb: Annotated[VendorRule, Output(label="ScyllaDB")]
    rules_apart: Annotated[float, Output(label="Largest rule over smallest, HNSW", unit="times")]
    own_usd_per_month: Annotated[
        float,
        Output(
            label="Own machines, a month",
            unit="USD",
            low="own_low_usd_per_month",
            high="own_high_usd_per_month",
        ),
    ]
    own_low_usd_per_month: Annotated[float, _end("Own machines, low end", "USD")]
    own_high_usd_per_month: Annotated[float, _end("Own machines, high end", "USD")]
    managed_usd_per_month: Annotated[
        float,
        Output(
            label="Managed store, a month",
            unit="USD",
            help="What changes, and everything at each change of the model, is written again.",
        ),
    ]
    cheaper: Annotated[
        str,
        Output(label="Cheaper, work left out", help=DECIDED),
    ]
    own_cheaper_percent: Annotated[
        float, Output(label="Probability that own machines are cheaper", unit="%", probability=True)
    ]
    largest_uncertainty: Annotated[
        str,
        Output(
            label="Largest uncertainty",
            help="Of the difference between own machines and the store; servers are whole, so that often "
            "nothing moves it.",
        ),
    ]
    recall_by_ef: tuple[tuple[int, float, float, float], ...]
    """ef with low, mid and high recall in percent, for the chart."""
    search_swings: Swings
    """What moves the time of a search in ms, for the chart."""
    working: tuple[Term, ...]
