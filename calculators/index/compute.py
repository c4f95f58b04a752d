"""Put passages, memory, speed, recall and price of an index together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from calculators.answers import NONE, decided
from calculators.index.chunks import Chunks, chunks_of
from calculators.index.inputs import RANGES, IndexInputs, Kind, Numbers
from calculators.index.recall import SHORT_CODE, code_length, curve, recall_of, recall_ranges
from calculators.index.results import IndexResults, KindOfIndex, VendorRule
from calculators.index.rules import (
    NO_RULE,
    elasticsearch_hnsw,
    faiss,
    opensearch_hnsw,
    qdrant_hnsw,
    scylladb_hnsw,
)
from calculators.index.servers import (
    LABELS,
    Servers,
    busy_percent,
    in_use,
    month_usd,
    peak_per_s,
    price_of,
    servers_of,
    warning,
)
from calculators.physics.efficiency_inputs import ranges_of
from calculators.physics.ledger import SILENT, Ledger
from calculators.physics.ranges import Estimate, Range, middle, propagate
from calculators.physics.recall import hnsw_recall
from calculators.physics.retrieval import BYTES, Index, build_seconds, index_gib, search_seconds
from calculators.physics.transformer import GIB
from calculators.physics.vector_store import (
    STORE_PRICE,
    listed_millions,
    searches_usd_per_million,
    store_fee,
)
from calculators.quantities import MILLION, format_estimate, format_interval, format_quantity
from calculators.swings import Swings, swings_of, widest_of
from calculators.working import list_price_of

_NOTHING_TO_BUILD = "nothing to build"
_NOT_MODELLED = "not modelled"
_OF_A_SEARCH = ("request_us", "visit_ns", "read_gb_per_s")

type _Chosen = Mapping[str, float]


def compute(inputs: IndexInputs) -> IndexResults:
    """Passages, memory, speed and price; no inputs within their bounds raise."""
    ledger = Ledger()
    chunks = chunks_of(inputs, ledger)
    indexes = {kind: _index(inputs, kind, chunks.count) for kind in Kind}
    ranges = {**ranges_of(inputs, RANGES), **recall_ranges(inputs)}
    chosen = middle(ranges)
    peak_per_s(inputs, ledger)
    kinds: dict[Kind, KindOfIndex] = {}
    servers: dict[Kind, Servers] = {}
    for kind, index in indexes.items():
        shown = ledger if kind == inputs.kind else SILENT
        kinds[kind], servers[kind] = _kind(inputs, kind, index, ranges, shown)
    hnsw_recall(inputs.ef_search, chosen["hnsw_miss"], chosen["hnsw_exponent"], ledger)
    everything = ledger.add(
        "embedding_usd",
        "embedding everything",
        "tokens / 1000000 * usd_per_million",
        chunks.embedded / MILLION * inputs.embedding_usd_per_million_tokens,
        "USD",
        list_price_of("embedding model"),
        tokens=chunks.embedded,
        usd_per_million=inputs.embedding_usd_per_million_tokens,
    )
    again = ledger.add(
        "upkeep_usd_per_month",
        "embedding again, a month",
        "everything * (change_percent / 100 + changes_per_year / 12)",
        everything * _written_a_month(inputs),
        "USD",
        everything=everything,
        change_percent=inputs.change_percent_per_month,
        changes_per_year=inputs.model_changes_per_year,
    )
    managed = _managed(inputs, chunks, ledger)
    asked = Kind(inputs.kind)
    own, sampled = month_usd(inputs, indexes[asked], ranges, servers[asked].number)
    cheaper = _share_below(sampled, managed)
    rules = _rules(indexes)
    by_rule = [each.hnsw_gib for each in rules.values() if not isinstance(each.hnsw_gib, str)]
    return IndexResults(
        answer=_answer(inputs, chunks, indexes[asked], kinds[asked]),
        warning=warning(inputs, servers[asked]) or NONE,
        corpus_tokens=chunks.tokens,
        vectors=chunks.count,
        embedded_tokens=chunks.embedded,
        embedding_usd=everything,
        embedding_hours=chunks.embedded / inputs.embedding_tokens_per_s / 3600,
        upkeep_usd_per_month=again,
        writing_usd=listed_millions(chunks.count, inputs.dimensions)
        * inputs.vector_store_usd_per_million_vectors_written,
        flat=kinds[Kind.FLAT],
        hnsw=kinds[Kind.HNSW],
        ivf_pq=kinds[Kind.IVF_PQ],
        **rules,
        rules_apart=max(by_rule) / min(by_rule),
        own_usd_per_month=own.mid,
        own_low_usd_per_month=own.low,
        own_high_usd_per_month=own.high,
        managed_usd_per_month=managed,
        cheaper=decided(cheaper, "own machines", "managed store"),
        own_cheaper_percent=100 * cheaper,
        recall_by_ef=curve(inputs, ranges),
        largest_uncertainty=_decides(inputs, indexes[asked], ranges, managed),
        search_swings=_search_swings(indexes[asked], ranges),
        working=tuple(ledger.terms),
    )


def _index(inputs: IndexInputs, kind: Kind, vectors: int) -> Index:
    return Index(
        vectors=vectors,
        dims=inputs.dimensions,
        kind=kind.value,
        number_bytes=BYTES[str(inputs.numbers)],
        links=inputs.links,
        ef_search=inputs.ef_search,
        ef_construction=inputs.ef_construction,
        lists=min(inputs.lists, vectors),
        probes=inputs.probes,
        code_bytes=inputs.code_bytes,
        server=True,
    )


def _kind(
    inputs: IndexInputs,
    kind: Kind,
    index: Index,
    ranges: Mapping[str, Range],
    ledger: Ledger,
) -> tuple[KindOfIndex, Servers]:
    chosen = middle(ranges)
    index_gib(index, chosen, ledger)
    search_seconds(index, chosen, None, ledger)

    def over(names: tuple[str, ...], formula: Callable[[_Chosen], float]) -> Estimate:
        return propagate(formula, {name: ranges[name] for name in names})

    memory = over(("overhead", "fixed_gib"), lambda each: index_gib(index, each))
    bare = _bare_gib(index)
    disk = [bare * each for each in sorted((inputs.disk_low, inputs.disk_mid, inputs.disk_high))]
    search = over(_OF_A_SEARCH, lambda each: 1000 * search_seconds(index, each))
    recall = recall_of(kind, inputs, index, ranges)
    servers = servers_of(inputs, index, chosen, ledger)
    return KindOfIndex(
        memory_gib=memory.mid,
        memory_low_gib=memory.low,
        memory_high_gib=memory.high,
        disk_gib=disk[1],
        disk_low_gib=disk[0],
        disk_high_gib=disk[2],
        search_ms=search.mid,
        search_low_ms=search.low,
        search_high_ms=search.high,
        recall_percent=100 * recall.mid,
        recall_low_percent=100 * recall.low,
        recall_high_percent=100 * recall.high,
        build_minutes=_building(inputs, kind, index, chosen),
        servers=servers.number,
        busy_percent=busy_percent(servers),
        own_usd_per_month=servers.number * inputs.server_usd_per_month,
    ), servers


def _bare_gib(index: Index) -> float:
    """Vectors, links and identifiers, as a library holds them."""
    return index_gib(replace(index, server=False), {"slack": 1.0})


def _building(inputs: IndexInputs, kind: Kind, index: Index, chosen: _Chosen) -> float | str:
    if kind is Kind.FLAT:
        return _NOTHING_TO_BUILD
    if kind is Kind.IVF_PQ:
        return _NOT_MODELLED
    return build_seconds(index, chosen, inputs.server_vcpus) / 60


def _written_a_month(inputs: IndexInputs) -> float:
    """Share of the vectors that is new in a month: what changes, and all at a change of the model."""
    return inputs.change_percent_per_month / 100 + inputs.model_changes_per_year / 12


def _managed(inputs: IndexInputs, chunks: Chunks, ledger: Ledger) -> float:
    size = listed_millions(chunks.count, inputs.dimensions)
    query = ledger.add(
        "managed_usd_per_million_queries",
        "managed store, a million searches",
        "max(by_query, millions_of_vectors * by_query_and_size)",
        searches_usd_per_million(inputs, size),
        "USD",
        STORE_PRICE,
        by_query=inputs.vector_store_usd_per_million_queries,
        millions_of_vectors=size,
        by_query_and_size=inputs.vector_store_usd_per_million_queries_and_million_vectors,
    )
    written = _written_a_month(inputs)
    return ledger.add(
        "managed_usd_per_month",
        "managed store, a month",
        "fixed + max(minimum, millions_of_vectors * (by_size + written * by_writing)"
        " + millions_of_queries * by_query)",
        store_fee(inputs, size, written).month_usd(inputs.requests_per_month),
        "USD",
        STORE_PRICE,
        fixed=inputs.vector_store_usd_per_month,
        minimum=inputs.vector_store_minimum_usd_per_month,
        millions_of_vectors=size,
        by_size=inputs.vector_store_usd_per_million_vectors_month,
        written=written,
        by_writing=inputs.vector_store_usd_per_million_vectors_written,
        millions_of_queries=inputs.requests_per_month / MILLION,
        by_query=query,
    )


def _share_below(sampled: Sequence[float], managed: float) -> float:
    """Share of the samples in which own machines cost less; equal ones count half."""
    return sum((own < managed) + 0.5 * (own == managed) for own in sampled) / len(sampled)


def _decides(inputs: IndexInputs, index: Index, ranges: Mapping[str, Range], managed: float) -> str:
    """What moves the difference between own machines and the store most, if anything does."""
    own = price_of(inputs, index)
    return widest_of(swings_of(lambda each: managed - own(each), in_use(inputs, ranges), LABELS))


def _search_swings(index: Index, ranges: Mapping[str, Range]) -> Swings:
    return swings_of(
        lambda each: 1000 * search_seconds(index, each),
        {name: ranges[name] for name in _OF_A_SEARCH},
        LABELS,
    )


def _rules(indexes: Mapping[Kind, Index]) -> dict[str, VendorRule]:
    index = indexes[Kind.HNSW]
    flat, graph, codes = faiss(indexes[Kind.IVF_PQ])

    def only_hnsw(gib: float) -> VendorRule:
        return VendorRule(
            flat_gib=NO_RULE, hnsw_gib=gib, ivf_pq_gib=NO_RULE, bytes_per_vector=_bytes(gib, index)
        )

    return {
        "faiss": VendorRule(
            flat_gib=flat, hnsw_gib=graph, ivf_pq_gib=codes, bytes_per_vector=_bytes(graph, index)
        ),
        "opensearch": only_hnsw(opensearch_hnsw(index)),
        "qdrant": only_hnsw(qdrant_hnsw(index)),
        "elasticsearch": only_hnsw(elasticsearch_hnsw(index)),
        "scylladb": only_hnsw(scylladb_hnsw(index)),
    }


def _bytes(gib: float, index: Index) -> str:
    return format_quantity(round(gib * GIB / index.vectors), "")


def _answer(inputs: IndexInputs, chunks: Chunks, index: Index, found: KindOfIndex) -> str:
    memory = format_estimate(found.memory_gib, "GiB")
    spread = format_interval(found.memory_low_gib, found.memory_high_gib, "GiB")
    search = format_estimate(found.search_ms, "ms")
    label = {Kind.FLAT: "flat", Kind.HNSW: "HNSW", Kind.IVF_PQ: "IVF-PQ"}[Kind(inputs.kind)]
    kind = f"{label}, {spread}" if spread else label
    passages = f"{chunks.count:,} {'passage needs' if chunks.count == 1 else 'passages need'}"
    return (
        f"{passages} {memory} of memory ({kind}); a search takes about {search} "
        f"and finds {_found(found)}.{_besides(inputs, index)}"
    )


def _besides(inputs: IndexInputs, index: Index) -> str:
    """What the numbers found do not say."""
    rounded = _ROUNDED.get(inputs.numbers, "")
    if index.kind != Kind.IVF_PQ:
        return f" {rounded} comes on top." if rounded else ""
    others = f" {rounded} is not in the recall of flat and HNSW below." if rounded else ""
    return (_SHORT if code_length(index) < SHORT_CODE else "") + others


_SHORT = " Codes as short as these may find fewer still."
_ROUNDED = {
    Numbers.INT8: "What rounding to 8 bits leaves out",
    Numbers.BINARY: "What rounding to one bit leaves out, much,",
}


def _found(kind: KindOfIndex) -> str:
    low = format_quantity(kind.recall_low_percent, "")
    high = format_quantity(kind.recall_high_percent, "")
    if low == high == "100":
        return "all" if kind.recall_low_percent == kind.recall_high_percent else "nearly all"
    return f"{low}% of the ten nearest" if low == high else f"{low} to {high}% of the ten nearest"
