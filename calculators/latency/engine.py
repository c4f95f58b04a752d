"""Times of the model on own accelerators under load, from the physics of serving.

A replica reads prompts one after the other and writes the answers of up to k requests together.
With P the time that a prompt keeps a busy engine, s(B) a step of B requests, O the answer's tokens:

    reading       u = rate x P; a prompt waits as in M/G/1, and for half a step under way
    writing       B = rate x O x s(B) / (1 - u)      (Little 1961)
    capacity      utilisation = rate x (P + O s(k) / k) x batching; at 1 the load is unstable
    a place       k servers, each O s(k) + k P for a request: M/G/k, answers of uneven length
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
    MOST_SEQUENCES,
    batch_of,
    marginal_prefill_seconds,
    requests_that_fit,
)
from calculators.physics.serving_speed import first_token_seconds, step_seconds


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


def engine(
    inputs: LatencyInputs,
    run: Deployment,
    prompt: Prompt,
    chosen: Chosen,
    ledger: Ledger = SILENT,
) -> Engine | str:
    """The times of one arm at the load, or why there are none."""
    rate = inputs.requests_per_s / inputs.replicas
    hit = inputs.cache_hit_percent / 100
    total, written = prompt.total, prompt.answer + prompt.rewrite
    fits = requests_that_fit(run, total + prompt.answer, chosen, ledger)
    if fits < 1:
        return DOES_NOT_FIT
    places = min(fits, MOST_SEQUENCES)
    context = total + prompt.answer / 2
    whole = marginal_prefill_seconds(run, total, chosen)
    rest = marginal_prefill_seconds(run, prompt.after_hit, chosen) if hit else whole
    before = marginal_prefill_seconds(run, prompt.question, chosen) if prompt.rewrite else 0.0
    read = hit * rest + (1 - hit) * whole + before
    full_step = step_seconds(run, places, context, chosen)
    utilisation = ledger.add(
        "utilisation",
        "share of a replica's capacity in use",
        "rate * (reading + written * full_step / places) * batching",
        rate * (read + written * full_step / places) * chosen["batching"],
        "",
        "serving physics, see the serving calculator",
        rate=rate,
        reading=read,
        written=written,
        full_step=full_step,
        places=places,
        batching=chosen["batching"],
    )
    spread = (hit * (rest + before) ** 2 + (1 - hit) * (whole + before) ** 2) / read**2 - 1
    reader = waiting(rate, read, 1, max(spread, 0.0))
    service = (written * full_step + places * read) * chosen["batching"]
    place = waiting(rate, service, places, inputs.answer_variation**2)
    if isinstance(place, str) or isinstance(reader, str):
        return UNSTABLE
    slowdown = 1 / (1 - rate * read)

    def step_of(batch: float) -> float:
        return full_step if batch == places else step_seconds(run, batch, context, chosen)

    alone = step_of(1.0)
    batch = batch_of(step_of, rate * written * slowdown, places, alone)
    if batch > places:
        return UNSTABLE
    # Above one request Little's law holds: the batch is rate x written x step.
    step = batch / (rate * written) if batch > 1 else alone * slowdown
    first = first_token_seconds(run, 1, total, chosen, ledger)
    _show(ledger, rate=rate, read=read, spread=max(spread, 0.0), reader=reader, place=place)
    return Engine(
        first=first,
        first_after_hit=first_token_seconds(run, 1, prompt.after_hit, chosen) if hit else first,
        rewrite_first=first_token_seconds(run, 1, prompt.question, chosen)
        if prompt.rewrite
        else 0.0,
        outside=chosen["request_ms"] / 1000,
        place=place,
        reader=reader,
        step=step,
        under_way=0.5 * step * (1 - 1 / batch),
        utilisation=utilisation,
    )


def _show(  # noqa: PLR0913 - the symbols of the formulas
    ledger: Ledger, *, rate: float, read: float, spread: float, reader: Wait, place: Wait
) -> None:
    ledger.add(
        "reader_wait_seconds",
        "mean wait for the prompts before it",
        "rate * reading * reading * (1 + variation) / (2 * (1 - rate * reading))",
        reader.mean_seconds,
        "s",
        "Pollaczek 1930, Khinchine 1932",
        rate=rate,
        reading=read,
        variation=spread,
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
