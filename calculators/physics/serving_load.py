"""From the time of passes to requests: memory, batches, throughput, load.

requests that fit   (usable memory - weights - workspace - set aside) / cache of a whole request;
                    engines set aside what a chunk of prompts and sampling need
a closed batch      prefill + outputs x step; batches above what fits run in turns
a full queue        every slot of the batch costs its share of a step for each output token,
                    and its own prefill:  rate = B O / (O step(B) + B prefill(1))
a given arrival     B = arrival rate x time in the machine (Little 1961), solved by iteration
"""

from dataclasses import dataclass

from calculators.answers import DOES_NOT_FIT, UNSTABLE
from calculators.physics.jobs import Chosen
from calculators.physics.ledger import SILENT, Ledger
from calculators.physics.serving_jobs import Deployment
from calculators.physics.serving_speed import (
    first_token_seconds,
    prefill_seconds,
    step_seconds,
)
from calculators.physics.transformer import GIB

MOST_SEQUENCES = 2048
"""Sequences that engines run at once at most unless told otherwise."""
_ROUNDS = 40


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """Mean times of requests that arrive at random."""

    ttft_seconds: float
    tpot_seconds: float
    batch: float
    utilisation: float
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
    """Whole requests of `tokens` tokens whose cache fits beside the weights; below 1: none.

    `shared` tokens are cached once for all requests and are not among the `tokens` of each.
    """
    kept = chosen["workspace_gib"] + run.set_aside_gib
    room = run.gpus * (run.gpu.memory_gib * chosen["usable"] - kept)
    copies = run.cache_copies
    cache = copies * run.model.cache_bytes(max(tokens, 1), run.kv_bits) / GIB
    once = copies * run.model.cache_bytes(shared, run.kv_bits) / GIB
    return ledger.add(
        "requests_that_fit",
        "requests that fit",
        "max(0, gpus * (memory * usable - workspace - set_aside) - weights - shared_cache)"
        " / cache_of_a_request",
        max(0.0, room - run.weights_gib - once) / cache,
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
    return ledger.add(
        "queued_tokens_per_s",
        "throughput with requests always waiting",
        "batch * output / ((output * step + batch * prefill) * batching)",
        batch * output / ((output * step + batch * first) * chosen["batching"]),
        "tokens/s",
        batching=chosen["batching"],
        batch=batch,
        output=output,
        step=step,
        prefill=first,
    )


def marginal_prefill_seconds(run: Deployment, prompt: float, chosen: Chosen) -> float:
    """What one more prompt costs a busy engine: weights and fixed times are shared with other work."""
    if not prompt:
        return 0.0
    several = max(2.0, 8192 / prompt)
    return prefill_seconds(run, several, prompt, chosen) / several


def loaded(
    run: Deployment,
    requests_per_s: float,
    prompt: float,
    output: float,
    chosen: Chosen,
) -> Loaded | str:
    """Mean times at a random arrival rate, or why there are none.

    Decoding is slowed by the prompts read in between: a share u = rate x prefill of the time goes to
    prompts, so a step takes step(B)/(1 - u). A prompt waits for those before it, M/D/1: u/(2(1-u))
    of its own time (Pollaczek 1930, Khinchine 1932), and for the step under way.
    """
    fits = requests_that_fit(run, prompt + output, chosen)
    if fits < 1:
        return DOES_NOT_FIT
    first = marginal_prefill_seconds(run, prompt, chosen)
    busy = requests_per_s * first
    if busy >= 1:
        return UNSTABLE
    most = min(fits, MOST_SEQUENCES)
    batch = 1.0
    tpot = step_seconds(run, batch, prompt + output / 2, chosen)
    for _ in range(_ROUNDS):
        tpot = step_seconds(run, batch, prompt + output / 2, chosen) / (1 - busy)
        wanted = max(1.0, requests_per_s * output * tpot)
        if wanted > most:
            return UNSTABLE
        if abs(wanted - batch) <= 1e-12 * batch:
            break
        batch = 0.5 * (batch + wanted)
    return under_load(run, prompt, chosen, batch=batch, tpot=tpot, reading=busy, most=most)


def under_load(  # noqa: PLR0913 - a state of the machine, named at the call
    run: Deployment,
    prompt: float,
    chosen: Chosen,
    *,
    batch: float,
    tpot: float,
    reading: float,
    most: float,
) -> Loaded:
    """Times of a machine that runs `batch` of at most `most` sequences and reads prompts in between."""
    alone = first_token_seconds(run, 1, prompt, chosen)
    wait = alone * reading / (2 * (1 - reading)) + 0.5 * tpot * (1 - 1 / max(batch, 1.0))
    queue = reading + batch / most * (1 - reading)
    return Loaded(
        ttft_seconds=wait + alone + chosen["request_ms"] / 1000,
        tpot_seconds=tpot,
        batch=batch,
        utilisation=min(queue, 1.0),
        reading=reading,
    )
