"""The training calculator as the site sees it."""

from calculators.calculator import Calculator
from calculators.chart import LineChart, Row, SpanChart
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


_ENDS = ("at its low end", "at its high end")


def _memory_rows(results: TrainingResults) -> list[Row]:
    drivers = [getattr(results, f"memory_driver_{place}") for place in range(1, 6)]
    return _spans([(each.input, each.low_gib, each.high_gib) for each in drivers])


def _time_rows(results: TrainingResults) -> list[Row]:
    drivers = [getattr(results, f"time_driver_{place}") for place in range(1, 6)]
    return _spans([(each.input, each.low_gpu_hours, each.high_gpu_hours) for each in drivers])


def _spans(bars: list[tuple[str, float | None, float | None]]) -> list[Row]:
    return [
        {"x": name, "y": value, "series": end}
        for name, *values in bars
        for end, value in zip(_ENDS, values, strict=True)
        if value is not None
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
        SpanChart(
            title="What moves peak memory",
            description="Bar chart of the peak memory of an accelerator, a bar an uncertain number, "
            "from the number's low to its high end.",
            x_label="Uncertain number",
            y_label="Peak memory (GiB)",
            y_unit="GiB",
            series=_ENDS,
            rows=_memory_rows,
        ),
        SpanChart(
            title="What moves the GPU-hours",
            description="Bar chart of the GPU-hours of the job, a bar an uncertain number, from the "
            "number's low to its high end.",
            x_label="Uncertain number",
            y_label="GPU-hours",
            y_unit="GPU-hours",
            series=_ENDS,
            rows=_time_rows,
        ),
    ),
)
