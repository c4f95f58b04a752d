"""How sure the reader is of what was entered, and from which probability on a winner is named."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from calculators.declare import Input

_GROUP = "How sure are you?"

Spread = Annotated[float, Ge(0), Le(1_000)]


def _spread(label: str, text: str) -> Input:
    return Input(label=label, unit="± %", help=text, group=_GROUP)


@dataclass(frozen=True, kw_only=True)
class Certainty:
    """Shares by which groups of inputs may be off: in one case of ten by more, either way.

    50 means: too low by a factor of 1.5 is as likely as too high by it.
    """

    traffic_spread_percent: Annotated[
        Spread,
        _spread("Traffic", "In one case of ten more than this above your number, in one below."),
    ] = 30.0
    length_spread_percent: Annotated[
        Spread,
        _spread(
            "Lengths of texts",
            "Questions, instructions, documents and examples together; answers apart from them.",
        ),
    ] = 20.0
    cache_hit_spread_points: Annotated[
        float,
        Input(
            label="Prompt cache hits",
            unit="± points",
            help="Steady traffic finds nearly all of its prefix, providers promise none of it.",
            group=_GROUP,
        ),
        Ge(0),
        Le(100),
    ] = 20.0
    price_spread_percent: Annotated[
        Spread,
        _spread(
            "Prices over the whole period",
            "List prices are exact today and change later: model and machines, and what retrieval "
            "buys, each by itself.",
        ),
    ] = 10.0
    work_spread_percent: Annotated[
        Spread,
        _spread(
            "Hours of work",
            "Of prompting, of retrieval, of fine-tuning and of evaluation, each by itself; the least "
            "certain of all.",
        ),
    ] = 50.0
    sure_percent: Annotated[
        float,
        Input(
            label="Name a winner from",
            unit="%",
            help="Probability that the cheapest arm costs less than the next. Below it the answer is "
            "too close to call.",
            group=_GROUP,
            advanced=True,
        ),
        Ge(50),
        Le(100),
    ] = 80.0
