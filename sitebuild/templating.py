"""Render docs/ as Jinja2 templates; the names that a page may use are all set here."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from calculators.declare import Value, inputs_of
from calculators.quantities import format_quantity
from calculators.registry import CALCULATORS
from calculators.working import Term
from sitebuild.argument import Argument, figure_tables
from sitebuild.calculator_html import CalculatorHtml, Facts, Page
from sitebuild.diagrams import diagram_html
from sitebuild.entries import ARMS, VERDICTS
from sitebuild.entry_pages import page_path
from sitebuild.freshness import is_overdue
from sitebuild.link_names import link_name
from sitebuild.load import MEASUREMENTS
from sitebuild.measurements.accuracy import accuracy
from sitebuild.measurements.accuracy_chart import accuracy_svg
from sitebuild.prerender import Catalogue, default_answer, typed_inputs
from sitebuild.publish.exports import Published


class Templates:
    """Renders pages with one set of facts."""

    def __init__(self, docs: Path, facts: Facts, data: Published) -> None:
        self._docs = docs
        self._calculators = CalculatorHtml(facts)
        self._environment = Environment(
            loader=FileSystemLoader(docs),
            undefined=StrictUndefined,
            keep_trailing_newline=True,
            autoescape=False,  # noqa: S701 - Markdown, written by the project itself
        )
        self._environment.filters["cell"] = cell
        titles = {name: part.title for name, part in facts.entries.techniques.items()}
        self._names: dict[str, Any] = {
            "entries": facts.entries,
            "catalogue": facts.catalogue,
            "choices": {
                choice["id"]: choice for choices in facts.catalogue.values() for choice in choices
            },
            "calculators": list(CALCULATORS.values()),
            "inputs_of": inputs_of,
            "default_answer": lambda calculator: default_answer(calculator, facts.catalogue),
            "worked": lambda calculator, inputs: _worked(calculator, inputs, facts.catalogue),
            "link_name": lambda link: link_name(docs, link, titles),
            "page_path": page_path,
            "quantity": format_quantity,
            # Made when a page asks: it takes a second.
            "accuracy": cache(
                lambda: accuracy(facts.entries, docs.parent / "content" / MEASUREMENTS)
            ),
            "accuracy_svg": accuracy_svg,
            "argument": Argument(facts.entries, facts.catalogue, facts.day),
            "figure_tables": figure_tables,
            "arms": ARMS,
            "verdicts": VERDICTS,
            "data": data,
            "is_overdue": lambda checked: is_overdue(checked, facts.day),
        }

    def render(self, template: str, page: Page, **names: Any) -> str:
        """Render docs/`template` as the page `page`; `names` are extra names for the template.

        Raises jinja2.TemplateError, LookupError or ValueError from `calculator(...)`, and
        DiagramError from `diagram(...)`.
        """

        def calculator(  # noqa: PLR0913 - what a page may ask for
            id: str,
            preset: str | None = None,
            show: list[str] | None = None,
            inputs: dict[str, Any] | None = None,
            *,
            owns_address: bool = False,
            live: bool = True,
        ) -> str:
            if owns_address:
                page.owner = id
            return self._calculators.render(page, id, preset, show, inputs, live=live)

        def diagram(id: str) -> str:
            return diagram_html(self._docs, id, page.prefix(f"diagram-{id}"))

        return self._environment.get_template(template).render(
            self._names, calculator=calculator, diagram=diagram, **names
        )


def cell(text: str) -> str:
    """Text for a cell of a Markdown table: on one line, and no column of its own at a bar."""
    return " ".join(text.split()).replace("|", "\\|")


def _worked(calculator: str, inputs: Mapping[str, Value], catalogue: Catalogue) -> dict[str, Term]:
    """The steps of a situation by name, so that an example in the text is what the code computes."""
    made = CALCULATORS[calculator]
    _, parsed = typed_inputs(made, catalogue, inputs)
    return {term.name: term for term in made.compute(parsed).working}
