"""The answer of the caching calculator as a sentence."""

from collections.abc import Mapping, Sequence

from calculators.caching.arms import Prompt
from calculators.caching.results import NO_REQUESTS, TOO_SHORT, ArmCaching
from calculators.quantities import format_estimate, format_quantity

_SHOWN = 3
_SAME_PERCENT = 0.05
"""A difference that no digit of a per cent would show."""


def answer_of(prompts: Sequence[Prompt], found: Mapping[str, ArmCaching]) -> str:
    """What a request costs with the cache; without requests, how many would make it pay."""
    arms = {prompt.label: found[prompt.name] for prompt in prompts[:_SHOWN]}
    if all(arm.requests_per_hour == 0 for arm in arms.values()):
        told = "; ".join(f"{label} {_paying(arm)}" for label, arm in arms.items())
        return f"Without requests there is nothing to save. When caching would pay: {told}."
    told = "; ".join(f"{label}{_saying(arm)}" for label, arm in arms.items())
    return f"Price of a request with the cache: {told}."


def _saying(arm: ArmCaching) -> str:
    saved = arm.saving_percent
    if isinstance(saved, str) or arm.verdict == TOO_SHORT:
        return f": {arm.verdict}"
    if abs(saved) < _SAME_PERCENT:
        return f" the same ({arm.verdict})"
    than = "less" if saved > 0 else "more"
    return f" {format_quantity(abs(saved), '%')} {than} ({arm.verdict})"


def _paying(arm: ArmCaching) -> str:
    least = arm.break_even_requests_per_month
    if arm.verdict != NO_REQUESTS:
        return f"never, {arm.verdict}"
    return least if isinstance(least, str) else f"from {format_estimate(least, 'requests/month')}"
