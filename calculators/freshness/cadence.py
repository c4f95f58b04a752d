"""The slowest cadence that keeps a promise, and the cadence of least cost."""

import math
from collections.abc import Callable, Sequence

from calculators.answers import decided, needed
from calculators.freshness.results import (
    ANY_CADENCE,
    AS_OFTEN,
    NEVER,
    NO_CADENCE,
    NO_DIFFERENCE,
)

LONGEST_DAYS = 3_650.0
"""Ten years stand for never."""
_BISECTIONS = 36
_GRID = 32
_NARROWINGS = 20
_GOLDEN = (math.sqrt(5) - 1) / 2
_EQUAL = 1e-12


type Share = Callable[[float], float]
"""The share of outdated answers by days between refreshes; it grows with the days."""


def slowest(samples: Sequence[Share], promise: float, shortest: float) -> float | str:
    """The most days between refreshes that keep the promise in nine of ten samples.

    A cadence at which fewer samples keep it would be called open, so that no such cadence is named.
    Rounded down to the digits that are shown: what a reader enters must keep it too.
    """
    least = needed(len(samples))
    if sum(share(LONGEST_DAYS) <= promise for share in samples) >= least:
        return ANY_CADENCE
    kept = sum(share(shortest) <= promise for share in samples)
    if kept < least:
        return decided(kept / len(samples), ANY_CADENCE, NO_CADENCE)
    low, high = math.log(shortest), math.log(LONGEST_DAYS)
    undecided, certain = list(samples), 0
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        keep = [share(math.exp(middle)) <= promise for share in undecided]
        if enough := certain + sum(keep) >= least:
            low = middle
        else:
            high = middle
            certain += sum(keep)  # they keep it here, and at any faster cadence
        undecided = [
            share for share, kept_here in zip(undecided, keep, strict=True) if kept_here == enough
        ]
    return max(shortest, _rounded_down(math.exp(low)))


def _rounded_down(days: float) -> float:
    step = 10.0 ** (math.floor(math.log10(days)) - 2)
    return float(f"{math.floor(days / step) * step:.3g}")


def cheapest(cost: Callable[[float], float], shortest: float) -> tuple[float | str, float]:
    """The days of least cost, and that cost.

    The cost need not have one valley: once most facts are outdated anyway, refreshing less costs
    nothing more. So a grid finds the region and a golden-section search the place in it.
    """
    low, high = math.log(shortest), math.log(LONGEST_DAYS)
    step = (high - low) / _GRID
    costs = [cost(math.exp(low + step * index)) for index in range(_GRID + 1)]
    least = min(costs)
    if max(costs) - least <= _EQUAL * max(costs):
        return NO_DIFFERENCE, least
    place = costs.index(least)
    if place == 0:
        return AS_OFTEN, least
    if place == _GRID:
        return NEVER, least
    days = _golden(cost, low + step * (place - 1), low + step * (place + 1))
    return days, cost(days)


def _golden(cost: Callable[[float], float], low: float, high: float) -> float:
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    left_cost, right_cost = cost(math.exp(left)), cost(math.exp(right))
    for _ in range(_NARROWINGS):
        if left_cost <= right_cost:
            high, right, right_cost = right, left, left_cost
            left = high - _GOLDEN * (high - low)
            left_cost = cost(math.exp(left))
        else:
            low, left, left_cost = left, right, right_cost
            right = low + _GOLDEN * (high - low)
            right_cost = cost(math.exp(right))
    return math.exp(left if left_cost <= right_cost else right)
