"""A chart of a result, declared once and drawn by Vega-Lite at build time and live.

The specification is made here so that the picture in the page and the live one cannot differ.
"""

from calculators.chart.bars import BarChart, SpanChart
from calculators.chart.base import CONFIG, PALETTE, Chart, Key, Row
from calculators.chart.lines import LineChart, unless_level_at_zero

__all__ = [
    "CONFIG",
    "PALETTE",
    "BarChart",
    "Chart",
    "Key",
    "LineChart",
    "Row",
    "SpanChart",
    "unless_level_at_zero",
]
