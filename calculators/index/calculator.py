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
            lambda results: results.search_swings,
            title="What moves the time of a search",
            description="Bar chart of the time of one search in the index that the machine is sized for.",
            y_label="A search",
            y_unit="ms",
        ),
    ),
)
