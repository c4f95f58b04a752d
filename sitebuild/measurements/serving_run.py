"""Time of a benchmark that hands all its requests to an engine at once and waits for the last answer.

Such a run reads lower than the engine's steady throughput, which the calculators give: when no
request waits any more, the batch empties, and the last answers are written almost alone.

    even lengths      seconds = (N p + N/B x O step(B)) x batching
    uneven lengths    the queue empties after (N - B)/B x O step(B); then B sequences are left that
                      all still have a mean answer to write, because answers of conversations are about
                      memoryless (exponential), and end one after the other: k of them run for
                      O/k steps. With step(k) = a + b k the rest takes O (a H_B + b B), where
                      H_B = 1 + 1/2 + ... + 1/B.

N requests of O output tokens, B of them at once, p seconds to read a prompt.
"""

from dataclasses import dataclass
from math import log

from calculators.physics.jobs import Chosen
from calculators.physics.serving_jobs import Deployment
from calculators.physics.serving_load import (
    MOST_SEQUENCES,
    marginal_prefill_seconds,
    requests_that_fit,
)
from calculators.physics.serving_speed import step_seconds

_EULER = 0.5772156649


@dataclass(frozen=True, kw_only=True)
class Run:
    """A benchmark: so many requests at once, lengths in tokens."""

    requests: float
    prompt: float
    output: float
    uneven: bool = False
    """The requests' lengths differ as those of conversations do; prompt and output are means."""
    most: float = MOST_SEQUENCES
    """Sequences that the engine runs at once at most."""


def run_seconds(deployment: Deployment, run: Run, chosen: Chosen) -> float:
    """From the arrival of all requests to the last token; 0 where no request fits."""
    fits = requests_that_fit(deployment, run.prompt + run.output, chosen)
    if fits < 1:
        return 0.0
    batch = min(fits, run.most, run.requests)
    context = run.prompt + run.output / 2
    full = step_seconds(deployment, batch, context, chosen)
    reading = run.requests * marginal_prefill_seconds(deployment, run.prompt, chosen)
    turns = run.requests / batch - (1 if run.uneven else 0)
    writing = run.output * turns * full
    if run.uneven:
        alone = step_seconds(deployment, 1, context, chosen)
        writing += run.output * _emptying(batch, alone, full)
    return (reading + writing) * (chosen["batching"] if batch > 1 else 1.0)


def _emptying(batch: float, alone: float, full: float) -> float:
    """Seconds for each mean output token while a batch empties: a H_B + b B."""
    if batch <= 1:
        return alone
    slope = (full - alone) / (batch - 1)
    return (alone - slope) * _harmonic(batch) + slope * batch


def _harmonic(number: float) -> float:
    """1 + 1/2 + ... + 1/number, by its expansion, which also holds between whole numbers."""
    return log(number) + _EULER + 1 / (2 * number) - 1 / (12 * number**2)
