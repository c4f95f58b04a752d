"""The quality calculator as a reader meets it."""

import math
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.cost import CostResults
from calculators.declare import outputs_of
from calculators.parse import parse
from calculators.quality import QualityInputs, QualityResults, compute
from calculators.quality.inputs import ARMS, DIFFERENCES
from calculators.quality.results import ONE_FIGURE
from calculators.registry import CALCULATORS
from tests.golden.values import COST
from tests.strategies import inputs

QUALITY = CALCULATORS["quality"]


def make(**changed: Any) -> QualityInputs:
    """One measured accuracy of 50%, and no study but those in `changed`."""
    values: dict[str, Any] = {"base_accuracy_percent": 50.0, "from_long_context": False}
    for arm in ARMS:
        values |= {f"{arm}_published_{end}_percent": 60.0 for end in ("low", "mid", "high")}
    for name in DIFFERENCES:
        values |= {f"{name}_{end}": 0.0 for end in ("low", "mid", "high")}
        values |= {f"{name}_studies": 0, f"{name}_rows": 0}
    return QualityInputs(**values | changed)


def cost(fields: dict[str, str]) -> CostResults:
    """What the cost calculator makes of a link's inputs."""
    declared = CALCULATORS["cost"]
    return declared.compute(parse(declared.inputs, COST | fields))


def measured(name: str, low: float, mid: float, high: float, studies: int = 2) -> dict[str, Any]:
    return {
        f"{name}_low": low,
        f"{name}_mid": mid,
        f"{name}_high": high,
        f"{name}_studies": studies,
        f"{name}_rows": studies,
    }


BY_HAND = measured("rag_gain", math.log(1.5), math.log(6) / 2, math.log(4))


def test_the_example_by_hand() -> None:
    """Odds of 1 with gains of ln 1.5 and ln 4 are 60% and 80%; halfway between them 71.0%."""
    rag = compute(make(**BY_HAND)).rag
    assert rag.expected_low_percent == pytest.approx(60)
    assert rag.expected_percent == pytest.approx(71.01, abs=0.01)
    assert rag.expected_high_percent == pytest.approx(80)
    assert rag.gain_points == pytest.approx(21.01, abs=0.01)
    assert rag.better_percent == pytest.approx(99.0, abs=0.05)


@pytest.mark.parametrize("percent", [1.0, 37.0, 48.1, 77.046875, 90.2])
def test_a_gain_of_nothing_gains_nothing(percent: float) -> None:
    """Rounding is no gain, and a loss too small for it is none."""
    inputs = make(**measured("rag_gain", -4e-309, 0, 0), base_accuracy_percent=percent)
    rag = compute(inputs).rag
    assert rag.gain_points == rag.gain_low_points == 0
    assert rag.expected_low_percent <= rag.expected_percent


def test_without_a_study_there_is_no_number() -> None:
    """An arm that nobody measured says so in every place, and is not recommended."""
    results = compute(make(**BY_HAND))
    assert results.fine_tuned.expected_percent == "no study"
    assert results.fine_tuned_over_rag.verdict == "no study"
    assert results.best == "RAG"
    assert compute(make()).answer == "no study of this task compares arms"


def test_one_study_is_named_and_has_no_probability() -> None:
    """A single study cannot tell how much studies differ."""
    results = compute(make(**measured("rag_gain", 0.5, 1.0, 1.5, studies=1)))
    assert results.rag.better_percent == "one study"
    assert "one study" in results.answer


def test_head_to_head_goes_before_expected_accuracy() -> None:
    """An arm that one flattering study measured does not pass one that the same study had above it."""
    results = compute(
        make(
            **measured("rag_gain", 0.4, 0.8, 1.2, studies=4),
            **measured("rag_fine_tuned_gain", 1.2, 1.5, 1.8, studies=1),
            **measured("both_over_rag", -0.6, -0.3, -0.1, studies=1),
        )
    )
    assert results.rag_fine_tuned.expected_percent > results.rag.expected_percent
    assert results.best == "RAG, by one study"
    assert results.both_over_rag.verdict == "one study: behind"
    assert results.answer.endswith(". The 82% of RAG + fine-tuned come from another set of studies")


def test_a_higher_number_of_the_third_arm_is_explained_by_what_beat_it() -> None:
    """The answer names the first two only, so that it says how the third stands to the first."""
    answer = compute(
        make(
            **measured("rag_gain", 0.7, 0.8, 0.9),
            **measured("fine_tuned_gain", 0.4, 0.5, 0.6),
            **measured("rag_fine_tuned_gain", 1.2, 1.5, 1.8, studies=1),
            **measured("both_over_rag", -0.6, -0.3, -0.1),
            **measured("both_over_fine_tuned", -0.6, -0.3, -0.1),
        )
    ).answer
    assert answer.startswith("RAG before Fine-tuned") or "RAG or Fine-tuned" in answer
    assert "82% of RAG + fine-tuned" in answer
    assert answer.endswith("; where both were measured, RAG was ahead")


def test_an_order_that_the_numbers_agree_with_needs_no_explanation() -> None:
    """Only an arm behind that shows a higher number is a contradiction to the eye."""
    assert "another set of studies" not in compute(make(**BY_HAND)).answer


def test_the_arm_of_the_accuracy_beside_it_is_named_in_its_label() -> None:
    """`Of them right` named neither whose answers nor that they are the first arm's."""
    labels = {spec.name: spec.label for spec in outputs_of(QUALITY.results)}
    assert labels["best"] == "Best by the studies"
    assert labels["best_percent"] == "Right answers with the best"


def test_no_arm_is_called_the_best_that_the_studies_do_not_decide() -> None:
    """The figure beside the answer says the same: decided, too close, one study, never compared."""

    def best(**changed: Any) -> str:
        return compute(make(**changed)).best

    assert best(**measured("rag_gain", 0.1, 0.2, 0.9)) == "RAG"
    assert best(**measured("rag_gain", -0.5, 0.2, 0.9)) == (
        "too close to call, RAG by the best estimate"
    )
    assert best(**measured("rag_gain", 0.5, 1.0, 1.5, studies=1)) == "RAG, by one study"
    apart = measured("rag_gain", 1.0, 2.0, 3.0) | measured("fine_tuned_gain", 0.5, 1.0, 1.5)
    assert best(**apart) == "not compared, RAG by the best estimate"
    assert best() == "not compared"


def test_arms_closer_than_nine_in_ten_are_not_ranked() -> None:
    """A range across zero is too close to call, and both arms are named."""
    wide = measured("rag_gain", -0.5, 0.2, 0.9)
    assert compute(make(**wide)).answer.startswith("Too close to call: RAG or Prompt only")
    narrow = measured("rag_gain", 0.1, 0.2, 0.9)
    assert compute(make(**narrow)).answer.startswith("RAG before Prompt only")


def test_long_documents_start_from_the_whole_text() -> None:
    """What was measured then is long context, and prompt only is no choice."""
    results = compute(
        make(
            from_long_context=True,
            **measured("rag_gain", 0.1, 0.4, 0.9),
            **measured("long_context_gain", 0, 0, 0),
            **measured("long_context_over_rag", -0.9, -0.4, -0.1),
        )
    )
    assert results.long_context.better_percent == "what you measured"
    assert results.runner_up == "Long context"
    assert results.long_context_over_rag.verdict == "behind"


def test_the_cost_calculator_is_offered_with_these_accuracies() -> None:
    """Arms without a study are not known there, and the text says which."""
    item = compute(make(**BY_HAND)).onward[0]
    (link,) = item.links
    fields = dict(link.inputs)
    assert fields["prompt_only_accuracy_percent"] == "50.0"
    assert fields["rag_accuracy_percent"] == "71.0"
    assert fields["accuracy_spread_points"] == "10.0"
    assert fields["fine_tuned_accuracy_percent"] == "0"
    assert "not known there: Fine-tuned, RAG + fine-tuned" in item.text
    priced = cost(fields)
    assert priced.cheapest_right_answer in {"RAG", "Prompt only", "too close to call"}
    assert priced.fine_tuned.correct_usd == "not known"


def test_a_prompt_alone_is_priced_as_it_was_measured() -> None:
    """Without a study of long context the prompt of the cost calculator holds no documents either."""
    item = compute(make(**BY_HAND)).onward[0]
    fields = dict(item.links[0].inputs)
    assert fields["context_tokens"] == fields["prompt_documents_accuracy_percent"] == "0"
    assert "sends no documents" in item.text

    known = compute(make(**BY_HAND, **measured("long_context_gain", 1.0, 1.2, 1.4))).onward[0]
    fields = dict(known.links[0].inputs)
    assert "context_tokens" not in fields
    assert fields["prompt_only_accuracy_percent"] == "50.0"
    assert fields["prompt_documents_accuracy_percent"] == "76.9"


def test_what_was_measured_with_the_whole_text_stands_for_a_prompt_with_documents() -> None:
    """The same questions without the text were not asked, so that accuracy is not known."""
    item = compute(make(from_long_context=True, **measured("long_context_gain", 0, 0, 0))).onward[0]
    fields = dict(item.links[0].inputs)
    assert fields["prompt_documents_accuracy_percent"] == "50.0"
    assert fields["prompt_only_accuracy_percent"] == "0"
    assert "context_tokens" not in fields


def test_one_figure_has_no_range_and_gives_cost_none() -> None:
    """A range of no width would pass for certainty, here and in the probabilities of cost."""
    results = compute(make(**measured("rag_gain", 1.2, 1.2, 1.2, studies=1)))
    assert results.rag.expected_percent == pytest.approx(76.9, abs=0.05)
    assert results.rag.expected_low_percent == results.rag.gain_high_points == "one figure"
    assert results.best_low_percent == results.best_high_percent == "one figure"
    assert "accuracy_spread_points" not in dict(results.onward[0].links[0].inputs)


def test_one_figure_carried_over_is_not_told_as_what_the_study_measured() -> None:
    """The answer gives the study's own share beside it, and no number stands alone in the tile."""
    results = compute(make(**measured("rag_gain", 1.2, 1.2, 1.2, studies=1)))
    assert results.answer.endswith(
        "; RAG 77% right by one figure of one study (60% there), carried over to your baseline"
    )
    assert results.best_percent == "one study"
    ranged = compute(make(**measured("rag_gain", 0.5, 1.0, 1.5, studies=1)))
    assert ranged.best_percent == ranged.rag.expected_percent
    assert "carried over" not in ranged.answer


def test_a_range_that_studies_gave_travels_to_cost_as_half_its_width() -> None:
    """Beside an arm of one figure too, which widens nothing."""
    both = measured("rag_fine_tuned_gain", 1.2, 1.2, 1.2, studies=1)
    fields = dict(compute(make(**BY_HAND, **both)).onward[0].links[0].inputs)
    assert fields["accuracy_spread_points"] == "10.0"


def test_the_studies_of_the_task_are_listed() -> None:
    """Others are not, and each leads to its figures."""
    facts = tuple(
        {"task": task, "study": f"study-{task}", "title": f"On {task}", "text": "One row."}
        for task in ("code", "knowledge")
    )
    (item,) = compute(replace(make(), task="code", studies=facts)).sources
    assert item.head == "On code."
    assert item.links[0].page == "evidence/study-code/"


@given(inputs(QUALITY))
def test_expected_accuracy_stays_a_share_and_in_order(given_inputs: QualityInputs) -> None:
    """Whatever the gain, the range lies between 0 and 100% and holds its middle."""
    results: QualityResults = compute(given_inputs)
    for arm in ARMS:
        each = getattr(results, arm)
        if each.studies and each.expected_low_percent != ONE_FIGURE:
            low, mid, high = (
                each.expected_low_percent,
                each.expected_percent,
                each.expected_high_percent,
            )
            assert 0 <= low <= mid <= high <= 100
    assert re.search(r"\w", results.answer)


@given(inputs(QUALITY), st.floats(1, 99))
def test_a_better_start_never_makes_an_arm_worse(given_inputs: QualityInputs, other: float) -> None:
    """More right answers at the start mean at least as many with every arm."""
    low, high = sorted((given_inputs.base_accuracy_percent, other))
    assume(given_inputs.rag_gain_studies)
    less = compute(replace(given_inputs, base_accuracy_percent=low)).rag.expected_percent
    more = compute(replace(given_inputs, base_accuracy_percent=high)).rag.expected_percent
    assert less <= more + 1e-9
