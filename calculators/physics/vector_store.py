"""A managed vector store: its prices as inputs, and the bill that they make."""

import math
from dataclasses import dataclass
from typing import Annotated

from calculators.bounds import Large, Price
from calculators.declare import Input
from calculators.quantities import MILLION
from calculators.working import list_price_of

_GROUP = "Managed store"
DEFAULT_STORE = "pinecone-standard"
STORE_PRICE = list_price_of("vector store")
LISTED_DIMENSIONS = 1_536
"""Numbers of a vector for which the prices by size hold; others cost in proportion."""


def store_choice(text: str) -> Input:
    """The choice of a store; forms differ in what they do with its prices."""
    return Input(label="Vector store", unit="", help=text, group=_GROUP, catalogue="vector-stores")


def _filled(label: str, unit: str, text: str, *, advanced: bool = False) -> Input:
    return Input(
        label=label, unit=unit, help=text, group=_GROUP, filled_by="vector_store", advanced=advanced
    )


@dataclass(frozen=True, kw_only=True)
class StoreInputs:
    """Prices of a managed vector store."""

    vector_store: Annotated[str, store_choice("Where the embeddings are kept and searched.")] = (
        DEFAULT_STORE
    )
    vector_store_usd_per_month: Annotated[
        Large,
        _filled("Vector store, fixed", "USD/month", "Subscription, or the machine that runs it."),
    ]
    vector_store_minimum_usd_per_month: Annotated[
        Large,
        _filled(
            "Vector store, least use billed",
            "USD/month",
            "Storage and queries are billed up to this amount even if they cost less.",
        ),
    ]
    vector_store_usd_per_million_vectors_month: Annotated[
        Price,
        _filled(
            "Vector store, by size",
            "USD/million vectors/month",
            f"Storage fee that grows with the number of passages; for vectors of {LISTED_DIMENSIONS:,} "
            "numbers, others in proportion.",
            advanced=True,
        ),
    ]
    vector_store_usd_per_million_queries: Annotated[
        Large,
        _filled(
            "Vector store, by query",
            "USD/million queries",
            "Fee for searches; every request makes one.",
            advanced=True,
        ),
    ]
    vector_store_usd_per_million_queries_and_million_vectors: Annotated[
        Large,
        _filled(
            "Vector store, by query and size",
            "USD/million queries/million vectors",
            "Where a search costs more the larger the collection: the dearer of this and the fee "
            "above is taken. A collection split into namespaces pays for the one it searches.",
            advanced=True,
        ),
    ]
    vector_store_usd_per_million_vectors_written: Annotated[
        Price,
        _filled(
            "Vector store, by writing",
            "USD/million vectors",
            f"Fee for new and rewritten passages; for vectors of {LISTED_DIMENSIONS:,} numbers, others "
            "in proportion.",
            advanced=True,
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class StoreFee:
    """A store's monthly bill: a fixed fee, and usage of which at least a minimum is billed.

    month(n requests) = fixed + max(minimum, storage and writes + n × query)
    """

    fixed_usd: float = 0.0
    minimum_usd: float = 0.0
    storage_usd: float = 0.0
    """Of a month, with what is written in it."""
    query_usd: float = 0.0

    def month_usd(self, requests_per_month: float) -> float:
        """Bill of a month with so many requests, a search each."""
        usage = self.storage_usd + requests_per_month * self.query_usd
        return self.fixed_usd + max(self.minimum_usd, usage)

    @property
    def requests_covered(self) -> float:
        """Requests a month that the minimum covers; a search costs nothing more below that."""
        if self.storage_usd >= self.minimum_usd:
            return 0.0
        if self.query_usd == 0:
            return math.inf
        return (self.minimum_usd - self.storage_usd) / self.query_usd

    def further_usd(self, requests_per_month: float) -> float:
        """What one more search adds to the bill."""
        return self.query_usd if requests_per_month >= self.requests_covered else 0.0


def listed_millions(vectors: float, dimensions: float) -> float:
    """Millions of vectors of the size that the prices hold for, as large as these together."""
    return vectors / MILLION * dimensions / LISTED_DIMENSIONS


def searches_usd_per_million(prices: StoreInputs, millions_of_vectors: float) -> float:
    """A million searches of a collection: by the search, or by its size where that is dearer.

    Millions are of vectors of the listed size, here and below.
    """
    return max(
        prices.vector_store_usd_per_million_queries,
        millions_of_vectors * prices.vector_store_usd_per_million_queries_and_million_vectors,
    )


def store_fee(
    prices: StoreInputs, millions_of_vectors: float, written_a_month: float = 0.0
) -> StoreFee:
    """The bill of a collection, as a function of requests; `written_a_month` is a share of it."""
    return StoreFee(
        fixed_usd=prices.vector_store_usd_per_month,
        minimum_usd=prices.vector_store_minimum_usd_per_month,
        storage_usd=millions_of_vectors
        * (
            prices.vector_store_usd_per_million_vectors_month
            + written_a_month * prices.vector_store_usd_per_million_vectors_written
        ),
        query_usd=searches_usd_per_million(prices, millions_of_vectors) / MILLION,
    )
