"""Uncertain numbers and how they go through a formula.

A `Range` states an 80% interval: one value in ten lies below `low`, one in ten above `high`, and
`mid` is the best estimate. Between them it is a log-normal split at `mid`, so that a factor of two
too much is as likely as a factor of two too little when low and high lie evenly around it.

A formula of several ranges is evaluated at the points of a Halton sequence (Halton 1960,
"On the efficiency of certain quasi-random sequences of points"), shifted by a seeded amount
(Cranley and Patterson 1976). The same seed gives the same points, so two alternatives that share
an uncertain input see the same value of it in every sample: common random numbers.
"""

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

SAMPLES = 64
SEED = 20260101
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)
_Z_MAX = 2.6
"""Samples stay within about 99% of the distribution: no single extreme point decides a result."""


def normal_quantile(share: float) -> float:
    """The standard normal number below which `share` of all lie.

    Newton's method from the middle: towards either end the distribution bends one way only, so that
    each step stays short of the answer. The module `statistics` would do, but is half as large as all
    formulas of this package together, and the browser would have to load it.
    """
    z = 0.0
    for _ in range(100):
        below = 0.5 * math.erfc(-z / math.sqrt(2))
        step = (share - below) * math.sqrt(2 * math.pi) * math.exp(z * z / 2)
        z += step
        if abs(step) < 1e-14:
            break
    return z


_Z90 = normal_quantile(0.9)


@dataclass(frozen=True, kw_only=True, slots=True)
class Range:
    """An 80% interval of a positive number with its best estimate."""

    low: float
    mid: float
    high: float

    def __post_init__(self) -> None:
        if not (0 < self.low <= self.mid <= self.high < math.inf):
            raise ValueError(f"a range needs 0 < low <= mid <= high, not {self}")

    def at(self, z: float) -> float:
        """The value `z` standard deviations from the middle, on a logarithmic scale."""
        side = self.mid / self.low if z < 0 else self.high / self.mid
        return self.mid * side ** (z / _Z90)


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """An 80% interval of a result; `mid` is the formula at the middle of every range."""

    low: float
    mid: float
    high: float

    def rounded(self, digits: int = 6) -> "Estimate":
        """The estimate at so many significant digits."""
        return Estimate(
            low=float(f"{self.low:.{digits}g}"),
            mid=float(f"{self.mid:.{digits}g}"),
            high=float(f"{self.high:.{digits}g}"),
        )


@cache
def normal_points(
    dimensions: int, count: int = SAMPLES, seed: int = SEED
) -> tuple[tuple[float, ...], ...]:
    """`count` points whose coordinates are spread like independent standard normal numbers."""
    columns = (map(_to_normal, column) for column in _halton(dimensions, count, seed))
    return tuple(zip(*columns, strict=True))


@cache
def latin_points(dimensions: int, count: int, seed: int = SEED) -> tuple[tuple[float, ...], ...]:
    """As `normal_points`, for any number of dimensions: a Latin hypercube.

    Each coordinate takes the middle of each of `count` strata of equal probability once, in an order
    shuffled for itself (McKay, Beckman and Conover 1979, "A comparison of three methods for selecting
    values of input variables"). Halton points of many dimensions with few samples move together.
    """
    columns: list[list[float]] = []
    for axis in range(dimensions):
        column = _strata(count)
        random.Random(seed + axis).shuffle(column)  # noqa: S311 - a sample, no secret
        columns.append(column)
    return tuple(zip(*columns, strict=True))


@cache
def stratified_points(
    dimensions: int, count: int, seed: int = SEED
) -> tuple[tuple[float, ...], ...]:
    """As `normal_points`, each coordinate with the middle of each of `count` strata once.

    The order is that of Halton's points, which are together evenly spread but not each by itself: of
    256 points of the ninth prime one in twenty lies above 1.48, and not above 1.64.
    """
    columns: list[list[float]] = []
    for places in _halton(dimensions, count, seed):
        order = sorted(range(count), key=places.__getitem__)
        by_place = dict(zip(order, _strata(count), strict=True))
        columns.append([by_place[number] for number in range(count)])
    return tuple(zip(*columns, strict=True))


def draws(
    ranges: Mapping[str, Range],
    count: int = SAMPLES,
    points: Callable[[int, int], Sequence[Sequence[float]]] = normal_points,
) -> list[dict[str, float]]:
    """Values for every range at every sample point; order of the names decides the axis.

    One sample where nothing is uncertain.
    """
    names = [name for name, each in ranges.items() if each.low < each.high]
    fixed = {name: each.mid for name, each in ranges.items() if each.low == each.high}
    if not names:
        return [fixed]
    return [
        {**fixed, **{name: ranges[name].at(z) for name, z in zip(names, point, strict=True)}}
        for point in points(len(names), count)
    ]


def middle(ranges: Mapping[str, Range]) -> dict[str, float]:
    """The best estimate of every range."""
    return {name: each.mid for name, each in ranges.items()}


def propagate(
    formula: Callable[[Mapping[str, float]], float],
    ranges: Mapping[str, Range],
    count: int = SAMPLES,
) -> Estimate:
    """Send ranges through a formula: its value at every middle, and the interval of sampled values."""
    mid = formula(middle(ranges))
    if all(each.low == each.high for each in ranges.values()):
        return Estimate(low=mid, mid=mid, high=mid)
    return interval([formula(each) for each in draws(ranges, count)], mid)


def interval(values: Sequence[float], mid: float) -> Estimate:
    """The 80% interval of sampled values, widened to hold the best estimate if need be."""
    return Estimate(
        low=min(quantile(values, 0.1), mid), mid=mid, high=max(quantile(values, 0.9), mid)
    )


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of `values` lie, linear between neighbours."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _radical_inverse(number: int, base: int) -> float:
    """Write `number` in `base` and mirror its digits at the point."""
    value, share = 0.0, 1.0 / base
    while number:
        number, digit = divmod(number, base)
        value += digit * share
        share /= base
    return value


def _halton(dimensions: int, count: int, seed: int) -> list[list[float]]:
    """`count` shifted points of the sequence, coordinate by coordinate, between 0 and 1."""
    if not 0 < dimensions <= len(_PRIMES):
        raise ValueError(f"between 1 and {len(_PRIMES)} dimensions, not {dimensions}")
    columns: list[list[float]] = []
    for axis in range(dimensions):
        shift = random.Random(seed + axis).random()  # noqa: S311 - a sample, no secret
        prime = _PRIMES[axis]
        columns.append(
            [(_radical_inverse(each, prime) + shift) % 1.0 for each in range(1, count + 1)]
        )
    return columns


def _strata(count: int) -> list[float]:
    """The middles of so many strata of equal probability, lowest first."""
    return [_to_normal((number + 0.5) / count) for number in range(count)]


def _to_normal(uniform: float) -> float:
    return max(-_Z_MAX, min(_Z_MAX, normal_quantile(min(max(uniform, 1e-6), 1 - 1e-6))))
