"""What moves a result most: a bar an uncertain input, from its low to its high end."""

from collections.abc import Callable, Mapping
from math import isfinite

from calculators.answers import NONE
from calculators.chart import Row, SpanChart
from calculators.physics.ranges import Range, tornado

type Swings = tuple[tuple[str, float, float], ...]
"""Label of an input, the result at its low end and at its high end; widest first."""

_ENDS = ("at its low end", "at its high end")
_SHOWN = 5


def swings_of(
    formula: Callable[[Mapping[str, float]], float],
    ranges: Mapping[str, Range],
    labels: Mapping[str, str],
) -> Swings:
    """The few ranges that move a result most, all others at their best estimate."""
    return tuple(
        (labels.get(name, name), low, high) for name, low, high in tornado(formula, ranges)
    )[:_SHOWN]


def widest_of(swings: Swings) -> str:
    """The input that moves the result most, or that there is none."""
    return swings[0][0] if swings else NONE


def swing_chart[Results](
    of: Callable[[Results], Swings], *, title: str, description: str, y_label: str, y_unit: str
) -> SpanChart[Results]:
    """The chart of a result's swings; an end that is no number has no bar."""

    def rows(results: Results) -> list[Row]:
        return [
            {"x": label, "y": value, "series": end}
            for label, low, high in of(results)
            if isfinite(low) and isfinite(high)
            for end, value in zip(_ENDS, (low, high), strict=True)
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
    )
