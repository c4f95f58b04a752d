"""The inverse of the memory formula: the largest batch, the longest sequence, the fewest accelerators.

Peak memory grows with the tokens of a forward pass, so the largest value below the limit is found
by doubling and halving; no closed form is needed and every term stays in one place.

What surely fits does so in nine of ten samples of the uncertain numbers, as the verdict on the job
itself: whoever enters the value found is told that it fits.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import floor, log10

from calculators.answers import needed
from calculators.physics.jobs import Chosen, TrainingJob
from calculators.physics.training_memory import peak_gib

MOST = 2**24
_MOST_SEQUENCES = 4096
_DIGITS = 3


def largest(fits: Callable[[int], bool], most: int = MOST, start: int = 1, near: float = 0) -> int:
    """The largest whole number from 1 to `most` that fits, 0 if none; `fits` must not come back.

    It is sought from `start`, and found up to the share `near` of itself.
    """
    low, high = max(1, min(start, most)), 0
    while low and not fits(low):
        low, high = low // 2, low
    if not low:
        return 0
    if not high:
        high = 2 * low
        while high < most and fits(high):
            low, high = high, high * 2
        high = min(high, most + 1)
    while high - low > max(1, near * low):
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def largest_micro_batch(job: TrainingJob, chosen: Chosen, memory_gib: float) -> int:
    """Sequences of one forward pass that fit into `memory_gib`; 0 where not even one does."""
    return largest(
        lambda count: peak_gib(replace(job, micro_batch=count), chosen) <= memory_gib,
        _MOST_SEQUENCES,
    )


def longest_sequence(job: TrainingJob, chosen: Chosen, memory_gib: float) -> int:
    """Tokens of the longest sequence that fits at this batch; 0 where not even one token does."""
    return largest(
        lambda count: peak_gib(replace(job, sequence_tokens=count), chosen) <= memory_gib
    )


def sure_micro_batch(
    job: TrainingJob, middle: Chosen, samples: Sequence[Chosen], memory_gib: float
) -> int:
    """The largest batch that surely fits, sought from the one of the best estimate."""
    return largest(
        lambda count: surely_fits(replace(job, micro_batch=count), samples, memory_gib),
        _MOST_SEQUENCES,
        largest_micro_batch(job, middle, memory_gib),
    )


def sure_sequence(
    job: TrainingJob, middle: Chosen, samples: Sequence[Chosen], memory_gib: float, most: int
) -> int:
    """The longest sequence of at most `most` tokens that surely fits, rounded down to three digits."""
    found = largest(
        lambda count: surely_fits(replace(job, sequence_tokens=count), samples, memory_gib),
        most,
        longest_sequence(job, middle, memory_gib),
        10**-_DIGITS,
    )
    return _rounded_down(found)


def fewest_accelerators(
    job_on: Callable[[int], TrainingJob],
    counts: Sequence[int],
    samples: Sequence[Chosen],
    memory_gib: float,
) -> int | None:
    """The first of these numbers of accelerators on which the job surely fits; None if none."""
    return next((gpus for gpus in counts if surely_fits(job_on(gpus), samples, memory_gib)), None)


def surely_fits(job: TrainingJob, samples: Sequence[Chosen], memory_gib: float) -> bool:
    """Whether the job fits in nine of ten samples; as soon as too many do not, the rest is not looked at."""
    spare = len(samples) - needed(len(samples))
    for chosen in samples:
        spare -= peak_gib(job, chosen) > memory_gib
        if spare < 0:
            return False
    return True


def _rounded_down(count: int) -> int:
    if count < 10**_DIGITS:
        return count
    unit = 10 ** (floor(log10(count)) - _DIGITS + 1)
    return count // unit * unit
