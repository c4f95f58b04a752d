"""Waiting for a server, against formulas that are exact where they apply."""

from math import exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.answers import UNSTABLE
from calculators.physics.queueing import NO_WAIT, Wait, longer_in_all, wait_of_both, waiting


def test_one_server_is_pollaczek_and_khinchine() -> None:
    """4 requests a second of 0.2 s each, never varying: 0.8 x 0.2 / (2 x 0.2) = 0.4 s."""
    wait = waiting(4.0, 0.2, 1, 0.0)
    assert isinstance(wait, Wait)
    assert wait.mean_seconds == pytest.approx(0.4)
    assert wait.probability == pytest.approx(0.8)


@pytest.mark.parametrize(("servers", "utilisation"), [(2, 0.7), (4, 0.9), (16, 0.95)])
def test_many_servers_are_near_erlang(servers: int, utilisation: float) -> None:
    """With exponential times the closed form is within a tenth of Erlang's exact wait."""
    load = servers * utilisation
    below = sum(load**count / factorial(count) for count in range(servers))
    top = load**servers / factorial(servers) / (1 - utilisation)
    exact = top / (below + top) / (servers * (1 - utilisation))
    wait = waiting(load, 1.0, servers)
    assert isinstance(wait, Wait)
    assert wait.mean_seconds == pytest.approx(exact, rel=0.1)


def test_at_capacity_there_is_no_number() -> None:
    """As much work as the servers can do makes a queue without end."""
    assert waiting(5.0, 0.2, 1) == UNSTABLE
    assert waiting(6.0, 0.2, 1) == UNSTABLE


@given(
    st.floats(0.001, 100),
    st.floats(1, 10),
    st.floats(0.0001, 10),
    st.floats(1, 2048),
    st.floats(0, 100),
)
def test_more_load_never_shortens_the_wait(
    rate: float, more: float, service: float, servers: float, scv: float
) -> None:
    """A higher rate waits longer, or is unstable."""
    calm, busy = (waiting(each, service, servers, scv) for each in (rate, rate * more))
    if isinstance(calm, str):
        assert busy == UNSTABLE
    elif isinstance(busy, Wait):
        assert busy.mean_seconds >= calm.mean_seconds * (1 - 1e-12)
        assert busy.probability >= calm.probability * (1 - 1e-12)


def wait_of(probability: float, scale_seconds: float) -> Wait:
    return Wait(
        utilisation=probability,
        probability=probability,
        mean_seconds=probability * scale_seconds,
    )


def test_two_certain_waits_of_one_mean_are_erlangs_distribution() -> None:
    """Both 2 s on average: longer than 5 s in all with probability (1 + 5/2) exp(-5/2)."""
    wait = wait_of(1.0, 2.0)
    by_hand = (1 + 2.5) * exp(-2.5)
    assert longer_in_all(wait, wait, 5.0) == pytest.approx(by_hand)
    assert longer_in_all(wait, wait_of(1.0, 2.0001), 5.0) == pytest.approx(by_hand, rel=1e-3)


def test_a_wait_beside_none_is_that_wait() -> None:
    """A fifth waits, 3 s on average: 0.2 exp(-t/3) wait longer than t, and 5% longer than 3 ln 4."""
    wait = wait_of(0.2, 3.0)
    assert longer_in_all(wait, NO_WAIT, 4.0) == pytest.approx(0.2 * exp(-4 / 3))
    assert wait_of_both(wait, NO_WAIT, 0.95) == pytest.approx(3 * 1.3862944, rel=1e-5)


def test_few_who_wait_leave_95_of_100_without_a_wait() -> None:
    """Where 2% and 2% wait, at most 4% do."""
    assert wait_of_both(wait_of(0.02, 9.0), wait_of(0.02, 9.0), 0.95) == 0


def test_a_wait_too_seldom_for_a_number_is_none() -> None:
    """Among thousands of idle places the mean wait of a short request is less than a float can hold."""
    wait = Wait(utilisation=0.1, probability=5e-324, mean_seconds=0.0)
    assert longer_in_all(wait, wait_of(0.2, 3.0), 3.0) == pytest.approx(0.2 * exp(-1))
    assert longer_in_all(wait, wait, 0.0) == 0


@given(st.floats(0, 1), st.floats(0.001, 1000), st.floats(0, 1), st.floats(0.001, 1000))
def test_the_share_that_waits_longer_is_the_share_asked_for(
    likely: float, mean: float, other_likely: float, other_mean: float
) -> None:
    """Beyond the time found lie 5%; where fewer wait at all, the time is none."""
    one, other = wait_of(likely, mean), wait_of(other_likely, other_mean)
    seconds = wait_of_both(one, other, 0.95)
    late = longer_in_all(one, other, seconds)
    if seconds:
        assert late == pytest.approx(0.05, rel=1e-4)
    else:
        assert late <= 0.05 + 1e-12
