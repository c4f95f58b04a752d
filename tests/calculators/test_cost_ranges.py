"""Ranges, probabilities and drivers of the cost calculator."""

import math
import re
from dataclasses import replace

import pytest

from calculators.calculator import LATER
from calculators.cost import CostInputs, CostResults, compute
from calculators.cost.arms import bill
from calculators.cost.compare import verdict
from calculators.cost.compute import quick
from calculators.cost.spread import Spread
from calculators.cost.uncertain import FACTORS, with_factors
from calculators.declare import flatten, inputs_of
from calculators.physics.arms import PROMPT_ONLY, RAG
from tests.calculators.conftest import Situation

ARMS = ("prompt_only", "rag", "fine_tuned", "rag_fine_tuned")
CERTAIN = {
    "traffic_spread_percent": 0.0,
    "cache_hit_spread_points": 0.0,
    "length_spread_percent": 0.0,
    "price_spread_percent": 0.0,
    "work_spread_percent": 0.0,
    "accuracy_spread_points": 0.0,
}


def shares(results: CostResults, name: str) -> list[float]:
    return [getattr(getattr(results, arm), name) for arm in ARMS]


def test_a_range_holds_the_best_estimate(situation: Situation) -> None:
    """Low, best and high stand in this order for every arm, by month, horizon and right answer."""
    results = compute(situation())

    for arm in (getattr(results, name) for name in ARMS):
        assert arm.horizon_low_usd < arm.horizon_usd < arm.horizon_high_usd
        assert arm.month_low_usd < arm.month_usd < arm.month_high_usd
        assert arm.correct_low_usd < arm.correct_usd < arm.correct_high_usd


def test_probabilities_of_the_arms_add_up(situation: Situation) -> None:
    """In each sample one arm is the cheapest, for the whole and for a right answer."""
    results = compute(situation())

    assert sum(shares(results, "cheapest_percent")) == pytest.approx(100)
    assert sum(shares(results, "cheapest_correct_percent")) == pytest.approx(100)


def test_what_is_certain_has_no_range(situation: Situation) -> None:
    """Without any uncertainty the ends meet, the winner is certain and nothing moves the answer."""
    results = compute(situation(**CERTAIN))

    assert results.rag.horizon_low_usd == results.rag.horizon_usd == results.rag.horizon_high_usd
    assert results.probability_percent == 100
    assert sorted(shares(results, "cheapest_percent")) == [0, 0, 0, 100]
    assert results.swings == ()


def test_no_winner_is_named_below_the_probability_asked_for(situation: Situation) -> None:
    """The same numbers name a winner or do not, by the probability that the reader asks for."""
    probability = compute(situation()).probability_percent
    assert isinstance(probability, float)
    assert 50 < probability < 99

    sure = compute(situation(sure_percent=probability - 0.5))
    unsure = compute(situation(sure_percent=probability + 0.5))

    assert sure.cheapest != "too close to call"
    assert sure.answer.startswith(sure.cheapest)
    assert unsure.cheapest == "too close to call"
    assert unsure.answer.startswith("Too close to call")


def test_the_lower_estimate_and_the_likelier_arm_are_both_told(situation: Situation) -> None:
    """Of two arms too close to call, the one that costs more by its number may be the likelier."""
    inputs = situation()
    ranked = [bill(arm, inputs, None) for arm in (PROMPT_ONLY, RAG)]
    total = {PROMPT_ONLY: [2.0, 2.0, 2.0, 1.0], RAG: [1.0, 1.0, 1.0, 2.0]}
    sampled = Spread(total=total, month={}, correct={})

    _, answer = verdict(ranked, inputs, sampled)

    assert re.fullmatch(
        r"Too close to call over 12 months: Prompt only \(\$[\d,]+\) has the lower estimate, "
        r"but RAG \(\$[\d,]+\) is cheaper with a probability of 75%\.",
        answer,
    )


def test_no_arm_of_equal_estimates_has_the_lower_one(situation: Situation) -> None:
    """The likelier one is named first then, as where the numbers and the samples agree."""
    one, other = (bill(arm, situation(), None) for arm in (PROMPT_ONLY, RAG))
    ranked = [one, replace(one, arm=other.arm)]
    total = {PROMPT_ONLY: [2.0, 2.0, 2.0, 1.0], RAG: [1.0, 1.0, 1.0, 2.0]}

    _, answer = verdict(ranked, situation(), Spread(total=total, month={}, correct={}))

    assert answer.startswith("Too close to call over 12 months: RAG ($")
    assert ") is cheaper than Prompt only ($" in answer
    assert answer.endswith(") with a probability of 75%.")


def test_no_traffic_finds_no_fewer_hits_than_were_entered(situation: Situation) -> None:
    """Without a request no hit is looked for, so that none is missed."""
    results = compute(situation(requests_per_month=0, cache_hit_percent=90.0))

    assert "cache hits entered" not in results.answer


def test_an_answer_names_the_arm_that_it_speaks_of(situation: Situation) -> None:
    """After two arms `it` could be either."""
    results = compute(situation(**CERTAIN))

    assert results.cheapest == "Prompt only"
    assert "; Prompt only is cheaper with a probability above 99%." in results.answer


def test_arms_that_cost_the_same_are_not_ranked(situation: Situation) -> None:
    """Equal totals are no victory, however sure the numbers are."""
    free = {name: 0.0 for name in vars(situation()) if "usd" in name}
    results = compute(situation(**free, **CERTAIN))

    assert results.rag.horizon_usd == 0
    assert results.cheapest == "too close to call"
    assert results.prompt_only_or_rag.cheaper == "too close to call"
    assert results.prompt_only_or_rag.first_cheaper_percent == 50


def test_what_both_arms_share_does_not_make_one_win_by_chance(situation: Situation) -> None:
    """Traffic of any uncertainty leaves no doubt where one arm costs more in every part."""
    inputs = situation(
        **CERTAIN
        | {
            "traffic_spread_percent": 500.0,
            "fine_tuned_instruction_tokens": 800,
            "fine_tuned_answer_tokens": 250,
        }
    )

    assert compute(inputs).rag_or_rag_fine_tuned.first_cheaper_percent == 100


def test_the_same_inputs_give_the_same_ranges(situation: Situation) -> None:
    """The sample is seeded."""
    assert flatten(compute(situation())) == flatten(compute(situation()))


def test_what_moves_the_difference_most_comes_first(situation: Situation) -> None:
    """Swings are ordered by how far they move the difference between the two cheapest arms."""
    results = compute(situation())
    widths = [abs(high - low) for _, low, high in results.swings]

    assert widths == sorted(widths, reverse=True)
    difference = abs(results.rag.horizon_usd - results.prompt_only.horizon_usd)
    assert min(results.swings[0][1:]) < difference < max(results.swings[0][1:])


def test_work_that_is_uncertain_alone_moves_the_difference_alone(situation: Situation) -> None:
    """The ends of a swing are the difference with that input at its own ends."""
    half_cached = CERTAIN | {"cache_hit_percent": 50.0}
    results = compute(situation(**half_cached | {"work_spread_percent": 50.0}))
    half_more = situation(**half_cached, rag_setup_hours=240.0, rag_upkeep_hours_per_month=15.0)
    label, _, high = results.swings[0]
    # Evaluating takes as long in both arms, so that it moves no difference.

    assert {each for each, _, _ in results.swings} <= {
        "Work on RAG",
        "Work on prompt only",
        "Work on fine-tuning",
    }
    assert label == "Work on RAG"
    changed = compute(half_more)
    assert high == pytest.approx(changed.prompt_only.horizon_usd - changed.rag.horizon_usd)


def test_cache_hits_that_are_uncertain_alone_move_the_difference_alone(
    situation: Situation,
) -> None:
    """They are off by points: 50% with 20 points either way are what 30 and 70% come to."""
    uncertain = situation(**CERTAIN | {"cache_hit_percent": 50.0, "cache_hit_spread_points": 20.0})
    results = compute(uncertain)
    ends = [
        compute(situation(**CERTAIN, cache_hit_percent=hits)).prompt_only.horizon_usd
        - compute(situation(**CERTAIN, cache_hit_percent=hits)).rag.horizon_usd
        for hits in (30.0, 70.0)
    ]

    assert results.swings == (("Prompt cache hits", *map(pytest.approx, ends)),)


def test_a_cache_that_is_off_stays_off(situation: Situation) -> None:
    """No share of requests is read from a cache that is not used, however uncertain."""
    off = CERTAIN | {"cache_hit_percent": 0.0}
    results = compute(situation(**off | {"cache_hit_spread_points": 50.0}))

    assert results.swings == ()
    assert results.prompt_only.horizon_low_usd == results.prompt_only.horizon_high_usd


def test_hits_that_the_traffic_cannot_find_are_told(situation: Situation) -> None:
    """A request each 43.8 minutes on a prefix that lives five finds it in 1 - exp(-5 / 43.8) of all cases."""
    seldom = {"requests_per_month": 1_000, "cache_lifetime_minutes": 5.0}
    told = compute(situation(**seldom, cache_hit_percent=90.0, cache_hit_spread_points=20.0))
    limit = 100 * (1 - math.exp(-5 / 43.8))

    assert told.most_cache_hits_percent == pytest.approx(limit)
    assert told.answer.endswith(
        "The cache hits entered are more than the 10.8% that this traffic finds."
    )
    for right in (
        {**seldom, "cache_hit_percent": 10.0},
        {**seldom, "cache_hit_percent": 25.0, "cache_hit_spread_points": 20.0},
        {"requests_per_month": 100_000, "cache_lifetime_minutes": 5.0, "cache_hit_percent": 95.0},
        {
            **seldom,
            "cache_hit_percent": 90.0,
            "cache_minimum_tokens": 1_000_000,
        },  # nothing is cached
    ):
        assert "cache hits entered" not in compute(situation(**right)).answer


def test_without_a_time_to_live_no_limit_of_cache_hits_is_known(situation: Situation) -> None:
    """Own machines keep a prefix as long as there is memory, and some providers say nothing."""
    for inputs in (
        situation(cache_lifetime_minutes=0.0, requests_per_month=1),
        situation(hosting="self-hosted", cache_lifetime_minutes=5.0, requests_per_month=1),
    ):
        results = compute(inputs)
        assert results.most_cache_hits_percent == "not known"
        assert "cache hits entered" not in results.answer


@pytest.mark.parametrize("hits", [1.8e-211, 5e-324])
def test_hits_of_next_to_nothing_have_an_answer(situation: Situation, hits: float) -> None:
    """A share that is not quite nothing cannot be off by a factor beyond the floats."""
    results = compute(situation(cache_hit_percent=hits, cache_hit_spread_points=35.0))
    assert results.prompt_only.horizon_low_usd <= results.prompt_only.horizon_high_usd


def test_a_right_answer_costs_a_request_over_its_accuracy(situation: Situation) -> None:
    """Cost of pass: an arm that is right half of the time pays twice for each right answer."""
    results = compute(situation(rag_accuracy_percent=50.0))

    assert results.rag.correct_usd == pytest.approx(2 * results.rag.all_in_request_usd)


def test_a_more_accurate_arm_may_win_by_right_answers_alone(situation: Situation) -> None:
    """The cheapest arm and the cheapest right answer need not be the same."""
    inputs = situation(
        **CERTAIN,
        cache_hit_percent=50.0,
        rag_accuracy_percent=20.0,
        prompt_documents_accuracy_percent=90.0,
    )
    results = compute(inputs)

    assert results.cheapest == "RAG"
    assert results.cheapest_right_answer == "Prompt only"
    assert results.right_answer_probability_percent == 100
    assert results.answer.endswith(
        " A right answer costs least with Prompt only (probability above 99%)."
    )


def test_the_answer_speaks_of_right_answers_where_they_decide_otherwise(
    situation: Situation,
) -> None:
    """Not where both name the same arm; where right answers alone are too close, it says that."""
    same = compute(situation(**CERTAIN))
    assert same.cheapest == same.cheapest_right_answer
    assert "right answer" not in same.answer

    unsure = compute(
        situation(
            **CERTAIN | {"accuracy_spread_points": 20.0},
            prompt_documents_accuracy_percent=50.0,
            rag_accuracy_percent=75.0,
        )
    )
    assert unsure.cheapest == "Prompt only"
    assert unsure.cheapest_right_answer == "too close to call"
    assert unsure.answer.endswith(" Which arm's right answers cost least is too close to call.")


def test_a_prompt_with_documents_has_an_accuracy_of_its_own(situation: Situation) -> None:
    """What a prompt without documents got right says nothing of one that pays for 20,000 tokens."""
    plain = {"prompt_only_accuracy_percent": 25.0, "prompt_documents_accuracy_percent": 50.0}
    pasted = compute(situation(**plain)).prompt_only
    bare = compute(situation(**plain, context_tokens=0)).prompt_only

    assert pasted.correct_usd == pytest.approx(2 * pasted.all_in_request_usd)
    assert bare.correct_usd == pytest.approx(4 * bare.all_in_request_usd)


def test_an_arm_of_unknown_accuracy_is_left_out_of_right_answers(situation: Situation) -> None:
    """It says so, and the others share the probability."""
    results = compute(
        situation(
            rag_accuracy_percent=0.0,
            prompt_documents_accuracy_percent=0.9,
            rag_fine_tuned_accuracy_percent=50.0,
        )
    )

    assert results.rag.correct_usd == results.rag.correct_low_usd == "not known"
    assert results.prompt_only.cheapest_correct_percent == "not known"
    assert results.cheapest_right_answer == "Fine-tuned"
    tuned = results.fine_tuned.cheapest_correct_percent
    assert tuned + results.rag_fine_tuned.cheapest_correct_percent == pytest.approx(100)
    assert isinstance(results.rag.horizon_usd, float)


def test_one_known_accuracy_of_several_arms_compares_nothing(situation: Situation) -> None:
    """Nothing is won against arms of which nobody knows how often they are right."""
    unknown = {
        f"{arm}_accuracy_percent": 0.0 for arm in ("prompt_documents", "rag", "rag_fine_tuned")
    }
    assert compute(situation(**unknown)).cheapest_right_answer == "not comparable"
    none = compute(situation(**unknown, fine_tuned_accuracy_percent=0.0))
    assert none.cheapest_right_answer == "not known"
    assert none.right_answer_probability_percent is None


def test_without_requests_there_is_no_right_answer_to_price(situation: Situation) -> None:
    """Nothing is divided by zero."""
    results = compute(situation(requests_per_month=0))

    assert results.cheapest_right_answer == "none"
    assert results.rag.correct_usd is None
    assert results.rag.correct_low_usd is None


def test_a_quick_answer_is_the_whole_one_without_its_ranges(situation: Situation) -> None:
    """Every number that a quick answer gives is the one of the whole answer."""
    whole, fast = flatten(compute(situation())), flatten(quick(situation()))
    left_out = {name for name, value in fast.items() if value == LATER}

    assert {"answer", "rag.horizon_low_usd", "rag.cheapest_percent"} <= left_out
    assert {name: whole[name] for name in whole if name not in left_out} == {
        name: value for name, value in fast.items() if name not in left_out
    }


def test_every_factor_moves_inputs_that_exist(situation: Situation) -> None:
    """A factor of two doubles each of its inputs and leaves the rest as it is."""
    inputs = situation()
    for factor in FACTORS:
        point = {each.name: 2.0 if each == factor else 1.0 for each in FACTORS}
        moved = vars(with_factors(inputs, point))
        changed = {name for name, value in vars(inputs).items() if moved[name] != value}
        assert changed <= set(factor.inputs)
        assert all(moved[name] == 2 * vars(inputs)[name] for name in factor.inputs)


def test_every_list_price_is_uncertain_over_the_period() -> None:
    """A price that a choice fills in moves with the others of its kind; none is left out."""
    moved = {name for each in FACTORS if "prices" in each.name for name in each.inputs}
    filled = {
        each.name
        for each in inputs_of(CostInputs)
        if each.filled_by and each.unit.startswith("USD")
    }
    assert moved == filled
