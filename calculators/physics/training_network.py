"""Time of training that goes into the network between accelerators."""

from calculators.physics.accelerator import MACHINE, NETWORK_BYTES_PER_S, Accelerator
from calculators.physics.jobs import Chosen, TrainingJob
from calculators.physics.ledger import Ledger


def gathering(
    job: TrainingJob, gpu: Accelerator, chosen: Chosen, compute: float, ledger: Ledger
) -> float:
    """Stage 3 gathers the weights twice and, in full training, scatters gradients once a pass.

    Gradients travel in 32 bit where the weights are kept in 32 bit (torchtitan's default). All of it
    runs beside the computation, but takes processors and bandwidth from it and waits for it at the
    first and the last layer: what is longer counts in full, the shorter by a share. Machines share
    what each of their accelerators fetches over the network, which is then no slower than the link
    inside; where tensor parallelism fills the machine, each fetches all of its own. Experts that lie
    apart stay where they are; only other machines have a part of each.
    """
    if job.sharding != "zero3" or job.gpus == 1:
        return 0.0
    gradient = (4.0 if job.master_weights else 2.0) if job.method == "full" else 0.0
    gathered = job.resident_params
    if job.experts_apart and job.gpus <= MACHINE:
        gathered -= job.model.expert_params / job.gpus
    bytes_moved = gathered * (2 * job.weight_bytes + gradient) * (job.gpus - 1) / job.gpus
    apart = job.together > 1 and job.gpus > MACHINE
    inside = gpu.link_bytes_per_s * chosen["link"]
    rate = min(inside, NETWORK_BYTES_PER_S) if apart else inside
    wire = bytes_moved / rate / job.tokens
    exposed = chosen["exposed"]
    return ledger.add(
        "network_seconds",
        "network that computation does not hide, a token",
        "max(wire, compute) + exposed * min(wire, compute) - compute",
        max(wire, compute) + exposed * min(wire, compute) - compute,
        "s",
        "calibrated",
        wire=wire,
        compute=compute,
        exposed=exposed,
    )


def adding_up(  # noqa: PLR0913, PLR0917 - what computes, what is sent, and how often
    job: TrainingJob,
    gpu: Accelerator,
    chosen: Chosen,
    compute: float,
    steps_every: float,
    ledger: Ledger,
) -> float:
    """Whole copies add up their gradients once a step, in a ring that sends each of them twice.

    It runs beside the backward pass, two thirds of a micro-batch; only what is longer counts, shared
    by the tokens of all micro-batches of the step. Between machines it goes over the network.
    """
    if job.sharding not in {"none", "zero2"} or job.gpus == 1:
        return 0.0
    added = job.resident_params if job.method == "full" else job.trainable
    bytes_moved = added * 2 * 2 * (job.gpus - 1) / job.gpus
    rate = gpu.link_bytes_per_s * chosen["link"]
    if job.gpus > MACHINE:
        rate = min(rate, NETWORK_BYTES_PER_S)
    wire = bytes_moved / rate / job.tokens
    return ledger.add(
        "adding_seconds",
        "gradients added up that computation does not hide, a token",
        "max(0, wire - backward) / micro_batches",
        max(0.0, wire - compute * 2 / 3) / steps_every,
        "s",
        "Shoeybi et al. 2019",
        wire=wire,
        backward=compute * 2 / 3,
        micro_batches=steps_every,
    )


def exchanging(job: TrainingJob, gpu: Accelerator, chosen: Chosen, ledger: Ledger) -> float:
    """Tensor parallelism adds up activations twice a layer, forward, backward and when recomputed.

    All of its accelerators wait meanwhile (Shoeybi et al. 2019).
    """
    together = job.together
    if together == 1:
        return 0.0
    rounds = 2 * (3 if job.checkpointing == "full" else 2) * job.model.layers
    sent = 2 * (together - 1) / together * job.model.hidden * 2
    rate = gpu.link_bytes_per_s * chosen["link"]
    return ledger.add(
        "exchanged_seconds",
        "activations exchanged, a token",
        "together * rounds * bytes_sent / rate",
        together * rounds * sent / rate,
        "s",
        "Shoeybi et al. 2019; calibrated",
        together=together,
        rounds=rounds,
        bytes_sent=sent,
        rate=rate,
    )
