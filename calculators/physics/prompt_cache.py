"""How long a provider keeps a prompt's beginning, and which requests find it there."""

import math
from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from calculators.declare import Input
from calculators.physics.hosted_model import MODEL


@dataclass(frozen=True, kw_only=True)
class CacheLifetime:
    """How long a provider keeps a prompt's beginning."""

    cache_lifetime_minutes: Annotated[
        float,
        Input(
            label="Time to live",
            unit="minutes",
            help="How long an unused prefix stays in the cache.",
            group=MODEL,
            filled_by="model",
        ),
        Ge(0),
        Le(100_000),
    ]


def alive(rate: float, lifetime_minutes: float) -> float:
    """Probability that a request finds its prefix, which each use keeps for another lifetime.

    Requests on one prefix arrive at random times, `rate` a minute: the last one came less than a
    lifetime L ago with probability 1 - exp(-rate * L).
    """
    return -math.expm1(-rate * lifetime_minutes)
