"""The freshness calculator: the probabilities against simulation, the cadences against search."""

import math
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.answers import TOO_CLOSE
from calculators.freshness import FreshnessInputs, compute
from calculators.freshness.process import Facts, changed_after, kept, rate_per_month
from calculators.freshness.results import (
    ANY_CADENCE,
    AS_OFTEN,
    BROKEN,
    KEPT,
    NEVER,
    NO_CADENCE,
    NO_DIFFERENCE,
)
from calculators.quantities import DAYS_PER_MONTH, HOURS_PER_MONTH
from calculators.registry import CALCULATORS
from tests import strategies

SIMULATED = 40_000
# Four standard errors of a share of that many draws: one run in 16,000 would miss by chance.
ALLOWED = 4 * math.sqrt(0.25 / SIMULATED)


ALL_LEARNED = {"learned_percent": 100.0, "learned_factor": 1.0}


def make(**changed: Any) -> FreshnessInputs:
    return replace(FreshnessInputs(), **changed)


def simulated_kept(facts: Facts, every: float, delay: float) -> float:
    """Draw changes of each fact and a moment of asking; see whether the live copy is still right."""
    chance = random.Random(20261121)
    right = 0
    for _ in range(SIMULATED):
        taken = 1_000 * every
        asked = taken + delay + chance.random() * every
        rates = [
            facts.rate_per_month
            * (chance.gammavariate(1 / facts.spread**2, facts.spread**2) if facts.spread else 1)
            for _ in range(facts.per_answer)
        ]
        first_changes = [taken + chance.expovariate(rate) if rate else math.inf for rate in rates]
        right += all(change > asked for change in first_changes)
    return right / SIMULATED


@pytest.mark.parametrize(
    ("facts", "every", "delay"),
    [
        (Facts(rate_per_month=0.1, spread=0.0, per_answer=1), 3.0, 0.5),
        (Facts(rate_per_month=2.0, spread=0.0, per_answer=1), 1.0, 0.0),
        (Facts(rate_per_month=0.1, spread=0.0, per_answer=4), 2.0, 1.0),
        (Facts(rate_per_month=0.5, spread=1.0, per_answer=1), 3.0, 0.5),
        (Facts(rate_per_month=0.5, spread=2.0, per_answer=1), 6.0, 0.1),
        (Facts(rate_per_month=0.2, spread=0.7, per_answer=3), 3.0, 0.5),
    ],
)
def test_the_share_still_right_is_that_of_a_simulation(
    facts: Facts, every: float, delay: float
) -> None:
    """The closed form is what drawing change times and moments of asking gives."""
    assert kept(facts, every, delay) == pytest.approx(
        simulated_kept(facts, every, delay), abs=ALLOWED
    )


def test_a_month_is_the_730_hours_that_every_other_calculator_counts() -> None:
    """An index of one month, live 730 hours later, is as stale as a model of one month, aged one."""
    results = compute(
        make(
            retrieved_percent=100.0,
            index_every_days=HOURS_PER_MONTH / 24,
            index_delay_hours=float(HOURS_PER_MONTH),
            model_every_months=1.0,
            model_age_months=1.0,
        )
    )
    assert results.rag.outdated_percent == pytest.approx(
        results.prompt_only.outdated_percent, rel=1e-12
    )


def test_the_worked_example() -> None:
    """Retraining every 90 days, live 14 days later, worked by hand in the calculator's notes."""
    results = compute(make(**ALL_LEARNED))
    volatile, lasting = -math.log(0.76) / 3, -math.log(0.81) / 36
    every, delay = 90 / DAYS_PER_MONTH, 14 / DAYS_PER_MONTH

    def right(rate: float) -> float:
        return math.exp(-rate * delay) * (1 - math.exp(-rate * every)) / (rate * every)

    by_hand = 100 * (1 - 0.35 * right(volatile) - 0.65 * right(lasting))
    assert results.fine_tuned.outdated_percent == pytest.approx(by_hand)
    assert by_hand == pytest.approx(6.33, abs=0.005)
    part = compute(FreshnessInputs())
    model = part.prompt_only.outdated_percent
    assert part.fine_tuned.outdated_percent == pytest.approx(0.4 * by_hand + 0.6 * model)


def test_a_rate_that_changes_nothing_is_no_uncertainty() -> None:
    """Where no answer rests on volatile facts and lasting ones never change, none is the largest."""
    results = compute(make(volatile_percent=0.0, lasting_changed_percent=0.0))
    assert results.largest_uncertainty == "none"


@pytest.mark.parametrize("spread", [0.0, 0.5, 1.0, 3.0])
def test_an_observation_is_reproduced_by_its_rate(spread: float) -> None:
    """If 24% changed in 3 months, a copy of 3 months is outdated with probability 24%."""
    rate = rate_per_month(0.24, 3.0, spread)
    facts = Facts(rate_per_month=rate, spread=spread, per_answer=1)
    assert changed_after(facts, 3.0) == pytest.approx(0.24)


def test_a_small_spread_is_one_rate() -> None:
    """The two formulas meet where the rates hardly differ."""
    one = Facts(rate_per_month=0.3, spread=0.0, per_answer=2)
    nearly = replace(one, spread=0.0101)
    assert kept(nearly, 3.0, 0.5) == pytest.approx(kept(one, 3.0, 0.5), rel=1e-3)


def test_a_shape_of_one_is_no_gap() -> None:
    """Where the general formula divides nothing by nothing, its limit stands."""
    at = Facts(rate_per_month=0.3, spread=1.0, per_answer=1)
    beside = replace(at, spread=1.0001)
    assert kept(at, 3.0, 0.5) == pytest.approx(kept(beside, 3.0, 0.5), rel=1e-3)


@given(strategies.inputs(CALCULATORS["freshness"]), st.floats(1, 3_650), st.floats(0, 730))
def test_slower_is_never_fresher(given_inputs: FreshnessInputs, days: float, delay: float) -> None:
    """A slower cadence or a longer way to live copies never makes answers fresher."""
    slower = replace(
        given_inputs,
        retrain_every_days=max(days, given_inputs.retrain_every_days),
        training_delay_days=max(delay, given_inputs.training_delay_days),
    )
    before = compute(given_inputs).fine_tuned.outdated_percent
    assert compute(slower).fine_tuned.outdated_percent >= before - 1e-6


@given(strategies.inputs(CALCULATORS["freshness"]), st.floats(0.05, 3_650))
def test_no_cadence_costs_less_than_the_cheapest(
    given_inputs: FreshnessInputs, days: float
) -> None:
    """Whatever cadence the index gets, refreshing and outdated answers cost no less."""
    other = compute(replace(given_inputs, index_every_days=days)).rag.total_usd_per_month
    # The search stops at a cadence within one part in ten thousand of the best.
    assert compute(given_inputs).rag.cheapest_usd_per_month <= other * (1 + 1e-3) + 1e-9


def test_the_promise_is_kept_at_the_slowest_cadence_and_open_beyond() -> None:
    """Who enters the cadence named is told that it keeps the promise; a tenth more is not sure."""
    days = compute(FreshnessInputs()).rag.promise_days
    assert isinstance(days, float)
    at = compute(make(index_every_days=days)).rag
    beyond = compute(make(index_every_days=1.1 * days)).rag
    assert at.promise == KEPT
    assert beyond.promise == TOO_CLOSE
    assert at.kept_percent >= 90 > beyond.kept_percent


def test_without_uncertainty_the_slowest_cadence_is_exact() -> None:
    """At the cadence named the promised share is outdated; a hundredth more breaks the promise."""
    known = make(rate_factor=1.0, **ALL_LEARNED)
    days = compute(known).fine_tuned.promise_days
    assert isinstance(days, float)
    at = compute(replace(known, retrain_every_days=days)).fine_tuned
    beyond = compute(replace(known, retrain_every_days=1.01 * days)).fine_tuned
    assert at.outdated_percent == pytest.approx(5.0, abs=0.01)
    assert at.promise == KEPT
    assert beyond.promise == BROKEN


@given(st.floats(5, 60), st.floats(1, 4), st.floats(2, 20), st.floats(0, 1.5))
def test_every_cadence_named_keeps_the_promise(
    changed: float, factor: float, promise: float, spread: float
) -> None:
    """The inverse answer and the verdict on it agree, whatever the rates and the promise."""
    given_inputs = make(
        volatile_changed_percent=changed, rate_factor=factor, promise_percent=promise, spread=spread
    )
    days = compute(given_inputs).rag.promise_days
    if isinstance(days, float):
        entered = replace(given_inputs, index_every_days=max(0.01, min(3_650.0, days)))
        assert compute(entered).rag.promise == KEPT


def test_a_promise_that_only_the_best_estimate_keeps_is_open() -> None:
    """No cadence is named that one in five samples breaks, and none is called impossible."""
    open_ = make(learned_percent=90.0, learned_factor=1.1, promise_percent=5.0)
    results = compute(replace(open_, training_delay_days=1.0, retrieved_percent=0.0))
    assert results.fine_tuned.promise_days == TOO_CLOSE
    assert results.cheapest_kept == TOO_CLOSE


def test_the_freshest_arm_is_named_with_its_probability() -> None:
    """All that tie are named; where the samples disagree none is the winner."""
    results = compute(FreshnessInputs())
    assert results.freshest == "RAG and RAG + fine-tuned"
    assert results.freshest_percent == 100
    even = make(learned_percent=89.0, learned_factor=1.2, retrain_every_days=7.0)
    close = compute(replace(even, training_delay_days=0.25, index_delay_hours=6.0))
    assert close.freshest == "too close to call, RAG and RAG + fine-tuned by the best estimate"
    assert 50 < close.freshest_percent < 90


def test_what_moves_the_distance_is_charted_by_hand() -> None:
    """The share taken up moves the distance between tuning and RAG by what it leaves to the model."""
    results = compute(FreshnessInputs())
    label, low, high = results.swings[0]
    assert label == results.largest_uncertainty == "facts that tuning takes up"
    model, rag = results.prompt_only.outdated_percent, results.rag.outdated_percent
    own = compute(make(**ALL_LEARNED)).fine_tuned.outdated_percent
    assert low == pytest.approx(0.2 * own + 0.8 * model - rag)
    assert high == pytest.approx(0.8 * own + 0.2 * model - rag)


def test_a_cadence_faster_than_usual_is_searched_too() -> None:
    """What keeps the promise as entered is a cadence that keeps it."""
    volatile = {"volatile_percent": 100.0, "volatile_changed_percent": 50.0, "rate_factor": 1.0}
    news = make(
        **volatile,
        volatile_observed_months=0.01,
        index_every_days=0.01,
        index_delay_hours=0.0,
        promise_percent=12.0,
    )
    assert compute(news).rag.promise == KEPT
    assert isinstance(compute(news).rag.promise_days, float)
    swift = make(**volatile, model_age_months=0.0, model_every_months=0.2, promise_percent=3.0)
    assert compute(swift).prompt_only.promise == KEPT
    assert isinstance(compute(swift).prompt_only.promise_days, float)


def test_a_delay_that_breaks_the_promise_alone_has_no_cadence() -> None:
    """Volatile facts that are outdated before the model is live cannot be kept current by tuning."""
    results = compute(make(volatile_changed_percent=50.0, volatile_observed_months=0.5))
    assert results.fine_tuned.promise_days == NO_CADENCE
    assert results.fine_tuned.promise_usd_per_month == NO_CADENCE


def test_facts_that_never_change_need_no_refresh() -> None:
    """Without change nothing is outdated, any cadence keeps the promise and the slowest is cheapest."""
    results = compute(make(volatile_changed_percent=0.0, lasting_changed_percent=0.0))
    assert results.prompt_only.outdated_percent == 0
    assert results.rag.promise_days == ANY_CADENCE
    assert results.rag.cheapest_days == NEVER
    assert results.volatile_half_life_months == "never"
    assert results.largest_uncertainty == "none"


def test_free_refreshes_are_made_as_often_as_possible() -> None:
    """Where a run costs nothing, waiting only adds outdated answers."""
    assert compute(make(index_run_usd=0.0)).rag.cheapest_days == AS_OFTEN


def test_where_nothing_costs_anything_no_cadence_is_best() -> None:
    """Free refreshes and harmless outdated answers leave no difference."""
    results = compute(make(index_run_usd=0.0, outdated_answer_usd=0.0))
    assert results.rag.cheapest_days == NO_DIFFERENCE


def test_the_verdict_on_the_promise_minds_the_range() -> None:
    """Far from the promise it is kept or not; near it, it is too close to call."""
    results = compute(make(**ALL_LEARNED))
    assert results.rag.promise == KEPT
    assert results.prompt_only.promise == BROKEN
    assert results.fine_tuned.promise == TOO_CLOSE


def test_known_rates_have_no_range() -> None:
    """With a factor of 1 low and high are the estimate itself."""
    rag = compute(make(rate_factor=1.0)).rag
    assert rag.outdated_low_percent == rag.outdated_percent == rag.outdated_high_percent


def test_answers_that_find_no_passage_are_as_old_as_the_model() -> None:
    """Retrieval that finds nothing leaves the base model's knowledge."""
    results = compute(make(retrieved_percent=0.0, learned_percent=0.0))
    assert results.rag.outdated_percent == pytest.approx(results.prompt_only.outdated_percent)
    assert results.fine_tuned.outdated_percent == pytest.approx(
        results.prompt_only.outdated_percent
    )


def test_the_half_life_is_when_half_have_changed() -> None:
    """Observing that half changed within 5 months is a half-life of 5 months."""
    results = compute(make(volatile_changed_percent=50.0, volatile_observed_months=5.0, spread=1.0))
    assert results.volatile_half_life_months == pytest.approx(5.0)


@pytest.mark.parametrize("changed", [0.0, 1e-308])
def test_facts_that_hardly_ever_change_have_no_half_life(changed: float) -> None:
    """A time without end is an answer, not a number."""
    assert compute(make(volatile_changed_percent=changed)).volatile_half_life_months == "never"
