"""The serving calculator as a reader meets it."""

import json
import math
import re
from typing import Any

import pytest
from hypothesis import given, settings

from calculators.answers import DOES_NOT_FIT, TOO_CLOSE
from calculators.bridge import evaluate
from calculators.declare import flatten
from calculators.latency import compute as latency_compute
from calculators.parse import parse
from calculators.physics.efficiency_inputs import ranges_of
from calculators.physics.ranges import draws
from calculators.physics.serving_efficiencies import SERVING as EFFICIENCIES
from calculators.physics.serving_load import replica_of
from calculators.quantities import format_estimate
from calculators.registry import CALCULATORS
from calculators.serving import ServingInputs, ServingResults, compute
from calculators.serving.compute import deployed
from calculators.serving.results import FITS, NOT_AT_ONCE, NOT_REACHABLE
from tests import strategies
from tests.calculators.physics_cases import SERVING, filled
from tests.calculators.test_latency import own
from tests.golden.values import SERVING as SERVED


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
        names = {"max": max, "min": min, "ceil": math.ceil}
        value = eval(term.formula, names, dict(term.numbers))  # noqa: S307
        assert value == pytest.approx(term.value, rel=1e-9), term.name


def test_the_times_under_the_load_can_be_followed() -> None:
    """The working ends at the mean time to first token and the time of a token that are shown."""
    results = compute(make(requests_per_s=3.0, utilisation_percent=95.0))
    terms = {term.name: term.value for term in results.working}
    assert 1000 * terms["loaded_ttft_seconds"] == pytest.approx(results.loaded_ttft_ms, rel=1e-5)
    assert 1000 * terms["tpot_seconds"] == pytest.approx(results.loaded_tpot_ms, rel=1e-5)
    assert terms["place_wait_seconds"] > 0


def test_price_of_a_full_machine_by_hand() -> None:
    """2 dollars an hour over the tokens of an hour."""
    results = compute(make(usd_per_gpu_hour=2.0))
    by_hand = 2 / (results.most_tokens_per_s * 3600) * 1e6
    assert results.full_usd_per_million_tokens == pytest.approx(by_hand)


def test_a_model_that_does_not_fit_has_no_speed_and_no_price() -> None:
    """8 billion parameters in 16 bit do not fit into 12 GiB: the verdict says so once, and no tile repeats it."""
    results = compute(make(gpu_memory_gib=12.0))
    assert results.verdict == DOES_NOT_FIT
    assert results.fits_probability_percent == 0
    assert results.tpot_ms is results.gpus is results.usd_per_month is None


def test_memory_is_known_whether_or_not_it_fits() -> None:
    """What 16 requests would take is the same sum on a small accelerator and on a large one."""
    small, large = compute(make(gpu_memory_gib=12.0)), compute(make())
    by_hand = large.weights_gib + 16 * large.cache_gib_per_request
    kept = deployed(make()).set_aside_gib + SERVING["workspace_gib"]
    assert large.memory_gib == pytest.approx(by_hand + kept)
    assert small.memory_gib == large.memory_gib


def uncertain_memory(**changed: Any) -> ServingInputs:
    """Usable memory so uncertain that a request fits in about half the samples."""
    need = compute(make(concurrent_requests=1)).memory_gib
    return make(
        gpu_memory_gib=need / 0.9, usable_low=0.85, usable_mid=0.9, usable_high=0.95, **changed
    )


def test_what_may_or_may_not_fit_is_too_close_to_call() -> None:
    """No speed and no bill follow from a coin's fall; one request's times do not depend on it."""
    results = compute(uncertain_memory())
    assert 10 < results.fits_probability_percent < 90
    assert results.verdict == TOO_CLOSE
    assert results.most_tokens_per_s is results.gpus is results.usd_per_month is None
    assert results.answer.startswith("May or may not fit, with a probability of ")
    assert results.answer.endswith(" It fits on 2 accelerators.")
    assert results.ttft_ms == pytest.approx(compute(make()).ttft_ms)


@settings(max_examples=40, deadline=None)
@given(strategies.inputs(CALCULATORS["serving"]))
def test_nothing_writes_no_tokens(inputs: ServingInputs) -> None:
    """Where a speed is given, its low end is above zero: what does not fit in a sample is no slow machine."""
    results = compute(inputs)
    if isinstance(results.most_tokens_per_s, float):
        assert results.most_tokens_low_per_s > 0
    else:
        assert results.verdict != FITS


def test_what_does_not_fit_still_has_a_size_and_a_remedy() -> None:
    """Weights and cache are known whether they fit or not, and the answer says what would hold them."""
    small, large = compute(make(gpu_memory_gib=12.0)), compute(make())
    assert small.weights_gib == large.weights_gib
    assert small.cache_gib_per_request == large.cache_gib_per_request
    assert small.answer.endswith(" It fits on 2 accelerators.")
    assert compute(make(gpu_memory_gib=12.0, gpus_per_replica=2)).verdict == FITS
    assert compute(make(gpu_memory_gib=1.0)).answer.endswith(
        " No doubling of the accelerators up to 64 would do."
    )


def test_what_is_needed_exceeds_what_is_usable() -> None:
    """The sentence compares one request with the memory it may use, not with all there is."""
    results = compute(make(gpu_memory_gib=17.0))
    need, have = map(float, re.findall(r"([\d.]+) GiB", results.answer))
    assert results.answer.startswith("Does not fit")
    assert need > have


UNCERTAIN = {"compute_low": 0.5, "compute_high": 0.9, "batching_low": 0.8, "batching_high": 1.3}


@pytest.mark.parametrize(
    ("target_ms", "requests_per_s"), [(300.0, 60.0), (400.0, 60.0), (1000.0, 5.0), (2000.0, 3.0)]
)
def test_the_replicas_keep_the_promise_in_nine_of_ten_samples(
    target_ms: float, requests_per_s: float
) -> None:
    """The number said does, and one fewer does not, or would be busier than planned."""
    inputs = make(
        requests_per_s=requests_per_s,
        target_ttft_ms=target_ms,
        utilisation_percent=95.0,
        **UNCERTAIN,
    )
    results = compute(inputs)
    assert isinstance(results.replicas, int)

    def share(replicas: int) -> float:
        rate, kept, samples = requests_per_s / replicas, 0, draws(ranges_of(inputs, EFFICIENCIES))
        for chosen in samples:
            machine = replica_of(deployed(inputs), 2000, 300, chosen, variation=1.29)
            times = machine.loaded(rate)
            kept += not isinstance(times, str) and (
                1000 * machine.ttft_p95_seconds(rate, times) <= target_ms
            )
        return kept / len(samples)

    assert share(results.replicas) >= 0.9
    assert results.chance_percent == pytest.approx(100 * share(results.replicas))
    assert results.replicas > 1
    assert share(results.replicas - 1) < 0.9
    assert results.replicas_low <= results.replicas <= results.replicas_high


def test_a_promise_kept_in_half_the_samples_is_too_close_to_call() -> None:
    """One that only the best estimate keeps has no number of replicas, but a probability."""
    first = compute(make()).ttft_ms
    results = compute(make(target_ttft_ms=first * 1.02, **UNCERTAIN))
    assert results.replicas == results.usd_per_month == TOO_CLOSE
    assert 10 < results.chance_percent < 90
    assert "too close to call" in results.answer


def test_sentence_and_tiles_write_one_number_one_way() -> None:
    """A bill that is uncertain has three digits in both."""
    reply = evaluate(CALCULATORS["serving"], make(usd_per_gpu_hour=1.79))
    told = reply["texts"]["usd_per_month"]
    assert told == "$1,310"
    assert f"{reply['texts']['gpus']}, {told} a month" in reply["texts"]["answer"]
    assert f"within {reply['texts']['loaded_ttft_p95_ms']}." in reply["texts"]["answer"]


def test_what_just_fits_has_a_price_though_some_samples_hold_no_request() -> None:
    """The price of the full machine then has no upper end, and says why."""
    reply = evaluate(
        CALCULATORS["serving"], parse(ServingInputs, SERVED | {"gpu_memory_gib": "21.75"})
    )

    assert reply["results"]["verdict"] == FITS
    assert reply["results"]["most_tokens_low_per_s"] == 0
    assert reply["intervals"]["full_usd_per_million_tokens"] == (
        "$0.93 or more; does not fit in some samples"
    )


def test_a_target_for_each_token_takes_more_replicas() -> None:
    """A token is written sooner where fewer requests share a machine; sooner than alone it never is."""
    alone = compute(make()).tpot_ms
    calm, strict, never = (
        compute(make(requests_per_s=20.0, target_tpot_ms=factor * alone))
        for factor in (10.0, 1.3, 0.9)
    )
    assert strict.replicas > calm.replicas
    assert strict.loaded_tpot_ms <= 1.3 * alone
    assert never.replicas == NOT_REACHABLE


@pytest.mark.parametrize(("percent", "busy"), [(70.0, False), (84.0, False), (95.0, True)])
def test_a_busy_plan_warns(percent: float, busy: bool) -> None:
    """Many replicas run as busy as planned; above 85% the note says what that means."""
    results = compute(make(requests_per_s=1000.0, utilisation_percent=percent, target_ttft_ms=1e6))
    assert results.utilisation_percent == pytest.approx(percent, abs=1)
    assert results.warning.startswith("utilisation above 85%") == busy


def test_the_same_load_is_as_busy_as_in_the_latency_calculator() -> None:
    """3 requests a second of 2,000 and 300 tokens take one share of one machine, however asked."""
    serving = compute(make(requests_per_s=3.0, utilisation_percent=95.0))
    beside = own(
        requests_per_s=3.0,
        fine_tuned_instruction_tokens=2000 - 60,
        fine_tuned_answer_tokens=300,
        question_tokens=60,
        network_p50_ms=0.0,
        network_p95_ms=0.0,
    )
    latency = latency_compute(beside).fine_tuned
    assert latency.prompt_tokens == 2000
    assert serving.replicas == 1
    assert serving.utilisation_percent == pytest.approx(latency.utilisation_percent)
    # There a queue of prompts is read several at a time, here one by one.
    assert serving.loaded_ttft_p95_ms == pytest.approx(latency.ttft_p95_ms, rel=0.05)


def test_prices_and_bills_span_what_the_output_does() -> None:
    """A dear token comes from a slow machine: low and high ends of one belong to the other."""
    results = compute(make(usd_per_gpu_hour=2.0, requests_per_s=50.0, **UNCERTAIN))
    by_hand = 2 / (results.most_tokens_low_per_s * 3600) * 1e6
    assert results.full_high_usd_per_million_tokens == pytest.approx(by_hand)
    assert results.gpus_low < results.gpus_high
    assert results.month_high_usd == pytest.approx(results.gpus_high * 2 * 730)
    assert results.load_low_usd_per_million_tokens < results.load_high_usd_per_million_tokens
    assert (
        results.loaded_ttft_p95_low_ms
        < results.loaded_ttft_p95_ms
        < results.loaded_ttft_p95_high_ms
    )


def test_what_moves_the_output_most_comes_first() -> None:
    """The widest range is named, with the output at its ends; without a range nothing is."""
    results = compute(make(batching_low=0.5, batching_high=2.0, step_us_low=199.0))
    (first, low, high), (second, _, _) = results.swings
    assert (first, second) == ("Batching", "Fixed time of a step")
    assert low == pytest.approx(4 * high)
    assert compute(make()).swings == ()


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


def test_a_promise_not_kept_says_what_the_load_alone_takes() -> None:
    """An idle machine's times show what breaks it, and the load has a size without it."""
    results = compute(make(target_ttft_ms=1.0, requests_per_s=40.0))
    assert f"An idle one takes {format_estimate(results.ttft_ms, 'ms')} to the first" in (
        results.answer
    )
    alone = compute(make(target_ttft_ms=1e7, target_tpot_ms=1e7, requests_per_s=40.0))
    assert f"Without the promise {alone.gpus} accelerators would carry the load at 70%" in (
        results.answer
    )
    many = compute(make(requests_per_s=1e6, utilisation_percent=1.0))
    assert "No number of replicas up to 1,000,000 keeps the promise" in many.answer


def test_the_first_token_of_an_idle_machine_is_what_a_client_sees() -> None:
    """The model's own time and the 15 ms outside it: the tile and the working are their sum."""
    results = compute(make())
    terms = {term.name: term for term in results.working}
    alone = terms["first_token_seconds"].value
    assert results.ttft_ms == pytest.approx(1000 * alone + 15)
    assert 1000 * terms["idle_ttft_seconds"].value == pytest.approx(results.ttft_ms)
    assert terms["idle_ttft_seconds"].label != terms["first_token_seconds"].label
    assert results.ttft_ms < compute(make(request_ms_mid=20.0, request_ms_high=20.0)).ttft_ms


def test_sentences_count_whole_requests() -> None:
    """Room for 15 and a part is room for 15; the tile keeps the estimate."""
    taken = compute(make())
    base = taken.memory_gib - 16 * taken.cache_gib_per_request
    room = base + 15.6 * taken.cache_gib_per_request
    usable = SERVING["usable"]
    results = compute(make(gpu_memory_gib=room / usable))
    assert results.requests_that_fit == pytest.approx(15.6, rel=1e-3)
    assert results.warning == "only 15 of 16 requests fit at once"


def test_the_answer_names_the_best_estimate_of_the_output_and_its_interval() -> None:
    """At most one number, with its range behind it; a number known exactly has none."""
    reply = evaluate(CALCULATORS["serving"], make(**UNCERTAIN))
    results = compute(make(**UNCERTAIN))
    spread = reply["intervals"]["most_tokens_per_s"].removesuffix(" tokens/s")
    most = format_estimate(results.most_tokens_per_s, "tokens/s")
    assert results.answer.startswith(f"A replica writes at most about {most} ({spread}). ")
    exact = compute(make())
    most = format_estimate(exact.most_tokens_per_s, "tokens/s")
    assert exact.answer.startswith(f"A replica writes at most {most}. ")


def test_the_requests_that_fit_are_one_number() -> None:
    """Tile and working write the same estimate, 174.8; whole requests decide, and the note counts them."""
    plain, more = (
        evaluate(
            CALCULATORS["serving"],
            parse(ServingInputs, SERVED | {"concurrent_requests": asked}),
        )
        for asked in (174, 175)
    )
    assert plain["texts"]["requests_that_fit"] == "175 requests"
    (term,) = {
        each.text
        for each in compute(parse(ServingInputs, SERVED)).working
        if each.name == "requests_that_fit"
    }
    assert term == "175 requests"
    assert plain["texts"]["warning"] == "none"
    assert more["texts"]["warning"] == "only 174 of 175 requests fit at once"


def test_too_many_requests_at_once_have_a_size_and_no_speed() -> None:
    """What does not fit at once is said; a speed of those that fit would be another number's."""
    results = compute(make(concurrent_requests=100_000))
    assert isinstance(results.requests_that_fit, float)
    fitting = math.floor(results.requests_that_fit)
    assert results.warning == f"only {fitting:,} of 100,000 requests fit at once"
    assert results.batch_tpot_ms == results.batch_tokens_per_s == DOES_NOT_FIT
    assert results.memory_gib > 100_000 * results.cache_gib_per_request
    assert isinstance(results.gpus, int)


def test_more_requests_than_engines_run_are_named() -> None:
    """Short requests would fit by the thousand, and engines run 2,048 of them."""
    results = compute(make(concurrent_requests=3_000, prompt_tokens=10, output_tokens=10))
    assert results.warning == "only 2,048 of 3,000 requests run at once"
    assert results.batch_tpot_ms == NOT_AT_ONCE


def test_heads_that_cannot_be_shared_out_have_no_price() -> None:
    """32 query heads go to 2, 4 or 8 accelerators, and to no 3 or 64 of them: engines do not start so."""
    for gpus in (1, 2, 4, 8, 32):
        assert compute(make(gpus_per_replica=gpus)).verdict == FITS
    for gpus, would in ((3, "2 or 4"), (64, "32")):
        results = compute(make(gpus_per_replica=gpus))
        assert f"32 query heads do not divide by {gpus} accelerators" in results.verdict
        assert results.answer == f"No answer: {results.verdict}."
        assert results.verdict.endswith(f"; {would} would do")
        assert results.gpus is results.usd_per_month is None


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
    """What is not known has no ends."""
    fits = evaluate(CALCULATORS["serving"], make(compute_low=0.2, compute_high=0.9))
    assert fits["intervals"]["ttft_ms"].startswith(
        fits["texts"]["ttft_low_ms"].removesuffix(" ms") + " to "
    )
    small = evaluate(CALCULATORS["serving"], make(gpu_memory_gib=12.0))
    assert small["texts"]["ttft_ms"] == "—"
    assert small["intervals"]["ttft_ms"] == ""


def test_the_chart_shows_the_price_at_the_load() -> None:
    """Its middle point is the result; ten times fewer requests never cost less each."""
    results = compute(make())
    prices = dict(results.price_by_load)
    at_load = prices[min(prices, key=lambda rate: abs(rate - make().requests_per_s))]
    assert at_load == pytest.approx(results.load_usd_per_million_tokens)
    assert results.price_by_load[0][1] >= at_load
