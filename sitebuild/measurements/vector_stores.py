"""How vector stores keep an index where a measurement does not say: their documented defaults.

Segments are parts with a graph each, all of which a search walks:

    Milvus          of 512 MB at most until 2024, of 1,024 MB since (dataCoord.segment.maxSize, its
                    pull request 30139); 0.7 GiB lies between. A forced merge leaves fewer: then the
                    measurement says how many
    Elasticsearch,  about ten of a size until they are merged (segmentsPerTier of Lucene's
    OpenSearch,     TieredMergePolicy, 10; 8 since 2025); every vector goes into a graph again at each
    Lucene          merge, a factor of ten in size apart, from buffers of about 0.1 GiB on
    Qdrant          as many as processors, 2 to 8 (default_segment_number 0)
    pgvecto.rs      of 1,000,000 vectors at most (max_sealed_segment_size)

All others keep one graph. Lists: pgvector searches with 40 and builds with 64, pgvecto.rs with 100
and 300, Qdrant searches with the list of construction, Elasticsearch looks at one and a half times
the results asked for, Weaviate at eight times, 100 to 500 (dynamicEfFactor, Min and Max). Links:
16, but 12 in pgvecto.rs and 32 in Weaviate, 64 before version 1.26 (its pull request 5248).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, log10
from typing import Any

from calculators.physics.retrieval import BYTES, Index
from calculators.physics.transformer import GIB

_MILVUS_GIB = 0.7
_LUCENE_SEGMENTS = 10
_LUCENE_BUFFER_GIB = 0.1
_QDRANT_SEGMENTS = (2, 8)
_PARALLEL_BYTES, _ROW_LIMIT, _ROW_BYTES, _POINTER_BYTES = 8 * 2**20, 2048, 36, 18
_PGVECTORS_SEGMENT = 1_000_000
_WEAVIATE_FACTOR, _WEAVIATE_LIST = 8, (100, 500)
_WEAVIATE_LINKS, _WEAVIATE_FEWER = 64, (1, 26)


@dataclass(frozen=True)
class Store:
    """A store's defaults."""

    name: str
    server: bool = True
    links: float = 16
    ef_construction: float = 128
    ef_search: float = 64
    merges: bool = False
    """Built of Lucene's segments."""
    whole_process: bool = False
    """Its published figures of memory are those of its process, tried with the least that works."""


_STORES = (
    Store("pgvector", ef_construction=64, ef_search=40),
    Store("pgvecto.rs", links=12, ef_construction=300, ef_search=100),
    Store("elasticsearch", ef_construction=100, merges=True),
    Store("opensearch", ef_construction=100, ef_search=100, merges=True),
    Store("lucene", server=False, ef_construction=100, merges=True),
    Store("qdrant", ef_construction=100, ef_search=100, whole_process=True),
    Store("milvus"),
    Store("zilliz"),
    Store("weaviate", links=32),
    Store("redis", ef_construction=200, ef_search=10),
    Store("vespa", ef_construction=200),
    Store("scylla"),
    Store("mongodb"),
)
_LIBRARY = Store("", server=False)
"""What is not named above runs in the process that searches: Faiss, hnswlib, embedded engines."""


def store_of(inputs: Mapping[str, Any]) -> Store:
    """The store of a measurement."""
    framework = str(inputs.get("framework", "")).lower()
    return next((each for each in _STORES if each.name in framework), _LIBRARY)


def index_of(inputs: Mapping[str, Any]) -> Index:
    """The index of a measurement, completed with the defaults of its store."""
    store = store_of(inputs)
    construction = inputs.get("ef_construction", store.ef_construction)
    return Index(
        vectors=inputs["vectors"],
        dims=inputs.get("dims", 0),
        kind=inputs["index"],
        number_bytes=BYTES[inputs.get("precision", "fp32")],
        links=inputs.get("hnsw_m") or _links(inputs, store),
        ef_search=max(_ef(inputs, store, construction), inputs.get("top_k", 1)),
        ef_construction=construction,
        lists=inputs.get("lists", 0),
        probes=inputs.get("nprobe", 16),
        code_bytes=inputs.get("pq_bytes", 0),
        segments=inputs.get("segments") or _segments(inputs, store),
        server=store.server,
        paged=store.name == "pgvector",
        alone=not inputs.get("whole_process", store.whole_process),
    )


def builders_of(inputs: Mapping[str, Any], vcpus: float) -> float:
    """Processors that build: PostgreSQL takes only one for a table that it would scan with one.

    That is one below 8 MiB (min_parallel_table_scan_size), which pgvector asks for (hnswbuild.c). Of
    a row of more than 2 KiB only a pointer of 18 bytes to the vector lies in the table; header,
    place and number take 36.
    """
    if store_of(inputs).name != "pgvector":
        return vcpus
    vector = BYTES["fp32"] * inputs.get("dims", 0)
    row = _ROW_BYTES + (vector if vector <= _ROW_LIMIT else _POINTER_BYTES)
    return vcpus if inputs["vectors"] * row >= _PARALLEL_BYTES else 1.0


def inserts_of(index: Index, inputs: Mapping[str, Any]) -> float:
    """How often a vector is put into a graph while the index is built."""
    if not store_of(inputs).merges:
        return 1.0
    return 1 + log10(max(1.0, _gib(index.vectors, index.dims) / _LUCENE_BUFFER_GIB))


def _links(inputs: Mapping[str, Any], store: Store) -> float:
    version = re.search(r"(\d+)\.(\d+)", str(inputs.get("framework", "")))
    if store.name == "weaviate" and version:
        number = (int(version[1]), int(version[2]))
        return _WEAVIATE_LINKS if number < _WEAVIATE_FEWER else store.links
    return store.links


def _ef(inputs: Mapping[str, Any], store: Store, construction: float) -> float:
    if "ef_search" in inputs:
        return float(inputs["ef_search"])
    results = float(inputs.get("top_k", 10))
    if store.name == "elasticsearch":
        return 1.5 * results
    if store.name == "weaviate":
        least, most = _WEAVIATE_LIST
        return min(most, max(least, _WEAVIATE_FACTOR * results))
    return construction if store.name == "qdrant" else store.ef_search


def _segments(inputs: Mapping[str, Any], store: Store) -> float:
    if store.name in {"milvus", "zilliz"}:
        return ceil(_gib(inputs["vectors"], inputs.get("dims", 0)) / _MILVUS_GIB)
    if store.name == "qdrant":
        least, most = _QDRANT_SEGMENTS
        return min(most, max(least, inputs.get("vcpus", least)))
    if store.name == "pgvecto.rs":
        return ceil(inputs["vectors"] / _PGVECTORS_SEGMENT)
    return _LUCENE_SEGMENTS if store.merges else 1


def _gib(vectors: float, dims: float) -> float:
    return vectors * dims * BYTES["fp32"] / GIB
