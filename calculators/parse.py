"""Turn raw values (form controls, a query string, JSON) into typed inputs, or say what is wrong.

Every problem is found in one pass, and each carries the field's name, so that a form can put the
sentence beside the field.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from calculators.declare import InputSpec, Value, given_of, in_full, inputs_of

_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_BOOLEANS = {"true": True, "false": False}


@dataclass(frozen=True, kw_only=True)
class InputProblem:
    """Why one input cannot be used; `field` is empty when it concerns several."""

    field: str
    message: str


class InputError(ValueError):
    """The inputs cannot be used; `problems` lists every reason."""

    def __init__(self, problems: list[InputProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{each.field}: {each.message}" for each in problems))


def parse[Inputs](
    declaration: type[Inputs], raw: Mapping[str, object], given: Mapping[str, Any] | None = None
) -> Inputs:
    """Build the inputs that `declaration` declares from `raw`, and the facts it asks for from `given`.

    A missing input takes its own default; one that a choice fills has none and must be given.
    `given` holds lists of the catalogue by name; facts that it lacks take the field's default.
    Raises InputError naming every unknown, missing, malformed or out-of-bounds input, and every two
    that contradict each other.
    """
    specs = {spec.name: spec for spec in inputs_of(declaration)}
    problems = [
        InputProblem(field=name, message="There is no such input.")
        for name in raw
        if name not in specs
    ]
    values: dict[str, Value] = {}
    for spec in specs.values():
        value = read(spec, raw[spec.name]) if spec.name in raw else spec.default
        if value is None:
            problems.append(InputProblem(field=spec.name, message=spec.message))
        else:
            values[spec.name] = value
    problems += contradictions(specs.values(), values)
    if problems:
        raise InputError(problems)
    lists = given or {}
    facts = {field: lists[name] for field, name in given_of(declaration).items() if name in lists}
    return declaration(**values, **facts)


def contradictions(specs: Iterable[InputSpec], values: Mapping[str, Value]) -> list[InputProblem]:
    """A sentence beside each of two inputs of which one exceeds the other that it must not exceed.

    What the choices hide is left alone: nobody would see the sentence, and no result rests on it.
    """
    by_name = {spec.name: spec for spec in specs}
    said: dict[str, str] = {}
    for spec in by_name.values():
        if spec.at_most is None or not {spec.name, spec.at_most} <= values.keys():
            continue
        above = by_name[spec.at_most]
        low, high = float(values[spec.name]), float(values[above.name])
        if low <= high or not spec.matters(values):
            continue
        one, other = f"{spec.called} ({in_full(low)})", f"{above.called} ({in_full(high)})"
        said.setdefault(
            spec.name,
            f"{_capitalised(one)} lies above {other}. "
            f"Enter {in_full(high)} or less here, or raise {above.called}.",
        )
        said.setdefault(
            above.name,
            f"{_capitalised(other)} lies below {one}. "
            f"Enter {in_full(low)} or more here, or reduce {spec.called}.",
        )
    return [InputProblem(field=name, message=message) for name, message in said.items()]


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:]


def read(spec: InputSpec, raw: object) -> Value | None:
    """Read one value, or return None where it is not of the declared kind or out of bounds."""
    if spec.kind == "boolean":
        return raw if isinstance(raw, bool) else _BOOLEANS.get(str(raw))
    if spec.kind == "choice":
        return _read_choice(spec, raw)
    return _read_number(spec, raw)


def _read_choice(spec: InputSpec, raw: object) -> str | None:
    if not isinstance(raw, str):
        return None
    if spec.options:
        return raw if raw in {value for value, _ in spec.options} else None
    # The catalogue's entries are facts that this package does not hold: the form offers only those.
    return raw if _SLUG.fullmatch(raw) else None


def _read_number(spec: InputSpec, raw: object) -> int | float | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return None
    try:
        number = float(raw)
    except (ValueError, OverflowError):
        return None
    low = -math.inf if spec.minimum is None else spec.minimum
    high = math.inf if spec.maximum is None else spec.maximum
    if not (math.isfinite(number) and low <= number <= high):
        return None
    if spec.kind == "number":
        return number
    return int(number) if number.is_integer() else None
