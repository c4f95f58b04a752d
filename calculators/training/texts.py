"""What the results say in sentences."""

from dataclasses import replace

from calculators.answers import SURE
from calculators.physics.jobs import Chosen, TrainingJob
from calculators.physics.ranges import Estimate
from calculators.physics.training_memory import peak_gib
from calculators.quantities import (
    format_estimate,
    format_interval,
    format_quantity,
    probability_in_words,
)
from calculators.training.inputs import Method, TrainingInputs

_NEARLY_ALL = 0.999


def answer(
    inputs: TrainingInputs, chance: float, memory: Estimate, room: float, times: Estimate | None
) -> str:
    """Whether it fits, with time and money where it may."""
    need = format_estimate(memory.mid, "GiB")
    have = format_quantity(room, "GiB")
    if times is None:
        return f"Does not fit: about {need} needed on each accelerator, {have} usable."
    price = inputs.usd_per_gpu_hour
    cost = format_interval(times.low * price, times.high * price, "USD")
    hours = format_estimate(times.mid / inputs.gpus, "hours")
    start = "Fits"
    if chance < SURE:
        start = f"May or may not fit, with a probability {probability_in_words(100 * chance)}"
    return f"{start}: about {need} of {have}; {hours}, {cost or format_estimate(times.mid * price, 'USD')}."


def assumed(job: TrainingJob, chosen: Chosen) -> str:
    """What full training keeps of each weight, and what the other way would need."""
    if job.method != Method.FULL:
        return ""
    other = replace(job, master_weights=not job.master_weights)
    here, there = (format_estimate(peak_gib(each, chosen), "GiB") for each in (job, other))
    start = f" It keeps {'' if job.master_weights else 'no '}32-bit master weights"
    if here == there:
        return f"{start}."
    return f"{start}; {'without' if job.master_weights else 'with'} them it would need {there}."


def cut(inputs: TrainingInputs) -> str:
    """What of the examples is not trained on, since it does not fit into a sequence."""
    lost = 1 - inputs.sequence_tokens / inputs.tokens_per_example
    if lost <= 0:
        return ""
    share = "nearly all" if lost > _NEARLY_ALL else format_quantity(100 * lost, "%")
    return f" Of each example {share} is cut off at the sequence's length."
