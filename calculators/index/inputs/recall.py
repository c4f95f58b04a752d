"""What published sweeps of recall leave open."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from calculators.bounds import Percent
from calculators.declare import Input
from calculators.physics.recall import MIDDLE_EXPONENT, MIDDLE_MISS_AT_64

_GROUP = "Recall"


def _miss(label: str, text: str) -> Input:
    return Input(label=label, unit="%", help=text, group=_GROUP, advanced=True)


def _exponent(label: str, text: str) -> Input:
    return Input(label=label, unit="exponent", help=text, group=_GROUP, advanced=True)


@dataclass(frozen=True, kw_only=True)
class Recall:
    """What published sweeps of recall leave open."""

    hnsw_miss_percent_low: Annotated[
        Percent,
        _miss("HNSW misses at ef 64, low", "1.17%: SIFT, a million vectors, Weaviate 2023."),
    ] = 1.17
    hnsw_miss_percent_mid: Annotated[
        Percent,
        _miss(
            "HNSW misses at ef 64, mid",
            "4.25%: DBpedia embedded by OpenAI's ada-002, a million vectors, Weaviate.",
        ),
    ] = 100 * MIDDLE_MISS_AT_64
    hnsw_miss_percent_high: Annotated[
        Percent,
        _miss(
            "HNSW misses at ef 64, high",
            "16.9%: 550,000 vectors of 1,024 numbers (BGE), pgvector 2026.",
        ),
    ] = 16.9
    hnsw_exponent_low: Annotated[
        float,
        _exponent("HNSW, fall with ef, low", "0.54: pgvector from ef 16 to 32."),
        Ge(0.01),
        Le(10),
    ] = 0.54
    hnsw_exponent_mid: Annotated[
        float,
        _exponent("HNSW, fall with ef, mid", "0.79: pgvector from ef 64 to 256."),
        Ge(0.01),
        Le(10),
    ] = MIDDLE_EXPONENT
    hnsw_exponent_high: Annotated[
        float,
        _exponent(
            "HNSW, fall with ef, high",
            "1.38: SIFT, from Faiss at ef 16 to Weaviate at ef 64: two builds, so rough.",
        ),
        Ge(0.01),
        Le(10),
    ] = 1.38
    ivf_miss_percent_low: Annotated[
        Percent,
        _miss("IVF misses at 1% of the lists, low", "A quarter of the middle: assumed."),
    ] = 0.76
    ivf_miss_percent_mid: Annotated[
        Percent,
        _miss(
            "IVF misses at 1% of the lists, mid",
            "3.04%: between the two points that Faiss gives for SIFT (codes of 64 bytes).",
        ),
    ] = 3.04
    ivf_miss_percent_high: Annotated[
        Percent,
        _miss(
            "IVF misses at 1% of the lists, high",
            "Four times the middle: collections differ that much for HNSW.",
        ),
    ] = 12.2
    ivf_exponent: Annotated[
        float,
        _exponent(
            "IVF, fall with lists",
            "1.33: the same two points, 16 and 64 of 4,096 lists, 89.4 and 98.33%.",
        ),
        Ge(0.01),
        Le(10),
    ] = 1.33
    pq_miss_percent_low: Annotated[
        Percent,
        _miss(
            "Codes of a quarter byte a number miss, low",
            "11.6%: a million vectors of 1,024 numbers (Cohere), carried from codes of 64 bytes.",
        ),
    ] = 11.6
    pq_miss_percent_mid: Annotated[
        Percent,
        _miss(
            "Codes of a quarter byte a number miss, mid",
            "18%: titles of arXiv in 384 numbers, Qdrant 2023, less what its graph misses.",
        ),
    ] = 18.0
    pq_miss_percent_high: Annotated[
        Percent,
        _miss(
            "Codes of a quarter byte a number miss, high",
            "35.3%: images of Deep1B in 96 numbers, Faiss, carried from codes of 20 bytes.",
        ),
    ] = 35.3
    pq_exponent: Annotated[
        float,
        _exponent(
            "Codes, fall with their length",
            "0.63: arXiv's titles with codes of an eighth to a whole byte a number.",
        ),
        Ge(0.01),
        Le(10),
    ] = 0.63
