"""The index calculator as the site sees it."""

from calculators.calculator import Calculator
from calculators.chart import LineChart, Row
from calculators.index.compute import compute
from calculators.index.inputs import IndexInputs
from calculators.index.results import IndexResults
from calculators.swings import swing_chart

_SERIES = ("Best estimate", "High", "Low")


def _rows(results: IndexResults) -> list[Row]:
    return [
        {"x": ef, "y": value, "series": name}
        for ef, low, mid, high in results.recall_by_ef
        for name, value in zip(_SERIES, (mid, high, low), strict=True)
    ]


CALCULATOR = Calculator(
    id="index",
    title="Index",
    question="How large is a vector index, how fast and how complete is its search, and where does it run cheapest?",
    inputs=IndexInputs,
    results=IndexResults,
    compute=compute,
    answer="answer",
    chart=LineChart[IndexResults](
        title="Share of the ten nearest that HNSW finds, by ef",
        description="Line chart of recall against the length of the search list, with the 80% interval as a "
        "low and a high line. The data follow as a table.",
        x_label="ef (vectors)",
        y_label="Of the ten nearest, found (%)",
        y_unit="%",
        series=_SERIES,
        rows=_rows,
    ),
    more_charts=(
        swing_chart(
            lambda results: results.swings,
            title="What moves the choice between own machines and the managed store",
            description="Bar chart of what the managed store costs more a month than own machines, which "
            "is less than nothing where the store is the cheaper one.",
            y_label="What the store costs more (USD a month)",
            y_unit="USD",
        ),
    ),
)
