"""What would help where a model does not surely fit, or where machines cannot follow the load."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import ceil, inf

from calculators.answers import NONE, SURE, UNSTABLE, listed
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


def remedy(
    inputs: LatencyInputs, found: Mapping[str, Passed | str], fits: Mapping[str, float]
) -> str:
    """How many accelerators would hold the model, and how many machines would carry the load."""
    told: list[str] = []
    if holders := _holders(inputs, fits):
        told.append(
            "Accelerators of a replica that hold one request in nine of ten samples: "
            f"{', '.join(holders)}."
        )
    chosen = middle(all_ranges(inputs))
    if carriers := [*_replicas(inputs, found, chosen)]:
        told.append(
            f"Replicas that stay at or under {BUSY:.0%} of their capacity and keep the promise: "
            f"{', '.join(carriers)}."
        )
    told += _retrieval(inputs, chosen)
    return " ".join(told) or NONE


def _work(arm: Arm, inputs: LatencyInputs) -> Requests:
    prompt = prompt_of(arm, inputs)
    return Requests(prompt=prompt.total, prefix=0, hits=0, output=prompt.answer)


def _holders(inputs: LatencyInputs, fits: Mapping[str, float]) -> list[str]:
    """Accelerators of a replica, with the arms that one request does not surely fit."""
    labels: dict[int | None, list[str]] = {}
    for arm in ARMS:
        if fits.get(arm.name, 1.0) < SURE:
            memory = memory_samples(ranges_of(inputs, SERVING))
            more = accelerators_that_fit(deployed(inputs), _work(arm, inputs), memory)
            labels.setdefault(more, []).append(arm.label)
    return [f"{count or NO_DOUBLING} ({listed(arms)})" for count, arms in labels.items()]


def _replicas(
    inputs: LatencyInputs, found: Mapping[str, Passed | str], chosen: Chosen
) -> Iterator[str]:
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
            yield f"{arm.label} no number up to {_MOST_REPLICAS:,}"
            continue
        told = f"first token, p95, then {_p95(replace(inputs, replicas=count), arm, chosen)}"
        if not kept:
            told += "; no number keeps the promise"
        yield f"{arm.label} {count:,} ({told})"


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


def _retrieval(inputs: LatencyInputs, chosen: Chosen) -> Iterator[str]:
    """What the search and the reranking would need, where they are busy."""
    rate = inputs.requests_per_s
    if inputs.search == Search.OWN_INDEX:
        needed = vcpus_for(rate * search_seconds(index_of(inputs), chosen) / BUSY, chosen)
        if needed > _MOST_VCPUS:
            yield f"No number of virtual CPUs up to {_MOST_VCPUS:,} carries the search."
        elif needed > inputs.search_vcpus:
            yield f"{ceil(needed):,} virtual CPUs carry the search at {BUSY:.0%} of their capacity."
    if inputs.rerank == Rerank.ENCODER:
        most = BUSY / reranking_seconds(inputs, chosen)
        if rate > most:
            told = format_quantity(most, "requests/s")
            yield f"The reranking carries {told} at {BUSY:.0%} of its capacity."
