"""Memory and speed of retrieval, against worked examples by hand."""

import pytest

from calculators.physics.recall import (
    hnsw_list,
    hnsw_recall,
)
from calculators.physics.retrieval import (
    Index,
    build_seconds,
    graph_bytes,
    index_gib,
    loaded_seconds,
    page_bytes,
    search_seconds,
    visited,
    workers,
)
from tests.calculators.test_encoding import GPU

CHOSEN = {
    "slack": 1.0,
    "overhead": 1.5,
    "fixed_gib": 0.2,
    "request_us": 1000.0,
    "statement_us": 3000.0,
    "library_us": 40.0,
    "visit_ns": 500.0,
    "tight_ns": 100.0,
    "page_ns": 1000.0,
    "read_gb_per_s": 4.0,
    "scaling": 0.5,
    "insert_work": 1.5,
    "scan": 0.2,
    "scan_products": 0.4,
    "posting_ns": 2.0,
}
GIB = 2**30


@pytest.mark.parametrize(
    ("index", "bytes_by_hand"),
    [
        (Index(vectors=1e6, dims=768, kind="flat"), 1e6 * 3072),
        (
            Index(vectors=1e6, dims=768, kind="hnsw", links=16),
            1e6 * (3072 + 128 + 24 + 68 / 15),
        ),
        (
            Index(vectors=1e6, dims=768, kind="ivf_pq", code_bytes=64, lists=4096),
            1e6 * 72 + 4096 * 3072,
        ),
    ],
)
def test_index_memory_by_hand(index: Index, bytes_by_hand: float) -> None:
    """Flat: numbers only; a graph: 8 bytes a link, 24 for label, level, count and pointer, upper layers; codes: code and identifier."""
    assert index_gib(index, CHOSEN) == pytest.approx(bytes_by_hand / GIB)


def test_a_server_needs_more_than_the_bare_index() -> None:
    """Half as much again and a fixed part."""
    bare = Index(vectors=1e6, dims=100, kind="hnsw")
    served = Index(vectors=1e6, dims=100, kind="hnsw", server=True)
    assert index_gib(served, CHOSEN) == pytest.approx(1.5 * index_gib(bare, CHOSEN) + 0.2)


def test_a_library_inside_a_server_counts_its_index_alone() -> None:
    """A million vectors of 128 numbers with 16 links take 668.5 bytes each, as OpenSearch counts nmslib."""
    alone = Index(vectors=1e6, dims=128, kind="hnsw", server=True, alone=True)
    assert index_gib(alone, CHOSEN) == pytest.approx(1e6 * (512 + 128 + 24 + 68 / 15) / GIB)
    assert index_gib(alone, CHOSEN) == pytest.approx(0.6226, rel=0.001)


def test_flat_search_is_bound_by_bytes() -> None:
    """A million vectors of 1,024 numbers at 4 GB/s take about a second."""
    index = Index(vectors=1e6, dims=1024, kind="flat")
    assert search_seconds(index, CHOSEN) == pytest.approx(4.096e9 / 4e9, rel=1e-3)


def test_graph_search_grows_with_its_list_and_hardly_with_the_size() -> None:
    """Twice ef costs about twice; ten times the vectors far less than ten times."""
    base = search_seconds(Index(vectors=1e6, dims=768, kind="hnsw", ef_search=64), CHOSEN)
    wide = search_seconds(Index(vectors=1e6, dims=768, kind="hnsw", ef_search=128), CHOSEN)
    large = search_seconds(Index(vectors=1e7, dims=768, kind="hnsw", ef_search=64), CHOSEN)
    assert wide == pytest.approx(2 * base, rel=0.05)
    assert large < 1.3 * base


def test_four_times_the_links_are_twice_the_vectors_compared() -> None:
    """A graph of more links shows more vectors at each place, but the rule of diversity leaves some out."""
    thin = Index(vectors=1e6, dims=768, kind="hnsw", links=16)
    thick = Index(vectors=1e6, dims=768, kind="hnsw", links=64)
    assert visited(1e6, 64, 64) == pytest.approx(2 * visited(1e6, 64, 16))
    assert visited(1e6, 64, 16) == pytest.approx(64 * 10, rel=0.01)
    assert build_seconds(thick, CHOSEN, 8) == pytest.approx(2 * build_seconds(thin, CHOSEN, 8))


def test_a_visited_vector_in_postgresql_is_a_page_besides() -> None:
    """A microsecond for each of 638 visits; none while the graph is built in memory."""
    plain = Index(vectors=1e6, dims=768, kind="hnsw", server=True)
    paged = Index(vectors=1e6, dims=768, kind="hnsw", server=True, paged=True)
    more = search_seconds(paged, CHOSEN) - search_seconds(plain, CHOSEN)
    assert more == pytest.approx(visited(1e6, 64, 16) * 1e-6)
    assert build_seconds(paged, CHOSEN, 8) == build_seconds(plain, CHOSEN, 8)


def test_a_compiled_library_visits_faster() -> None:
    """638 visits of 100 instead of 500 nanoseconds; not while it builds, for then it locks."""
    plain = Index(vectors=1e6, dims=768, kind="hnsw")
    tight = Index(vectors=1e6, dims=768, kind="hnsw", tight=True)
    saved = search_seconds(plain, CHOSEN) - search_seconds(tight, CHOSEN)
    assert saved == pytest.approx(visited(1e6, 64, 16) * 400e-9)
    assert build_seconds(plain, CHOSEN, 1) == build_seconds(tight, CHOSEN, 1)


def test_a_statement_among_others_takes_longer_than_a_request() -> None:
    """Three milliseconds outside the index instead of one."""
    served = Index(vectors=1e6, dims=768, kind="hnsw", server=True)
    crowded = Index(vectors=1e6, dims=768, kind="hnsw", server=True, crowded=True)
    more = search_seconds(crowded, CHOSEN) - search_seconds(served, CHOSEN)
    assert more == pytest.approx(2e-3)


def test_many_lists_are_found_along_a_graph() -> None:
    """65,535 centres are compared one by one, 1,048,576 by a walk of 32 links for so many as are read."""
    few = Index(vectors=1e8, dims=96, kind="ivf_pq", code_bytes=32, lists=65_535, probes=32)
    many = Index(vectors=1e9, dims=96, kind="ivf_pq", code_bytes=32, lists=1_048_576, probes=32)
    lists = 32 / 65_535 * 1e8 * 32 / 4e9
    assert search_seconds(few, CHOSEN) == pytest.approx(40e-6 + 65_535 * 384 / 4e9 + lists)
    walk = visited(1_048_576, 32, 32) * (500e-9 + 384 / 4e9)
    lists = 32 / 1_048_576 * 1e9 * 32 / 4e9
    assert search_seconds(many, CHOSEN) == pytest.approx(40e-6 + walk + lists)
    centre = 384 + graph_bytes(32)
    assert index_gib(many, CHOSEN) == pytest.approx((1e9 * 40 + 1_048_576 * centre) / GIB)


def test_scan_of_codes_reads_the_lists_visited() -> None:
    """Twice the lists visited costs more, never more than twice."""
    few = Index(vectors=1e6, dims=128, kind="ivf_pq", code_bytes=64, probes=16)
    more = Index(vectors=1e6, dims=128, kind="ivf_pq", code_bytes=64, probes=32)
    ratio = search_seconds(more, CHOSEN, GPU) / search_seconds(few, CHOSEN, GPU)
    assert 1 < ratio < 2


def test_several_virtual_cpus_do_less_than_their_number() -> None:
    """With an exponent of a half, 16 do the work of 4; one does its own."""
    assert workers(16, CHOSEN) == pytest.approx(4)
    assert workers(1, CHOSEN) == 1


def test_a_search_under_load_takes_as_long_as_all_are_under_way() -> None:
    """16 clients on 16 virtual CPUs that do the work of 4: each search takes four times as long."""
    assert loaded_seconds(0.001, 16, 16, CHOSEN) == pytest.approx(0.004)
    assert loaded_seconds(0.001, 1, 16, CHOSEN) == pytest.approx(0.001)
    assert loaded_seconds(0.001, 32, 16, CHOSEN) == pytest.approx(0.008)


def test_building_takes_all_insertions() -> None:
    """100,000 searches of a list of 128 and half as much again, by 4 of 16; twice if inserted twice."""
    index = Index(vectors=1e5, dims=768, kind="hnsw", ef_construction=128)
    each = visited(1e5, 128, 16) * (500e-9 + 3072 / 4e9)
    assert build_seconds(index, CHOSEN, 16) == pytest.approx(1e5 * each * 1.5 / 4)
    assert build_seconds(index, CHOSEN, 16, inserts=2) == pytest.approx(1e5 * each * 1.5 / 2)


def test_every_segment_is_walked() -> None:
    """Ten segments of 100,000 vectors take ten walks of their own; none walks more than it holds."""
    whole = Index(vectors=1e6, dims=768, kind="hnsw", ef_search=64)
    split = Index(vectors=1e6, dims=768, kind="hnsw", ef_search=64, segments=10)
    tiny = Index(vectors=100, dims=768, kind="hnsw", ef_search=64, segments=10)
    each = 500e-9 + 3072 / 4e9
    outside = 40e-6
    assert search_seconds(split, CHOSEN) - outside == pytest.approx(
        10 * visited(1e5, 64, 16) * each
    )
    assert search_seconds(split, CHOSEN) > 7 * search_seconds(whole, CHOSEN)
    assert search_seconds(tiny, CHOSEN) - outside == pytest.approx(10 * visited(10, 10, 16) * each)


@pytest.mark.parametrize(
    ("numbers_bytes", "on_a_page"),
    [(1536 * 4, 1), (1536 * 2, 2), (768 * 2, 4), (128 * 4, 10)],
)
def test_postgresql_keeps_whole_vectors_on_its_pages(numbers_bytes: float, on_a_page: int) -> None:
    """A vector with its 32 links takes 284 bytes besides its numbers: so many fit into 8,160."""
    assert 8160 // (numbers_bytes + 84 + 8 + 6 * 32) == on_a_page
    assert page_bytes(numbers_bytes, 16) == pytest.approx(8192 / on_a_page, rel=0.01)


def test_a_vector_of_the_lowest_layer_may_fit_where_others_do_not() -> None:
    """960 numbers and 24 links take 4,076 of 4,080 bytes; one in twelve has more links and a page alone."""
    assert page_bytes(3840, 12) == pytest.approx((11 * 4096 + 8192) / 12)


def test_a_vector_that_fills_its_page_has_its_neighbours_on_others() -> None:
    """8,000 bytes leave no room for 200 of neighbours, of which a page holds 40, or 26 with more layers."""
    assert page_bytes(8000, 16) == pytest.approx(8192 + 8192 * (15 / 40 + 1 / 26) / 16)


def test_an_index_in_postgresql_is_its_pages() -> None:
    """A million vectors of 1,536 numbers are a million pages of 8 KiB: 7.63 GiB, as published."""
    index = Index(vectors=1e6, dims=1536, kind="hnsw", server=True, paged=True)
    assert index_gib(index, CHOSEN) == pytest.approx(1e6 * 8192 / GIB)


@pytest.mark.parametrize("recall", [0.5, 0.9, 0.9575, 0.999])
def test_the_list_for_a_recall_finds_it(recall: float) -> None:
    """Solving for the list and putting it in again gives the recall; 64 for what 64 finds."""
    ef = hnsw_list(recall, 0.0425, 0.79)
    assert hnsw_recall(ef, 0.0425, 0.79) == pytest.approx(recall)
    assert hnsw_list(0.9575) == pytest.approx(64)
