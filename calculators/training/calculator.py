"""The training calculator as the site sees it."""

from calculators.calculator import Calculator
from calculators.chart import LineChart, Row
from calculators.swings import swing_chart
from calculators.training.compute import compute
from calculators.training.inputs import TrainingInputs
from calculators.training.results import TrainingResults

_USABLE = "Usable memory"
_METHODS = {"full": "Full", "lora": "LoRA", "qlora": "QLoRA"}


def _rows(results: TrainingResults) -> list[Row]:
    rows: list[Row] = [
        {"x": length, "y": gib, "series": _METHODS[method]}
        for method, points in results.peak_memory_by_length.items()
        for length, gib in points
    ]
    lengths = sorted({row["x"] for row in rows})
    return rows + [
        {"x": length, "y": results.usable_memory_gib, "series": _USABLE} for length in lengths
    ]


CALCULATOR = Calculator(
    id="training",
    title="Training",
    question="Does a fine-tuning job fit on these accelerators, and what does it take?",
    inputs=TrainingInputs,
    results=TrainingResults,
    compute=compute,
    answer="answer",
    chart=LineChart(
        title="Peak memory by sequence length and method",
        description="Line chart of the peak memory of an accelerator against the sequence length, "
        "a line a method, and the memory that can be used.",
        x_label="Sequence length (tokens)",
        y_label="Peak memory (GiB)",
        y_unit="GiB",
        series=(*_METHODS.values(), _USABLE),
        rows=_rows,
    ),
    more_charts=(
        swing_chart(
            lambda results: results.memory_swings,
            title="What moves peak memory",
            description="Bar chart of the peak memory of an accelerator.",
            y_label="Peak memory (GiB)",
            y_unit="GiB",
        ),
        swing_chart(
            lambda results: results.time_swings,
            title="What moves the GPU-hours",
            description="Bar chart of the GPU-hours of the job.",
            y_label="GPU-hours",
            y_unit="GPU-hours",
        ),
    ),
)
