"""A calculator as HTML for a page: whole, or a few of its results with the form folded away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from calculators.bridge import chart_part
from calculators.calculator import Calculator
from calculators.declare import Value, blocks_of, inputs_of
from calculators.physics.config_form import places_of
from calculators.registry import CALCULATORS
from sitebuild import prerender
from sitebuild.catalogue import build_day
from sitebuild.charts import chart_svg
from sitebuild.entries import Entries, Preset

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What pages are filled with: the entries, and the catalogue made from them."""

    entries: Entries
    catalogue: Mapping[str, Any]
    day: date = field(default_factory=build_day)
    """The day of the build, from the one clock that pages may know."""


@dataclass(kw_only=True)
class Page:
    """One page while it is rendered; `calculators` counts copies, so that ids stay unique."""

    path: str
    calculators: dict[str, int] = field(default_factory=dict[str, int])
    owner: str | None = None
    """A calculator that the page's address belongs to although the page is not its own."""

    @property
    def to_root(self) -> str:
        """Relative address of the site's root, as seen from the page's own address."""
        path = PurePosixPath(self.path)
        depth = len(path.parts) - (path.name == "index.md")
        return "../" * depth or "./"

    @property
    def own_calculator(self) -> str | None:
        """The calculator whose page this is, so that the page's address holds its inputs."""
        path = PurePosixPath(self.path)
        if (
            path.name == "index.md"
        ):  # a folder's own page, or that of the calculator `index` below it
            return "index" if path.parts[-3:-1] == ("calculators", "index") else self.owner
        return path.stem if path.parent.name == "calculators" else self.owner

    def prefix(self, name: str) -> str:
        """What the ids of the next copy of a calculator begin with."""
        self.calculators[name] = self.calculators.get(name, 0) + 1
        copy = self.calculators[name]
        return name if copy == 1 else f"{name}-{copy}"


class CalculatorHtml:
    """Writes calculators with one set of facts."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(  # noqa: PLR0913 - what a page may ask for, each named at the call
        self,
        page: Page,
        name: str,
        preset: str | None,
        show: Sequence[str] | None,
        inputs: Mapping[str, Value] | None = None,
        *,
        live: bool = True,
    ) -> str:
        """One calculator, opened with `preset` and `inputs`; only the results `show`, or all of them.

        Not `live`, the results `show` stand in the page without a form to change them.

        Raises LookupError or ValueError naming what does not exist, and what does.
        """
        if name not in CALCULATORS:
            raise LookupError(f'no calculator "{name}"; there is: {", ".join(CALCULATORS)}')
        calculator = CALCULATORS[name]
        presets = self._presets(calculator)
        if preset is not None and preset not in presets:
            raise LookupError(f'{name} has no preset "{preset}"; it has: {", ".join(presets)}')
        chosen = {**({} if preset is None else presets[preset].inputs), **(inputs or {})}
        values, reply = prerender.first_result(
            calculator, self._facts.catalogue, chosen, page.to_root
        )
        prefix = page.prefix(name)
        parts = {part: Markup(html) for part, html in reply["parts"].items()}  # noqa: S704 - our own
        names = {
            "calculator": calculator,
            "fills_of": _fills_of,
            "prefix": prefix,
            "whole": show is None,
            "owns_address": page.own_calculator == name,
            "root": page.to_root,
            "given": _data(prerender.given_json(calculator, self._facts.catalogue)),
            "reply": reply | {"parts": parts},
            "filled_by_config": places_of(calculator.inputs)[0],
            "groups": prerender.controls(calculator, self._facts.catalogue, values),
            "page_url": _page_url(page, calculator, values),
            "preset": None if inputs else preset,
        }
        names |= (
            self._whole(calculator, reply, prefix, presets)
            if show is None
            else {"shown": prerender.selected(calculator, show)}
        )
        template = "calculator.html.j2" if live else "still.html.j2"
        html = self._environment.get_template(template).render(names)
        # One line: a blank line would end the HTML block and hand the rest to Markdown.
        return " ".join(line.strip() for line in html.splitlines() if line.strip())

    def _whole(
        self,
        calculator: Calculator,
        reply: Mapping[str, Any],
        prefix: str,
        presets: Mapping[str, Preset],
    ) -> dict[str, Any]:
        """What only a whole calculator shows."""
        charts = zip(calculator.charts, reply["charts"], strict=True)
        return {
            "situations": [
                {
                    "id": each.id,
                    "label": each.title,
                    "fills": prerender.first_result(calculator, self._facts.catalogue, each.inputs)[
                        0
                    ],
                }
                for each in presets.values()
            ],
            "blocks": blocks_of(calculator.results),
            "singles": prerender.single_results(calculator),
            "tables": prerender.result_tables(calculator),
            "charts": [
                {
                    "title": chart.title,
                    "legend": chart.keys(rows),
                    "nothing": chart.nothing,
                    "svg": Markup(chart_svg(chart, rows, f"{prefix}-{part}")),  # noqa: S704 - our own
                    "part": part,
                    "spec": _data(prerender.chart_spec_json(chart, rows)),
                }
                for part, (chart, rows) in zip(map(chart_part, range(9)), charts, strict=False)
            ],
        }

    def _presets(self, calculator: Calculator) -> dict[str, Preset]:
        return {
            preset.id: preset
            for preset in self._facts.entries.presets.values()
            if preset.calculator == calculator.id
        }


def _fills_of(options: Iterable[Mapping[str, Any]]) -> Markup:
    """What the options of a list fill in, for the <template> beside it; nothing for none."""
    return _data(prerender.fills_json({each["id"]: each["fills"] for each in options}))


def _data(json_text: str) -> Markup:
    """JSON inside a <template>, where quotes need no escape: a third of the page would be escapes."""
    return Markup(escape(json_text, quote=False))  # noqa: S704 - escaped right here


def _page_url(page: Page, calculator: Calculator, values: Mapping[str, Value]) -> str:
    query = urlencode(
        {
            spec.name: prerender.control_text(values[spec.name])
            for spec in inputs_of(calculator.inputs)
            if spec.matters(values)
        }
    )
    return f"{page.to_root}calculators/{calculator.id}/?{query}"
