"""The chart: drawn at build time, then live."""

import pytest
from playwright.sync_api import Browser, expect

from calculators.calculator import Calculator
from calculators.registry import CALCULATORS
from sitebuild.preview_server import Served
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

COST = "calculators/cost/"
LIVE = ".lc-chart:first-of-type .lc-chart-picture > div svg"  # a picture drawn at build time stands there without a div
LINES = "svg => [...svg.querySelectorAll('.mark-line path')].map(path => path.getAttribute('d'))"


def test_the_chart_library_comes_only_when_the_chart_is_seen(site: Served, visit: Visit) -> None:
    """Nothing of the chart library is asked for until the reader comes to the chart."""
    visit.page.set_viewport_size({"width": 400, "height": 500})
    visit.open_live(site.url + COST)
    visit.page.evaluate("() => settled()")
    assert not any("/vega/" in each for each in visit.addresses)
    visit.page.locator(".lc-chart").first.scroll_into_view_if_needed()
    expect(visit.page.locator(LIVE)).to_be_visible()
    assert visit.messages == []


def test_the_live_chart_keeps_its_name_and_follows_the_inputs(site: Served, visit: Visit) -> None:
    """The live picture has a name for screen readers, and its lines move with an input."""
    visit.open_live(site.url + COST)
    visit.page.locator(".lc-chart").first.scroll_into_view_if_needed()
    picture = visit.page.locator(LIVE)
    expect(picture).to_be_visible()
    expect(picture).to_have_attribute("role", "img")
    assert picture.get_attribute("aria-label")
    before = picture.evaluate(LINES)
    assert len(before) > 1
    visit.enter({"horizon_months": "30", "requests_per_month": "123456"})
    visit.page.wait_for_function(
        f"before => String(({LINES})(document.querySelector('{LIVE}'))) !== String(before)",
        arg=before,
    )


def test_the_chart_is_readable_in_the_dark(site: Served, visit: Visit) -> None:
    """Its texts have the page's own colour, light and dark."""
    visit.open_live(site.url + COST)
    visit.page.locator(".lc-chart").first.scroll_into_view_if_needed()
    expect(visit.page.locator(LIVE)).to_be_visible()
    for scheme in ("default", "slate"):
        visit.page.evaluate(
            "scheme => document.body.setAttribute('data-md-color-scheme', scheme)", scheme
        )
        colours = visit.page.evaluate(
            "() => { const of = (selector) => getComputedStyle(document.querySelector(selector));"
            f" return [of('{LIVE} text').fill, of('.lc-chart').color] }}"
        )
        assert colours[0] == colours[1]


EMPTY = ".lc-chart-nothing"
LEGEND = ".lc-chart:first-of-type .lc-legend li"


def test_a_live_chart_with_nothing_to_draw_says_why(site: Served, visit: Visit) -> None:
    """Without a cached prefix a sentence stands in the chart's place; the lines come back after."""
    visit.open_live(site.url + "calculators/caching/")
    figure = visit.page.locator(".lc-chart").first
    figure.scroll_into_view_if_needed()
    expect(visit.page.locator(LIVE)).to_be_visible()
    expect(figure.locator(EMPTY)).to_be_hidden()
    visit.enter({"cache_minimum_tokens": "1000000"})
    expect(figure.locator(EMPTY)).to_be_visible()
    expect(visit.page.locator(LIVE)).to_be_hidden()
    visit.enter({"cache_minimum_tokens": "0"})
    expect(figure.locator(EMPTY)).to_be_hidden()
    expect(visit.page.locator(LIVE)).to_be_visible()


def test_the_live_legend_names_the_lines_that_are_drawn(site: Served, visit: Visit) -> None:
    """An arm whose prefix is too short to be cached has no line, and is not named."""
    visit.open_live(site.url + "calculators/caching/")
    for least, labels in {
        "0": ["Prompt only", "RAG", "Fine-tuned", "RAG + fine-tuned"],
        "5000": ["Prompt only"],
    }.items():
        visit.enter({"cache_minimum_tokens": least})
        assert visit.page.locator(f"{LEGEND}:visible").all_inner_texts() == labels


@pytest.mark.parametrize("page", [COST, "validation/"])
def test_the_text_of_a_picture_is_not_shrunk_on_a_phone(
    site: Served, browser: Browser, page: str
) -> None:
    """Without a script the picture drawn at build time scrolls; the page does not."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    visit = Visit(context)
    visit.open(site.url + page)
    sizes = visit.page.locator(".lc-chart-picture svg").evaluate_all(
        "pictures => pictures.map(svg => 12 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)"
    )
    assert sizes
    assert min(sizes) >= 11
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


@pytest.mark.parametrize(
    "calculator", [each for each in CALCULATORS.values() if each.charts], ids=lambda each: each.id
)
@pytest.mark.parametrize("live", [False, True], ids=["prerendered", "live"])
def test_the_whole_legend_can_be_read_on_a_phone(
    site: Served, browser: Browser, calculator: Calculator, live: bool
) -> None:
    """Every series has its name beside the chart, within the page and as large as other notes."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=live)
    visit = Visit(context)
    visit.open(f"{site.url}calculators/{calculator.id}/")
    if live:
        visit.wait_result()
        visit.page.locator(".lc-chart").first.scroll_into_view_if_needed()
        expect(visit.page.locator(LIVE).first).to_be_visible()
    for figure in visit.page.locator(".lc-chart").all():
        columns = figure.locator("details thead th").all_text_contents()[1:]
        assert figure.locator(".lc-legend li:visible").all_inner_texts() == columns
    names = visit.page.locator(".lc-chart .lc-legend li:visible").all()
    assert names
    for name in names:
        box = name.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["height"] >= 12
    context.close()


@pytest.mark.parametrize(
    ("page", "stuck", "help_"),
    [
        ("latency", {"requests_per_s": "100000"}, "The table says why."),
        ("serving", {"gpu_memory_gib": "2"}, "The answer says what would do."),
    ],
)
def test_where_nothing_is_drawn_the_page_says_what_to_change(
    site: Served, visit: Visit, page: str, stuck: dict[str, str], help_: str
) -> None:
    """No empty axes where a load is unstable or a model does not fit, and pictures again after that."""
    own = "?serving=own_accelerators" if page == "latency" else ""
    visit.open_live(f"{site.url}calculators/{page}/{own}")
    picture, sentence = (
        visit.page.locator(f".lc-chart {part}").first
        for part in (".lc-chart-picture", ".lc-chart-nothing")
    )
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    held = {name: visit.held()[name] for name in stuck}
    visit.enter(stuck)
    expect(sentence).to_contain_text(help_)
    expect(picture).to_be_hidden()
    visit.enter(held)
    expect(picture).to_be_visible()
    expect(sentence).to_be_hidden()
