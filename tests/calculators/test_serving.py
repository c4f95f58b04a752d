"""The serving calculator as a reader meets it."""

import json
import math
import re
from typing import Any

import pytest
from hypothesis import given, settings

from calculators.answers import DOES_NOT_FIT
from calculators.bridge import evaluate
from calculators.declare import flatten
from calculators.physics.efficiency_inputs import ranges_of
from calculators.physics.ranges import middle
from calculators.physics.serving_efficiencies import SERVING as EFFICIENCIES
from calculators.physics.serving_load import loaded
from calculators.registry import CALCULATORS
from calculators.serving import ServingInputs, ServingResults, compute
from calculators.serving.compute import deployed
from calculators.serving.results import FITS, NOT_REACHABLE
from tests import strategies
from tests.calculators.physics_cases import SERVING, filled


def make(**changed: Any) -> ServingInputs:
    return filled(ServingInputs, SERVING, **changed)


def numbers(results: ServingResults) -> list[float]:
    return [value for value in flatten(results).values() if isinstance(value, int | float)]


@settings(max_examples=60, deadline=None)
@given(strategies.inputs(CALCULATORS["serving"]))
def test_no_input_within_bounds_breaks_it(inputs: ServingInputs) -> None:
    """Every combination gives an answer: finite numbers or text."""
    results = compute(inputs)
    assert all(math.isfinite(value) for value in numbers(results))
    json.dumps(flatten(results), allow_nan=False)


@pytest.mark.parametrize("gpus", [1, 4])
def test_every_formula_shown_gives_the_value_shown(gpus: int) -> None:
    """A reader who evaluates a formula of the working gets its result."""
    for term in compute(make(gpus_per_replica=gpus)).working:
        value = eval(term.formula, {"max": max, "min": min}, dict(term.numbers))  # noqa: S307
        assert value == pytest.approx(term.value, rel=1e-9), term.name


def test_price_of_a_full_machine_by_hand() -> None:
    """2 dollars an hour over the tokens of an hour."""
    results = compute(make(usd_per_gpu_hour=2.0))
    by_hand = 2 / (results.most_tokens_per_s * 3600) * 1e6
    assert results.full_usd_per_million_tokens == pytest.approx(by_hand)


def test_a_model_that_does_not_fit_has_no_numbers() -> None:
    """8 billion parameters in 16 bit do not fit into 12 GiB."""
    results = compute(make(gpu_memory_gib=12.0))
    assert results.verdict == DOES_NOT_FIT
    assert results.tpot_ms == DOES_NOT_FIT


def test_what_does_not_fit_still_has_a_size_and_a_remedy() -> None:
    """Weights and cache are known whether they fit or not, and the answer says what would hold them."""
    small, large = compute(make(gpu_memory_gib=12.0)), compute(make())
    assert small.weights_gib == large.weights_gib
    assert small.cache_gib_per_request == large.cache_gib_per_request
    assert small.answer.endswith(" It fits on 2 accelerators.")
    assert compute(make(gpu_memory_gib=12.0, gpus_per_replica=2)).verdict == FITS
    assert "It fits" not in compute(make(gpu_memory_gib=1.0)).answer


def test_what_is_needed_exceeds_what_is_usable() -> None:
    """The sentence compares one request with the memory it may use, not with all there is."""
    results = compute(make(gpu_memory_gib=17.0))
    need, have = map(float, re.findall(r"([\d.]+) GiB", results.answer))
    assert results.answer.startswith("Does not fit")
    assert need > have


@pytest.mark.parametrize("target_ms", [160.0, 170.0, 180.0, 200.0])
def test_no_smaller_number_of_replicas_keeps_the_promise(target_ms: float) -> None:
    """One replica fewer than said breaks the time to first token."""
    inputs = make(requests_per_s=60.0, target_ttft_ms=target_ms, utilisation_percent=95.0)
    replicas = compute(inputs).replicas
    assert isinstance(replicas, int)
    fewer = loaded(
        deployed(inputs),
        inputs.requests_per_s / (replicas - 1),
        inputs.prompt_tokens,
        inputs.output_tokens,
        middle(ranges_of(inputs, EFFICIENCIES)),
    )
    assert isinstance(fewer, str) or 1000 * fewer.ttft_seconds > target_ms


def test_more_load_needs_more_replicas() -> None:
    """A hundred times the requests need more accelerators; the price of a token does not rise."""
    calm, busy = compute(make(requests_per_s=1.0)), compute(make(requests_per_s=100.0))
    assert calm.verdict == FITS
    assert busy.replicas > calm.replicas
    assert busy.load_usd_per_million_tokens <= calm.load_usd_per_million_tokens


def test_a_promise_below_an_idle_machine_is_not_reachable() -> None:
    """No number of replicas reads a prompt faster than one idle replica."""
    results = compute(make(target_ttft_ms=1.0))
    assert results.replicas == NOT_REACHABLE


def test_too_many_requests_at_once_are_named() -> None:
    """What does not fit at once is said, and the speed is that of what fits."""
    results = compute(make(concurrent_requests=100_000))
    assert results.warning.startswith("only ")


def test_heads_that_cannot_be_shared_out_are_named() -> None:
    """32 query heads go to 2, 4 or 8 accelerators, and to no 3 or 64 of them."""
    for gpus in (1, 2, 4, 8, 32):
        assert compute(make(gpus_per_replica=gpus)).warning == "none"
    for gpus in (3, 64):
        note = compute(make(gpus_per_replica=gpus)).warning
        assert f"32 query heads do not divide by {gpus} accelerators" in note
        assert compute(make(gpus_per_replica=gpus)).answer.endswith(f" But {note}.")


def test_a_long_request_is_over_the_window() -> None:
    """Prompt and answer together must fit into the context window."""
    results = compute(make(prompt_tokens=131_000, output_tokens=300))
    assert results.verdict == "over the context window by 228 tokens"


def test_adapters_share_the_base_model() -> None:
    """Ten adapters take ten times the size of one and leave room for fewer requests."""
    one, ten = compute(make(adapters=1)), compute(make(adapters=10))
    assert ten.adapters_gib == pytest.approx(10 * one.adapters_gib)
    assert ten.requests_that_fit < compute(make()).requests_that_fit


def test_an_interval_reads_as_both_ends_and_vanishes_where_there_is_none() -> None:
    """`does not fit` has no ends."""
    fits = evaluate(CALCULATORS["serving"], make(compute_low=0.2, compute_high=0.9))
    assert fits["intervals"]["ttft_ms"].startswith(
        fits["texts"]["ttft_low_ms"].removesuffix(" ms") + " to "
    )
    small = evaluate(CALCULATORS["serving"], make(gpu_memory_gib=12.0))
    assert small["texts"]["ttft_ms"] == "does not fit"
    assert small["intervals"]["ttft_ms"] == ""


def test_the_chart_shows_the_price_at_the_load() -> None:
    """Its middle point is the result; ten times fewer requests never cost less each."""
    results = compute(make())
    prices = dict(results.price_by_load)
    at_load = prices[min(prices, key=lambda rate: abs(rate - make().requests_per_s))]
    assert at_load == pytest.approx(results.load_usd_per_million_tokens)
    assert results.price_by_load[0][1] >= at_load
