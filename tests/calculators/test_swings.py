"""What moves a result: the few widest bars, and no bar without end."""

import math
from collections.abc import Mapping

from calculators.physics.ranges import Range
from calculators.swings import Swings, swing_chart, swings_of, widest_of

RANGES = {name: Range(low=1.0, mid=2.0, high=2.0 + place) for place, name in enumerate("abcdefg")}


def product(values: Mapping[str, float]) -> float:
    """Moved by each of its factors but the last, which it does not hold."""
    return math.prod(value for name, value in values.items() if name != "g")


def test_the_five_widest_are_kept_widest_first() -> None:
    """Of seven uncertain inputs the one that moves nothing and the narrowest are left out."""
    swings = swings_of(product, RANGES, {"f": "The widest"})
    assert [label for label, _, _ in swings] == ["The widest", "e", "d", "c", "b"]
    assert swings[0] == ("The widest", 2.0**5, 2.0**5 * 7)
    assert widest_of(swings) == "The widest"


def test_rounding_is_no_swing() -> None:
    """An input that moves a result by less than a billionth of it moves nothing."""
    ranges = {"a": Range(low=1.0, mid=2.0, high=3.0)}
    assert swings_of(lambda values: 1e6 + 1e-5 * values["a"], ranges, {}) == ()


def test_where_nothing_moves_none_is_the_widest() -> None:
    """Known numbers leave no swing."""
    assert widest_of(swings_of(product, {}, {})) == "none"


def test_an_end_that_is_no_number_has_no_bar() -> None:
    """An input at whose end nothing can follow is named, and drawn nowhere."""
    swings: Swings = (("load", 1.0, math.inf), ("length", 1.0, 2.0))
    chart = swing_chart(lambda given: given, title="", description="", y_label="", y_unit="ms")
    assert widest_of(swings) == "load"
    assert [(row["x"], row["y"]) for row in chart.rows(swings)] == [
        ("length", 1.0),
        ("length", 2.0),
    ]
