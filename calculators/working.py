"""The steps from inputs to a result: formula, numbers put in, value, unit, source.

A formula is text in Python's own notation, so that a test can evaluate it with the numbers put in
and compare it with the value that the code computed: what is shown is what was done.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from calculators.quantities import format_number, format_quantity

DEFINITION = "definition"
"""Source of a term that follows from the meaning of its words, such as a sum of its parts."""

_NAME = re.compile(r"[A-Za-z_]\w*")


def list_price_of(what: str) -> str:
    """Source of a term whose price the choice of something from a list has filled in."""
    return f"list price of the {what}, unless you changed it"


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """One step of the working."""

    name: str
    label: str
    formula: str
    numbers: Mapping[str, float]
    value: float
    unit: str
    source: str = DEFINITION

    @property
    def substituted(self) -> str:
        """The formula with each name replaced by the number put in."""

        def number(match: re.Match[str]) -> str:
            name = match.group()
            return format_number(self.numbers[name]) if name in self.numbers else name

        return pretty(_NAME.sub(number, self.formula))

    @property
    def text(self) -> str:
        """The value as readers see it."""
        return format_quantity(self.value, self.unit)


def pretty(formula: str) -> str:
    """Write a formula as a reader expects it: signs of powers, products, minus; spaces for names."""
    return formula.replace("**", "^").replace("*", "×").replace("_", " ").replace(" - ", " − ")
