"""Write a calculator into a page: form, first result, working and chart, complete without a script.

The first result comes from the function that later runs in the browser, so the page and the
live calculator cannot disagree.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from calculators.bridge import chart_part, evaluate
from calculators.calculator import Calculator
from calculators.chart import Chart, Row
from calculators.declare import (
    InputSpec,
    OutputSection,
    OutputSpec,
    OutputTable,
    Value,
    blocks_of,
    defaults_of,
    given_of,
    groups_of,
    inputs_of,
    layout_of,
    outputs_of,
)
from calculators.parse import parse
from calculators.registry import CALCULATORS
from sitebuild.kept import kept

PARTS = ("working", *(chart_part(place) for place in range(3)))

type Catalogue = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, kw_only=True)
class Control:
    """One control of a form: its declaration and the texts that go into HTML."""

    spec: InputSpec
    value: str
    options: tuple[Mapping[str, Any], ...]
    unmet: bool
    """The choice that this input depends on is another one than it needs."""
    empty: bool
    """Nothing stands behind it."""

    @property
    def bounds(self) -> tuple[str, str]:
        """Smallest and largest value, as the `min` and `max` of a number field."""
        return tuple(  # type: ignore[return-value]
            "" if bound is None else control_text(bound)
            for bound in (self.spec.minimum, self.spec.maximum)
        )


def control_text(value: Value) -> str:
    """Write a value as the form control and the query string hold it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def controls(
    calculator: Calculator, catalogue: Catalogue, values: Mapping[str, Value]
) -> dict[str, tuple[Control, ...]]:
    """The form's controls by group. `values` are shown, and are what a reset goes back to."""
    waiting = {spec.name: spec.filled_by for spec in inputs_of(calculator.inputs)}
    return {
        group: tuple(
            _control(
                spec,
                catalogue,
                values,
                {name for name, choice in waiting.items() if choice == spec.name},
            )
            for spec in specs
        )
        for group, specs in groups_of(calculator.inputs).items()
    }


def _control(
    spec: InputSpec, catalogue: Catalogue, values: Mapping[str, Value], waiting: set[str]
) -> Control:
    """One control; of what a list's choices fill, only the fields that wait for this choice."""
    options: tuple[Mapping[str, Any], ...] = tuple(
        {"id": value, "label": label, "fills": {}, "sources": ()} for value, label in spec.options
    )
    if spec.catalogue is not None:
        options = tuple(
            {
                **choice,
                "fills": {name: text for name, text in choice["fills"].items() if name in waiting},
            }
            for choice in catalogue[spec.catalogue]
        )
    return Control(
        spec=spec,
        value=control_text(values[spec.name]),
        options=options,
        unmet=not spec.matters(values),
        empty=spec.empty(values),
    )


def fills_json(choices: Mapping[str, Mapping[str, Value]]) -> str:
    """What each choice of a list sets, as the table that the form's script reads; "" for nothing.

    The names stand once, before the choices: {"names": [...], "texts": {choice: [text or null]}}.
    """
    names = list(dict.fromkeys(name for fills in choices.values() for name in fills))
    texts = {
        choice: [control_text(fills[name]) if name in fills else None for name in names]
        for choice, fills in choices.items()
    }
    return json.dumps({"names": names, "texts": texts}) if names else ""


def first_result(
    calculator: Calculator, catalogue: Catalogue, inputs: Mapping[str, Value], root: str = ""
) -> tuple[dict[str, Value], dict[str, Any]]:
    """All input values of a situation and the reply that the browser would get for them.

    `root` is the address of the site's root as seen from the page.
    """
    values, parsed = typed_inputs(calculator, catalogue, inputs)
    parts = (*PARTS, *(block.name for block in blocks_of(calculator.results)))
    reply = partial(evaluate, calculator, parsed, parts, root=root)
    if CALCULATORS.get(calculator.id) is not calculator:
        return (
            values,
            reply(),
        )  # a test's own: it has no source that a kept result could be known by
    made_from = [calculator.id, values, given_json(calculator, catalogue), root]
    return values, kept("first-result", __file__, made_from, reply)


def given_json(calculator: Calculator, catalogue: Catalogue) -> str:
    """The facts that a calculator asks for, as the JSON text that the page carries; "" for none."""
    names = given_of(calculator.inputs).values()
    return json.dumps({name: catalogue[name] for name in names}) if names else ""


def default_answer(calculator: Calculator, catalogue: Catalogue) -> str:
    """What a calculator answers for the numbers that it opens with."""
    _, reply = first_result(calculator, catalogue, {})
    answer: str = reply["texts"][calculator.answer]
    return answer


def typed_inputs(
    calculator: Calculator, catalogue: Catalogue, inputs: Mapping[str, Value]
) -> tuple[dict[str, Value], Any]:
    """All input values of a situation, and the inputs that the browser would read from the form.

    Raises InputError for values that the form would refuse.
    """
    values = defaults_of(calculator.inputs, catalogue, inputs)
    texts = {name: control_text(value) for name, value in values.items()}
    return values, parse(calculator.inputs, texts, catalogue)


def chart_spec_json(chart: Chart[Any], rows: Sequence[Row]) -> str:
    """The specification that the browser draws."""
    return json.dumps(chart.spec(rows))


def selected(calculator: Calculator, show: Sequence[str]) -> tuple[OutputSpec, ...]:
    """The results that a small copy of a calculator shows, in the order asked for.

    Raises ValueError naming a result that the calculator does not have.
    """
    known = {spec.name: spec for spec in outputs_of(calculator.results)}
    for name in show:
        if name not in known:
            raise ValueError(
                f'{calculator.id} has no result "{name}"; it has: {", ".join(sorted(known))}'
            )
    return tuple(known[name] for name in show)


@dataclass(frozen=True, kw_only=True)
class ResultTable:
    """A table of outputs, turned so that the shorter side makes the columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple["ResultRow", ...]


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """A row of outputs; a row without names is the heading of those after it."""

    label: str
    help: str
    names: tuple[str, ...]


def result_tables(calculator: Calculator) -> list[ResultTable]:
    """Lay out nested results: methods side by side, more than four of a kind below each other."""
    tables = [each for each in layout_of(calculator.results) if isinstance(each, OutputTable)]
    return [
        _across(table) if len(table.columns) <= _MOST_COLUMNS else _down(table) for table in tables
    ]


def single_results(calculator: Calculator) -> list[OutputSpec]:
    """The results that stand alone, the answer left out: it has a place of its own."""
    layout = layout_of(calculator.results)
    return [
        each for each in layout if isinstance(each, OutputSpec) and each.name != calculator.answer
    ]


_MOST_COLUMNS = 5


def _across(table: OutputTable) -> ResultTable:
    rows: list[ResultRow] = []
    for row in table.rows:
        if isinstance(row, OutputSection):
            rows.append(ResultRow(label=row.label, help="", names=()))
            rows.extend(_row(each, table) for each in row.rows)
        else:
            rows.append(_row(row, table))
    return ResultTable(
        caption=table.caption,
        columns=tuple(each.label for each in table.columns),
        rows=tuple(rows),
    )


def _row(spec: OutputSpec, table: OutputTable) -> ResultRow:
    names = tuple(f"{column.name}.{spec.name}" for column in table.columns)
    return ResultRow(label=spec.label, help=spec.help, names=names)


def _down(table: OutputTable) -> ResultTable:
    fields = [each for each in table.rows if isinstance(each, OutputSpec)]
    return ResultTable(
        caption=table.caption,
        columns=tuple(each.label for each in fields),
        rows=tuple(
            ResultRow(
                label=column.label,
                help=column.help,
                names=tuple(f"{column.name}.{each.name}" for each in fields),
            )
            for column in table.columns
        ),
    )
