"""Predict any measurement case: which formula answers for which kind."""

from collections.abc import Mapping, Sequence
from statistics import mean, median
from typing import Any

from calculators.physics.ranges import Estimate
from sitebuild.facts import Facts
from sitebuild.measurements import predict_retrieval, predict_serving, predict_training
from sitebuild.measurements.predict_training import UnpredictableError

YES_OR_NO = "boolean"
"""Unit of an answer without a size."""
UNITS = {
    "training_tokens_per_s_per_gpu": "tokens/s/GPU",
    "training_gpu_hours": "GPU-hours",
    "training_cost_usd": "USD",
    "finetune_peak_memory_gib": "GiB",
    "fits_on_gpu": YES_OR_NO,
    "max_context_tokens": "tokens",
    "ttft_ms": "ms",
    "tpot_ms": "ms",
    "decode_tokens_per_s": "tokens/s",
    "output_tokens_per_s": "tokens/s",
    "prefill_tokens_per_s": "tokens/s",
    "batch_latency_s": "s",
    "inference_memory_gib": "GiB",
    "loaded_ttft_ms": "ms",
    "loaded_tpot_ms": "ms",
    "search_qps": "queries/s",
    "search_latency_ms": "ms",
    "index_memory_gib": "GiB",
    "index_build_s": "s",
    "embedding_tokens_per_s": "tokens/s",
    "embedding_sentences_per_s": "sentences/s",
    "rerank_docs_per_s": "documents/s",
}
"""Every kind with its unit, as the README of the measurements writes them."""


def typical(kind: str, errors: Sequence[float]) -> float:
    """The median; of yes or no the mean, since a median hides wrong answers while they are fewer than half."""
    return mean(errors) if UNITS[kind] == YES_OR_NO else median(errors)


GROUPS = {
    **dict.fromkeys(
        ("finetune_peak_memory_gib", "fits_on_gpu", "max_context_tokens"), "training-memory"
    ),
    **dict.fromkeys(
        ("training_tokens_per_s_per_gpu", "training_gpu_hours", "training_cost_usd"),
        "training-speed",
    ),
    **dict.fromkeys(
        (
            "ttft_ms",
            "tpot_ms",
            "decode_tokens_per_s",
            "output_tokens_per_s",
            "prefill_tokens_per_s",
            "batch_latency_s",
            "inference_memory_gib",
            "loaded_ttft_ms",
            "loaded_tpot_ms",
        ),
        "serving",
    ),
    **dict.fromkeys(
        (
            "search_qps",
            "search_latency_ms",
            "index_memory_gib",
            "index_build_s",
            "embedding_tokens_per_s",
            "embedding_sentences_per_s",
            "rerank_docs_per_s",
        ),
        "retrieval",
    ),
}
"""The group of efficiencies that a kind rests on."""

_PREDICTORS = {
    "training-memory": predict_training.predict,
    "training-speed": predict_training.predict,
    "serving": predict_serving.predict,
    "retrieval": predict_retrieval.predict,
}


def predict(kind: str, inputs: Mapping[str, Any], facts: Facts) -> Estimate:
    """An 80% interval for the measured number; raises UnpredictableError with the reason if there is none."""
    return _PREDICTORS[GROUPS[kind]](kind, inputs, facts)


__all__ = ["GROUPS", "UNITS", "UnpredictableError", "predict"]
