"""Two arms against each other: break-even in requests, crossover in months, and the verdict."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from calculators.answers import DOES_NOT_FIT, NONE, TOO_CLOSE
from calculators.calculator import LATER
from calculators.cost.arms import ArmBill
from calculators.cost.inputs import CostInputs
from calculators.cost.results import (
    MAY_NOT_FIT,
    NO_CROSSOVER,
    NOT_COMPARABLE,
    NOT_KNOWN,
    Comparison,
)
from calculators.cost.spread import Spread
from calculators.cost.uncertain import accuracy
from calculators.physics.arms import Arm
from calculators.quantities import format_estimate, format_quantity, probability_in_words

_SAME = 1e-12
"""Relative difference below which two sums of money are equal but for rounding."""


def compare(
    one: ArmBill,
    other: ArmBill,
    inputs: CostInputs,
    sampled: Spread | None,
    spent: Mapping[Arm, Sequence[float]],
) -> Comparison:
    """Compare two arms over the horizon; without a sample, no verdict.

    An arm that cannot be used is compared with none. `spent` holds what each that can be used has
    cost in dollars by the end of month 0 (the start), 1, 2, ...
    """
    if not (one.available and other.available):
        return Comparison(
            cheaper=NOT_COMPARABLE,
            first_cheaper_percent=None,
            difference_usd=None,
            break_even_requests_per_month=NOT_COMPARABLE,
            cheaper_above_break_even=NOT_COMPARABLE,
            crossover_month=NOT_COMPARABLE,
        )
    totals = [_total(each, inputs) for each in (one, other)]
    percent = None if sampled is None else sampled.percent_below(one.arm, other.arm)
    break_even, above = _break_even(one, other, inputs)
    return Comparison(
        cheaper=_cheaper(one, other, percent, inputs),
        first_cheaper_percent=LATER if percent is None else percent,
        difference_usd=max(totals) - min(totals),
        break_even_requests_per_month=break_even,
        cheaper_above_break_even=above,
        crossover_month=_crossover_month(spent[one.arm], spent[other.arm]),
    )


def _cheaper(one: ArmBill, other: ArmBill, percent: float | None, inputs: CostInputs) -> str:
    """The cheaper of two arms where its probability is high enough to say so."""
    if percent is None:
        return LATER
    low, high = sorted(_total(each, inputs) for each in (one, other))
    if max(percent, 100 - percent) < inputs.sure_percent or high - low <= _SAME * high:
        return TOO_CLOSE
    return one.arm.label if percent > 50 else other.arm.label


def ranking(bills: Sequence[ArmBill], inputs: CostInputs) -> list[ArmBill]:
    """The arms that can be used, cheapest over the horizon first."""
    usable = [each for each in bills if each.available]
    return sorted(usable, key=lambda each: _total(each, inputs))


def verdict(
    ranked: Sequence[ArmBill], inputs: CostInputs, sampled: Spread | None
) -> tuple[str, str]:
    """Name the cheapest arm, or say why none is named; and the same as a sentence.

    The rule: an arm is named if its best estimate is the lowest and the probability that it costs
    less than the next, over the uncertainties stated, is at least `sure_percent`.
    """
    months = format_quantity(inputs.horizon_months, "months")
    if not ranked:
        return NONE, "No arm can be used with these numbers: see the first row of the table."
    first = ranked[0].arm.label
    costs = [format_estimate(_total(each, inputs), "USD") for each in ranked]
    if len(ranked) == 1:
        return first, f"Only {first} can be used: {costs[0]} over {months}."
    if sampled is None:
        return LATER, LATER
    second = ranked[1].arm.label
    percent = sampled.percent_below(ranked[0].arm, ranked[1].arm)
    if _cheaper(ranked[0], ranked[1], percent, inputs) != first:
        lower, higher = f"{first} ({costs[0]})", f"{second} ({costs[1]})"
        if percent >= 50:
            what = f"{lower} is cheaper than {higher}"
        elif costs[0] == costs[1]:
            what = f"{higher} is cheaper than {lower}"
        else:  # a long tail: the dearer arm by the best estimate is the cheaper in most samples
            what = f"{lower} has the lower estimate, but {higher} is cheaper"
        sure = probability_in_words(max(percent, 100 - percent))
        return TOO_CLOSE, f"Too close to call over {months}: {what} with a probability {sure}."
    sure = probability_in_words(percent)
    saving = format_quantity(saving_percent(ranked, inputs), "%")
    what = f"{first} costs least over {months}: {costs[0]}, {saving} less than {second}"
    return first, f"{what}; {first} is cheaper with a probability {sure}."


def fits_in_words(bills: Iterable[ArmBill], inputs: CostInputs) -> str:
    """Which arms may not fit; where none can be used because none fits, what would do."""
    bills = list(bills)
    unsure = [each.arm.label for each in bills if each.fit.status == MAY_NOT_FIT]
    if unsure:
        return f" May or may not fit: {', '.join(unsure)}."
    too_large = [each for each in bills if each.fit.status == DOES_NOT_FIT]
    if not too_large or any(each.available for each in bills):
        return ""
    here = format_quantity(inputs.gpus_per_replica, "accelerators")
    enough = [each.fit.enough for each in too_large if each.fit.enough]
    if not enough:
        return f" None fits on {here}."
    least = min(enough)
    labels = ", ".join(each.arm.label for each in too_large if each.fit.enough == least)
    return f" None fits on {here}; on {least} accelerators would fit: {labels}."


def hits_in_words(most: float | None, bills: Iterable[ArmBill], inputs: CostInputs) -> str:
    """That even the low end of the cache hits entered is more than the traffic finds, if any arm caches."""
    if not any(each.available and each.request.get("cached_input_usd") for each in bills):
        return ""
    if not inputs.requests_per_month:  # no traffic finds nothing, and pays for nothing either
        return ""
    if most is None or inputs.cache_hit_percent - inputs.cache_hit_spread_points <= most:
        return ""
    found = format_quantity(most, "%")
    return f" The cache hits entered are more than the {found} that this traffic finds."


def right_answer(
    ranked: Sequence[ArmBill], inputs: CostInputs, sampled: Spread | None
) -> tuple[str, float | str | None]:
    """The arm whose right answers cost least, by the same rule, and its probability.

    Of arms whose accuracy is known; one of several alone is compared with nothing.
    """
    if not ranked or not inputs.requests_per_month:
        return NONE, None
    usd = {
        each.arm: _total(each, inputs) / right
        for each in ranked
        if (right := accuracy(each.arm, inputs)) is not None
    }
    order = sorted(usd, key=lambda arm: usd[arm])
    if not order:
        return NOT_KNOWN, None
    if len(order) == 1:
        return (order[0].label if len(ranked) == 1 else NOT_COMPARABLE), None
    if sampled is None:
        return LATER, LATER
    percent = sampled.correct_percent_below(order[0], order[1])
    named = order[0].label if percent >= inputs.sure_percent else TOO_CLOSE
    return named, percent


def right_answer_in_words(cheapest: str, correct: str, percent: float | str | None) -> str:
    """What a right answer decides where that is not what the total decides."""
    if correct == cheapest or not isinstance(percent, float):
        return ""
    if correct == TOO_CLOSE:
        return " Which arm's right answers cost least is too close to call."
    return (
        f" A right answer costs least with {correct} (probability {probability_in_words(percent)})."
    )


def saving_percent(ranked: Sequence[ArmBill], inputs: CostInputs) -> float | None:
    """By how much the cheapest arm costs less than the next, as a share of the next."""
    if len(ranked) < 2:
        return None
    first, second = (_total(each, inputs) for each in ranked[:2])
    return 100 * (second - first) / second if second > 0 else 0.0


def _total(bill: ArmBill, inputs: CostInputs) -> float:
    return bill.cumulative_usd(inputs.requests_per_month, inputs.horizon_months)


def _break_even(one: ArmBill, other: ArmBill, inputs: CostInputs) -> tuple[float | str, str]:
    """Requests a month at which both cost the same, and the arm that is cheaper above.

    A cost is a straight line in requests, bent where a store's minimum is used up and where the
    machines kept on are full; whole machines are steps along it, counted here in parts. The gap
    between two costs is such a line too, and is searched piece by piece for its first zero.
    """
    bends = {fee.requests_covered for each in (one, other) for fee in (each.store, each.fleet)} - {
        math.inf
    }
    for begin, end in pairwise([*sorted(bends | {0.0}), math.inf]):
        gap = _gap_usd(one, other, begin, inputs)
        slope = inputs.horizon_months * _gap_a_request(one, other, begin)
        if gap == 0 or slope == 0:
            continue
        meeting = begin - gap / slope
        if begin < meeting <= end:
            return meeting, (other if slope > 0 else one).arm.label
    gaps = [_gap_usd(one, other, at, inputs) for at in sorted(bends | {0.0})]
    gaps.append(_gap_a_request(one, other, max(bends, default=0.0)))
    sign = next((gap for gap in gaps if gap != 0), 0.0)
    if sign == 0:
        return "always equal", "neither"
    always = (other if sign > 0 else one).arm.label
    return f"always cheaper: {always}", always


def _gap_usd(one: ArmBill, other: ArmBill, requests: float, inputs: CostInputs) -> float:
    """By how much `one` costs more over the horizon; exactly 0 where they differ by rounding."""
    totals = [each.divisible_usd(requests, inputs.horizon_months) for each in (one, other)]
    return _difference(*totals)


def _gap_a_request(one: ArmBill, other: ArmBill, requests: float) -> float:
    return _difference(one.further_request_usd(requests), other.further_request_usd(requests))


def _difference(one: float, other: float) -> float:
    return 0.0 if abs(one - other) <= _SAME * max(one, other) else one - other


def _crossover_month(one_usd: Sequence[float], other_usd: Sequence[float]) -> int | str:
    """First month in which the arm that is cheaper to start has cost more in all; of equals none is."""
    if abs(one_usd[0] - other_usd[0]) <= _SAME * max(one_usd[0], other_usd[0]):
        return NO_CROSSOVER
    ahead, behind = sorted((one_usd, other_usd), key=lambda spent: spent[0])
    for month, (more, less) in enumerate(zip(ahead, behind, strict=True)):
        if month > 0 and more - less > _SAME * more:
            return month
    return NO_CROSSOVER
