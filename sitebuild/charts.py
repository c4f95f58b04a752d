"""Draw a chart at build time, as SVG that a reader without JavaScript sees.

vl-convert draws the same Vega-Lite specification that the browser draws later,
but gives the picture no accessible name; that is added here.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import vl_convert

from calculators.chart import Chart, Row
from sitebuild.kept import kept_text

_WIDTH_PX = 640
_VEGA_LITE = "6.4"
_PLACED = re.compile(r'\b(?:transform|d|[xy][12]?|width|height)="[^"]*"')
_LONG = re.compile(r"\d+\.\d{2,}")
_OPEN = re.compile(r"<svg\b([^>]*)>")


def chart_svg(chart: Chart[object], rows: Sequence[Row], element_id: str) -> str:
    """Return the chart as one `<svg>` that scales with its container and has a name, or "" for no row."""
    if not rows:
        return ""
    return named_svg(chart.spec(rows), chart.title, chart.description, element_id)


def _drawn(spec_json: str) -> str:
    """The specification as SVG; starting the drawing engine is slow, so the result is kept."""
    engine = version("vl-convert-python")
    key = hashlib.sha256(f"{engine} {_VEGA_LITE} {spec_json}".encode()).hexdigest()
    return kept_text(
        f"chart-{key[:32]}.svg",
        lambda: vl_convert.vegalite_to_svg(spec_json, vl_version=_VEGA_LITE),
    )


def named_svg(spec: Mapping[str, Any], title: str, description: str, element_id: str) -> str:
    """Draw a Vega-Lite specification and give the picture its name."""
    spec = {**spec, "width": _WIDTH_PX, "autosize": {"type": "fit-x", "contains": "padding"}}
    drawn = _drawn(json.dumps(spec))

    def named(match: re.Match[str]) -> str:
        attributes = re.sub(r'\s(?:width|height)="[^"]*"', "", match.group(1))
        return (
            f'<svg{attributes} role="img" aria-labelledby="{element_id}-title {element_id}-desc">'
            f'<title id="{element_id}-title">{title}</title>'
            f'<desc id="{element_id}-desc">{description}</desc>'
        )

    return _OPEN.sub(named, _PLACED.sub(_rounded, drawn), count=1)


def _rounded(attribute: re.Match[str]) -> str:
    """A tenth of a pixel is finer than any screen; Vega writes fourteen digits."""
    return _LONG.sub(lambda number: f"{float(number.group()):.1f}", attribute.group())
