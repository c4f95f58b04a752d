"""Put memory, time, money and energy of a training job together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from calculators.answers import DOES_NOT_FIT, TOO_CLOSE, decided
from calculators.physics.efficiency_inputs import labels_of, ranges_of
from calculators.physics.inputs import (
    accelerator_of,
    over_window,
    problem_of,
)
from calculators.physics.jobs import Chosen, TrainingJob
from calculators.physics.ledger import Ledger
from calculators.physics.ranges import Estimate, draws, interval, middle, propagate
from calculators.physics.training_efficiencies import MEMORY, SPEED
from calculators.physics.training_fit import MOST, sure_micro_batch, sure_sequence
from calculators.physics.training_memory import peak_gib
from calculators.physics.training_speed import LONG_RUN_TOKENS, seconds_per_token
from calculators.swings import Swings, swings_of
from calculators.training import texts
from calculators.training.inputs import Method, TrainingInputs
from calculators.training.jobs import job_at_length, job_of
from calculators.training.remedies import shared
from calculators.training.results import FITS, TrainingResults


def compute(inputs: TrainingInputs) -> TrainingResults:
    """Memory, time, money and energy of the job; no inputs within their bounds raise.

    Times assume that the accelerators share the examples evenly (data parallel unless sharded).
    """
    ledger = Ledger()
    problem = _problem(inputs)
    room = inputs.gpu_memory_gib * inputs.usable_percent / 100
    tokens = _tokens(inputs, ledger)
    if problem is not None:
        return _without_numbers(inputs, problem, room, ledger)
    job = job_of(inputs)
    memory_ranges = ranges_of(inputs, MEMORY)
    chosen = middle(memory_ranges)
    samples = draws(memory_ranges)
    peaks = [peak_gib(job, each) for each in samples]
    mid = peak_gib(job, chosen, ledger)
    memory = interval(peaks, mid)
    chance = sum(each <= room for each in peaks) / len(peaks)
    verdict = decided(chance, FITS, DOES_NOT_FIT)
    times = _times(inputs, job, tokens, ledger) if verdict != DOES_NOT_FIT else None
    return TrainingResults(
        answer=texts.answer(inputs, chance, memory, room, times)
        + shared(inputs, job, chance, chosen, samples, room)
        + texts.assumed(job, chosen)
        + texts.cut(inputs),
        verdict=verdict,
        fits_probability_percent=100 * chance,
        peak_memory_gib=memory.mid,
        peak_memory_low_gib=memory.low,
        peak_memory_high_gib=memory.high,
        usable_memory_gib=room,
        trained_tokens=_kept_tokens(inputs),
        hosted_usd=_hosted(inputs),
        memory_swings=swings_of(lambda each: peak_gib(job, each), memory_ranges, labels_of(MEMORY)),
        time_swings=_time_swings(inputs, job, tokens) if times else (),
        peak_memory_by_length=_by_length(inputs, chosen),
        working=tuple(ledger.terms),
        **_numbers(inputs, times, verdict),
        **_inverse(inputs, job, chosen, samples, room),
    )


def _inverse(
    inputs: TrainingInputs,
    job: TrainingJob,
    chosen: Chosen,
    samples: Sequence[Chosen],
    room: float,
) -> dict[str, Any]:
    """What would surely fit; where nothing surely does, whether the least may."""
    batch = sure_micro_batch(job, chosen, samples, room)
    longest = sure_sequence(job, chosen, samples, room, inputs.context_window_tokens or MOST)
    return {
        "largest_micro_batch": batch or _at_all(replace(job, micro_batch=1), samples, room),
        "longest_sequence_tokens": longest
        or _at_all(replace(job, sequence_tokens=1), samples, room),
    }


def _at_all(least: TrainingJob, samples: Sequence[Chosen], room: float) -> str:
    """What to say of a job of which not even the least surely fits."""
    fitting = sum(peak_gib(least, each) <= room for each in samples)
    return decided(fitting / len(samples), TOO_CLOSE, DOES_NOT_FIT)


def _by_length(
    inputs: TrainingInputs, chosen: Mapping[str, float]
) -> dict[str, tuple[tuple[int, float], ...]]:
    """Peak memory of each method at lengths from a quarter to twice the one asked for."""
    most = inputs.context_window_tokens or 2 * inputs.sequence_tokens
    lengths = sorted(
        {min(most, max(1, inputs.sequence_tokens * part // 4)) for part in range(1, 9)}
    )
    return {
        str(method): tuple(
            (length, peak_gib(job_at_length(inputs, method, length), chosen)) for length in lengths
        )
        for method in Method
        if method == Method.FULL or inputs.lora_rank <= inputs.hidden
    }


def _problem(inputs: TrainingInputs) -> str | None:
    if inputs.method != "full" and inputs.lora_rank > inputs.hidden:
        return "an adapter's rank above the width of the model"
    return problem_of(inputs) or over_window(inputs, inputs.sequence_tokens)


def _kept_tokens(inputs: TrainingInputs) -> float:
    """Tokens trained on; what is longer than a sequence is cut off."""
    return (
        float(inputs.examples)
        * min(inputs.tokens_per_example, inputs.sequence_tokens)
        * inputs.epochs
    )


def _tokens(inputs: TrainingInputs, ledger: Ledger) -> float:
    """Tokens that are computed, padding included."""
    length = (
        min(inputs.tokens_per_example, inputs.sequence_tokens)
        if inputs.packed
        else inputs.sequence_tokens
    )
    return ledger.add(
        "computed_tokens",
        "tokens computed, padding included",
        "examples * length * epochs",
        float(inputs.examples) * length * inputs.epochs,
        "tokens",
        examples=inputs.examples,
        length=length,
        epochs=inputs.epochs,
    )


def _times(inputs: TrainingInputs, job: TrainingJob, tokens: float, ledger: Ledger) -> Estimate:
    """GPU-hours of the whole job."""
    ranges = ranges_of(inputs, SPEED)
    estimate = propagate(_hours_of(inputs, job, tokens), ranges)
    each = _seconds_per_token(inputs, job, tokens)(middle(ranges), ledger)
    ledger.add(
        "gpu_hours",
        "GPU-hours",
        "computed_tokens * seconds_per_token / 3600",
        estimate.mid,
        "GPU-hours",
        computed_tokens=tokens,
        seconds_per_token=each,
    )
    return estimate


def _hours_of(inputs: TrainingInputs, job: TrainingJob, tokens: float) -> Callable[[Chosen], float]:
    """GPU-hours of so many tokens, as a function of the uncertain numbers."""
    each = _seconds_per_token(inputs, job, tokens)
    return lambda chosen: tokens * each(chosen) / 3600


def _seconds_per_token(
    inputs: TrainingInputs, job: TrainingJob, tokens: float
) -> Callable[..., float]:
    """Time of one of so many tokens, as a function of the uncertain numbers and a ledger."""
    return partial(
        seconds_per_token,
        job,
        accelerator_of(inputs),
        long_run=tokens > LONG_RUN_TOKENS,
        steps_every=inputs.accumulation,
    )


def _numbers(inputs: TrainingInputs, times: Estimate | None, verdict: str) -> dict[str, Any]:
    names = (
        "tokens_per_s",
        "gpu_hours",
        "gpu_hours_low",
        "gpu_hours_high",
        "wall_hours",
        "cost_usd",
        "cost_low_usd",
        "cost_high_usd",
        "energy_kwh",
        "tokens_for_budget",
        "tokens_for_budget_low",
        "tokens_for_budget_high",
    )
    if times is None:
        return dict.fromkeys(names, verdict)
    price = inputs.usd_per_gpu_hour
    kept = _kept_tokens(inputs)

    def affordable(hours: float) -> float | str:
        return kept * inputs.budget_usd / (hours * price) if price else "no limit"

    values = (
        kept / (times.mid * 3600) * inputs.gpus,
        times.mid,
        times.low,
        times.high,
        times.mid / inputs.gpus,
        times.mid * price,
        times.low * price,
        times.high * price,
        times.mid * inputs.gpu_power_w * inputs.power_percent / 1e5 * inputs.site_overhead,
        affordable(times.mid),
        affordable(times.high),
        affordable(times.low),
    )
    return dict(zip(names, values, strict=True))


def _hosted(inputs: TrainingInputs) -> float | None:
    price = inputs.hosted_usd_per_million_tokens
    return _kept_tokens(inputs) * price / 1e6 if price else None


def _time_swings(inputs: TrainingInputs, job: TrainingJob, tokens: float) -> Swings:
    """What moves the GPU-hours."""
    return swings_of(_hours_of(inputs, job, tokens), ranges_of(inputs, SPEED), labels_of(SPEED))


def _without_numbers(
    inputs: TrainingInputs, problem: str, room: float, ledger: Ledger
) -> TrainingResults:
    texts = ("peak_memory_gib", "peak_memory_low_gib", "peak_memory_high_gib")
    nothing: dict[str, Any] = dict.fromkeys(texts, problem)
    return TrainingResults(
        answer=f"No answer: {problem}.",
        verdict=problem,
        fits_probability_percent=None,
        usable_memory_gib=room,
        largest_micro_batch=problem,
        longest_sequence_tokens=problem,
        trained_tokens=_kept_tokens(inputs),
        hosted_usd=_hosted(inputs),
        peak_memory_by_length={},
        working=tuple(ledger.terms),
        **nothing,
        **_numbers(inputs, None, problem),
        memory_swings=(),
        time_swings=(),
    )
