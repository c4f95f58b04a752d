"""Answers that are no numbers, in the one wording that every calculator uses."""

from collections.abc import Sequence
from math import ceil

TOO_CLOSE = "too close to call"
DOES_NOT_FIT = "does not fit"
NOTHING_TO_RETRIEVE = "nothing to retrieve"
"""Of an arm that retrieves, without a passage or a corpus: it is another arm by its name only."""
NONE = "none"
"""Nothing to name: no arm, no warning, no number that moves a result."""
UNSTABLE = "unstable"
"""More work arrives than can be done: the queue grows without end."""
SURE = 0.9
"""Probability from which on a verdict is given; below it, for and against, it is too close to call."""
DECIDED = "Where nine of ten samples of what is uncertain agree, otherwise too close to call."
"""What readers are told of a verdict that is `decided`."""
LOW_END = "One value in ten lies below."
HIGH_END = "One value in ten lies above."
"""What readers are told of the ends of an interval."""
_ROUNDING = 1e-9


def decided(probability: float, yes: str, no: str) -> str:
    """`yes` or `no` where one of them is sure."""
    if probability >= SURE:
        return yes
    return no if 1 - probability >= SURE else TOO_CLOSE


def needed(samples: int) -> int:
    """How many of so many samples make a yes sure."""
    return ceil(SURE * samples - _ROUNDING)


def listed(names: Sequence[str]) -> str:
    """Names in a sentence."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def named(labels: Sequence[str], probability: float) -> str:
    """Which are first by the best estimate, all that tie; said to be that where it is not sure."""
    told = listed(labels)
    return told if probability >= SURE else f"{TOO_CLOSE}, {told} by the best estimate"


def over_window(tokens: float, window_tokens: float) -> str | None:
    """The answer for a prompt and its answer that are longer than the context window, or None."""
    excess = tokens - window_tokens
    if excess <= 0:
        return None
    count = f"{excess:,.0f}"
    return f"over the context window by {count} {'token' if count == '1' else 'tokens'}"
