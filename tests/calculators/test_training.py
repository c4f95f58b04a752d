"""The training calculator as a reader meets it."""

import json
import math
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from calculators.answers import DOES_NOT_FIT, TOO_CLOSE
from calculators.declare import flatten, inputs_of
from calculators.quantities import format_estimate, format_quantity
from calculators.registry import CALCULATORS
from calculators.training import TrainingInputs, TrainingResults, compute
from calculators.training.inputs import Sharding
from calculators.training.results import FITS
from tests import strategies
from tests.calculators.physics_cases import MEMORY, SPEED, filled

EFFICIENCIES = MEMORY | SPEED


def make(**changed: Any) -> TrainingInputs:
    return filled(TrainingInputs, EFFICIENCIES, **changed)


def numbers(results: TrainingResults) -> list[float]:
    return [value for value in flatten(results).values() if isinstance(value, int | float)]


@settings(max_examples=60, deadline=None)
@given(strategies.inputs(CALCULATORS["training"]))
def test_no_input_within_bounds_breaks_it(inputs: TrainingInputs) -> None:
    """Every combination gives an answer: finite numbers or text."""
    results = compute(inputs)
    assert all(math.isfinite(value) for value in numbers(results))
    json.dumps(flatten(results), allow_nan=False)


@pytest.mark.parametrize("method", ["full", "lora", "qlora"])
@pytest.mark.parametrize("sharding", ["none", "zero3"])
def test_every_formula_shown_gives_the_value_shown(method: str, sharding: str) -> None:
    """A reader who evaluates a formula of the working gets its result."""
    for term in compute(
        make(method=method, sharding=sharding, gpus=4, checkpointing="none")
    ).working:
        value = eval(term.formula, {"max": max, "min": min}, dict(term.numbers))  # noqa: S307
        assert value == pytest.approx(term.value, rel=1e-9), term.name


def test_the_help_of_master_weights_tells_the_bytes_of_a_parameter() -> None:
    """16 with them and 8 without, as the instant of the optimizer's step counts them."""
    for kept, size in (("true", 16), ("false", 8)):
        inputs = make(method="full", optimizer="adamw", master_weights=kept, gpu_memory_gib=1000.0)
        steps = {term.name: term.numbers for term in compute(inputs).working}["step_gib"]
        parts = sum(steps[name] for name in ("weights", "states", "gradients"))
        assert parts * 2**30 / inputs.params == pytest.approx(size)
    told = {spec.name: spec.help for spec in inputs_of(CALCULATORS["training"].inputs)}
    assert "16 bytes" in told["master_weights"]
    assert "8 bytes" in told["master_weights"]


@pytest.mark.parametrize(
    ("sharding", "gpus", "said"),
    [
        (
            "none",
            1,
            "It keeps no 32-bit master weights; with them it would need",
        ),
        ("zero3", 8, "It keeps 32-bit master weights; without them it would need"),
    ],
)
def test_full_training_says_what_it_keeps_of_each_weight(
    sharding: str, gpus: int, said: str
) -> None:
    """One accelerator trains as frameworks load, in 16 bit; sharding keeps 32-bit copies; the other is named."""
    usual = make(method="full", sharding=sharding, gpus=gpus, gpu_memory_gib=1000.0)
    kept = "true" if sharding == "none" else "false"
    other = make(method="full", sharding=sharding, gpus=gpus, master_weights=kept)

    need = format_quantity(compute(other).peak_memory_gib, "GiB")
    assert compute(usual).answer.endswith(f"{said} {need}.")


def test_adapters_take_the_same_memory_with_any_optimizer() -> None:
    """As the help of the optimizer says: their states are counted in one range."""
    plain = compute(make(method="qlora")).peak_memory_gib
    assert compute(make(method="qlora", optimizer="paged_adamw8bit")).peak_memory_gib == plain


def test_cost_is_hours_times_price() -> None:
    """GPU-hours, wall time and money belong together."""
    results = compute(make(gpus=4, usd_per_gpu_hour=3.0))
    assert isinstance(results.gpu_hours, float)
    assert results.cost_usd == pytest.approx(results.gpu_hours * 3)
    assert results.wall_hours == pytest.approx(results.gpu_hours / 4)


def test_a_job_that_does_not_fit_has_no_price() -> None:
    """Full training of 8 billion parameters does not fit into 16 GiB, and then nothing else is said."""
    results = compute(make(method="full", gpu_memory_gib=16.0))
    assert results.verdict == DOES_NOT_FIT
    assert results.cost_usd == DOES_NOT_FIT
    assert results.largest_micro_batch == DOES_NOT_FIT


def test_a_job_that_fits_says_so() -> None:
    """QLoRA of 8 billion parameters fits into 80 GiB."""
    results = compute(make(method="qlora"))
    assert results.verdict == FITS
    assert results.fits_probability_percent == 100


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({"sequence_tokens": 200_000}, "over the context window by 68,928 tokens"),
        ({"kv_heads": 64}, "more key-value heads than query heads"),
        ({"kv_heads": 5}, "query heads that are no multiple of the key-value heads"),
        ({"heads": 1024, "hidden": 512}, "more heads than the model is wide"),
        ({"lora_rank": 4096, "hidden": 2048}, "an adapter's rank above the width of the model"),
    ],
)
def test_senseless_combinations_get_a_name(change: dict[str, Any], answer: str) -> None:
    """What makes no sense is named, not computed."""
    assert compute(make(**change)).verdict == answer


def test_examples_that_are_cut_off_are_spoken_of() -> None:
    """Of 5,000 tokens a sequence of 2,048 holds 41%; an example that fits loses nothing."""
    long = compute(make(tokens_per_example=5_000, sequence_tokens=2_048))
    assert long.answer.endswith(" Of each example 59% is cut off at the sequence's length.")
    longer = compute(make(tokens_per_example=500_000, sequence_tokens=2_048))
    assert " Of each example 99.6% is cut off" in longer.answer
    longest = compute(make(tokens_per_example=10_000_000, sequence_tokens=1))
    assert " Of each example nearly all is cut off" in longest.answer
    assert "cut off" not in compute(make(tokens_per_example=2_048, sequence_tokens=2_048)).answer


def test_padding_costs_time_but_no_more_trained_tokens() -> None:
    """Examples of 500 tokens padded to 2,048 take four times as long."""
    packed, padded = compute(make()), compute(make(packed=False))
    assert padded.trained_tokens == packed.trained_tokens
    assert padded.gpu_hours == pytest.approx(packed.gpu_hours * 2048 / 500)


def test_the_budget_buys_the_tokens_that_cost_it() -> None:
    """A budget equal to the cost buys exactly the job's tokens."""
    first = compute(make())
    again = compute(make(budget_usd=first.cost_usd))
    assert again.tokens_for_budget == pytest.approx(first.trained_tokens)


def test_the_tokens_that_are_sure_to_stay_in_the_budget_are_fewer() -> None:
    """At the low end the job costs its high end: as many tokens as that pays for."""
    results = compute(make(budget_usd=50.0, share_low=0.4, share_high=0.9))
    by_hand = results.trained_tokens * 50 / results.cost_high_usd
    assert results.tokens_for_budget_low == pytest.approx(by_hand)
    assert results.tokens_for_budget_low < results.tokens_for_budget


def test_hosted_training_stands_beside_own() -> None:
    """15 million tokens at 3 dollars a million cost 45 dollars; no price, no figure."""
    assert compute(make(hosted_usd_per_million_tokens=3.0)).hosted_usd == pytest.approx(45)
    assert compute(make()).hosted_usd is None


def test_ranges_widen_the_result() -> None:
    """An uncertain share of the peak makes the cost uncertain and is named as the reason."""
    results = compute(make(share_low=0.4, share_high=0.9))
    assert results.cost_low_usd < results.cost_usd < results.cost_high_usd
    ((label, low, high),) = results.time_swings
    assert label == "Share of the peak"
    assert low > results.gpu_hours > high


def test_what_moves_the_memory_most_comes_first() -> None:
    """Each bar begins and ends at the peak with one number at its ends; without ranges there is no bar."""
    results = compute(make(logit_bytes_low=2.0, logit_bytes_high=18.0, fixed_gib_low=0.4))
    (first, low, _), (second, _, _) = results.memory_swings
    assert (first, second) == ("Bytes a logit", "Fixed memory")
    at_low = compute(make(logit_bytes_low=2.0, logit_bytes_mid=2.0))
    assert low == pytest.approx(at_low.peak_memory_gib)
    assert compute(make()).memory_swings == ()


UNCERTAIN = {"logit_bytes_low": 8.0, "logit_bytes_high": 18.0, "reserve_high": 1.2}


@pytest.mark.parametrize("method", ["full", "lora", "qlora"])
@pytest.mark.parametrize("fused", [False, True])
@pytest.mark.parametrize(
    ("field", "result", "more"),
    [
        ("micro_batch", "largest_micro_batch", 1),
        ("sequence_tokens", "longest_sequence_tokens", 100),
    ],
)
def test_what_is_said_to_fit_fits_when_entered(
    method: str, fused: bool, field: str, result: str, more: int
) -> None:
    """The verdict on the batch or the length found is that it fits, and on a larger one it is not."""
    given_inputs = {"method": method, "fused_loss": fused, "context_window_tokens": 0, **UNCERTAIN}
    found = getattr(compute(make(**given_inputs)), result)
    assert isinstance(found, int)
    assert compute(make(**{**given_inputs, field: found})).verdict == FITS
    larger = max(found + more, round(found * 1.02))
    assert compute(make(**{**given_inputs, field: larger})).verdict != FITS


def test_where_the_least_may_or_may_not_fit_no_size_is_named() -> None:
    """Half the samples of the fixed memory leave no room for a batch of one."""
    peak = compute(make(micro_batch=1)).peak_memory_gib
    results = compute(
        make(gpu_memory_gib=peak / 0.97, fixed_gib_low=0.2, fixed_gib_high=1.25, micro_batch=1)
    )
    assert results.verdict == results.largest_micro_batch == TOO_CLOSE
    assert results.answer.startswith("May or may not fit, with a probability of ")


def test_a_length_in_tokens_never_exceeds_the_window() -> None:
    """Memory for more is of no use, and rounding is downwards."""
    results = compute(make(method="qlora", context_window_tokens=4_096, gpu_memory_gib=1_000.0))
    assert results.longest_sequence_tokens == 4_090


def test_the_chart_passes_through_the_result() -> None:
    """At the length asked for, the line of the chosen method is the peak; full training needs most."""
    results = compute(make())
    lines = {method: dict(points) for method, points in results.peak_memory_by_length.items()}
    length = make().sequence_tokens
    assert lines[str(make().method)][length] == pytest.approx(results.peak_memory_gib)
    assert lines["full"][length] > lines["lora"][length] > lines["qlora"][length]


def test_what_each_accelerator_holds_whole_is_said_where_it_does_not_fit() -> None:
    """More of them change nothing then; shared they hold an eighth of the weights each."""
    large = {"params": 70_553_706_496, "layers": 80, "hidden": 8192, "heads": 64, "gpus": 8}
    whole = compute(make(**large))
    assert "Each accelerator holds the whole model; shared by ZeRO stage 3" in whole.answer
    assert "shared by" not in compute(make(**large, sharding="zero3")).answer
    assert "shared by" not in compute(make()).answer


LARGE = {"params": 70_553_706_496, "layers": 80, "hidden": 8192, "heads": 64}


@pytest.mark.parametrize(("method", "room"), [("full", 80.0), ("lora", 30.0), ("qlora", 30.0)])
@pytest.mark.parametrize("gpus", [1, 3])
def test_a_job_that_does_not_fit_names_the_accelerators_that_would_do(
    method: str, room: float, gpus: int
) -> None:
    """So many fit when entered with ZeRO stage 3, and half as many do not."""
    entered = make(**LARGE, method=method, gpus=gpus, gpu_memory_gib=room)
    found = re.search(r"it surely fits on (\d+) accelerators", compute(entered).answer)
    assert found
    enough = int(found[1])
    assert compute(replace(entered, sharding=Sharding.ZERO3, gpus=enough)).verdict == FITS
    assert compute(replace(entered, sharding=Sharding.ZERO3, gpus=enough // 2)).verdict != FITS


def test_shared_weights_are_told_as_the_form_counts_them() -> None:
    """Sharing keeps 32-bit master weights unless told otherwise: both the sum and the number say so."""
    whole = make(**LARGE, method="full", gpus=8)
    need = compute(replace(whole, sharding=Sharding.ZERO3)).peak_memory_gib
    answer = compute(whole).answer
    assert f"it would take about {format_estimate(need, 'GiB')} each" in answer
    assert re.search(r"it surely fits on \d+ accelerators, with 32-bit master weights\.", answer)


def test_what_no_number_of_accelerators_holds_is_said() -> None:
    """4-bit weights are the last resort of LoRA; a sequence too long for any accelerator has none."""
    none = "it surely fits on no number of accelerators up to 64"
    shards = {**LARGE, "params": 8e11, "layers": 400, "sequence_tokens": 64, "micro_batch": 1}
    room = 16.0
    small = compute(make(**shards, gpu_memory_gib=room)).answer
    found = re.search(rf"{none}, but on (\d+) with 4-bit weights \(QLoRA\)\.", small)
    assert found
    qlora = make(
        **shards, gpu_memory_gib=room, method="qlora", sharding="zero3", gpus=int(found[1])
    )
    assert compute(qlora).verdict == FITS
    long = {"sequence_tokens": 131_072, "gpu_memory_gib": 10.0}
    both = "4-bit weights (QLoRA) and a batch of one sequence"
    assert f"{none}, nor with {both}." in compute(make(**long)).answer
    full = {**long, "method": "full", "micro_batch": 1}
    assert f"{none}." in compute(make(**full)).answer
    more = compute(make(**full, gpus=100, sharding="zero3")).answer
    assert "no number of accelerators up to 100." in more


def test_a_batch_too_large_for_any_accelerator_is_made_smaller() -> None:
    """Activations are not shared: where they alone fill the memory, a batch of one sequence may fit."""
    large = make(micro_batch=512)
    found = re.search(
        r"up to 64, but on (\d+) with a batch of one sequence\.", compute(large).answer
    )
    assert found
    one = replace(large, micro_batch=1, sharding=Sharding.ZERO3, gpus=int(found[1]))
    assert compute(one).verdict == FITS


def test_a_job_that_fits_has_no_need_of_more() -> None:
    """Nothing is said of sharing where nothing is wanting."""
    assert "ZeRO" not in compute(make()).answer


def test_a_pre_training_on_a_cluster_takes_longer_than_its_steps() -> None:
    """Restarts and evaluations of 10 billion tokens and more count, of fewer or on one machine not."""
    cluster = {"gpus": 2048, "sharding": "zero3", "packed": True, "epochs": 1}
    few = cluster | {"examples": 10_000_000, "tokens_per_example": 900}
    many = few | {"tokens_per_example": 1100}

    def slower(job: dict[str, Any]) -> float:
        twice = {f"long_run_{end}": 2.0 for end in ("low", "mid", "high")}
        once = {f"long_run_{end}": 1.0 for end in ("low", "mid", "high")}
        return compute(make(**job, **twice)).gpu_hours / compute(make(**job, **once)).gpu_hours

    assert slower(many) == pytest.approx(2)
    assert slower(few) == 1
    assert slower(many | {"gpus": 8}) == 1
