"""How vector stores keep an index where a measurement does not say: their documented defaults.

Segments are parts with a graph each, all of which a search walks:

    Milvus          of 512 MB at most until 2024, of 1,024 MB since (dataCoord.segment.maxSize, its
                    pull request 30139); 0.7 GiB lies between
    Elasticsearch,  about ten of a size until they are merged (segmentsPerTier of Lucene's
    OpenSearch,     TieredMergePolicy, 10; 8 since 2025); every vector goes into a graph again at each
    Lucene          merge, a factor of ten in size apart, from buffers of about 0.1 GiB on
    Qdrant          as many as processors, 2 to 8 (default_segment_number 0)
    pgvecto.rs      of 1,000,000 vectors at most (max_sealed_segment_size)

All others keep one graph. Lists: pgvector searches with 40 and builds with 64, pgvecto.rs with 100
and 300, Qdrant searches with the list of construction, Elasticsearch looks at one and a half times
the results asked for, Weaviate at eight times, 100 to 500 (dynamicEfFactor, Min and Max). Links: 16,
but 12 in pgvecto.rs, 32 in Faiss (HNSW.h) and in Weaviate, 64 before version 1.26 (its pull request
5248). Lucene itself is measured by luceneutil: 64 links, a list of 250 in construction and of 100 more
than the results asked for, which are 100 (knnPerfTest.py). Milvus is by VectorDBBench: 30 links, 360
and 100 (dbCaseConfigs.py).

Benchmarks seldom leave a store as it is. luceneutil, ann-benchmarks and VectorDBBench merge to one
segment before they search Lucene or Elasticsearch, Qdrant's own configurations set two, a forced merge
leaves few of Milvus's. So what a measurement does not say is a range, from there to the default, and
goes into the interval (`open_of`). A recall says something about a list, but collections miss from 1
to 17% with the same list: the middle is taken of the list that it asks for and of the default.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, log10
from typing import Any

from calculators.physics.ranges import Range
from calculators.physics.recall import hnsw_list
from calculators.physics.retrieval import BYTES, Index
from calculators.physics.transformer import GIB

_MILVUS_GIB = 0.7
_LUCENE_SEGMENTS = 10
_MERGED_OR_NOT = 5
"""Segments of a server on Lucene of which only its index is known: benchmarks merge, others do not."""
_LUCENEUTIL_FANOUT = 100
_LUCENE_BUFFER_GIB = 0.1
_QDRANT_SEGMENTS = (2, 8)
_PARALLEL_BYTES, _ROW_LIMIT, _ROW_BYTES, _POINTER_BYTES = 8 * 2**20, 2048, 36, 18
_PGVECTORS_SEGMENT = 1_000_000
_WEAVIATE_FACTOR, _WEAVIATE_LIST = 8, (100, 500)
_WEAVIATE_LINKS, _WEAVIATE_FEWER = 64, (1, 26)
_UNSTATED_LIST = (0.5, 2.5)
"""Over the store's default: published searches keep lists of 40 to several hundred."""
_PUBLISHED_LISTS = (10, 400)
"""Shortest and longest that a recall can ask for."""
_UNSTATED_LINKS = (0.75, 2.0)
"""Over the default: 12 to 32 in most published graphs."""
_UNSTATED_IVF = (0.25, 4.0)
"""Lists over four times the square root: pgvector's README takes that root itself, Faiss's guideline up
to 16 of it."""
_PROBES = Range(low=4, mid=16, high=64)
"""Faiss's published sweeps read 16 and 64 lists; few read less than 4."""


@dataclass(frozen=True)
class Store:
    """A store's defaults."""

    name: str
    server: bool = True
    links: float = 16
    ef_construction: float = 128
    ef_search: float = 64
    sql: bool = False
    """Searched by statements of SQL."""
    tight: bool = False
    """A compiled library."""
    merges: bool = False
    """Built of Lucene's segments."""
    whole_process: bool = False
    """Its published figures of memory are those of its process, tried with the least that works."""


_STORES = (
    Store("pgvector", sql=True, ef_construction=64, ef_search=40),
    Store("pgvecto.rs", sql=True, links=12, ef_construction=300, ef_search=100),
    Store("elasticsearch", ef_construction=100, merges=True),
    Store("opensearch", ef_construction=100, ef_search=100, merges=True),
    Store("lucene", server=False, links=64, ef_construction=250, merges=True),
    Store("qdrant", ef_construction=100, ef_search=100, whole_process=True),
    Store("milvus", links=30, ef_construction=360, ef_search=100),
    Store("zilliz", links=30, ef_construction=360, ef_search=100),
    Store("weaviate", links=32),
    Store("redis", ef_construction=200, ef_search=10),
    Store("vespa", ef_construction=200),
    Store("scylla"),
    Store("mongodb"),
    Store("faiss", server=False, tight=True, links=32, ef_construction=40),
)
_LIBRARY = Store("", server=False, tight=True)
"""What is not named above runs in the process that searches: Faiss, hnswlib, embedded engines."""


def store_of(inputs: Mapping[str, Any]) -> Store:
    """The store of a measurement."""
    framework = str(inputs.get("framework", "")).lower()
    return next((each for each in _STORES if each.name in framework), _LIBRARY)


def index_of(inputs: Mapping[str, Any]) -> Index:
    """The index of a measurement, completed with the defaults of its store."""
    store = store_of(inputs)
    parts = {name: each.mid for name, each in _parts(inputs, store).items()}
    return Index(
        vectors=inputs["vectors"],
        dims=inputs.get("dims", 0),
        kind=inputs["index"],
        number_bytes=BYTES[inputs.get("precision", "fp32")],
        ef_construction=inputs.get("ef_construction", store.ef_construction),
        code_bytes=inputs.get("pq_bytes", 0),
        server=store.server,
        crowded=store.sql and "threads" not in inputs and inputs.get("clients", 2) > 1,
        tight=store.tight,
        paged=store.name == "pgvector",
        alone=not inputs.get("whole_process", store.whole_process),
        **parts,
    )


def open_of(inputs: Mapping[str, Any]) -> dict[str, Range]:
    """What a measurement leaves open of its index: fields of `Index`, as ranges about what is assumed."""
    parts = _parts(inputs, store_of(inputs))
    return {name: each for name, each in parts.items() if each.low < each.high}


def _parts(inputs: Mapping[str, Any], store: Store) -> dict[str, Range]:
    """The fields of `Index` that a measurement may leave out, of those that count for its type."""
    if inputs["index"] == "hnsw":
        return {
            "links": _given(inputs, "hnsw_m") or _about(_links(inputs, store), *_UNSTATED_LINKS),
            "ef_search": _ef(inputs, store),
            "segments": _given(inputs, "segments") or _segments(inputs, store),
        }
    if inputs["index"].startswith("ivf"):
        return {
            "lists": _given(inputs, "lists")
            or _about(_lists(inputs["vectors"]), *_UNSTATED_IVF, 1.0),
            "probes": _given(inputs, "nprobe") or _PROBES,
        }
    return {}


def _given(inputs: Mapping[str, Any], key: str) -> Range | None:
    return exactly(inputs[key]) if inputs.get(key) else None


def exactly(value: float) -> Range:
    """What is stated."""
    return Range(low=value, mid=value, high=value)


def _about(value: float, low: float, high: float, least: float = 0.0) -> Range:
    return Range(low=max(value * low, least), mid=max(value, least), high=max(value * high, least))


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


def _ef(inputs: Mapping[str, Any], store: Store) -> Range:
    """The list of a search, never shorter than its results."""
    least = float(inputs.get("top_k", 1))
    if given := _given(inputs, "ef_search"):
        return _about(given.mid, 1, 1, least)
    usual = max(_default_list(inputs, store), least)
    recall = inputs.get("recall_at_10", 0)
    if 0 < recall < 1:
        shortest, longest = _PUBLISHED_LISTS
        usual = (usual * min(max(hnsw_list(recall), shortest), longest)) ** 0.5
    return _about(usual, *_UNSTATED_LIST, least)


def _default_list(inputs: Mapping[str, Any], store: Store) -> float:
    results = float(inputs.get("top_k", 10))
    if store.name == "elasticsearch":
        return 1.5 * results
    if store.name == "lucene":
        return float(inputs.get("top_k", 100)) + _LUCENEUTIL_FANOUT
    if store.name == "weaviate":
        least, most = _WEAVIATE_LIST
        return min(most, max(least, _WEAVIATE_FACTOR * results))
    if store.name == "qdrant":
        return float(inputs.get("ef_construction", store.ef_construction))
    return store.ef_search


def _segments(inputs: Mapping[str, Any], store: Store) -> Range:
    """From what a forced merge leaves to the default; between them what is more often met."""
    if store.name == "qdrant":
        least, most = _QDRANT_SEGMENTS
        usual = min(most, max(least, inputs.get("vcpus", least)))
        return Range(low=least, mid=(least * usual) ** 0.5, high=usual)
    if store.merges:
        return Range(low=1, mid=_MERGED_OR_NOT if store.server else 1, high=_LUCENE_SEGMENTS)
    usual = 1.0
    if store.name in {"milvus", "zilliz"}:
        usual = max(1, ceil(_gib(inputs["vectors"], inputs.get("dims", 0)) / _MILVUS_GIB))
    elif store.name == "pgvecto.rs":
        usual = ceil(inputs["vectors"] / _PGVECTORS_SEGMENT)
    return Range(low=1, mid=usual, high=usual)


def _lists(vectors: float) -> float:
    """Four times the square root; 2^18 above ten million vectors, 2^20 above a hundred million.

    Faiss's guideline ("Guidelines to choose an index"). It gives 2^16 from a million on, where
    published sweeps keep to 1,024 to 16,384.
    """
    if vectors > 100e6:
        return 2.0**20
    return 2.0**18 if vectors > 10e6 else max(1.0, 4 * vectors**0.5)


def _gib(vectors: float, dims: float) -> float:
    return vectors * dims * BYTES["fp32"] / GIB
