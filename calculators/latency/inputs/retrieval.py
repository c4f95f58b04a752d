"""What is retrieved, and how: rewrite, embed, search."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from annotated_types import Ge, Le

from calculators.bounds import Milliseconds, Tokens, Vectors
from calculators.declare import Input
from calculators.physics.prompt_inputs import RETRIEVAL, Passages

_INDEX = "Own index"


class Search(StrEnum):
    """Where the time of a search comes from."""

    OWN_INDEX = "own_index"
    STATED = "stated_times"


_WHEN_STATED = ("search", Search.STATED.value)
WHEN_OWN_INDEX = ("search", Search.OWN_INDEX.value)


class IndexKind(StrEnum):
    """How the vectors are searched."""

    FLAT = "flat"
    HNSW = "hnsw"
    IVF = "ivf"
    IVF_PQ = "ivf_pq"


@dataclass(frozen=True, kw_only=True)
class Retrieval(Passages):
    """What is retrieved, and how: rewrite, embed, search."""

    rewrite_tokens: Annotated[
        Tokens,
        Input(
            label="Rewritten query",
            unit="tokens",
            help="The same model first rewrites the question into so many tokens; 0: it does not.",
            group=RETRIEVAL,
        ),
    ] = 0
    embed_p50_ms: Annotated[
        Milliseconds,
        Input(
            label="Embedding the question, median",
            unit="ms",
            help="90 ms is Oracle's figure for Cohere Embed 4 on a dedicated unit, one caller.",
            group=RETRIEVAL,
        ),
    ] = 90.0
    embed_p95_ms: Annotated[
        Milliseconds,
        Input(
            label="Embedding the question, p95",
            unit="ms",
            help="No published figure fits; half as much again as the median.",
            group=RETRIEVAL,
        ),
    ] = 135.0
    search: Annotated[
        Search,
        Input(
            label="Search",
            unit="",
            help="Own index: from the bytes that a search reads. Stated: from your store's percentiles.",
            group=RETRIEVAL,
        ),
    ] = Search.OWN_INDEX
    search_p50_ms: Annotated[
        Milliseconds,
        Input(
            label="Stated search, median",
            unit="ms",
            help="4.7 ms is Weaviate's mean for 10 million vectors of 96 numbers (2023).",
            group=RETRIEVAL,
            shown_when=_WHEN_STATED,
        ),
    ] = 4.7
    search_p95_ms: Annotated[
        Milliseconds,
        Input(
            label="Stated search, p95",
            unit="ms",
            help="From the same run's p99 of 15.87 ms, log-normal.",
            group=RETRIEVAL,
            shown_when=_WHEN_STATED,
        ),
    ] = 11.1
    index_kind: Annotated[
        IndexKind,
        Input(
            label="Index",
            unit="",
            help="How the vectors are searched.",
            group=_INDEX,
            shown_when=WHEN_OWN_INDEX,
        ),
    ] = IndexKind.HNSW
    vectors: Annotated[
        Vectors,
        Input(
            label="Passages in the index",
            unit="passages",
            help="A vector each.",
            group=_INDEX,
            shown_when=WHEN_OWN_INDEX,
        ),
    ] = 100_000
    dimensions: Annotated[
        int,
        Input(
            label="Dimensions",
            unit="numbers",
            help="Of a vector, 4 bytes each.",
            group=_INDEX,
            shown_when=WHEN_OWN_INDEX,
            advanced=True,
        ),
        Ge(1),
        Le(65_536),
    ] = 1_536
    ef_search: Annotated[
        int,
        Input(
            label="ef",
            unit="vectors",
            help="Length of HNSW's list.",
            group=_INDEX,
            shown_when=WHEN_OWN_INDEX,
            advanced=True,
        ),
        Ge(1),
        Le(100_000),
    ] = 64
    probes: Annotated[
        int,
        Input(
            label="nprobe",
            unit="lists",
            help="That IVF reads.",
            group=_INDEX,
            shown_when=WHEN_OWN_INDEX,
            advanced=True,
        ),
        Ge(1),
        Le(1_000_000),
    ] = 16
    search_vcpus: Annotated[
        int,
        Input(
            label="Virtual CPUs of the index",
            unit="vCPU",
            help="One search keeps one busy; more searches than these wait.",
            group=_INDEX,
            shown_when=WHEN_OWN_INDEX,
            advanced=True,
        ),
        Ge(1),
        Le(10_000),
    ] = 4
