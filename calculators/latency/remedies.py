"""What would help where a model does not surely fit, or where machines cannot follow the load."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import ceil, inf

from calculators.answers import SURE, UNSTABLE, listed
from calculators.blocks import Item, Items
from calculators.latency.arms import ARMS, Arm, over_window, prompt_of
from calculators.latency.engine import replica
from calculators.latency.inputs import LatencyInputs, Rerank, Search
from calculators.latency.requests import requests_of
from calculators.latency.spread import all_ranges, pass_arms
from calculators.latency.stages import (
    Passed,
    deployed,
    index_of,
    is_own,
    problem_of_model,
    reranking_seconds,
    retrieved,
)
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
from calculators.physics.serving_promise import Promise, most_requests_per_s
from calculators.quantities import format_estimate, format_quantity

_MOST_REPLICAS = 100_000
_MOST_VCPUS = 10_000
"""As many as the form takes."""
_LEAST_MS = 0.001
"""A promise is of some time: less is left where the stages before the model take it all."""


def fits_of(inputs: LatencyInputs) -> dict[str, float]:
    """The probability that one request of each arm fits, as the serving calculator finds it.

    Without an arm that a provider runs, that no accelerators can, or whose prompt is too long.
    """
    if not is_own(inputs) or problem_of_model(inputs):
        return {}
    run, memory = deployed(inputs), memory_samples(ranges_of(inputs, SERVING))
    return {
        arm.name: fits_probability(run, _work(arm, inputs), memory)
        for arm in ARMS
        if not over_window(prompt_of(arm, inputs), inputs)
    }


def remedies(
    inputs: LatencyInputs, found: Mapping[str, Passed | str], fits: Mapping[str, float]
) -> Items:
    """How many accelerators would hold the model, and how many machines would carry the load."""
    chosen = middle(all_ranges(inputs))
    return (
        *_holders(inputs, fits),
        *_replicas(inputs, found, chosen),
        *_retrieval(inputs, chosen),
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


def _replicas(
    inputs: LatencyInputs, found: Mapping[str, Passed | str], chosen: Chosen
) -> Iterator[Item]:
    """Replicas for each arm whose model is busy, and when 95 of 100 first tokens are then there."""
    for arm in ARMS:
        times = found[arm.name]
        if times != UNSTABLE and (isinstance(times, str) or times.busy.get("model", 0.0) <= BUSY):
            continue
        machine = replica(inputs, deployed(inputs), prompt_of(arm, inputs), chosen)
        kept = most_requests_per_s(machine, _promise(inputs, arm, chosen))
        carried = machine.carries_per_s(BUSY)
        count = ceil(inputs.requests_per_s / min(carried, kept or carried))
        if count > _MOST_REPLICAS:
            told = f"no number of replicas up to {_MOST_REPLICAS:,} carries the load."
        else:
            p95 = _p95(replace(inputs, replicas=count), arm, chosen)
            told = (
                f"{format_quantity(count, 'replicas')} carry the load at {BUSY:.0%} of their capacity "
                f"or less; 95 of 100 first tokens then arrive within {p95}. "
                f"{'' if kept else 'No number keeps the promise.'}"
            )
        yield Item(head=f"{arm.label}:", text=told.rstrip())


def _promise(inputs: LatencyInputs, arm: Arm, chosen: Chosen) -> Promise:
    """What is left for the model of the time to first token, in most requests."""
    requests = requests_of(inputs)
    before = retrieved(inputs, requests, chosen) if arm.retrieves else None
    stages = [requests.network]
    if before is not None and not isinstance(before, str):
        stages += before.stages.values()
    elsewhere_ms = quantile([sum(times) for times in zip(*stages, strict=True)], P95)
    left_ms = max(inputs.target_ttft_p95_ms - elsewhere_ms, _LEAST_MS)
    return Promise(ttft_seconds=left_ms / 1000, tpot_seconds=inf)


def _p95(inputs: LatencyInputs, arm: Arm, chosen: Chosen) -> str:
    times = pass_arms(inputs, requests_of(inputs), chosen, [arm])[arm.name]
    if isinstance(times, str):
        return times
    return format_estimate(quantile(times.first_token, P95), "ms")


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
