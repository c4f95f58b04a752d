"""Turn a published retrieval measurement into an index or an encoder and a prediction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from calculators.physics.encoding import Encoder, Texts, encode_seconds
from calculators.physics.ranges import Estimate, Range, propagate
from calculators.physics.retrieval import (
    BYTES,
    Index,
    build_seconds,
    index_gib,
    loaded_seconds,
    search_seconds,
)
from sitebuild.facts import Facts
from sitebuild.measurements.predict_training import UnpredictableError
from sitebuild.measurements.vector_stores import (
    builders_of,
    exactly,
    index_of,
    inserts_of,
    open_of,
)

_ENCODER_KINDS = {"embedding_tokens_per_s", "embedding_sentences_per_s", "rerank_docs_per_s"}
_MODELLED = {"flat", "hnsw", "ivf", "ivf_pq", "bm25"}
_WORDS = {
    **dict.fromkeys(("float32", "float", "f32", "single"), "fp32"),
    **dict.fromkeys(("float16", "f16", "half"), "fp16"),
    **dict.fromkeys(("bfloat16",), "bf16"),
    **dict.fromkeys(("float8", "f8"), "fp8"),
    **dict.fromkeys(("byte", "i8", "sq8"), "int8"),
    **dict.fromkeys(("bit", "binary_quantized", "bq"), "binary"),
    **dict.fromkeys(("brute_force", "bruteforce", "exact"), "flat"),
    **dict.fromkeys(("ivfflat", "ivf_flat"), "ivf"),
    **dict.fromkeys(("ivfpq",), "ivf_pq"),
}
"""Other names of the same."""
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
_UNSTATED_BATCH = {
    "embedding_tokens_per_s": Range(low=1.0, mid=32.0, high=256.0),
    "embedding_sentences_per_s": Range(low=1.0, mid=32.0, high=256.0),
    "rerank_docs_per_s": Range(low=10.0, mid=32.0, high=128.0),
}
"""Texts of a batch: Sentence Transformers takes 32, published runs of encoders one to what memory holds;
a reranker has the candidates of a query to score."""
_TEXTS = ("sentence", "tei", "infinity", "vespa", "fastembed", "vllm", "ollama")
_NUMBERS = (
    "tensorrt",
    "fastertransformer",
    "aitemplate",
    "neuron",
    "tensorflow",
    "pytorch",
    "paddle",
)
_OF_THE_HOST = {
    _TEXTS: Range(low=0.5, mid=1.0, high=1.0),
    _NUMBERS: Range(low=0.01, mid=0.02, high=0.5),
    (): Range(low=0.1, mid=0.8, high=1.0),
}
"""Share of the host's work that is waited for: what serves texts tokenizes them, a framework for models
is measured on numbers of tokens; of the rest little is known, but most published tables are of texts."""
_NOTHING = 1e-9
_MEMORY = ("slack", "overhead", "fixed_gib")
_CPU_SEARCH = ("read_gb_per_s", "scaling")
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
    inputs = _in_our_words(inputs)
    if inputs.get("precision", "fp32") not in BYTES:
        raise UnpredictableError(f"the size of numbers in {inputs['precision']} is not known")
    if kind in _ENCODER_KINDS:
        return _encoder(kind, inputs, facts)
    _refuse(inputs["index"])
    return _index(kind, inputs, facts)


def _in_our_words(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same case with types of numbers and indexes as the formulas call them."""
    found = dict(inputs)
    for key in {"precision", "index"} & inputs.keys():
        word = str(inputs[key]).lower().replace("-", "_")
        found[key] = _WORDS.get(word, word)
    return found


def _refuse(index: str) -> None:
    if index in _ON_SSD:
        raise UnpredictableError(f"an index on an SSD ({index}) is not modelled")
    if index not in _MODELLED:
        raise UnpredictableError(f"an index of type {index} is not modelled")


def _index(kind: str, inputs: Mapping[str, Any], facts: Facts) -> Estimate:
    index, unstated = index_of(inputs), open_of(inputs)
    if kind == "index_memory_gib":
        if index.kind == "bm25":
            raise UnpredictableError(
                "memory of a term index depends on the text, which is not given"
            )
        memory = _of(_MEMORY, facts) | unstated
        return propagate(lambda chosen: index_gib(_completed(index, chosen), chosen), memory)
    gpu = facts.accelerator(inputs["gpu"]) if "gpu" in inputs else None
    vcpus = _vcpus(inputs)
    if kind == "index_build_s":
        if gpu is not None or index.kind != "hnsw":
            raise UnpredictableError("only the building of a graph on CPUs is modelled")
        inserts, builders = inserts_of(index, inputs), builders_of(inputs, vcpus)
        return propagate(
            lambda chosen: build_seconds(_completed(index, chosen), chosen, builders, inserts),
            _of((*_CPU_SEARCH, "visit_ns", "insert_work"), facts) | unstated,
        )
    if gpu is not None:
        busy = propagate(
            lambda chosen: search_seconds(_completed(index, chosen), chosen, gpu),
            _of(_GPU_SEARCH, facts) | unstated,
        )
        return _per_second(busy) if kind == "search_qps" else _times(busy, 1e3)
    clients = exactly(vcpus) if kind == "search_qps" else _clients(inputs)

    def milliseconds(chosen: Mapping[str, float]) -> float:
        alone = search_seconds(_completed(index, chosen), chosen)
        return 1e3 * loaded_seconds(alone, chosen["clients"], vcpus, chosen)

    busy = propagate(milliseconds, _of(_searching(index), facts) | unstated | {"clients": clients})
    return busy if kind == "search_latency_ms" else _times(_per_second(busy), 1e3 * vcpus)


def _searching(index: Index) -> tuple[str, ...]:
    """What decides a search: samples of many numbers at once would move together."""
    if index.kind == "bm25":
        return (index.outside, "posting_ns", "scaling")
    page = ("page_ns",) if index.paged else ()
    walk = () if index.kind == "flat" else (index.visit, *page)
    centres = ("visit_ns",) if index.kind.startswith("ivf") else ()
    return tuple(dict.fromkeys((*_CPU_SEARCH, index.outside, *walk, *centres)))


def _completed(index: Index, chosen: Mapping[str, float]) -> Index:
    """The index with what the measurement leaves open as it was chosen."""
    return replace(
        index,
        links=max(1.0, chosen.get("links", index.links)),
        ef_search=max(1.0, chosen.get("ef_search", index.ef_search)),
        segments=max(1.0, chosen.get("segments", index.segments)),
        lists=max(0.0, chosen.get("lists", index.lists)),
        probes=max(1.0, chosen.get("probes", index.probes)),
    )


def _clients(inputs: Mapping[str, Any]) -> Range:
    """Who search at once: of a machine, without another word, one or as many as its processors or between."""
    if given := inputs.get("clients"):
        return exactly(given)
    most = 1.0 if "threads" in inputs else _vcpus(inputs)
    return Range(low=1.0, mid=most**0.5, high=most)


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
    computes = gpu if gpu is not None else _vcpus(inputs)

    def rate(chosen: Mapping[str, float]) -> float:
        texts = Texts(
            tokens=chosen["tokens"],
            precision=inputs.get("precision") or ("fp32" if old else "fp16"),
            fused=any(name in framework for name in _FUSED),
            batch=max(1.0, chosen["batch"]),
            host=min(1.0, chosen["host"]),
        )
        seconds = encode_seconds(encoder, texts, chosen, computes)
        return (chosen["tokens"] if kind == "embedding_tokens_per_s" else 1.0) / seconds

    names = _CPU_ENCODING if gpu is None else _ENCODING
    left_open = {
        "tokens": _tokens(kind, inputs),
        "batch": exactly(inputs["batch"]) if "batch" in inputs else _UNSTATED_BATCH[kind],
        "host": _host(inputs, framework),
    }
    return propagate(rate, _of(names, facts) | left_open)


def _host(inputs: Mapping[str, Any], framework: str) -> Range:
    """The share of the host's work that is waited for."""
    if "tokenized" in inputs:
        return exactly(_NOTHING if inputs["tokenized"] else 1.0)
    return next(
        each
        for names, each in _OF_THE_HOST.items()
        if not names or any(name in framework for name in names)
    )


def _of(names: Sequence[str], facts: Facts) -> dict[str, Range]:
    ranges = facts.ranges("retrieval", {})
    return {name: ranges[name] for name in names}


def _tokens(kind: str, inputs: Mapping[str, Any]) -> Range:
    if given := inputs.get("tokens_per_doc"):
        return exactly(given)
    return _UNSTATED_TOKENS[kind]
