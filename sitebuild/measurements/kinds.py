"""The form of a measurements file: which keys a kind needs and allows, and what each key may hold.

This is the README of the measurements as code; tests hold the two together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_MOST = 1e18
"""No size, length or count of these matters is larger; products of several stay floats."""


def _whole(value: Any) -> str | None:
    good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST
    return None if good else f"a whole number from 0 to {_MOST:g}"


def _number(value: Any) -> str | None:
    good = isinstance(value, int | float) and not isinstance(value, bool)
    return None if good and 0 <= value <= _MOST else f"a number from 0 to {_MOST:g}"


def _boolean(value: Any) -> str | None:
    return None if isinstance(value, bool) else "true or false"


def _text(value: Any) -> str | None:
    return None if isinstance(value, str) and value.strip() else "text"


def _one_of(*options: str) -> Callable[[Any], str | None]:
    return lambda value: None if value in options else "one of " + ", ".join(options)


ARCHITECTURE = ("params", "layers", "hidden", "heads", "kv_heads", "ffn", "vocab")
POSITIVE = {
    *ARCHITECTURE,
    "gpu_count",
    "micro_batch",
    "sequence_tokens",
    "training_tokens",
    "batch",
    "gpu_memory_gib",
    "vectors",
    "dims",
    "weight_bits",
    "tensor_parallel",
    "encoder_params",
    "encoder_layers",
    "encoder_hidden",
    "vcpus",
    "threads",
    "lora_rank",
    "requests_per_s",
    "requests",
    "head_dim",
    "kv_bits",
    "tokens_per_doc",
    "segments",
    "clients",
}
"""Keys for which 0 makes no sense."""

_WHOLE = (
    *ARCHITECTURE,
    "active_params",
    "experts",
    "experts_per_token",
    "gpu_count",
    "sequence_tokens",
    "training_tokens",
    "micro_batch",
    "lora_rank",
    "tensor_parallel",
    "pipeline_parallel",
    "batch",
    "requests",
    "head_dim",
    "vectors",
    "dims",
    "vcpus",
    "threads",
    "hnsw_m",
    "ef_construction",
    "ef_search",
    "nprobe",
    "pq_bytes",
    "top_k",
    "lists",
    "segments",
    "clients",
    "encoder_params",
    "encoder_layers",
    "encoder_hidden",
)
_NUMBERS = (
    "price_usd_per_gpu_hour",
    "price_usd_per_million_tokens",
    "gpu_memory_gib",
    "weight_bits",
    "kv_bits",
    "prompt_tokens",
    "output_tokens",
    "requests_per_s",
    "recall_at_10",
    "tokens_per_doc",
)
_BOOLEANS = (
    "compile",
    "flash_attention",
    "fused_loss",
    "tied_embeddings",
    "gb_ambiguous",
    "whole_process",
    "tokenized",
    "uneven_lengths",
    "closed_loop",
)

KEYS: dict[str, Callable[[Any], str | None]] = {
    **dict.fromkeys(_WHOLE, _whole),
    **dict.fromkeys(_NUMBERS, _number),
    **dict.fromkeys(_BOOLEANS, _boolean),
    **dict.fromkeys(("gpu", "framework", "optimizer", "index", "precision"), _text),
    "method": _one_of("full", "lora", "qlora"),
    "checkpointing": _one_of("none", "selective", "full"),
    "sharding": _one_of("none", "zero2", "zero3", "tp"),
    "lora_targets": _one_of("attention", "all-linear", "qv"),
    "cpu_offload": _one_of("none", "parameters", "activations"),
    "compute_precision": _one_of("fp16", "bf16", "fp8", "fp4", "int8"),
    "statistic": _one_of("p50", "mean", "p99"),
}
JSON_TYPES: dict[str, str] = {
    **dict.fromkeys(KEYS, "string"),
    **dict.fromkeys(_WHOLE, "integer"),
    **dict.fromkeys(_NUMBERS, "number"),
    **dict.fromkeys(_BOOLEANS, "boolean"),
}
"""Type of each key's value in the words of JSON Schema."""


@dataclass(frozen=True, kw_only=True)
class KindForm:
    """Keys of a kind's inputs."""

    required: tuple[str, ...]
    optional: tuple[str, ...]


_TRAINING = (
    "active_params",
    "micro_batch",
    "checkpointing",
    "lora_rank",
    "lora_targets",
    "sharding",
    "cpu_offload",
    "tensor_parallel",
    "pipeline_parallel",
    "framework",
    "compile",
    "gpu_count",
    "sequence_tokens",
    "training_tokens",
    "price_usd_per_gpu_hour",
    "price_usd_per_million_tokens",
)
_MEMORY = (
    "gpu",
    "checkpointing",
    "lora_rank",
    "sharding",
    "lora_targets",
    "optimizer",
    "cpu_offload",
    "flash_attention",
    "fused_loss",
    "tied_embeddings",
    "gb_ambiguous",
    "gpu_memory_gib",
    "sequence_tokens",
)
_SERVING = (
    "active_params",
    "experts",
    "experts_per_token",
    "kv_bits",
    "compute_precision",
    "framework",
    "batch",
    "requests",
    "uneven_lengths",
    "closed_loop",
    "flash_attention",
    "head_dim",
)
_RETRIEVAL = (
    "gpu",
    "vcpus",
    "threads",
    "vectors",
    "dims",
    "index",
    "hnsw_m",
    "ef_construction",
    "ef_search",
    "nprobe",
    "pq_bytes",
    "recall_at_10",
    "top_k",
    "lists",
    "segments",
    "clients",
    "whole_process",
    "encoder_params",
    "encoder_layers",
    "encoder_hidden",
    "tokens_per_doc",
    "batch",
    "tokenized",
    "precision",
    "framework",
)


def _form(required: tuple[str, ...], optional: tuple[str, ...]) -> KindForm:
    return KindForm(
        required=required, optional=tuple(each for each in optional if each not in required)
    )


def _training(*more: str) -> KindForm:
    return _form((*ARCHITECTURE, "gpu", "method", "precision", *more), _TRAINING)


def _memory(*more: str) -> KindForm:
    return _form((*ARCHITECTURE, "gpu_count", "method", "precision", "micro_batch", *more), _MEMORY)


def _serving(*more: str) -> KindForm:
    lengths = ("weight_bits", "prompt_tokens", "output_tokens")
    return _form((*ARCHITECTURE, "gpu", "gpu_count", "tensor_parallel", *lengths, *more), _SERVING)


_INDEX = _form(("vectors", "index"), _RETRIEVAL)
_ENCODER = _form(("encoder_params", "encoder_layers", "encoder_hidden"), _RETRIEVAL)
_LOADED = _form((*_serving().required, "requests_per_s", "statistic"), _SERVING)

KINDS: dict[str, KindForm] = {
    "training_tokens_per_s_per_gpu": _training("gpu_count", "sequence_tokens"),
    "training_gpu_hours": _training("training_tokens"),
    "training_cost_usd": _training("training_tokens"),
    "finetune_peak_memory_gib": _memory("sequence_tokens"),
    "fits_on_gpu": _memory("sequence_tokens", "gpu_memory_gib"),
    "max_context_tokens": _memory("gpu_memory_gib"),
    **dict.fromkeys(
        (
            "ttft_ms",
            "tpot_ms",
            "decode_tokens_per_s",
            "prefill_tokens_per_s",
            "batch_latency_s",
            "inference_memory_gib",
        ),
        _serving("batch"),
    ),
    "output_tokens_per_s": _serving(),
    "loaded_ttft_ms": _LOADED,
    "loaded_tpot_ms": _LOADED,
    **dict.fromkeys(
        ("search_qps", "search_latency_ms", "index_memory_gib", "index_build_s"), _INDEX
    ),
    **dict.fromkeys(
        ("embedding_tokens_per_s", "embedding_sentences_per_s", "rerank_docs_per_s"), _ENCODER
    ),
}


def problems_of(kind: str, inputs: dict[str, Any]) -> list[tuple[str, str]]:
    """(key, what is wrong) for every fault of a case's inputs; key "" where one is missing."""
    form = KINDS[kind]
    required = form.required
    if kind == "training_cost_usd" and "price_usd_per_million_tokens" in inputs:
        required = ("training_tokens",)
        form = KindForm(required=required, optional=(*KINDS[kind].required, *form.optional))
    found = [("", f"lacks {key}, which {kind} needs") for key in required if key not in inputs]
    for key, value in inputs.items():
        if key not in (*form.required, *form.optional):
            found.append((key, f"{key} is not an input of {kind}"))
            continue
        wanted = KEYS[key](value)
        if wanted is None and key in POSITIVE and value == 0:
            wanted = "more than 0"
        if wanted is not None:
            found.append((key, f"{key} is {value!r}, but must be {wanted}"))
    return found + _together(kind, inputs)


_PARTS = (
    ("experts_per_token", "experts"),
    ("active_params", "params"),
    ("kv_heads", "heads"),
    ("heads", "hidden"),
)
"""No model has more of the first than of the second."""


def _more(inputs: dict[str, Any], part: str, whole: str) -> bool:
    smaller, larger = inputs.get(part), inputs.get(whole)
    return isinstance(smaller, int) and isinstance(larger, int) and smaller > larger


def _together(kind: str, inputs: dict[str, Any]) -> list[tuple[str, str]]:
    """Rules about several keys."""
    found: list[tuple[str, str]] = []
    prices = ("price_usd_per_gpu_hour", "price_usd_per_million_tokens")
    if kind == "training_cost_usd" and not any(key in inputs for key in prices):
        found.append(("", "lacks a price: give one of " + ", ".join(prices)))
    for part, whole in _PARTS:
        if _more(inputs, part, whole):
            found.append((part, f"{part} is more than {whole}"))
    if inputs.get("prompt_tokens") == 0 and inputs.get("output_tokens") == 0:
        found.append(("prompt_tokens", "prompt_tokens and output_tokens are both 0"))
    retrieval = KINDS[kind] in (_INDEX, _ENCODER)
    computes = any(key in inputs for key in ("gpu", "vcpus", "threads"))
    if retrieval and kind != "index_memory_gib" and not computes:
        found.append(("", "lacks what computes: give gpu, vcpus or threads"))
    if KINDS[kind] is _INDEX and "dims" not in inputs and inputs.get("index") != "bm25":
        found.append(("", f"lacks dims, which {kind} needs"))
    return found
