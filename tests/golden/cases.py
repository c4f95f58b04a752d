"""The golden cases: inputs here, the results they must give in <calculator>.json beside this file.

The same cases run natively and in the browser's Python, so that a change of a formula shows as a
changed file and a difference between the two Pythons shows as a failure.
The advisor's results follow its weights in content/advisor/: a changed weight changes them too.
After a deliberate change: python -m tests.golden.cases, then read the diff.
"""

import json
import math
from pathlib import Path
from typing import Any

from calculators.bridge import handle
from tests.given import given
from tests.golden.values import (
    ADVISOR,
    CACHED,
    CERTAIN,
    COST,
    INDEX,
    LATENCY,
    QUALITY,
    RAG,
    RENTED,
    SELF_HOSTED,
    SERVING,
    TRAINING,
    found,
)

FOLDER = Path(__file__).parent

CASES: dict[str, dict[str, dict[str, str]]] = {
    "cost": {
        "plain": COST,
        "no requests": COST | {"requests_per_month": "0"},
        "a billion requests": COST | {"requests_per_month": "1000000000"},
        "one month": COST | {"horizon_months": "1"},
        "retrained each month": COST | {"retrain_every_months": "1", "horizon_months": "60"},
        "no fine-tuning": COST | {"fine_tuning_offered": "false"},
        "long context": COST | {"context_tokens": "990000", "cache_hit_percent": "90"},
        "over the window": COST | {"context_tokens": "1000000"},
        "empty corpus": COST | {"corpus_tokens": "0", "retrieved_passages": "0"},
        "huge corpus": COST | {"corpus_tokens": "1000000000000", "overlap_percent": "90"},
        "writes": COST
        | {"corpus_tokens": "1000000000", "vector_store_usd_per_million_vectors_written": "25.2"},
        "a search by size": COST
        | {
            "vector_store_usd_per_million_queries_and_million_vectors": "100.8",
            "requests_per_month": "10000000",
        },
        "too seldom for the cache": COST | {"requests_per_month": "1000"},
        "accuracies not known": COST
        | {"rag_accuracy_percent": "0", "prompt_documents_accuracy_percent": "0"},
        "no examples": COST | {"training_examples": "0"},
        "free": {name: "0" if "usd" in name else value for name, value in COST.items()}
        | {"hourly_rate_usd": "0"},
        "nothing uncertain": COST | CERTAIN,
        "long prompts cost more": COST | {"long_prompt_tokens": "10000"},
        "a rewrite": COST | {"rewrite_tokens": "40"},
        "self-hosted, a rewrite": RENTED | {"rewrite_tokens": "40"},
        "each month a release": COST
        | {"release_every_months": "1", "evaluation_usd_per_question": "0.1"},
        "batches": COST | {"batch_percent": "40", "batch_discount_percent": "50"},
        "a winner only if certain": COST | {"sure_percent": "100"},
        "self-hosted": RENTED,
        "self-hosted, much traffic": RENTED | {"requests_per_month": "30000000"},
        "self-hosted, many adapters": RENTED | {"variants": "50", "training_method": "qlora"},
        "self-hosted, full training": RENTED | {"variants": "3", "training_method": "full"},
        "self-hosted, too large": RENTED | {"gpu_memory_gib": "16"},
        "self-hosted, by a hair": RENTED | {"gpu_memory_gib": "20"},
        "self-hosted, training too large": RENTED
        | {"training_method": "full", "gpu_memory_gib": "6", "gpus_per_replica": "8"},
        "self-hosted, over the window": RENTED | {"context_tokens": "140000"},
    },
    "training": {
        "LoRA": TRAINING,
        "QLoRA": TRAINING | {"method": "qlora", "optimizer": "paged_adamw8bit"},
        "full, sharded": TRAINING | {"method": "full", "sharding": "zero3", "gpus": "8"},
        "does not fit": TRAINING | {"method": "full", "gpu_memory_gib": "16"},
        "too close to call": TRAINING
        | {"gpu_memory_gib": "23.7", "hosted_usd_per_million_tokens": "3"},
        "nothing kept": TRAINING | {"checkpointing": "none", "packed": "false", "micro_batch": "1"},
        "free": TRAINING | {"usd_per_gpu_hour": "0"},
        "over the window": TRAINING | {"sequence_tokens": "200000"},
    },
    "serving": {
        "one accelerator": SERVING,
        "eight, 4 bit": SERVING | {"gpus_per_replica": "8", "weight_bits": "4"},
        "8-bit products": SERVING | {"weight_bits": "8", "kv_bits": "8", "precision": "int8"},
        "with adapters": SERVING | {"adapters": "100"},
        "does not fit": SERVING | {"gpu_memory_gib": "16"},
        "may or may not fit": SERVING | {"gpu_memory_gib": "19.5"},
        "not reachable": SERVING | {"target_ttft_ms": "1"},
        "promise too close to call": SERVING | {"target_ttft_ms": "240"},
        "more at once than fit": SERVING | {"concurrent_requests": "5000"},
        "a large load": SERVING | {"requests_per_s": "1000", "concurrent_requests": "1000"},
        "over the window": SERVING | {"prompt_tokens": "200000"},
    },
    "latency": {
        "hosted": LATENCY,
        "hosted, everything": LATENCY
        | {"rewrite_tokens": "30", "rerank": "own_encoder", "cache_hit_percent": "50"},
        "a busy reranker": LATENCY | {"rerank": "own_encoder", "requests_per_s": "20"},
        "a search just too slow": LATENCY | {"requests_per_s": "940"},
        "equal prompts": LATENCY | {"fine_tuned_instruction_tokens": "800", "context_tokens": "0"},
        "own": SELF_HOSTED,
        "own, everything": SELF_HOSTED
        | {"rewrite_tokens": "30", "rerank": "own_encoder", "cache_hit_percent": "50"},
        "busy": SELF_HOSTED | {"requests_per_s": "3.5"},
        "unstable": SELF_HOSTED | {"requests_per_s": "100"},
        "does not fit": SELF_HOSTED | {"gpu_memory_gib": "16"},
        "over the window": SELF_HOSTED | {"context_tokens": "200000"},
    },
    "index": {
        "plain": INDEX,
        "flat": INDEX | {"kind": "flat", "overlap_percent": "0"},
        "IVF-PQ": INDEX | {"kind": "ivf_pq", "documents": "1000000", "probes": "64"},
        "large, two copies": INDEX | {"documents": "1000000", "replicas": "1"},
        "8 bit": INDEX | {"numbers": "int8", "documents": "100000"},
        "a search by size": INDEX
        | {
            "vector_store_usd_per_million_queries_and_million_vectors": "100.8",
            "documents": "1000000",
        },
        "ten thousand million searches": INDEX | {"requests_per_month": "10000000000"},
        "a scan of split copies": INDEX
        | {"kind": "flat", "documents": "1000000", "requests_per_month": "100000000"},
        "codes of 8 bytes": INDEX | {"kind": "ivf_pq", "probes": "400", "code_bytes": "8"},
        "writes": INDEX
        | {"documents": "1000000", "vector_store_usd_per_million_vectors_written": "25.2"},
        "one short document": INDEX | {"documents": "1", "words_per_document": "10"},
    },
    "caching": {
        "plain": CACHED,
        "fixed life, stored": CACHED
        | {"lifetime_refreshed": "false", "storage_usd_per_million_tokens_hour": "1"},
        "whole prompts written": CACHED | {"breakpoint": "end_of_the_prompt"},
        "passages first": CACHED | {"passages_first": "true"},
        "writing costs nothing more": CACHED | {"cache_write_usd_per_million_tokens": "2"},
        "reading as dear as plain": CACHED | {"cached_input_usd_per_million_tokens": "2"},
        "a prefix a document": CACHED | {"distinct_contexts": "714", "requests_per_month": "5000"},
        "no requests": CACHED | {"requests_per_month": "0"},
        "nothing cached": CACHED | {"cache_lifetime_minutes": "0"},
        "no fine-tuning": CACHED | {"fine_tuning_offered": "false"},
        "over the window": CACHED | {"context_tokens": "1000000"},
    },
    "sample-size": {
        "plain": {},
        "perfect judge": {"sensitivity_percent": "100", "specificity_percent": "100"},
        "guessing judge": {"sensitivity_percent": "50", "specificity_percent": "50"},
        "above all": {"accuracy_percent": "97"},
        "too little discordant": {"discordant_percent": "3"},
        "too much discordant": {"discordant_percent": "80"},
        "one question": {"questions": "1", "measured_percent": "100"},
        "six comparisons": {"comparisons": "6", "power_percent": "90"},
    },
    "freshness": {
        "plain": {},
        "one rate, known": {"rate_factor": "1", "lasting_changed_percent": "0"},
        "spread rates": {"spread": "1.5", "facts_per_answer": "3"},
        "shape of one": {"spread": "1"},
        "nothing changes": {"volatile_changed_percent": "0", "lasting_changed_percent": "0"},
        "news": {"volatile_changed_percent": "90", "volatile_observed_months": "0.1"},
        "free": {
            "index_run_usd": "0",
            "retraining_usd": "0",
            "model_change_usd": "0",
            "outdated_answer_usd": "0",
        },
        "promise of nothing outdated": {"promise_percent": "0"},
        "all taken up, measured": {"learned_percent": "100", "learned_factor": "1"},
    },
    "quality": {
        "RAG alone": QUALITY | RAG,
        "too close to call": QUALITY | found("rag_gain", -0.5, 0.1, 0.9),
        "one study": QUALITY | found("rag_gain", 0.5, 1, 1.5, studies=1),
        "one figure": QUALITY | found("rag_gain", 1.2, 1.2, 1.2, studies=1),
        "head to head": QUALITY
        | RAG
        | found("rag_fine_tuned_gain", 1, 1.4, 2)
        | found("both_over_rag", -1, -0.3, 0.1),
        "from the whole text": QUALITY
        | RAG
        | {"from_long_context": "true"}
        | found("long_context_gain", 0, 0, 0)
        | found("long_context_over_rag", -1.4, -0.9, -0.4),
        "no study": QUALITY,
    },
    "advisor": {
        "documents": ADVISOR,
        "a short text": ADVISOR | {"corpus_tokens": "20000"},
        "messages": ADVISOR
        | {
            "task": "classification_or_extraction",
            "gap": "form_or_style_is_wrong",
            "facts_change": "hardly_ever",
            "sources": "not_needed",
            "corpus_tokens": "0",
            "labelled_examples": "10003",
            "requests_per_month": "5000000",
            "first_word_ms": "500",
            "team": "training_of_models",
        },
        "both": ADVISOR
        | {"gap": "facts_and_form", "labelled_examples": "5000", "team": "search_and_training"},
        "nothing fits": ADVISOR | {"sources": "required", "corpus_tokens": "0"},
        "the prompt first": ADVISOR | {"gap": "not_tried_yet"},
        "no examples": ADVISOR | {"labelled_examples": "0"},
        "wide margin": ADVISOR | {"margin_points": "50"},
    },
}


def expected(calculator: str) -> dict[str, Any]:
    """The results that a calculator's cases must give, by case."""
    return json.loads((FOLDER / f"{calculator}.json").read_text(encoding="utf-8"))


def request(calculator: str, case: str) -> str:
    """The request that a page would send for a case."""
    return json.dumps(
        {
            "calculator": calculator,
            "values": CASES[calculator][case],
            "given": given(calculator),
        }
    )


def differences(found: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    """What differs: a missing or other name, another answer, a number off by more than 1e-9."""
    names = sorted(found.keys() | wanted.keys())
    return [
        f"{name}: {found.get(name)!r} instead of {wanted.get(name)!r}"
        for name in names
        if not _same(found.get(name), wanted.get(name))
    ]


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9)
    return one == other


def _write() -> None:
    for calculator, cases in CASES.items():
        results = {case: json.loads(handle(request(calculator, case)))["results"] for case in cases}
        text = json.dumps(results, indent=1, ensure_ascii=False) + "\n"
        (FOLDER / f"{calculator}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _write()
