"""Defaults of vector stores, and what they do to predictions."""

from typing import Any

import pytest

from calculators.physics.ranges import Range
from sitebuild.facts import load
from sitebuild.measurements.predict import UnpredictableError, predict
from sitebuild.measurements.vector_stores import builders_of, index_of, inserts_of, open_of

FACTS = load()
MILLION: dict[str, Any] = {"vectors": 1_000_000, "dims": 768, "index": "hnsw", "vcpus": 16}


@pytest.mark.parametrize(
    ("framework", "segments"),
    [
        ("Milvus 2.2.0", 5),
        ("Elasticsearch 8.13.4", 5),
        ("Lucene", 1),
        ("Qdrant", 4),
        ("pgvector", 1),
        ("Weaviate", 1),
        ("pgvecto.rs", 1),
        ("Faiss", 1),
        ("a new engine", 1),
    ],
)
def test_stores_split_an_index_as_their_defaults_say(framework: str, segments: float) -> None:
    """A million vectors are 2.86 GiB: five of 0.7 GiB in Milvus; Lucene alone is measured merged."""
    assert index_of(MILLION | {"framework": framework}).segments == segments
    assert index_of(MILLION | {"framework": framework, "segments": 3}).segments == 3


@pytest.mark.parametrize(
    ("framework", "more", "ef"),
    [
        ("pgvector", {}, 40),
        ("pgvector", {"top_k": 100}, 100),
        ("Elasticsearch", {"top_k": 100}, 150),
        ("Qdrant", {"ef_construction": 200}, 200),
        ("Qdrant", {"ef_search": 32}, 32),
        ("Weaviate 1.24", {}, 100),
        ("Weaviate", {"top_k": 20}, 160),
        ("Weaviate", {"top_k": 100}, 500),
        ("pgvecto.rs", {}, 100),
        ("hnswlib", {}, 64),
        ("Lucene", {}, 200),
        ("Lucene", {"top_k": 10}, 110),
    ],
)
def test_a_list_that_is_not_stated_is_the_stores_default(
    framework: str, more: dict[str, int], ef: float
) -> None:
    """Never shorter than the results asked for; a stated one counts."""
    assert index_of(MILLION | {"framework": framework} | more).ef_search == ef


@pytest.mark.parametrize(
    ("framework", "links"),
    [
        ("Weaviate", 32),
        ("Weaviate 1.26", 32),
        ("Weaviate 1.24", 64),
        ("pgvecto.rs", 12),
        ("Faiss", 32),
        ("Lucene", 64),
        ("Milvus", 30),
        ("OpenSearch 2.13 Faiss", 16),
        ("new", 16),
    ],
)
def test_links_that_are_not_stated_are_the_stores_default(framework: str, links: float) -> None:
    """Weaviate halved its own with version 1.26; stated ones count."""
    assert index_of(MILLION | {"framework": framework}).links == links
    assert index_of(MILLION | {"framework": framework, "hnsw_m": 8}).links == 8


@pytest.mark.parametrize(
    ("framework", "segments"),
    [
        ("Milvus", (1, 5, 5)),
        ("Elasticsearch", (1, 5, 10)),
        ("Lucene", (1, 1, 10)),
        ("Qdrant", (2, 4, 8)),
        ("pgvecto.rs", None),
        ("pgvector", None),
    ],
)
def test_segments_that_are_not_stated_may_have_been_merged(
    framework: str, segments: tuple[float, float, float] | None
) -> None:
    """A range from what a merge leaves to the default of the store, where these differ."""
    here = MILLION | {"framework": framework}
    if segments is None:
        assert "segments" not in open_of(here)
        return
    low, mid, high = segments
    assert open_of(here)["segments"] == Range(low=low, mid=mid, high=high)
    assert "segments" not in open_of(here | {"segments": 3})


def test_only_what_counts_for_the_type_of_an_index_is_open() -> None:
    """Links, list and segments of a graph; lists, a quarter to four times as many, and probes of an IVF."""
    assert set(open_of(MILLION | {"framework": "Milvus"})) == {"links", "ef_search", "segments"}
    ivf = MILLION | {"index": "ivf"}
    assert open_of(ivf) == {
        "lists": Range(low=1000, mid=4000, high=16_000),
        "probes": Range(low=4, mid=16, high=64),
    }
    assert open_of(ivf | {"lists": 1000, "nprobe": 8}) == {}
    assert open_of(MILLION | {"index": "flat"}) == {}
    stated = {"hnsw_m": 16, "ef_search": 64, "top_k": 100}
    assert open_of(MILLION | stated) == {}
    assert index_of(MILLION | stated).ef_search == 100


def test_large_collections_have_more_lists_than_their_root_says() -> None:
    """4,000 for a million vectors, 2^18 above ten million, 2^20 above a hundred million."""
    ivf = MILLION | {"index": "ivf"}
    found = [index_of(ivf | {"vectors": each}).lists for each in (1_000_000, 50_000_000, 10**9)]
    assert found == [pytest.approx(4000), 2**18, 2**20]


def test_a_recall_asks_for_a_list() -> None:
    """At 4.25% missed with 64, 95.75% ask for just that, so that the middle of 64 and 64 is taken."""
    here = MILLION | {"framework": "hnswlib"}
    assert index_of(here | {"recall_at_10": 0.9575}).ef_search == pytest.approx(64)
    assert index_of(here | {"recall_at_10": 0.999999}).ef_search == pytest.approx(160)
    assert index_of(here | {"recall_at_10": 0.9, "ef_search": 50}).ef_search == 50
    assert index_of(here | {"recall_at_10": 1}).ef_search == 64


def test_statements_of_sql_crowd_each_other_under_load_only() -> None:
    """A machine is measured with many clients, a thread with one, as is one that says so."""
    here = MILLION | {"framework": "pgvector"}
    assert index_of(here).crowded
    assert index_of(here | {"framework": "pgvecto.rs", "clients": 4}).crowded
    assert not index_of(here | {"clients": 1}).crowded
    assert not index_of(here | {"threads": 1}).crowded
    assert not index_of(MILLION | {"framework": "Milvus"}).crowded


def test_compiled_libraries_are_known_from_engines_in_java() -> None:
    """Faiss and what is not named are compiled and in the process; Lucene and servers are not."""
    tight = {name: index_of(MILLION | {"framework": name}).tight for name in ("Faiss", "hnswlib")}
    assert all(tight.values())
    assert not index_of(MILLION | {"framework": "Faiss in Lucene"}).tight
    assert not index_of(MILLION | {"framework": "Milvus"}).tight


def test_pgvecto_rs_is_a_server_with_an_index_of_its_own() -> None:
    """It lies beside PostgreSQL's pages, in segments of a million vectors."""
    index = index_of(MILLION | {"framework": "pgvecto.rs", "vectors": 5_000_000})
    assert (index.server, index.paged, index.segments) == (True, False, 5)


def test_the_index_alone_is_less_than_its_server() -> None:
    """The index is meant unless a measurement says that all of the server was counted, or Qdrant did."""
    here = MILLION | {"framework": "OpenSearch"}
    whole = predict("index_memory_gib", here | {"whole_process": True}, FACTS).mid
    alone = predict("index_memory_gib", here, FACTS).mid
    assert alone == pytest.approx(predict("index_memory_gib", MILLION, FACTS).mid)
    assert whole > 1.2 * alone
    qdrant = MILLION | {"framework": "Qdrant"}
    assert predict("index_memory_gib", qdrant, FACTS).mid == pytest.approx(whole)


def test_a_small_table_of_postgresql_is_indexed_by_one_process() -> None:
    """100,000 rows with a pointer of 18 bytes each stay below 8 MiB, a million do not; small vectors count whole."""
    here = MILLION | {"framework": "pgvector"}
    assert builders_of(here | {"vectors": 100_000}, 32) == 1
    assert builders_of(here, 32) == 32
    assert builders_of(here | {"vectors": 100_000, "dims": 128}, 32) == 32
    assert builders_of(here | {"vectors": 100_000, "framework": "Milvus"}, 32) == 32


@pytest.mark.parametrize(
    ("more", "reason"),
    [({"precision": "int3"}, "int3"), ({"index": "diskann"}, "SSD"), ({"index": "ngt"}, "ngt")],
)
def test_what_is_not_modelled_is_refused_by_name(more: dict[str, str], reason: str) -> None:
    """An unknown type of numbers is not taken for 32 bits, nor an index on an SSD for one in memory."""
    with pytest.raises(UnpredictableError, match=reason):
        predict("search_qps", MILLION | more, FACTS)


@pytest.mark.parametrize(
    ("words", "ours"),
    [
        ({"precision": "float32"}, {"precision": "fp32"}),
        ({"precision": "Float16"}, {"precision": "fp16"}),
        ({"index": "HNSW"}, {}),
        ({"index": "IVF-Flat"}, {"index": "ivf"}),
    ],
)
def test_other_names_of_types_and_indexes_are_understood(
    words: dict[str, str], ours: dict[str, str]
) -> None:
    """A source's own word for the same thing is no reason to refuse a case."""
    found, known = (predict("search_qps", MILLION | each, FACTS).mid for each in (words, ours))
    assert found == known


def test_quarter_bytes_are_read_faster() -> None:
    """Numbers of 4 bits are half as many bytes as those of 8."""
    assert index_of(MILLION | {"precision": "int4"}).number_bytes == 0.5


def test_lucene_puts_vectors_into_a_graph_at_every_merge() -> None:
    """2.86 GiB are 28.6 times the buffer: 1 + log10(28.6) = 2.46 times; other stores once."""
    lucene, faiss = MILLION | {"framework": "Lucene"}, MILLION | {"framework": "Faiss"}
    assert inserts_of(index_of(lucene), lucene) == pytest.approx(2.456, abs=0.001)
    assert inserts_of(index_of(faiss), faiss) == 1


def test_what_is_not_stated_widens_the_interval() -> None:
    """A list, or a length of texts, that a source leaves out is uncertain like the rest."""
    faiss = MILLION | {"framework": "Faiss", "hnsw_m": 32}
    unstated = predict("search_qps", faiss, FACTS)
    stated = predict("search_qps", faiss | {"ef_search": 64}, FACTS)
    assert unstated.mid == pytest.approx(stated.mid)
    assert unstated.high / unstated.low > 1.1 * stated.high / stated.low
    encoder = {"encoder_params": 22_700_000, "encoder_layers": 6, "encoder_hidden": 384}
    gpu = encoder | {"gpu": "h100-sxm-80gb", "batch": 32}
    short = predict("rerank_docs_per_s", gpu, FACTS)
    known = predict("rerank_docs_per_s", gpu | {"tokens_per_doc": 100}, FACTS)
    assert short.mid == pytest.approx(known.mid)
    assert short.high / short.low > known.high / known.low


def test_clients_wait_for_each_other() -> None:
    """As many as virtual CPUs take as long as all at their rate; one alone is served sooner."""
    here = MILLION | {"framework": "Weaviate", "ef_search": 64}
    rate = predict("search_qps", here, FACTS).mid
    loaded = predict("search_latency_ms", here | {"clients": 16}, FACTS).mid
    assert loaded == pytest.approx(1000 * 16 / rate)
    assert predict("search_latency_ms", here | {"clients": 1}, FACTS).mid < loaded


def test_clients_that_are_not_stated_are_one_or_as_many_as_processors() -> None:
    """Eight of 64 are taken, and the interval is wider than that of eight; a thread has one client."""
    here = MILLION | {"framework": "Weaviate", "ef_search": 64, "hnsw_m": 16, "vcpus": 64}
    unstated = predict("search_latency_ms", here, FACTS)
    eight = predict("search_latency_ms", here | {"clients": 8}, FACTS)
    assert unstated.mid == pytest.approx(eight.mid)
    assert unstated.high / unstated.low > eight.high / eight.low
    thread = {key: value for key, value in here.items() if key != "vcpus"} | {"threads": 1}
    alone = predict("search_latency_ms", thread | {"clients": 1}, FACTS)
    assert predict("search_latency_ms", thread, FACTS) == alone


_BERT: dict[str, Any] = {
    "encoder_params": 109_000_000,
    "encoder_layers": 12,
    "encoder_hidden": 768,
    "gpu": "a100-sxm-40gb",
    "tokens_per_doc": 128,
    "precision": "fp16",
}


def test_a_batch_that_is_not_stated_is_32_or_far_from_it() -> None:
    """The middle is that of 32 texts; the interval holds a batch of one that waits for its kernels."""
    here = _BERT | {"framework": "sentence-transformers"}
    unstated = predict("embedding_sentences_per_s", here, FACTS)
    of_32, of_1 = (
        predict("embedding_sentences_per_s", here | {"batch": batch}, FACTS) for batch in (32, 1)
    )
    assert unstated.mid == pytest.approx(of_32.mid)
    assert unstated.low < of_32.low
    assert unstated.low < 1.5 * of_1.mid


def test_who_tokenizes_is_told_from_the_framework() -> None:
    """What runs models is fed with numbers of tokens, what serves texts tokenizes; else most is waited for."""

    def rate(framework: str, **more: bool) -> float:
        here = _BERT | {"framework": framework, "batch": 64} | more
        return predict("embedding_sentences_per_s", here, FACTS).mid

    tokenized = rate("PyTorch", tokenized=True)
    told = rate("PyTorch", tokenized=False)
    assert rate("PyTorch") == pytest.approx(tokenized, rel=0.03)
    assert rate("PyTorch, sentence-transformers") == pytest.approx(told)
    assert told < rate("an engine of one's own") < tokenized


def test_memory_allows_for_links_that_are_not_stated() -> None:
    """The interval of a graph of 16 links holds one of 24 unless the links are stated."""
    here = MILLION | {"framework": "hnswlib", "dims": 128}
    more = predict("index_memory_gib", here | {"hnsw_m": 24}, FACTS).mid
    assert predict("index_memory_gib", here, FACTS).high > more
    assert predict("index_memory_gib", here | {"hnsw_m": 16}, FACTS).high < more


def test_fused_engines_encode_faster() -> None:
    """And texts that come as numbers of tokens faster still."""
    encoder = {"encoder_params": 109_000_000, "encoder_layers": 12, "encoder_hidden": 768}
    here = encoder | {"gpu": "a100-sxm-40gb", "tokens_per_doc": 128, "precision": "fp16"}
    rates = [
        predict("embedding_sentences_per_s", here | more, FACTS).mid
        for more in (
            {"framework": "sentence-transformers"},
            {"framework": "AITemplate"},
            {"framework": "TEI", "tokenized": True},
        )
    ]
    assert rates == sorted(rates)
    assert rates[2] > 2 * rates[0]
