"""From the time of passes to requests: memory, batches, throughput, load.

requests that fit   (usable memory - weights - workspace - set aside) / cache of a whole request;
                    engines set aside what a chunk of prompts and sampling need
a closed batch      prefill + outputs x step; batches above what fits run in turns
a full queue        every slot of the batch costs its share of a step for each output token,
                    and its own prefill:  rate = B O / (O step(B) + B prefill(1))
a given arrival     B = arrival rate x time in the machine (Little 1961), solved by iteration; at the
                    rate of a full queue and above it the load is unstable
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf

from calculators.answers import DOES_NOT_FIT, UNSTABLE
from calculators.physics.jobs import Chosen
from calculators.physics.ledger import SILENT, Ledger
from calculators.physics.queueing import Wait, wait_of_both, waiting
from calculators.physics.roots import crossing
from calculators.physics.serving_jobs import Deployment
from calculators.physics.serving_speed import (
    first_token_seconds,
    prefill_seconds,
    step_seconds,
)
from calculators.physics.transformer import GIB

MOST_SEQUENCES = 2048
"""Sequences that engines run at once at most unless told otherwise."""
P95 = 0.95
"""Share of the first tokens that a promise is about."""


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """Mean times of requests that arrive at random."""

    ttft_seconds: float
    tpot_seconds: float
    batch: float
    reading: float
    """Share of the time that goes to prompts."""


def memory_gib(
    run: Deployment, batch: float, tokens: float, chosen: Chosen, ledger: Ledger = SILENT
) -> float:
    """Memory of all GPUs with `batch` sequences of `tokens` tokens in the cache."""
    cache = batch * run.cache_copies * run.model.cache_bytes(tokens, run.kv_bits) / GIB
    return ledger.add(
        "memory_gib",
        "memory of all GPUs",
        "weights + cache + gpus * (workspace + set_aside)",
        run.weights_gib + cache + run.gpus * (chosen["workspace_gib"] + run.set_aside_gib),
        "GiB",
        weights=run.weights_gib,
        cache=cache,
        gpus=run.gpus,
        workspace=chosen["workspace_gib"],
        set_aside=run.set_aside_gib,
    )


def requests_that_fit(
    run: Deployment, tokens: float, chosen: Chosen, ledger: Ledger = SILENT, *, shared: float = 0.0
) -> float:
    """Requests of `tokens` tokens whose cache fits beside the weights, no whole number; below 1: none.

    `shared` tokens are cached once for all requests and are not among the `tokens` of each.
    """
    kept = chosen["workspace_gib"] + run.set_aside_gib
    room = run.gpus * (run.gpu.memory_gib * chosen["usable"] - kept)
    copies = run.cache_copies
    cache = copies * run.model.cache_bytes(max(tokens, 1), run.kv_bits) / GIB
    once = copies * run.model.cache_bytes(shared, run.kv_bits) / GIB
    fitting = max(0.0, room - run.weights_gib - once) / cache
    if ledger.silent:
        return fitting
    return ledger.add(
        "requests_that_fit",
        "requests that fit",
        "max(0, gpus * (memory * usable - workspace - set_aside) - weights - shared_cache)"
        " / cache_of_a_request",
        fitting,
        "requests",
        gpus=run.gpus,
        memory=run.gpu.memory_gib,
        usable=chosen["usable"],
        workspace=chosen["workspace_gib"],
        set_aside=run.set_aside_gib,
        weights=run.weights_gib,
        shared_cache=once,
        cache_of_a_request=cache,
    )


def batch_seconds(
    run: Deployment, batch: float, prompt: float, output: float, chosen: Chosen
) -> float:
    """Time of a closed batch from arrival to the last token; more than fits runs in turns."""
    fits = max(1.0, requests_that_fit(run, prompt + output, chosen))
    together = min(batch, fits)
    first = prefill_seconds(run, together, prompt, chosen) if prompt else 0.0
    steps = output * step_seconds(run, together, prompt + output / 2, chosen)
    factor = chosen["batching"] if together > 1 else 1.0
    return batch / together * (first + steps) * factor


def queued_tokens_per_s(  # noqa: PLR0913 - the limit of an engine, named at the call
    run: Deployment,
    prompt: float,
    output: float,
    chosen: Chosen,
    ledger: Ledger = SILENT,
    *,
    most: float = MOST_SEQUENCES,
) -> float:
    """Output tokens a second when requests are always waiting; 0 where no request fits.

    The engine runs at most `most` of them at once.
    """
    fits = requests_that_fit(run, prompt + output, chosen, ledger)
    if fits < 1:
        return 0.0
    batch = min(fits, most)
    first = marginal_prefill_seconds(run, prompt, chosen)
    step = step_seconds(run, batch, prompt + output / 2, chosen)
    return _queued(batch, output, step, first, chosen["batching"], ledger)


def _queued(  # noqa: PLR0913, PLR0917 - the symbols of the formula
    batch: float, output: float, step: float, prefill: float, batching: float, ledger: Ledger
) -> float:
    return ledger.add(
        "queued_tokens_per_s",
        "throughput with requests always waiting",
        "batch * output / ((output * step + batch * prefill) * batching)",
        batch * output / ((output * step + batch * prefill) * batching),
        "tokens/s",
        batching=batching,
        batch=batch,
        output=output,
        step=step,
        prefill=prefill,
    )


def marginal_prefill_seconds(run: Deployment, prompt: float, chosen: Chosen) -> float:
    """What one more prompt costs a busy engine: weights and fixed times are shared with other work."""
    if not prompt:
        return 0.0
    several = max(2.0, 8192 / prompt)
    return prefill_seconds(run, several, prompt, chosen) / several


@dataclass(frozen=True, kw_only=True, slots=True)
class Replica:
    """A machine and requests of one kind: what its times at any load are made of, in seconds."""

    run: Deployment
    chosen: Chosen
    context: float
    """Tokens that a step attends to, on average."""
    output: float
    """Tokens written for a request."""
    variation: float
    """Standard deviation over mean of the answers' lengths."""
    places: float
    """Requests that run together at most; below 1 not even one fits."""
    first: float
    """Reading a prompt on an idle machine, to the first token."""
    prefill: float
    """What one more prompt costs a busy one."""
    alone: float
    """A step of one request."""
    full: float
    """A step of all places; 0 without any."""
    tokens_per_s: float
    """Most output, with requests always waiting."""

    def step(self, batch: float) -> float:
        """Time of a step of `batch` requests."""
        if batch == self.places:
            return self.full
        return step_seconds(self.run, batch, self.context, self.chosen)

    def utilisation(self, requests_per_s: float) -> float:
        """Share of the capacity in use."""
        return requests_per_s * self.output / self.tokens_per_s

    def carries_per_s(self, utilisation: float) -> float:
        """Requests a second that take so large a share of the capacity."""
        return self.tokens_per_s * utilisation / self.output

    def place(self, requests_per_s: float) -> Wait | str:
        """For one of the places; a server is a place, taken for its share of a full machine's time."""
        service = self.places * self.output / self.tokens_per_s
        return waiting(requests_per_s, service, self.places, self.variation**2)

    def loaded(self, requests_per_s: float) -> Loaded | str:
        """Mean times at a random arrival rate, or why there are none.

        Decoding is slowed by the prompts read in between: a share u = rate x prefill of the time goes
        to prompts, so a step takes step(B)/(1 - u). A request waits for a place, for the prompts
        before it, and for the step under way.
        """
        if self.places < 1:
            return DOES_NOT_FIT
        reading, place = requests_per_s * self.prefill, self.place(requests_per_s)
        if isinstance(place, str) or reading >= 1:
            return UNSTABLE
        tokens_per_s = requests_per_s * self.output / (1 - reading)
        batch = batch_of(self.step, tokens_per_s, self.places, self.alone)
        if batch > self.places:
            return UNSTABLE
        # Above one request Little's law holds: the batch is rate x output x tpot.
        tpot = self.alone / (1 - reading)
        if batch > 1:
            tpot = batch / (requests_per_s * self.output)
        mean = under_load(self.first, self.chosen, batch=batch, tpot=tpot, reading=reading)
        return replace(mean, ttft_seconds=mean.ttft_seconds + place.mean_seconds)

    def ttft_p95_seconds(self, requests_per_s: float, mean: Loaded) -> float:
        """The time within which 95 of 100 first tokens arrive, at a load with these mean times."""
        reader, place = self.reader(mean.reading), self.place(requests_per_s)
        if isinstance(place, str):
            return inf
        calm = self.calm(mean.batch, mean.tpot_seconds)
        return calm + wait_of_both(reader, place, P95)

    def calm(self, batch: float, tpot: float) -> float:
        """Time to first token of who meets no queue."""
        return _calm(self.first, self.chosen, batch, tpot)

    def reader(self, reading: float) -> Wait:
        """For the prompts before it, which take the share `reading` of the time."""
        return _before(self.first, reading)


def replica_of(  # noqa: PLR0913 - what a request may be, each named at the call
    run: Deployment,
    prompt: float,
    output: float,
    chosen: Chosen,
    *,
    variation: float = 0.0,
    reading_seconds: float | None = None,
    other_output_tokens: float = 0.0,
) -> Replica:
    """A machine for requests of one kind, with answers of equal length unless told otherwise.

    `reading_seconds` is what one more prompt costs a busy engine where that is not the whole prompt each
    time; `other_output_tokens` are what a request has written besides its answer.
    """
    places = min(requests_that_fit(run, prompt + output, chosen), MOST_SEQUENCES)
    context = prompt + output / 2
    prefill = reading_seconds
    if prefill is None:
        prefill = marginal_prefill_seconds(run, prompt, chosen)
    written = output + other_output_tokens
    full = most = 0.0
    if places >= 1:
        full = step_seconds(run, places, context, chosen)
        most = _queued(places, written, full, prefill, chosen["batching"], SILENT)
    return Replica(
        run=run,
        chosen=chosen,
        context=context,
        output=written,
        variation=variation,
        places=places,
        first=first_token_seconds(run, 1, prompt, chosen),
        prefill=prefill,
        alone=step_seconds(run, 1, context, chosen),
        full=full,
        tokens_per_s=most,
    )


def batch_of(
    step: Callable[[float], float], tokens_per_s: float, most: float, alone: float
) -> float:
    """The batch that Little's law gives, B = rate x step(B): it is unique, since step(B)/B falls.

    At least 1, of which a step is `alone`; infinite where more than `most` would come together.
    """

    def excess(batch: float) -> float:
        return tokens_per_s * step(batch) - batch

    at_one = tokens_per_s * alone - 1
    if at_one <= 0:
        return 1.0
    at_most = excess(most)
    if at_most >= 0:
        return inf
    return crossing(excess, 1.0, most, at_one, at_most)


def under_load(
    first: float, chosen: Chosen, *, batch: float, tpot: float, reading: float
) -> Loaded:
    """Times of a machine that runs `batch` sequences and reads prompts in between, once there is a place.

    `first` is the time to first token of an idle machine.
    """
    calm = _calm(first, chosen, batch, tpot)
    return Loaded(
        ttft_seconds=calm + _before(first, reading).mean_seconds,
        tpot_seconds=tpot,
        batch=batch,
        reading=reading,
    )


def _calm(first: float, chosen: Chosen, batch: float, tpot: float) -> float:
    """The first token of who meets no queue: the rest of the step under way, and the prompt read."""
    return first + chosen["request_ms"] / 1000 + 0.5 * tpot * (1 - 1 / max(batch, 1.0))


def _before(first: float, reading: float) -> Wait:
    """For the prompts before it, M/D/1: u/(2(1-u)) of its own time (Pollaczek 1930, Khinchine 1932)."""
    mean = first * reading / (2 * (1 - reading))
    return Wait(utilisation=reading, probability=reading, mean_seconds=mean)
