"""The advisor's weights in content/, and the pages that show them."""

import re
from typing import Any

import pytest

from calculators.advisor.advice import Advisory
from calculators.advisor.inputs import QUESTIONS, Change, Task
from calculators.declare import Value, inputs_of
from calculators.registry import CALCULATORS
from sitebuild.calculator_html import CalculatorHtml, Facts, Page
from sitebuild.catalogue import choices
from sitebuild.entries import ARMS
from sitebuild.prerender import first_result, typed_inputs

ADVISOR = CALCULATORS["advisor"]
# Answers that together bring every link to another calculator.
SETS: tuple[dict[str, Value], ...] = (
    {},
    {"hosting": "own_machines_only", "facts_change": "daily"},
    {"task": "code_with_own_libraries"},
    {"corpus_tokens": 20_000, "facts_change": "weekly"},
    {"corpus_tokens": 20_000_000, "context_window_tokens": 1_000_000_000},
)


@pytest.fixture(scope="module")
def advisory(facts: Facts) -> Advisory:
    return Advisory(facts.catalogue["advice"])


def points(advisory: Advisory, question: str, one: str, other: str) -> list[float]:
    """By answer, in order, how much an arm gains on another."""
    return [each.points[one] - each.points[other] for each in advisory.answers(question)]


def test_faster_facts_never_help_fine_tuning_against_rag(advisory: Advisory) -> None:
    """From hardly ever to daily the difference only falls, and at the end it is ruled out."""
    answers = advisory.answers("facts_change")
    assert [each.answer for each in answers] == [each.value for each in Change]
    falling = points(advisory, "facts_change", "fine_tuned", "rag")
    assert falling == sorted(falling, reverse=True)
    assert "fine_tuned" in answers[-1].excludes


def test_without_examples_or_documents_no_method_that_needs_them_is_left(
    advisory: Advisory,
) -> None:
    """No number of points makes up for nothing to tune on, or nothing to retrieve."""
    assert set(advisory.of("labelled_examples", 0).excludes) == {"fine_tuned", "rag_fine_tuned"}
    assert set(advisory.of("corpus_tokens", 0).excludes) == {
        "long_context",
        "rag",
        "rag_fine_tuned",
    }


def test_weekly_facts_lie_between_monthly_and_daily_ones(advisory: Advisory) -> None:
    """No arm gains or loses more than at both neighbours, and none is ruled out before daily."""
    monthly, weekly, daily = (
        next(each for each in advisory.answers("facts_change") if each.answer == pace)
        for pace in ("monthly", "weekly", "daily")
    )
    for arm, points in weekly.points.items():
        assert sorted((monthly.points[arm], points, daily.points[arm]))[1] == points
    assert not weekly.excludes
    assert weekly.points != monthly.points


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("labelled_examples", "fine_tuned", "rag"),
        ("corpus_tokens", "rag", "prompt_only"),
        ("requests_per_month", "fine_tuned", "long_context"),
        ("sources", "rag", "fine_tuned"),
    ],
)
def test_more_of_it_never_speaks_against_what_needs_it(
    advisory: Advisory, question: str, one: str, other: str
) -> None:
    """More examples help fine-tuning, more text and stricter citing retrieval, more traffic short prompts."""
    rising = points(advisory, question, one, other)
    assert rising == sorted(rising)


def test_sorting_texts_speaks_for_tuning_and_not_against_retrieving_examples(
    advisory: Advisory,
) -> None:
    """Tuned classifiers lead; with labelled texts retrieved a prompt did better than without, where tried."""
    (sorting,) = (
        each for each in advisory.answers("task") if each.answer == Task.CLASSIFICATION.value
    )
    assert sorting.points["fine_tuned"] > sorting.points["rag"] >= sorting.points["prompt_only"]


def test_every_question_has_an_answer_for_every_value(advisory: Advisory) -> None:
    """The first band of a number begins at its lower bound."""
    for spec in inputs_of(ADVISOR.inputs):
        if spec.name in QUESTIONS and not spec.options:
            assert advisory.answers(spec.name)[0].start == spec.minimum


@pytest.mark.parametrize("given", SETS)
def test_links_to_other_calculators_name_inputs_that_exist(
    facts: Facts, given: dict[str, Value]
) -> None:
    """A renamed input would otherwise make a link that the calculator only half understands."""
    results = ADVISOR.compute(typed_inputs(ADVISOR, facts.catalogue, given)[1])
    offered = choices(facts.entries)
    for item in results.onward:
        (link,) = item.links
        target = CALCULATORS[link.page.split("/")[1]]
        specs = {spec.name: spec for spec in inputs_of(target.inputs)}
        for name, value in link.inputs:
            assert name in specs, (link.page, name)
            listed = specs[name].catalogue
            assert listed is None or value in offered[listed]
        typed_inputs(
            target, facts.catalogue, dict(link.inputs)
        )  # which refuses what is out of bounds


@pytest.mark.parametrize("gap", ["not_tried_yet", "hardly_anything"])
def test_the_prompt_comes_first_where_nothing_speaks_against_it(facts: Facts, gap: str) -> None:
    """Even with the answers that the form opens with, where retrieval leads by far."""
    results = ADVISOR.compute(typed_inputs(ADVISOR, facts.catalogue, {"gap": gap})[1])
    assert (results.recommendation, results.runner_up) == ("Prompt only", "RAG")


def test_links_in_lists_lead_to_pages_of_the_site(facts: Facts) -> None:
    """Claims and studies by the ids of their entries."""
    html = first_result(ADVISOR, facts.catalogue, {}, "../")[1]["parts"]["reasons"]
    linked = re.findall(r'href="\.\./(claims|evidence)/([^/"]+)/"', html)
    assert {folder for folder, _ in linked} == {"claims", "evidence"}
    for folder, name in linked:
        assert name in facts.entries.folder(folder)


def test_the_page_carries_the_facts_and_shows_the_blocks(facts: Facts) -> None:
    """Complete without a script, and with what the script needs."""
    html = CalculatorHtml(facts).render(Page(path="calculators/advisor.md"), "advisor", None, None)
    assert '<template class="lc-given">' in html
    for block in ("reasons", "excluded", "flips", "onward", "record"):
        assert f'data-part="{block}"' in html
    assert 'download="decision-record.md"' in html
    assert "\n" not in html


def test_only_calculators_that_ask_for_facts_carry_them(facts: Facts) -> None:
    """The cost page is not made heavier by the advisor's weights."""
    html = CalculatorHtml(facts).render(Page(path="calculators/cost.md"), "cost", None, None)
    assert "lc-given" not in html


def test_a_page_can_own_the_address_of_a_calculator(facts: Facts) -> None:
    """The page Decide holds the advisor's answers in its address although it is not its page."""
    page = Page(path="decide/index.md", owner="advisor")
    assert "data-query" in CalculatorHtml(facts).render(page, "advisor", None, None)


def test_the_advisor_agrees_with_the_recommendation_for_each_use_case(facts: Facts) -> None:
    """A use case that its own answers speak against has a mistake in one of the two."""
    for use_case in facts.entries.use_cases.values():
        inputs = typed_inputs(ADVISOR, facts.catalogue, use_case.advisor)[1]
        assert ADVISOR.compute(inputs).recommendation == ARMS[use_case.recommendation], use_case.id


BAD = [
    (
        "from: 0",
        "question: corpus_token",
        "the advisor does not ask corpus_token; did you mean corpus_tokens? [advice]",
    ),
    (
        "answer: dayly",
        "question: facts_change",
        (
            "dayly is no answer to facts_change; use one of hardly_ever, yearly, monthly, weekly, "
            "daily [advice]"
        ),
    ),
    (
        "answer: many",
        "question: labelled_examples",
        "labelled_examples asks for a number; give `from:`, the smallest number for which it holds",
    ),
    (
        "answer: daily",
        "question: facts_change",
        "facts-change-daily is for the same answer; keep one of the two [advice]",
    ),
]


@pytest.mark.parametrize(("answer", "question", "message"), BAD)
def test_an_entry_for_nothing_is_refused(
    repository: Any, answer: str, question: str, message: str
) -> None:
    """Misspelt questions, answers that are none, words for a number, two entries for one answer."""
    repository.write("advisor/zz", f"{question}\n{answer}\n{REST}")
    assert any(message in problem for problem in repository.problems())


def test_points_rest_on_something(repository: Any) -> None:
    """Only an answer that speaks for nothing needs no ground."""
    text = f"question: facts_change\nanswer: daily\n{REST}".replace("rag: 0", "rag: 1")
    repository.write("advisor/facts-change-daily", text)
    assert any("the points rest on nothing" in problem for problem in repository.problems())


REST = """\
effects: {prompt-only: 0, long-context: 0, rag: 0, fine-tuned: 0, rag-fine-tuned: 0}
reason: Says nothing.
checked: 2026-11-20
review_by: 2027-11-20
"""
