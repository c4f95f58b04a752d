"""Questions, power and intervals of comparing two shares of right answers.

Paired (both arms answer the same questions, McNemar 1947): only questions that one arm has right and
the other wrong count. With a share d of them and a difference of accuracy D, Connor 1987 gives

    n = ((z_a * sqrt(d) + z_b * sqrt(d - D^2)) / D)^2

Unpaired (each arm has questions of its own, n each; Fleiss, Levin and Paik 2003, without correction
for continuity), with p the mean of both accuracies:

    n = ((z_a * sqrt(2 * p * (1 - p)) + z_b * sqrt(p1 * (1 - p1) + p2 * (1 - p2))) / D)^2

z_a and z_b are the normal quantiles of 1 - significance / 2 and of the power.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from calculators.physics.ranges import normal_quantile

_STEPS = 60
_NO_ROOM = 1e-9
"""Less room above an accuracy is rounding: a sum of both would be that accuracy again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Demand:
    """What a test must keep: both quantiles."""

    z_significance: float
    z_power: float


def demand(significance: float, power: float, comparisons: int) -> Demand:
    """Two-sided; several comparisons share the significance (Bonferroni)."""
    return Demand(
        z_significance=normal_quantile(1 - significance / comparisons / 2),
        z_power=normal_quantile(power),
    )


def paired_questions(difference: float, discordant: float, wanted: Demand) -> float:
    """Questions that both arms answer; `discordant` is at least `difference`."""
    spread = wanted.z_power * math.sqrt(max(0.0, discordant - difference**2))
    return ((wanted.z_significance * math.sqrt(discordant) + spread) / difference) ** 2


def unpaired_questions(one: float, other: float, wanted: Demand) -> float:
    """Questions of each arm for accuracies `one` and `other`."""
    mean = (one + other) / 2
    spread = wanted.z_power * math.sqrt(one * (1 - one) + other * (1 - other))
    both = wanted.z_significance * math.sqrt(2 * mean * (1 - mean)) + spread
    return (both / (one - other)) ** 2


def paired_power(difference: float, discordant: float, questions: float, wanted: Demand) -> float:
    """Chance that so many questions show the difference; Connor's formula, solved for the power."""
    reach = difference * math.sqrt(questions) - wanted.z_significance * math.sqrt(discordant)
    return _normal_below(reach, math.sqrt(max(0.0, discordant - difference**2)))


def unpaired_power(one: float, other: float, questions: float, wanted: Demand) -> float:
    """Chance that so many questions of each arm show the difference."""
    mean = (one + other) / 2
    need = wanted.z_significance * math.sqrt(2 * mean * (1 - mean))
    reach = abs(one - other) * math.sqrt(questions) - need
    return _normal_below(reach, math.sqrt(one * (1 - one) + other * (1 - other)))


def smallest_paired(discordant: float, questions: float, wanted: Demand) -> float | None:
    """The smallest difference that so many questions show, or None if not even the largest."""
    return _smallest(
        lambda difference: paired_questions(difference, discordant, wanted), discordant, questions
    )


def smallest_unpaired(one: float, questions: float, wanted: Demand) -> float | None:
    """As `smallest_paired`, above an accuracy of `one`."""
    return _smallest(
        lambda difference: unpaired_questions(one, one + difference, wanted), 1 - one, questions
    )


def wilson(share: float, questions: float, z: float) -> tuple[float, float]:
    """Interval of a measured share (Wilson 1927); never outside 0 to 1, unlike share ± z * error."""
    centre = share + z**2 / (2 * questions)
    reach = z * math.sqrt(share * (1 - share) / questions + z**2 / (4 * questions**2))
    scale = 1 + z**2 / questions
    low, high = max(0.0, (centre - reach) / scale), min(1.0, (centre + reach) / scale)
    # Of none and of all the interval begins and ends there, whatever rounding makes of it.
    return (0.0 if share == 0 else low), (1.0 if share == 1 else high)


def _smallest(needed: Callable[[float], float], largest: float, questions: float) -> float | None:
    if largest <= _NO_ROOM or needed(largest) > questions:
        return None
    low, high = 0.0, largest
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if middle > 0 and needed(middle) <= questions:
            high = middle
        else:
            low = middle
    return high


def _normal_below(reach: float, spread: float) -> float:
    """Standard normal distribution at reach / spread; without spread it is sure either way."""
    if spread == 0:
        return float(reach >= 0)
    return 0.5 * math.erfc(-reach / spread / math.sqrt(2))
