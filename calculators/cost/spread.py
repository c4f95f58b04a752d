"""Ranges of every arm's cost, probabilities, and what moves the difference between the best two.

Sampled at seeded points, the same ones for all arms (common random numbers): `uncertain` says what
varies.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from calculators.cost.arms import ArmBill, Machines, bill
from calculators.cost.inputs import CostInputs
from calculators.cost.uncertain import LABELS, accuracy_ranges, factor_ranges, with_factors
from calculators.physics.arms import Arm
from calculators.physics.ranges import Range, draws, latin_points
from calculators.swings import Swings, swings_of

SAMPLES = 128

type AtPoint = Callable[[Mapping[str, float]], Machines | None]
"""The machines with the uncertain numbers of a sample; None for a hosted model."""


@dataclass(frozen=True, kw_only=True)
class Spread:
    """What sampling found: values by arm, in the order of the samples."""

    total: Mapping[Arm, Sequence[float]]
    month: Mapping[Arm, Sequence[float]]
    correct: Mapping[Arm, Sequence[float]]
    """Cost of a right answer of arms whose accuracy is known; empty without requests."""

    def percent_below(self, one: Arm, other: Arm) -> float:
        """Probability that `one` costs less than `other` over the horizon."""
        return _percent_below(self.total[one], self.total[other])

    def cheapest_percent(self, arm: Arm) -> float:
        """Probability that no other arm costs less over the horizon."""
        return _lowest_percent(self.total, arm)

    def cheapest_correct_percent(self, arm: Arm) -> float:
        """Probability that no other arm's right answer costs less."""
        return _lowest_percent(self.correct, arm)

    def correct_percent_below(self, one: Arm, other: Arm) -> float:
        """Probability that a right answer of `one` costs less than one of `other`."""
        return _percent_below(self.correct[one], self.correct[other])


def spread(
    bills: Sequence[ArmBill], inputs: CostInputs, ranges: Mapping[str, Range], at: AtPoint
) -> Spread:
    """Sample the arms that can be used; `ranges` are those of own machines."""
    factors = {**factor_ranges(inputs), **ranges}
    accuracies = accuracy_ranges(inputs)
    arms = [each.arm for each in bills if each.available]
    total: dict[Arm, list[float]] = {arm: [] for arm in arms}
    month: dict[Arm, list[float]] = {arm: [] for arm in arms}
    correct: dict[Arm, list[float]] = {arm: [] for arm in arms if arm.name in accuracies}
    uncertain = {**factors, **{f"right {name}": each for name, each in accuracies.items()}}
    for point in draws(uncertain, SAMPLES, latin_points):
        sample, machines = with_factors(inputs, point), at(point)
        requests = sample.requests_per_month * inputs.horizon_months
        for arm in arms:
            spent = bill(arm, sample, machines, silent=True)
            usd, monthly_usd = spent.over_usd(sample.requests_per_month, inputs.horizon_months)
            total[arm].append(usd)
            month[arm].append(monthly_usd)
            if requests and arm in correct:
                right = min(point[f"right {arm.name}"], 1.0)
                correct[arm].append(usd / requests / right)
    return Spread(total=total, month=month, correct=correct)


def swings(
    arms: Sequence[Arm],
    inputs: CostInputs,
    ranges: Mapping[str, Range],
    labels: Mapping[str, str],
    at: AtPoint,
) -> Swings:
    """What moves most what the second arm costs more than the first; what both pay alike moves nothing.

    With one arm alone: what it costs.
    """

    def difference(point: Mapping[str, float]) -> float:
        sample, machines = with_factors(inputs, point), at(point)
        totals = [
            bill(arm, sample, machines, silent=True).cumulative_usd(
                sample.requests_per_month, inputs.horizon_months
            )
            for arm in arms
        ]
        return totals[-1] - (totals[0] if len(totals) > 1 else 0.0)

    return swings_of(difference, {**factor_ranges(inputs), **ranges}, {**LABELS, **labels})


def _percent_below(one: Sequence[float], other: Sequence[float]) -> float:
    """Share of samples in which the first is lower; equal ones count half."""
    if not one:
        return 50.0
    wins = sum((a < b) + 0.5 * (a == b) for a, b in zip(one, other, strict=True))
    return 100 * wins / len(one)


def _lowest_percent(values: Mapping[Arm, Sequence[float]], arm: Arm) -> float:
    """Share of samples in which an arm is the lowest; equal ones share it."""
    if not values[arm]:
        return 100 / len(values)
    found = 0.0
    for index, mine in enumerate(values[arm]):
        each = [other[index] for other in values.values()]
        lowest = min(each)
        if mine == lowest:
            found += 1 / each.count(lowest)
    return 100 * found / len(values[arm])
