"""The cost calculator as the site sees it."""

from calculators.calculator import Calculator
from calculators.chart import LineChart, Row, unless_level_at_zero
from calculators.cost.compute import compute, quick
from calculators.cost.inputs import CostInputs
from calculators.cost.results import CostResults
from calculators.swings import swing_chart


def _rows(results: CostResults) -> list[Row]:
    return unless_level_at_zero(
        [
            {"x": month, "y": usd, "series": arm}
            for arm, spent in results.cumulative_usd.items()
            for month, usd in enumerate(spent)
        ]
    )


CALCULATOR = Calculator(
    id="cost",
    title="Cost",
    question="What do prompt only, RAG, fine-tuning and both cost, and from where on is which cheaper?",
    inputs=CostInputs,
    results=CostResults,
    compute=compute,
    quick=quick,
    answer="answer",
    chart=LineChart(
        title="Total spent, by month and arm",
        description="Line chart of the money spent in all by the end of each month, a line an arm.",
        x_label="Month",
        y_label="Spent in all (USD)",
        y_unit="USD",
        series=("Prompt only", "RAG", "Fine-tuned", "RAG + fine-tuned"),
        rows=_rows,
        nothing="Nothing to draw: no arm can be used with these numbers, or all of them cost nothing.",
    ),
    more_charts=(
        swing_chart(
            lambda results: results.swings,
            title="What moves the difference between the cheapest arm and the next",
            description="Bar chart of the difference in cost between the cheapest arm and the next; left "
            "of zero the next arm is the cheaper one.",
            y_label="What the next arm costs more (USD)",
            y_unit="USD",
        ),
    ),
)
