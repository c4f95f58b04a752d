"""How many requests a replica answers, when many of them begin with the same tokens.

    requests a second = B / ((O x step(B) + B x reading) x batching)

B requests run together: as many as the memory holds, at most what engines run at once. Reading a
prompt costs what a busy engine needs for it, less, for the share of requests that find their first
tokens in the cache (the hits), what those tokens alone would have cost:

    reading = prefill(prompt) - hits x prefill(first tokens)

so that the tokens behind still attend to those before them. The first tokens are kept once for all
hits; a decoding step reads them for every request all the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from calculators.answers import SURE
from calculators.physics.deployment_inputs import MOST_TOGETHER
from calculators.physics.jobs import Chosen
from calculators.physics.ledger import SILENT, Ledger
from calculators.physics.ranges import Range, draws
from calculators.physics.serving_jobs import Deployment
from calculators.physics.serving_load import (
    MOST_SEQUENCES,
    marginal_prefill_seconds,
    requests_that_fit,
)
from calculators.physics.serving_speed import step_seconds

UNCERTAIN_MEMORY = ("usable", "workspace_gib")
"""What is uncertain about the memory of an accelerator: more is better, and less."""


@dataclass(frozen=True, kw_only=True)
class Requests:
    """Requests of one kind: lengths in tokens, `hits` as a share of 1."""

    prompt: float
    prefix: float
    """Tokens at the beginning that are the same in every request."""
    hits: float
    output: float

    @property
    def total(self) -> float:
        """Tokens of one request at its end."""
        return self.prompt + self.output


def together(run: Deployment, work: Requests, chosen: Chosen, ledger: Ledger = SILENT) -> float:
    """Requests whose cache fits at once; below 1: not even one."""
    own = work.total - work.hits * work.prefix
    shared = work.prefix if work.hits else 0.0
    return requests_that_fit(run, own, chosen, ledger, shared=shared)


def memory_samples(ranges: Mapping[str, Range]) -> Sequence[Chosen]:
    """Values of what is uncertain about the memory, and of nothing else: so few are spread evenly."""
    return draws({name: ranges[name] for name in UNCERTAIN_MEMORY})


def fits_probability(run: Deployment, work: Requests, samples: Sequence[Chosen]) -> float:
    """Share of the samples of the uncertain numbers in which at least one request fits.

    Where the worst of both numbers agree with the best, no sample between them is looked at.
    """
    usable, kept = ([each[name] for each in samples] for name in UNCERTAIN_MEMORY)
    worst, best = (
        together(run, work, dict(zip(UNCERTAIN_MEMORY, each, strict=True))) >= 1
        for each in ((min(usable), max(kept)), (max(usable), min(kept)))
    )
    if worst == best:
        return float(best)
    return sum(together(run, work, each) >= 1 for each in samples) / len(samples)


NO_DOUBLING = f"no doubling of the accelerators up to {MOST_TOGETHER} would do"
"""What readers are told where `accelerators_that_fit` finds none."""


def accelerators_that_fit(run: Deployment, work: Requests, samples: Sequence[Chosen]) -> int | None:
    """How many accelerators, doubled until one request surely fits and the heads can be shared out."""
    more = run.gpus
    while (more := 2 * more) <= MOST_TOGETHER:
        if run.model.heads % more == 0:
            larger = replace(run, gpus=more, tensor_parallel=more)
            if fits_probability(larger, work, samples) >= SURE:
                return more
    return None


def requests_per_s(
    run: Deployment, work: Requests, chosen: Chosen, ledger: Ledger = SILENT
) -> float:
    """Requests a second of one replica that is never idle; one at a time where none would fit.

    An answer has at least one token: without it no step would be taken.
    """
    output = max(work.output, 1.0)
    batch = min(max(together(run, work, chosen, ledger), 1.0), MOST_SEQUENCES)
    step = step_seconds(run, batch, work.prompt + output / 2, chosen, ledger)
    whole = marginal_prefill_seconds(run, work.prompt, chosen)
    first = marginal_prefill_seconds(run, work.prefix, chosen) if work.hits else 0.0
    reading = ledger.add(
        "reading_seconds",
        "reading a prompt on a busy replica, cache hits left out",
        "max(prefill - hits * prefill_of_prefix, 0)",
        max(whole - work.hits * first, 0.0),
        "s",
        "physics of serving; efficiencies calibrated",
        prefill=whole,
        hits=work.hits,
        prefill_of_prefix=first,
    )
    return ledger.add(
        "requests_per_s",
        "requests of a replica that is never idle",
        "batch / ((output * step + batch * reading) * batching)",
        batch / ((output * step + batch * reading) * chosen["batching"]),
        "requests/s",
        "physics of serving; efficiencies calibrated",
        batch=batch,
        output=output,
        step=step,
        reading=reading,
        batching=chosen["batching"],
    )
