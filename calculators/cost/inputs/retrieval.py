"""The corpus, what is retrieved from it, and what the search costs."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from calculators.bounds import Price, Tokens
from calculators.declare import Input
from calculators.physics.input_variants import variant_of
from calculators.physics.prompt_inputs import RETRIEVAL, Passages
from calculators.physics.vector_store import StoreInputs


@dataclass(frozen=True, kw_only=True)
class _Corpus(Passages):
    rewrite_tokens: Annotated[
        Tokens,
        Input(
            label="Rewritten question",
            unit="tokens",
            help="The arm's own model first rewrites the question into so many tokens for the search; "
            "0: it does not. Where it plans and searches several times, enter all that it writes "
            "on the way.",
            group=RETRIEVAL,
            advanced=True,
        ),
    ] = 0
    corpus_tokens: Annotated[
        int,
        Input(
            label="Corpus",
            unit="tokens",
            help="Size of everything that can be retrieved.",
            group=RETRIEVAL,
        ),
        Ge(0),
        Le(1_000_000_000_000),
    ] = 5_000_000
    overlap_percent: Annotated[
        float,
        Input(
            label="Overlap of passages",
            unit="%",
            help="Share of a passage that repeats the one before it.",
            group=RETRIEVAL,
            advanced=True,
        ),
        Ge(0),
        Le(90),
    ] = 10.0
    corpus_change_percent_per_month: Annotated[
        float,
        Input(
            label="Corpus that changes",
            unit="%/month",
            help="Share of the corpus that is new or rewritten in a month and is embedded again.",
            group=RETRIEVAL,
        ),
        Ge(0),
        Le(1_000),
    ] = 5.0
    embedding_model: Annotated[
        str,
        Input(
            label="Embedding model",
            unit="",
            help="Embeds the corpus once, its changes, and every question.",
            group=RETRIEVAL,
            catalogue="embedding-models",
        ),
    ] = "openai-text-embedding-3-small"
    dimensions: Annotated[
        int,
        Input(
            label="Dimensions",
            unit="numbers",
            help="Of a vector; a managed store bills larger vectors in proportion.",
            group=RETRIEVAL,
            filled_by="embedding_model",
            advanced=True,
        ),
        Ge(1),
        Le(65_536),
    ]
    embedding_usd_per_million_tokens: Annotated[
        Price,
        Input(
            label="Embedding",
            unit="USD/million tokens",
            help="Price of embedding text.",
            group=RETRIEVAL,
            filled_by="embedding_model",
        ),
    ]


_Store = variant_of(StoreInputs, "_Store", str, group=RETRIEVAL)


@dataclass(frozen=True, kw_only=True)
class _Reranking:
    reranker: Annotated[
        str,
        Input(
            label="Reranker",
            unit="",
            help="Orders the candidates again before the best go into the prompt.",
            group=RETRIEVAL,
            catalogue="rerankers",
        ),
    ] = "none"
    rerank_usd_per_thousand_searches: Annotated[
        Price,
        Input(
            label="Reranking",
            unit="USD/1,000 searches",
            help="Every request makes one search.",
            group=RETRIEVAL,
            filled_by="reranker",
            advanced=True,
        ),
    ]


# A dataclass takes the fields of its last base first.
@dataclass(frozen=True, kw_only=True)
class Retrieval(_Reranking, _Store, _Corpus):
    """The corpus, what is retrieved from it, and what the search costs."""
