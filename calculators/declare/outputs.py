"""Read the results of a dataclass from its declaration, and arrange them for display."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, TypeGuard, get_args, get_origin, get_type_hints

from calculators.blocks import Document, Item
from calculators.declare.notes import Output, Value, split
from calculators.quantities import format_estimate, format_probability, format_quantity


@dataclass(frozen=True, kw_only=True)
class OutputSpec:
    """One result that is a single value; `name` is its dotted path, as in `rag.horizon_usd`."""

    name: str
    label: str
    unit: str
    help: str
    low: str = ""
    high: str = ""
    """Dotted paths of the ends of its 80% interval, where it has one."""
    estimate: bool = False
    """It has an interval, is an end of one, or is as uncertain: three digits say all."""
    probability: bool = False
    """It is the share of samples in which something holds."""

    def text(self, value: Value | None) -> str:
        """A value of it as pages show it."""
        if self.probability:
            return format_probability(value)
        return (format_estimate if self.estimate else format_quantity)(value, self.unit)


@dataclass(frozen=True, kw_only=True)
class BlockSpec:
    """One result that is a block of its own: the name of its field, and what heads it."""

    name: str
    label: str
    help: str
    download: bool
    """Whether it is a document to be saved."""


@dataclass(frozen=True, kw_only=True)
class OutputTable:
    """Results of one dataclass type side by side: a column each, a row a field of that type.

    The caption is the first sentence of that type's docstring, up to a semicolon.
    """

    caption: str
    columns: tuple[OutputSpec, ...]
    rows: tuple["OutputSpec | OutputSection", ...]


@dataclass(frozen=True, kw_only=True)
class OutputSection:
    """Rows of a table that belong together, under a heading of their own."""

    label: str
    rows: tuple[OutputSpec, ...]


@cache
def blocks_of(declaration: type) -> tuple[BlockSpec, ...]:
    """Read every result that is a block, in the order in which it is declared."""
    return tuple(
        BlockSpec(name=name, label=output.label, help=output.help, download=_held(kind) is Document)
        for name, kind, output in _declared_outputs(declaration)
        if _held(kind) in {Item, Document}
    )


@cache
def outputs_of(declaration: type) -> tuple[OutputSpec, ...]:
    """Read every single-valued result, nested ones by their dotted path."""
    return tuple(_flat_outputs(declaration))


@cache
def layout_of(declaration: type) -> tuple[OutputSpec | OutputTable, ...]:
    """Arrange results for display: values as they come, equal nested types as one table."""
    layout: list[OutputSpec | OutputTable] = []
    tables: dict[type, list[OutputSpec]] = {}
    places: dict[type, int] = {}
    ends = _ends(declaration)
    for name, kind, output in _annotated_outputs(declaration):
        spec = _output_spec(name, output, ends)
        if not _is_dataclass_type(kind):
            if name not in ends:
                layout.append(spec)
            continue
        if kind not in tables:
            tables[kind] = []
            places[kind] = len(layout)
            layout.append(spec)
        tables[kind].append(spec)
    for kind, columns in tables.items():
        layout[places[kind]] = OutputTable(
            caption=_caption(kind), columns=tuple(columns), rows=tuple(_table_rows(kind))
        )
    return tuple(layout)


def flatten(results: object) -> dict[str, Value | None]:
    """Turn a results object into its dotted names and values, in declared order."""
    return {name: read(results) for name, read in _readers(type(results))}


@cache
def _readers(declaration: type) -> tuple[tuple[str, Callable[[object], Any]], ...]:
    return tuple((spec.name, attrgetter(spec.name)) for spec in outputs_of(declaration))


def _annotated_outputs(declaration: type) -> Iterator[tuple[str, Any, Output]]:
    """Yield the outputs that are values, or hold values; blocks have no place among them."""
    for name, kind, output in _declared_outputs(declaration):
        if _held(kind) not in {Item, Document}:
            yield name, kind, output


def _held(kind: Any) -> Any:
    """What a tuple of any length holds; any other kind itself."""
    kind = getattr(kind, "__value__", kind)
    return get_args(kind)[0] if get_origin(kind) is tuple else kind


def _declared_outputs(declaration: type) -> Iterator[tuple[str, Any, Output]]:
    """Yield fields that carry an `Output`; others (working, chart data) are not shown by name."""
    hints = get_type_hints(declaration, include_extras=True)
    for field in fields(declaration):
        if get_origin(hints[field.name]) is Annotated:
            kind, notes = split(hints[field.name], field.name)
            for note in notes:
                if isinstance(note, Output):
                    yield field.name, kind, note


def _flat_outputs(declaration: type, prefix: str = "", heading: str = "") -> Iterator[OutputSpec]:
    ends = _ends(declaration)
    for name, kind, output in _annotated_outputs(declaration):
        label = heading + (_uncapitalised(output.label) if heading else output.label)
        if _is_dataclass_type(kind):
            yield from _flat_outputs(kind, f"{prefix}{name}.", f"{label}: ")
        else:
            yield replace(_output_spec(name, output, ends, prefix), label=label)


def _table_rows(declaration: type) -> Iterator[OutputSpec | OutputSection]:
    ends = _ends(declaration)
    for name, kind, output in _annotated_outputs(declaration):
        if _is_dataclass_type(kind):
            inner = {f"{name}.{end}" for end in _ends(kind)}
            rows = tuple(each for each in _flat_outputs(kind, f"{name}.") if each.name not in inner)
            yield OutputSection(label=output.label, rows=rows)
        elif name not in ends:
            yield _output_spec(name, output, ends)


def _output_spec(name: str, output: Output, ends: Collection[str], prefix: str = "") -> OutputSpec:
    return OutputSpec(
        name=prefix + name,
        label=output.label,
        unit=output.unit,
        help=output.help,
        low=output.low and prefix + output.low,
        high=output.high and prefix + output.high,
        estimate=output.estimate or bool(output.low) or name in ends,
        probability=output.probability,
    )


def _ends(declaration: type) -> set[str]:
    """Names of the fields that are the end of another field's interval."""
    found = [output for _, _, output in _annotated_outputs(declaration)]
    names = ({each.low for each in found} | {each.high for each in found}) - {""}
    if unknown := names - {field.name for field in fields(declaration)}:
        raise TypeError(f"{declaration.__name__}: no field {', '.join(sorted(unknown))}")
    return names


def _is_dataclass_type(kind: Any) -> TypeGuard[type]:
    return isinstance(kind, type) and is_dataclass(kind)


def _caption(declaration: type) -> str:
    first_line = (declaration.__doc__ or declaration.__name__).splitlines()[0]
    return first_line.split(";")[0].rstrip(".")


def _uncapitalised(label: str) -> str:
    """A label after a colon; an abbreviation keeps its capitals."""
    return label if label[:2].isupper() else label[0].lower() + label[1:]
