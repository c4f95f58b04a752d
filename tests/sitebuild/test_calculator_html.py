"""A calculator in a page: complete without a script, and the same numbers as the function gives."""

import json
import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser

import pytest

from calculators.declare import defaults_of, inputs_of, outputs_of
from calculators.registry import CALCULATORS
from sitebuild.calculator_html import CalculatorHtml, Facts, Page
from sitebuild.entry_pages import page_path
from sitebuild.prerender import control_text, first_result

COST = CALCULATORS["cost"]


@pytest.fixture(scope="module")
def render(facts: Facts) -> Callable[..., str]:
    def render(page: Page, preset: str | None = None, show: list[str] | None = None) -> str:
        return CalculatorHtml(facts).render(page, "cost", preset, show)

    return render


class Elements(HTMLParser):
    """Start tags with their attributes, and the text of each output."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.outputs: dict[str, str] = {}
        self._output: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        if tag == "output":
            self._output = attributes["data-result"] or ""
            self.outputs.setdefault(self._output, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "output":
            self._output = None

    def handle_data(self, data: str) -> None:
        if self._output is not None:
            self.outputs[self._output] += data

    def named(self) -> dict[str, dict[str, str | None]]:
        return {
            attributes["name"] or "": attributes
            for tag, attributes in self.tags
            if tag in {"input", "select"} and "name" in attributes
        }


def test_every_input_is_a_control_of_the_form(render: Callable[..., str]) -> None:
    """Controls are named after the declared inputs, with their bounds, default and refusal."""
    controls = Elements(render(Page(path="calculators/cost.md"))).named()

    for spec in inputs_of(COST.inputs):
        control = controls[spec.name]
        assert control["data-message"] == spec.message
        if spec.minimum is not None:
            assert float(control["min"] or "") == spec.minimum
            assert float(control["max"] or "") == spec.maximum
    assert len(controls) == len(inputs_of(COST.inputs))


def test_the_page_shows_every_result_of_the_function(
    render: Callable[..., str], facts: Facts
) -> None:
    """Each declared result stands in an output with the text that the bridge would send.

    The ends of an interval stand beside their result, as one text.
    """
    html = render(Page(path="calculators/cost.md"))
    shown = Elements(html).outputs
    reply = first_result(COST, facts.catalogue, {})[1]
    specs = outputs_of(COST.results)
    ends = {end for spec in specs for end in (spec.low, spec.high)}

    assert shown == {name: text for name, text in reply["texts"].items() if name not in ends}
    for name, interval in reply["intervals"].items():
        assert f'data-interval="{name}"' in html
        assert f">{interval}</span>" in html


def test_the_page_holds_on_one_line(render: Callable[..., str]) -> None:
    """A blank line would hand the rest of the calculator to Markdown."""
    assert "\n" not in render(Page(path="calculators/cost.md"))


def test_a_preset_opens_with_its_own_numbers(render: Callable[..., str], facts: Facts) -> None:
    """An embedded copy shows the situation asked for; its link carries every input that matters."""
    preset = facts.entries.presets["python-docs"]
    html = render(Page(path="index.md"), preset="python-docs", show=["rag.horizon_usd"])
    values = defaults_of(COST.inputs, facts.catalogue, preset.inputs)

    assert f'value="{preset.inputs["corpus_tokens"]}"' in html
    address = re.search(r'href="(\./calculators/cost/\?[^"]*)"', html)
    assert address is not None
    for spec in inputs_of(COST.inputs):
        stated = f"{spec.name}={control_text(values[spec.name])}" in address.group(1)
        assert stated == (spec.shown_when != ("hosting", "self-hosted")), spec.name


def test_what_a_choice_makes_matter_says_so(render: Callable[..., str]) -> None:
    """A group whose inputs all wait for one choice is marked, and marked as not needed at first."""
    html = render(Page(path="calculators/cost.md"))

    assert '<details class="lc-group lc-unmet" data-shown-when="hosting=self-hosted"' in html
    assert '<details class="lc-group" data-shown-when="hosting=hosted"' in html


def test_a_small_copy_only_carries_what_does_not_matter(render: Callable[..., str]) -> None:
    """A page may hold many copies: what they do not need has neither label nor help there."""
    html = render(Page(path="index.md"), preset="python-docs", show=["rag.horizon_usd"])

    assert '<input type="hidden" name="usd_per_gpu_hour"' in html
    assert "Rent of an accelerator" not in html
    advanced = [spec for spec in inputs_of(COST.inputs) if spec.advanced]
    assert advanced
    for spec in advanced:
        assert f'<input type="hidden" name="{spec.name}"' in html


def test_a_still_copy_shows_results_and_leads_to_the_calculator(facts: Facts) -> None:
    """A page of many situations carries no form, no script's element and no dead output."""
    html = CalculatorHtml(facts).render(
        Page(path="presets.md"), "cost", "python-docs", ["rag.horizon_usd"], live=False
    )
    _, reply = first_result(
        COST, facts.catalogue, facts.entries.presets["python-docs"].inputs, "./"
    )
    for name in ("rag.horizon_usd", COST.answer):
        assert escape(reply["texts"][name], quote=False) in html
    assert "./calculators/cost/?" in html
    assert not {"live-calculator", "form", "output"} & {tag for tag, _ in Elements(html).tags}


def test_two_copies_on_a_page_share_no_id(render: Callable[..., str]) -> None:
    """Labels and descriptions must point into their own copy."""
    page = Page(path="presets.md")
    ids = re.findall(r' id="([^"]+)"', render(page, show=["cheapest"]) + render(page))

    assert len(ids) == len(set(ids))


def test_only_the_calculators_own_page_uses_the_address(render: Callable[..., str]) -> None:
    """Elsewhere the query string belongs to nobody."""
    assert "data-query" in render(Page(path="calculators/cost.md"))
    assert "data-query" not in render(Page(path="presets.md"))


@pytest.mark.parametrize(
    ("name", "preset", "show", "message"),
    [
        ("price", None, None, 'no calculator "price"; there is: cost'),
        ("cost", "nowhere", None, 'cost has no preset "nowhere"; it has:'),
        ("cost", None, ["rag.total"], 'cost has no result "rag.total"; it has:'),
    ],
)
def test_a_page_that_asks_for_what_is_not_there_is_told_what_is(
    facts: Facts, name: str, preset: str | None, show: list[str] | None, message: str
) -> None:
    """The message names the mistake and the choices."""
    with pytest.raises((LookupError, ValueError), match=message.replace("?", r"\?")):
        CalculatorHtml(facts).render(Page(path="index.md"), name, preset, show)


def test_the_chart_has_a_name_and_its_data_as_a_table(render: Callable[..., str]) -> None:
    """A reader who sees no picture gets its title, its description and its numbers."""
    html = render(Page(path="calculators/cost.md"))
    elements = Elements(html)
    drawings = [attributes for tag, attributes in elements.tags if tag == "svg"]
    svg = next(each for each in drawings if "aria-hidden" not in each)  # no key of the legend

    assert svg["role"] == "img"
    for name in (svg["aria-labelledby"] or "").split():
        assert f'id="{name}"' in html
    assert '<th scope="col">Month</th>' in html


def test_the_live_chart_gets_the_specification_of_the_drawn_one(
    render: Callable[..., str], facts: Facts
) -> None:
    """The specification in the page is JSON that holds the rows of the first result."""
    html = render(Page(path="calculators/cost.md"))
    found = re.search(r'class="lc-chart-spec">(.*?)</template>', html)
    assert found is not None

    spec = json.loads(unescape(found.group(1)))

    assert spec["data"]["values"] == first_result(COST, facts.catalogue, {})[1]["charts"][0]


@pytest.mark.parametrize(
    ("path", "to_root"),
    [("index.md", "./"), ("prices.md", "../"), ("calculators/cost.md", "../../")],
)
def test_a_page_knows_its_way_to_the_root(path: str, to_root: str) -> None:
    """Links made by the build work under any address."""
    assert Page(path=path).to_root == to_root


def test_a_page_called_index_leaves_the_folder_its_own() -> None:
    """The calculator `index` has a page below its folder's page, and owns the address there."""
    assert page_path("calculators", "index") == "calculators/index/index.md"
    assert page_path("calculators", "cost") == "calculators/cost.md"
    owners = ("calculators/index/index.md", "calculators/index.md", "calculators/cost.md")
    assert [Page(path=path).own_calculator for path in owners] == ["index", None, "cost"]


def test_a_choice_fills_only_fields_of_its_own_form(facts: Facts) -> None:
    """A list serves several calculators; what another one needs stays out of the page."""
    html = CalculatorHtml(facts).render(Page(path="calculators/advisor.md"), "advisor", None, None)
    elements = Elements(html)
    fields = elements.named().keys()
    tables = re.findall(r'<template class="lc-fills">(.*?)</template>', html)
    filled = {name for each in tables for name in json.loads(unescape(each))["names"]}
    assert "context_window_tokens" in filled
    assert filled <= fields


def test_a_chart_with_nothing_to_draw_says_why(facts: Facts) -> None:
    """A sentence stands in its place, and no arm without a line in its legend."""
    inputs = {"instruction_tokens": 10, "context_tokens": 0, "fine_tuned_instruction_tokens": 10}
    page = Page(path="calculators/caching.md")
    html = CalculatorHtml(facts).render(page, "caching", None, None, inputs)
    figure = html[html.index('<figure class="lc-chart') :].split("</figure>")[0]
    assert figure.startswith('<figure class="lc-chart lc-is-empty">')
    assert "Nothing to draw: no arm has a prefix that is cached" in figure
    assert figure.count("<li hidden>") == figure.count("<li") == 4
    assert 'role="img"' not in figure


def test_a_whole_form_with_an_architecture_takes_a_config(facts: Facts) -> None:
    """The fold is in the whole form only, once, and in no form that asks for no architecture."""
    html = CalculatorHtml(facts)
    for name, calculator in CALCULATORS.items():
        whole = html.render(Page(path=f"calculators/{name}.md"), name, None, None)
        answer = [calculator.answer]
        small = html.render(Page(path="index.md"), name, None, answer)
        wanted = 1 if "layers" in {spec.name for spec in inputs_of(calculator.inputs)} else 0
        assert (whole.count('class="lc-config"'), small.count("lc-config")) == (wanted, 0), name


def test_the_text_of_a_config_is_labelled_and_no_input(facts: Facts) -> None:
    """It has no name, so that no link holds it; label, help and complaint belong to it."""
    html = CalculatorHtml(facts).render(Page(path="index.md"), "serving", None, None)
    tags = Elements(html).tags
    (text,) = (attributes for tag, attributes in tags if tag == "textarea")
    assert "name" not in text
    ids = {attributes.get("id") for _, attributes in tags}
    assert set((text["aria-describedby"] or "").split()) <= ids
    assert text["id"] in {attributes.get("for") for tag, attributes in tags if tag == "label"}
