"""A plain situation for the cost calculator, with round prices that are easy to check by hand."""

from dataclasses import replace
from typing import Any

import pytest

from calculators.cost import CostInputs
from calculators.parse import parse
from tests.golden.values import COST

PRICES: dict[str, Any] = {
    "input_usd_per_million_tokens": 2.0,
    "cached_input_usd_per_million_tokens": 0.5,
    "cache_write_usd_per_million_tokens": 2.0,
    "output_usd_per_million_tokens": 8.0,
    "cache_minimum_tokens": 1024,
    "context_window_tokens": 1_000_000,
    "embedding_usd_per_million_tokens": 0.1,
    "vector_store_usd_per_month": 50.0,
    "vector_store_minimum_usd_per_month": 0.0,
    "vector_store_usd_per_million_vectors_month": 2.0,
    "vector_store_usd_per_million_queries": 4.0,
    "vector_store_usd_per_million_queries_and_million_vectors": 0.0,
    "vector_store_usd_per_million_vectors_written": 0.0,
    "rerank_usd_per_thousand_searches": 2.0,
    "fine_tuning_offered": True,
    "training_usd_per_million_tokens": 25.0,
    "fine_tuned_input_usd_per_million_tokens": 3.0,
    "fine_tuned_cached_input_usd_per_million_tokens": 0.75,
    "fine_tuned_cache_write_usd_per_million_tokens": 3.0,
    "fine_tuned_output_usd_per_million_tokens": 12.0,
    "hosting_usd_per_hour": 1.0,
}


class Situation:
    """Makes inputs that differ from the plain situation in the named fields alone."""

    def __init__(self) -> None:
        self._plain = replace(parse(CostInputs, COST), **PRICES)

    def __call__(self, **changes: Any) -> CostInputs:
        """The plain situation with `changes`."""
        return replace(self._plain, **changes)


@pytest.fixture
def situation() -> Situation:
    return Situation()
