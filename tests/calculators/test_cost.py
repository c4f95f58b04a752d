"""The cost calculator against arithmetic done by hand, and its answers that are no numbers."""

from typing import Any

import pytest

from calculators.cost import compute
from calculators.declare import flatten
from calculators.quantities import HOURS_PER_MONTH
from tests.calculators.conftest import Situation

WORKED = {
    "requests_per_month": 10_000,
    "horizon_months": 12,
    "question_tokens": 100,
    "answer_tokens": 200,
    "instruction_tokens": 900,
    "context_tokens": 9_000,
    "fine_tuned_instruction_tokens": 100,
    "fine_tuned_answer_tokens": 150,
    "cache_hit_percent": 50.0,
    "retrieved_passages": 4,
    "passage_tokens": 500,
    "corpus_tokens": 9_000_000,
    "overlap_percent": 10.0,
    "corpus_change_percent_per_month": 10.0,
    "training_examples": 1_000,
    "tokens_per_example": 400,
    "epochs": 3,
    "failed_runs": 1.0,
    "retrain_every_months": 4,
    "hourly_rate_usd": 100.0,
    "prompt_setup_hours": 10.0,
    "rag_setup_hours": 40.0,
    "fine_tuning_setup_hours": 60.0,
    "prompt_upkeep_hours_per_month": 1.0,
    "rag_upkeep_hours_per_month": 2.0,
    "fine_tuning_upkeep_hours_per_month": 3.0,
    "evaluation_questions": 0,
}


def test_prompt_only_matches_the_worked_example(situation: Situation) -> None:
    """Half of the 9,900-token prefix is read from the cache and half written; the rest is input."""
    arm = compute(situation(**WORKED)).prompt_only

    # 100 × 2 + 4,950 × 0.5 + 4,950 × 2 + 200 × 8 dollars a million tokens
    request = (200 + 2_475 + 9_900 + 1_600) / 1e6
    assert arm.request_usd == pytest.approx(request)
    assert arm.start_usd == pytest.approx(1_000)
    assert arm.horizon_usd == pytest.approx(1_000 + 12 * (10_000 * request + 100))


def test_rag_matches_the_worked_example(situation: Situation) -> None:
    """900 instructions are too short to cache; search, reranking and a question's embedding count."""
    arm = compute(situation(**WORKED)).rag

    # prompt 900 + 4 × 500 + 100 = 3,000 tokens
    request = (3_000 * 2 + 200 * 8 + 100 * 0.1 + 4) / 1e6 + 0.002
    # 9 million tokens / 0.9 = 10 million embedded; 10 million / 500 = 20,000 passages
    embedding = 10 * 0.1
    month = 200 + 0.1 * embedding + 50 + 0.02 * 2
    assert arm.prompt_tokens == 3_000
    assert arm.request_usd == pytest.approx(request)
    assert arm.start_usd == pytest.approx(4_000 + embedding)
    assert arm.horizon_usd == pytest.approx(4_000 + embedding + 12 * (10_000 * request + month))


def test_fine_tuned_matches_the_worked_example(situation: Situation) -> None:
    """Two paid runs at the start and at months 4 and 8, not at month 12; hosting runs all hours."""
    arm = compute(situation(**WORKED)).fine_tuned

    training = 1_000 * 400 * 3 / 1e6 * 25 * 2
    request = (200 * 3 + 150 * 12) / 1e6
    month = 300 + HOURS_PER_MONTH * 1.0
    assert arm.request_usd == pytest.approx(request)
    assert arm.start_usd == pytest.approx(6_000 + training)
    assert arm.components.retraining_usd == pytest.approx(2 * training)
    assert arm.horizon_usd == pytest.approx(6_000 + 3 * training + 12 * (10_000 * request + month))


def test_a_cheap_month_keeps_its_digits_beside_a_dear_start(situation: Situation) -> None:
    """A billion dollars of work to start and months of three cents: the month stays three cents."""
    cheap = WORKED | {
        "hourly_rate_usd": 1_000.0,
        "fine_tuning_setup_hours": 0.0,
        "fine_tuning_upkeep_hours_per_month": 0.0,
        "hosting_usd_per_hour": 0.0,
        "retrain_every_months": 0,
        "requests_per_month": 10,
        "fine_tuned_input_usd_per_million_tokens": 5.0,
        "fine_tuned_output_usd_per_million_tokens": 40 / 3,
    }
    without = compute(situation(**cheap)).fine_tuned
    dear = compute(situation(**cheap | {"fine_tuning_setup_hours": 1_000_000.0})).fine_tuned

    # 200 tokens of prompt at 5 dollars and 150 of answer at 13.33 dollars a million, ten times
    assert dear.start_usd == pytest.approx(1e9)
    assert dear.month_usd == pytest.approx(0.03, rel=1e-12)
    assert dear.month_low_usd == pytest.approx(without.month_low_usd, rel=1e-12)
    assert dear.month_high_usd == pytest.approx(without.month_high_usd, rel=1e-12)


def test_rag_fine_tuned_pays_for_both_methods(situation: Situation) -> None:
    """The combined arm has the work and fixed cost of both and the tuned model's token prices."""
    results = compute(situation(**WORKED))
    both, rag, tuned = results.rag_fine_tuned, results.rag, results.fine_tuned

    assert both.start_usd == pytest.approx(rag.start_usd + tuned.start_usd)
    assert both.components.hosting_usd == tuned.components.hosting_usd
    assert both.prompt_tokens == 100 + 2_000 + 100


def test_break_even_is_where_both_arms_cost_the_same(situation: Situation) -> None:
    """At the stated number of requests the two totals agree."""
    first = compute(situation(**WORKED)).prompt_only_or_rag
    assert isinstance(first.break_even_requests_per_month, float)

    at = compute(
        situation(**WORKED | {"requests_per_month": round(first.break_even_requests_per_month)})
    )

    assert at.prompt_only.horizon_usd == pytest.approx(at.rag.horizon_usd, rel=1e-4)


def test_the_cheaper_side_of_the_break_even_is_named_right(situation: Situation) -> None:
    """Twice the break-even makes the arm named for above it the cheaper one, half of it the other."""
    first = compute(situation(**WORKED)).prompt_only_or_rag
    requests = first.break_even_requests_per_month
    assert isinstance(requests, float)

    above = compute(situation(**WORKED | {"requests_per_month": round(2 * requests)}))
    below = compute(situation(**WORKED | {"requests_per_month": round(requests / 2)}))

    assert first.cheaper_above_break_even == "RAG"
    assert above.rag.horizon_usd < above.prompt_only.horizon_usd
    assert below.rag.horizon_usd > below.prompt_only.horizon_usd


def test_an_arm_that_is_cheaper_in_everything_has_no_break_even(situation: Situation) -> None:
    """With no fixed cost and the cheaper request, fine-tuning is always cheaper than both methods."""
    results = compute(situation(**WORKED | {"hourly_rate_usd": 100.0}))

    assert results.fine_tuned_or_rag_fine_tuned.break_even_requests_per_month == (
        "always cheaper: Fine-tuned"
    )
    assert results.fine_tuned_or_rag_fine_tuned.crossover_month == "no crossover"


@pytest.mark.parametrize("dearer", ["prompt_upkeep", "rag_upkeep"])
def test_arms_that_start_at_the_same_cost_never_cross(situation: Situation, dearer: str) -> None:
    """Whichever of the two costs more from the first month on, neither was ahead at the start."""
    same = {
        "prompt_setup_hours": 10.0,
        "rag_setup_hours": 10.0,
        "embedding_usd_per_million_tokens": 0.0,
    }
    results = compute(situation(**same, **{f"{dearer}_hours_per_month": 90.0}))

    assert results.prompt_only.start_usd == results.rag.start_usd
    assert results.prompt_only_or_rag.crossover_month == "no crossover"


def test_crossover_is_the_first_month_in_which_the_order_has_turned(situation: Situation) -> None:
    """Prompt only starts cheaper; the month named is the first in which RAG has cost less in all."""
    inputs = situation(**WORKED | {"requests_per_month": 200_000})
    results = compute(inputs)
    month = results.prompt_only_or_rag.crossover_month
    assert isinstance(month, int)

    prompt, rag = results.cumulative_usd["Prompt only"], results.cumulative_usd["RAG"]
    assert rag[month] < prompt[month]
    assert all(rag[earlier] >= prompt[earlier] for earlier in range(month))


EVALUATED: dict[str, Any] = {
    "evaluation_questions": 120,
    "evaluation_minutes_per_question": 2.0,
    "evaluation_usd_per_question": 0.5,
    "release_every_months": 4,
}
# 120 × (2 / 60 hours × 100 USD + 0.50 USD)
EVALUATION_USD = 120 * 2 / 60 * 100 + 120 * 0.5


def test_each_release_is_evaluated(situation: Situation) -> None:
    """At the start and after months 4 and 8 of 12; not at the end, where you decide again."""
    plain, judged = (compute(situation(**each)) for each in (WORKED, WORKED | EVALUATED))

    assert judged.rag.components.evaluation_usd == pytest.approx(3 * EVALUATION_USD)
    assert judged.rag.start_usd == pytest.approx(plain.rag.start_usd + EVALUATION_USD)
    assert judged.rag.month_usd == pytest.approx(plain.rag.month_usd + 2 / 12 * EVALUATION_USD)
    assert judged.rag.horizon_usd == pytest.approx(plain.rag.horizon_usd + 3 * EVALUATION_USD)


def test_a_retrained_model_is_a_release(situation: Situation) -> None:
    """Retrained after months 3, 6 and 9, released after 4 and 8: six evaluations; both at once are one."""
    apart = compute(situation(**WORKED | EVALUATED | {"retrain_every_months": 3}))
    together = compute(situation(**WORKED | EVALUATED | {"retrain_every_months": 4}))

    assert apart.fine_tuned.components.evaluation_usd == pytest.approx(6 * EVALUATION_USD)
    assert together.fine_tuned.components.evaluation_usd == pytest.approx(3 * EVALUATION_USD)
    assert apart.prompt_only.components.evaluation_usd == pytest.approx(3 * EVALUATION_USD)


def test_what_is_never_released_again_is_evaluated_once(situation: Situation) -> None:
    """0 months between releases leaves the start, and the retrainings of a tuned model."""
    once = compute(situation(**WORKED | EVALUATED | {"release_every_months": 0}))

    assert once.rag.components.evaluation_usd == pytest.approx(EVALUATION_USD)
    assert once.fine_tuned.components.evaluation_usd == pytest.approx(3 * EVALUATION_USD)


def test_a_rewrite_of_the_question_is_read_and_written_by_the_same_model(
    situation: Situation,
) -> None:
    """100 tokens of question read and 40 written again, at each model's own prices; prompt only has none."""
    plain, rewritten = (compute(situation(**WORKED, rewrite_tokens=tokens)) for tokens in (0, 40))

    more = {
        arm: getattr(rewritten, arm).request_usd - getattr(plain, arm).request_usd
        for arm in ("prompt_only", "rag", "fine_tuned", "rag_fine_tuned")
    }
    assert more["prompt_only"] == more["fine_tuned"] == 0
    assert more["rag"] == pytest.approx((100 * 2 + 40 * 8) / 1e6)
    assert more["rag_fine_tuned"] == pytest.approx((100 * 3 + 40 * 12) / 1e6)
    assert rewritten.rag.components.rewrite_usd == pytest.approx(120_000 * more["rag"])
    assert rewritten.rag.prompt_tokens == plain.rag.prompt_tokens


def test_a_rewrite_keeps_a_hosted_machine_busy(situation: Situation) -> None:
    """260 + 2,000 of passages + 60 tokens read at 2,320 a second, 100 + 100 written at 200: two seconds."""
    results = compute(
        situation(
            question_tokens=60,
            fine_tuned_instruction_tokens=200,
            fine_tuned_answer_tokens=100,
            rewrite_tokens=100,
            hosting_usd_per_hour=1.0,
            hosting_prompt_tokens_per_s=2_320,
            hosting_answer_tokens_per_s=200,
        )
    )
    carried = next(
        term.value
        for term in results.working
        if term.name == "rag_fine_tuned.requests_per_deployment"
    )
    assert carried == pytest.approx(730 * 3600 / 2)


def test_an_example_that_is_paid_for_is_paid_once(situation: Situation) -> None:
    """1,000 examples at two dollars add 2,000 to the start of the tuned arms, and to no other."""
    plain, paid = (compute(situation(**WORKED | {"example_usd": usd})) for usd in (0.0, 2.0))

    assert paid.fine_tuned.start_usd == pytest.approx(plain.fine_tuned.start_usd + 2_000)
    assert paid.fine_tuned.components.labelling_usd == pytest.approx(2_000)
    assert paid.rag.horizon_usd == plain.rag.horizon_usd


def test_a_long_prompt_costs_more_in_every_token(situation: Situation) -> None:
    """Above the tier's length all of the prompt is billed at its price, the answer too."""
    tier = {
        "long_prompt_tokens": 9_999,
        "long_input_usd_per_million_tokens": 4.0,
        "long_output_usd_per_million_tokens": 16.0,
        "cache_hit_percent": 0.0,
    }
    results = compute(situation(**WORKED | tier))

    # 10,000 prompt tokens and 200 of the answer; RAG's 3,000 stay below
    assert results.prompt_only.request_usd == pytest.approx((10_000 * 4 + 200 * 16) / 1e6)
    assert results.rag.components.input_usd == pytest.approx(120_000 * 3_000 * 2 / 1e6)


def test_a_prompt_of_just_the_tier_s_length_costs_no_more(situation: Situation) -> None:
    """The higher prices begin above the stated length."""
    tier = {"long_prompt_tokens": 10_000, "long_input_usd_per_million_tokens": 99.0}
    plain = compute(situation(**WORKED)).prompt_only.request_usd

    assert compute(situation(**WORKED | tier)).prompt_only.request_usd == plain


def test_batches_take_their_discount_off_the_share_that_can_wait(situation: Situation) -> None:
    """Half of the requests at half the price save a quarter of the tokens' cost, and nothing else."""
    batched = WORKED | {"batch_percent": 50.0, "batch_discount_percent": 50.0}
    plain, waiting = compute(situation(**WORKED)).rag, compute(situation(**batched)).rag

    assert waiting.components.output_usd == pytest.approx(0.75 * plain.components.output_usd)
    assert waiting.components.vector_store_usd == plain.components.vector_store_usd


def test_a_model_without_fine_tuning_leaves_two_arms(situation: Situation) -> None:
    """The tuned arms say so, have no amounts, and cannot win."""
    results = compute(situation(**WORKED | {"fine_tuning_offered": False}))
    values = flatten(results)

    assert results.fine_tuned.status == "fine-tuning not offered"
    assert values["fine_tuned.horizon_usd"] is None
    assert values["fine_tuned.components.output_usd"] is None
    assert results.cheapest in {"Prompt only", "RAG", "too close to call"}
    assert results.rag_or_fine_tuned.break_even_requests_per_month == "not comparable"
    assert "Fine-tuned" not in results.cumulative_usd


def test_without_examples_nothing_is_tuned(situation: Situation) -> None:
    """However few hours it would take, an arm without an example has no price and cannot win."""
    results = compute(
        situation(
            training_examples=0,
            fine_tuning_setup_hours=0.0,
            fine_tuning_upkeep_hours_per_month=0.0,
            prompt_setup_hours=1_000.0,
            rag_setup_hours=1_000.0,
        )
    )

    assert results.fine_tuned.status == results.rag_fine_tuned.status == "no training examples"
    assert results.fine_tuned.horizon_usd is None
    assert results.cheapest in {"Prompt only", "RAG", "too close to call"}
    assert "Fine-tuned" not in results.answer


@pytest.mark.parametrize("missing", ["retrieved_passages", "corpus_tokens"])
def test_without_a_corpus_or_a_passage_nothing_is_retrieved(
    situation: Situation, missing: str
) -> None:
    """RAG is then prompt only by another name: it has no price of its own."""
    results = compute(situation(**{missing: 0}))

    assert results.rag.status == results.rag_fine_tuned.status == "nothing to retrieve"
    assert results.rag.horizon_usd is None
    assert results.fine_tuned.horizon_usd is not None


def test_a_prompt_over_the_context_window_says_by_how_much(situation: Situation) -> None:
    """The answer counts toward the window; the arm that does not fit has no price."""
    results = compute(situation(**WORKED | {"context_window_tokens": 10_000}))

    # 900 + 9,000 + 100 prompt tokens and 200 answer tokens
    assert results.prompt_only.status == "over the context window by 200 tokens"
    assert results.prompt_only.horizon_usd is None
    assert results.rag.horizon_usd is not None


def test_no_arm_fits_into_a_tiny_window(situation: Situation) -> None:
    """Where nothing can be used the answer says that instead of naming a winner."""
    results = compute(situation(**WORKED | {"context_window_tokens": 1}))

    assert results.cheapest == "none"
    assert results.cumulative_usd == {}


def test_caching_switched_off_bills_the_whole_prompt_as_input(situation: Situation) -> None:
    """No hits means no cache writes either, whatever a write costs."""
    arm = compute(
        situation(**WORKED | {"cache_hit_percent": 0.0, "cache_write_usd_per_million_tokens": 99.0})
    ).prompt_only

    assert arm.request_usd == pytest.approx((10_000 * 2 + 200 * 8) / 1e6)


def test_without_requests_there_is_no_cost_of_a_request_shared_out(situation: Situation) -> None:
    """Nothing is divided by zero."""
    assert compute(situation(**WORKED | {"requests_per_month": 0})).rag.all_in_request_usd is None


def test_a_store_bills_its_minimum_until_use_exceeds_it(situation: Situation) -> None:
    """Use below the minimum costs the minimum, and one more search then costs nothing."""
    plain = WORKED | {
        "vector_store_usd_per_month": 0.0,
        "vector_store_minimum_usd_per_month": 50.0,
        "vector_store_usd_per_million_queries": 1_000.0,
    }
    below = compute(situation(**plain | {"requests_per_month": 10_000})).rag
    above = compute(situation(**plain | {"requests_per_month": 100_000})).rag

    assert below.components.vector_store_usd == pytest.approx(12 * 50)
    assert above.components.vector_store_usd == pytest.approx(12 * (0.02 * 2 + 100))
    assert above.request_usd == pytest.approx(below.request_usd + 0.001)


def test_a_search_of_a_large_collection_costs_by_its_size(situation: Situation) -> None:
    """The dearer of the two fees: 1,000 USD a million searches hold up to ten million vectors at 100."""
    plain = WORKED | {
        "vector_store_usd_per_month": 0.0,
        "vector_store_usd_per_million_vectors_month": 0.0,
        "vector_store_usd_per_million_queries": 1_000.0,
        "vector_store_usd_per_million_queries_and_million_vectors": 100.0,
        "passage_tokens": 100,
        "overlap_percent": 0.0,
    }
    small = compute(situation(**plain | {"corpus_tokens": 1_000_000_000})).rag
    large = compute(situation(**plain | {"corpus_tokens": 5_000_000_000})).rag

    assert small.components.vector_store_usd == pytest.approx(12 * 0.01 * 1_000)
    assert large.components.vector_store_usd == pytest.approx(12 * 0.01 * 50 * 100)
    assert large.request_usd - small.request_usd == pytest.approx(0.004)


def test_what_is_written_into_a_store_is_billed(situation: Situation) -> None:
    """Fifty million vectors at 25 USD a million: once at the start, and a tenth of them each month."""
    plain = WORKED | {
        "vector_store_usd_per_month": 0.0,
        "vector_store_usd_per_million_vectors_month": 0.0,
        "vector_store_usd_per_million_queries": 0.0,
        "passage_tokens": 100,
        "overlap_percent": 0.0,
        "corpus_tokens": 5_000_000_000,
        "corpus_change_percent_per_month": 10.0,
        "horizon_months": 12,
    }
    written = compute(situation(**plain, vector_store_usd_per_million_vectors_written=25.0)).rag
    assert written.components.vector_store_usd == pytest.approx(50 * 25 * (1 + 12 * 0.1))


def test_twice_the_dimensions_cost_twice_the_storage_and_the_search_by_size(
    situation: Situation,
) -> None:
    """A managed store is billed for bytes: 3,072 numbers a vector cost twice the listed 1,536."""
    plain = WORKED | {
        "vector_store_usd_per_month": 0.0,
        "vector_store_usd_per_million_vectors_month": 20.0,
        "vector_store_usd_per_million_queries": 0.0,
        "vector_store_usd_per_million_queries_and_million_vectors": 100.0,
    }
    small = compute(situation(**plain, dimensions=1_536)).rag
    large = compute(situation(**plain, dimensions=3_072)).rag

    assert small.components.vector_store_usd > 0
    assert large.components.vector_store_usd == pytest.approx(2 * small.components.vector_store_usd)


def test_a_hosted_machine_that_is_full_is_rented_again(situation: Situation) -> None:
    """200 + 60 tokens read at 2,600 a second and 100 written at 1,000: a request takes a fifth of a second."""
    plain: dict[str, Any] = {
        "question_tokens": 60,
        "fine_tuned_instruction_tokens": 200,
        "fine_tuned_answer_tokens": 100,
        "hosting_usd_per_hour": 1.0,
        "hosting_prompt_tokens_per_s": 2_600,
        "hosting_answer_tokens_per_s": 1_000,
    }
    carried = 730 * 3600 * 5
    hosting = [
        compute(situation(**plain, requests_per_month=each)).fine_tuned.components.hosting_usd
        for each in (10, carried, carried + 1)
    ]

    assert hosting == [12 * 730, 12 * 730, 2 * 12 * 730]


def test_a_hosted_model_without_a_rate_answers_any_number(situation: Situation) -> None:
    """Where a provider sells no machine, the hour is billed once however many requests come."""
    many = compute(situation(requests_per_month=1_000_000_000, hosting_usd_per_hour=1.0))

    assert many.fine_tuned.components.hosting_usd == 12 * 730


def test_break_even_holds_where_a_store_has_a_minimum(situation: Situation) -> None:
    """The bend in the store's fee does not move the two totals apart at the break-even."""
    plain = WORKED | {
        "vector_store_minimum_usd_per_month": 80.0,
        "vector_store_usd_per_million_queries": 1_000.0,
        "hourly_rate_usd": 10.0,
    }
    requests = compute(situation(**plain)).prompt_only_or_rag.break_even_requests_per_month
    assert isinstance(requests, float)

    at = compute(situation(**plain | {"requests_per_month": round(requests)}))

    assert at.prompt_only.horizon_usd == pytest.approx(at.rag.horizon_usd, rel=1e-3)


def test_a_prompt_that_is_all_prefix_has_no_plain_input(situation: Situation) -> None:
    """Read from the cache or written to it, and nothing, not even a rounding, beside both."""
    inputs = situation(
        question_tokens=0,
        instruction_tokens=0,
        context_tokens=1_000_000,
        context_window_tokens=2_000_000,
        cache_hit_percent=25.858001545136673,
        cache_minimum_tokens=0,
        input_usd_per_million_tokens=1_000.0,
    )
    assert compute(inputs).prompt_only.components.input_usd == 0
