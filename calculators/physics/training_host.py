"""Time of training that the host takes: what waits in its memory, and the optimizer's step.

Weights that live in the host's memory come to the accelerator for the forward and once more for the
backward pass; where accelerators share them each brings its part. Gradients leave meanwhile in the
other direction, half as many bytes. Activations leave in the forward pass and come back in the
backward pass. Copies run beside the computation: only what is longer counts.

The step reads and writes weights, gradients and states once. Where all of them live in the host's
memory (full training with its parameters offloaded), the host's processor computes it, for all
accelerators of a machine one after the other, and nothing else happens meanwhile.
"""

from calculators.physics.accelerator import MACHINE, Accelerator
from calculators.physics.jobs import TrainingJob
from calculators.physics.ledger import Ledger

_LINK_BYTES_PER_S = 25e9
"""Measured over PCIe 4.0 x16, 32e9 stated (authors of BaM, issue 54 of ZaidQureshi/bam, 2025)."""
_STEP_BYTES_PER_S = 55e9
"""Memory that DeepSpeed's Adam moves on a host: a step of 72.7 billion parameters on 4 machines takes about
10 s (issue 6834 of deepspeedai/DeepSpeed, 2024), at 30 bytes a parameter."""


def fetching(job: TrainingJob, compute: float, ledger: Ledger) -> float:
    """Seconds a token that copies from and to the host take longer than `compute`."""
    if job.cpu_offload == "none":
        return 0.0
    if job.cpu_offload == "parameters":
        bytes_moved = 2 * job.model.params * job.weight_bytes / job.weight_shards / job.tokens
    else:
        bytes_moved = 2 * job.model.layers * job.kept_elements * 2 / job.activation_shards
    wire = bytes_moved / _LINK_BYTES_PER_S
    return ledger.add(
        "fetching_seconds",
        "copies from and to the host that computation does not hide, a token",
        "max(0, wire - compute)",
        max(0.0, wire - compute),
        "s",
        "derived in training_host",
        wire=wire,
        compute=compute,
    )


def optimizer_step(job: TrainingJob, gpu: Accelerator, ledger: Ledger) -> float:
    """Seconds of a step: weights and gradients of 16 bit, 6 bytes, and states read and written."""
    if job.method != "full":
        return 0.0
    shards = job.state_shards
    moved = (job.resident_params if shards == 1 else job.trainable) / shards
    states = 2 * job.state_bytes
    if job.cpu_offload == "parameters":
        together = min(job.gpus, MACHINE)
        return ledger.add(
            "step_seconds",
            "one optimizer step, on the host",
            "trained * accelerators * (6 + states) / host_rate",
            moved * together * (6 + states) / _STEP_BYTES_PER_S,
            "s",
            "derived in training_host",
            trained=moved,
            accelerators=together,
            states=states,
            host_rate=_STEP_BYTES_PER_S,
        )
    rate = _LINK_BYTES_PER_S if job.paged else gpu.bytes_per_s
    return ledger.add(
        "step_seconds",
        "one optimizer step",
        "trained * 6 / bandwidth + trained * states / states_rate",
        moved * 6 / gpu.bytes_per_s + moved * states / rate,
        "s",
        "derived in training_host",
        trained=moved,
        states=states,
        bandwidth=gpu.bytes_per_s,
        states_rate=rate,
    )
