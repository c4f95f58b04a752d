"""Inputs that the physics tests share: a model, an accelerator, efficiencies."""

from dataclasses import fields
from typing import Any

from calculators.parse import parse
from calculators.physics.accelerator import Accelerator
from calculators.physics.jobs import TrainingJob
from calculators.physics.transformer import Architecture

LLAMA_2_7B = Architecture(
    params=6_738_415_616,
    layers=32,
    hidden=4096,
    heads=32,
    kv_heads=32,
    ffn=11008,
    vocab=32000,
)
LLAMA_3_8B = Architecture(
    params=8_030_261_248,
    layers=32,
    hidden=4096,
    heads=32,
    kv_heads=8,
    ffn=14336,
    vocab=128256,
)
MIXTRAL = Architecture(
    params=46_702_792_704,
    layers=32,
    hidden=4096,
    heads=32,
    kv_heads=8,
    ffn=14336,
    vocab=32000,
    experts=8,
    experts_per_token=2,
)
A100 = Accelerator(
    memory_gib=80,
    bandwidth_gb_per_s=2000,
    dense_tflops={"fp16": 300, "bf16": 300},
    link_gb_per_s=300,
)
LORA_JOB = TrainingJob(
    model=LLAMA_2_7B,
    method="lora",
    sequence_tokens=2048,
    micro_batch=4,
    lora_rank=8,
    lora_targets="qv",
)
MEMORY = {
    "logit_bytes": 12.0,
    "full_logit_bytes": 10.0,
    "fused_logit_bytes": 2.0,
    "kept_full": 1.0,
    "kept_lora": 0.8,
    "kept_qlora": 1.0,
    "layer_share": 1.0,
    "fused_layer_share": 0.5,
    "adapter_inputs": 1.5,
    "adapter_bytes": 16.0,
    "quantised_bytes": 0.5,
    "unquantised_bytes": 4.0,
    "fixed_gib": 0.5,
    "gathered_layers": 3.0,
    "shared_state_bytes": 12.0,
    "bucket_gib": 1.5,
    "reserve": 1.0,
}
SPEED = {
    "share": 0.75,
    "attention_share": 0.5,
    "passes": 20.0,
    "compiled_passes": 8.0,
    "launch_us": 10.0,
    "unpack_bytes": 5.0,
    "link": 0.5,
    "exposed": 0.5,
    "cluster": 1.1,
    "long_run": 1.3,
    "routed_passes": 130.0,
    "looped_passes": 500.0,
}
SERVING = {
    "compute": 0.8,
    "compute_8_bit": 0.6,
    "attention_share": 0.5,
    "bandwidth": 0.8,
    "unpacked": 0.6,
    "cache_read": 0.8,
    "passes": 1.5,
    "routed_passes": 40.0,
    "layer_us": 40.0,
    "host_us": 1.0,
    "step_us": 200.0,
    "sequence_us": 5.0,
    "link": 0.6,
    "link_us": 12.0,
    "request_ms": 15.0,
    "first_token": 1.0,
    "batching": 1.0,
    "usable": 0.9,
    "workspace_gib": 0.5,
}
_MODEL = {
    "params": 8_030_261_248,
    "active_params": 0,
    "layers": 32,
    "hidden": 4096,
    "heads": 32,
    "kv_heads": 8,
    "head_dim": 0,
    "ffn": 14336,
    "vocab": 128256,
    "experts": 0,
    "experts_per_token": 0,
    "latent_dims": 0,
    "window_tokens": 0,
    "windowed_percent": 0.0,
    "tied_embeddings": False,
    "context_window_tokens": 131072,
    "gpu_memory_gib": 80.0,
    "gpu_bandwidth_gb_per_s": 2000.0,
    "gpu_16_bit_tflops": 300.0,
    "gpu_8_bit_tflops": 300.0,
    "gpu_link_gb_per_s": 300.0,
}


def filled(declaration: type, efficiencies: dict[str, float], **changed: Any) -> Any:
    """Inputs with a model and an accelerator filled in; `changed` wins."""
    values: dict[str, Any] = dict(_MODEL)
    names = {each.name for each in fields(declaration)}
    only_some = {
        "usd_per_gpu_hour": 2.0,
        "gpu_power_w": 400.0,
        "gpu_int8_tflops": 300.0,
        "hosted_usd_per_million_tokens": 0.0,
    }
    values.update({name: value for name, value in only_some.items() if name in names})
    for name, value in efficiencies.items():
        values.update({f"{name}_low": value, f"{name}_mid": value, f"{name}_high": value})
    values.update(changed)
    return parse(declaration, values)
