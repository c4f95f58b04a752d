"""What would help where a model does not surely fit, machines cannot follow the load, or a promise breaks."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import ceil, inf, isinf

from calculators.answers import SURE, listed
from calculators.blocks import Item, Items
from calculators.latency.arms import finds_nothing, prompt_of, unasked
from calculators.latency.engine import replica
from calculators.latency.inputs import LatencyInputs, Rerank, Search
from calculators.latency.promises import MOST, kept_promises, least_that_keeps
from calculators.latency.requests import requests_of
from calculators.latency.spread import all_ranges
from calculators.latency.stages import (
    Passed,
    deployed,
    index_of,
    is_own,
    passed,
    problem_of_model,
    reranking_seconds,
    retrieved,
)
from calculators.physics.arms import ARMS, Arm
from calculators.physics.efficiency_inputs import ranges_of
from calculators.physics.jobs import Chosen
from calculators.physics.queueing import BUSY
from calculators.physics.ranges import middle, quantile
from calculators.physics.retrieval import search_seconds, vcpus_for
from calculators.physics.serving_capacity import (
    NO_DOUBLING,
    Requests,
    accelerators_that_fit,
    fits_probability,
    memory_samples,
)
from calculators.physics.serving_efficiencies import SERVING
from calculators.physics.serving_load import P95
from calculators.quantities import format_estimate, format_quantity

_MOST_REPLICAS, _MOST_VCPUS = MOST["replicas"], MOST["search_vcpus"]


def fits_of(inputs: LatencyInputs) -> dict[str, float]:
    """The probability that one request of each arm fits, as the serving calculator finds it.

    Without an arm that a provider runs, that no accelerators can, or is not asked at all.
    """
    if not is_own(inputs) or problem_of_model(inputs):
        return {}
    run, memory = deployed(inputs), memory_samples(ranges_of(inputs, SERVING))
    return {
        arm.name: fits_probability(run, _work(arm, inputs), memory)
        for arm in ARMS
        if not unasked(arm, inputs)
    }


def remedies(
    inputs: LatencyInputs, fits: Mapping[str, float], found: Mapping[str, Passed | str]
) -> Items:
    """What would hold the model, carry the load, and keep a promise that breaks without load.

    `found` are the times of the arms at the best estimates.
    """
    chosen = middle(all_ranges(inputs))
    has_model = is_own(inputs) and not problem_of_model(inputs)
    return (
        *_holders(inputs, fits),
        *(_replicas(inputs, chosen) if has_model else ()),
        *(() if finds_nothing(inputs) else _retrieval(inputs, chosen)),
        *kept_promises(inputs, found, chosen),
    )


def _work(arm: Arm, inputs: LatencyInputs) -> Requests:
    prompt = prompt_of(arm, inputs)
    return Requests(prompt=prompt.total, prefix=0, hits=0, output=prompt.answer)


def _holders(inputs: LatencyInputs, fits: Mapping[str, float]) -> Iterator[Item]:
    """Accelerators of a replica, with the arms that one request does not surely fit."""
    labels: dict[int | None, list[str]] = {}
    for arm in ARMS:
        if fits.get(arm.name, 1.0) < SURE:
            memory = memory_samples(ranges_of(inputs, SERVING))
            more = accelerators_that_fit(deployed(inputs), _work(arm, inputs), memory)
            labels.setdefault(more, []).append(arm.label)
    for more, arms in labels.items():
        text = f"a replica of {more} accelerators holds one request in nine of ten samples."
        yield Item(head=f"{listed(arms)}:", text=text if more else f"{NO_DOUBLING}.")


def _replicas(inputs: LatencyInputs, chosen: Chosen) -> Iterator[Item]:
    """Replicas for each arm whose model is busy, and when 95 of 100 first tokens are then there."""
    run, requests = deployed(inputs), requests_of(inputs)
    found = retrieved(inputs, requests, chosen)
    for arm in ARMS:
        prompt = prompt_of(arm, inputs)
        machine = replica(inputs, run, prompt, chosen)
        rate = inputs.requests_per_s
        if unasked(arm, inputs) or machine.places < 1:
            continue
        if machine.utilisation(rate / inputs.replicas) <= BUSY:
            continue
        # Prompts are read one at a time: they must leave time free too.
        least = ceil(rate * max(1 / machine.carries_per_s(BUSY), machine.prefill / BUSY))
        if least > _MOST_REPLICAS:
            told = f"no number of replicas up to {_MOST_REPLICAS:,} carries the load."
        elif arm.retrieves and isinstance(found, str):
            told = f"{_carrying(least)}, once what it retrieves follows too."
        else:

            def p95_ms(count: int, arm: Arm = arm) -> float:
                more = replace(inputs, replicas=count)
                times = passed(more, arm, run, requests, chosen, found)
                return inf if isinstance(times, str) else quantile(times.first_token, P95)

            count = least_that_keeps(p95_ms, inputs.target_ttft_p95_ms, least, _MOST_REPLICAS)
            told = _with_time(_carrying(count or least), p95_ms(count or least))
            if count is None:
                told += " No number keeps the promise."
        yield Item(head=f"{arm.label}:", text=told)


def _carrying(count: int) -> str:
    replicas = format_quantity(count, "replicas")
    return f"{replicas} carry the load at {BUSY:.0%} of their capacity or less"


def _with_time(told: str, first_ms: float) -> str:
    if isinf(first_ms):
        return f"{told}."
    within = format_estimate(first_ms, "ms")
    return f"{told}; 95 of 100 first tokens then arrive within {within}."


def _retrieval(inputs: LatencyInputs, chosen: Chosen) -> Iterator[Item]:
    """What the search and the reranking would need, where they are busy."""
    rate = inputs.requests_per_s
    if inputs.search == Search.OWN_INDEX:
        needed = vcpus_for(rate * search_seconds(index_of(inputs), chosen) / BUSY, chosen)
        if needed > _MOST_VCPUS:
            told = f"no number of virtual CPUs up to {_MOST_VCPUS:,} carries the load."
            yield Item(head="Search:", text=told)
        elif needed > inputs.search_vcpus:
            told = f"{ceil(needed):,} virtual CPUs carry the load at {BUSY:.0%} of their capacity or less."
            yield Item(head="Search:", text=told)
    if inputs.rerank == Rerank.ENCODER:
        most = BUSY / reranking_seconds(inputs, chosen)
        if rate > most:
            told = f"{format_quantity(most, 'requests/s')} are {BUSY:.0%} of its capacity."
            yield Item(head="Reranking:", text=told)
