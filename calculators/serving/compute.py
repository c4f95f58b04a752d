"""Put memory, speed, price and size of a deployment together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from calculators.answers import DOES_NOT_FIT, NONE, TOO_CLOSE, decided
from calculators.declare import outputs_of
from calculators.physics.deployment_inputs import deployment_of, undivided
from calculators.physics.efficiency_inputs import labels_of, ranges_of
from calculators.physics.inputs import accelerator_of, architecture_of, over_window, problem_of
from calculators.physics.jobs import Chosen
from calculators.physics.ledger import Ledger
from calculators.physics.ranges import Estimate, Range, draws, interval, middle
from calculators.physics.serving_capacity import Requests, fits_probability, memory_samples
from calculators.physics.serving_efficiencies import SERVING
from calculators.physics.serving_jobs import Deployment
from calculators.physics.serving_load import (
    MOST_SEQUENCES,
    memory_gib,
    queued_tokens_per_s,
    requests_that_fit,
)
from calculators.physics.serving_speed import first_token_seconds, step_seconds
from calculators.physics.transformer import GIB
from calculators.quantities import HOURS_PER_MONTH
from calculators.serving import texts
from calculators.serving.inputs import ServingInputs
from calculators.serving.load import Load, idle_ttft_ms, load_of
from calculators.serving.results import FITS, NOT_AT_ONCE, ServingResults
from calculators.swings import Swings, swings_of

_TEXTS = {"answer", "verdict", "warning", "swings", "price_by_load", "working"}
_NUMBERS = tuple(name for name in ServingResults.__dataclass_fields__ if name not in _TEXTS)
_LOAD = tuple(
    name for name in _NUMBERS[_NUMBERS.index("replicas") :] if not name.startswith("full_")
)
"""Results that depend on the number of replicas."""
_ENDS = {spec.name: (spec.low, spec.high) for spec in outputs_of(ServingResults) if spec.low}
_MOST_COUNTED = 1e9
"""Requests that fit at once, at most: where a cache takes next to nothing they have no meaning."""


def compute(inputs: ServingInputs) -> ServingResults:
    """Memory, speed, price and size; no inputs within their bounds raise.

    Prices share out the whole machine: a million output tokens cost what the machine costs while
    it writes them, prompts included.
    """
    total = inputs.prompt_tokens + inputs.output_tokens
    problem = problem_of(inputs) or over_window(inputs, total)
    problem = problem or undivided(inputs.heads, inputs.gpus_per_replica)
    if problem is not None:
        return _results(Ledger(), answer=f"No answer: {problem}.", verdict=problem)
    ledger = Ledger()
    run, work = deployed(inputs), _work(inputs)
    ranges = ranges_of(inputs, SERVING)
    chosen, samples = middle(ranges), draws(ranges)
    fitting = requests_that_fit(run, total, chosen, ledger)
    memory = memory_samples(ranges)
    probability = fits_probability(run, work, memory)
    verdict = decided(probability, FITS, DOES_NOT_FIT)
    if verdict == FITS and fitting < 1:
        verdict = TOO_CLOSE
    known = _known(inputs, run, chosen, samples, ledger) | {
        "verdict": verdict,
        "fits_probability_percent": 100 * probability,
    }
    if verdict == FITS:
        load = load_of(inputs, run, chosen, samples)
        known |= _alone(inputs, run, load, ledger) | _loaded(inputs, run, load, ranges, ledger)
        return _results(ledger, **known)
    answer = texts.not_sure(inputs, run, work, chosen, memory, probability)
    if verdict == TOO_CLOSE:
        load = load_of(inputs, run, chosen, samples)
        known |= _one_request(load)
    return _results(ledger, answer=answer, **known)


def deployed(inputs: ServingInputs) -> Deployment:
    """The deployment that the fields describe, with its adapters."""
    model = architecture_of(inputs)
    return replace(
        deployment_of(model, accelerator_of(inputs), inputs),
        adapters=inputs.adapters,
        adapter_bytes=2 * model.lora_params(inputs.adapter_rank, "all-linear"),
    )


def _work(inputs: ServingInputs) -> Requests:
    return Requests(prompt=inputs.prompt_tokens, prefix=0, hits=0, output=inputs.output_tokens)


def _known(
    inputs: ServingInputs,
    run: Deployment,
    chosen: Chosen,
    samples: Sequence[Chosen],
    ledger: Ledger,
) -> dict[str, Any]:
    """What is known whether or not it fits."""
    tokens, together = inputs.prompt_tokens + inputs.output_tokens, inputs.concurrent_requests
    cache = run.cache_copies * run.model.cache_bytes(tokens, run.kv_bits) / GIB
    memory = interval(
        [memory_gib(run, together, tokens, each) for each in samples],
        memory_gib(run, together, tokens, chosen, ledger),
    )
    fit = interval([_fitting(run, tokens, each) for each in samples], _fitting(run, tokens, chosen))
    return {
        "weights_gib": run.weights_gib,
        "adapters_gib": run.adapters * run.adapter_bytes / GIB,
        "cache_gib_per_request": cache,
        **_ranged("memory_gib", memory),
        **_ranged("requests_that_fit", fit),
    }


def _fitting(run: Deployment, tokens: float, chosen: Chosen) -> float:
    return min(requests_that_fit(run, tokens, chosen), _MOST_COUNTED)


def _one_request(load: Load) -> dict[str, Any]:
    """Times of one request on an idle machine."""
    machines, middle_one = load.samples, load.middle
    first = interval([idle_ttft_ms(each) for each in machines], idle_ttft_ms(middle_one))
    token = interval([1000 * each.alone for each in machines], 1000 * middle_one.alone)
    return _ranged("ttft_ms", first) | _ranged("tpot_ms", token)


def _alone(inputs: ServingInputs, run: Deployment, load: Load, ledger: Ledger) -> dict[str, Any]:
    """What a replica can do, whatever the load: one request, all at once, as many as fit."""
    prompt, output = inputs.prompt_tokens, inputs.output_tokens
    chosen, together = load.middle.chosen, inputs.concurrent_requests
    ledger.add(
        "idle_ttft_seconds",
        "time to first token as a client sees it, idle machine",
        "first_token + outside",
        idle_ttft_ms(load.middle) / 1000,
        "s",
        first_token=first_token_seconds(run, 1, prompt, chosen, ledger),
        outside=chosen["request_ms"] / 1000,
    )
    found: dict[str, Any] = {}
    if problem := _not_at_once(inputs, load):
        found |= {"batch_tpot_ms": problem, "batch_tokens_per_s": problem}
    else:
        step = step_seconds(run, together, prompt + output / 2, chosen, ledger)
        found |= {"batch_tpot_ms": 1000 * step, "batch_tokens_per_s": together / step}
    queued_tokens_per_s(run, prompt, output, chosen, ledger)
    hourly = inputs.usd_per_gpu_hour * inputs.gpus_per_replica
    full = ledger.add(
        "full_usd_per_million_tokens",
        "price of a million output tokens, machine full",
        "usd_per_hour / (tokens_per_s * 3600) * 1000000",
        _full_usd(hourly, load.tokens_per_s.mid),
        "USD",
        usd_per_hour=hourly,
        tokens_per_s=load.tokens_per_s.mid,
    )
    # Where it surely fits, one sample in ten may still hold no request: that end has no price.
    slowest = load.tokens_per_s.low
    return {
        **found,
        **_one_request(load),
        **_ranged("most_tokens_per_s", load.tokens_per_s),
        "full_usd_per_million_tokens": full,
        "full_low_usd_per_million_tokens": _full_usd(hourly, load.tokens_per_s.high),
        "full_high_usd_per_million_tokens": _full_usd(hourly, slowest) if slowest else DOES_NOT_FIT,
    }


def _not_at_once(inputs: ServingInputs, load: Load) -> str | None:
    """Why so many requests do not run together, or None."""
    if inputs.concurrent_requests <= load.middle.places:
        return None
    return NOT_AT_ONCE if load.middle.places >= MOST_SEQUENCES else DOES_NOT_FIT


def _full_usd(usd_per_hour: float, tokens_per_s: float) -> float:
    return usd_per_hour / (tokens_per_s * 3600) * 1e6


def _loaded(
    inputs: ServingInputs,
    run: Deployment,
    load: Load,
    ranges: Mapping[str, Range],
    ledger: Ledger,
) -> dict[str, Any]:
    """What the load takes and how it is served."""
    rate = inputs.requests_per_s
    replicas = load.replicas(rate)
    found = {
        "answer": texts.answer(inputs, load, replicas, None),
        "price_by_load": _price_by_load(inputs, load),
        "swings": _swings(inputs, run, ranges),
    }
    if isinstance(replicas, str):
        found |= dict.fromkeys(_LOAD, replicas) | {"chance_percent": load.reachable_percent}
        return found | {"warning": texts.warning(inputs, load, None)}
    load.show(replicas, rate, ledger)
    times, needed = load.times(replicas, rate), load.range_of(replicas, rate)
    counts = Estimate(low=needed[0], mid=replicas, high=needed[1])
    gpus = _scaled(counts, inputs.gpus_per_replica)
    hourly = _scaled(gpus, inputs.usd_per_gpu_hour)
    written = rate * inputs.output_tokens * 3600
    return found | {
        "answer": texts.answer(inputs, load, replicas, times),
        "warning": texts.warning(inputs, load, times),
        "chance_percent": times.chance_percent,
        "utilisation_percent": times.utilisation_percent,
        **_ranged("replicas", counts),
        **_ranged("gpus", gpus),
        **_ranged("loaded_ttft_ms", times.ttft_ms),
        **_ranged("loaded_ttft_p95_ms", times.ttft_p95_ms),
        **_ranged("loaded_tpot_ms", times.tpot_ms),
        **_ranged("load_usd_per_million_tokens", _scaled(hourly, 1e6 / written)),
        **_ranged("usd_per_month", _scaled(hourly, HOURS_PER_MONTH)),
    }


def _swings(inputs: ServingInputs, run: Deployment, ranges: Mapping[str, Range]) -> Swings:
    """What moves the most output of a replica."""

    def most(chosen: Chosen) -> float:
        return queued_tokens_per_s(run, inputs.prompt_tokens, inputs.output_tokens, chosen)

    return swings_of(most, ranges, labels_of(SERVING))


def _price_by_load(inputs: ServingInputs, load: Load) -> tuple[tuple[float, float], ...]:
    """What idle capacity costs: the price of output from a fifth to twice the load."""
    hourly = inputs.usd_per_gpu_hour * inputs.gpus_per_replica
    points: list[tuple[float, float]] = []
    for fifth in range(1, 11):
        rate = inputs.requests_per_s * fifth / 5
        replicas = load.replicas(rate)
        if not isinstance(replicas, str):
            written = rate * inputs.output_tokens * 3600
            points.append((rate, hourly * replicas / written * 1e6))
    return tuple(points)


def _scaled(estimate: Estimate, factor: float) -> Estimate:
    return Estimate(
        low=estimate.low * factor, mid=estimate.mid * factor, high=estimate.high * factor
    )


def _ranged(name: str, estimate: Estimate) -> dict[str, float]:
    """A result and the ends of its interval, under their names."""
    low, high = _ENDS[name]
    return {name: estimate.mid, low: estimate.low, high: estimate.high}


def _results(ledger: Ledger, **known: Any) -> ServingResults:
    """What is known, and nothing in the place of other numbers: the verdict says why."""
    nothing: dict[str, Any] = dict.fromkeys(_NUMBERS)
    empty: dict[str, Any] = {
        "warning": NONE,
        "swings": (),
        "price_by_load": (),
    }
    return ServingResults(**(nothing | empty | {"working": tuple(ledger.terms)} | known))
