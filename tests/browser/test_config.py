"""A reader pastes a model's config.json: the form is filled, and the page answers for that model."""

import json

import pytest
from playwright.sync_api import Browser, Locator, Route, expect

from calculators.calculator import Calculator
from calculators.physics.config_form import places_of
from calculators.physics.model_config import from_config
from calculators.registry import CALCULATORS
from sitebuild.preview_server import Served
from tests.browser.test_address import query
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

FOLD = ".lc-config"
SERVING = "calculators/serving/"
# The smaller half of the keys of Gemma 3 4B's file; the class has the rest.
GEMMA = {
    "model_type": "gemma3",
    "text_config": {
        "model_type": "gemma3_text",
        "hidden_size": 2560,
        "intermediate_size": 10240,
        "num_hidden_layers": 34,
        "sliding_window": 1024,
    },
    "vision_config": {"hidden_size": 1152},
}
PASTED = json.dumps(GEMMA, indent=2)


def fold_of(visit: Visit) -> Locator:
    """The fold, opened."""
    visit.unfold()
    return visit.page.locator(FOLD)


def fill_in(fold: Locator, text: str) -> None:
    fold.get_by_label("config.json").fill(text)
    fold.get_by_role("button", name="Fill in").click()


@pytest.mark.parametrize(
    "calculator",
    [each for each in CALCULATORS.values() if places_of(each.inputs)[0]],
    ids=lambda each: each.id,
)
def test_a_pasted_config_fills_the_form_the_address_and_the_result(
    site: Served, visit: Visit, calculator: Calculator
) -> None:
    """In every form with an architecture; the link then opens the page with the same model."""
    own = {"cost": "?hosting=self-hosted", "latency": "?serving=own_accelerators"}
    shown = own.get(calculator.id, "")
    visit.open_live(f"{site.url}calculators/{calculator.id}/{shown}")
    fold = fold_of(visit)
    detail = visit.result_after(lambda: fill_in(fold, PASTED))
    _, places = places_of(calculator.inputs)
    expected = {places[name]: value for name, value in from_config(PASTED).fields.items()}
    assert detail["inputs"] | expected == detail["inputs"]
    expect(fold.get_by_role("status")).to_contain_text("34 layers, 3.88 billion parameters")
    expect(fold.get_by_role("status")).to_contain_text("vision_config (the part that sees)")
    assert query(visit)["params"] == "3879895040"
    held = visit.held()

    visit.open_live(visit.page.url)
    assert visit.held() == held
    assert visit.messages == []
    assert {each for each in visit.addresses if not each.startswith((site.url, "data:"))} == set()


def chosen(visit: Visit, name: str) -> str:
    """What a list shows as chosen."""
    return visit.page.locator(f"[name={name}]").evaluate("it => it.selectedOptions[0].text")


@pytest.mark.parametrize("calculator", CALCULATORS)
def test_a_list_names_what_the_page_opens_with(site: Served, visit: Visit, calculator: str) -> None:
    """Nothing is the reader's own before the reader has changed anything."""
    visit.open_live(f"{site.url}calculators/{calculator}/")
    assert visit.page.locator("[data-own]").count() == 0


def test_a_list_says_that_a_pasted_model_is_none_of_its_own(site: Served, visit: Visit) -> None:
    """In the page, in one opened by its link, and until the listed model is chosen again."""
    visit.open_live(site.url + SERVING)
    before, listed = visit.held(), chosen(visit, "model")
    visit.result_after(lambda: fill_in(fold_of(visit), PASTED))
    assert chosen(visit, "model") == f"Your own, changed from {listed}"

    visit.open_live(visit.page.url)
    assert chosen(visit, "model") == f"Your own, changed from {listed}"
    visit.result_after(lambda: visit.page.select_option("[name=model]", label=listed))
    assert chosen(visit, "model") == listed
    assert visit.held() == before
    assert visit.page.locator("[name=model] [data-own]").count() == 0


def test_a_list_says_that_a_typed_number_is_not_its_own(site: Served, visit: Visit) -> None:
    """Typing the number back, or choosing another model, ends it."""
    visit.open_live(site.url + SERVING)
    visit.unfold()
    listed, layers = chosen(visit, "model"), visit.held()["layers"]
    visit.enter({"layers": "30"})
    assert chosen(visit, "model") == f"Your own, changed from {listed}"
    visit.enter({"layers": layers})
    assert chosen(visit, "model") == listed

    visit.enter({"layers": "30"})
    other = visit.page.locator("[name=model] option").last.inner_text()
    visit.result_after(lambda: visit.page.select_option("[name=model]", label=other))
    assert chosen(visit, "model") == other


def test_only_a_list_of_architectures_can_hold_the_readers_own(site: Served, visit: Visit) -> None:
    """Who enters the accuracy that they measured has not left the kind of task that suggested one."""
    visit.open_live(f"{site.url}calculators/quality/")
    visit.enter({"base_accuracy_percent": "60"})
    assert visit.page.locator("[data-own]").count() == 0


def test_back_brings_the_listed_model_back(site: Served, visit: Visit) -> None:
    """Filling in is one edit in the history."""
    visit.open_live(site.url + SERVING)
    before = visit.held()
    fold = fold_of(visit)
    visit.result_after(lambda: fill_in(fold, PASTED))
    visit.result_after(visit.page.go_back)
    assert visit.held() == before


def test_nothing_is_said_of_a_text_once_the_form_holds_something_else(
    site: Served, visit: Visit
) -> None:
    """Reset brings the listed model back and ends what is said of the pasted one; the text stays."""
    visit.open_live(site.url + SERVING)
    before = visit.held()
    fold = fold_of(visit)
    visit.result_after(lambda: fill_in(fold, PASTED))
    visit.result_after(lambda: visit.page.get_by_role("button", name="Reset").click())
    assert visit.held() == before
    expect(fold.get_by_role("status")).to_be_empty()
    assert fold.get_by_label("config.json").input_value() == PASTED


def test_what_was_not_used_stays_told_until_a_filled_field_is_changed(
    site: Served, visit: Visit
) -> None:
    """Another accelerator leaves the pasted architecture as it is; another number of layers does not."""
    visit.open_live(site.url + SERVING)
    fold = fold_of(visit)
    visit.result_after(lambda: fill_in(fold, PASTED))
    visit.result_after(lambda: visit.page.select_option("[name=gpu]", "h100-sxm-80gb"))
    expect(fold.get_by_role("status")).to_contain_text("34 layers")
    visit.result_after(lambda: visit.page.fill("[name=layers]", "30"))
    expect(fold.get_by_role("status")).to_be_empty()


def test_a_text_that_is_refused_stays_and_is_told_beside_it(site: Served, visit: Visit) -> None:
    """The form keeps its numbers, the text is marked, described by the reason, and has the cursor."""
    visit.open_live(site.url + SERVING)
    before, fold = visit.held(), fold_of(visit)
    text = fold.get_by_label("config.json")
    fill_in(fold, '{"model_type": "llama",\n "hidden_size": 4096')
    expect(fold.locator(".lc-error")).to_contain_text("Line 2, column 21")
    expect(text).to_be_focused()
    expect(text).to_have_attribute("aria-invalid", "true")
    assert text.evaluate("(it) => it.getAttribute('aria-describedby').split(' ').map("
                         "(id) => document.getElementById(id).hidden)") == [False, False]  # fmt: skip
    assert text.input_value().endswith("4096")
    assert visit.held() == before

    visit.page.keyboard.press("End")
    visit.page.keyboard.type("}")
    expect(fold.locator(".lc-error")).to_be_hidden()
    expect(text).not_to_have_attribute("aria-invalid", "true")


def test_brackets_without_end_do_not_end_python(site: Served, visit: Visit) -> None:
    """The browser's Python has little room for what is nested, and answers the next text."""
    visit.open_live(site.url + SERVING)
    fold = fold_of(visit)
    fill_in(fold, "[" * 100_000)
    expect(fold.locator(".lc-error")).to_contain_text("nested too deep")
    visit.result_after(lambda: fill_in(fold, PASTED))
    expect(fold.locator(".lc-error")).to_be_hidden()


def test_the_keyboard_alone_fills_the_form(site: Served, visit: Visit) -> None:
    """Enter opens the fold, Tab leads to the text and on to the button, Space presses it."""
    visit.open_live(site.url + SERVING)
    press = visit.page.keyboard.press
    visit.page.locator(f"{FOLD} > summary").focus()
    press("Enter")
    press("Tab")
    visit.page.keyboard.insert_text(PASTED)
    press("Tab")
    detail = visit.result_after(lambda: press("Space"))
    assert detail["inputs"]["layers"] == 34


def test_what_needs_a_script_is_not_offered_without_one(site: Served, browser: Browser) -> None:
    """Nothing could read a pasted text, fill in a situation or copy a link; the numbers stay to be read."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + SERVING)
    expect(page.locator("[name=model]")).to_be_visible()
    for needs_it in (FOLD, ".lc-presets", ".lc-copy"):
        expect(page.locator(needs_it)).to_be_attached()
        expect(page.locator(needs_it)).to_be_hidden()
    expect(page.get_by_role("button", name="Reset")).to_be_visible()
    expect(page.locator(".lc-noscript")).to_be_visible()
    context.close()


def test_no_text_is_taken_before_it_can_be_read(site: Served, visit: Visit) -> None:
    """On a slow line the button waits for the script that would hear it: no press of it is lost."""
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    visit.page.route("**/calculator.mjs", hold)
    with visit.page.expect_request("**/calculator.mjs"):
        visit.open(site.url + SERVING)
    fold = fold_of(visit)
    fold.get_by_label("config.json").fill(PASTED)
    button = fold.get_by_role("button", name="Fill in")
    expect(button).to_be_disabled()
    late.pop().continue_()
    button.click()
    expect(fold.get_by_role("status")).to_contain_text("34 layers")


def test_a_start_that_fails_is_told_in_the_fold(site: Served, visit: Visit) -> None:
    """Who waits for the text to be read learns why it never will."""
    visit.page.route("**/runtime.json", lambda route: route.abort())
    visit.open(site.url + SERVING)
    fold = fold_of(visit)
    fill_in(fold, PASTED)
    expect(fold.locator(".lc-error")).not_to_be_empty()
