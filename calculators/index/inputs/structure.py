"""How vectors are kept and searched."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from annotated_types import Ge, Le

from calculators.declare import Input

_GROUP = "Index"


class Numbers(StrEnum):
    """How a number of a vector is stored."""

    FP32 = "fp32"
    FP16 = "fp16"
    INT8 = "int8"
    BINARY = "binary"


class Kind(StrEnum):
    """The index that the machine is sized for."""

    FLAT = "flat"
    HNSW = "hnsw"
    IVF_PQ = "ivf_pq"


@dataclass(frozen=True, kw_only=True)
class Structure:
    """How vectors are kept and searched."""

    kind: Annotated[
        Kind,
        Input(
            label="Index",
            unit="",
            help="The one that the machine is sized for; the table shows all.",
            group=_GROUP,
        ),
    ] = Kind.HNSW
    numbers: Annotated[
        Numbers,
        Input(
            label="A number is stored as",
            unit="",
            help="fp32 takes 4 bytes, fp16 2, int8 1, binary one bit. What rounding loses is not in the "
            "recall: little with fp16, much with one bit.",
            group=_GROUP,
        ),
    ] = Numbers.FP32
    links: Annotated[
        int,
        Input(label="M", unit="links", help="Of a vector in HNSW.", group=_GROUP, advanced=True),
        Ge(2),
        Le(512),
    ] = 16
    ef_construction: Annotated[
        int,
        Input(
            label="ef in construction",
            unit="vectors",
            help="Length of the list while HNSW is built.",
            group=_GROUP,
            advanced=True,
        ),
        Ge(1),
        Le(100_000),
    ] = 128
    ef_search: Annotated[
        int,
        Input(
            label="ef",
            unit="vectors",
            help="Length of HNSW's list in a search: longer finds more and takes longer.",
            group=_GROUP,
        ),
        Ge(1),
        Le(100_000),
    ] = 64
    lists: Annotated[
        int,
        Input(
            label="Lists of IVF",
            unit="lists",
            help="0: four times the square root of the number of vectors, as Faiss advises.",
            group=_GROUP,
            advanced=True,
        ),
        Ge(0),
        Le(100_000_000),
    ] = 0
    probes: Annotated[
        int,
        Input(
            label="nprobe",
            unit="lists",
            help="That IVF reads in a search.",
            group=_GROUP,
        ),
        Ge(1),
        Le(1_000_000),
    ] = 16
    code_bytes: Annotated[
        int,
        Input(
            label="Code of product quantisation",
            unit="bytes",
            help="Of a vector; 0: a quarter of the dimensions. Shorter codes find fewer.",
            group=_GROUP,
            advanced=True,
        ),
        Ge(0),
        Le(65_536),
    ] = 0
