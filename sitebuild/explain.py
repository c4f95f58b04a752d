"""Turns what pydantic finds wrong with an entry into problems that say what to do."""

import difflib
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sitebuild.entries import KINDS, FieldPath, Kind
from sitebuild.entries.base import SLUG_PATTERN
from sitebuild.errors import Problem
from sitebuild.read_yaml import Document
from sitebuild.separators import remedy_for

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "date_type": "a day",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}
_TYPE_REMEDY = {
    "text": "put it in quotes",
    "a whole number": "write it in digits, without quotes, separators or unit",
    "a number": "write it in digits, without quotes, separators or unit",
    "true or false": "write true or false without quotes",
    "a day": "write it as 2025-06-01 without quotes",
    "a list": "write it as [a, b], or as lines that begin with `- `",
    "a mapping": "write `key: value` lines below it, indented by two spaces",
}
_PATTERN_REMEDY = {
    SLUG_PATTERN: "use small letters and digits, joined by single hyphens or dots",
    r"^https?://[^\s]+$": "write the whole address, from https:// on",
}


def explain(kind: Kind, document: Document, error: ValidationError) -> list[Problem]:
    """The problems of one entry, one a field, leaving out fields that YAML already failed on."""
    by_field: dict[FieldPath, list[ErrorDetails]] = {}
    for detail in error.errors(include_url=False):
        by_field.setdefault(_place(document, detail), []).append(detail)
    for misspelled in _misspelled(kind, document, by_field):
        by_field.pop(misspelled, None)
    problems = [_problem(kind, document, path, found) for path, found in by_field.items()]
    failed = [problem.field for problem in document.problems]
    return [problem for problem in problems if not _follows(problem, failed)]


def _misspelled(
    kind: Kind, document: Document, by_field: dict[FieldPath, list[ErrorDetails]]
) -> list[FieldPath]:
    """Missing keys that stand there under a similar name, which is said already."""
    unknown = [path for path, found in by_field.items() if found[0]["type"] == "extra_forbidden"]
    return [(*path[:-1], _similar_key(kind, document, path)) for path in unknown]


def _follows(problem: Problem, failed: list[str]) -> bool:
    """Whether a problem only follows from a field that YAML already failed on."""
    if problem.rule == "incomplete":
        return any(field.startswith(problem.field) for field in failed)
    return problem.field in failed


def _place(document: Document, detail: ErrorDetails) -> FieldPath:
    """The path of the field that is wrong: pydantic's, without the names of branches of unions."""
    path: FieldPath = ()
    for step in detail["loc"]:
        if (*path, step) in document.lines:
            path = (*path, step)
    if detail["type"] == "missing":
        return (*path, detail["loc"][-1])
    if detail["type"] == "union_tag_not_found":
        return (*path, _tag_key(detail))
    if detail["type"] == "union_tag_invalid":
        return (*path, _tag_key(detail))
    return path


def _tag_key(detail: ErrorDetails) -> str:
    return detail.get("ctx", {})["discriminator"].strip("'")


def _problem(kind: Kind, document: Document, path: FieldPath, found: list[ErrorDetails]) -> Problem:
    types = {detail["type"] for detail in found}
    if types <= _EXPECTED.keys() or len(found) > 1:
        return document.problem(path, *_wrong_type(found), "wrong-type")
    (detail,) = found
    describe = _DESCRIBE.get(detail["type"], _other)
    reason, remedy, rule = describe(kind, document, path, detail)
    return document.problem(path, reason, remedy, rule)


def _wrong_type(found: list[ErrorDetails]) -> tuple[str, str]:
    """Reason and remedy where a value has none of the types that the field may have."""
    expected = list(dict.fromkeys(_EXPECTED.get(detail["type"], "") for detail in found))
    expected = [each for each in expected if each] or ["another form of value"]
    value = found[0]["input"]
    number = {"a whole number", "a number"} & set(expected)
    if expected == ["a whole number"] and isinstance(value, float):
        return (
            f"{value} is not a whole number",
            "give a whole number, in the unit of the field's name",
        )
    wanted = " or ".join(expected)
    if number and isinstance(value, str) and _is_number(value):
        return f'"{value}" is text and {wanted} is expected', f"remove the quotes: {value}"
    whole = expected == ["a whole number"]
    if number and isinstance(value, str) and (remedy := remedy_for(value, whole=whole)):
        return f'"{value}" is text and {wanted} is expected', remedy
    if expected == ["text"]:
        return f"{_shown(value)} is expected to be text", f'put it in quotes: "{value}"'
    return f"{_shown(value)} is given and {wanted} is expected", _TYPE_REMEDY.get(
        expected[0], "see the schema"
    )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        short = value if len(value) <= 60 else f"{value[:57]}..."
        return f'the text "{short}"'
    kind = "the day" if isinstance(value, date) else "the number"
    return f"{kind} {value}"


type _Description = tuple[str, str, str]
type _Describe = Callable[[Kind, Document, FieldPath, ErrorDetails], _Description]


def _missing(kind: Kind, document: Document, path: FieldPath, _: ErrorDetails) -> _Description:
    about = field_schema(kind, document.data, path).get("description", "")
    remedy = f"add `{path[-1]}:`" + (f" ({_first_sentence(about)})" if about else "")
    return "is missing", remedy, "missing-key"


def _unknown(kind: Kind, document: Document, path: FieldPath, _: ErrorDetails) -> _Description:
    similar = _similar_key(kind, document, path)
    known = ", ".join(_known_keys(kind, document, path))
    remedy = f"did you mean `{similar}`?" if similar else f"known here are {known}"
    return "is no key of this kind of entry", remedy, "unknown-key"


def _known_keys(kind: Kind, document: Document, path: FieldPath) -> list[str]:
    return list(field_schema(kind, document.data, path[:-1]).get("properties", {}))


def _similar_key(kind: Kind, document: Document, path: FieldPath) -> str:
    """The known key that an unknown one is most likely meant to be, or ""."""
    close = difflib.get_close_matches(str(path[-1]), _known_keys(kind, document, path), n=1)
    return close[0] if close else ""


def _not_allowed(_: Kind, __: Document, ___: FieldPath, detail: ErrorDetails) -> _Description:
    context = detail.get("ctx", {})
    allowed = str(context.get("expected") or context.get("expected_tags")).replace("'", "")
    value = context.get("tag", detail["input"])
    return f'"{value}" is not allowed here', f"use {allowed}", "not-allowed"


def _no_tag(_: Kind, __: Document, path: FieldPath, ___: ErrorDetails) -> _Description:
    return "is missing", f"add `{path[-1]}:` as the first key", "missing-key"


def _pattern(_: Kind, __: Document, ___: FieldPath, detail: ErrorDetails) -> _Description:
    pattern = detail.get("ctx", {}).get("pattern", "")
    remedy = _PATTERN_REMEDY.get(pattern, f"write it in the form {pattern}")
    return f'"{detail["input"]}" is not of the form expected here', remedy, "wrong-form"


def _empty(*_: object) -> _Description:
    return "is empty", "give a value, or remove the key if it is optional", "empty-value"


def _range(_: Kind, __: Document, ___: FieldPath, detail: ErrorDetails) -> _Description:
    expected = detail["msg"].removeprefix("Input should be ")
    return f"{detail['input']} is out of range", f"give a number {expected}", "out-of-range"


def _value(_: Kind, __: Document, ___: FieldPath, detail: ErrorDetails) -> _Description:
    """A check of a model itself; its message is written as `reason; remedy`."""
    reason, _semicolon, remedy = str(detail.get("ctx", {})["error"]).partition("; ")
    return reason, remedy, "incomplete"


def _other(kind: Kind, _: Document, __: FieldPath, detail: ErrorDetails) -> _Description:
    return detail["msg"], f"see schemas/{kind.name}.schema.json", detail["type"].replace("_", "-")


_DESCRIBE: dict[str, _Describe] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "literal_error": _not_allowed,
    "union_tag_invalid": _not_allowed,
    "union_tag_not_found": _no_tag,
    "string_pattern_mismatch": _pattern,
    "string_too_short": _empty,
    "too_short": _empty,
    "greater_than": _range,
    "greater_than_equal": _range,
    "less_than": _range,
    "less_than_equal": _range,
    "finite_number": _range,
    "value_error": _value,
}


@cache
def _schemas() -> dict[str, dict[str, Any]]:
    return {kind.name: kind.adapter.json_schema() for kind in KINDS}


def field_schema(kind: Kind, data: Any, path: Iterable[str | int]) -> dict[str, Any]:
    """The part of the kind's JSON Schema that describes a field of `data`; {} where there is none."""
    whole = _schemas()[kind.name]
    here = _resolved(whole, whole, data)
    for step in path:
        data = _inside(data, step)
        inner = (
            here.get("items", {})
            if isinstance(step, int)
            else here.get("properties", {}).get(step, {})
        )
        here = {**_resolved(whole, inner, data), **_description(inner)}
    return here


def _inside(data: Any, step: str | int) -> Any:
    """The value under a key or index, or None if there is none."""
    try:
        return data[step]
    except (KeyError, IndexError, TypeError):
        return None


def _description(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: schema[key] for key in ("description",) if key in schema}


def _resolved(whole: dict[str, Any], schema: dict[str, Any], data: Any) -> dict[str, Any]:
    """Follow `$ref`, choose the branch of a tagged union that `data` names, unwrap `... | None`."""
    while True:
        if reference := schema.get("$ref"):
            schema = whole["$defs"][reference.rsplit("/", 1)[-1]]
        elif tag := schema.get("discriminator"):
            value = _inside(data, tag["propertyName"])
            branch = tag["mapping"].get(value) if isinstance(value, str) else None
            if not branch:
                return schema
            schema = {"$ref": branch}
        elif branches := [each for each in schema.get("anyOf", []) if each.get("type") != "null"]:
            schema = branches[0]
        else:
            return schema


def _first_sentence(text: str) -> str:
    return text.split(". ", maxsplit=1)[0].rstrip(".")
