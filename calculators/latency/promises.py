"""What would let an arm keep the promise that it breaks although nothing in it is busy.

Every change is tried alone, by passing the same requests again; no rule of thumb decides.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from math import ceil, inf
from typing import Any

from calculators.answers import listed
from calculators.blocks import Item
from calculators.declare import inputs_of
from calculators.latency.inputs import LatencyInputs, Rerank
from calculators.latency.requests import requests_of
from calculators.latency.spread import pass_arms
from calculators.latency.stages import Passed, is_own
from calculators.physics.arms import ARMS, PROMPT_ONLY, Arm
from calculators.physics.jobs import Chosen
from calculators.physics.queueing import BUSY
from calculators.physics.ranges import quantile
from calculators.physics.serving_load import P95
from calculators.quantities import format_estimate, format_quantity

MOST = {each.name: int(each.maximum or 0) for each in inputs_of(LatencyInputs)}
_STEP_TOKENS = 100
"""A prompt is cut in steps of so many: more digits would promise too much."""

type _First = Callable[..., float]
"""The p95 of the first token with other values of these inputs, in ms; infinite where there is none."""


def kept_promises(
    inputs: LatencyInputs, found: Mapping[str, Passed | str], chosen: Chosen
) -> Iterator[Item]:
    """The changes of which each alone would do, arm by arm, or what takes longest if none does."""
    requests = requests_of(inputs)
    labels: dict[str, list[str]] = {}
    for arm in ARMS:
        times = found[arm.name]
        if isinstance(times, str) or max(times.busy.values(), default=0.0) > BUSY:
            continue
        if quantile(times.first_token, P95) <= inputs.target_ttft_p95_ms:
            continue

        def first_ms(arm: Arm = arm, **changed: Any) -> float:
            other = pass_arms(replace(inputs, **changed), requests, chosen, (arm,))[arm.name]
            return inf if isinstance(other, str) else quantile(other.first_token, P95)

        told = [
            f"{change} 95 of 100 first tokens arrive within {format_estimate(within, 'ms')}."
            for change, within in _changes(inputs, arm, first_ms)
            if within <= inputs.target_ttft_p95_ms
        ]
        for text in told or [_none_does(inputs, arm, times)]:
            labels.setdefault(text, []).append(arm.label)
    for text, arms in labels.items():
        yield Item(head=f"{listed(arms)}:", text=text)


def _changes(inputs: LatencyInputs, arm: Arm, first_ms: _First) -> Iterator[tuple[str, float]]:
    """What can be changed alone, as little as keeps the promise, and the p95 then."""
    if arm.retrieves:
        yield from _less_retrieval(inputs, first_ms)
    elif arm == PROMPT_ONLY:
        yield from _shorter(inputs, "context_tokens", "knowledge in the prompt", first_ms)
    else:
        yield from _shorter(inputs, "fine_tuned_instruction_tokens", "instructions", first_ms)
    if is_own(inputs):
        yield from _more_machines(inputs, first_ms)


def _less_retrieval(inputs: LatencyInputs, first_ms: _First) -> Iterator[tuple[str, float]]:
    if inputs.rewrite_tokens:
        yield "without rewriting the question", first_ms(rewrite_tokens=0)
    if inputs.rerank != Rerank.NONE:
        yield "without reranking", first_ms(rerank=Rerank.NONE)
    fewer = _last_that_keeps(
        lambda count: first_ms(retrieved_passages=count),
        inputs.target_ttft_p95_ms,
        0,
        inputs.retrieved_passages,
    )
    if fewer:  # without a passage the arm would be another one
        passages = format_quantity(fewer, "passages")
        yield f"with {passages} in the prompt", first_ms(retrieved_passages=fewer)


def _shorter(
    inputs: LatencyInputs, name: str, what: str, first_ms: _First
) -> Iterator[tuple[str, float]]:
    """A part of the prompt, cut in round steps."""
    steps = _last_that_keeps(
        lambda count: first_ms(**{name: _STEP_TOKENS * count}),
        inputs.target_ttft_p95_ms,
        0,
        ceil(getattr(inputs, name) / _STEP_TOKENS),
    )
    if steps:
        tokens = _STEP_TOKENS * steps
        yield f"with {format_quantity(tokens, 'tokens')} of {what}", first_ms(**{name: tokens})


def _more_machines(inputs: LatencyInputs, first_ms: _First) -> Iterator[tuple[str, float]]:
    promise = inputs.target_ttft_p95_ms
    count = least_that_keeps(
        lambda number: first_ms(replicas=number), promise, inputs.replicas, MOST["replicas"]
    )
    if count:
        yield f"with {format_quantity(count, 'replicas')}", first_ms(replicas=count)
    number = inputs.gpus_per_replica
    while (number := 2 * number) <= MOST["gpus_per_replica"]:
        if (within := first_ms(gpus_per_replica=number)) <= promise:
            yield f"with {number} accelerators a replica", within
            return


def _none_does(inputs: LatencyInputs, arm: Arm, times: Passed) -> str:
    tried = ["a shorter prompt"]
    if arm.retrieves and (inputs.rewrite_tokens or inputs.rerank != Rerank.NONE):
        tried.append("less work before it")
    if is_own(inputs):
        tried.append("more machines")
    longest = max(times.stages, key=times.mean)
    mean = format_estimate(times.mean(longest), "ms")
    return (
        f"{' or '.join(tried)} alone would not keep the promise; the longest stage is {longest}, "
        f"{mean} on average."
    )


def least_that_keeps(
    p95_ms: Callable[[int], float], promise_ms: float, least: int, most: int
) -> int | None:
    """The smallest number from `least` to `most` that keeps the promise, where more is never slower."""
    if p95_ms(least) <= promise_ms:
        return least
    if p95_ms(most) > promise_ms:
        return None
    too_few, enough = least, min(2 * least, most)
    while p95_ms(enough) > promise_ms:
        too_few, enough = enough, min(2 * enough, most)
    return _last_that_keeps(p95_ms, promise_ms, enough, too_few)


def _last_that_keeps(
    p95_ms: Callable[[int], float], promise_ms: float, keeps: int, breaks: int
) -> int:
    """Going from a number that keeps the promise towards one that breaks it, the last that keeps it."""
    while abs(breaks - keeps) > 1:
        between = (keeps + breaks) // 2
        if p95_ms(between) <= promise_ms:
            keeps = between
        else:
            breaks = between
    return keeps
