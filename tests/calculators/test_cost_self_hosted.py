"""The self-hosted side of the cost calculator against arithmetic done by hand."""

import json
import math
import subprocess
import sys
from typing import Any

import pytest

from calculators.cost import CostResults, compute
from calculators.cost.fees import Fleet
from tests.calculators.conftest import Situation
from tests.golden.values import COST

OWN: dict[str, Any] = {"hosting": "self-hosted", "usd_per_gpu_hour": 2.0}


def step(results: CostResults, name: str) -> float:
    return next(term.value for term in results.working if term.name == name)


def test_rent_is_paid_day_and_night(situation: Situation) -> None:
    """Little traffic needs the one replica that is kept on: 730 hours in each of 12 months at two dollars."""
    rag = compute(situation(**OWN, requests_per_month=10)).rag

    assert rag.accelerators == 1
    assert rag.components.accelerators_usd == pytest.approx(12 * 730 * 2.0)
    assert rag.components.input_usd == rag.components.output_usd == 0


def test_replicas_carry_the_peak_as_planned(situation: Situation) -> None:
    """70% of the capacity, a third of it for the peak, over the seconds of a month, divides the requests; the rest is rounded up."""
    results = compute(situation(**OWN, requests_per_month=30_000_000))
    carried = step(results, "rag.requests_per_s") * 0.7 / 3 * 730 * 3600

    replicas = math.ceil(30_000_000 / carried)
    assert replicas > 1
    assert results.rag.accelerators == replicas
    assert results.rag.components.accelerators_usd == pytest.approx(replicas * 12 * 730 * 2)


def test_several_accelerators_of_a_replica_are_all_paid(situation: Situation) -> None:
    """A replica of four costs four times the rent of one."""
    rag = compute(situation(**OWN, requests_per_month=10, gpus_per_replica=4)).rag

    assert rag.accelerators == 4
    assert rag.components.accelerators_usd == pytest.approx(4 * 12 * 730 * 2)


def test_replicas_always_on_are_paid_without_load(situation: Situation) -> None:
    """Two replicas kept for safety cost two rents with no request at all."""
    arm = compute(situation(**OWN, requests_per_month=0, minimum_replicas=2)).fine_tuned

    assert arm.accelerators == 2


def test_longer_prompts_need_more_machines(situation: Situation) -> None:
    """The arm that sends documents with every request reads and caches more, so it carries less."""
    results = compute(situation(**OWN))

    assert step(results, "prompt_only.requests_per_s") < step(results, "rag.requests_per_s")
    assert step(results, "rag.requests_per_s") < step(results, "fine_tuned.requests_per_s")


def test_a_prefix_found_in_the_cache_is_not_read_again(situation: Situation) -> None:
    """More cache hits let a replica carry more requests of the arm with the long prefix."""
    cold = compute(situation(**OWN, cache_hit_percent=0.0))
    warm = compute(situation(**OWN, cache_hit_percent=90.0))

    assert step(warm, "prompt_only.requests_per_s") > 2 * step(cold, "prompt_only.requests_per_s")


def test_a_rewrite_takes_its_part_of_the_machines(situation: Situation) -> None:
    """Rewriting each question into 250 tokens leaves a replica fewer RAG requests, and no fewer others."""
    plain, rewritten = (compute(situation(**OWN, rewrite_tokens=each)) for each in (0, 250))

    less = step(rewritten, "rag.requests_per_s") / step(plain, "rag.requests_per_s")
    assert 0.4 < less < 0.8
    assert step(rewritten, "fine_tuned.requests_per_s") == step(plain, "fine_tuned.requests_per_s")


def test_training_costs_its_hours(situation: Situation) -> None:
    """Hours of a run at the rent, three times: two runs are thrown away."""
    results = compute(situation(**OWN))
    hours = step(results, "fine_tuned.gpu_hours")
    each = step(results, "fine_tuned.seconds_per_token")

    assert hours == pytest.approx(2_000 * 500 * 3 * each / 3600)
    assert results.fine_tuned.components.training_usd == pytest.approx(hours * 2.0 * 3)


def test_adapters_share_the_machines_and_full_models_do_not(situation: Situation) -> None:
    """Three variants as adapters fit on one replica; trained in full each needs its own."""
    adapters = compute(situation(**OWN, variants=3)).fine_tuned
    full = compute(situation(**OWN, variants=3, training_method="full")).fine_tuned

    assert adapters.accelerators == 1
    assert full.accelerators == 3


def test_full_training_shared_by_several_accelerators_keeps_master_weights(
    situation: Situation,
) -> None:
    """8 bytes a parameter fit 80 GiB on one; 16 bytes over two fit as little as that, so 40 GiB need four."""

    def trained(**gpu: float) -> str:
        full = situation(**OWN, training_method="full", **gpu)
        return next(
            term.label for term in compute(full).working if term.name == "fine_tuned.gpu_hours"
        )

    assert trained(gpu_memory_gib=80).endswith("on one accelerator, without 32-bit master weights")
    assert trained(gpu_memory_gib=40).endswith(
        "shared by 4 accelerators, with 32-bit master weights"
    )


def test_each_variant_is_trained(situation: Situation) -> None:
    """Three variants cost three runs."""
    one = compute(situation(**OWN)).fine_tuned.components.training_usd
    three = compute(situation(**OWN, variants=3)).fine_tuned.components.training_usd
    assert one is not None

    assert three == pytest.approx(3 * one)


def test_a_model_that_does_not_fit_says_so(situation: Situation) -> None:
    """8 billion parameters of 16 bits exceed 16 GiB with their cache; nothing is priced."""
    results = compute(situation(**OWN, gpu_memory_gib=16.0))

    assert results.rag.status == "does not fit"
    assert results.rag.horizon_usd is None
    assert results.cheapest == "none"


def memory_of_one_request(situation: Situation, usable: float) -> float:
    """GiB of an accelerator of which that share holds one RAG request exactly, with the workspace."""
    results = compute(situation(**OWN, gpu_memory_gib=20.0))
    fit = next(term for term in results.working if term.name == "rag.requests_that_fit")
    parts = ("weights", "workspace", "set_aside", "shared_cache", "cache_of_a_request")
    return sum(fit.numbers[part] for part in parts) / usable


def test_what_fits_by_a_hair_may_or_may_not_fit(situation: Situation) -> None:
    """At 85% usable, give or take a tenth, one request just fits: that is no reason to rule it out."""
    # The golden values' workspace and share of usable memory are uncertain by a tenth either way.
    gib = memory_of_one_request(situation, usable=0.85)
    results = compute(situation(**OWN, gpu_memory_gib=gib))

    assert results.rag.status == "may or may not fit"
    assert 40 < results.rag.fits_probability_percent < 60
    assert isinstance(results.rag.horizon_usd, float)
    assert "May or may not fit: " in results.answer
    assert "RAG" in results.answer.partition("May or may not fit: ")[2]


def test_what_fits_in_nine_cases_of_ten_fits(situation: Situation) -> None:
    """The low end of the usable share, and a little less, decides; the high end rules out."""
    sure = compute(situation(**OWN, gpu_memory_gib=memory_of_one_request(situation, 0.85 * 0.87)))
    never = compute(situation(**OWN, gpu_memory_gib=memory_of_one_request(situation, 0.85 * 1.15)))

    assert sure.rag.status == "can be used"
    assert 90 <= sure.rag.fits_probability_percent < 100
    assert never.rag.status == "does not fit"
    assert compute(situation(**OWN)).rag.fits_probability_percent == 100
    assert compute(situation()).rag.fits_probability_percent is None


def test_the_answer_says_how_many_accelerators_would_do(situation: Situation) -> None:
    """8 billion parameters of 16 bits need more than 16 GiB, and less than 32 with any prompt here."""
    answer = compute(situation(**OWN, gpu_memory_gib=16.0)).answer
    assert "None fits on 1 accelerator; on 2 accelerators would fit: " in answer
    assert "Fine-tuned" in answer.partition("would fit: ")[2]

    named = compute(situation(**OWN, gpu_memory_gib=16.0, gpus_per_replica=2))
    assert named.fine_tuned.status == "can be used"
    tiny = compute(situation(**OWN, gpu_memory_gib=1.0, gpus_per_replica=32))
    assert "would fit" not in tiny.answer
    assert "None fits on 32 accelerators." in tiny.answer


def test_training_that_does_not_fit_leaves_the_other_arms(situation: Situation) -> None:
    """A model served from eight small accelerators may not be trainable on 64 of them."""
    results = compute(
        situation(**OWN, training_method="full", gpu_memory_gib=6.0, gpus_per_replica=8)
    )

    assert results.fine_tuned.status == "training does not fit"
    assert results.rag.horizon_usd is not None


def test_own_machines_do_not_stand_in_for_examples_or_passages(situation: Situation) -> None:
    """What is missing before the first request is missing on machines of one's own as well."""
    results = compute(situation(**OWN, training_examples=0, retrieved_passages=0))

    assert results.fine_tuned.status == "no training examples"
    assert results.rag.status == "nothing to retrieve"
    assert results.cheapest == "Prompt only"


def test_a_prompt_over_the_open_model_s_window_says_by_how_much(situation: Situation) -> None:
    """The open model has a window of its own; the hosted one's does not matter here."""
    results = compute(situation(**OWN, open_context_window_tokens=21_000, context_window_tokens=1))

    # 800 + 20,000 + 60 prompt tokens and 250 of the answer
    assert results.prompt_only.status == "over the context window by 110 tokens"
    assert results.rag.horizon_usd is not None


def test_an_architecture_that_makes_no_sense_has_no_price(situation: Situation) -> None:
    """The reason stands where the numbers would."""
    results = compute(situation(**OWN, gpus_per_replica=3))
    assert "32 query heads do not divide by 3 accelerators" in results.rag.status
    results = compute(situation(**OWN, kv_heads=64))

    assert results.rag.status == "more key-value heads than query heads"
    assert results.cheapest == "none"


def test_uncertain_speed_makes_a_range_where_the_load_is_high(situation: Situation) -> None:
    """With everything else certain, the efficiencies alone widen the rent and are what moves it."""
    results = compute(
        situation(
            **OWN,
            requests_per_month=30_000_000,
            traffic_spread_percent=0.0,
            cache_hit_spread_points=0.0,
            length_spread_percent=0.0,
            price_spread_percent=0.0,
            work_spread_percent=0.0,
        )
    )

    assert results.rag.horizon_low_usd < results.rag.horizon_usd < results.rag.horizon_high_usd
    assert results.swings[0][0].startswith("Serving: ")


def test_break_even_of_own_machines_counts_parts_of_replicas() -> None:
    """The line under the steps starts at the replicas kept on and follows the steps."""
    fleet = Fleet(replica_usd=100.0, requests_per_replica=1_000.0, minimum=2, groups=3)

    assert fleet.month_usd(0) == fleet.divisible_month_usd(0) == 600
    assert fleet.requests_covered == 6_000
    assert fleet.month_usd(6_001) == 900
    assert fleet.divisible_month_usd(6_500) == pytest.approx(650)
    assert fleet.further_usd(6_500) == pytest.approx(0.1)
    assert fleet.further_usd(10) == 0


def test_the_hosted_side_does_not_wait_for_the_machines() -> None:
    """Computing a hosted situation imports no physics of serving or training."""
    code = (
        "import sys; from calculators.bridge import handle;"
        "handle(sys.stdin.read());"
        "print([name for name in sys.modules if 'serving_speed' in name or 'training_m' in name])"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps({"calculator": "cost", "values": COST}),
        capture_output=True,
        text=True,
        check=True,
    )
    assert finished.stdout.strip() == "[]"
