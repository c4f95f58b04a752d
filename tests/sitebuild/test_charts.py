"""Charts drawn at build time."""

import re

from sitebuild.charts import named_svg

_SPEC = {
    "data": {"values": [{"x": each / 7, "y": each / 300} for each in range(8)]},
    "mark": "point",
    "encoding": {
        "x": {"field": "x", "type": "quantitative"},
        "y": {"field": "y", "type": "quantitative", "axis": {"format": ".3f"}},
    },
}


def test_a_chart_places_its_marks_to_a_tenth_of_a_pixel() -> None:
    """Fourteen digits would weigh more than the marks; labels keep all of theirs."""
    drawn = named_svg(_SPEC, "Title", "Description", "chart")
    placed = " ".join(re.findall(r'\b(?:transform|d)="([^"]*)"', drawn))
    assert re.search(r"\d\.\d", placed)
    assert not re.search(r"\d\.\d{2}", placed)
    assert re.search(r">0\.0\d\d<", drawn)
