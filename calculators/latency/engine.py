"""Times of the model on own accelerators under load: a replica of the serving calculator, and its prompts.

Beside what `Replica` says of a load, a request here may find its first tokens in the cache, and may
have its question rewritten first. With P the time that a prompt keeps a busy engine, which then
differs from request to request:

    reading       u = rate x P; a prompt waits as in M/G/1
"""

from dataclasses import dataclass

from calculators.answers import DOES_NOT_FIT, UNSTABLE
from calculators.latency.arms import Prompt
from calculators.latency.inputs import LatencyInputs
from calculators.physics.jobs import Chosen
from calculators.physics.ledger import SILENT, Ledger
from calculators.physics.queueing import Wait, waiting
from calculators.physics.serving_jobs import Deployment
from calculators.physics.serving_load import (
    Replica,
    marginal_prefill_seconds,
    replica_of,
    requests_that_fit,
)
from calculators.physics.serving_speed import first_token_seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class Engine:
    """What a request of one arm meets, in seconds."""

    first: float
    """Reading the whole prompt on an idle machine, to the first token."""
    first_after_hit: float
    rewrite_first: float
    """Reading the question for the rewriting, to its first token."""
    outside: float
    """Outside the model: network stack, tokenizer, scheduling."""
    place: Wait
    """For a place among the requests that run together."""
    reader: Wait
    """For the prompts before it, once it has a place."""
    step: float
    """Of a token of the answer, at the batch of the load."""
    under_way: float
    """Mean rest of the step under way."""
    utilisation: float


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reading:
    """Time that a prompt keeps a busy engine, over requests with and without a hit."""

    mean_seconds: float
    scv: float
    """Squared coefficient of variation."""


def replica(inputs: LatencyInputs, run: Deployment, prompt: Prompt, chosen: Chosen) -> Replica:
    """One replica and the requests of one arm."""
    return _replica(inputs, run, prompt, chosen, _reading(inputs, run, prompt, chosen))


def engine(
    inputs: LatencyInputs,
    run: Deployment,
    prompt: Prompt,
    chosen: Chosen,
    ledger: Ledger = SILENT,
) -> Engine | str:
    """The times of one arm at the load, or why there are none."""
    rate = inputs.requests_per_s / inputs.replicas
    reading = _reading(inputs, run, prompt, chosen)
    machine = _replica(inputs, run, prompt, chosen, reading)
    if not ledger.silent:
        requests_that_fit(run, prompt.total + prompt.answer, chosen, ledger)
    if machine.places < 1:
        return DOES_NOT_FIT
    mean = machine.loaded(rate)
    place = machine.place(rate)
    reader = waiting(rate, reading.mean_seconds, 1, reading.scv)
    _show_capacity(machine, rate, ledger)
    if isinstance(mean, str) or isinstance(place, str) or isinstance(reader, str):
        return UNSTABLE
    if not ledger.silent:
        first_token_seconds(run, 1, prompt.total, chosen, ledger)
    _show_waits(ledger, rate=rate, reading=reading, reader=reader, place=place)
    hit = inputs.cache_hit_percent > 0
    return Engine(
        first=machine.first,
        first_after_hit=first_token_seconds(run, 1, prompt.after_hit, chosen)
        if hit
        else machine.first,
        rewrite_first=first_token_seconds(run, 1, prompt.question, chosen)
        if prompt.rewrite
        else 0.0,
        outside=chosen["request_ms"] / 1000,
        place=place,
        reader=reader,
        step=mean.tpot_seconds,
        under_way=0.5 * mean.tpot_seconds * (1 - 1 / mean.batch),
        utilisation=machine.utilisation(rate),
    )


def _replica(
    inputs: LatencyInputs, run: Deployment, prompt: Prompt, chosen: Chosen, reading: _Reading
) -> Replica:
    return replica_of(
        run,
        prompt.total,
        prompt.answer,
        chosen,
        variation=inputs.answer_variation,
        reading_seconds=reading.mean_seconds,
        other_output_tokens=prompt.rewrite,
    )


def _reading(inputs: LatencyInputs, run: Deployment, prompt: Prompt, chosen: Chosen) -> _Reading:
    hit = inputs.cache_hit_percent / 100
    whole = marginal_prefill_seconds(run, prompt.total, chosen)
    rest = marginal_prefill_seconds(run, prompt.after_hit, chosen) if hit else whole
    before = marginal_prefill_seconds(run, prompt.question, chosen) if prompt.rewrite else 0.0
    mean = hit * rest + (1 - hit) * whole + before
    squares = hit * (rest + before) ** 2 + (1 - hit) * (whole + before) ** 2
    return _Reading(mean_seconds=mean, scv=max(squares / mean**2 - 1, 0.0))


def _show_capacity(machine: Replica, rate: float, ledger: Ledger) -> None:
    ledger.add(
        "utilisation",
        "share of a replica's capacity in use",
        "rate * (reading + written * full_step / places) * batching",
        machine.utilisation(rate),
        "",
        "serving physics, see the serving calculator",
        rate=rate,
        reading=machine.prefill,
        written=machine.output,
        full_step=machine.full,
        places=machine.places,
        batching=machine.chosen["batching"],
    )


def _show_waits(
    ledger: Ledger, *, rate: float, reading: _Reading, reader: Wait, place: Wait
) -> None:
    ledger.add(
        "reader_wait_seconds",
        "mean wait for the prompts before it",
        "rate * reading * reading * (1 + variation) / (2 * (1 - rate * reading))",
        reader.mean_seconds,
        "s",
        "Pollaczek 1930, Khinchine 1932",
        rate=rate,
        reading=reading.mean_seconds,
        variation=reading.scv,
    )
    ledger.add(
        "place_wait_seconds",
        "mean wait for a place",
        "must_wait * wait_of_those",
        place.mean_seconds,
        "s",
        "Allen and Cunneen; Sakasegawa 1977",
        must_wait=place.probability,
        wait_of_those=place.scale_seconds,
    )
