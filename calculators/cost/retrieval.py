"""What a corpus costs: embedding it, embedding its changes, and keeping it in a vector store."""

import math

from calculators.cost.arm import EMBEDDING_PRICE, ArmLedger
from calculators.cost.inputs import CostInputs
from calculators.physics import vector_store
from calculators.quantities import MILLION


def store_fee(inputs: CostInputs, ledger: ArmLedger) -> vector_store.StoreFee:
    """The store's fee for a corpus of D tokens.

    With overlap o a passage of c tokens advances by c × (1 - o), so the corpus makes
    D / (c × (1 - o)) passages. The last passage of each document is shorter; for documents much
    longer than a passage that does not matter.
    """
    stride = inputs.passage_tokens * (1 - inputs.overlap_percent / 100)
    vectors = ledger.add(
        "vectors",
        "passages in the store",
        "ceil(corpus / (passage_length * (1 - overlap_percent / 100)))",
        math.ceil(inputs.corpus_tokens / stride),
        unit="passages",
        corpus=inputs.corpus_tokens,
        passage_length=inputs.passage_tokens,
        overlap_percent=inputs.overlap_percent,
    )
    size = ledger.add(
        "listed_millions_of_vectors",
        "their size in millions of vectors that the prices hold for",
        "vectors / 1000000 * dimensions / listed_dimensions",
        vector_store.listed_millions(vectors, inputs.dimensions),
        unit="million vectors",
        vectors=vectors,
        dimensions=inputs.dimensions,
        listed_dimensions=vector_store.LISTED_DIMENSIONS,
    )
    # What is written at the start is spread over the period: the same in all, unless a minimum hides it.
    written = inputs.corpus_change_percent_per_month / 100 + 1 / inputs.horizon_months
    fee = vector_store.store_fee(inputs, size, written)
    if ledger.silent:
        return fee
    query = ledger.add(
        "vector_store_query_usd_per_million",
        "a million searches",
        "max(by_query, millions_of_vectors * by_query_and_size)",
        vector_store.searches_usd_per_million(inputs, size),
        source=vector_store.STORE_PRICE,
        by_query=inputs.vector_store_usd_per_million_queries,
        millions_of_vectors=size,
        by_query_and_size=inputs.vector_store_usd_per_million_queries_and_million_vectors,
    )
    ledger.add(
        "vector_store_usd",
        "vector store, a month",
        "fixed + max(minimum, millions_of_vectors"
        " * (usd_per_million_vectors + written * usd_per_million_written)"
        " + requests / 1000000 * usd_per_million_queries)",
        fee.month_usd(inputs.requests_per_month),
        source=vector_store.STORE_PRICE,
        fixed=inputs.vector_store_usd_per_month,
        minimum=inputs.vector_store_minimum_usd_per_month,
        millions_of_vectors=size,
        usd_per_million_vectors=inputs.vector_store_usd_per_million_vectors_month,
        written=written,
        usd_per_million_written=inputs.vector_store_usd_per_million_vectors_written,
        requests=inputs.requests_per_month,
        usd_per_million_queries=query,
    )
    return fee


def corpus_embedding_usd(inputs: CostInputs, ledger: ArmLedger) -> float:
    """Embed every passage once: overlap repeats text, so D / (1 - o) tokens are embedded."""
    share_new = 1 - inputs.overlap_percent / 100
    return ledger.add(
        "corpus_embedding_usd",
        "embedding the corpus",
        "corpus / (1 - overlap_percent / 100) * usd_per_million / 1000000",
        inputs.corpus_tokens / share_new * inputs.embedding_usd_per_million_tokens / MILLION,
        source=EMBEDDING_PRICE,
        corpus=inputs.corpus_tokens,
        overlap_percent=inputs.overlap_percent,
        usd_per_million=inputs.embedding_usd_per_million_tokens,
    )


def corpus_update_usd(inputs: CostInputs, corpus_usd: float, ledger: ArmLedger) -> float:
    """Embed in a month what is new or rewritten."""
    return ledger.add(
        "corpus_update_usd",
        "embedding what changes, a month",
        "change_percent / 100 * corpus_embedding",
        inputs.corpus_change_percent_per_month / 100 * corpus_usd,
        change_percent=inputs.corpus_change_percent_per_month,
        corpus_embedding=corpus_usd,
    )
