"""Benchmarks in which requests arrive one by one: short runs, closed loops, and other statistics than means.

A run of few requests   has no steady state: the batch n grows from nothing while they arrive and
                        empties afterwards. Answers that are about memoryless leave at the rate B/r of
                        the B that run, r = O step(B)/(1 - u): dn/dt = arrivals - B/r. Requests beyond
                        what the engine runs at once wait. Mean times are the areas under B and
                        n - B, divided by tokens and requests.
A closed loop           always runs B requests: where one ends, the next begins. Between its first and
                        its last token a request waits for the prompts of the B - 1 others, however the
                        lengths fall: step(B) + (B - 1) p/O for each token.
Time of a token, p99    a request's mean over O tokens differs from that of others by the prompts that
                        fall into it, about B of them by Little's law, and by the sequences beside it,
                        whose mean over the time of a request varies by 2B/3 (Poisson arrivals that
                        stay a fixed time).
First token, quantiles  what varies: the wait for the step under way (evenly distributed over a step),
                        the queue of prompts (M/D/1), and the own prompt where lengths differ (memoryless);
                        their variances add up, the sum is taken as log-normal.

N requests of O output tokens, p seconds to read a prompt, u the share of time that goes to prompts.
"""

from dataclasses import dataclass, replace
from math import exp, log, sqrt

from calculators.answers import DOES_NOT_FIT, UNSTABLE
from calculators.physics.jobs import Chosen
from calculators.physics.ranges import normal_quantile
from calculators.physics.serving_jobs import Deployment
from calculators.physics.serving_load import (
    MOST_SEQUENCES,
    Loaded,
    marginal_prefill_seconds,
    replica_of,
    requests_that_fit,
    under_load,
)
from calculators.physics.serving_speed import first_token_seconds, step_seconds

_MOMENTS = 40
"""Points of time at which a run is looked at."""
_SHARE = {"p50": 0.5, "p99": 0.99}


@dataclass(frozen=True, kw_only=True)
class Arrivals:
    """Requests that arrive at random, lengths in tokens."""

    requests_per_s: float
    prompt: float
    output: float
    """At least one token."""
    requests: float | None = None
    """All requests of the run; None where it is long enough for a steady state."""
    uneven: bool = False
    """The requests' lengths differ as those of conversations do; prompt and output are means."""
    most: float = MOST_SEQUENCES
    """Sequences that the engine runs at once at most."""

    @property
    def context(self) -> float:
        """Tokens that a step attends to, on average."""
        return self.prompt + self.output / 2


def closed_loop_seconds(run: Deployment, batch: float, work: Arrivals, chosen: Chosen) -> float:
    """Mean time of an output token while `batch` requests are always there."""
    fits = max(1.0, requests_that_fit(run, work.prompt + work.output, chosen))
    together = min(batch, fits)
    step = step_seconds(run, together, work.context, chosen)
    others = (together - 1) * marginal_prefill_seconds(run, work.prompt, chosen)
    return step + others / work.output


def times(run: Deployment, work: Arrivals, chosen: Chosen) -> Loaded | str:
    """Mean times of the requests, or why there are none."""
    if work.requests is None:
        machine = replica_of(run, work.prompt, work.output, chosen)
        return machine.loaded(work.requests_per_s)
    fits = requests_that_fit(run, work.prompt + work.output, chosen)
    if fits < 1:
        return DOES_NOT_FIT
    reading = work.requests_per_s * marginal_prefill_seconds(run, work.prompt, chosen)
    if reading >= 1:
        return UNSTABLE
    return _of_a_run(run, work, work.requests, chosen, min(fits, work.most), reading)


def _of_a_run(  # noqa: PLR0913, PLR0917 - the parts of one calculation
    run: Deployment, work: Arrivals, requests: float, chosen: Chosen, most: float, reading: float
) -> Loaded:
    last = requests / work.requests_per_s
    moment = last / _MOMENTS
    there = running_area = waiting_area = 0.0
    stay = 1.0
    for _ in range(_MOMENTS):
        batch = min(max(there, 1.0), most)
        stay = work.output * step_seconds(run, batch, work.context, chosen) / (1 - reading)
        if there < most:
            steady = work.requests_per_s * stay
            gap = (there - steady) * exp(-moment / stay)
            area = steady * moment + (there - steady - gap) * stay
            there = steady + gap
        else:
            before = there
            there = max(there + (work.requests_per_s - most / stay) * moment, 0.0)
            area = (before + there) / 2 * moment
        running_area += min(area, most * moment)
        waiting_area += max(area - most * moment, 0.0)
    batch = running_area / last
    left = max(there - most, 0.0)
    running_area += left * stay
    waiting_area += left * left * stay / most / 2
    running_area += _emptying(run, work, min(there, most), chosen)
    tpot = running_area / (requests * work.output)
    first = first_token_seconds(run, 1, work.prompt, chosen)
    found = under_load(first, chosen, batch=max(batch, 1.0), tpot=tpot, reading=reading)
    return replace(found, ttft_seconds=found.ttft_seconds + waiting_area / requests)


def _emptying(run: Deployment, work: Arrivals, batch: float, chosen: Chosen) -> float:
    """Area under the batch when nothing arrives any more: each leaves after O steps of what is left."""
    full, half = (
        step_seconds(run, max(share * batch, 1.0), work.context, chosen) for share in (1, 0.5)
    )
    alone = step_seconds(run, 1, work.context, chosen)
    return work.output * batch * (alone + 4 * half + full) / 6


def tpot_at(run: Deployment, work: Arrivals, mean: Loaded, statistic: str, chosen: Chosen) -> float:
    """The statistic of the requests' times of an output token, in seconds."""
    if statistic not in _SHARE:
        return mean.tpot_seconds
    more, fewer = (
        step_seconds(run, mean.batch + extra, work.context, chosen) for extra in (1.0, 0.0)
    )
    beside = (more - fewer) / (1 - mean.reading) * sqrt(2 * mean.batch / 3)
    prompts = marginal_prefill_seconds(run, work.prompt, chosen) * sqrt(mean.batch) / work.output
    deviation = sqrt(beside**2 + prompts**2)
    return mean.tpot_seconds + normal_quantile(_SHARE[statistic]) * deviation


def ttft_at(run: Deployment, work: Arrivals, mean: Loaded, statistic: str, chosen: Chosen) -> float:
    """The statistic of the times to first token, in seconds."""
    if statistic not in _SHARE:
        return mean.ttft_seconds
    own = first_token_seconds(run, 1, work.prompt, chosen)
    fixed = chosen["request_ms"] / 1000 + (0.0 if work.uneven else own)
    varying = mean.ttft_seconds - fixed
    if varying <= 0:
        return fixed
    share = mean.reading
    queue = own * share / (2 * (1 - share))
    variance = mean.tpot_seconds**2 / 12 + queue**2 + share * own**2 / (3 * (1 - share))
    variance += own**2 if work.uneven else 0.0
    spread = sqrt(log(1 + variance / varying**2))
    return fixed + varying * exp(normal_quantile(_SHARE[statistic]) * spread - spread**2 / 2)
