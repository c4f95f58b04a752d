"""The serving calculator as the site sees it."""

from calculators.calculator import Calculator
from calculators.chart import LineChart, Row
from calculators.serving.compute import compute
from calculators.serving.inputs import ServingInputs
from calculators.serving.results import ServingResults
from calculators.swings import swing_chart

_OWN = "Own accelerators"
_FULL = "Machine full"


def _rows(results: ServingResults) -> list[Row]:
    points = results.price_by_load
    full = results.full_usd_per_million_tokens
    rows: list[Row] = [{"x": rate, "y": usd, "series": _OWN} for rate, usd in points]
    if isinstance(full, float):
        rows += [{"x": rate, "y": full, "series": _FULL} for rate, _ in points]
    return rows


CALCULATOR = Calculator(
    id="serving",
    title="Serving",
    question="What does it take to serve an open model yourself, in memory, time, money and accelerators?",
    inputs=ServingInputs,
    results=ServingResults,
    compute=compute,
    answer="answer",
    chart=LineChart(
        title="Price of a million output tokens, by load",
        description="Line chart of the price of a million output tokens against requests a second: "
        "what idle capacity adds to the price with the machine full.",
        x_label="Requests a second",
        y_label="USD a million output tokens",
        y_unit="USD/million tokens",
        whole_x=False,
        series=(_OWN, _FULL),
        rows=_rows,
        nothing="Nothing to draw: the model does not surely fit, or no number of replicas surely keeps "
        "the promise. The answer says what would do.",
    ),
    more_charts=(
        swing_chart(
            lambda results: results.swings,
            title="What moves the most output of a replica",
            description="Bar chart of the most output of a replica.",
            y_label="Most output of a replica (tokens/s)",
            y_unit="tokens/s",
            nothing="Nothing to draw: the model does not surely fit, or no uncertain number moves its "
            "output. The answer says what would do.",
        ),
    ),
)
