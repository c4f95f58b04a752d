"""The built site as files: what programs read, and that both engines build the same pages."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from calculators.declare import inputs_of, outputs_of
from calculators.registry import CALCULATORS
from sitebuild import zensical


def test_calculators_json_describes_every_calculator(site_dir: Path) -> None:
    """Id, address, inputs with defaults and bounds, results, and the results for the defaults."""
    listed = {each["id"]: each for each in json.loads((site_dir / "calculators.json").read_text())}

    assert set(listed) == set(CALCULATORS)
    for name, calculator in CALCULATORS.items():
        told = listed[name]
        assert (site_dir / told["url"] / "index.html").is_file()
        assert [each["name"] for each in told["inputs"]] == [
            spec.name for spec in inputs_of(calculator.inputs)
        ]
        assert set(told["default_results"]) == {
            spec.name for spec in outputs_of(calculator.results)
        }
        for each in told["inputs"]:
            if each["minimum"] is not None:
                assert each["minimum"] <= each["default"] <= each["maximum"]
            if each["at_most"]:
                (above,) = (one for one in told["inputs"] if one["name"] == each["at_most"])
                assert each["default"] <= above["default"]
    page = (site_dir / "calculators/inputs/index.html").read_text()
    assert "at most <code>search_p95_ms</code>" in page


def test_no_page_asks_another_origin_for_anything(site_dir: Path) -> None:
    """Scripts, styles, pictures and preloads come from the site itself."""
    loads = re.compile(
        r'<(?:script|img|iframe|source)\b[^>]*\bsrc="(https?:)?//'
        r'|<link\b[^>]*rel="?(?:stylesheet|preload|modulepreload|icon|preconnect)\b[^>]*//'
    )
    for page in site_dir.rglob("*.html"):
        assert not loads.search(page.read_text()), page


def test_every_page_has_a_description_of_its_own(site_dir: Path) -> None:
    """Search engines and link previews show it."""
    found: dict[str, Path] = {}
    for page in site_dir.rglob("index.html"):
        match = re.search(r'<meta name="description" content="([^"]+)"', page.read_text())
        assert match, page
        assert match.group(1) not in found, (page, found.get(match.group(1)))
        found[match.group(1)] = page


def test_every_page_leads_on(root: Path, site_dir: Path) -> None:
    """Each page has links to three other pages in its text, besides the menus."""
    assert site_dir
    staged = root / "build/pages"
    for page in staged.rglob("*.md"):
        text = page.read_text()
        found = re.findall(r"\]\(([^)#?\s]+\.md)|<a href=\"([^\"#?]+)", text)
        others = {os.path.normpath(page.parent / (link or other)) for link, other in found}
        others.discard(str(page))
        assert len(others) >= 3, page.relative_to(staged)


def test_without_a_repository_there_is_no_edit_link(site_dir: Path) -> None:
    """A site that does not know its repository offers no button that leads nowhere."""
    assert 'rel="edit"' not in (site_dir / "index.html").read_text()


@pytest.mark.xdist_group("engines")
def test_zensical_builds_the_same_pages(root: Path, site_dir: Path) -> None:
    """The announced successor of Material reads the staged pages and makes the same addresses."""
    shutil.rmtree(root / "build/zensical-site", ignore_errors=True)

    assert zensical.build(root) == 0

    def addresses(folder: Path) -> set[str]:
        return {path.parent.relative_to(folder).as_posix() for path in folder.rglob("index.html")}

    assert addresses(root / "build/zensical-site") == addresses(site_dir)
    for name in ("calculators.json", "bibliography.bib", "llms.txt", "data/prices.csv"):
        assert (root / "build/zensical-site" / name).read_bytes() == (site_dir / name).read_bytes()
    made = (root / "build/zensical-site/calculators/cost/index.html").read_text()
    assert '<live-calculator name="cost"' in made


def test_the_search_finds_words_not_numbers(site_dir: Path) -> None:
    """Inputs and stories are found; lists of choices and results, which fill pages, are not."""
    index = json.loads((site_dir / "search" / "search_index.json").read_text())

    def text_of(page: str) -> str:
        found = [each["text"] for each in index["docs"] if each["location"].split("#")[0] == page]
        return " ".join(found)

    cost, situations = text_of("calculators/cost/"), text_of("presets/")
    assert "Requests a month" in cost
    assert "A100" not in cost
    assert "PubMed" in situations
    assert "calculator with these numbers" not in situations
