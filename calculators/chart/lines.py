"""Lines over a numeric axis."""

from dataclasses import dataclass
from typing import Any, override

from calculators.chart.base import DASHES, PALETTE, Chart, Key, Row


@dataclass(frozen=True, kw_only=True)
class LineChart[Results](Chart[Results]):
    """Lines over one numeric axis."""

    whole_x: bool = True
    """Whether only whole numbers stand on the axis, as months and tokens do."""

    @property
    @override
    def legend(self) -> list[Key]:
        return [
            Key(label=label, colour=colour, path="M0 6h28", dash=" ".join(map(str, dash)))
            for label, colour, dash in zip(self.series, PALETTE, DASHES, strict=False)
        ]

    @override
    def _drawing(self) -> dict[str, Any]:
        x_axis = {"tickMinStep": 1, "format": ",d"} if self.whole_x else {"format": "~g"}
        return {
            "transform": self._transforms,
            "height": 280,
            "mark": {"type": "line", "strokeWidth": 2.5, "interpolate": "linear"},
            "encoding": {
                "x": {
                    "field": "x",
                    "type": "quantitative",
                    "title": self.x_label,
                    "axis": {**x_axis, "grid": False, "tickCount": 8},
                    "scale": {"nice": False},
                },
                "y": {
                    "field": "y",
                    "type": "quantitative",
                    "title": self.y_label,
                    "axis": self._amounts("~s"),
                    "scale": {"zero": True},
                },
                "color": {
                    "field": "series",
                    "type": "nominal",
                    "title": None,
                    "scale": {"domain": list(self.series), "range": list(PALETTE)},
                    "legend": None,
                },
                "strokeDash": {
                    "field": "series",
                    "type": "nominal",
                    "title": None,
                    "legend": None,
                    "scale": {"domain": list(self.series), "range": list(DASHES)},
                },
                "tooltip": self._tooltip("Arm"),
            },
        }


def unless_level_at_zero(rows: list[Row]) -> list[Row]:
    """The rows of lines, or none where all of them lie on zero: no axis can be drawn for that."""
    return rows if any(row["y"] != 0 for row in rows) else []
