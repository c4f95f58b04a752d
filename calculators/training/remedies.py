"""What would hold a job that does not surely fit."""

from collections.abc import Sequence
from dataclasses import replace

from calculators.answers import SURE
from calculators.physics.jobs import Chosen, TrainingJob
from calculators.physics.training_fit import fewest_accelerators
from calculators.physics.training_memory import peak_gib
from calculators.physics.training_plan import MOST_ACCELERATORS
from calculators.quantities import format_estimate
from calculators.training.inputs import Method, Sharding, TrainingInputs
from calculators.training.jobs import job_of


def shared(  # noqa: PLR0913, PLR0917 - all that the sentences name
    inputs: TrainingInputs,
    job: TrainingJob,
    chance: float,
    chosen: Chosen,
    samples: Sequence[Chosen],
    room: float,
) -> str:
    """What sharing by ZeRO stage 3 would take, and how many accelerators would then do.

    All else is as entered, so that whoever enters what is named here is told that it fits.
    """
    if chance >= SURE:
        return ""
    whole = ""
    how = "Shared by ZeRO stage 3"
    if job.gpus > 1 and job.sharding == "none":
        need = format_estimate(peak_gib(_shared(inputs, job.gpus), chosen), "GiB")
        whole = (
            " Each accelerator holds the whole model; shared by ZeRO stage 3 it would take about "
            f"{need} each."
        )
        how = "Shared so"
    return f"{whole} {how}, {_enough(inputs, samples, room)}."


def _enough(inputs: TrainingInputs, samples: Sequence[Chosen], room: float) -> str:
    """How many accelerators surely hold the job; if none do, how many hold a smaller one."""
    counts = _counts(inputs)
    if found := _fewest(inputs, counts, samples, room):
        master = _shared(inputs, found).master_weights and not job_of(inputs).master_weights
        return f"it surely fits on {found:,} accelerators" + (
            ", with 32-bit master weights" if master else ""
        )
    told = f"it surely fits on no number of accelerators up to {counts[-1]:,}"
    how = ""
    for how, other in _smaller(inputs):
        if found := _fewest(other, counts, samples, room):
            return f"{told}, but on {found:,} with {how}"
    return f"{told}, nor with {how}" if how else told


def _smaller(inputs: TrainingInputs) -> list[tuple[str, TrainingInputs]]:
    """What to try where no number of accelerators does: 4-bit weights, a smaller batch, and both."""
    tried: list[tuple[str, TrainingInputs]] = []
    if inputs.method == Method.LORA:
        tried.append(("4-bit weights (QLoRA)", replace(inputs, method=Method.QLORA)))
    if inputs.micro_batch > 1:
        one = "a batch of one sequence"
        tried += [
            (one, replace(inputs, micro_batch=1)),
            *((f"{how} and {one}", replace(other, micro_batch=1)) for how, other in tried),
        ]
    return tried


def _fewest(
    inputs: TrainingInputs, counts: Sequence[int], samples: Sequence[Chosen], room: float
) -> int | None:
    return fewest_accelerators(lambda gpus: _shared(inputs, gpus), counts, samples, room)


def _counts(inputs: TrainingInputs) -> list[int]:
    """Numbers of accelerators that are tried: doubled from 2, and the one entered."""
    counts, gpus = {max(2, inputs.gpus)}, 2
    while gpus <= MOST_ACCELERATORS:
        counts.add(gpus)
        gpus *= 2
    return sorted(counts)


def _shared(inputs: TrainingInputs, gpus: int) -> TrainingJob:
    return job_of(replace(inputs, sharding=Sharding.ZERO3, gpus=gpus))
