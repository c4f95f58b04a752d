"""A form shows what the choices made need, and a calculator that takes long answers twice."""

import pytest
from playwright.sync_api import Browser, expect

from sitebuild.preview_server import Served
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

COST = "calculators/cost/"
LATENCY = "calculators/latency/"
MACHINES = ".lc-group[data-shown-when='hosting=self-hosted']"
RENT = "[name=usd_per_gpu_hour]"


def test_a_group_shows_when_the_choice_makes_it_matter(site: Served, visit: Visit) -> None:
    """Own machines appear with the choice of them, the provider's prices go, and back again."""
    visit.open_live(site.url + COST)
    machines = visit.page.locator(MACHINES).first
    prices = visit.page.locator(".lc-group[data-shown-when='hosting=hosted']")
    expect(machines).to_be_hidden()
    expect(prices).to_be_visible()

    visit.result_after(lambda: visit.page.select_option("[name=hosting]", "self-hosted"))
    expect(machines).to_be_visible()
    expect(prices).to_be_hidden()

    visit.result_after(lambda: visit.page.select_option("[name=hosting]", "hosted"))
    expect(machines).to_be_hidden()


def test_a_link_to_own_machines_shows_them(site: Served, visit: Visit) -> None:
    """The group follows the choice in the address, with the value in the same link."""
    visit.open_live(site.url + COST + "?hosting=self-hosted&usd_per_gpu_hour=3.5")

    expect(visit.page.locator(MACHINES).first).to_be_visible()
    assert visit.held()["usd_per_gpu_hour"] == "3.5"


def test_what_is_hidden_stays_out_of_the_address(site: Served, visit: Visit) -> None:
    """Defaults of hidden inputs are not written; the form still holds them."""
    visit.open_live(site.url + COST)
    visit.result_after(lambda: visit.page.select_option("[name=hosting]", "self-hosted"))
    visit.page.wait_for_url("**/?hosting=self-hosted")

    assert "input_usd_per_million_tokens" in visit.held()


def test_latency_asks_a_hosted_model_for_no_accelerator(site: Served, visit: Visit) -> None:
    """Fields come and go with who runs the model and the reranker, and keep what was typed.

    A link to the page made so shows the same fields with the same numbers.
    """
    visit.open_live(site.url + LATENCY)
    visit.unfold()
    bits, median, reranker = (
        visit.page.locator(f"[name={name}]")
        for name in ("weight_bits", "ttft_p50_ms", "rerank_gpu")
    )
    expect(bits).to_be_hidden()
    expect(reranker).to_be_hidden()
    visit.result_after(lambda: median.fill("700"))

    visit.result_after(lambda: visit.page.select_option("[name=serving]", "own_accelerators"))
    expect(median).to_be_hidden()
    visit.result_after(lambda: bits.fill("8"))
    visit.result_after(lambda: visit.page.select_option("[name=rerank]", "own_encoder"))
    expect(reranker).to_be_visible()
    shown = visit.shown()

    visit.result_after(lambda: visit.page.select_option("[name=serving]", "hosted"))
    expect(median).to_have_value("700")
    visit.result_after(lambda: visit.page.select_option("[name=serving]", "own_accelerators"))
    expect(bits).to_have_value("8")
    assert visit.shown() == shown

    visit.page.wait_for_url("**weight_bits=8**")
    visit.open_live(visit.page.url)
    visit.unfold()
    expect(bits).to_be_visible()
    expect(median).to_be_hidden()
    assert visit.shown() == shown


def test_an_accuracy_that_no_study_measured_says_so(site: Served, visit: Visit) -> None:
    """Not 0%. A reader who adds a study gets the fields for its figures, and loses them again with it."""
    visit.open_live(site.url + "calculators/quality/?task=knowledge")
    visit.unfold()
    figure = visit.page.locator("[name=long_context_published_mid_percent]")
    told = visit.page.locator(".lc-field", has=figure).locator(".lc-nothing")
    expect(figure).to_be_hidden()
    expect(told).to_have_text("no study")
    expect(visit.page.locator("[name=rag_published_mid_percent]")).to_be_visible()

    visit.enter({"long_context_gain_studies": "1"})
    expect(figure).to_be_visible()
    expect(told).to_be_hidden()
    visit.enter({"long_context_gain_studies": "0"})
    expect(told).to_be_visible()


def test_without_a_script_no_study_is_said_too(site: Served, browser: Browser) -> None:
    """The page is built with it."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + "calculators/quality/")
    expect(page.locator("[name=rag_published_mid_percent]")).to_be_visible()
    expect(page.locator("[name=long_context_published_mid_percent]")).to_be_hidden()
    expect(page.get_by_text("no study", exact=True).first).to_be_visible()
    context.close()


def test_a_hidden_bad_value_does_not_block_the_answer(site: Served, visit: Visit) -> None:
    """Nobody can mend what nobody sees: hiding an input that is out of bounds resets it."""
    visit.open_live(site.url + COST + "?hosting=self-hosted")
    visit.unfold()
    rent = visit.page.locator(RENT)
    rent.fill("-1")
    expect(rent).to_have_attribute("aria-invalid", "true")

    visit.result_after(lambda: visit.page.select_option("[name=hosting]", "hosted"))

    assert rent.input_value() == rent.get_attribute("data-default")


def test_without_a_script_every_group_is_there(site: Served, browser: Browser) -> None:
    """Nothing could bring a hidden group back, so none is hidden."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + COST)

    expect(page.locator(MACHINES).first).to_be_visible()
    context.close()


def test_an_edit_is_answered_at_once_and_then_in_full(site: Served, visit: Visit) -> None:
    """The first answer has the totals, the second the same totals with their ranges."""
    visit.open_live(site.url + COST)
    visit.page.evaluate(
        "() => { window.first = new Promise((resolve) => document.addEventListener("
        "'calculator:estimate', ({detail}) => resolve(detail), {once: true})) }"
    )
    full = visit.enter({"requests_per_month": "123456"})["detail"]
    first = visit.page.evaluate("() => window.first")

    assert first["inputs"] == full["inputs"]
    assert first["results"]["rag.horizon_usd"] == full["results"]["rag.horizon_usd"]
    assert "rag.horizon_low_usd" not in first["results"]
    assert full["results"]["rag.horizon_low_usd"] < full["results"]["rag.horizon_usd"]
    assert visit.page.locator(".lc-later").count() == 0


SHOWN = "getComputedStyle(document.querySelector('.lc-answer output')).visibility"


def test_the_first_answer_keeps_the_headline_of_the_build(site: Served, visit: Visit) -> None:
    """Its inputs are those of the page, so that nothing vanishes while the ranges are computed."""
    visit.page.add_init_script(
        "document.addEventListener('calculator:estimate', "
        f"() => {{ window.first = {SHOWN} }}, {{once: true}})"
    )
    visit.open_live(site.url + COST)

    assert visit.page.evaluate("() => window.first") == "visible"


def test_a_headline_never_stands_beside_the_results_of_another_input(
    site: Served, visit: Visit
) -> None:
    """From the first answer to the one in full the old headline is not shown; then the new one is."""
    visit.open_live(site.url + COST)
    assert visit.page.evaluate(SHOWN) == "visible"
    visit.page.evaluate(
        "() => { window.first = new Promise((resolve) => document.addEventListener("
        f"'calculator:estimate', () => resolve({SHOWN}), {{once: true}})) }}"
    )
    visit.enter({"requests_per_month": "123456"})
    assert visit.page.evaluate("() => window.first") == "hidden"
    assert visit.page.evaluate(SHOWN) == "visible"


def test_a_refused_input_leaves_the_last_good_answer_whole(site: Served, visit: Visit) -> None:
    """What the ranges tell of the last good input still arrives when the next one is refused."""
    visit.open_live(site.url + COST)
    detail = visit.result_after(
        lambda: visit.page.evaluate(
            """() => new Promise((resolve) => {
              const control = document.querySelector("[name=requests_per_month]");
              const put = (value) => {
                control.value = value;
                control.dispatchEvent(new InputEvent("input", { bubbles: true }));
              };
              document.addEventListener("calculator:estimate", () => resolve(put("-1")), { once: true });
              put("123456");
            })"""
        )
    )
    assert detail["inputs"]["requests_per_month"] == 123456
    assert visit.page.locator(".lc-later").count() == 0
    expect(visit.page.locator(".lc-status")).to_contain_text("Not for these numbers")
