"""Put the arms in order, and say how sure that order is.

The order comes from head-to-head comparisons on the same model and questions, where there are
any: expected accuracies of two arms may rest on different studies, and an arm that only one flattering
study measured must not pass one that the same study had above it.
"""

from dataclasses import dataclass

from calculators.answers import SURE, TOO_CLOSE, named
from calculators.quality.gains import Gain, turned
from calculators.quality.inputs import ARMS, NO_STUDY, PAIRS, QualityInputs
from calculators.quality.results import (
    NOT_COMPARED,
    ONE_FIGURE,
    ONE_STUDY,
    ArmQuality,
)
from calculators.quantities import probability_in_words

_PROMPT_ONLY = "prompt_only"
_LONG_CONTEXT = "long_context"


def measured_arm(inputs: QualityInputs) -> str:
    """The arm that the reader's own accuracy is of."""
    return _LONG_CONTEXT if inputs.from_long_context else _PROMPT_ONLY


@dataclass(frozen=True)
class Comparison:
    """Which range tells two arms apart: the direct comparison, or the gain on the measured arm."""

    inputs: QualityInputs
    found: dict[str, Gain]

    def of(self, one: str, other: str) -> Gain | None:
        """How far `one` is ahead of `other`, or None where no study compared them."""
        measured = measured_arm(self.inputs)
        if other == measured:
            return self._known(self.found[f"{one}_gain"])
        if one == measured:
            return self._known(turned(self.found[f"{other}_gain"]))
        for name, arms in PAIRS.items():
            if arms == (one, other):
                return self._known(self.found[name])
            if arms == (other, one):
                return self._known(turned(self.found[name]))
        return None

    @staticmethod
    def _known(gain: Gain) -> Gain | None:
        return gain if gain.studies else None


def in_order(expected: dict[str, float], chances: Comparison) -> list[str]:
    """Arms, best first: by expected accuracy, but none before one that beat it head to head.

    Where the comparisons run in a circle, expected accuracy alone decides.
    """
    left = sorted(expected, key=lambda arm: -expected[arm])
    order: list[str] = []
    while left:
        unbeaten = [
            arm
            for arm in left
            if not any(
                (gain := chances.of(arm, other)) and gain.mid < 0 for other in left if other != arm
            )
        ]
        order.append((unbeaten or left)[0])
        left.remove(order[-1])
    return order


def answer_of(
    arms: dict[str, ArmQuality],
    order: list[str],
    expected: dict[str, float],
    chances: Comparison,
) -> str:
    """Which of the first two arms is ahead, how sure that is, and what to expect of the first."""
    if len(order) < 2:
        return f"{NO_STUDY} of this task compares arms"
    return _first_two(arms, order, expected, chances) + _higher_number(order, expected, chances)


def best_of(order: list[str], chances: Comparison) -> str:
    """What the studies decide of the first arm, by the rule of the answer, or that they do not."""
    first = name_of(order[0])
    if len(order) < 2:
        return NOT_COMPARED
    gain = chances.of(order[0], order[1])
    if gain is None:
        return f"{NOT_COMPARED}, {first} by the best estimate"
    if gain.studies == 1:
        return f"{first}, by {ONE_STUDY}"
    return named([first], gain.probability)


def _higher_number(order: list[str], expected: dict[str, float], chances: Comparison) -> str:
    """Why an arm that shows a higher number than the first does not stand before it."""
    first = order[0]
    highest = max(order, key=lambda arm: expected[arm])
    if expected[highest] <= expected[first]:
        return ""
    said = f". The {expected[highest]:.0f}% of {name_of(highest)} come from another set of studies"
    if highest == order[1]:  # how it stands to the first is said already
        return said
    beaten = chances.of(first, highest)
    if beaten and beaten.mid > 0:
        return f"{said}; where both were measured, {name_of(first)} was ahead"
    return f"{said}; measured against another arm, it was behind"


def _first_two(
    arms: dict[str, ArmQuality],
    order: list[str],
    expected: dict[str, float],
    chances: Comparison,
) -> str:
    first, second = order[:2]
    gain = chances.of(first, second)
    names = f"{name_of(first)} or {name_of(second)}"
    span = _span(arms.get(first), expected[first])
    if gain is None:
        return f"{names}: {NO_STUDY} measured both on one model; {name_of(first)} {span}"
    if gain.studies == 1:
        return (
            f"{name_of(first)} before {name_of(second)} in the {ONE_STUDY} that measured both;"
            f" {name_of(first)} {span}"
        )
    known = (
        f"probability {probability_in_words(100 * gain.probability)} for the first,"
        f" {gain.studies} studies"
    )
    if gain.probability < SURE:
        return f"{TOO_CLOSE.capitalize()}: {names} ({known}); {name_of(first)} {span}"
    return f"{name_of(first)} before {name_of(second)} ({known}); {name_of(first)} {span}"


def _span(arm: ArmQuality | None, expected: float) -> str:
    """The accuracy to expect, as a range where there is one."""
    if arm is None or not arm.studies:
        return f"{expected:.0f}% right"
    if not isinstance(arm.expected_low_percent, float):
        source = f"{ONE_FIGURE} of {ONE_STUDY} ({arm.published_percent:.0f}% there)"
        return f"{expected:.0f}% right by {source}, carried over to your baseline"
    low, high = f"{arm.expected_low_percent:.0f}", f"{arm.expected_high_percent:.0f}"
    span = f"{low}% right" if low == high else f"{low} to {high}% right"
    return f"{span} by {ONE_STUDY}" if arm.studies == 1 else span


def name_of(arm: str) -> str:
    """The arm as readers see it."""
    return ARMS.get(arm, "Prompt only")
