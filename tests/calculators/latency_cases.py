"""Situations of the latency calculator without uncertainty, for tests that recompute by hand."""

from typing import Any

from calculators.latency import LatencyInputs
from tests.calculators.physics_cases import SERVING, filled

RETRIEVAL = {
    "request_us": 2000.0,
    "visit_ns": 400.0,
    "read_gb_per_s": 4.0,
    "scaling": 0.75,
    "encode": 0.4,
    "encode_passes": 8.0,
    "start_us": 15.0,
    "token_us": 1.5,
    "text_us": 15.0,
}
ENCODER = {
    "encoder_params": 22_700_000,
    "encoder_layers": 6,
    "encoder_hidden": 384,
    "rerank_gpu_bandwidth_gb_per_s": 2000.0,
    "rerank_gpu_16_bit_tflops": 300.0,
}


def make(**changed: Any) -> LatencyInputs:
    return filled(LatencyInputs, SERVING | RETRIEVAL, **{**ENCODER, **changed})


def own(**changed: Any) -> LatencyInputs:
    return make(serving="own_accelerators", **changed)
