"""On a phone the answer stays in view while the form scrolls by, and leaves room for the form."""

import pytest
from playwright.sync_api import Browser, Page, expect

from calculators.registry import CALCULATORS
from sitebuild.preview_server import Served
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

HEAD = ".lc-whole > .lc-head"
STUCK = f"{HEAD}.lc-is-stuck"
# Lines of the answer that are in view, and how much of the screen they and the status cover.
SEEN = """() => {
  const head = document.querySelector(".lc-head");
  const answer = head.querySelector(".lc-answer");
  const line = parseFloat(getComputedStyle(answer).lineHeight);
  const [box, text] = [answer, answer.querySelector("output")].map((each) => each.getBoundingClientRect());
  return { lines: Math.round(text.height / line), top: box.top, bottom: box.bottom, page: document.body.scrollHeight };
}"""


def scroll(page: Page, to: int) -> None:
    page.evaluate("to => window.scrollTo(0, to)", to)
    page.evaluate("() => settled()")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 640)])
def test_two_lines_of_every_answer_stay_in_view(
    site: Served, browser: Browser, width: int, height: int
) -> None:
    """However long an answer is, it covers an eighth of the screen at most, right below the header."""
    context = browser.new_context(viewport={"width": width, "height": height})
    visit = Visit(context)
    for name in CALCULATORS:
        visit.open_live(f"{site.url}calculators/{name}/")
        scroll(visit.page, 900)
        expect(visit.page.locator(STUCK)).to_have_count(1)
        seen = visit.page.evaluate(SEEN)
        assert 1 <= seen["lines"] <= 2, name
        assert seen["top"] <= 49
        assert seen["bottom"] - seen["top"] <= height / 8
    context.close()


def test_nothing_moves_when_the_answer_begins_to_stick(site: Served, browser: Browser) -> None:
    """The page keeps its length, and back at the top the answer is whole again."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    visit = Visit(context)
    visit.open_live(f"{site.url}calculators/freshness/")
    visit.page.evaluate("() => settled()")
    before = visit.page.evaluate(SEEN)
    assert before["lines"] > 2
    scroll(visit.page, 900)
    assert visit.page.evaluate(SEEN)["page"] == before["page"]
    scroll(visit.page, 0)
    expect(visit.page.locator(STUCK)).to_have_count(0)
    assert visit.page.evaluate(SEEN) == before
    context.close()


def test_what_is_wrong_is_told_below_the_answer_that_sticks(site: Served, browser: Browser) -> None:
    """A number that cannot be read marks the answer as an old one, wherever the form is."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    visit = Visit(context)
    visit.open_live(f"{site.url}calculators/cost/")
    control = visit.page.locator("input[name=answer_tokens]")
    control.focus()
    scroll(visit.page, 700)
    expect(visit.page.locator(f"{STUCK} > .lc-status")).to_be_hidden()
    visit.page.keyboard.press("ControlOrMeta+a")
    visit.page.keyboard.type("2,5")
    expect(visit.page.locator(".lc-whole.lc-is-stale")).to_have_count(1)
    scroll(visit.page, 700)
    expect(visit.page.locator(f"{STUCK} > .lc-status")).to_be_visible()
    expect(visit.page.locator(f"{STUCK} > .lc-status")).to_contain_text("Not for these numbers")
    expect(visit.page.locator(".lc-results > .lc-stale")).to_be_visible()
    context.close()


def test_the_button_to_the_top_leaves_the_answer_alone(site: Served, browser: Browser) -> None:
    """It comes up as the reader scrolls back, below and not over what sticks."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    visit = Visit(context)
    visit.open_live(f"{site.url}calculators/cost/")
    scroll(visit.page, 900)
    scroll(visit.page, 700)
    button = visit.page.locator(".md-top")
    expect(button).to_be_visible()
    box = button.bounding_box()
    assert box is not None
    assert box["y"] > visit.page.evaluate(SEEN)["bottom"]
    context.close()


def test_without_a_script_no_answer_covers_the_page(site: Served, browser: Browser) -> None:
    """It cannot change, so that there is nothing to keep in view."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    visit = Visit(context)
    visit.open(f"{site.url}calculators/cost/")
    expect(visit.page.locator(HEAD)).to_have_css("position", "static")
    context.close()
