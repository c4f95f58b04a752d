"""Defaults of vector stores, and what they do to predictions."""

from typing import Any

import pytest

from sitebuild.facts import load
from sitebuild.measurements.predict import UnpredictableError, predict
from sitebuild.measurements.vector_stores import builders_of, index_of, inserts_of

FACTS = load()
MILLION: dict[str, Any] = {"vectors": 1_000_000, "dims": 768, "index": "hnsw", "vcpus": 16}


@pytest.mark.parametrize(
    ("framework", "segments"),
    [
        ("Milvus 2.2.0", 5),
        ("Elasticsearch 8.13.4", 10),
        ("Qdrant", 8),
        ("pgvector", 1),
        ("Weaviate", 1),
        ("pgvecto.rs", 1),
        ("Faiss", 1),
        ("a new engine", 1),
    ],
)
def test_stores_split_an_index_as_their_defaults_say(framework: str, segments: float) -> None:
    """A million vectors are 2.86 GiB: five of 0.7 GiB in Milvus, ten of a tier in Lucene."""
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
        ("new", 16),
    ],
)
def test_links_that_are_not_stated_are_the_stores_default(framework: str, links: float) -> None:
    """Weaviate halved its own with version 1.26; stated ones count."""
    assert index_of(MILLION | {"framework": framework}).links == links
    assert index_of(MILLION | {"framework": framework, "hnsw_m": 8}).links == 8


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
    unstated = predict("search_qps", MILLION | {"framework": "Faiss"}, FACTS)
    stated = predict("search_qps", MILLION | {"framework": "Faiss", "ef_search": 64}, FACTS)
    assert unstated.mid == pytest.approx(stated.mid)
    assert unstated.high / unstated.low > 1.1 * stated.high / stated.low
    encoder = {"encoder_params": 22_700_000, "encoder_layers": 6, "encoder_hidden": 384}
    gpu = encoder | {"gpu": "h100-sxm-80gb"}
    short = predict("rerank_docs_per_s", gpu, FACTS)
    known = predict("rerank_docs_per_s", gpu | {"tokens_per_doc": 100}, FACTS)
    assert short.mid == pytest.approx(known.mid)
    assert short.high / short.low > known.high / known.low


def test_clients_wait_for_each_other() -> None:
    """As many as virtual CPUs, which is meant where nothing is said: they take as long as all at their rate."""
    here = MILLION | {"framework": "Weaviate", "ef_search": 64}
    rate = predict("search_qps", here, FACTS).mid
    loaded = predict("search_latency_ms", here | {"clients": 16}, FACTS).mid
    assert loaded == pytest.approx(1000 * 16 / rate)
    assert predict("search_latency_ms", here, FACTS).mid == pytest.approx(loaded)
    assert predict("search_latency_ms", here | {"clients": 1}, FACTS).mid < loaded


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
