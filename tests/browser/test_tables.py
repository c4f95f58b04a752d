"""Wide tables can be scrolled without a mouse, and show it."""

from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from sitebuild.preview_server import Served

pytestmark = pytest.mark.browser

BOX = ".md-typeset__scrollwrap"
EDGE_PX = 10
LEFT = "each => each.getBoundingClientRect().left"


def test_a_table_wider_than_the_page_is_reached_by_tab(site: Served, browser: Browser) -> None:
    """Its box has a name and takes the arrow keys; a window wide enough takes the stop away again."""
    context = browser.new_context(viewport={"width": 400, "height": 800})
    page = context.new_page()
    page.goto(site.url + "accelerators/")
    box = page.locator(BOX).first
    expect(box).to_have_attribute("tabindex", "0")
    expect(page.get_by_role("group", name="Table: Accelerators")).to_have_count(1)

    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("box => box.scrollLeft > 0", arg=box.element_handle())

    page.set_viewport_size({"width": 1600, "height": 800})
    expect(box).not_to_have_attribute("tabindex", "0")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_result_table_keeps_its_labels_and_shows_that_it_scrolls(
    site: Served, browser: Browser, scheme: Literal["light", "dark"]
) -> None:
    """On a phone its first column stays, on a ground of its own; the edge is shaded until the end."""
    context = browser.new_context(viewport={"width": 390, "height": 850}, color_scheme=scheme)
    page = context.new_page()
    page.goto(site.url + "calculators/cost/")
    expect(page.locator("live-calculator")).to_have_attribute("data-state", "live")
    box = page.locator(".lc-scroll:has(> .lc-table)").first
    box.locator("caption").evaluate("caption => caption.scrollIntoView({block: 'center'})")
    label = box.locator("tbody th[scope=row]").first
    begin = edge(page, box)

    before = label.evaluate(LEFT)
    box.evaluate("box => box.scrollLeft = box.scrollWidth")
    assert box.evaluate("box => box.scrollLeft") > 0
    assert label.evaluate(LEFT) == before
    assert "gradient" in label.evaluate("label => getComputedStyle(label).backgroundImage")
    assert begin != edge(page, box)
    context.close()


def test_captions_and_headings_of_a_wide_table_stay_in_view(site: Served, browser: Browser) -> None:
    """Scrolled to its end on a phone, what a table and its parts are called is still to be read."""
    context = browser.new_context(viewport={"width": 390, "height": 850})
    page = context.new_page()
    page.goto(site.url + "calculators/cost/")
    box = page.locator(".lc-scroll:has(.lc-section)").first
    words = box.locator("caption > span, .lc-section span")
    assert words.count() > 1
    before = [each.evaluate(LEFT) for each in words.all()]
    box.evaluate("box => box.scrollLeft = box.scrollWidth")
    assert box.evaluate("box => box.scrollLeft") > 0
    assert [each.evaluate(LEFT) for each in words.all()] == before
    around = box.bounding_box()
    assert around is not None
    for each in words.all():
        place = each.bounding_box()
        assert place is not None
        assert place["x"] + place["width"] <= around["x"] + around["width"]
    context.close()


def edge(page: Page, box: Locator) -> bytes:
    """What the right edge of the table's caption looks like, where nothing is written."""
    place = box.locator("caption").bounding_box()
    around = box.bounding_box()
    assert place is not None
    assert around is not None
    return page.screenshot(
        clip={
            "x": around["x"] + around["width"] - EDGE_PX,
            "y": place["y"],
            "width": EDGE_PX,
            "height": place["height"],
        }
    )
