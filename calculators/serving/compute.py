"""Put memory, speed, price and size of a deployment together."""

from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Any

from calculators.answers import DOES_NOT_FIT, NONE
from calculators.physics.deployment_inputs import MOST_TOGETHER, deployment_of
from calculators.physics.efficiency_inputs import ranges_of
from calculators.physics.inputs import accelerator_of, architecture_of, over_window, problem_of
from calculators.physics.jobs import Chosen
from calculators.physics.ledger import Ledger
from calculators.physics.queueing import ABOVE_BUSY, BUSY, NOT_PREDICTABLE
from calculators.physics.ranges import Estimate, middle, propagate
from calculators.physics.serving_efficiencies import SERVING
from calculators.physics.serving_jobs import Deployment
from calculators.physics.serving_load import (
    MOST_SEQUENCES,
    Loaded,
    loaded,
    memory_gib,
    queued_tokens_per_s,
    requests_that_fit,
)
from calculators.physics.serving_speed import first_token_seconds, step_seconds
from calculators.physics.transformer import GIB
from calculators.quantities import (
    HOURS_PER_MONTH,
    format_estimate,
    format_interval,
    format_quantity,
)
from calculators.serving.inputs import ServingInputs
from calculators.serving.results import FITS, NOT_REACHABLE, ServingResults

_MOST_REPLICAS = 1_000_000
_NUMBERS = tuple(
    name
    for name in ServingResults.__dataclass_fields__
    if name not in {"answer", "verdict", "warning", "price_by_load", "working"}
)


@dataclass(frozen=True, kw_only=True)
class _Size:
    """Replicas for the load, and what each then delivers."""

    replicas: int
    times: Loaded


def compute(inputs: ServingInputs) -> ServingResults:
    """Memory, speed, price and size; no inputs within their bounds raise.

    Prices share out the whole machine: a million output tokens cost what the machine costs while
    it writes them, prompts included.
    """
    total = inputs.prompt_tokens + inputs.output_tokens
    problem = problem_of(inputs) or over_window(inputs, total)
    if problem is not None:
        return _no_numbers(problem, f"No answer: {problem}.", Ledger())
    ledger = Ledger()
    run = deployed(inputs)
    ranges = ranges_of(inputs, SERVING)
    chosen = middle(ranges)
    fitting = requests_that_fit(run, total, chosen, ledger)
    if fitting < 1:
        need = format_quantity(memory_gib(run, 1, total, chosen), "GiB")
        room = inputs.gpu_memory_gib * inputs.gpus_per_replica * chosen["usable"]
        have = format_quantity(room, "GiB")
        answer = f"Does not fit: one request needs {need}, {have} usable.{_enough(inputs, chosen)}"
        return replace(_no_numbers(DOES_NOT_FIT, answer, ledger), **_known(run, total))
    return _numbers(inputs, run, ledger, floor(min(fitting, 1e9)))


def _enough(inputs: ServingInputs, chosen: Chosen) -> str:
    """How many accelerators, doubled until one request fits and the heads can be shared out, would do."""
    total = inputs.prompt_tokens + inputs.output_tokens
    more = inputs.gpus_per_replica
    while (more := 2 * more) <= MOST_TOGETHER:
        run = deployed(replace(inputs, gpus_per_replica=more))
        if inputs.heads % more == 0 and requests_that_fit(run, total, chosen) >= 1:
            return f" It fits on {more} accelerators."
    return ""


def _known(run: Deployment, tokens: float) -> dict[str, Any]:
    """What weights and cache take, whether or not they fit."""
    return {
        "weights_gib": run.weights_gib,
        "adapters_gib": run.adapters * run.adapter_bytes / GIB,
        "cache_gib_per_request": run.cache_copies
        * run.model.cache_bytes(tokens, run.kv_bits)
        / GIB,
    }


def deployed(inputs: ServingInputs) -> Deployment:
    """The deployment that the fields describe, with its adapters."""
    model = architecture_of(inputs)
    return replace(
        deployment_of(model, accelerator_of(inputs), inputs),
        adapters=inputs.adapters,
        adapter_bytes=2 * model.lora_params(inputs.adapter_rank, "all-linear"),
    )


def _numbers(
    inputs: ServingInputs, run: Deployment, ledger: Ledger, fitting: int
) -> ServingResults:
    ranges = ranges_of(inputs, SERVING)
    chosen = middle(ranges)
    prompt, output = inputs.prompt_tokens, inputs.output_tokens
    context = prompt + output / 2
    together = min(inputs.concurrent_requests, fitting, MOST_SEQUENCES)
    first = propagate(lambda each: 1000 * first_token_seconds(run, 1, prompt, each), ranges)
    token = propagate(lambda each: 1000 * step_seconds(run, 1, context, each), ranges)
    most = propagate(lambda each: queued_tokens_per_s(run, prompt, output, each), ranges)
    first_token_seconds(run, 1, prompt, chosen, ledger)
    batch_step = step_seconds(run, together, context, chosen, ledger)
    queued_tokens_per_s(run, prompt, output, chosen, ledger)
    size = _size(inputs, run, chosen, most.mid)
    hourly = inputs.usd_per_gpu_hour * inputs.gpus_per_replica
    full = ledger.add(
        "full_usd_per_million_tokens",
        "price of a million output tokens, machine full",
        "usd_per_hour / (tokens_per_s * 3600) * 1000000",
        hourly / (most.mid * 3600) * 1e6,
        "USD",
        usd_per_hour=hourly,
        tokens_per_s=most.mid,
    )
    return ServingResults(
        answer=_answer(inputs, size, most),
        verdict=FITS,
        warning=_warning(inputs, size, fitting),
        memory_gib=memory_gib(run, together, prompt + output, chosen, ledger),
        requests_that_fit=fitting,
        ttft_ms=first.mid,
        ttft_low_ms=first.low,
        ttft_high_ms=first.high,
        tpot_ms=token.mid,
        tpot_low_ms=token.low,
        tpot_high_ms=token.high,
        batch_tpot_ms=1000 * batch_step,
        batch_tokens_per_s=together / batch_step,
        most_tokens_per_s=most.mid,
        most_tokens_low_per_s=most.low,
        most_tokens_high_per_s=most.high,
        full_usd_per_million_tokens=full,
        price_by_load=_price_by_load(inputs, run, chosen, most.mid),
        working=tuple(ledger.terms),
        **_known(run, prompt + output),
        **_load_numbers(inputs, size, hourly),
    )


def _size(
    inputs: ServingInputs, run: Deployment, chosen: dict[str, float], most: float
) -> _Size | None:
    """The fewest replicas that carry the load and keep the promised time to first token."""
    wanted = inputs.requests_per_s * inputs.output_tokens
    least = max(1, ceil(wanted / (most * inputs.utilisation_percent / 100)))

    def keeps(replicas: int) -> _Size | None:
        times = loaded(
            run,
            inputs.requests_per_s / replicas,
            inputs.prompt_tokens,
            inputs.output_tokens,
            chosen,
        )
        kept = isinstance(times, Loaded) and times.ttft_seconds * 1000 <= inputs.target_ttft_ms
        return _Size(replicas=replicas, times=times) if kept else None

    below, size = least - 1, keeps(least) if least <= _MOST_REPLICAS else None
    while size is None and least < _MOST_REPLICAS:
        below, least = least, min(2 * least, _MOST_REPLICAS)
        size = keeps(least)
    while size is not None and size.replicas - below > 1:
        middle = (below + size.replicas) // 2
        fewer = keeps(middle)
        below, size = (below, fewer) if fewer else (middle, size)
    return size


def _price_by_load(
    inputs: ServingInputs, run: Deployment, chosen: dict[str, float], most: float
) -> tuple[tuple[float, float], ...]:
    """What idle capacity costs: the price of output from a fifth to twice the load."""
    hourly = inputs.usd_per_gpu_hour * inputs.gpus_per_replica
    points: list[tuple[float, float]] = []
    for fifth in range(1, 11):
        each = replace(inputs, requests_per_s=inputs.requests_per_s * fifth / 5)
        size = _size(each, run, chosen, most)
        if size is not None:
            written = each.requests_per_s * each.output_tokens * 3600
            points.append((each.requests_per_s, hourly * size.replicas / written * 1e6))
    return tuple(points)


def _load_numbers(inputs: ServingInputs, size: _Size | None, hourly: float) -> dict[str, Any]:
    if size is None:
        names = (
            "replicas",
            "gpus",
            "loaded_ttft_ms",
            "loaded_tpot_ms",
            "load_usd_per_million_tokens",
            "usd_per_month",
        )
        return dict.fromkeys(names, NOT_REACHABLE)
    per_hour = hourly * size.replicas
    written = inputs.requests_per_s * inputs.output_tokens * 3600
    return {
        "replicas": size.replicas,
        "gpus": size.replicas * inputs.gpus_per_replica,
        "loaded_ttft_ms": 1000 * size.times.ttft_seconds,
        "loaded_tpot_ms": 1000 * size.times.tpot_seconds,
        "load_usd_per_million_tokens": per_hour / written * 1e6,
        "usd_per_month": per_hour * HOURS_PER_MONTH,
    }


def _answer(inputs: ServingInputs, size: _Size | None, most: Estimate) -> str:
    speed = format_interval(most.low, most.high, "tokens/s")
    start = f"A replica writes at most {speed or format_estimate(most.mid, 'tokens/s')}."
    if size is None:
        return f"{start} The time to first token cannot be kept with any number of replicas."
    count = size.replicas * inputs.gpus_per_replica
    gpus = format_quantity(count, "accelerators")
    month = count * inputs.usd_per_gpu_hour * HOURS_PER_MONTH
    refused = _refused(inputs)
    end = f" But {refused}." if refused else ""
    return f"{start} The load takes {gpus}, {format_quantity(month, 'USD')} a month.{end}"


def _warning(inputs: ServingInputs, size: _Size | None, fitting: int) -> str:
    if inputs.concurrent_requests > fitting:
        return f"only {fitting:,} of {inputs.concurrent_requests:,} requests fit at once"
    if refused := _refused(inputs):
        return refused
    if size is not None and size.times.utilisation > BUSY:
        return f"utilisation {ABOVE_BUSY}: {NOT_PREDICTABLE}"
    return NONE


def _refused(inputs: ServingInputs) -> str:
    """Why engines would not start so, or nothing."""
    if inputs.heads % inputs.gpus_per_replica == 0:
        return ""
    return (
        f"engines share out whole heads: {inputs.heads} query heads do not divide by "
        f"{inputs.gpus_per_replica} accelerators"
    )


def _no_numbers(verdict: str, answer: str, ledger: Ledger) -> ServingResults:
    return ServingResults(
        answer=answer,
        verdict=verdict,
        warning=NONE,
        price_by_load=(),
        working=tuple(ledger.terms),
        **dict.fromkeys(_NUMBERS, verdict),
    )
