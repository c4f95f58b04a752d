"""Benchmarks whose requests arrive one by one, by hand."""

from dataclasses import replace
from math import sqrt

import pytest

from calculators.answers import DOES_NOT_FIT, UNSTABLE
from calculators.physics.ranges import normal_quantile
from calculators.physics.serving_jobs import Deployment
from calculators.physics.serving_load import Loaded, marginal_prefill_seconds, replica_of
from calculators.physics.serving_speed import step_seconds
from sitebuild.measurements.serving_arrivals import (
    Arrivals,
    closed_loop_seconds,
    times,
    tpot_at,
    ttft_at,
)
from tests.calculators.physics_cases import A100, LLAMA_2_7B, SERVING

RUN = Deployment(model=LLAMA_2_7B, gpu=A100)
WORK = Arrivals(requests_per_s=3, prompt=500, output=200)
READING = marginal_prefill_seconds(RUN, 500, SERVING)


def found(work: Arrivals) -> Loaded:
    mean = times(RUN, work, SERVING)
    assert isinstance(mean, Loaded)
    return mean


def test_a_closed_loop_waits_for_the_prompts_of_the_others() -> None:
    """Of 8 requests each meets 7 other prompts while it writes its 200 tokens."""
    by_hand = step_seconds(RUN, 8, 600, SERVING) + 7 * READING / 200
    assert closed_loop_seconds(RUN, 8, WORK, SERVING) == pytest.approx(by_hand)


def test_a_closed_loop_of_one_is_a_step() -> None:
    """Nobody else's prompt comes in between."""
    assert closed_loop_seconds(RUN, 1, WORK, SERVING) == step_seconds(RUN, 1, 600, SERVING)


def test_a_long_run_comes_to_the_steady_state() -> None:
    """A hundred thousand requests hardly notice how they began."""
    steady = replica_of(RUN, 500, 200, SERVING).loaded(3)
    assert isinstance(steady, Loaded)
    long = found(replace(WORK, requests=100_000))
    assert long.tpot_seconds == pytest.approx(steady.tpot_seconds, rel=0.01)
    assert long.ttft_seconds == pytest.approx(steady.ttft_seconds, rel=0.01)
    assert times(RUN, WORK, SERVING) == steady


def test_a_short_run_has_a_smaller_batch() -> None:
    """Ten requests do not see the batch that the rate would fill."""
    short, long = (found(replace(WORK, requests=each)) for each in (10, 100_000))
    assert short.batch < 0.8 * long.batch
    assert short.tpot_seconds < long.tpot_seconds


def test_a_short_run_outlives_a_rate_that_no_machine_keeps_up() -> None:
    """Requests beyond four at once wait: their first tokens come late, their further ones do not."""
    work = replace(WORK, requests=40, most=4)
    queued, free = found(work), found(replace(work, most=1000))
    step = step_seconds(RUN, 4, 600, SERVING)
    leave_per_s = 4 * (1 - 3 * READING) / (200 * step)
    assert leave_per_s < 3
    assert queued.ttft_seconds > free.ttft_seconds + 1
    assert queued.tpot_seconds < free.tpot_seconds


def test_prompts_that_cannot_be_read_have_no_times() -> None:
    """More prompts than the machine reads are unstable, a model too large does not fit, run short or not."""
    assert times(RUN, replace(WORK, requests=10, requests_per_s=1000), SERVING) == UNSTABLE
    assert times(RUN, replace(WORK, requests=10), SERVING | {"usable": 0.1}) == DOES_NOT_FIT


def test_the_slowest_hundredth_of_token_times_by_hand() -> None:
    """Prompts met and sequences beside vary as Poisson numbers do; 2.33 deviations more than the mean."""
    mean = found(WORK)
    step = [step_seconds(RUN, mean.batch + each, 600, SERVING) for each in (0, 1)]
    beside = (step[1] - step[0]) / (1 - 3 * READING) * sqrt(2 / 3 * mean.batch)
    met = READING * sqrt(mean.batch) / 200
    by_hand = mean.tpot_seconds + normal_quantile(0.99) * sqrt(beside**2 + met**2)
    assert tpot_at(RUN, WORK, mean, "p99", SERVING) == pytest.approx(by_hand)
    assert tpot_at(RUN, WORK, mean, "p50", SERVING) == pytest.approx(mean.tpot_seconds)


def test_first_tokens_are_skewed() -> None:
    """Half of the requests wait less than the mean, one in a hundred much longer; lengths add to it."""
    mean = found(WORK)
    uneven = replace(WORK, uneven=True)
    even_99, uneven_99 = (ttft_at(RUN, each, mean, "p99", SERVING) for each in (WORK, uneven))
    assert ttft_at(RUN, WORK, mean, "mean", SERVING) == mean.ttft_seconds
    assert ttft_at(RUN, uneven, mean, "p50", SERVING) < mean.ttft_seconds
    assert mean.ttft_seconds < even_99 < uneven_99
