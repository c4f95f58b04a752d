"""Carry what studies found over to the reader's own accuracy; gains.py says on which scale."""

import math

from calculators.answers import decided
from calculators.quality.gains import Gain, gain_of, moved
from calculators.quality.inputs import ARMS, DIFFERENCES, ENDS, NO_STUDY, QualityInputs
from calculators.quality.onward import onward, sources
from calculators.quality.order import (
    Comparison,
    answer_of,
    best_of,
    in_order,
    measured_arm,
    name_of,
)
from calculators.quality.results import (
    AHEAD,
    BEHIND,
    MEASURED,
    ONE_FIGURE,
    ONE_STUDY,
    ArmQuality,
    PairQuality,
    QualityResults,
)
from calculators.working import Term

_STUDIES = "studies of the chosen task, content/evidence/"


def compute(inputs: QualityInputs) -> QualityResults:
    """Expected accuracy of every arm with a study, and the comparison of those that a study compared."""
    base = inputs.base_accuracy_percent
    found = {name: gain_of(inputs, name) for name in DIFFERENCES}
    gains = {arm: found[f"{arm}_gain"] for arm in ARMS}
    arms = {arm: _arm(inputs, arm, gains[arm]) for arm in ARMS}
    # The arm that the reader measured is one of those to choose from.
    expected = {
        arm: each.expected_percent
        for arm, each in arms.items()
        if isinstance(each.expected_percent, float)
    }
    expected[measured_arm(inputs)] = base
    chances = Comparison(inputs, found)
    order = in_order(expected, chances)
    first, second = order[0], order[1] if len(order) > 1 else ""
    ends = _ends_of(arms.get(first), expected[first])
    return QualityResults(
        answer=answer_of(arms, order, expected, chances),
        best=best_of(order, chances),
        # One figure carried over is no number to show without saying so; the answer does.
        best_percent=ONE_STUDY if ONE_FIGURE in ends else expected[first],
        best_low_percent=ends[0],
        best_high_percent=ends[1],
        runner_up=name_of(second) if second else NO_STUDY,
        long_context=arms["long_context"],
        rag=arms["rag"],
        fine_tuned=arms["fine_tuned"],
        rag_fine_tuned=arms["rag_fine_tuned"],
        long_context_over_rag=_pair(found["long_context_over_rag"]),
        fine_tuned_over_rag=_pair(found["fine_tuned_over_rag"]),
        both_over_rag=_pair(found["both_over_rag"]),
        both_over_fine_tuned=_pair(found["both_over_fine_tuned"]),
        sources=sources(inputs),
        onward=onward(inputs, arms),
        working=_working(inputs, gains),
    )


def _ends_of(arm: ArmQuality | None, measured: float) -> tuple[float | str, float | str]:
    """The ends of an arm's range; of the accuracy that was measured itself, that one."""
    if arm is None or not arm.studies:
        return measured, measured
    return arm.expected_low_percent, arm.expected_high_percent


def _arm(inputs: QualityInputs, arm: str, gain: Gain) -> ArmQuality:
    if not gain.studies:
        return _without_study()
    low, mid, high = sorted(getattr(inputs, f"{arm}_published_{end}_percent") for end in ENDS)
    base = moved(inputs.base_accuracy_percent, 0.0)  # so that rounding is no gain
    expected = {end: moved(inputs.base_accuracy_percent, getattr(gain, end)) for end in ENDS}
    measured = arm == measured_arm(inputs)
    alone = gain.studies == 1 and gain.low == gain.high and not measured
    return ArmQuality(
        published_percent=mid,
        published_low_percent=ONE_FIGURE if alone else low,
        published_high_percent=ONE_FIGURE if alone else high,
        expected_percent=expected["mid"],
        expected_low_percent=ONE_FIGURE if alone else expected["low"],
        expected_high_percent=ONE_FIGURE if alone else expected["high"],
        gain_points=expected["mid"] - base,
        gain_low_points=ONE_FIGURE if alone else expected["low"] - base,
        gain_high_points=ONE_FIGURE if alone else expected["high"] - base,
        better_percent=MEASURED if measured else _chance(gain),
        studies=gain.studies,
        rows=gain.rows,
    )


def _without_study() -> ArmQuality:
    return ArmQuality(
        published_percent=NO_STUDY,
        published_low_percent=NO_STUDY,
        published_high_percent=NO_STUDY,
        expected_percent=NO_STUDY,
        expected_low_percent=NO_STUDY,
        expected_high_percent=NO_STUDY,
        gain_points=NO_STUDY,
        gain_low_points=NO_STUDY,
        gain_high_points=NO_STUDY,
        better_percent=NO_STUDY,
        studies=0,
        rows=0,
    )


def _pair(gain: Gain) -> PairQuality:
    return PairQuality(
        verdict=_verdict(gain),
        probability_percent=_chance(gain),
        studies=gain.studies,
        rows=gain.rows,
    )


def _verdict(gain: Gain) -> str:
    if gain.studies == 0:
        return NO_STUDY
    if gain.studies == 1:
        return f"{ONE_STUDY}: {AHEAD if gain.mid > 0 else BEHIND if gain.mid else 'a draw'}"
    return decided(gain.probability, AHEAD, BEHIND)


def _chance(gain: Gain) -> float | str:
    if gain.studies == 0:
        return NO_STUDY
    return 100 * gain.probability if gain.studies > 1 else ONE_STUDY


def _working(inputs: QualityInputs, gains: dict[str, Gain]) -> tuple[Term, ...]:
    base = inputs.base_accuracy_percent
    odds = base / (100 - base)
    terms = [
        Term(
            name="odds",
            label="Odds of a right answer, as you measured",
            formula="base_percent / (100 - base_percent)",
            numbers={"base_percent": base},
            value=odds,
            unit="",
        )
    ]
    for arm, gain in gains.items():
        if gain.studies:
            numbers = {"odds": odds, "e": math.e, "gain_logits": gain.mid}
            terms.append(
                Term(
                    name=f"{arm}_percent",
                    label=f"Right answers to expect with {ARMS[arm]}",
                    formula="100 * odds * e ** gain_logits / (1 + odds * e ** gain_logits)",
                    numbers=numbers,
                    value=moved(base, gain.mid),
                    unit="%",
                    source=_STUDIES,
                )
            )
    return tuple(terms)
