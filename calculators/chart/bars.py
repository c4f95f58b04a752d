"""Bars beside names: stacked from pieces, or from one end to another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, override

from calculators.chart.base import PALETTE, PIECES, Chart, Key


@dataclass(frozen=True, kw_only=True)
class BarChart[Results](Chart[Results]):
    """Stacked bars: one a place `x` (a name), a piece a series, in the order of the rows."""

    @property
    @override
    def legend(self) -> list[Key]:
        return [
            Key(label=label, colour=colour, path="M8 0h12v12H8z")
            for label, colour in zip(self.series, PIECES, strict=False)
        ]

    @override
    def ordered(self, places: Sequence[float | str]) -> list[float | str]:
        """Names stand in the order in which the rows bring them."""
        return list(dict.fromkeys(places))

    @override
    def _drawing(self) -> dict[str, Any]:
        return {
            "height": {"step": 38},
            "mark": {"type": "bar", "cornerRadiusEnd": 2, "height": {"band": 0.7}},
            "encoding": {
                "y": {
                    "field": "x",
                    "type": "nominal",
                    "title": None,
                    "sort": None,
                    "axis": {"ticks": False, "domain": False},
                },
                "x": {
                    "field": "y",
                    "type": "quantitative",
                    "title": self.y_label,
                    "stack": "zero",
                    "axis": self._amounts(",~f"),
                },
                "color": {
                    "field": "series",
                    "type": "nominal",
                    "title": None,
                    "scale": {"domain": list(self.series), "range": list(PIECES)},
                    "legend": None,
                },
                "order": {"field": "place", "type": "quantitative"},
                "tooltip": self._tooltip("Part"),
            },
            "transform": [
                *self._transforms,
                {"calculate": f"indexof({list(self.series)!r}, datum.series)", "as": "place"},
            ],
        }


@dataclass(frozen=True, kw_only=True)
class SpanChart[Results](Chart[Results]):
    """A bar from one end to the other for each place `x` (a name); the two ends are the series."""

    @property
    @override
    def legend(self) -> list[Key]:
        ends = ("M8 6a6 6 0 1 0 12 0a6 6 0 1 0-12 0z", "M14 0l6 6l-6 6l-6-6z")
        return [
            Key(label=label, colour=colour, path=path)
            for label, colour, path in zip(self.series, PALETTE, ends, strict=False)
        ]

    @override
    def ordered(self, places: Sequence[float | str]) -> list[float | str]:
        """Names stand in the order in which the rows bring them."""
        return list(dict.fromkeys(places))

    @override
    def _drawing(self) -> dict[str, Any]:
        place = {
            "field": "x",
            "type": "nominal",
            "title": None,
            "sort": None,
            "axis": {"ticks": False, "domain": False, "labelLimit": 260},
        }
        end = {
            "type": "quantitative",
            "title": self.y_label,
            "axis": self._amounts(",~f"),
        }
        colour = {
            "field": "series",
            "type": "nominal",
            "title": None,
            "scale": {"domain": list(self.series), "range": list(PALETTE)},
            "legend": None,
        }
        return {
            "transform": self._transforms,
            "height": {"step": 34},
            "layer": [
                {
                    "mark": {"type": "bar", "color": "#999999", "height": {"band": 0.5}},
                    "encoding": {
                        "y": place,
                        "x": {**end, "aggregate": "min", "field": "y"},
                        "x2": {"aggregate": "max", "field": "y"},
                    },
                },
                {
                    "mark": {
                        "type": "rule",
                        "strokeDash": [4, 4],
                        "color": "#888888",
                        "aria": False,
                    },
                    "encoding": {"x": {"datum": 0}},
                },
                {
                    "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
                    "encoding": {
                        "y": place,
                        "x": {**end, "field": "y"},
                        "color": colour,
                        "shape": {
                            "field": "series",
                            "type": "nominal",
                            "title": None,
                            "legend": None,
                            "scale": {
                                "domain": list(self.series),
                                "range": ["circle", "diamond"],
                            },
                        },
                        "tooltip": self._tooltip("End"),
                    },
                },
            ],
        }
