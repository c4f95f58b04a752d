"""What calculators write: notes in the `Annotated` of a field, read by the modules beside this one."""

from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin

type Value = int | float | bool | str


@dataclass(frozen=True, kw_only=True)
class Input:
    """What a reader must know of an input; stands in the field's `Annotated`.

    `catalogue` names the list of facts that a choice is made from (hosted models, vector stores).
    `filled_by` names that choice: choosing sets this field, and the reader may then change it.
    Such a field has no default of its own, because a price is a fact and facts live in content/.
    `advanced` inputs are folded away until asked for.
    `shown_when` names another input and the value of it that makes this one matter: the form hides
    it otherwise. Its value is still read, so that nothing changes by hiding alone.
    `rests_on` names an input that counts what this one is made from, and what is said where that is 0:
    the form shows it in place of a number that would mean nothing.
    `at_most` names an input that this one must not exceed. The ends of a range and the percentiles of
    a time need no word: their names say it (see `order`).
    """

    label: str
    unit: str
    help: str
    group: str
    catalogue: str | None = None
    filled_by: str | None = None
    advanced: bool = False
    shown_when: tuple[str, str] | None = None
    rests_on: tuple[str, str] | None = None
    at_most: str | None = None


@dataclass(frozen=True, kw_only=True)
class Given:
    """Facts that come from content/ beside what the reader enters; stands in the field's `Annotated`.

    `catalogue` names the list of facts, which pages carry along and send with the inputs. No control
    shows them, and no link holds them. The field needs a default, for whoever calls without a site.
    """

    catalogue: str


@dataclass(frozen=True, kw_only=True)
class Output:
    """What a reader must know of a result; stands in the field's `Annotated`.

    On a field that is itself a dataclass the label heads a column of a table,
    and fields of the same dataclass type stand side by side in it.
    On a field of Items or a Document (calculators.blocks) it heads a block of its own, which has no
    value among the results.

    `low` and `high` name the neighbouring fields that hold the ends of the 80% interval; pages
    show the three as one, in three significant digits. An `estimate` is written so without them.
    A `probability` is one that samples gave: pages show it in whole per cents and never as certain.
    """

    label: str
    unit: str = ""
    help: str = ""
    low: str = ""
    high: str = ""
    estimate: bool = False
    probability: bool = False


def split(hint: Any, name: str) -> tuple[Any, tuple[Any, ...]]:
    """Take the field `name` apart into its type and its notes."""
    if get_origin(hint) is not Annotated:
        raise TypeError(f"{name}: needs Annotated[type, Input(...), bounds]")
    kind, *notes = get_args(hint)
    return kind, tuple(notes)
