"""How the candidates are put in order again before the best go into the prompt."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from annotated_types import Ge, Le

from calculators.bounds import Milliseconds
from calculators.declare import Input
from calculators.physics.input_variants import variant_of
from calculators.physics.inputs import AcceleratorFacts

_GROUP = "Reranking"
_OWN = "Own reranker"


class Rerank(StrEnum):
    """Where the time of reranking comes from."""

    NONE = "none"
    STATED = "stated_times"
    ENCODER = "own_encoder"


_WHEN_STATED = ("rerank", Rerank.STATED.value)
WHEN_OWN_ENCODER = ("rerank", Rerank.ENCODER.value)


@dataclass(frozen=True, kw_only=True)
class Reranking:
    """How the candidates are put in order again."""

    rerank: Annotated[
        Rerank,
        Input(
            label="Reranking",
            unit="",
            help="Orders the candidates again before the best go into the prompt.",
            group=_GROUP,
        ),
    ] = Rerank.NONE
    rerank_p50_ms: Annotated[
        Milliseconds,
        Input(
            label="Stated reranking, median",
            unit="ms",
            help="160 ms is Oracle's figure for Cohere Rerank 3.5, 48 passages of 128 tokens.",
            group=_GROUP,
            shown_when=_WHEN_STATED,
        ),
    ] = 160.0
    rerank_p95_ms: Annotated[
        Milliseconds,
        Input(
            label="Stated reranking, p95",
            unit="ms",
            help="No published figure fits; half as much again as the median.",
            group=_GROUP,
            shown_when=_WHEN_STATED,
        ),
    ] = 240.0
    rerank_candidates: Annotated[
        int,
        Input(
            label="Candidates",
            unit="passages",
            help="That are reranked; never fewer than go into the prompt.",
            group=_OWN,
            shown_when=WHEN_OWN_ENCODER,
        ),
        Ge(1),
        Le(10_000),
    ] = 50
    rerank_encoder: Annotated[
        str,
        Input(
            label="Own encoder",
            unit="",
            help="Runs on an accelerator of its own, chosen below.",
            group=_OWN,
            shown_when=WHEN_OWN_ENCODER,
            catalogue="encoders",
        ),
    ] = "ms-marco-minilm-l6-v2"
    encoder_params: Annotated[
        int,
        Input(
            label="Encoder's parameters",
            unit="parameters",
            help="All of them, embeddings included.",
            group=_OWN,
            shown_when=WHEN_OWN_ENCODER,
            filled_by="rerank_encoder",
            advanced=True,
        ),
        Ge(1_000_000),
        Le(1_000_000_000_000),
    ]
    encoder_layers: Annotated[
        int,
        Input(
            label="Encoder's layers",
            unit="layers",
            help="Transformer layers.",
            group=_OWN,
            shown_when=WHEN_OWN_ENCODER,
            filled_by="rerank_encoder",
            advanced=True,
        ),
        Ge(1),
        Le(1_000),
    ]
    encoder_hidden: Annotated[
        int,
        Input(
            label="Encoder's width",
            unit="numbers",
            help="Width of its layers.",
            group=_OWN,
            shown_when=WHEN_OWN_ENCODER,
            filled_by="rerank_encoder",
            advanced=True,
        ),
        Ge(64),
        Le(131_072),
    ]
    rerank_gpu: Annotated[
        str,
        Input(
            label="Encoder's accelerator",
            unit="",
            help="Fills its facts and the calibrated ranges of an encoder on it.",
            group=_OWN,
            shown_when=WHEN_OWN_ENCODER,
            catalogue="rerank-accelerators",
        ),
    ] = "a100-sxm-80gb"


def _of_the_encoder(name: str) -> str | None:
    """Facts of an accelerator that an encoder's speed depends on, under the name that they have here."""
    wanted = {"gpu_bandwidth_gb_per_s", "gpu_16_bit_tflops"}
    return f"rerank_{name}" if name in wanted else None


EncoderAccelerator = variant_of(
    AcceleratorFacts,
    "EncoderAccelerator",
    _of_the_encoder,
    group=_OWN,
    filled_by="rerank_gpu",
    shown_when=WHEN_OWN_ENCODER,
)
