"""A chart of a result, declared once and drawn by Vega-Lite at build time and live.

The specification is made here so that the picture in the page and the live one cannot differ.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, override

type Row = dict[str, float | str]

CONFIG: dict[str, Any] = {
    "font": "system-ui, sans-serif",
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 14,
    },
    "legend": {"labelFontSize": 12, "labelLimit": 260, "columnPadding": 28},
    "view": {"stroke": None},
}
"""How every chart of the site looks, in Vega-Lite's words."""


@dataclass(frozen=True, kw_only=True)
class Key:
    """What stands for one series in the legend: an SVG path in a box of 28 by 12."""

    label: str
    colour: str
    path: str
    dash: str | None = None
    """How a line is broken, as SVG's `stroke-dasharray`; without it the path is filled."""


@dataclass(frozen=True, kw_only=True)
class Chart[Results](ABC):
    """What all charts have. `rows` gives a row a point or bar: `x`, `y` and `series`."""

    title: str
    description: str
    x_label: str
    y_label: str
    y_unit: str
    series: tuple[str, ...]
    rows: Callable[[Results], Sequence[Row]]
    nothing: str = "Nothing to draw with these numbers."
    """What stands in place of the picture where the results give no row: why."""

    def spec(self, rows: Sequence[Row]) -> dict[str, Any]:
        """Return the Vega-Lite specification with `rows` as its data set named `rows`."""
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "description": self.description,
            "width": "container",
            "background": "transparent",
            "autosize": {"type": "fit-x", "contains": "padding"},
            # At build time text is measured with another font than the reader's, which may be wider.
            # Hence room at the sides, and between an axis and its title.
            "padding": {"left": 16, "right": 16, "top": 5, "bottom": 5},
            "data": {"name": "rows", "values": list(rows)},
            "config": CONFIG,
            **self._drawing(),
        }

    @abstractmethod
    def _drawing(self) -> dict[str, Any]:
        """The parts of the specification that differ by kind of chart."""

    @property
    @abstractmethod
    def legend(self) -> list[Key]:
        """What each series looks like. The page writes it: in the picture it would shrink with it."""

    def keys(self, rows: Sequence[Row]) -> list[tuple[Key, bool]]:
        """The legend, and of each series whether `rows` draw it."""
        drawn = {row["series"] for row in rows}
        return [(key, key.label in drawn) for key in self.legend]

    def ordered(self, places: Sequence[float | str]) -> list[float | str]:
        """Places on the axis in the order of the data's table; numbers ascend."""
        return sorted(set(places))  # type: ignore[type-var]

    @property
    def _money(self) -> bool:
        return self.y_unit.startswith("USD")

    def _tooltip(self, series: str) -> list[dict[str, str]]:
        return [
            {"field": "series", "title": series},
            {"field": "x", "title": self.x_label},
            {
                "field": "y",
                "title": self.y_label,
                "format": "$,.2~f" if self._money else ",.3~f",
            },
        ]


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
        x_axis = {"tickMinStep": 1, "format": "d"} if self.whole_x else {"format": "~g"}
        return {
            "height": 280,
            "mark": {"type": "line", "strokeWidth": 2.5, "interpolate": "linear"},
            "encoding": {
                "x": {
                    "field": "x",
                    "type": "quantitative",
                    "title": self.x_label,
                    "axis": {**x_axis, "grid": False},
                    "scale": {"nice": False},
                },
                "y": {
                    "field": "y",
                    "type": "quantitative",
                    "title": self.y_label,
                    "axis": {"format": "$,~f" if self._money else "~s", "tickCount": 5},
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
                    "axis": {"format": "$,~f" if self._money else ",~f", "tickCount": 5},
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
                {"calculate": f"indexof({list(self.series)!r}, datum.series)", "as": "place"}
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
            "axis": {"format": "$,~f" if self._money else ",~f", "tickCount": 5},
        }
        colour = {
            "field": "series",
            "type": "nominal",
            "title": None,
            "scale": {"domain": list(self.series), "range": list(PALETTE)},
            "legend": None,
        }
        return {
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


# Okabe and Ito's colours, which stay apart for colour-blind readers; a dash tells lines apart too.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")
DASHES = ([1, 0], [8, 3], [2, 3], [8, 3, 2, 3])
# All eight of them, light beside dark; grey for black, which would vanish in the dark scheme.
PIECES = (
    "#CC79A7", "#009E73", "#F0E442", "#D55E00", "#999999", "#56B4E9", "#E69F00", "#0072B2",
)  # fmt: skip
