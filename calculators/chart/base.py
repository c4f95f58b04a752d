"""What all charts have: rows, a legend, and what of their Vega-Lite specification does not differ by kind."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from calculators.quantities import time_steps

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

    def _amounts(self, plain: str) -> dict[str, Any]:
        """The axis of `y`; its numbers as d3's format `plain` writes them, but money and times."""
        if steps := time_steps(self.y_unit):
            return {"labelExpr": _told("datum.value", steps), "tickCount": 5}
        return {"format": "$,~f" if self._money else plain, "tickCount": 5}

    @property
    def _transforms(self) -> list[dict[str, Any]]:
        """What a tooltip tells of a time, for which d3 has no format."""
        steps = time_steps(self.y_unit)
        return [{"calculate": _told("datum.y", steps), "as": "told"}] if steps else []

    def _tooltip(self, series: str) -> list[dict[str, str]]:
        told = {"field": "y", "format": "$,.2~f" if self._money else ",.3~f"}
        if time_steps(self.y_unit):
            told = {"field": "told"}
        return [
            {"field": "series", "title": series},
            {"field": "x", "title": self.x_label},
            {**told, "title": self.y_label},
        ]


def _told(value: str, steps: list[tuple[float, float, str]]) -> str:
    """A time as an expression of Vega's, in the unit that tables and sentences tell it in."""
    *shorter, (_, many, unit) = steps
    expression = _in_unit(value, many, unit)
    for most, many, unit in reversed(shorter):
        expression = f"abs({value}) <= {most:g} ? {_in_unit(value, many, unit)} : {expression}"
    return expression


def _in_unit(value: str, many: float, unit: str) -> str:
    return f"format({value} / {many:g}, ',.3~r') + ' {unit}'"


# Okabe and Ito's colours, which stay apart for colour-blind readers; a dash tells lines apart too.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")
DASHES = ([1, 0], [8, 3], [2, 3], [8, 3, 2, 3])
# All eight of them, light beside dark; grey for black, which would vanish in the dark scheme.
PIECES = (
    "#CC79A7", "#009E73", "#F0E442", "#D55E00", "#999999", "#56B4E9", "#E69F00", "#0072B2",
)  # fmt: skip
