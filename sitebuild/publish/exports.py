"""What programs read: calculators.json, the open data, the bibliography."""

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from calculators.calculator import Calculator
from calculators.declare import inputs_of, outputs_of
from calculators.registry import CALCULATORS
from sitebuild.entries import Entries
from sitebuild.load import MEASUREMENTS
from sitebuild.measurements.rows import Row, read
from sitebuild.prerender import first_result
from sitebuild.publish import open_data
from sitebuild.publish.bibliography import Bibliography, bibliography


class Published:
    """The content of one repository as files beside the pages, and as the pages show it."""

    def __init__(self, root: Path, entries: Entries) -> None:
        self._root = root
        self._entries = entries

    @cached_property
    def tables(self) -> list[open_data.Table]:
        """Every kind of entry."""
        return open_data.tables(self._entries, self._rows)

    @property
    def version(self) -> str:
        """Version of the project, which the files carry."""
        return open_data.version()

    @property
    def names(self) -> list[str]:
        """Name of every table."""
        return [table.name for table in self.tables]

    @cached_property
    def bibliography(self) -> Bibliography:
        """Every document that something rests on."""
        return bibliography(self._root, self._entries, self._rows)

    def files(self) -> Iterator[tuple[str, str]]:
        """Path below the site's root, and text, of every file."""
        yield from open_data.files(self.tables)
        yield "bibliography.bib", self.bibliography.bibtex()

    @cached_property
    def _rows(self) -> list[Row]:
        paths = sorted((self._root / "content" / MEASUREMENTS).glob("*.yaml"))
        return read([str(path) for path in paths], list(self._entries.accelerators))[0]


def calculators_json(catalogue: Mapping[str, Any]) -> str:
    """Return the text of calculators.json; addresses are relative to the site's root."""
    listed = [_describe(each, catalogue) for each in CALCULATORS.values()]
    return json.dumps(listed, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _describe(calculator: Calculator, catalogue: Mapping[str, Any]) -> dict[str, Any]:
    values, reply = first_result(calculator, catalogue, {})
    return {
        "id": calculator.id,
        "title": calculator.title,
        "url": f"calculators/{calculator.id}/",
        "inputs": [
            {
                "name": spec.name,
                "label": spec.label,
                "unit": spec.unit,
                "kind": spec.kind,
                "default": values[spec.name],
                "minimum": spec.minimum,
                "maximum": spec.maximum,
                "at_most": spec.at_most,
                "options": [each["id"] for each in catalogue[spec.catalogue]]
                if spec.catalogue
                else [value for value, _ in spec.options],
                "filled_by": spec.filled_by,
            }
            for spec in inputs_of(calculator.inputs)
        ],
        "results": [
            {"name": spec.name, "label": spec.label, "unit": spec.unit}
            for spec in outputs_of(calculator.results)
        ],
        "default_results": reply["results"],
    }
