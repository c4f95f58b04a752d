"""The caching calculator as the site sees it."""

from calculators.caching.compute import compute
from calculators.caching.inputs import CachingInputs
from calculators.caching.results import CachingResults
from calculators.calculator import Calculator
from calculators.chart import LineChart, Row
from calculators.swings import swing_chart


def _rows(results: CachingResults) -> list[Row]:
    return [
        {"x": minutes, "y": percent, "series": label}
        for label, line in results.cost_by_minutes.items()
        for minutes, percent in line
    ]


CALCULATOR = Calculator(
    id="caching",
    title="Prompt caching",
    question="When does a prompt cache pay, and what do retrieved passages leave of it?",
    inputs=CachingInputs,
    results=CachingResults,
    compute=compute,
    answer="answer",
    chart=LineChart(
        title="Price of a request with cache, by gap between requests",
        description="Line chart of the price of a request with caching, in percent of the price "
        "without, by mean minutes between two requests on one prefix, a line an arm.",
        x_label="Minutes between requests on one prefix",
        y_label="Price, 100% without cache",
        y_unit="%",
        series=("Prompt only", "RAG", "Fine-tuned", "RAG + fine-tuned"),
        rows=_rows,
        nothing="Nothing to draw: no arm has a prefix that is cached, or a request costs nothing.",
    ),
    more_charts=(
        swing_chart(
            lambda results: results.swings,
            title="What moves the saving",
            description="Bar chart of the share of a request's price that caching saves, in the first arm "
            "whose prefix is cached; left of zero caching costs more.",
            y_label="Saved of a request, negative: costs more (%)",
            y_unit="%",
        ),
    ),
)
