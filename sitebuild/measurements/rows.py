"""Read measurement files and check every row; an error names file and line."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from math import isnan
from pathlib import Path
from typing import Any, cast

import yaml

from sitebuild.measurements.kinds import KINDS, problems_of
from sitebuild.measurements.predict import UNITS

_REQUIRED = ("id", "kind", "inputs", "measured", "unit", "source")
_OPTIONAL = ("note", "use")
_SOURCE = ("title", "authors", "year", "url")
_USES = ("calibrate", "context", "validate")
_LEAST, _MOST = 1e-9, 1e24
"""Beyond these a number is a slip of the pen, and errors and sums would leave the floats' range."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measured number with what it was measured with."""

    id: str
    kind: str
    inputs: dict[str, Any]
    measured: float
    unit: str
    source: dict[str, Any]
    use: str = "validate"
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class RowError:
    """A fault, where it is, and what to do."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def read(paths: Sequence[str], accelerators: Sequence[str]) -> tuple[list[Row], list[RowError]]:
    """Every row of the files, and every fault; a row with a fault is left out."""
    rows: list[Row] = []
    errors: list[RowError] = []
    seen: dict[str, str] = {}
    for path in paths:
        for row, line, fault in _rows_of(path):
            problems = [fault] if fault else list(_problems(row, accelerators))
            place = [(line, each) if isinstance(each, str) else each for each in problems]
            if not place and row["id"] in seen:
                place = [
                    (line, f"id {row['id']} is used a second time; first in {seen[row['id']]}")
                ]
            errors += [RowError(path=path, line=where, message=each) for where, each in place]
            if not place:
                seen[row["id"]] = path
                kept: dict[str, Any] = {k: v for k, v in row.items() if k != _LINES}
                kept["measured"] = float(kept["measured"])
                rows.append(Row(**kept))
    return rows, errors


_LINES = "\0lines"


def _rows_of(path: str) -> Iterator[tuple[dict[str, Any], int, str]]:
    """Each row with its line; a file that cannot be read is one fault."""
    try:
        text = Path(path).read_text(encoding="utf-8")
        node = cast("Any", yaml.compose(text, Loader=yaml.CSafeLoader))  # pyright: ignore[reportUnknownMemberType]
    except OSError as error:
        yield {}, 1, f"cannot be read: {error.strerror}"
        return
    except UnicodeDecodeError:
        yield {}, 1, "is no text in UTF-8"
        return
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        yield {}, mark.line + 1 if mark else 1, f"is no YAML: {getattr(error, 'problem', error)}"
        return
    if node is None:
        return
    if not isinstance(node, yaml.SequenceNode):
        yield {}, node.start_mark.line + 1, "must be a list of cases, each starting with `- id:`"
        return
    items: list[yaml.Node] = node.value
    for item in items:
        line = item.start_mark.line + 1
        if not isinstance(item, yaml.MappingNode):
            yield {}, line, "a case must be a mapping of keys to values"
            continue
        row: dict[str, Any] = {}
        fault = _badly_keyed(item)
        if not fault:
            row, fault = _constructed(item)
        yield {**row, _LINES: _lines(item)}, line, fault


def _constructed(node: yaml.MappingNode) -> tuple[dict[str, Any], str]:
    """The values of a case, or why YAML's own types refuse one, such as the 30th of February."""
    try:
        row: Any = yaml.SafeLoader("").construct_document(node)  # pyright: ignore[reportUnknownMemberType]
    except yaml.YAMLError as error:
        return {}, f"cannot be read: {getattr(error, 'problem', error)}"
    except (ValueError, TypeError, OverflowError) as error:
        return {}, f"cannot be read: {error}"
    if not isinstance(row, dict):
        return {}, "a case must be a mapping of keys to values"
    return cast("dict[str, Any]", row), ""


def _badly_keyed(node: yaml.MappingNode) -> str:
    for inner in (node, *(value for _, value in node.value if isinstance(value, yaml.MappingNode))):
        if not all(isinstance(key, yaml.ScalarNode) for key, _ in inner.value):
            return "a key must be a word, not a list or a mapping"
        names = [key.value for key, _ in inner.value]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            return f"{', '.join(sorted(twice))} is given twice"
    return ""


def _lines(node: yaml.MappingNode) -> dict[str, int]:
    """The line of every key, those inside `inputs` and `source` as `inputs.params`."""
    found: dict[str, int] = {}
    for key, value in node.value:
        found[str(key.value)] = key.start_mark.line + 1
        if isinstance(value, yaml.MappingNode):
            for inner, _ in value.value:
                found[f"{key.value}.{inner.value}"] = inner.start_mark.line + 1
    first = node.start_mark.line + 1  # of what a merge key brings in, which stands elsewhere
    return defaultdict(lambda: first, found)


def _problems(row: dict[str, Any], accelerators: Sequence[str]) -> Iterator[str | tuple[int, str]]:
    missing = [key for key in _REQUIRED if key not in row]
    if missing:
        yield f"lacks {', '.join(missing)}"
        return
    lines: dict[str, int] = row[_LINES]
    yield from _key_problems(row, lines)
    if not isinstance(row["kind"], str) or row["kind"] not in KINDS:
        yield lines["kind"], f"kind {row['kind']!r} is unknown; known are {', '.join(KINDS)}"
        return
    if row["unit"] != UNITS[row["kind"]]:
        yield lines["unit"], f"unit of {row['kind']} must be {UNITS[row['kind']]}"
    yield from _measured_problems(row, lines)
    yield from _source_problems(row, lines)
    yield from _input_problems(row, lines, accelerators)


def _key_problems(row: dict[str, Any], lines: dict[str, int]) -> Iterator[tuple[int, str]]:
    for key in row:
        if key not in {*_REQUIRED, *_OPTIONAL, _LINES}:
            yield lines.get(str(key), 1), f"{key} is no key of a case"
    for key in ("id", "note"):
        if key in row and not isinstance(row[key], str):
            yield lines[key], f"{key} must be text"
    if row.get("use", "validate") not in _USES:
        yield lines["use"], f"use must be one of {', '.join(_USES)}"


def _input_problems(
    row: dict[str, Any], lines: dict[str, int], accelerators: Sequence[str]
) -> Iterator[tuple[int, str]]:
    if not isinstance(row["inputs"], dict):
        yield lines["inputs"], "inputs must be a mapping"
        return
    inputs = cast("dict[str, Any]", row["inputs"])
    for key, message in problems_of(row["kind"], inputs):
        yield lines.get(f"inputs.{key}", lines["inputs"]), message
    gpu = inputs.get("gpu")
    if isinstance(gpu, str) and gpu not in accelerators:
        close = get_close_matches(gpu, accelerators, n=1)
        remedy = f"did you mean {close[0]}?" if close else "add it there"
        yield lines["inputs.gpu"], f"gpu {gpu} is not in content/accelerators/: {remedy}"


def _measured_problems(row: dict[str, Any], lines: dict[str, int]) -> Iterator[tuple[int, str]]:
    value = row["measured"]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or (isinstance(value, float) and isnan(value)):
        yield lines["measured"], f"measured is {value!r}, but must be a number"
    elif row["kind"] == "fits_on_gpu":
        if value not in (0, 1):
            yield lines["measured"], "measured must be 1 (fits) or 0 (out of memory)"
    elif value <= 0:
        yield lines["measured"], "measured must be more than 0"
    elif not _LEAST <= value <= _MOST:
        yield lines["measured"], f"measured must lie between {_LEAST:g} and {_MOST:g}"


def _source_problems(row: dict[str, Any], lines: dict[str, int]) -> Iterator[tuple[int, str]]:
    if not isinstance(row["source"], dict):
        yield lines["source"], "source must be a mapping"
        return
    source = cast("dict[str, Any]", row["source"])
    missing = [key for key in _SOURCE if not source.get(key)]
    if missing:
        yield lines["source"], f"source lacks {', '.join(missing)}"
    year = source.get("year")
    if isinstance(year, int) and year > datetime.now(UTC).year:
        yield lines["source.year"], f"year {year} has not come yet"
