"""The sample-size calculator: published examples, and its powers and intervals against simulation."""

import math
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.registry import CALCULATORS
from calculators.sample_size import SampleSizeInputs, compute
from calculators.sample_size.judge import Judge
from calculators.sample_size.power import (
    demand,
    paired_power,
    paired_questions,
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
)
from tests import strategies

USUAL = demand(0.05, 0.8, 1)
RUNS = 2_000


def make(**changed: Any) -> SampleSizeInputs:
    return replace(SampleSizeInputs(), **changed)


def answers(
    chance: random.Random, one: float, other: float, discordant: float
) -> tuple[bool, bool]:
    """One question: whether each arm is right."""
    only_other = (discordant + other - one) / 2
    only_one = discordant - only_other
    both = one - only_one
    draw = chance.random()
    if draw < both:
        return True, True
    if draw < both + only_one:
        return True, False
    return False, draw < both + only_one + only_other


def test_a_published_example_of_paired_shares() -> None:
    """Discordant shares of 45 and 5%: 23 pairs for a power of 80%, two-sided."""
    assert math.ceil(paired_questions(0.40, 0.50, USUAL)) == 23


def test_the_worked_example() -> None:
    """80 against 85%, 15% discordant, worked by hand in the calculator's notes."""
    results = compute(SampleSizeInputs())
    assert results.paired_questions == 469
    assert results.unpaired_questions == 906


def test_paired_power_is_that_of_a_simulation() -> None:
    """McNemar's test on drawn answers finds the difference as often as the formula says."""
    chance = random.Random(20261121)
    questions = math.ceil(paired_questions(0.05, 0.15, USUAL))
    found = 0
    for _ in range(RUNS):
        pairs = [answers(chance, 0.80, 0.85, 0.15) for _ in range(questions)]
        gained = sum(other and not one for one, other in pairs)
        lost = sum(one and not other for one, other in pairs)
        found += abs(gained - lost) > USUAL.z_significance * math.sqrt(gained + lost)
    # The formula is an approximation of a test on whole numbers; three errors of 0.9 points each.
    assert found / RUNS == pytest.approx(0.80, abs=0.03)


def test_unpaired_power_is_that_of_a_simulation() -> None:
    """The test of two proportions on drawn answers does as well."""
    chance = random.Random(20261121)
    questions = math.ceil(unpaired_questions(0.60, 0.80, USUAL))
    found = 0
    for _ in range(RUNS):
        one = sum(chance.random() < 0.60 for _ in range(questions)) / questions
        other = sum(chance.random() < 0.80 for _ in range(questions)) / questions
        mean = (one + other) / 2
        error = math.sqrt(2 * mean * (1 - mean) / questions)
        found += abs(other - one) > USUAL.z_significance * error
    assert found / RUNS == pytest.approx(0.80, abs=0.03)


def test_wilsons_interval_covers_as_often_as_it_says() -> None:
    """Of intervals from drawn answers about 95% hold the accuracy they were drawn from."""
    chance = random.Random(20261121)
    held = 0
    for _ in range(RUNS):
        right = sum(chance.random() < 0.9 for _ in range(80))
        low, high = wilson(right / 80, 80, USUAL.z_significance)
        held += low <= 0.9 <= high
    assert held / RUNS == pytest.approx(0.95, abs=0.02)


def test_wilsons_interval_of_all_right_by_hand() -> None:
    """10 of 10 right: from 10 / (10 + 1.96^2) = 72.2% to 100%."""
    low, high = wilson(1.0, 10, 1.96)
    assert low == pytest.approx(10 / (10 + 1.96**2))
    assert high == 1.0


@pytest.mark.parametrize("questions", [1, 7, 80, 300, 910])
def test_the_interval_of_none_and_of_all_ends_there(questions: int) -> None:
    """And not at what rounding makes of it, 0.0000000000000000171%."""
    for z in (0.3, 1.0, 1.96, 2.2414):
        assert wilson(0.0, questions, z)[0] == 0
        assert wilson(1.0, questions, z)[1] == 1


def test_what_a_judge_reports_is_that_of_a_simulation() -> None:
    """Accuracy and discordance as reported, from answers drawn and judged."""
    chance = random.Random(20261121)
    judge = Judge(sensitivity=0.9, specificity=0.8)

    def called(right: bool) -> bool:
        return chance.random() < (judge.sensitivity if right else 1 - judge.specificity)

    judged = []
    for _ in range(60_000):
        one, other = answers(chance, 0.6, 0.7, 0.3)
        judged.append((called(one), called(other)))
    share = sum(one for one, _ in judged) / len(judged)
    apart = sum(one != other for one, other in judged) / len(judged)
    assert judge.reported(0.6) == pytest.approx(share, abs=0.008)
    assert judge.discordant(0.6, 0.7, 0.3) == pytest.approx(apart, abs=0.008)


def test_the_error_of_a_corrected_accuracy_is_that_of_a_simulation() -> None:
    """Judge and calibration drawn again and again scatter as the formula says."""
    chance = random.Random(20261121)
    judge = Judge(sensitivity=0.9, specificity=0.8)

    def share(probability: float, count: int) -> float:
        return sum(chance.random() < probability for _ in range(count)) / count

    found = []
    for _ in range(1_000):
        measured = share(judge.reported(0.7), 2_000)
        seen = Judge(sensitivity=share(0.9, 60), specificity=share(0.8, 60))
        found.append((measured + seen.specificity - 1) / seen.youden)
    mean = sum(found) / len(found)
    scatter = math.sqrt(sum((each - mean) ** 2 for each in found) / len(found))
    reported = judge.reported(0.7)
    low, high = judge.interval(reported, wilson(reported, 2_000, 1.0), 1.0, 60, 60)
    assert (high - low) / 2 == pytest.approx(scatter, rel=0.08)


@pytest.mark.parametrize("accuracy", [0.8, 0.97, 1.0])
def test_few_questions_do_not_make_a_corrected_accuracy_sure(accuracy: float) -> None:
    """Of thirty questions, nine intervals of ten or more hold the accuracy, at its upper end too."""
    chance = random.Random(20261121)
    judge = Judge(sensitivity=0.95, specificity=0.9)
    held = 0
    for _ in range(2_000):
        right = sum(chance.random() < judge.reported(accuracy) for _ in range(30)) / 30
        low, high = judge.interval(right, wilson(right, 30, 1.96), 1.96, 100, 100)
        held += low <= accuracy <= high
    assert held / 2_000 >= 0.9


@pytest.mark.parametrize("accuracy", [2.0, 50.0, 93.0, 97.0])
def test_the_smallest_difference_is_one_that_the_arms_can_have(accuracy: float) -> None:
    """Entered as the difference worth having, it is shown; where none is possible, that is said."""
    inputs = make(accuracy_percent=accuracy, discordant_percent=10.0, questions=5_000)
    smallest = compute(inputs).smallest_paired_points
    if isinstance(smallest, str):
        assert accuracy > 93
        assert smallest == TOO_MUCH_DISCORDANT
        return
    needed = compute(replace(inputs, difference_points=smallest)).paired_questions
    assert isinstance(needed, int)
    assert needed <= 5_001  # rounding of the difference


def test_one_question_proves_no_accuracy() -> None:
    """One answer found right leaves nearly every accuracy possible, whatever the judge."""
    results = compute(make(questions=1, measured_percent=100.0))
    assert results.corrected_low_percent <= results.measured_low_percent


def test_a_judge_known_to_be_without_errors_leaves_wilsons_interval() -> None:
    """Measured and corrected accuracy have the same ends, but for what a million checks leave open."""
    results = compute(
        make(
            sensitivity_percent=100.0,
            specificity_percent=100.0,
            checked_right=1_000_000,
            checked_wrong=1_000_000,
        )
    )
    assert results.corrected_low_percent == pytest.approx(results.measured_low_percent, abs=1e-3)
    assert results.corrected_high_percent == pytest.approx(results.measured_high_percent, abs=1e-3)


def test_five_checked_answers_do_not_make_a_judge_perfect() -> None:
    """All five right called right leaves a sensitivity of 57%: the accuracy may be much higher."""
    few = make(measured_percent=60.0, sensitivity_percent=100.0, checked_right=5)
    results, many = compute(few), compute(replace(few, checked_right=5_000))
    assert results.corrected_high_percent > many.corrected_high_percent + 15


def test_a_judge_without_errors_changes_nothing() -> None:
    """Sensitivity and specificity of 100% leave questions, discordance and accuracy as they are."""
    results = compute(make(sensitivity_percent=100.0, specificity_percent=100.0))
    assert results.judge_factor == pytest.approx(1.0)
    assert results.judged_unpaired_questions == results.unpaired_questions
    assert results.corrected_percent == pytest.approx(82.0)


def test_correcting_undoes_the_judge() -> None:
    """What a judge reports of 70% is corrected to 70%."""
    judge = Judge(sensitivity=0.93, specificity=0.71)
    assert judge.corrected(judge.reported(0.7)) == pytest.approx(0.7)


@given(strategies.inputs(CALCULATORS["sample-size"]))
def test_the_smallest_difference_takes_the_questions_that_there_are(
    given_inputs: SampleSizeInputs,
) -> None:
    """Asking for the smallest difference that n questions show gives n questions again."""
    points = compute(given_inputs).smallest_unpaired_points
    if isinstance(points, str) or points < 0.1:
        return
    again = compute(replace(given_inputs, difference_points=points)).unpaired_questions
    assert again <= given_inputs.questions + 1


@given(
    st.floats(0.01, 0.9), st.floats(0.001, 0.09), st.floats(0.1, 0.99), st.integers(2, 1_000_000)
)
def test_more_questions_never_show_less(
    one: float, difference: float, discordant: float, questions: int
) -> None:
    """Power grows with the questions, paired and unpaired."""
    other = one + difference
    assert paired_power(difference, discordant, questions, USUAL) >= paired_power(
        difference, discordant, questions - 1, USUAL
    )
    assert unpaired_power(one, other, questions, USUAL) >= unpaired_power(
        one, other, questions - 1, USUAL
    )


def test_a_range_of_discordance_is_a_range_of_questions() -> None:
    """More discordant questions hide a difference better; a known share has no range."""
    results = compute(SampleSizeInputs())
    assert results.paired_low_questions < results.paired_questions < results.paired_high_questions
    known = compute(make(discordant_factor=1.0))
    assert known.paired_low_questions == known.paired_questions == known.paired_high_questions


def test_several_comparisons_ask_for_more_questions() -> None:
    """Six pairs of arms share the significance."""
    assert compute(make(comparisons=6)).paired_questions > compute(make()).paired_questions


def test_what_cannot_be_is_named() -> None:
    """Accuracies above 100%, discordance outside what the accuracies allow, a guessing judge."""
    assert compute(make(accuracy_percent=97.0)).unpaired_questions == ABOVE_ALL
    assert compute(make(discordant_percent=3.0)).paired_questions == TOO_LITTLE_DISCORDANT
    assert compute(make(discordant_percent=80.0)).paired_questions == TOO_MUCH_DISCORDANT
    guessing = compute(make(sensitivity_percent=50.0, specificity_percent=50.0))
    assert guessing.judged_paired_questions == GUESSING
    assert guessing.corrected_percent == GUESSING
    assert compute(make(questions=1)).smallest_paired_points == NOT_SHOWN


@pytest.mark.parametrize(
    ("measured", "named", "cut"),
    [(100.0, MORE_THAN_REPORTED, 100), (0.0, LESS_THAN_REPORTED, 0)],
)
def test_what_a_judge_cannot_report_has_no_accuracy_behind_it(
    measured: float, named: str, cut: float
) -> None:
    """It calls a share of right answers right, and of wrong ones; chance in both is allowed for."""
    judge = {"sensitivity_percent": 90.0, "specificity_percent": 90.0, "questions": 300}
    well_known = judge | {"checked_right": 1000, "checked_wrong": 1000}
    results = compute(make(measured_percent=measured, **well_known))
    assert results.corrected_percent == results.corrected_low_percent == named
    hardly_known = judge | {"checked_right": 4, "checked_wrong": 4}
    assert compute(make(measured_percent=measured, **hardly_known)).corrected_percent == cut
    nearly = abs(measured - 9)
    assert compute(make(measured_percent=nearly, **well_known)).corrected_percent == cut


def test_an_accuracy_that_rounding_tells_from_certainty_leaves_no_difference() -> None:
    """Above 99.99999999999999% a sum with the smallest difference would round to no difference."""
    shown = compute(make(accuracy_percent=99.99999999999999, difference_points=1.0))
    assert (
        shown.smallest_unpaired_points
        == compute(make(accuracy_percent=100.0)).smallest_unpaired_points
    )
