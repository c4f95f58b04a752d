"""Predicted against measured, both on a logarithmic axis, with the 80% intervals."""

from collections.abc import Sequence
from typing import Any

from calculators.chart import CONFIG, PALETTE
from sitebuild.charts import named_svg
from sitebuild.measurements.accuracy import Held
from sitebuild.measurements.predict import GROUPS

_TITLE = "Predicted against measured"
_DESCRIPTION = (
    "Scatter chart of every measurement on logarithmic axes: measured across, predicted upwards with "
    "its 80% interval. Points on the diagonal are predicted exactly. The tables below hold the errors."
)
_TOPICS = {
    "training-memory": "Memory of training",
    "training-speed": "Speed of training",
    "serving": "Serving",
    "retrieval": "Search and embedding",
}


def accuracy_svg(held: Sequence[Held]) -> str:
    """The chart as one `<svg>`; each point in the unit of its own kind."""
    rows = [
        {
            "x": each.row.measured,
            "low": each.low,
            "mid": each.mid,
            "high": each.high,
            "topic": _TOPICS[GROUPS[each.row.kind]],
        }
        for each in held
        if min(each.row.measured, each.low) > 0
    ]
    return named_svg(_spec(rows), _TITLE, _DESCRIPTION, "accuracy")


def _spec(rows: list[dict[str, Any]]) -> dict[str, Any]:
    ends = [min(row["low"] for row in rows), max(row["high"] for row in rows)]
    scale = {"type": "log", "domain": ends}
    axis = {"format": ",~r", "tickCount": 6, "grid": False}
    across = {"field": "x", "type": "quantitative", "scale": scale, "axis": axis}
    upwards = {"type": "quantitative", "scale": scale, "axis": axis}
    colour = {
        "field": "topic",
        "type": "nominal",
        "title": None,
        "scale": {"domain": list(_TOPICS.values()), "range": list(PALETTE)},
        "legend": {"orient": "top"},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "height": 420,
        "background": "transparent",
        "layer": [
            {
                "data": {"values": [{"x": end, "mid": end} for end in ends]},
                "mark": {"type": "line", "strokeDash": [4, 4], "color": "#888888", "aria": False},
                "encoding": {"x": across, "y": {**upwards, "field": "mid"}},
            },
            {
                "data": {"values": rows},
                "mark": {"type": "rule", "opacity": 0.5, "aria": False},
                "encoding": {
                    "x": {**across, "title": "Measured, each in its own unit"},
                    "y": {**upwards, "field": "low", "title": "Predicted, with its 80% interval"},
                    "y2": {"field": "high"},
                    "color": colour,
                },
            },
            {
                "data": {"values": rows},
                "mark": {"type": "point", "filled": True, "size": 24, "aria": False},
                "encoding": {"x": across, "y": {**upwards, "field": "mid"}, "color": colour},
            },
        ],
        "config": CONFIG,
    }
