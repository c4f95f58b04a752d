"""How soon an edit is answered on the screen, and how long one calculation takes."""

import json
import random
import statistics
import timeit
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from playwright.sync_api import Page

from calculators.bridge import handle
from calculators.calculator import Calculator
from calculators.declare import inputs_of
from calculators.parse import parse
from calculators.registry import CALCULATORS
from sitebuild.bench.figures import Figure, p95, take_turns
from sitebuild.bench.ground import STOCK, Browser, Ground
from sitebuild.bench.starts import CALCULATOR
from sitebuild.prerender import control_text

_FIELD = "live-calculator form input[type=number]"

# A worker of the site's own, asked one thing after another by this script.
_ASK = """
async ([request, times]) => {
  const worker = new Worker(new URL("assets/javascripts/worker.mjs", base), { type: "module" });
  const answer = (type) => new Promise((resolve) => {
    worker.addEventListener("message", function heard({ data }) {
      if (data.type !== type) return;
      worker.removeEventListener("message", heard);
      resolve();
    });
  });
  await answer("ready");
  const taken = [];
  for (let turn = 0; turn < times; turn += 1) {
    const begun = performance.now();
    const replied = answer("reply");
    worker.postMessage({ type: "call", request });
    await replied;
    taken.push(performance.now() - begun);
  }
  worker.terminate();
  return taken;
}
""".replace("base", "location.origin")


def edits(ground: Ground) -> Iterator[Figure]:
    """From the key stroke to the new result on the screen."""
    keys = ground.times(40, 20)
    with ground.serve() as server, Browser(ground.chromium).visit() as page:
        addresses = (server.url + CALCULATOR, f"{server.url}{STOCK}echo.html")
        selectors = (_FIELD, "input")
        ours, bare = take_turns(
            ground.times(4, 2),
            lambda: _type(page, addresses[0], selectors[0], keys),
            lambda: _type(page, addresses[1], selectors[1], keys),
        )
    painted = [edit["painted"] for turn in ours for edit in turn]
    computed = [edit["computed"] for turn in ours for edit in turn]
    floor = [edit["painted"] for turn in bare for edit in turn]
    yield Figure(
        name="edit-to-paint-p95",
        how="digits typed into the first number field at random moments; from the key's time"
        " stamp to the end of the frame after the result, on a screen of 60 frames a second",
        unit="ms",
        runs=painted,
        value=p95(painted),
        baseline="a bare page that writes the typed text at once: waiting for the screen only",
        baseline_runs=floor,
        baseline_value=p95(floor),
        budget=16,
        bounds="value",
        details={
            "median_ms": round(statistics.median(painted), 2),
            "baseline_median_ms": round(statistics.median(floor), 2),
            "p95_until_the_result_is_in_the_page_ms": round(p95(computed), 2),
            "median_until_the_result_is_in_the_page_ms": round(statistics.median(computed), 2),
        },
    )


def _type(page: Page, address: str, selector: str, keys: int) -> list[dict[str, float]]:
    page.goto(address, wait_until="commit")
    page.evaluate("() => bench.first")
    page.wait_for_timeout(1000)
    page.locator(selector).first.click()
    page.keyboard.press("End")
    wait = random.Random(1)  # noqa: S311 - pauses between keys, no secrets
    for turn in range(keys):
        page.keyboard.press("Backspace" if turn % 2 else "5")
        page.wait_for_timeout(wait.uniform(120, 180))
    taken: list[dict[str, float]] = page.evaluate("() => bench.edits")
    return taken[4:]  # the first few compile what the others then use


def estimates(ground: Ground) -> Iterator[Figure]:
    """One calculation with the default inputs: the formulas alone, and a whole request."""
    described = json.loads((ground.site / "calculators.json").read_text(encoding="utf-8"))
    for each in described:
        values = {field["name"]: control_text(field["default"]) for field in each["inputs"]}
        calculator = CALCULATORS[each["id"]]
        inputs = parse(calculator.inputs, values)
        request = json.dumps({"calculator": each["id"], "values": values, "parts": []})
        yield Figure(
            name=f"point-{each['id']}-native",
            how="the same at the middle of every range, or the quick answer where there is one",
            **_timed(_point(calculator, inputs)),
        )
        yield Figure(
            name=f"estimate-{each['id']}-native",
            how="compute() on default inputs in native Python, fastest of each of 5 batches",
            **_timed(lambda run=calculator.compute, given=inputs: run(given)),
        )
        whole = _timed(lambda text=request: handle(text))
        with ground.serve() as server, Browser(ground.chromium).visit() as page:
            page.goto(server.url + "404.html")
            taken: list[float] = page.evaluate(_ASK, [request, 200])
        yield Figure(
            name=f"request-{each['id']}-browser",
            how="a request as the page sends it, answered by the browser's Python, with both"
            " messages; last 100 of 200",
            unit="ms",
            runs=taken[100:],
            value=statistics.median(taken[100:]),
            baseline="bridge.handle() on the same request in native Python",
            baseline_runs=whole["runs"],
            baseline_value=whole["value"],
        )


def _point(calculator: Calculator, inputs: Any) -> Callable[[], Any]:
    """An estimate without its ranges."""
    if calculator.quick is not None:
        return partial(calculator.quick, inputs)
    middles = {
        name: getattr(inputs, middle)
        for name in (each.name for each in inputs_of(calculator.inputs))
        for end in ("low", "high")
        if (middle := _renamed(name, end)) != name and hasattr(inputs, middle)
    }
    return partial(calculator.compute, replace(inputs, **middles))


def _renamed(name: str, end: str) -> str:
    return "_".join("mid" if word == end else word for word in name.split("_"))


def _timed(action: Any) -> dict[str, Any]:
    timer = timeit.Timer(action)
    number, _ = timer.autorange()
    runs = [taken / number * 1000 for taken in timer.repeat(5, max(1, number // 4))]
    runs = [run * number / max(1, number // 4) for run in runs]
    return {"unit": "ms", "runs": runs, "value": min(runs)}
