"""Values of the golden cases: plain inputs of each calculator, which the cases change."""

from calculators.declare import inputs_of
from calculators.quality.inputs import ARMS, DIFFERENCES
from calculators.registry import CALCULATORS

_PLAIN = {
    "input_usd_per_million_tokens": "2",
    "cached_input_usd_per_million_tokens": "0.5",
    "cache_write_usd_per_million_tokens": "2.5",
    "output_usd_per_million_tokens": "8",
    "cache_minimum_tokens": "1024",
    "cache_lifetime_minutes": "5",
    "context_window_tokens": "1000000",
    "long_prompt_tokens": "0",
    "long_input_usd_per_million_tokens": "4",
    "long_cached_input_usd_per_million_tokens": "1",
    "long_cache_write_usd_per_million_tokens": "5",
    "long_output_usd_per_million_tokens": "12",
    "embedding_usd_per_million_tokens": "0.13",
    "dimensions": "1536",
    "vector_store_usd_per_month": "0",
    "vector_store_minimum_usd_per_month": "50",
    "vector_store_usd_per_million_vectors_month": "2.1",
    "vector_store_usd_per_million_queries": "4.2",
    "vector_store_usd_per_million_queries_and_million_vectors": "0",
    "vector_store_usd_per_million_vectors_written": "0",
    "rerank_usd_per_thousand_searches": "2",
    "fine_tuning_offered": "true",
    "training_usd_per_million_tokens": "25",
    "fine_tuned_input_usd_per_million_tokens": "3",
    "fine_tuned_cached_input_usd_per_million_tokens": "0.75",
    "fine_tuned_cache_write_usd_per_million_tokens": "3",
    "fine_tuned_output_usd_per_million_tokens": "12",
    "hosting_usd_per_hour": "1.7",
    "hosting_prompt_tokens_per_s": "0",
    "hosting_answer_tokens_per_s": "0",
}

_MODEL = {
    "params": "8030000000", "active_params": "0", "layers": "32", "hidden": "4096", "heads": "32",
    "kv_heads": "8", "head_dim": "0", "ffn": "14336", "vocab": "128256", "experts": "0",
    "experts_per_token": "0", "latent_dims": "0", "window_tokens": "0", "windowed_percent": "0",
    "tied_embeddings": "false", "context_window_tokens": "131072",
}  # fmt: skip
_GPU = {
    "gpu_memory_gib": "80", "gpu_bandwidth_gb_per_s": "2000", "gpu_16_bit_tflops": "300",
    "gpu_8_bit_tflops": "600", "gpu_link_gb_per_s": "300",
}  # fmt: skip


_INT8 = {"gpu_int8_tflops": "600"}

_OWN = (_MODEL.keys() | _GPU.keys()) - {"context_window_tokens"}


def _ranges(**middles: float) -> dict[str, str]:
    """Each range from nine tenths to eleven tenths of its middle."""
    ends = {"low": 0.9, "mid": 1.0, "high": 1.1}
    return {
        f"{name}_{end}": str(middle * factor)
        for name, middle in middles.items()
        for end, factor in ends.items()
    }


_RENT = {"usd_per_gpu_hour": "2"}
TRAINING = _MODEL | _GPU | _RENT | {"gpu_power_w": "400"} | _ranges(
    logit_bytes=12, full_logit_bytes=10, fused_logit_bytes=2, kept_full=0.9, kept_lora=0.8, kept_qlora=1,
    layer_share=0.7, fused_layer_share=0.5, adapter_inputs=0.9, adapter_bytes=12, quantised_bytes=0.54, unquantised_bytes=2.7,
    gathered_layers=3, shared_state_bytes=12, fixed_gib=0.4, bucket_gib=1.5, reserve=1.04,
    share=0.7, attention_share=0.5, passes=8, compiled_passes=4, launch_us=15, unpack_bytes=5, link=0.6, exposed=0.6, cluster=1.1, long_run=1.2, routed_passes=130, looped_passes=500,
) | {"hosted_usd_per_million_tokens": "0"}  # fmt: skip
_SERVED_WITH = _ranges(
    compute=0.6, compute_8_bit=0.5, attention_share=0.4, bandwidth=0.8, unpacked=0.6, cache_read=0.6, passes=6,
    routed_passes=40, layer_us=10, host_us=5, step_us=500, sequence_us=20, link=0.5, link_us=20, request_ms=15, first_token=1,
    batching=1, usable=0.85, workspace_gib=0.5,
)  # fmt: skip
SERVING = _MODEL | _GPU | _INT8 | _RENT | _SERVED_WITH
RETRIEVAL = _ranges(
    request_us=2000, visit_ns=400, read_gb_per_s=4, scaling=0.75,
    encode=0.5, encode_passes=8, start_us=15, token_us=1.5, text_us=15,
)  # fmt: skip
LATENCY = _MODEL | _GPU | _INT8 | _SERVED_WITH | RETRIEVAL | {
    "encoder_params": "22700000", "encoder_layers": "6", "encoder_hidden": "384",
    "rerank_gpu_bandwidth_gb_per_s": "2000", "rerank_gpu_16_bit_tflops": "300",
}  # fmt: skip
INDEX = _ranges(
    overhead=1.5, fixed_gib=0.25, request_us=2000, visit_ns=400, read_gb_per_s=4, scaling=0.75,
    insert_work=1.4,
) | {
    "dimensions": "1536", "embedding_usd_per_million_tokens": "0.02",
    "vector_store_usd_per_month": "0", "vector_store_minimum_usd_per_month": "50",
    "vector_store_usd_per_million_vectors_month": "2.1",
    "vector_store_usd_per_million_queries": "4.2",
    "vector_store_usd_per_million_queries_and_million_vectors": "0",
    "vector_store_usd_per_million_vectors_written": "0",
}  # fmt: skip
SELF_HOSTED = LATENCY | {"serving": "own_accelerators"}

CACHED = {
    name: value
    for name, value in _PLAIN.items()
    if name in {field.name for field in inputs_of(CALCULATORS["caching"].inputs)}
} | {"storage_usd_per_million_tokens_hour": "0"}

_SERVED = (
    "compute compute_8_bit attention_share bandwidth unpacked cache_read passes routed_passes layer_us "
    "host_us step_us sequence_us link link_us batching usable workspace_gib"
)
_ENDS = ("low", "mid", "high")
_PREFIXED = (
    ("serving_", SERVING, _SERVED, _ENDS),
    (
        "training_",
        TRAINING,
        "share attention_share passes launch_us unpack_bytes link exposed routed_passes",
        _ENDS,
    ),
    (
        "training_",
        TRAINING,
        (
            "logit_bytes full_logit_bytes layer_share adapter_inputs adapter_bytes quantised_bytes "
            "unquantised_bytes gathered_layers shared_state_bytes fixed_gib bucket_gib reserve"
        ),
        ("mid",),
    ),
)
COST = (
    _PLAIN
    | {name: value for name, value in (_MODEL | _GPU).items() if name in _OWN}
    | _INT8
    | {"open_context_window_tokens": "131072"}
    | _RENT
    | {
        f"{prefix}{name}_{end}": values[f"{name}_{end}"]
        for prefix, values, names, ends in _PREFIXED
        for name in names.split()
        for end in ends
    }
)
CERTAIN = {
    "traffic_spread_percent": "0", "cache_hit_spread_points": "0", "length_spread_percent": "0", "price_spread_percent": "0",
    "work_spread_percent": "0", "accuracy_spread_points": "0",
}  # fmt: skip
RENTED = COST | {"hosting": "self-hosted"}
_NO_STUDY = {
    f"{name}_{end}": "0"
    for name in DIFFERENCES
    for end in ("low", "mid", "high", "studies", "rows")
} | {f"{arm}_published_{end}_percent": "60" for arm in ARMS for end in ("low", "mid", "high")}
QUALITY = _NO_STUDY | {"base_accuracy_percent": "50", "from_long_context": "false"}


def found(name: str, low: float, mid: float, high: float, studies: int = 2) -> dict[str, str]:
    """A difference in log-odds that studies found, two rows each."""
    ends = {"low": low, "mid": mid, "high": high, "studies": studies, "rows": 2 * studies}
    return {f"{name}_{end}": str(value) for end, value in ends.items()}


RAG = found("rag_gain", 0.405, 0.896, 1.386)
ADVISOR = {"context_window_tokens": "1000000"}
