"""The smallest machine that a fine-tuning job fits on, and the hours it takes there.

Accelerators are added by doubling, weights, gradients and states sharded over them (ZeRO stage 3,
Rajbhandari et al. 2019), activations computed again; examples are packed into full sequences, so
that no padding is computed. A larger batch would be a little faster, never slower.

Full training keeps 32-bit master weights only where accelerators share the states: DeepSpeed always
does, Accelerate does for FSDP. On one accelerator the weights are trained as they are loaded, in
16 bit: so do torchtune's recipes and Transformers from version 5 on.
"""

from collections.abc import Mapping

from calculators.physics.accelerator import Accelerator
from calculators.physics.jobs import Chosen, TrainingJob
from calculators.physics.ledger import SILENT, Ledger
from calculators.physics.training_memory import peak_gib
from calculators.physics.training_speed import seconds_per_token
from calculators.physics.transformer import Architecture

USABLE = 0.97
"""Share of an accelerator's nominal memory that a process can allocate; the driver keeps the rest."""
MOST_ACCELERATORS = 64
SEQUENCE_TOKENS = 2048
"""Packed sequences are this long, or as long as an example where that is longer."""
_ACCUMULATED = 8
_NO_CLUSTER = {"cluster": 1.0}
"""A plan takes as few accelerators as it can, hardly ever more than one machine."""


def keeps_master_weights(method: str, sharding: str) -> bool:
    """Whether frameworks keep a 32-bit copy of the weights here unless told otherwise."""
    return method == "full" and sharding != "none"


def smallest_job(  # noqa: PLR0913 - a job is described by these
    model: Architecture,
    gpu: Accelerator,
    *,
    method: str,
    rank: float,
    tokens_per_example: float,
    memory: Chosen,
) -> TrainingJob | None:
    """The job on 1, 2, 4, ... accelerators of this kind, whichever it fits first; None if none."""
    gpus = 1
    while gpus <= MOST_ACCELERATORS:
        sharding = "none" if gpus == 1 else "zero3"
        job = TrainingJob(
            model=model,
            method=method,
            sequence_tokens=max(SEQUENCE_TOKENS, tokens_per_example),
            micro_batch=1,
            gpus=gpus,
            sharding=sharding,
            lora_rank=rank,
            master_weights=keeps_master_weights(method, sharding),
        )
        if peak_gib(job, memory) <= USABLE * gpu.memory_gib:
            return job
        gpus *= 2
    return None


def gpu_hours(
    job: TrainingJob,
    gpu: Accelerator,
    tokens: float,
    speed: Mapping[str, float],
    ledger: Ledger = SILENT,
) -> float:
    """Accelerator-hours of training on so many tokens, all epochs together."""
    chosen = {**speed, **_NO_CLUSTER}
    each = seconds_per_token(job, gpu, chosen, ledger, steps_every=_ACCUMULATED)
    return ledger.add(
        "gpu_hours",
        f"accelerator-hours of one run {_described(job)}",
        "tokens * seconds_per_token / 3600",
        tokens * each / 3600,
        "GPU-hours",
        "physics of training; calibrated",
        tokens=tokens,
        seconds_per_token=each,
    )


def _described(job: TrainingJob) -> str:
    if job.gpus == 1:
        where = "on one accelerator"
        return f"{where}, without 32-bit master weights" if job.method == "full" else where
    masters = ", with 32-bit master weights" if job.master_weights else ""
    return f"shared by {job.gpus} accelerators{masters}"
