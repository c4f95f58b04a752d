"""What the names of inputs say of their order: the ends of a range, and percentiles of one time.

Of fields whose names differ in `low`, `mid` and `high` alone, none may exceed the next, and
`search_p50_ms` may not exceed `search_p95_ms`.
"""

from collections.abc import Collection
from itertools import combinations

_ORDERED = (
    {"low": "the lower end", "mid": "the middle", "high": "the upper end"},
    {"p50": "the median", "p95": "the p95"},
)
"""Words of a name, lowest first, each with what readers are told of such an input."""


def next_above(name: str, names: Collection[str]) -> str | None:
    """Which of `names` the input `name` must not exceed."""
    words = name.split("_")
    for scale in _ORDERED:
        for word, higher in combinations(scale, 2):
            other = "_".join(higher if each == word else each for each in words)
            if word in words and other in names:
                return other
    return None


def place_of(name: str) -> str | None:
    """What readers are told of an input whose name gives it a place in an order."""
    words = set(name.split("_"))
    return next((told for scale in _ORDERED for word, told in scale.items() if word in words), None)
