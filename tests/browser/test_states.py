"""What a calculator tells its reader and other programs, also when things go wrong."""

from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from sitebuild.preview_server import Line, Served, serve
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

COST = "calculators/cost/"
REQUESTS = "input[name=requests_per_month]"
WORKER = "assets/javascripts/worker.mjs"
CALCULATOR = "live-calculator"


def test_states_and_events_come_in_order(site: Served, visit: Visit) -> None:
    """A calculator is live when it announces so, once, and announces every result after it."""
    visit.open_live(site.url + COST)
    visit.enter({"requests_per_month": "5"})
    heard = visit.page.evaluate("() => heard.map(({type, state}) => [type, state])")
    assert heard == [["calculator:live", "live"]] + [["calculator:result", "live"]] * 2


def test_the_search_waits_for_python_and_not_for_the_reader(site: Served, visit: Visit) -> None:
    """The search's index comes after the first answer, or as soon as the reader wants to search."""
    index = "**/search_index.json"
    asked: list[int] = []
    count = "() => heard.length"
    visit.page.route(
        index, lambda route: (asked.append(visit.page.evaluate(count)), route.continue_())
    )
    with visit.page.expect_response(index):
        visit.open(site.url + COST)
    assert asked.pop() >= 1  # the calculator was live
    visit.page.route("**/runtime.json", lambda _: None)  # Python never starts
    with visit.page.expect_response(index):
        visit.page.reload(wait_until="commit")
        visit.page.locator("[data-md-component=search-query]").focus()
    assert asked == [0]


def test_an_input_out_of_bounds_keeps_the_last_result_and_says_so(
    site: Served, visit: Visit
) -> None:
    """A value out of bounds gets its message and no result; the last one stays, marked as such."""
    visit.open_live(site.url + COST)
    shown = visit.shown()
    control = visit.page.locator(REQUESTS)
    message = visit.page.locator(".lc-field", has=control).locator(".lc-error")
    control.fill("-1")
    expect(control).to_have_attribute("aria-invalid", "true")
    expect(message).to_have_text(control.get_attribute("data-message") or "no message")
    expect(visit.page.locator(".lc-stale").first).to_be_visible()
    assert visit.shown() == shown
    visit.result_after(lambda: control.fill("6"))
    expect(control).not_to_have_attribute("aria-invalid", "true")
    expect(message).to_be_hidden()
    expect(visit.page.locator(".lc-stale").first).to_be_hidden()
    assert visit.page.evaluate("() => heard.length") == 3  # live, the first result, and this one


def test_a_refused_input_dims_the_headline_and_leads_to_the_field(
    site: Served, visit: Visit
) -> None:
    """The line below the headline says that it is not updated, and its button goes to the field."""
    visit.page.set_viewport_size({"width": 390, "height": 700})
    visit.open_live(site.url + COST)
    status = visit.page.locator(f"{CALCULATOR} .lc-status")
    headline = visit.page.locator(f"{CALCULATOR} .lc-answer output")
    control = visit.page.locator(REQUESTS)
    control.fill("-1")
    label = visit.page.locator(".lc-field", has=control).locator("label").inner_text()
    expect(status).to_have_text(f"Not for these numbers. To be corrected: {label}")
    assert headline.evaluate("it => Number(getComputedStyle(it).opacity)") < 1
    visit.page.locator(".lc-group summary").first.click()  # folded away
    visit.page.evaluate("() => scrollTo(0, document.body.scrollHeight / 3)")
    expect(status).to_be_in_viewport()
    status.get_by_role("button", name=label).click()
    expect(control).to_be_focused()
    expect(control).to_be_in_viewport()
    visit.result_after(lambda: control.fill("6"))
    expect(status).to_have_text("Live: calculated in your browser.")
    assert headline.evaluate("it => getComputedStyle(it).opacity") == "1"


def test_the_newest_input_wins(site: Served, visit: Visit) -> None:
    """Of edits in quick succession the page ends with the result of the last."""
    visit.open_live(site.url + COST)
    control = visit.page.locator(REQUESTS)
    control.evaluate(
        "control => { for (let n = 1; n <= 50; n++) { control.value = n;"
        " control.dispatchEvent(new Event('input', {bubbles: true})) } }"
    )
    visit.page.wait_for_function("heard.at(-1).detail?.inputs.requests_per_month === 50")
    results = visit.page.evaluate(
        "() => heard.map(({detail}) => detail?.inputs.requests_per_month).slice(2)"
    )
    assert results == sorted(results)
    assert len(results) < 10


def test_a_part_that_is_opened_is_brought_up_to_date(site: Served, visit: Visit) -> None:
    """The working follows the inputs while it is open, and when it is opened later."""
    visit.open_live(site.url + COST)
    working = visit.page.locator("[data-part=working]")
    before = working.inner_html()
    visit.enter({"requests_per_month": "31337"})
    assert working.inner_html() == before
    visit.result_after(lambda: visit.page.click(".lc-working > summary"))
    expect(working).to_contain_text("31,337")
    visit.enter({"requests_per_month": "41337"})
    expect(working).to_contain_text("41,337")


def test_the_new_answer_is_announced_once(site: Served, visit: Visit) -> None:
    """Only one quiet region speaks, after the typing: the outputs themselves do not."""
    visit.open_live(site.url + COST)
    visit.enter({"requests_per_month": "9000000"})
    expect(visit.page.locator(".lc-announce")).not_to_be_empty()
    assert visit.page.locator("output:not([aria-live=off])").count() == 0


def test_save_data_waits_for_the_reader(site: Served, visit: Visit) -> None:
    """A reader who asked to save data pays for Python only after touching the form."""
    visit.page.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    )
    visit.open(site.url + COST)
    expect(visit.page.locator(CALCULATOR)).to_have_attribute("data-state", "static")
    # Before that it has no ears, and a touch is not the one that it waits for.
    visit.page.evaluate("() => customElements.whenDefined('live-calculator').then(() => null)")
    visit.page.evaluate("() => settled()")
    assert visit.page.locator(CALCULATOR).get_attribute("data-state") == "static"
    assert not any("worker.mjs" in each for each in visit.addresses)
    visit.page.focus(REQUESTS)
    visit.wait_result()


def assert_fails(visit: Visit, address: str, words: str) -> None:
    """Open a page whose calculator cannot start: it says why, and its results stay."""
    visit.open(address)
    expect(visit.page.locator(CALCULATOR)).to_have_attribute("data-state", "failed")
    expect(visit.page.locator(f"{CALCULATOR} .lc-status")).to_contain_text(words)
    assert "" not in visit.shown().values()
    visit.page.fill(REQUESTS, "123")
    expect(visit.page.locator(".lc-stale").first).to_be_visible()


def test_blocked_webassembly_is_told(site_dir: Path, visit: Visit) -> None:
    """Where a policy forbids WebAssembly the page says so at once."""
    policy = "default-src 'self' data: 'unsafe-inline'; script-src 'self' 'unsafe-inline'"
    with serve(site_dir, headers={"Content-Security-Policy": policy}) as strict:
        assert_fails(visit, strict.url + COST, "WebAssembly")


def damaged(name: str, path: str, body: bytes) -> bytes:
    """The body with its last byte changed, where the path is that of the file `name`."""
    return body[:-1] + bytes([body[-1] ^ 1]) if path.endswith(name) else body


def test_a_damaged_file_is_told(site_dir: Path, visit: Visit) -> None:
    """A runtime file with one wrong byte is refused with a message."""
    with serve(site_dir, change=partial(damaged, "pyodide.asm.js")) as served:
        assert_fails(visit, served.url + COST, "damaged")


def test_python_starts_from_its_files_where_its_memory_cannot_be_restored(
    site_dir: Path, visit: Visit
) -> None:
    """A damaged snapshot costs time only; files that are damaged too are refused."""
    with serve(site_dir, change=partial(damaged, "python_memory.wasm")) as served:
        visit.open_live(served.url + COST)
        before = visit.shown()
        visit.enter({"requests_per_month": "123456"})
        assert visit.shown() != before
    with serve(site_dir, change=lambda path, body: None if "python_" in path else body) as served:
        assert_fails(visit, served.url + COST, "could not be loaded")


def test_python_starts_from_fewer_bytes_for_who_saves_data(site: Served, visit: Visit) -> None:
    """Saving data leaves the snapshot out; a calculator of the site answers the same without it."""
    visit.open_live(site.url + COST)
    shown = visit.shown()
    assert any("python_memory" in each for each in visit.addresses)
    visit.addresses.clear()
    # The worker has a navigator of its own.
    visit.page.route(
        f"**/{WORKER}",
        lambda route: route.fulfill(
            content_type="text/javascript",
            body="Object.defineProperty(navigator, 'connection', {value: {saveData: true}});"
            + route.fetch().text(),
        ),
    )
    visit.open_live(site.url + COST)
    assert visit.shown() == shown
    assert not any("python_memory" in each for each in visit.addresses)


@pytest.mark.parametrize("name", ["pyodide.asm.wasm", "pyodide.mjs", "runtime.json", WORKER])
def test_a_missing_file_is_told(site_dir: Path, visit: Visit, name: str) -> None:
    """A runtime file that the host does not have ends the start with a message."""
    with serve(site_dir, change=lambda path, body: None if path.endswith(name) else body) as partly:
        assert_fails(visit, partly.url + COST, "could not be loaded")


def test_a_start_that_never_ends_is_given_up(site_dir: Path, visit: Visit) -> None:
    """When nothing arrives for a minute the page stops waiting and says so."""
    silent = serve(site_dir, change=lambda path, body: b"// silent" if path == WORKER else body)
    visit.page.clock.install()
    with silent as served:
        visit.open(served.url + COST)
        expect(visit.page.locator(CALCULATOR)).to_have_attribute("data-state", "loading")
        visit.page.clock.fast_forward("01:01")
        expect(visit.page.locator(CALCULATOR)).to_have_attribute("data-state", "failed")
        expect(visit.page.locator(f"{CALCULATOR} .lc-status")).to_contain_text("did not start")


def test_a_calculation_that_never_ends_is_stopped(site_dir: Path, visit: Visit) -> None:
    """A calculation without an answer is ended with its worker, and a new worker takes over."""
    deaf = b"postMessage({type: 'ready'}); onmessage = () => fetch('asked')"
    visit.page.clock.install()
    with serve(site_dir, change=lambda path, body: deaf if path == WORKER else body) as served:
        with visit.page.expect_request("**/asked"):
            visit.open(served.url + COST)
        with visit.page.expect_worker():
            visit.page.clock.fast_forward("00:11")
        expect(visit.page.locator(f"{CALCULATOR} .lc-status")).to_contain_text("took too long")
        expect(visit.page.locator(CALCULATOR)).to_have_attribute("data-state", "live")


def test_the_progress_is_that_of_the_bytes(site_dir: Path, browser: Browser) -> None:
    """The bar moves with what has arrived, and goes away when the calculator is live."""
    context = browser.new_context()
    visit = Visit(context)
    visit.page.add_init_script(
        "window.seen = []; new MutationObserver(() => { const bar = document.querySelector("
        "'.lc-progress'); if (bar && !bar.hidden) seen.push(bar.value) })"
        ".observe(document, {subtree: true, attributes: true})"
    )
    with serve(site_dir, line=Line(bytes_per_second=8e6, delay_seconds=0)) as slow:
        visit.open_live(slow.url + COST)
    seen = visit.page.evaluate("() => seen")
    assert seen == sorted(seen)
    assert any(0.05 < each < 0.95 for each in seen)
    expect(visit.page.locator(".lc-progress").first).to_be_hidden()
    context.close()
