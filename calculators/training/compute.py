"""Put memory, time, money and energy of a training job together."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from calculators.answers import DOES_NOT_FIT, NONE, decided
from calculators.physics.efficiency_inputs import Efficiency, ranges_of
from calculators.physics.inputs import (
    accelerator_of,
    architecture_of,
    over_window,
    problem_of,
)
from calculators.physics.jobs import TrainingJob
from calculators.physics.ledger import Ledger
from calculators.physics.ranges import Estimate, Range, draws, interval, middle, propagate, widest
from calculators.physics.training_efficiencies import MEMORY, SPEED
from calculators.physics.training_fit import largest_micro_batch, longest_sequence
from calculators.physics.training_memory import peak_gib
from calculators.physics.training_plan import keeps_master_weights
from calculators.physics.training_speed import seconds_per_token
from calculators.quantities import format_estimate, format_interval, format_quantity
from calculators.training.inputs import MasterWeights, Method, TrainingInputs
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
    peaks = [peak_gib(job, each) for each in draws(memory_ranges)]
    mid = peak_gib(job, chosen, ledger)
    memory = interval(peaks, mid)
    fitting = sum(each <= room for each in peaks)
    verdict = decided(fitting / len(peaks), FITS, DOES_NOT_FIT)
    batch = largest_micro_batch(job, chosen, room)
    longest = longest_sequence(job, chosen, room)
    if inputs.context_window_tokens:
        longest = min(longest, inputs.context_window_tokens)
    times = _times(inputs, job, tokens, ledger) if verdict != DOES_NOT_FIT else None
    return TrainingResults(
        answer=_answer(inputs, verdict, memory, room, times) + _assumed(job, chosen) + _cut(inputs),
        verdict=verdict,
        fits_probability_percent=100 * fitting / len(peaks),
        peak_memory_gib=memory.mid,
        peak_memory_low_gib=memory.low,
        peak_memory_high_gib=memory.high,
        usable_memory_gib=room,
        largest_micro_batch=batch or DOES_NOT_FIT,
        longest_sequence_tokens=longest or DOES_NOT_FIT,
        trained_tokens=_kept_tokens(inputs),
        memory_driver=_driver(lambda each: peak_gib(job, each), memory_ranges, MEMORY),
        time_driver=_time_driver(inputs, job),
        hosted_usd=_hosted(inputs),
        peak_memory_by_length=_by_length(inputs, chosen),
        working=tuple(ledger.terms),
        **_numbers(inputs, times, verdict),
    )


def job_of(inputs: TrainingInputs) -> TrainingJob:
    """The job that the fields describe."""
    return _job(inputs, inputs.method, inputs.sequence_tokens)


def _job(inputs: TrainingInputs, method: Method, sequence_tokens: int) -> TrainingJob:
    return TrainingJob(
        model=architecture_of(inputs),
        method=str(method),
        sequence_tokens=sequence_tokens,
        micro_batch=inputs.micro_batch,
        gpus=inputs.gpus,
        precision=str(inputs.precision),
        checkpointing=str(inputs.checkpointing),
        sharding=str(inputs.sharding),
        optimizer=str(inputs.optimizer),
        lora_rank=inputs.lora_rank,
        lora_targets=str(inputs.lora_targets),
        cpu_offload=str(inputs.cpu_offload),
        flash_attention=inputs.flash_attention,
        fused_loss=inputs.fused_loss,
        master_weights=_keeps_master_weights(inputs, method),
        compiled=inputs.compiled,
        grouped_experts=inputs.grouped_experts,
    )


def _keeps_master_weights(inputs: TrainingInputs, method: Method) -> bool:
    if inputs.master_weights == MasterWeights.AS_USUAL:
        return keeps_master_weights(str(method), str(inputs.sharding))
    return inputs.master_weights == MasterWeights.YES and method == Method.FULL


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
            (length, peak_gib(_job(inputs, method, length), chosen)) for length in lengths
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
    gpu = accelerator_of(inputs)
    ranges = ranges_of(inputs, SPEED)

    def hours(chosen: dict[str, float]) -> float:
        each = seconds_per_token(job, gpu, chosen, steps_every=inputs.accumulation)
        return tokens * each / 3600

    estimate = propagate(hours, ranges)  # type: ignore[arg-type]
    each = seconds_per_token(job, gpu, middle(ranges), ledger, steps_every=inputs.accumulation)
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


def _numbers(
    inputs: TrainingInputs, times: Estimate | None, verdict: str
) -> dict[str, float | str]:
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
    )
    if times is None:
        return dict.fromkeys(names, verdict)
    price = inputs.usd_per_gpu_hour
    kept = _kept_tokens(inputs)
    affordable: float | str = (
        kept * inputs.budget_usd / (times.mid * price) if price else "no limit"
    )
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
        affordable,
    )
    return dict(zip(names, values, strict=True))


def _hosted(inputs: TrainingInputs) -> float | None:
    price = inputs.hosted_usd_per_million_tokens
    return _kept_tokens(inputs) * price / 1e6 if price else None


def _answer(
    inputs: TrainingInputs, verdict: str, memory: Estimate, room: float, times: Estimate | None
) -> str:
    need = format_estimate(memory.mid, "GiB")
    have = format_quantity(room, "GiB")
    if times is None:
        return f"Does not fit: about {need} needed on each accelerator, {have} usable."
    price = inputs.usd_per_gpu_hour
    cost = format_interval(times.low * price, times.high * price, "USD")
    hours = format_estimate(times.mid / inputs.gpus, "hours")
    start = "Fits" if verdict == FITS else "May or may not fit"
    return f"{start}: about {need} of {have}; {hours}, {cost or format_estimate(times.mid * price, 'USD')}."


def _assumed(job: TrainingJob, chosen: Mapping[str, float]) -> str:
    """What full training keeps of each weight, and what the other way would need."""
    if job.method != Method.FULL:
        return ""
    other = replace(job, master_weights=not job.master_weights)
    here, there = (format_estimate(peak_gib(each, chosen), "GiB") for each in (job, other))
    start = f" It keeps {'' if job.master_weights else 'no '}32-bit master weights"
    if here == there:
        return f"{start}."
    return f"{start}; {'without' if job.master_weights else 'with'} them it would need {there}."


def _cut(inputs: TrainingInputs) -> str:
    """What of the examples is not trained on, since it does not fit into a sequence."""
    lost = 1 - inputs.sequence_tokens / inputs.tokens_per_example
    return f" Of each example {lost:.0%} is cut off at the sequence's length." if lost > 0 else ""


def _driver(
    formula: Callable[[Mapping[str, float]], float],
    ranges: Mapping[str, Range],
    table: tuple[Efficiency, ...],
) -> str:
    labels = {each.name: each.label for each in table}
    name = widest(formula, ranges)
    return labels.get(name, name)


def _time_driver(inputs: TrainingInputs, job: TrainingJob) -> str:
    gpu = accelerator_of(inputs)
    return _driver(
        lambda each: seconds_per_token(job, gpu, each, steps_every=inputs.accumulation),
        ranges_of(inputs, SPEED),
        SPEED,
    )


def _without_numbers(
    inputs: TrainingInputs, problem: str, room: float, ledger: Ledger
) -> TrainingResults:
    texts = ("peak_memory_gib", "peak_memory_low_gib", "peak_memory_high_gib")
    return TrainingResults(
        answer=f"No answer: {problem}.",
        verdict=problem,
        fits_probability_percent=None,
        usable_memory_gib=room,
        largest_micro_batch=problem,
        longest_sequence_tokens=problem,
        trained_tokens=_kept_tokens(inputs),
        memory_driver=NONE,
        time_driver=NONE,
        hosted_usd=_hosted(inputs),
        peak_memory_by_length={},
        working=tuple(ledger.terms),
        **dict.fromkeys(texts, problem),
        **_numbers(inputs, None, problem),
    )
