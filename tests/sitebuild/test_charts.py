"""Charts drawn at build time."""

import re
from dataclasses import replace

import pytest

from calculators.chart import LineChart, unless_level_at_zero
from calculators.quantities import format_quantity
from sitebuild.charts import chart_svg, named_svg

_SPEC = {
    "data": {"values": [{"x": each / 7, "y": each / 300} for each in range(8)]},
    "mark": "point",
    "encoding": {
        "x": {"field": "x", "type": "quantitative"},
        "y": {"field": "y", "type": "quantitative", "axis": {"format": ".3f"}},
    },
}


def test_a_chart_places_its_marks_to_a_tenth_of_a_pixel() -> None:
    """Fourteen digits would weigh more than the marks; labels keep all of theirs."""
    drawn = named_svg(_SPEC, "Title", "Description", "chart")
    placed = " ".join(re.findall(r'\b(?:transform|d)="([^"]*)"', drawn))
    assert re.search(r"\d\.\d", placed)
    assert not re.search(r"\d\.\d{2}", placed)
    assert re.search(r">0\.0\d\d<", drawn)


_CHART = LineChart[object](
    title="Spent",
    description="A line an arm.",
    x_label="Month",
    y_label="Spent (USD)",
    y_unit="USD",
    series=("Prompt only", "RAG"),
    rows=lambda _: (),
)
_ROWS = [{"x": month, "y": 10.0 * month, "series": "RAG"} for month in range(3)]


def test_a_chart_keeps_its_width_whatever_stands_beside_its_axes() -> None:
    """The page keeps its text large enough by this width: names and titles must not widen it."""
    wide = replace(_CHART, y_label="Spent in all until the end of the month (USD)")
    for chart in (_CHART, wide):
        (width,) = re.findall(r'viewBox="0 0 (\d+) ', chart_svg(chart, _ROWS, "chart"))
        assert width == "640"


@pytest.mark.parametrize(
    ("longest_ms", "labels"),
    [
        (400, ["0 ms", "100 ms", "200 ms", "300 ms", "400 ms"]),
        (2_000, ["0 ms", "500 ms", "1 s", "1.5 s", "2 s"]),
        (400_000, ["0 ms", "100 s", "3.33 min", "5 min", "6.67 min"]),
    ],
)
def test_the_axis_of_a_time_is_told_as_tables_tell_it(longest_ms: int, labels: list[str]) -> None:
    """A second is a second in the answer, in the table and beside the axis."""
    chart = replace(_CHART, y_label="Time", y_unit="ms")
    rows = [row | {"y": longest_ms * row["x"] / 2} for row in _ROWS]
    drawn = re.findall(r">([^<>]* (?:ms|s|min|h))<", chart_svg(chart, rows, "chart"))
    assert drawn == labels
    step = longest_ms / 4
    assert labels == [format_quantity(place * step, "ms") for place in range(5)]


def test_a_chart_without_a_row_is_not_drawn() -> None:
    """Axes with nothing between them look like a fault."""
    assert chart_svg(_CHART, [], "chart") == ""


def test_only_what_is_drawn_stands_in_the_legend() -> None:
    """An arm that cannot be used has no line to look for."""
    assert [(key.label, drawn) for key, drawn in _CHART.keys(_ROWS)] == [
        ("Prompt only", False),
        ("RAG", True),
    ]


def test_lines_that_all_lie_on_zero_are_not_drawn() -> None:
    """Their axis would have no number but 0, and Vega writes NaN."""
    assert unless_level_at_zero([row | {"y": 0.0} for row in _ROWS]) == []
    assert unless_level_at_zero(_ROWS) == _ROWS
