"""Turn a published training measurement into a job and a prediction.

What a case leaves out is filled with the commonest choice, listed in `_job` and `_run`; a wide range
of the efficiencies covers the rest. Where what is left out changes the speed by much, the interval
also holds the speed of the next most common choice (`_others`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from calculators.physics.accelerator import MACHINE, Accelerator
from calculators.physics.jobs import TrainingJob
from calculators.physics.ranges import Estimate, Range, draws, interval, middle, propagate
from calculators.physics.training_fit import longest_sequence
from calculators.physics.training_memory import peak_gib
from calculators.physics.training_plan import USABLE, keeps_master_weights
from calculators.physics.training_speed import CLUSTER, LONG_RUN_TOKENS, seconds_per_token
from calculators.physics.transformer import GIB, Architecture
from sitebuild.facts import Facts

_MEMORY = {"finetune_peak_memory_gib", "fits_on_gpu", "max_context_tokens"}
_ROUNDING = 0.005
"""Published bills are rounded to a cent or a few digits."""
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
_APART = ("megatron", "nemo", "torchtitan")
"""Frameworks that spread the experts of a layer over a machine; so do pre-training runs."""
_ATTENTION_ALONE = ("megatron", "nemo", "maxtext")
"""Frameworks whose selective recomputation is that of attention alone, which a fused kernel does anyway."""
_CUDNN = ("megatron", "nemo", "transformer engine", "maxtext")
"""Frameworks that take the attention of cuDNN where it is faster than FlashAttention-2: from Hopper on."""
_WITHOUT_FLASH_ATTENTION = {"maxwell", "pascal", "volta", "turing"}
"""Families of accelerators that FlashAttention-2 does not run on."""
_STEP_TOKENS = 2**17
"""Tokens of an optimizer step on one machine: published batches lie between 2**15 and 2**19."""
_CLUSTER_STEP_TOKENS = 2**22
"""Tokens of an optimizer step on several machines, as most pre-training runs take them."""
_LIKELY = 3
"""The commonest choice counts as much in an interval as three others."""


_AUTOCAST_BYTES = 16.0
"""32-bit weights, gradients and both of Adam's moments, a parameter."""

_VAGUE = {
    "printed_gb": Range(low=1.0, mid=1.036, high=1.074),
    "driver_gib": Range(low=0.25, mid=0.5, high=1.0),
}
"""What a source prints that does not define its GB: they have 10^9 or 1024^3 bytes, one as likely as the other,
and may come from the driver's own tool, which adds 0.5 to 1 GB for the context, or from the allocator's."""

_MOVES = ("passes", "compiled_passes")
"""Efficiencies that count how often what is no product moves."""

type _Formula = Callable[[Mapping[str, float]], float]
"""Seconds of a token from one value of every efficiency."""


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
    return _speed(kind, _run(job, inputs, facts), inputs, facts)


def _job(inputs: Mapping[str, Any], model: Architecture) -> TrainingJob:
    split = any(inputs.get(key, 1) > 1 for key in ("tensor_parallel", "pipeline_parallel"))
    sharding = inputs.get("sharding", "tp" if split else "none")
    method = inputs["method"]
    long_run = inputs.get("training_tokens", 0) > LONG_RUN_TOKENS
    gpus = inputs.get("gpu_count", CLUSTER if long_run else 1)
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
        pipeline=max(inputs.get("pipeline_parallel", 1), 1),
        optimizer=inputs.get("optimizer", "adamw"),
        lora_rank=inputs.get("lora_rank", 32),
        lora_targets=inputs.get("lora_targets", "attention"),
        cpu_offload=inputs.get("cpu_offload", "none"),
        flash_attention=inputs.get("flash_attention", True),
        fused_loss=inputs.get("fused_loss", False),
        master_weights=keeps_master_weights(method, sharding),
        compiled=inputs.get("compile", False) or _named(inputs, _FUSED),
        experts_apart=method == "full" and (long_run or _named(inputs, _APART)),
        grouped_experts=long_run or _named(inputs, _GROUPED),
    )


def _run(job: TrainingJob, inputs: Mapping[str, Any], facts: Facts) -> TrainingJob:
    """The job as whoever measured its speed will have run it.

    Full training in fp16 needs a scaled loss and a 32-bit copy of the weights.
    """
    family = facts.accelerator(inputs["gpu"]).family
    job = replace(
        job,
        flash_attention=inputs.get("flash_attention", family not in _WITHOUT_FLASH_ATTENTION),
        fused_loss=inputs.get("fused_loss", _named(inputs, _FUSED)),
        master_weights=job.master_weights or (job.precision == "fp16" and job.method == "full"),
    )
    if job.checkpointing == "selective" and _named(inputs, _ATTENTION_ALONE):
        job = replace(job, checkpointing="none")
    return job if "checkpointing" in inputs else _recomputing(job, inputs, facts)


def _others(job: TrainingJob, inputs: Mapping[str, Any]) -> list[TrainingJob]:
    """The same job with the other choice of what the case leaves out."""
    found: list[TrainingJob] = []
    if "checkpointing" not in inputs:
        again = "full" if job.checkpointing == "none" else "none"
        found.append(replace(job, checkpointing=again))
    if "framework" not in inputs and "compile" not in inputs:
        found.append(replace(job, compiled=not job.compiled))
    if job.precision == "fp16" and job.method == "full" and "flash_attention" not in inputs:
        # Much of it is code from before bf16 was common, and so from before FlashAttention.
        found.append(replace(job, flash_attention=not job.flash_attention))
    return found


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
        if inputs.get("gb_ambiguous"):
            raw = propagate(
                lambda chosen: _as_printed(peak_gib(job, chosen), chosen), ranges | _VAGUE
            )
        else:
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


def _as_printed(peak: float, chosen: Mapping[str, float]) -> float:
    """The number that a source prints which does not say what its GB are."""
    return (peak + chosen["driver_gib"]) * chosen["printed_gb"]


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


def _choices(
    job: TrainingJob, inputs: Mapping[str, Any], *, long_run: bool
) -> list[tuple[TrainingJob, float]]:
    """The likely job and the others, each with the micro-batches that go into a step."""
    every = 8.0 if long_run else _accumulated(job)
    found = [(job, every), *((each, every) for each in _others(job, inputs))]
    if every > 1 and not long_run and job.sharding in {"none", "zero2"}:
        found.append((job, 1.0))
    return found


def _accumulated(job: TrainingJob) -> float:
    """Micro-batches of a step of several accelerators, which add up their gradients once in it."""
    if job.gpus == 1 or job.method != "full":
        return 1.0
    step = _STEP_TOKENS if job.gpus <= MACHINE else _CLUSTER_STEP_TOKENS
    replicas = max(1.0, job.gpus / (job.together * job.pipeline))
    return max(1.0, step / (job.tokens * replicas))


def _in_32_bit(formula: _Formula) -> _Formula:
    """The same where all that is no product is computed in 32 bit and moves twice the bytes.

    So it is where weights are kept in 32 bit and only the products are cast to 16 (autocast), as in
    much code that a reader writes and in most training in fp16.
    """

    def doubled(chosen: Mapping[str, float]) -> float:
        return formula({**chosen, **{name: 2 * chosen[name] for name in _MOVES}})

    return doubled


def _casts_itself(job: TrainingJob, inputs: Mapping[str, Any], gpu: Accelerator) -> bool:
    """Whether full training in fp16 is PyTorch's own: it scales the loss for 32-bit gradients alone.

    Weights are then in 32 bit, and so is all that is no product, where every accelerator holds all
    16 bytes a parameter. Engines that share or split the model scale 16-bit gradients themselves.
    """
    whole = job.sharding == "none" and job.pipeline == 1 and job.together == 1
    fits = job.model.params * _AUTOCAST_BYTES <= gpu.memory_gib * USABLE * GIB
    own = job.method == "full" and job.precision == "fp16" and not _named(inputs, _FUSED)
    return own and whole and fits


def _mixed(formulas: Sequence[_Formula], ranges: Mapping[str, Range]) -> Estimate:
    """The first formula's best estimate, and an interval of all in which it weighs most."""
    likely, *others = formulas
    mid = likely(middle(ranges))
    samples = draws(ranges)
    if len(samples) == 1:
        return Estimate(low=mid, mid=mid, high=mid)
    values = [likely(each) for each in samples] * _LIKELY
    values += [formula(each) for formula in others for each in samples]
    return interval(values, mid)


def _speed(kind: str, job: TrainingJob, inputs: Mapping[str, Any], facts: Facts) -> Estimate:
    gpu = facts.accelerator(inputs["gpu"])
    classes = facts.classes(gpu)
    if "gptq" in inputs.get("framework", "").lower():
        classes["weights"] = "gptq"
    if gpu.family in {"hopper", "blackwell"} and _named(inputs, _CUDNN):
        classes["engine"] = "cudnn"
    ranges = facts.ranges("training-speed", classes)
    tokens = inputs.get("training_tokens", 0)
    long_run = kind != "training_tokens_per_s_per_gpu" and tokens > LONG_RUN_TOKENS
    formulas: list[_Formula] = [
        partial(seconds_per_token, each, gpu, long_run=long_run, steps_every=every)
        for each, every in _choices(job, inputs, long_run=long_run)
    ]
    if _casts_itself(job, inputs, gpu) and not long_run:
        formulas.insert(0, _in_32_bit(formulas[0]))
    elif job.method == "full" and ("framework" not in inputs or job.precision == "fp16"):
        formulas.append(_in_32_bit(formulas[0]))
    seconds = _mixed(formulas, ranges)
    if kind == "training_tokens_per_s_per_gpu":
        return Estimate(low=1 / seconds.high, mid=1 / seconds.mid, high=1 / seconds.low)
    price = 1.0
    if kind == "training_cost_usd":
        if "price_usd_per_gpu_hour" not in inputs:
            raise UnpredictableError("no price is given")
        price = inputs["price_usd_per_gpu_hour"]
    factor = tokens / 3600 * price
    return Estimate(low=seconds.low * factor, mid=seconds.mid * factor, high=seconds.high * factor)
