"""Number fields: a comma is never dropped in silence, and what a field holds can be read."""

import pytest
from playwright.sync_api import Browser, Locator, expect

from calculators.registry import CALCULATORS
from sitebuild.preview_server import Served
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

COST = "calculators/cost/"
REQUESTS = "input[name=requests_per_month]"
TYPED_OR_PASTED = pytest.mark.parametrize("pasted", [False, True], ids=["typed", "pasted"])
# What no field shows whole: the widest number that stands in it or that a choice fills in.
CUT_OFF = """() => {
  for (const fold of document.querySelectorAll("live-calculator details")) fold.open = true;
  const pen = document.createElement("canvas").getContext("2d");
  const filled = {};
  for (const { content } of document.querySelectorAll(".lc-field .lc-fills")) {
    const { names, texts } = JSON.parse(content.textContent);
    for (const row of Object.values(texts))
      row.forEach((text, at) => (filled[names[at]] ??= []).push(text ?? ""));
  }
  return [...document.querySelectorAll("live-calculator input[type=number]")].flatMap((input) => {
    const style = getComputedStyle(input);
    pen.font = `${style.fontSize} ${style.fontFamily}`; // `font` is empty where its numerals are not the usual ones
    const widest = Math.max(...[input.value, ...(filled[input.name] ?? [])].map((text) => pen.measureText(text).width));
    const room = input.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return input.clientWidth > 0 && widest > room ? [`${input.name}: ${widest} in ${room}`] : [];
  });
}"""


def write(visit: Visit, text: str, *, pasted: bool) -> Locator:
    """Put a text into the field in place of what it holds, key by key or at once."""
    control = visit.page.locator(REQUESTS)
    control.focus()
    visit.page.keyboard.press("ControlOrMeta+a")
    if pasted:
        visit.page.keyboard.insert_text(text)
    else:
        visit.page.keyboard.type(text)
    return control


def message_of(visit: Visit, control: Locator) -> Locator:
    return visit.page.locator(".lc-field", has=control).locator(".lc-error")


@TYPED_OR_PASTED
@pytest.mark.parametrize("text", ["2,5", "0,125", "12,50", "1.234,56"])
def test_a_decimal_comma_is_told_and_not_computed(
    site: Served, visit: Visit, text: str, pasted: bool
) -> None:
    """Chromium leaves the comma out of 2,5: the reader is told so, and nothing uses the 25."""
    visit.open_live(site.url + COST)
    control = write(visit, text, pasted=pasted)
    expect(control).to_have_attribute("aria-invalid", "true")
    expect(message_of(visit, control)).to_contain_text("Decimals take a point, as in 2.5")
    expect(visit.page.locator(".lc-status")).to_have_text(
        "Not for these numbers. To be corrected: Requests"
    )
    expect(visit.page.locator(".lc-results > .lc-stale")).to_be_visible()
    visit.page.evaluate("() => settled()")
    wrong = float(control.input_value())
    used = visit.page.evaluate("() => heard.map(({detail}) => detail?.inputs.requests_per_month)")
    assert wrong not in used
    assert "requests_per_month=25" not in visit.page.url


@TYPED_OR_PASTED
@pytest.mark.parametrize("text", ["1,000", "12,345,678"])
def test_a_comma_between_thousands_is_passed_over(
    site: Served, visit: Visit, text: str, pasted: bool
) -> None:
    """1,000 is a thousand, as everywhere on the site."""
    visit.open_live(site.url + COST)
    wanted = int(text.replace(",", ""))
    control = write(visit, text, pasted=pasted)
    visit.page.wait_for_function(
        "wanted => heard.at(-1).detail?.inputs.requests_per_month === wanted", arg=wanted
    )
    expect(control).not_to_have_attribute("aria-invalid", "true")
    expect(message_of(visit, control)).to_be_hidden()


@pytest.mark.parametrize(
    ("keys", "value"),
    [(["ArrowLeft", "."], 2.5), (["Backspace"], 2), (["ControlOrMeta+a", "7"], 7)],
    ids=["point put in", "taken back", "written anew"],
)
def test_a_refused_comma_can_be_mended(
    site: Served, visit: Visit, keys: list[str], value: float
) -> None:
    """What the reader writes after the message counts again."""
    visit.open_live(site.url + "calculators/freshness/")
    name = "volatile_percent"
    visit.unfold()
    control = visit.page.locator(f"input[name={name}]")
    control.fill("")
    control.press_sequentially("2,5")
    expect(control).to_have_attribute("aria-invalid", "true")
    for key in keys:
        visit.page.keyboard.press(key)
    visit.page.wait_for_function(
        f"value => heard.at(-1).detail?.inputs.{name} === value", arg=value
    )
    expect(control).not_to_have_attribute("aria-invalid", "true")


def test_a_choice_takes_a_refused_comma_away(site: Served, visit: Visit) -> None:
    """A number that is filled in is not refused for the comma of the one before it."""
    visit.open_live(site.url + COST)
    control = write(visit, "2,5", pasted=False)
    expect(control).to_have_attribute("aria-invalid", "true")
    visit.result_after(lambda: visit.page.click("live-calculator button[type=reset]"))
    expect(control).not_to_have_attribute("aria-invalid", "true")
    assert control.input_value() == control.get_attribute("data-default")


def test_a_browser_with_a_decimal_comma_goes_on_reading_it(site: Served, visit: Visit) -> None:
    """Where the browser takes the comma in, as one set to German does, nothing is refused."""
    visit.open_live(site.url + "calculators/freshness/")
    detail = visit.result_after(
        lambda: visit.page.locator("input[name=volatile_percent]").evaluate(
            """control => {
              const say = (type, data) => control.dispatchEvent(
                new InputEvent(type, { bubbles: true, inputType: "insertText", data }));
              for (const [data, value] of [["2", "2"], [",", "2"], ["5", "2.5"]]) {
                say("beforeinput", data);
                control.value = value;
                say("input", data);
              }
            }"""
        )
    )
    visit.page.wait_for_function("heard.at(-1).detail?.inputs.volatile_percent === 2.5")
    assert "volatile_percent" in detail["inputs"]
    expect(visit.page.locator("[aria-invalid=true]")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1400])
def test_every_number_can_be_read_whole(site: Served, browser: Browser, width: int) -> None:
    """The field of a model's parameters holds thirteen digits, on a phone too."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for name in CALCULATORS:
        page.goto(f"{site.url}calculators/{name}/")
        assert page.evaluate(CUT_OFF) == [], name
    context.close()


def test_nothing_covers_the_end_of_a_number(site: Served, visit: Visit) -> None:
    """A click on the last digit sets the cursor there and does not step; the arrow keys step."""
    visit.open_live(site.url + COST)
    control = visit.page.locator(REQUESTS)
    before = control.input_value()
    control.focus()
    box = control.bounding_box()
    assert box is not None
    visit.page.mouse.click(box["x"] + box["width"] - 10, box["y"] + box["height"] / 3)
    assert control.input_value() == before
    visit.page.keyboard.press("ArrowUp")
    assert control.input_value() == str(int(before) + 1)


def test_numbers_that_contradict_each_other_are_refused_beside_both(
    site: Served, visit: Visit
) -> None:
    """The status names the first, results count as old, and a change of either mends both."""
    visit.open_live(site.url + "calculators/latency/")
    visit.unfold()
    median, late = (visit.page.locator(f"[name=ttft_p{each}_ms]") for each in (50, 95))
    errors = [visit.page.locator(f"#latency-ttft_p{each}_ms-error") for each in (50, 95)]
    median.fill("2000")
    expect(errors[0]).to_have_text(
        "The median (2,000) lies above the p95 (1,350). Enter 1,350 or less here, or raise the p95."
    )
    expect(errors[1]).to_be_visible()
    expect(late).to_have_attribute("aria-invalid", "true")
    expect(visit.page.locator(".lc-wrong")).to_have_text("First token, median")
    expect(visit.page.locator(".lc-stale")).to_be_visible()

    visit.result_after(lambda: late.fill("2500"))
    for each in errors:
        expect(each).to_be_hidden()
    expect(median).to_have_value("2000")
    expect(visit.page.locator(".lc-stale")).to_be_hidden()
    expect(visit.page.locator(".lc-status")).to_contain_text("Live")


def test_what_contradicts_is_kept_when_it_is_hidden(site: Served, visit: Visit) -> None:
    """Another choice answers at once, and back again the numbers and the sentence are there."""
    visit.open_live(site.url + "calculators/latency/")
    visit.unfold()
    visit.page.fill("[name=ttft_p50_ms]", "2000")
    error = visit.page.locator("#latency-ttft_p50_ms-error")
    expect(error).to_be_visible()
    visit.result_after(lambda: visit.page.select_option("[name=serving]", "own_accelerators"))
    visit.page.select_option("[name=serving]", "hosted")
    expect(error).to_be_visible()
    expect(visit.page.locator("[name=ttft_p50_ms]")).to_have_value("2000")
