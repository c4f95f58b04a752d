"""Requests that arrive at random at a machine, and what it carries within a promise."""

import random
from dataclasses import replace

import pytest

from calculators.answers import UNSTABLE
from calculators.physics.queueing import Wait, waiting
from calculators.physics.ranges import Range
from calculators.physics.serving_capacity import (
    UNCERTAIN_MEMORY,
    Requests,
    accelerators_that_fit,
    fits_probability,
    memory_samples,
    together,
)
from calculators.physics.serving_jobs import Deployment
from calculators.physics.serving_load import (
    Loaded,
    memory_gib,
    queued_tokens_per_s,
    replica_of,
    under_load,
)
from calculators.physics.serving_promise import Promise, most_requests_per_s
from calculators.physics.serving_speed import step_seconds
from tests.calculators.physics_cases import A100, LLAMA_2_7B, SERVING

RUN = Deployment(model=LLAMA_2_7B, gpu=A100)


def test_load_slows_requests_and_ends_in_unstable() -> None:
    """Times grow with the arrival rate; above capacity there is no number."""
    machine = replica_of(RUN, 500, 200, SERVING)
    calm, busy = machine.loaded(0.1), machine.loaded(3)
    assert isinstance(calm, Loaded)
    assert isinstance(busy, Loaded)
    assert calm.tpot_seconds < busy.tpot_seconds
    assert calm.ttft_seconds < busy.ttft_seconds
    assert machine.loaded(1000) == UNSTABLE


@pytest.mark.parametrize("batching", [0.8, 1.0, 1.3])
def test_a_load_is_unstable_from_the_rate_of_a_full_queue_on(batching: float) -> None:
    """At 95% of the most output there are times, at 105% there are none: the queue grows."""
    chosen = SERVING | {"batching": batching}
    machine = replica_of(RUN, 500, 200, chosen)
    capacity = queued_tokens_per_s(RUN, 500, 200, chosen) / 200
    assert machine.utilisation(0.95 * capacity) == pytest.approx(0.95)
    assert isinstance(machine.loaded(0.95 * min(1.0, batching) * capacity), Loaded)
    assert machine.loaded(1.05 * capacity) == UNSTABLE


def test_near_capacity_requests_wait_for_a_place() -> None:
    """The mean wait is that of M/G/k, longer where answers are uneven."""
    even, uneven = (replica_of(RUN, 500, 200, SERVING, variation=each) for each in (0.0, 1.29))
    rate = 0.97 * even.tokens_per_s / 200
    wait = waiting(rate, even.places * 200 / even.tokens_per_s, even.places, 0.0)
    assert isinstance(wait, Wait)
    times, longer = even.loaded(rate), uneven.loaded(rate)
    assert isinstance(times, Loaded)
    assert isinstance(longer, Loaded)
    free = under_load(
        even.first, SERVING, batch=times.batch, tpot=times.tpot_seconds, reading=times.reading
    )
    assert times.ttft_seconds - free.ttft_seconds == pytest.approx(wait.mean_seconds)
    added = longer.ttft_seconds - times.ttft_seconds
    assert added == pytest.approx(wait.mean_seconds * 1.29**2)


def test_the_batch_obeys_littles_law() -> None:
    """Requests that run together are rate x time in the machine, prompts read in between included."""
    machine = replica_of(RUN, 500, 200, SERVING)
    times = machine.loaded(3)
    assert isinstance(times, Loaded)
    step = step_seconds(RUN, times.batch, 600, SERVING)
    assert times.tpot_seconds == pytest.approx(step / (1 - times.reading), rel=1e-5)
    assert times.batch == pytest.approx(3 * 200 * times.tpot_seconds)


@pytest.mark.parametrize("ttft_seconds", [0.06, 0.08, 0.2, 2.0])
@pytest.mark.parametrize("tpot_seconds", [0.02, 0.03, 0.2])
def test_a_promise_is_kept_up_to_the_highest_rate_and_not_above(
    ttft_seconds: float, tpot_seconds: float
) -> None:
    """95 of 100 first tokens and the mean token come in time at the rate found, not at one a hundredth above."""
    machine = replica_of(RUN, 500, 200, SERVING, variation=1.29)
    promise = Promise(ttft_seconds=ttft_seconds, tpot_seconds=tpot_seconds)

    def keeps(rate: float) -> bool:
        times = machine.loaded(rate)
        return (
            isinstance(times, Loaded)
            and machine.ttft_p95_seconds(rate, times) <= ttft_seconds * (1 + 1e-6)
            and times.tpot_seconds <= tpot_seconds
        )

    most = most_requests_per_s(machine, promise)
    assert most > 0
    assert keeps(most)
    assert keeps(most / 10)
    assert not keeps(1.01 * most)


def test_a_promise_that_an_idle_machine_breaks_is_kept_at_no_rate() -> None:
    """Nor is one by a machine in which no request fits."""
    machine = replica_of(RUN, 500, 200, SERVING)
    short = Promise(ttft_seconds=0.9 * machine.first, tpot_seconds=1.0)
    slow = Promise(ttft_seconds=9.0, tpot_seconds=0.9 * machine.alone)
    small = replica_of(RUN, 500, 200, SERVING | {"usable": 0.1})
    assert most_requests_per_s(machine, short) == most_requests_per_s(machine, slow) == 0
    assert most_requests_per_s(small, Promise(ttft_seconds=9.0, tpot_seconds=9.0)) == 0


def test_whether_a_request_fits_is_a_probability() -> None:
    """A machine whose usable memory is uncertain around the need holds one request in half the samples."""
    work = Requests(prompt=500, prefix=0, hits=0, output=200)
    need = memory_gib(RUN, 1, work.total, SERVING)
    samples = [SERVING | {"usable": need / 80 + each} for each in (-0.02, -0.01, 0.01, 0.02)]
    assert fits_probability(RUN, work, samples) == 0.5
    small = replace(RUN, gpu=replace(A100, memory_gib=10))
    assert fits_probability(small, work, [SERVING]) == 0
    assert accelerators_that_fit(small, work, [SERVING]) == 2
    tiny = replace(RUN, gpu=replace(A100, memory_gib=0.5))
    assert accelerators_that_fit(tiny, work, [SERVING]) is None


def test_the_probability_of_fitting_is_that_of_thousands_of_random_draws() -> None:
    """The few samples are of the two numbers that decide, however much else is uncertain."""
    ranges = {name: Range(low=0.5, mid=1.0, high=2.0) for name in SERVING}
    ranges |= {
        "usable": Range(low=0.83, mid=0.89, high=0.94),
        "workspace_gib": Range(low=0.4, mid=1.07, high=2.9),
    }
    small = replace(RUN, gpu=replace(A100, memory_gib=15.8))
    work = Requests(prompt=100, prefix=0, hits=0, output=100)
    rolled = random.Random(7)
    many = [
        {name: ranges[name].at(rolled.gauss()) for name in UNCERTAIN_MEMORY} for _ in range(4000)
    ]
    truth = sum(together(small, work, each) >= 1 for each in many) / len(many)
    assert 0.2 < truth < 0.8
    assert fits_probability(small, work, memory_samples(ranges)) == pytest.approx(truth, abs=0.05)
