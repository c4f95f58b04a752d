"""Turn a published training measurement into a job and a prediction.

What a case leaves out is filled with the commonest choice, listed in `_job`; a wide range of the
efficiencies covers the rest.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from calculators.physics.jobs import TrainingJob
from calculators.physics.ranges import Estimate, propagate
from calculators.physics.training_fit import longest_sequence
from calculators.physics.training_memory import peak_gib
from calculators.physics.training_plan import USABLE, keeps_master_weights
from calculators.physics.training_speed import seconds_per_token
from calculators.physics.transformer import Architecture
from sitebuild.facts import Facts

_MEMORY = {"finetune_peak_memory_gib", "fits_on_gpu", "max_context_tokens"}
_ROUNDING = 0.005
"""Published bills are rounded to a cent or a few digits."""
_LONG_RUN_TOKENS = 1e10
"""From here on a job is a pre-training: wall time then holds restarts and evaluations."""
_CLUSTER = 2048
"""Accelerators of a pre-training that does not state them."""
_FUSED = (
    "fused",
    "fast-kernels",
    "foak",
    "unsloth",
    "liger",
    "megatron",
    "nemo",
    "transformer engine",
    "llm.c",
    "llm.q",
    "fast-llm",
)
"""Frameworks whose layers come as fused kernels need no compiler to fuse them, nor say that they use one."""
_GROUPED = (*_FUSED, "torchtitan", "maxtext", "megablocks", "scattermoe")
"""Frameworks that multiply all experts of a layer in grouped products; so do pre-training runs."""


class UnpredictableError(Exception):
    """Why a row cannot be predicted."""


def predict(kind: str, inputs: Mapping[str, Any], facts: Facts) -> Estimate:
    """Predict a row of a training or memory kind; raises UnpredictableError with the reason."""
    if kind == "training_cost_usd" and "price_usd_per_million_tokens" in inputs:
        usd = inputs["training_tokens"] * inputs["price_usd_per_million_tokens"] / 1e6
        return Estimate(low=usd * (1 - _ROUNDING), mid=usd, high=usd * (1 + _ROUNDING))
    model = facts.architecture(inputs)
    job = _job(inputs, model)
    if kind in _MEMORY:
        return _memory(kind, job, inputs, facts)
    if "checkpointing" not in inputs:
        job = _recomputing(job, inputs, facts)
    return _speed(kind, job, inputs, facts)


def _job(inputs: Mapping[str, Any], model: Architecture) -> TrainingJob:
    split = any(inputs.get(key, 1) > 1 for key in ("tensor_parallel", "pipeline_parallel"))
    sharding = inputs.get("sharding", "tp" if split else "none")
    method = inputs["method"]
    long_run = inputs.get("training_tokens", 0) > _LONG_RUN_TOKENS
    gpus = inputs.get("gpu_count", _CLUSTER if long_run else 1)
    return TrainingJob(
        model=model,
        method=method,
        sequence_tokens=inputs.get("sequence_tokens", 2048),
        micro_batch=inputs.get("micro_batch", 4),
        gpus=gpus,
        precision=inputs["precision"],
        checkpointing=inputs.get("checkpointing", "full"),
        sharding=sharding,
        tensor_parallel=inputs.get("tensor_parallel", 1 if "pipeline_parallel" in inputs else 0),
        optimizer=inputs.get("optimizer", "adamw"),
        lora_rank=inputs.get("lora_rank", 32),
        lora_targets=inputs.get("lora_targets", "attention"),
        cpu_offload=inputs.get("cpu_offload", "none"),
        flash_attention=inputs.get("flash_attention", True),
        fused_loss=inputs.get("fused_loss", False),
        master_weights=keeps_master_weights(method, sharding),
        compiled=inputs.get("compile", False) or _named(inputs, _FUSED),
        grouped_experts=long_run or _named(inputs, _GROUPED),
    )


def _recomputing(job: TrainingJob, inputs: Mapping[str, Any], facts: Facts) -> TrainingJob:
    """Recomputation costs a quarter of the speed: who does not mention it did it only to fit."""
    limit = _gpu_memory(inputs, facts)
    if limit is None:
        return job
    several = job.gpus > 1 and job.sharding == "none"
    kept = replace(
        job,
        checkpointing="none",
        micro_batch=inputs.get("micro_batch", 1),
        sharding="zero3" if several else job.sharding,
    )
    middles = {name: each.mid for name, each in facts.ranges("training-memory", {}).items()}
    return replace(
        job, checkpointing="none" if peak_gib(kept, middles) <= limit * USABLE else "full"
    )


def _named(inputs: Mapping[str, Any], marks: tuple[str, ...]) -> bool:
    name = inputs.get("framework", "").lower()
    return any(mark in name for mark in marks)


def _memory(kind: str, job: TrainingJob, inputs: Mapping[str, Any], facts: Facts) -> Estimate:
    ranges = facts.ranges("training-memory", {})
    limit = _gpu_memory(inputs, facts)
    if kind == "finetune_peak_memory_gib":
        raw = propagate(lambda chosen: peak_gib(job, chosen), ranges)
        return _clipped(raw, limit)
    if limit is None:
        raise UnpredictableError("the memory of the GPU is not given")
    if kind == "fits_on_gpu":
        raw = propagate(lambda chosen: peak_gib(job, chosen), ranges)
        room = limit * USABLE
        return Estimate(
            low=float(raw.high <= room), mid=float(raw.mid <= room), high=float(raw.low <= room)
        )
    return propagate(lambda chosen: float(longest_sequence(job, chosen, limit * USABLE)), ranges)


def _gpu_memory(inputs: Mapping[str, Any], facts: Facts) -> float | None:
    if "gpu_memory_gib" in inputs:
        return float(inputs["gpu_memory_gib"])
    if "gpu" in inputs:
        return facts.accelerator(inputs["gpu"]).memory_gib
    return None


def _clipped(raw: Estimate, limit: float | None) -> Estimate:
    """A run that was measured did fit: an allocator never reserves more than there is."""
    if limit is None:
        return raw
    top = limit * USABLE
    return Estimate(low=min(raw.low, top), mid=min(raw.mid, top), high=min(raw.high, top))


def _speed(kind: str, job: TrainingJob, inputs: Mapping[str, Any], facts: Facts) -> Estimate:
    gpu = facts.accelerator(inputs["gpu"])
    classes = facts.classes(gpu)
    if "gptq" in inputs.get("framework", "").lower():
        classes["weights"] = "gptq"
    ranges = facts.ranges("training-speed", classes)
    tokens = inputs.get("training_tokens", 0)
    long_run = kind != "training_tokens_per_s_per_gpu" and tokens > _LONG_RUN_TOKENS
    seconds = propagate(
        lambda chosen: seconds_per_token(
            job, gpu, chosen, long_run=long_run, steps_every=8 if long_run else 1
        ),
        ranges,
    )
    if kind == "training_tokens_per_s_per_gpu":
        return Estimate(low=1 / seconds.high, mid=1 / seconds.mid, high=1 / seconds.low)
    price = 1.0
    if kind == "training_cost_usd":
        if "price_usd_per_gpu_hour" not in inputs:
            raise UnpredictableError("no price is given")
        price = inputs["price_usd_per_gpu_hour"]
    factor = tokens / 3600 * price
    return Estimate(low=seconds.low * factor, mid=seconds.mid * factor, high=seconds.high * factor)
