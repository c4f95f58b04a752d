"""What all entries share: strictness, identifiers, figures with their source, references to other entries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, StringConstraints

FieldPath = tuple[str | int, ...]

SLUG_PATTERN = r"^[a-z0-9]+([.-][a-z0-9]+)*$"

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=80)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$")]
Usd = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Provenance = Literal["read-original", "read-copy", "second-hand"]


@dataclass(frozen=True)
class Reference:
    """Marks a field that holds the id of an entry in `content/<folder>/`."""

    folder: str


SourceId = Annotated[Slug, Reference("sources")]
ArticleId = Annotated[Slug, Reference("articles")]
PriceId = Annotated[Slug, Reference("prices")]
ModelId = Annotated[Slug, Reference("models")]
AcceleratorId = Annotated[Slug, Reference("accelerators")]
GlossaryId = Annotated[Slug, Reference("glossary")]
PresetId = Annotated[Slug, Reference("presets")]
EvidenceId = Annotated[Slug, Reference("evidence")]
ClaimId = Annotated[Slug, Reference("claims")]


class Part(BaseModel):
    """A mapping inside an entry. Unknown keys are refused and no value is silently converted."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        use_attribute_docstrings=True,
        validate_by_name=False,
        validate_by_alias=True,
    )


@dataclass(frozen=True)
class Origin:
    """Where an entry was read: its id, its file relative to the repository, and the line of each value."""

    id: str
    path: str
    lines: dict[FieldPath, int]


class Entry(Part):
    """One file of content/. The file's name without `.yaml` is the entry's id."""

    folder: ClassVar[str]

    _origin: Origin = PrivateAttr(default=Origin("", "", {}))

    @property
    def id(self) -> str:
        """The entry's id: its file's name without the ending."""
        return self._origin.id

    @property
    def path(self) -> str:
        """The entry's file, relative to the repository."""
        return self._origin.path

    def placed(self, origin: Origin) -> None:
        """Record where the entry was read; called once, by the loader."""
        self._origin = origin

    def line(self, *field: str | int) -> int:
        """The line of a field, or of the nearest mapping around it, or 1."""
        path = tuple(field)
        while path and path not in self._origin.lines:
            path = path[:-1]
        return self._origin.lines.get(path, 1)


class Figure(Part):
    """A whole number with the document that states it."""

    value: Annotated[int, Field(ge=0)]
    """The number, in the unit that the key above names."""
    source: SourceId
    """Id of the document in content/sources/ that states the number."""
    checked: date
    """Day on which the number was last read in that document."""
    provenance: Provenance = "read-original"
    """How the number was read: in the original, in a copy of it, or in another document that quotes it."""
    locator: Text | None = None
    """Where in the document: table, section or heading."""
    note: Text | None = None
    """What a reader must know in order not to misread the number."""


def reviewed_later(checked: date, review_by: date) -> None:
    """Raise ValueError unless the day of review lies after the day of the check."""
    if review_by <= checked:
        raise ValueError("`review_by` is not after `checked`; give a later day")


def references(part: Part) -> Iterator[tuple[FieldPath, str, str]]:
    """Every reference in an entry: (path of the field, folder it points to, id)."""
    for name, field in type(part).model_fields.items():
        value: Any = getattr(part, name)
        key = field.alias or name
        marks = [mark for mark in field.metadata if isinstance(mark, Reference)]
        yield from _references_in(value, (key,), marks[0] if marks else _mark_in(field.annotation))


def _mark_in(annotation: Any) -> Reference | None:
    """The Reference mark anywhere inside a type such as `list[SourceId] | None`."""
    for mark in getattr(annotation, "__metadata__", ()):
        if isinstance(mark, Reference):
            return mark
    for inner in getattr(annotation, "__args__", ()):
        if mark := _mark_in(inner):
            return mark
    return None


def _references_in(
    value: Any, path: FieldPath, mark: Reference | None
) -> Iterator[tuple[FieldPath, str, str]]:
    if isinstance(value, Part):
        for inner, folder, target in references(value):
            yield (*path, *inner), folder, target
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _references_in(item, (*path, key), mark)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, item in enumerate(value):
            yield from _references_in(item, (*path, index), mark)
    elif mark and isinstance(value, str):
        yield path, mark.folder, value
