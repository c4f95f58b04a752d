"""What moves a result most: a bar an uncertain input, from its low to its high end."""

from collections.abc import Callable, Mapping
from math import isfinite

from calculators.answers import NONE
from calculators.chart import Row, SpanChart
from calculators.physics.ranges import Range, middle

type Swings = tuple[tuple[str, float, float], ...]
"""Label of an input, the result at its low end and at its high end; widest first."""

_ENDS = ("at its low end", "at its high end")
_SHOWN = 5
_ROUNDING = 1e-9
"""Relative swing below which an input moves nothing."""


def swings_of(
    formula: Callable[[Mapping[str, float]], float],
    ranges: Mapping[str, Range],
    labels: Mapping[str, str],
) -> Swings:
    """The few ranges that move a result most, all others at their best estimate."""
    base = middle(ranges)
    swings = [
        (
            labels.get(name, name),
            formula({**base, name: each.low}),
            formula({**base, name: each.high}),
        )
        for name, each in ranges.items()
        if each.low < each.high
    ]
    moving = [each for each in swings if _apart(*each[1:])]
    return tuple(sorted(moving, key=lambda each: -abs(each[2] - each[1]))[:_SHOWN])


def _apart(low: float, high: float) -> bool:
    if isfinite(low) and isfinite(high):
        return abs(high - low) > _ROUNDING * max(abs(low), abs(high))
    return low != high


def widest_of(swings: Swings) -> str:
    """The input that moves the result most, or that there is none."""
    return swings[0][0] if swings else NONE


def swing_chart[Results](  # noqa: PLR0913 - what a chart says of itself
    of: Callable[[Results], Swings],
    *,
    title: str,
    description: str,
    y_label: str,
    y_unit: str,
    nothing: str = "Nothing to draw: there is no such result, or no uncertain number moves it.",
) -> SpanChart[Results]:
    """The chart of a result's swings; an input with an end that is no number has no bar."""

    def rows(results: Results) -> list[Row]:
        return [
            {"x": label, "y": value, "series": end}
            for label, *ends in of(results)
            for end, value in zip(_ENDS, ends, strict=True)
            if all(map(isfinite, ends))
        ]

    return SpanChart(
        title=title,
        description=f"{description} A bar an uncertain input, from the input's low to its high end, all "
        "else at its best estimate. The data follow as a table.",
        x_label="Uncertain input",
        y_label=y_label,
        y_unit=y_unit,
        series=_ENDS,
        rows=rows,
        nothing=nothing,
    )
