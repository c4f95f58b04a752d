"""What several rules say about inputs that an entry gives to a calculator."""

import difflib
from collections.abc import Iterator, Mapping

from calculators.calculator import Calculator
from calculators.declare import InputSpec, Value, inputs_of, outputs_of
from calculators.parse import contradictions, read
from sitebuild.catalogue import choices
from sitebuild.content import Content, at
from sitebuild.entries import Entry, FieldPath
from sitebuild.errors import Problem


def offered(content: Content) -> dict[str, list[str]]:
    """Ids of each list of choices.

    An entry that could not be read is reported as such, not as a choice that does not exist.
    """
    read_ids = {entry.id for entry in content.entries.all()}
    unread = [file.id for file in content.files if file.id not in read_ids]
    return {name: ids + unread for name, ids in choices(content.entries).items()}


def known_calculator(
    content: Content, entry: Entry, path: FieldPath, name: str, rule: str
) -> Iterator[Problem]:
    """A calculator that does not exist."""
    if name not in content.calculators:
        remedy = f"use one of {', '.join(content.calculators)}"
        yield at(entry, path, f'there is no calculator "{name}"', remedy, rule)


def given_inputs(  # noqa: PLR0913, PLR0917 - what is checked, against what, and how it is reported
    entry: Entry,
    path: FieldPath,
    given: Mapping[str, Value],
    calculator: Calculator,
    offers: Mapping[str, list[str]],
    rule: str,
) -> Iterator[Problem]:
    """Inputs that the calculator does not have, or values that it would not take, alone or together."""
    specs = {spec.name: spec for spec in inputs_of(calculator.inputs)}
    taken: dict[str, Value] = {
        name: spec.default for name, spec in specs.items() if spec.default is not None
    }
    for name, value in given.items():
        if name not in specs:
            close = difflib.get_close_matches(name, specs, n=1)
            remedy = f"did you mean {close[0]}?" if close else f"inputs are {', '.join(specs)}"
            reason = f"the calculator {calculator.id} has no such input"
            yield at(entry, (*path, name), reason, remedy, rule)
        elif problem := refused(specs[name], value, offers):
            yield at(entry, (*path, name), *problem, rule)
        else:
            taken[name] = value
    for each in contradictions(specs.values(), taken):
        if each.field in given:
            reason = each.message.rstrip(".")
            yield at(entry, (*path, each.field), reason, "correct one of the two", rule)


def refused(
    spec: InputSpec, value: Value, offers: Mapping[str, list[str]]
) -> tuple[str, str] | None:
    """Reason and remedy if the calculator would not take the value."""
    if spec.catalogue is not None:
        ids = offers.get(spec.catalogue, [])
        if value in ids:
            return None
        close = difflib.get_close_matches(str(value), ids, n=1)
        remedy = f"did you mean {close[0]}?" if close else f"use one of {', '.join(ids)}"
        return f"{spec.catalogue} has no entry {value}", remedy
    # The parser takes text for a number, as a form sends it; an entry has to be exact.
    mistyped = isinstance(value, str) and spec.kind != "choice"
    if mistyped or read(spec, value) is None:
        message = spec.message.rstrip(".")
        return f"{value} is not accepted", message[0].lower() + message[1:]
    return None


def known_results(
    entry: Entry,
    named: Mapping[FieldPath, str],
    calculator: Calculator,
    rule: str,
) -> Iterator[Problem]:
    """Results, by the field that names them, that the calculator does not have."""
    known = [spec.name for spec in outputs_of(calculator.results)]
    for path, name in named.items():
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            remedy = f"did you mean {close[0]}?" if close else f"results are {', '.join(known)}"
            reason = f"the calculator {calculator.id} has no result {name}"
            yield at(entry, path, reason, remedy, rule)
