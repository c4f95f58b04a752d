"""The freshness calculator as the site sees it."""

from calculators.calculator import Calculator
from calculators.chart import LineChart, Row, unless_level_at_zero
from calculators.freshness.compute import compute
from calculators.freshness.inputs import FreshnessInputs
from calculators.freshness.results import FreshnessResults
from calculators.swings import swing_chart


def _rows(results: FreshnessResults) -> list[Row]:
    return unless_level_at_zero(
        [
            {"x": days, "y": percent, "series": label}
            for label, line in results.outdated_by_days.items()
            for days, percent in line
        ]
    )


CALCULATOR = Calculator(
    id="freshness",
    title="Freshness",
    question="How many answers rest on outdated facts, and how often must index or model be refreshed?",
    inputs=FreshnessInputs,
    results=FreshnessResults,
    compute=compute,
    answer="answer",
    chart=LineChart(
        title="Outdated answers, by days between refreshes",
        description="Line chart of the share of outdated answers by days between two refreshes of "
        "the index (RAG) or two retrainings (fine-tuned); prompt only is level.",
        x_label="Days between refreshes",
        y_label="Answers on outdated facts (%)",
        y_unit="%",
        series=("Prompt only", "RAG", "Fine-tuned"),
        rows=_rows,
        nothing="Nothing to draw: no answer is outdated, however seldom the refreshes.",
    ),
    more_charts=(
        swing_chart(
            lambda results: results.swings,
            title="What moves the distance between fine-tuned and RAG",
            description="Bar chart of the points by which more answers of the fine-tuned arm than of RAG "
            "are outdated.",
            y_label="More outdated answers than with RAG (points)",
            y_unit="points",
        ),
    ),
)
