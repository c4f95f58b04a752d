"""Efficiencies as inputs: calibrated facts (content/efficiencies/) that come with a choice.

Some differ by the accelerator's family or by the serving engine, so the choice of one fills them;
each is a range of three fields, low, mid and high. A table of them is the one declaration: inputs and ranges are
made from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, make_dataclass
from typing import Annotated, Any

from annotated_types import Ge, Le

from calculators.declare import Input
from calculators.physics.ranges import Range

ENDS = ("low", "mid", "high")


@dataclass(frozen=True, kw_only=True)
class Efficiency:
    """One calibrated number; `least` and `most` bound each end of its range."""

    name: str
    label: str
    unit: str
    help: str
    least: float
    most: float
    choice: str = ""
    """The choice that fills it, where that is not the form's usual one."""


def efficiency_inputs(  # noqa: PLR0913 - what may differ between calculators, each named at the call
    name: str,
    table: Sequence[Efficiency],
    group: str,
    choice: str,
    *,
    prefix: str = "",
    ends: Sequence[str] = ENDS,
    shown_when: tuple[str, str] | None = None,
) -> type[Any]:
    """A dataclass with three inputs, low, mid and high, for every efficiency of the table.

    `prefix` sets the names of two tables apart in one form; `ends` may leave out what is not used.
    """
    places: list[tuple[str, Any]] = []
    for each in table:
        for end in ends:
            about = Input(
                label=f"{each.label}, {end}",
                unit=each.unit,
                help=each.help,
                group=group,
                filled_by=each.choice or choice,
                advanced=True,
                shown_when=shown_when,
            )
            field = f"{prefix}{each.name}_{end}"
            places.append((field, Annotated[float, about, Ge(each.least), Le(each.most)]))
    return make_dataclass(name, places, frozen=True, kw_only=True, module=__name__)


def ranges_of(inputs: object, table: Sequence[Efficiency], prefix: str = "") -> dict[str, Range]:
    """The ranges of a table; ends in the wrong order, which only a hidden field holds, are put in order."""
    found: dict[str, Range] = {}
    for each in table:
        low, mid, high = sorted(getattr(inputs, f"{prefix}{each.name}_{end}") for end in ENDS)
        found[each.name] = Range(low=low, mid=mid, high=high)
    return found


def labels_of(table: Sequence[Efficiency]) -> dict[str, str]:
    """What readers call the numbers of a table, by their names."""
    return {each.name: each.label for each in table}
