"""Where a function of one number changes its sign, in few evaluations."""

from collections.abc import Callable

_MOST = 60
NEAR = 1e-6
"""Part of a number to which it is found: answers are shown to a thousandth."""


def crossing(
    function: Callable[[float], float],
    low: float,
    high: float,
    at_low: float,
    at_high: float,
) -> float:
    """Where `function` is zero between `low` and `high`, at which its values have opposite signs.

    Regula falsi with the weight of an end that stays halved (the Illinois method; Dowell and Jarratt
    1971): it needs no derivative, never leaves the bracket, and a nearly straight line takes it two or
    three evaluations.
    """
    place, moved = low, 0
    for _ in range(_MOST):
        before = place
        place = (low * at_high - high * at_low) / (at_high - at_low)
        value = function(place)
        if value == 0 or abs(place - before) <= NEAR * abs(place):
            break
        if (value > 0) == (at_high > 0):
            high, at_high = place, value
            at_low /= 2 if moved > 0 else 1
            moved = 1
        else:
            low, at_low = place, value
            at_high /= 2 if moved < 0 else 1
            moved = -1
    return place
