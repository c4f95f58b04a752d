"""Ranges and how they go through a formula."""

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.physics.ranges import (
    Range,
    draws,
    normal_points,
    normal_quantile,
    propagate,
    quantile,
)

_NUMBER = st.floats(1e-6, 1e6)


def test_interval_of_an_uncertain_number_is_its_own_range() -> None:
    """A formula that passes a number through gives back its low, mid and high within sampling error."""
    given_range = Range(low=50, mid=100, high=180)
    found = propagate(lambda chosen: chosen["x"], {"x": given_range})
    assert found.mid == 100
    assert found.low == pytest.approx(50, rel=0.08)
    assert found.high == pytest.approx(180, rel=0.08)


def test_same_seed_gives_the_same_points() -> None:
    """Two evaluations see the same values, so that alternatives share their luck."""
    ranges = {"x": Range(low=1, mid=2, high=3), "y": Range(low=1, mid=2, high=3)}
    assert draws(ranges) == draws(ranges)


def test_common_random_numbers_cancel() -> None:
    """The difference of two results that share an uncertain number does not depend on it."""
    ranges = {"x": Range(low=1, mid=2, high=4)}
    found = propagate(lambda chosen: (chosen["x"] + 5) - chosen["x"], ranges)
    assert (found.low, found.high) == pytest.approx((5, 5))


def test_certain_numbers_give_no_width() -> None:
    """Without an uncertain number the interval is a point."""
    found = propagate(lambda chosen: chosen["x"] * 3, {"x": Range(low=2, mid=2, high=2)})
    assert (found.low, found.mid, found.high) == (6, 6, 6)


@pytest.mark.parametrize("ends", [(0, 1, 2), (2, 1, 3), (1, 3, 2), (1, 2, math.inf)])
def test_a_range_out_of_order_is_refused(ends: tuple[float, float, float]) -> None:
    """Ends in the wrong order, zero and infinity are mistakes of the caller."""
    with pytest.raises(ValueError, match="a range needs"):
        Range(low=ends[0], mid=ends[1], high=ends[2])


def test_points_fill_the_space_evenly() -> None:
    """About a tenth of the points of every axis lie beyond the tenth percentile."""
    points = normal_points(8, 256)
    for axis in range(8):
        beyond = sum(point[axis] < -1.2816 for point in points) / len(points)
        assert 0.06 < beyond < 0.14


@given(_NUMBER, _NUMBER, _NUMBER)
def test_interval_holds_the_middle(one: float, two: float, three: float) -> None:
    """Low is never above mid, nor mid above high, and all are finite."""
    low, mid, high = sorted((one, two, three))
    found = propagate(lambda chosen: 1 / chosen["x"], {"x": Range(low=low, mid=mid, high=high)})
    assert 0 < found.low <= found.mid <= found.high < math.inf


def test_quantile_of_known_values() -> None:
    """The median of 1, 2, 3, 4 is 2.5 and the tenth percentile 1.3."""
    assert quantile([4, 1, 3, 2], 0.5) == 2.5
    assert quantile([4, 1, 3, 2], 0.1) == pytest.approx(1.3)


@pytest.mark.parametrize("share", [1e-6, 0.1, 0.3, 0.5, 0.9, 1 - 1e-6])
def test_normal_numbers_are_those_of_the_standard_library(share: float) -> None:
    """The quantile made here is that of Python's own module, which the browser does not load."""
    assert normal_quantile(share) == pytest.approx(NormalDist().inv_cdf(share), abs=1e-9)
