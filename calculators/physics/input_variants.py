"""Inputs that stand in a second form under other names, made from their one declaration."""

from collections.abc import Callable
from dataclasses import MISSING, fields, make_dataclass, replace
from typing import Annotated, Any, get_args, get_type_hints

from calculators.declare import Input


def variant_of(
    declaration: type[Any], name: str, rename: Callable[[str], str | None], **changes: Any
) -> type[Any]:
    """A dataclass with the inputs of `declaration`, `changes` made to what each says of itself.

    `rename` gives each field its name, or None to leave it out. A change that is a function gets
    that name and gives the field its own.
    """
    hints = get_type_hints(declaration, include_extras=True)
    places: list[Any] = []
    for field in fields(declaration):
        new = rename(field.name)
        if new is None:
            continue
        kind, *notes = get_args(hints[field.name])
        own = {key: each(new) if callable(each) else each for key, each in changes.items()}
        notes = [replace(each, **own) if isinstance(each, Input) else each for each in notes]
        place = (new, Annotated[kind, *notes])
        places.append(place if field.default is MISSING else (*place, field.default))
    return make_dataclass(name, places, frozen=True, kw_only=True, module=__name__)
