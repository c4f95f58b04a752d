"""Benchmarks that hand an engine all their requests at once, by hand."""

import pytest

from calculators.physics.serving_jobs import Deployment
from calculators.physics.serving_load import marginal_prefill_seconds, queued_tokens_per_s
from calculators.physics.serving_speed import step_seconds
from sitebuild.measurements.serving_run import Run, run_seconds
from tests.calculators.physics_cases import A100, LLAMA_2_7B, SERVING

DEPLOYED = Deployment(model=LLAMA_2_7B, gpu=A100)
STEP_1, STEP_4 = (step_seconds(DEPLOYED, batch, 600, SERVING) for batch in (1, 4))
READING = marginal_prefill_seconds(DEPLOYED, 500, SERVING)


def test_even_requests_run_in_turns() -> None:
    """12 requests, 4 at once: three turns of 200 steps, and 12 prompts."""
    run = Run(requests=12, prompt=500, output=200, most=4)
    by_hand = 3 * 200 * STEP_4 + 12 * READING
    assert run_seconds(DEPLOYED, run, SERVING) == pytest.approx(by_hand)


def test_uneven_requests_leave_a_batch_that_empties() -> None:
    """Two turns while requests wait; then 4, 3, 2 and 1 sequences for 200/4, 200/3, 200/2, 200 steps."""
    run = Run(requests=12, prompt=500, output=200, uneven=True, most=4)
    each = (STEP_4 - STEP_1) / 3
    emptying = sum(200 / left * (STEP_1 + each * (left - 1)) for left in (1, 2, 3, 4))
    by_hand = 2 * 200 * STEP_4 + emptying + 12 * READING
    assert run_seconds(DEPLOYED, run, SERVING) == pytest.approx(by_hand, rel=1e-3)


def test_one_request_has_no_one_to_wait_for() -> None:
    """Of one request uneven lengths change nothing."""
    run = Run(requests=1, prompt=500, output=200, uneven=True)
    assert run_seconds(DEPLOYED, run, SERVING) == pytest.approx(200 * STEP_1 + READING)


def test_a_long_run_comes_to_the_rate_of_a_full_queue() -> None:
    """After a million requests the emptying batch is forgotten."""
    run = Run(requests=1e6, prompt=500, output=200, uneven=True, most=64)
    rate = 1e6 * 200 / run_seconds(DEPLOYED, run, SERVING)
    full = queued_tokens_per_s(DEPLOYED, 500, 200, SERVING, most=64)
    assert rate == pytest.approx(full, rel=1e-3)


def test_a_model_that_does_not_fit_takes_no_time() -> None:
    """No request, no seconds: the row then counts as not predictable."""
    run = Run(requests=10, prompt=500, output=200)
    assert run_seconds(DEPLOYED, run, SERVING | {"usable": 0.1}) == 0
