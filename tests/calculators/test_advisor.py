"""The advisor as a reader meets it, with weights that are easy to add up."""

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.advisor import AdvisorInputs, compute
from calculators.advisor.advice import ARMS, Advisory, in_words
from calculators.advisor.inputs import QUESTIONS, Change, Gap, Task
from calculators.advisor.score import score
from calculators.bridge import evaluate
from calculators.declare import defaults_of, inputs_of
from calculators.parse import read
from calculators.registry import CALCULATORS
from tests.strategies import inputs

ADVISOR = CALCULATORS["advisor"]


def advice(
    question: str, answer: str | int, excludes: tuple[str, ...] = (), **points: int
) -> dict[str, Any]:
    """An entry as the site gives it; arms that are not named get no points."""
    return {
        "id": f"{question}-{answer}",
        "question": question,
        "answer": answer if isinstance(answer, str) else "",
        "from": answer if isinstance(answer, int) else 0,
        "points": dict.fromkeys(ARMS, 0) | points,
        "excludes": list(excludes),
        "reason": f"Because of {question}.",
        "claims": [{"id": f"claim-{question}", "text": "It is so"}],
        "evidence": [{"id": f"study-{question}", "text": "It was found"}],
    }


ADVICE = (
    advice("facts_change", "hardly_ever", fine_tuned=3),
    advice("facts_change", "yearly", fine_tuned=1, rag=1),
    advice("facts_change", "monthly", rag=2, fine_tuned=-1),
    advice("facts_change", "weekly", rag=3, fine_tuned=-2),
    advice("facts_change", "daily", ("fine_tuned",), rag=3, fine_tuned=-3),
    advice("labelled_examples", 0, prompt_only=1),
    advice("labelled_examples", 1000, fine_tuned=2),
    advice("corpus_tokens", 0, ("rag", "long_context", "rag_fine_tuned")),
    advice("corpus_tokens", 1, rag=1),
)


def make(**changed: Any) -> AdvisorInputs:
    """The answers that the form opens with, but for `changed`, and a small context window."""
    values: dict[str, Any] = {"context_window_tokens": 100_000, "advice": ADVICE, **changed}
    return AdvisorInputs(**values)


def test_a_score_is_the_sum_of_the_points() -> None:
    """Two for facts that change monthly, one for documents, nothing for the rest."""
    results = compute(make())
    assert results.total.rag == 3
    assert results.facts_change.rag == 2
    assert results.recommendation == "RAG"
    assert results.lead_points == 2
    assert results.answer.startswith("Try RAG first: 2 points ahead of Prompt only")


def test_ruled_out_is_stronger_than_any_sum() -> None:
    """However many points an arm has, an answer that excludes it decides."""
    many = (*ADVICE, advice("task", "questions_about_documents", fine_tuned=3))
    results = compute(make(advice=many, facts_change=Change.DAILY, labelled_examples=5000))
    assert results.total.fine_tuned == "ruled out"
    assert "daily" in next(each.head for each in results.excluded if "Fine-tuned" in each.head)


def test_documents_over_the_window_rule_out_long_context() -> None:
    """The overhang is named in tokens."""
    results = compute(make(corpus_tokens=99_001, other_tokens=1_000))
    assert results.total.long_context == "ruled out"
    assert results.long_context_fits == "over the context window by 1 token"
    assert results.excluded[-1].text == (
        "With instructions, question and answer they are over the context window by 1 token."
    )
    assert compute(make(corpus_tokens=99_000, other_tokens=1_000)).total.long_context == 0


def test_documents_as_large_as_the_window_leave_no_room_for_a_question() -> None:
    """What goes into a prompt beside the documents, and the answer, must fit as well."""
    results = compute(make(corpus_tokens=100_000))
    assert results.long_context_fits == "over the context window by 1,110 tokens"
    assert results.total.long_context == "ruled out"


def test_a_lead_below_the_margin_is_too_close_to_call() -> None:
    """Both arms are named, and the one with fewer parts to begin with."""
    results = compute(make(margin_points=2.5))
    assert results.recommendation == "too close to call"
    assert "RAG or Prompt only" in results.answer
    assert "begin with Prompt only" in results.answer


def test_equal_arms_are_too_close_to_call_without_a_margin() -> None:
    """A margin of nothing names a winner by any lead, but none by 0 points."""
    level = (*ADVICE, advice("team", "neither_search_nor_training", prompt_only=2))
    results = compute(make(advice=level, margin_points=0.0))
    assert results.lead_points == 0
    assert results.recommendation == "too close to call"
    assert compute(make(margin_points=0.0)).recommendation == "RAG"


@pytest.mark.parametrize(
    ("gap", "start"),
    [
        ("not_tried_yet", "Try a good prompt first, whatever the points."),
        ("hardly_anything", "Keep the prompt, which gets hardly anything wrong."),
    ],
)
def test_a_prompt_that_nobody_found_wanting_comes_first(gap: str, start: str) -> None:
    """However far ahead another method is, it is only what to try if the prompt fails."""
    results = compute(make(gap=gap))
    assert results.answer.startswith(
        f"{start} If it fails, RAG: 3 points ahead of RAG + fine-tuned."
    )
    assert results.recommendation == "Prompt only"
    assert results.runner_up == "RAG"
    assert results.lead_points == "not by points"
    assert all("Prompt only" in each.head and "RAG" in each.head for each in results.reasons)


def test_what_comes_after_the_prompt_may_be_too_close_to_call_or_nothing() -> None:
    """The points decide among the others by the same rule."""
    near = compute(make(gap="not_tried_yet", margin_points=4.0))
    assert "If it fails, RAG or RAG + fine-tuned: too close to call." in near.answer
    entries = (*ADVICE, advice("sources", "helpful", ("fine_tuned",)))
    alone = compute(make(gap="not_tried_yet", corpus_tokens=0, advice=entries))
    assert "Every other method is ruled out by an answer." in alone.answer


def test_a_prompt_that_is_ruled_out_does_not_come_first() -> None:
    """Facts of today are in no prompt without a search, tried or not."""
    entries = (*ADVICE, advice("sources", "helpful", ("prompt_only",)))
    assert compute(make(gap="not_tried_yet", advice=entries)).recommendation == "RAG"


def test_where_every_arm_is_ruled_out_nothing_fits() -> None:
    """The answer names no arm, and the list says what ruled each out."""
    entries = (*ADVICE, advice("sources", "helpful", ("prompt_only", "fine_tuned")))
    results = compute(make(advice=entries, corpus_tokens=0))
    assert results.recommendation == "nothing fits"
    assert {each.head.partition(",")[0] for each in results.excluded} == set(ARMS.values())


def test_without_weights_nothing_is_recommended() -> None:
    """A caller without a site gets an answer, not an error."""
    results = compute(make(advice=()))
    assert results.recommendation == "no weights were given"
    assert results.reasons == results.flips == ()


def test_each_reason_has_its_points_and_its_grounds() -> None:
    """The most telling answer stands first, with its claim and its study."""
    first = compute(make()).reasons[0]
    assert first.head == "Facts in the answers change: monthly (RAG +2, Prompt only 0)."
    assert [link.page for link in first.links] == [
        "claims/claim-facts_change/",
        "evidence/study-facts_change/",
    ]


def test_the_smallest_change_that_flips_it_comes_first() -> None:
    """One step to yearly before two to hardly ever; an answer that changes nothing is left out."""
    items = compute(make(labelled_examples=1000)).flips
    heads = [each.head for each in items if each.head.startswith("Facts")]
    assert heads == [
        "Facts in the answers change: yearly.",
        "Facts in the answers change: hardly ever.",
    ]


@pytest.mark.parametrize(
    "changed", [{}, {"labelled_examples": 1000}, {"facts_change": Change.DAILY}]
)
def test_the_answer_counts_what_the_list_below_it_holds(changed: dict[str, Any]) -> None:
    """Four in the answer and six in the list would leave the reader to look for two."""
    results = compute(make(**changed))
    count = len(results.flips)
    assert count > 0
    assert f" {count} other answer{'' if count == 1 else 's'} would change that" in results.answer


def test_what_flips_it_does_so_when_entered() -> None:
    """The link beside each other answer leads to the recommendation that is promised."""
    given_inputs = make(labelled_examples=1000)
    advisory = Advisory(ADVICE)
    for item in compute(given_inputs).flips:
        values = {name: value for name, value in item.links[0].inputs if name in QUESTIONS}
        typed = {name: type(getattr(given_inputs, name))(value) for name, value in values.items()}
        there = score(replace(given_inputs, **typed), advisory)
        assert item.text == f"Then {there.outcome}."


def test_the_calculators_are_offered_with_the_answers() -> None:
    """Own machines add the serving calculator; only tasks that studies compared lead to quality."""
    pages = {each.links[0].page: dict(each.links[0].inputs) for each in compute(make()).onward}
    assert pages["calculators/cost/"]["corpus_tokens"] == "2000000"
    assert "calculators/serving/" not in pages
    own = compute(make(hosting="own_machines_only", task=Task.CONVERSATION)).onward
    assert {each.links[0].page for each in own} >= {"calculators/serving/"}
    assert "calculators/quality/" not in {each.links[0].page for each in own}
    labels = {
        each.links[0].page: dict(each.links[0].inputs)
        for each in compute(make(task=Task.CLASSIFICATION)).onward
    }
    assert labels["calculators/quality/"]["task"] == "classification"


def test_own_machines_and_the_promise_travel_with_the_links() -> None:
    """No calculator opens with a provider's model where the data may not leave the house."""
    own = compute(make(hosting="own_machines_only", first_word_ms=500)).onward
    pages = {each.links[0].page: dict(each.links[0].inputs) for each in own}
    assert pages["calculators/cost/"]["hosting"] == "self-hosted"
    assert pages["calculators/latency/"]["serving"] == "own_accelerators"
    assert pages["calculators/latency/"]["target_ttft_p95_ms"] == "500"
    assert "calculators/caching/" not in pages
    hosted = {
        each.links[0].page: dict(each.links[0].inputs)
        for each in compute(make(model="some-model")).onward
    }
    assert hosted["calculators/caching/"]["model"] == "some-model"
    assert "hosting" not in hosted["calculators/cost/"]


def offered(**answers: Any) -> dict[str, tuple[dict[str, str], str]]:
    """By calculator: the inputs of its link, and what stands beside it."""
    return {
        each.head.rstrip("."): (dict(each.links[0].inputs), each.text)
        for each in compute(make(**answers)).onward
    }


@pytest.mark.parametrize(("tokens", "passages"), [(2_000_000, 5_000), (1, 1), (0, 1)])
def test_the_size_of_the_index_travels_to_latency(tokens: int, passages: int) -> None:
    """Passages of the length that the text names hold all documents; an index holds one at least."""
    found, text = offered(corpus_tokens=tokens)["Latency"]
    assert found["vectors"] == str(passages)
    assert f"passages of {found['passage_tokens']} tokens" in text


@pytest.mark.parametrize(
    ("change", "months"),
    [("yearly", 12), ("monthly", 1), ("weekly", 7 / 30.4), ("daily", 1 / 30.4)],
)
def test_how_often_facts_change_travels_to_freshness(change: str, months: float) -> None:
    """There a volatile fact changes once in that time, on average; how many answers rest on such is assumed."""
    found, text = offered(facts_change=change)["Freshness"]
    share = float(found["volatile_changed_percent"]) / 100
    assert -math.log(1 - share) == pytest.approx(1, abs=0.001)
    assert float(found["volatile_observed_months"]) == pytest.approx(months, rel=0.01)
    assert "volatile_percent" not in found
    assert f"Assumed: a fact that changes does so {change}, on average" in text
    assert "own share of answers rests on such facts; enter yours" in text


@pytest.mark.parametrize("change", ["yearly", "monthly"])
def test_facts_at_a_slow_pace_leave_freshness_a_cadence_that_keeps_its_promise(change: str) -> None:
    """Were every answer to rest on them, those that retrieval misses would break it by themselves."""
    found, _ = offered(facts_change=change)["Freshness"]
    freshness = CALCULATORS["freshness"]
    values = defaults_of(freshness.inputs, {}, {name: float(each) for name, each in found.items()})
    assert isinstance(freshness.compute(freshness.inputs(**values)).rag.promise_days, float)


def test_facts_that_hardly_ever_change_are_the_lasting_ones_of_freshness() -> None:
    """No volatile facts are left, and no pace is invented for the others."""
    found, text = offered(facts_change="hardly_ever")["Freshness"]
    assert found["volatile_percent"] == "0"
    assert "volatile_observed_months" not in found
    assert "lasting" in text


def test_documents_that_fit_are_the_prompt_of_long_context() -> None:
    """Those that do not fit are too, so that the calculators say by how much, and price no other prompt."""
    links = offered(corpus_tokens=50_000)
    for name in ("Cost", "Latency", "Caching"):
        assert links[name][0]["context_tokens"] == "50000"
    for name in ("Cost", "Latency", "Caching"):
        assert offered(corpus_tokens=2_000_000)[name][0]["context_tokens"] == "2000000"
        found, text = offered(corpus_tokens=20_000_000)[name]
        assert found["context_tokens"] == "10000000"
        assert "documents above 10,000,000 tokens in one prompt" in text


def test_what_a_calculator_does_not_get_stands_beside_its_link() -> None:
    """Latency knows no model by name, cost no pace of change; own machines have a model of their own."""
    links = offered(context_window_tokens=64_000)
    assert "Not carried over: the model (enter times" in links["Latency"][1]
    assert links["Latency"][0]["hosted_window_tokens"] == "64000"
    assert "Not carried over: how often facts change" in links["Cost"][1]
    own = offered(hosting="own_machines_only")
    assert "model" not in own["Cost"][0]
    for name in ("Cost", "Latency", "Serving"):
        assert "the model" in own[name][1].partition("Not carried over")[2]


def test_cost_says_that_it_compares_what_is_ruled_out() -> None:
    """A reader who was told that tuning cannot work meets its price there, and knows why."""
    assert (
        "also what is ruled out here: Long context, Fine-tuned."
        in (offered(facts_change="daily")["Cost"][1])
    )
    assert "It compares all methods. " in offered(corpus_tokens=50_000)["Cost"][1]


def test_cost_says_that_tuning_without_examples_has_no_price() -> None:
    """A reader who meets no price of tuning there knows what to enter for one."""
    words = "Without examples tuning has no price there"
    assert words in offered(labelled_examples=0)["Cost"][1]
    assert words not in offered(labelled_examples=1)["Cost"][1]


def test_the_record_holds_the_decision_and_every_answer() -> None:
    """Somebody who reads it next year sees what was answered, why, and how to reproduce it."""
    given_inputs = make()
    text = compute(given_inputs).record.text
    assert "Try RAG first: 2 points ahead of Prompt only" in text
    for name in QUESTIONS:
        assert in_words(name, getattr(given_inputs, name)) in text
    assert "facts_change=monthly" in text
    assert "claim: It is so" in text


def test_an_answer_that_is_no_number_is_a_named_one() -> None:
    """Blocks are sent only when asked for."""
    reply = evaluate(ADVISOR, make(), ("reasons", "record"), root="../")
    assert set(reply["parts"]) == {"reasons", "record"}
    assert 'href="../claims/claim-facts_change/"' in reply["parts"]["reasons"]
    assert "advice" not in reply["inputs"]


ANSWERS = inputs(ADVISOR).map(lambda given_inputs: replace(given_inputs, advice=ADVICE))


@given(ANSWERS)
def test_no_answers_break_it(given_inputs: AdvisorInputs) -> None:
    """Every set of answers has a recommendation, and what leads exceeds what follows."""
    results = compute(given_inputs)
    assert results.recommendation in {*ARMS.values(), "too close to call", "nothing fits"}
    assert isinstance(results.lead_points, str) or results.lead_points >= 0


@given(ANSWERS)
def test_every_calculator_takes_what_a_link_hands_over(given_inputs: AdvisorInputs) -> None:
    """However large an answer is, no link opens a form that refuses its number."""
    for item in compute(given_inputs).onward:
        (link,) = item.links
        specs = {spec.name: spec for spec in inputs_of(CALCULATORS[link.page.split("/")[1]].inputs)}
        refused = {name: value for name, value in link.inputs if read(specs[name], value) is None}
        assert refused == {}


@given(ANSWERS, st.sampled_from(list(Change)), st.sampled_from(list(Change)))
def test_faster_facts_never_help_fine_tuning_against_rag(
    given_inputs: AdvisorInputs, one: Change, other: Change
) -> None:
    """With weights that fall with the pace of change, so does the difference of the scores."""
    slow, fast = sorted((one, other), key=list(Change).index)
    advisory = Advisory(ADVICE)

    def difference(change: Change) -> float:
        totals = score(replace(given_inputs, facts_change=change), advisory).totals
        return totals["fine_tuned"] - totals["rag"]

    assert difference(fast) <= difference(slow)


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        ("facts_change", Change.HARDLY, "hardly ever"),
        ("corpus_tokens", 2_000_000, "2,000,000 tokens"),
        ("requests_per_month", 1000, "1,000 requests a month"),
    ],
)
def test_answers_are_said_in_words(question: str, value: object, words: str) -> None:
    """A record is read by people who never saw the form."""
    assert in_words(question, value) == words


def test_the_record_ends_its_decision_once() -> None:
    """The answer is a sentence already, or becomes one."""
    for margin in (0, 50):
        text = compute(make(margin_points=margin)).record.text
        decision = text.partition("## Decision\n\n")[2].partition("\n")[0]
        assert decision.endswith(".")
        assert not decision.endswith("..")


def test_facts_that_no_document_holds_are_to_be_gathered_first() -> None:
    """No method can supply them; with documents, or where something else fails, nothing is said."""
    told = "there are no documents to supply them: gather those first."
    assert told in compute(make(corpus_tokens=0)).answer
    assert told not in compute(make()).answer
    assert told not in compute(make(corpus_tokens=0, gap=Gap.FORM)).answer
