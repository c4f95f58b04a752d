"""Turn a published retrieval measurement into an index or an encoder and a prediction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from calculators.physics.encoding import Encoder, Texts, encode_seconds
from calculators.physics.ranges import Estimate, Range, propagate
from calculators.physics.retrieval import (
    BYTES,
    build_seconds,
    index_gib,
    loaded_seconds,
    search_seconds,
)
from sitebuild.facts import Facts
from sitebuild.measurements.predict_training import UnpredictableError
from sitebuild.measurements.vector_stores import builders_of, index_of, inserts_of

_ENCODER_KINDS = {"embedding_tokens_per_s", "embedding_sentences_per_s", "rerank_docs_per_s"}
_MODELLED = {"flat", "hnsw", "ivf", "ivf_pq", "bm25"}
_ON_SSD = {"diskann"}
"""DiskANN: codes in memory, graph and vectors on an SSD, whose reads decide."""
_UNSTATED_TOKENS = {
    "embedding_tokens_per_s": Range(low=128.0, mid=256.0, high=512.0),
    "embedding_sentences_per_s": Range(low=8.0, mid=12.0, high=18.0),
    "rerank_docs_per_s": Range(low=70.0, mid=100.0, high=145.0),
}
"""Where the length is not stated it is uncertain too: short sentences; a short query with a passage of
56 words on average in MS MARCO and of 79 in Natural Questions (Thakur et al. 2021, BEIR), at about 1.3
tokens a word."""
_UNSTATED_LIST = Range(low=0.5, mid=1.0, high=2.5)
"""Over the store's default: published searches keep lists of 40 to several hundred."""
_MEMORY = ("slack", "overhead", "fixed_gib")
_SEARCH = (
    "request_us",
    "library_us",
    "visit_ns",
    "page_ns",
    "read_gb_per_s",
    "scaling",
    "posting_ns",
)
_BUILDING = ("visit_ns", "read_gb_per_s", "scaling", "insert_work")
_GPU_SEARCH = ("library_us", "scan", "scan_products")
_ENCODING = ("encode", "encode_passes", "fused_passes", "start_us", "token_us", "text_us")
_CPU_ENCODING = ("encode_cpu", "scaling", "token_us", "text_us")
"""What decides each kind: samples of many numbers at once would move together."""
_FUSED = (
    "tensorrt",
    "fastertransformer",
    "aitemplate",
    "onnx",
    "tei",
    "neuron",
    "compile",
    "vllm",
)


def predict(kind: str, inputs: Mapping[str, Any], facts: Facts) -> Estimate:
    """Predict a row of a retrieval kind; raises UnpredictableError with the reason."""
    if inputs.get("precision", "fp32") not in BYTES:
        raise UnpredictableError(f"the size of numbers in {inputs['precision']} is not known")
    if kind in _ENCODER_KINDS:
        return _encoder(kind, inputs, facts)
    _refuse(inputs["index"])
    return _index(kind, inputs, facts)


def _refuse(index: str) -> None:
    if index in _ON_SSD:
        raise UnpredictableError(f"an index on an SSD ({index}) is not modelled")
    if index not in _MODELLED:
        raise UnpredictableError(f"an index of type {index} is not modelled")


def _index(kind: str, inputs: Mapping[str, Any], facts: Facts) -> Estimate:
    index = index_of(inputs)
    if kind == "index_memory_gib":
        if index.kind == "bm25":
            raise UnpredictableError(
                "memory of a term index depends on the text, which is not given"
            )
        return propagate(lambda chosen: index_gib(index, chosen), _of(_MEMORY, facts))
    gpu = facts.accelerator(inputs["gpu"]) if "gpu" in inputs else None
    vcpus = _vcpus(inputs)
    if kind == "index_build_s":
        if gpu is not None or index.kind != "hnsw":
            raise UnpredictableError("only the building of a graph on CPUs is modelled")
        inserts, builders = inserts_of(index, inputs), builders_of(inputs, vcpus)
        return propagate(
            lambda chosen: build_seconds(index, chosen, builders, inserts), _of(_BUILDING, facts)
        )
    if gpu is not None:
        busy = propagate(lambda chosen: search_seconds(index, chosen, gpu), _of(_GPU_SEARCH, facts))
        return _per_second(busy) if kind == "search_qps" else _times(busy, 1e3)
    clients = vcpus if kind == "search_qps" else _clients(inputs)
    ranges = _of(_SEARCH, facts)
    if index.kind == "hnsw" and "ef_search" not in inputs:
        ranges["list"] = _UNSTATED_LIST

    def milliseconds(chosen: Mapping[str, float]) -> float:
        ef = index.ef_search * chosen.get("list", 1.0)
        alone = search_seconds(replace(index, ef_search=ef), chosen)
        return 1e3 * loaded_seconds(alone, clients, vcpus, chosen)

    busy = propagate(milliseconds, ranges)
    return busy if kind == "search_latency_ms" else _times(_per_second(busy), 1e3 * clients)


def _clients(inputs: Mapping[str, Any]) -> float:
    """Who search at once: of a machine, without another word, as many as its throughput is measured with."""
    return float(inputs.get("clients") or inputs.get("vcpus") or 1)


def _vcpus(inputs: Mapping[str, Any]) -> float:
    return float(inputs.get("threads") or inputs.get("vcpus") or 1)


def _per_second(seconds: Estimate) -> Estimate:
    return Estimate(low=1 / seconds.high, mid=1 / seconds.mid, high=1 / seconds.low)


def _times(estimate: Estimate, factor: float) -> Estimate:
    return Estimate(
        low=estimate.low * factor, mid=estimate.mid * factor, high=estimate.high * factor
    )


def _encoder(kind: str, inputs: Mapping[str, Any], facts: Facts) -> Estimate:
    gpu = facts.accelerator(inputs["gpu"]) if "gpu" in inputs else None
    encoder = Encoder(
        params=inputs["encoder_params"],
        layers=inputs["encoder_layers"],
        hidden=inputs["encoder_hidden"],
    )
    framework = str(inputs.get("framework", "")).lower()
    old = gpu is None or gpu.family in {"volta", "maxwell"}
    batch = {"batch": float(inputs["batch"])} if "batch" in inputs else {}
    computes = gpu if gpu is not None else _vcpus(inputs)

    def rate(chosen: Mapping[str, float]) -> float:
        texts = Texts(
            tokens=chosen["tokens"],
            precision=inputs.get("precision") or ("fp32" if old else "fp16"),
            fused=any(name in framework for name in _FUSED),
            tokenized=inputs.get("tokenized", False),
            **batch,
        )
        seconds = encode_seconds(encoder, texts, chosen, computes)
        return (chosen["tokens"] if kind == "embedding_tokens_per_s" else 1.0) / seconds

    names = _CPU_ENCODING if gpu is None else _ENCODING
    return propagate(rate, {**_of(names, facts), "tokens": _tokens(kind, inputs)})


def _of(names: Sequence[str], facts: Facts) -> dict[str, Range]:
    ranges = facts.ranges("retrieval", {})
    return {name: ranges[name] for name in names}


def _tokens(kind: str, inputs: Mapping[str, Any]) -> Range:
    if given := inputs.get("tokens_per_doc"):
        return Range(low=given, mid=given, high=given)
    return _UNSTATED_TOKENS[kind]
