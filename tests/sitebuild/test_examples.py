"""Examples in the text are what the calculators compute."""

import re
from pathlib import Path
from urllib.parse import parse_qsl

from calculators.registry import CALCULATORS
from sitebuild.catalogue import build
from sitebuild.entries import Entries
from sitebuild.prerender import first_result


def test_the_example_of_the_cost_page_ends_at_what_the_calculator_answers(
    site_dir: Path, entries: Entries
) -> None:
    """Its last line adds up to the total of RAG in the situation that its link opens."""
    page = (site_dir / "calculators/cost/index.html").read_text(encoding="utf-8")
    example = page[page.index('id="an-example-by-hand"') :]
    said = re.search(r"a search server for USD .*?: USD ([\d,]+)\.", example)
    link = re.search(r'href="\?([^"]*)"', example)
    assert said
    assert link
    situation = dict(parse_qsl(link[1].replace("&amp;", "&")))
    _, reply = first_result(CALCULATORS["cost"], build(entries), situation)
    assert f"{reply['results']['rag.horizon_usd']:,.0f}" == said[1]
