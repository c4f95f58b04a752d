"""The latency calculator as the site sees it."""

from collections.abc import Sequence

from calculators.calculator import Calculator
from calculators.chart import BarChart, Row
from calculators.latency.compute import compute
from calculators.latency.inputs import LatencyInputs
from calculators.latency.results import LatencyResults
from calculators.latency.stages import STAGES
from calculators.physics.arms import ARMS
from calculators.swings import swing_chart

_LABELS = {name: name.capitalize() for name in STAGES if name != "decode"}
"""Decoding comes after the first token and would dwarf the rest; the table has it."""


def _rows(results: LatencyResults) -> Sequence[Row]:
    """A row a stage that takes time, arm by arm; arms without a number have no bar."""
    rows: list[Row] = []
    for arm in ARMS:
        stages = getattr(results, f"{arm.name}_stages")
        for name, label in _LABELS.items():
            value = getattr(stages, f"{name}_ms")
            if not isinstance(value, str) and value > 0:
                rows.append({"x": arm.label, "y": value, "series": label})
    return rows


CALCULATOR = Calculator(
    id="latency",
    title="Latency",
    question="How long do readers wait for the first word and for the whole answer, and where does the time go?",
    inputs=LatencyInputs,
    results=LatencyResults,
    compute=compute,
    answer="answer",
    chart=BarChart[LatencyResults](
        title="Mean time to the first token, by stage",
        description="Stacked bars, one for each arm: mean time of every stage before the first token. "
        "The data follow as a table.",
        x_label="Arm",
        y_label="Mean time to first token",
        y_unit="ms",
        series=tuple(_LABELS.values()),
        rows=_rows,
        nothing="Nothing to draw: no arm has a time. The table says why.",
    ),
    more_charts=(
        swing_chart(
            lambda results: results.swings,
            title="What moves the time that RAG adds",
            description="Bar chart of the mean time to first token that RAG adds to the fine-tuned "
            "arm. An end at which RAG cannot follow has no bar.",
            y_label="RAG later than fine-tuned",
            y_unit="ms",
            nothing="Nothing to draw: RAG or the fine-tuned arm has no time, or no uncertain number "
            "moves what RAG adds. The table says why.",
        ),
    ),
)
