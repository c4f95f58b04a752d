"""Answers that are no numbers, in the one wording that every calculator uses."""

TOO_CLOSE = "too close to call"
DOES_NOT_FIT = "does not fit"
NONE = "none"
"""Nothing to name: no arm, no warning, no number that moves a result."""
UNSTABLE = "unstable"
"""More work arrives than can be done: the queue grows without end."""
SURE = 0.9
"""Probability from which on a verdict is given; below it, for and against, it is too close to call."""


def decided(probability: float, yes: str, no: str) -> str:
    """`yes` or `no` where one of them is sure."""
    if probability >= SURE:
        return yes
    return no if 1 - probability >= SURE else TOO_CLOSE


def over_window(tokens: float, window_tokens: float) -> str | None:
    """The answer for a prompt and its answer that are longer than the context window, or None."""
    excess = tokens - window_tokens
    if excess <= 0:
        return None
    count = f"{excess:,.0f}"
    return f"over the context window by {count} {'token' if count == '1' else 'tokens'}"
