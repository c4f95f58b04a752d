"""Read the inputs of a dataclass from its declaration."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from enum import StrEnum
from functools import cache
from typing import Any, Literal, get_type_hints

from annotated_types import Ge, Le

from calculators.declare.notes import Given, Input, Value, split
from calculators.declare.order import next_above, place_of

type Kind = Literal["integer", "number", "boolean", "choice"]


@dataclass(frozen=True, kw_only=True)
class InputSpec:
    """One input, as the form, the parser and the documentation see it."""

    name: str
    kind: Kind
    label: str
    unit: str
    help: str
    group: str
    minimum: float | None
    maximum: float | None
    default: Value | None
    options: tuple[tuple[str, str], ...]
    catalogue: str | None
    filled_by: str | None
    advanced: bool
    shown_when: tuple[str, str] | None
    rests_on: tuple[str, str] | None
    at_most: str | None
    """Name of the input that this one must not exceed."""

    def matters(self, values: Mapping[str, Value]) -> bool:
        """Whether the input says anything at these choices."""
        return self.shown_when is None or values.get(self.shown_when[0]) == self.shown_when[1]

    def empty(self, values: Mapping[str, Value]) -> bool:
        """Whether nothing stands behind it at these numbers."""
        return self.rests_on is not None and values.get(self.rests_on[0]) == 0

    @property
    def message(self) -> str:
        """The one sentence that every refusal of this input uses, in the form and in Python."""
        if self.kind == "boolean":
            return "Choose yes or no."
        if self.kind == "choice":
            return "Choose one of the list."
        number = "a whole number" if self.kind == "integer" else "a number"
        return f"Enter {number} from {self.range_text}."

    @property
    def range_text(self) -> str:
        """The allowed range of a number, both ends included."""
        return f"{in_full(self.minimum)} to {in_full(self.maximum)}"

    @property
    def called(self) -> str:
        """The input in a sentence that names the one that it must not exceed too."""
        return place_of(self.name) or self.label


@cache
def inputs_of(declaration: type) -> tuple[InputSpec, ...]:
    """Read every input of a dataclass, in the order in which it is declared.

    Raises TypeError for a field without an `Input`, a number without both bounds, or a default that
    breaks its own bounds or exceeds another's: mistakes of the calculator's author.
    """
    hints = get_type_hints(declaration, include_extras=True)
    given = given_of(declaration)
    found = [field for field in fields(declaration) if field.name not in given]
    names = {field.name for field in found}
    specs = tuple(_input_spec(field, hints[field.name], names) for field in found)
    choices = {spec.name: {value for value, _ in spec.options} for spec in specs}
    for spec in specs:
        if spec.shown_when and spec.shown_when[1] not in choices.get(spec.shown_when[0], ()):
            raise TypeError(f"{spec.name}: {spec.shown_when} is no value of a choice")
        if spec.rests_on and spec.rests_on[0] not in names:
            raise TypeError(f"{spec.name}: {spec.rests_on[0]} is no input")
    _refuse_disorder(specs)
    return specs


@cache
def given_of(declaration: type) -> dict[str, str]:
    """The fields that facts fill, each with the name of its list in the catalogue."""
    hints = get_type_hints(declaration, include_extras=True)
    return {
        field.name: note.catalogue
        for field in fields(declaration)
        for note in getattr(hints[field.name], "__metadata__", ())
        if isinstance(note, Given)
    }


def groups_of(declaration: type) -> dict[str, tuple[InputSpec, ...]]:
    """Group the inputs as the form shows them: in the order of first appearance, advanced groups last."""
    groups: dict[str, list[InputSpec]] = {}
    for spec in inputs_of(declaration):
        groups.setdefault(spec.group, []).append(spec)
    ordered = sorted(groups.items(), key=lambda group: all(spec.advanced for spec in group[1]))
    return {label: tuple(members) for label, members in ordered}


def defaults_of(
    declaration: type, catalogue: Mapping[str, Any], chosen: Mapping[str, Value] | None = None
) -> dict[str, Value]:
    """Complete `chosen` to a full set of inputs: own defaults, then fills of choices, then `chosen`.

    `catalogue` maps a list's name to its entries, each with `id` and `fills`.
    Raises LookupError when a choice names no entry of its list.
    """
    chosen = chosen or {}
    values: dict[str, Value] = {}
    for spec in inputs_of(declaration):
        if spec.default is not None:
            values[spec.name] = spec.default
    values.update(chosen)
    for spec in inputs_of(declaration):
        if spec.catalogue is not None:
            fills = _fills(catalogue, spec.catalogue, values[spec.name])
            values.update({name: value for name, value in fills.items() if name not in chosen})
    return {spec.name: values[spec.name] for spec in inputs_of(declaration)}


def _fills(catalogue: Mapping[str, Any], name: str, choice: Value) -> dict[str, Value]:
    for entry in catalogue[name]:
        if entry["id"] == choice:
            return entry["fills"]
    raise LookupError(f"{name} has no entry {choice!r}")


def _input_spec(field: Field[Any], hint: Any, names: Collection[str]) -> InputSpec:
    kind, notes = split(hint, field.name)
    declared = [note for note in notes if isinstance(note, Input)]
    if len(declared) != 1:
        raise TypeError(f"{field.name}: an input needs exactly one Input in its Annotated")
    (about,) = declared
    spec = InputSpec(
        name=field.name,
        kind=_kind(field.name, kind, about),
        label=about.label,
        unit=about.unit,
        help=about.help,
        group=about.group,
        minimum=_bound([note.ge for note in notes if isinstance(note, Ge)]),
        maximum=_bound([note.le for note in notes if isinstance(note, Le)]),
        default=None if field.default is MISSING else field.default,
        options=_options(kind),
        catalogue=about.catalogue,
        filled_by=about.filled_by,
        advanced=about.advanced,
        shown_when=about.shown_when,
        rests_on=about.rests_on,
        at_most=about.at_most or next_above(field.name, names),
    )
    _refuse_mistakes(spec)
    return spec


def _bound(found: list[Any]) -> float | None:
    return float(found[0]) if found else None


def _kind(name: str, kind: Any, about: Input) -> Kind:
    if kind is bool:
        return "boolean"
    if kind is int:
        return "integer"
    if kind is float:
        return "number"
    if (isinstance(kind, type) and issubclass(kind, StrEnum)) or about.catalogue is not None:
        return "choice"
    raise TypeError(f"{name}: {kind} is no type an input can have")


def _options(kind: Any) -> tuple[tuple[str, str], ...]:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return tuple((str(member.value), _label(member.value)) for member in kind)
    return ()


def _label(value: str) -> str:
    """A choice that grew out of a yes or no keeps its values, so that addresses work."""
    return {"true": "yes", "false": "no"}.get(value, value.replace("_", " "))


def _refuse_mistakes(spec: InputSpec) -> None:
    if spec.kind in {"integer", "number"}:
        if spec.minimum is None or spec.maximum is None:
            raise TypeError(f"{spec.name}: a number needs both Ge and Le")
        if spec.default is not None and not spec.minimum <= float(spec.default) <= spec.maximum:
            raise TypeError(f"{spec.name}: the default {spec.default} is out of its own bounds")
    if (spec.default is None) == (spec.filled_by is None):
        raise TypeError(f"{spec.name}: an input has either a default or a choice that fills it")


def _refuse_disorder(specs: Sequence[InputSpec]) -> None:
    """A default above what it must not exceed, or a limit that is no number of the form."""
    by_name = {spec.name: spec for spec in specs}
    for spec in specs:
        if spec.at_most is None:
            continue
        above = by_name.get(spec.at_most)
        if above is None or above.minimum is None:
            raise TypeError(f"{spec.name}: {spec.at_most} is no number of the form")
        ends = [float(each.default) for each in (spec, above) if each.default is not None]
        if ends != sorted(ends):
            raise TypeError(f"{spec.name}: the default exceeds that of {above.name}")


def in_full(value: float | None) -> str:
    """Write a bound or a value in full: rounding it would name a value that is then refused."""
    if value is None:
        return "anything"
    return f"{int(value):,}" if value == int(value) else f"{value:,}"
