"""Put difference, test, questions and judge together."""

import math
from typing import Any

from calculators.physics.ledger import Ledger
from calculators.physics.ranges import Range, normal_quantile, propagate
from calculators.quantities import format_estimate, format_quantity
from calculators.sample_size.inputs import SampleSizeInputs
from calculators.sample_size.judge import Judge
from calculators.sample_size.power import (
    Demand,
    demand,
    paired_power,
    paired_questions,
    smallest_paired,
    smallest_unpaired,
    unpaired_power,
    unpaired_questions,
    wilson,
)
from calculators.sample_size.results import (
    ABOVE_ALL,
    GUESSING,
    LESS_THAN_REPORTED,
    MORE_THAN_REPORTED,
    NOT_SHOWN,
    TOO_LITTLE_DISCORDANT,
    TOO_MUCH_DISCORDANT,
    SampleSizeResults,
)

CHART_POINTS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 15)
_ROUNDING = 1e-9
_BEST = 1e-6
"""A judge must tell right from wrong by more than this, or nothing can be corrected."""


def compute(inputs: SampleSizeInputs) -> SampleSizeResults:
    """Questions needed, and what those at hand show; no inputs within their bounds raise.

    The range comes from the share of discordant questions, which is known last. Significance, power
    and the difference worth having are decisions and have none.
    """
    ledger = Ledger()
    wanted = demand(
        inputs.significance_percent / 100, inputs.power_percent / 100, inputs.comparisons
    )
    one = inputs.accuracy_percent / 100
    other = one + inputs.difference_points / 100
    discordant = inputs.discordant_percent / 100
    judge = Judge(
        sensitivity=inputs.sensitivity_percent / 100, specificity=inputs.specificity_percent / 100
    )
    problem = _problem(one, other, discordant)
    unpaired: float | str = ABOVE_ALL
    power: float | str = ABOVE_ALL
    if other <= 1 + _ROUNDING:
        other = min(1.0, other)
        unpaired = _show_unpaired(one, other, wanted, ledger)
        power = 100 * unpaired_power(one, other, inputs.questions, wanted)
    paired = _paired(inputs, one, other, wanted, ledger, problem)
    return SampleSizeResults(
        answer=_answer(inputs, paired["paired_questions"], unpaired),
        unpaired_questions=unpaired,
        unpaired_power_percent=power,
        independent_discordant_percent=ABOVE_ALL
        if isinstance(unpaired, str)
        else 100 * (one * (1 - other) + other * (1 - one)),
        smallest_paired_points=_smallest_paired(one, discordant, inputs.questions, wanted),
        smallest_unpaired_points=_points(smallest_unpaired(one, inputs.questions, wanted), one),
        questions_by_points=_chart(one, discordant, judge, wanted),
        **paired,
        **_judged(judge, (one, other), discordant, wanted, problem, unpaired),
        **_measured(inputs, judge, ledger),
        working=tuple(ledger.terms),
    )


def _problem(one: float, other: float, discordant: float) -> str | None:
    """Why two arms cannot have these accuracies and so many discordant questions."""
    if other > 1 + _ROUNDING:
        return ABOVE_ALL
    if discordant < other - one - _ROUNDING:
        return TOO_LITTLE_DISCORDANT
    if discordant > _most_discordant(one, other) + _ROUNDING:
        return TOO_MUCH_DISCORDANT
    return None


def _most_discordant(one: float, other: float) -> float:
    return min(one + other, 2 - one - other)


def _show_unpaired(one: float, other: float, wanted: Demand, ledger: Ledger) -> float:
    return ledger.add(
        "unpaired_questions",
        "questions of each arm",
        "ceil(((z_significance * sqrt(2 * mean * (1 - mean))"
        " + z_power * sqrt(one * (1 - one) + other * (1 - other))) / (one - other)) ** 2)",
        math.ceil(unpaired_questions(one, other, wanted)),
        "questions",
        "Fleiss, Levin and Paik 2003",
        z_significance=wanted.z_significance,
        z_power=wanted.z_power,
        mean=(one + other) / 2,
        one=one,
        other=other,
    )


def _paired(  # noqa: PLR0913, PLR0917 - what the test is made of
    inputs: SampleSizeInputs,
    one: float,
    other: float,
    wanted: Demand,
    ledger: Ledger,
    problem: str | None,
) -> dict[str, Any]:
    names = (
        "paired_questions",
        "paired_low_questions",
        "paired_high_questions",
        "paired_power_percent",
    )
    if problem is not None:
        return dict.fromkeys(names, problem)
    difference = other - one
    middle = inputs.discordant_percent / 100
    least, most = difference, _most_discordant(one, other)

    def needed(values: Any) -> float:
        discordant = min(max(values["discordant"], least), most)
        return paired_questions(difference, discordant, wanted)

    factor = inputs.discordant_factor
    share = Range(low=middle / factor, mid=middle, high=middle * factor)
    estimate = propagate(needed, {"discordant": share})
    questions = ledger.add(
        "paired_questions",
        "questions that both arms answer",
        "ceil(((z_significance * sqrt(discordant) + z_power * sqrt(max(0, discordant - difference ** 2)))"
        " / difference) ** 2)",
        math.ceil(estimate.mid),
        "questions",
        "Connor 1987",
        z_significance=wanted.z_significance,
        z_power=wanted.z_power,
        discordant=min(max(middle, least), most),
        difference=difference,
    )
    return {
        "paired_questions": questions,
        "paired_low_questions": math.ceil(estimate.low),
        "paired_high_questions": math.ceil(estimate.high),
        "paired_power_percent": 100 * paired_power(difference, middle, inputs.questions, wanted),
    }


def _judged(  # noqa: PLR0913, PLR0917 - what the judge looks at
    judge: Judge,
    accuracies: tuple[float, float],
    discordant: float,
    wanted: Demand,
    problem: str | None,
    unpaired: float | str,
) -> dict[str, Any]:
    names = ("judged_paired_questions", "judged_unpaired_questions", "judge_factor")
    if judge.youden <= _BEST:
        return dict.fromkeys(names, GUESSING)
    answers: dict[str, Any] = dict.fromkeys(names, problem)
    one, other = accuracies
    if not isinstance(unpaired, str):
        own = unpaired_questions(judge.reported(one), judge.reported(other), wanted)
        answers["judged_unpaired_questions"] = math.ceil(own)
    if problem is None:
        seen = judge.discordant(one, other, discordant)
        difference = judge.youden * (other - one)
        needed = paired_questions(difference, seen, wanted)
        answers["judged_paired_questions"] = math.ceil(needed)
        answers["judge_factor"] = needed / paired_questions(other - one, discordant, wanted)
    return answers


def _measured(inputs: SampleSizeInputs, judge: Judge, ledger: Ledger) -> dict[str, Any]:
    share = inputs.measured_percent / 100
    z = normal_quantile(1 - inputs.significance_percent / 200)
    low, high = wilson(share, inputs.questions, z)
    ledger.add(
        "measured_low",
        "measured accuracy, low end",
        "max(0, (share + z ** 2 / (2 * n) - z * sqrt(share * (1 - share) / n + z ** 2 / (4 * n ** 2)))"
        " / (1 + z ** 2 / n))",
        low,
        "",
        "Wilson 1927",
        share=share,
        z=z,
        n=inputs.questions,
    )
    interval = {"measured_low_percent": 100 * low, "measured_high_percent": 100 * high}
    names = ("corrected_percent", "corrected_low_percent", "corrected_high_percent")
    if judge.youden <= _BEST:
        return interval | dict.fromkeys(names, GUESSING)
    if impossible := _impossible(inputs, judge, (low, high), z):
        return interval | dict.fromkeys(names, impossible)
    accuracy = ledger.add(
        "corrected",
        "accuracy behind the measured one",
        "min(1, max(0, (share + specificity - 1) / (sensitivity + specificity - 1)))",
        judge.corrected(share),
        "",
        "Rogan and Gladen 1978",
        share=share,
        sensitivity=judge.sensitivity,
        specificity=judge.specificity,
    )
    ends = judge.interval(share, (low, high), z, inputs.checked_right, inputs.checked_wrong)
    return interval | {
        "corrected_percent": 100 * accuracy,
        "corrected_low_percent": 100 * ends[0],
        "corrected_high_percent": 100 * ends[1],
    }


def _impossible(
    inputs: SampleSizeInputs, judge: Judge, ends: tuple[float, float], z: float
) -> str | None:
    """Why no accuracy stands behind a measured one, chance in it and in the judge's check included."""
    _, most = wilson(judge.sensitivity, inputs.checked_right, z)
    least, _ = wilson(1 - judge.specificity, inputs.checked_wrong, z)
    if ends[0] > most:
        return MORE_THAN_REPORTED
    return LESS_THAN_REPORTED if ends[1] < least else None


def _smallest_paired(
    one: float, discordant: float, questions: float, wanted: Demand
) -> float | str:
    """In points; arms that are both wrong nearly always must differ by what is discordant beyond that."""
    difference = smallest_paired(discordant, questions, wanted)
    if difference is None:
        return NOT_SHOWN
    difference = max(difference, discordant - 2 * one)
    if one + difference <= 1 + _ROUNDING:
        problem = _problem(one, one + difference, discordant)
        return problem or 100 * difference
    return NOT_SHOWN


def _points(difference: float | None, one: float) -> float | str:
    if difference is None or one + difference > 1 + _ROUNDING:
        return NOT_SHOWN
    return 100 * difference


def _chart(
    one: float, discordant: float, judge: Judge, wanted: Demand
) -> dict[str, tuple[tuple[float, float], ...]]:
    lines: dict[str, list[tuple[float, float]]] = {
        "Same questions": [],
        "Same questions, this judge": [],
        "Own questions each": [],
    }
    for points in CHART_POINTS:
        other = one + points / 100
        if other > 1 + _ROUNDING:
            continue
        other = min(1.0, other)
        lines["Own questions each"].append((float(points), unpaired_questions(one, other, wanted)))
        if _problem(one, other, discordant) is not None:
            continue
        lines["Same questions"].append(
            (float(points), paired_questions(other - one, discordant, wanted))
        )
        if judge.youden > _BEST:
            seen = judge.discordant(one, other, discordant)
            lines["Same questions, this judge"].append(
                (float(points), paired_questions(judge.youden * (other - one), seen, wanted))
            )
    return {label: tuple(line) for label, line in lines.items() if line}


def _answer(inputs: SampleSizeInputs, paired: float | str, unpaired: float | str) -> str:
    points = format_quantity(inputs.difference_points, "points")
    if isinstance(unpaired, str):
        return f"No number of questions: {unpaired}."
    own = f"{format_quantity(unpaired, 'questions')} each if they answer different ones"
    if isinstance(paired, str):
        return f"To see {points}: {own}. With the same questions: {paired}."
    same = f"{format_estimate(paired, 'questions')} that both arms answer"
    return f"To see {points}: {same}, or {own}."
