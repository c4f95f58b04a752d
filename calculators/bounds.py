"""Bounds that inputs of several calculators share; both ends are allowed."""

from typing import Annotated

from annotated_types import Ge, Le

Tokens = Annotated[int, Ge(0), Le(1_000_000)]
Price = Annotated[float, Ge(0), Le(10_000)]
"""US dollars for a piece of what is sold: a million tokens, a thousand searches, an hour."""
Large = Annotated[float, Ge(0), Le(1_000_000)]
"""US dollars or hours of work a month, or at once."""
Percent = Annotated[float, Ge(0), Le(100)]
Milliseconds = Annotated[float, Ge(0), Le(600_000)]
MOST_CONTEXT_TOKENS = 10_000_000
Context = Annotated[int, Ge(0), Le(MOST_CONTEXT_TOKENS)]
"""Documents that stand in a prompt."""
MOST_WINDOW_TOKENS = 100_000_000
"""Of a context window; the smallest differs by what 0 means."""
MOST_VECTORS = 100_000_000_000
Vectors = Annotated[int, Ge(1), Le(MOST_VECTORS)]
