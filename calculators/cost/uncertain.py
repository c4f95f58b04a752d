"""What is uncertain: inputs that move together by one factor, arms' accuracies, own machines.

A share s makes a factor between 1/(1 + s) and 1 + s in eight cases of ten. Each factor is drawn
once a sample for all four arms, so that what arms share cannot make one of them win by chance.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from calculators.cost.inputs import CostInputs
from calculators.cost.inputs.quality import LEAST_PERCENT
from calculators.physics.arms import ARMS, PROMPT_ONLY, Arm
from calculators.physics.ranges import Range


@dataclass(frozen=True, kw_only=True)
class Factor:
    """Inputs that are too low or too high together; `spread` is the input that says by how much."""

    name: str
    label: str
    spread: str
    inputs: tuple[str, ...]


FACTORS = (
    Factor(
        name="requests",
        label="Traffic",
        spread="traffic_spread_percent",
        inputs=("requests_per_month",),
    ),
    Factor(
        name="prompts",
        label="Lengths of texts",
        spread="length_spread_percent",
        inputs=(
            "question_tokens",
            "rewrite_tokens",
            "instruction_tokens",
            "context_tokens",
            "fine_tuned_instruction_tokens",
            "corpus_tokens",
            "tokens_per_example",
        ),
    ),
    Factor(
        name="answers",
        label="Length of answers",
        spread="length_spread_percent",
        inputs=("answer_tokens", "fine_tuned_answer_tokens"),
    ),
    Factor(
        name="model_prices",
        label="Model or machine prices",
        spread="price_spread_percent",
        inputs=(
            "input_usd_per_million_tokens",
            "cached_input_usd_per_million_tokens",
            "cache_write_usd_per_million_tokens",
            "output_usd_per_million_tokens",
            "long_input_usd_per_million_tokens",
            "long_cached_input_usd_per_million_tokens",
            "long_cache_write_usd_per_million_tokens",
            "long_output_usd_per_million_tokens",
            "training_usd_per_million_tokens",
            "fine_tuned_input_usd_per_million_tokens",
            "fine_tuned_cached_input_usd_per_million_tokens",
            "fine_tuned_cache_write_usd_per_million_tokens",
            "fine_tuned_output_usd_per_million_tokens",
            "hosting_usd_per_hour",
            "usd_per_gpu_hour",
        ),
    ),
    Factor(
        name="retrieval_prices",
        label="Prices of retrieval",
        spread="price_spread_percent",
        inputs=(
            "embedding_usd_per_million_tokens",
            "vector_store_usd_per_month",
            "vector_store_minimum_usd_per_month",
            "vector_store_usd_per_million_vectors_month",
            "vector_store_usd_per_million_queries",
            "vector_store_usd_per_million_queries_and_million_vectors",
            "vector_store_usd_per_million_vectors_written",
            "rerank_usd_per_thousand_searches",
        ),
    ),
    Factor(
        name="prompt_work",
        label="Work on prompt only",
        spread="work_spread_percent",
        inputs=("prompt_setup_hours", "prompt_upkeep_hours_per_month"),
    ),
    Factor(
        name="rag_work",
        label="Work on RAG",
        spread="work_spread_percent",
        inputs=("rag_setup_hours", "rag_upkeep_hours_per_month"),
    ),
    Factor(
        name="fine_tuning_work",
        label="Work on fine-tuning",
        spread="work_spread_percent",
        inputs=("fine_tuning_setup_hours", "fine_tuning_upkeep_hours_per_month"),
    ),
    Factor(
        name="evaluation_work",
        label="Work on evaluation",
        spread="work_spread_percent",
        inputs=("evaluation_minutes_per_question",),
    ),
)


CACHE_HITS = "cache_hits"
"""The share of requests that find their prefix in the cache: off by points, not by a factor."""
_MOST_TIMES = 100
LABELS = {**{each.name: each.label for each in FACTORS}, CACHE_HITS: "Prompt cache hits"}
"""What readers call each of these uncertain numbers."""


def factor_ranges(inputs: CostInputs) -> dict[str, Range]:
    """The factor of each group of inputs, 1 at its best estimate, and the cache's hits in percent."""
    found: dict[str, Range] = {}
    hits, points = inputs.cache_hit_percent, inputs.cache_hit_spread_points
    low = max(hits - points, hits / 10)
    if low > 0 and points:  # without hits caching is off
        # As a factor that stays within the floats, however small the share.
        high = min(hits + points, 100.0, _MOST_TIMES * hits)
        found[CACHE_HITS] = Range(low=low, mid=hits, high=high)
    for each in FACTORS:
        most = 1 + getattr(inputs, each.spread) / 100
        found[each.name] = Range(low=1 / most, mid=1.0, high=most)
    return found


def accuracy(arm: Arm, inputs: CostInputs) -> float | None:
    """Share of right answers of an arm, or None where nobody knows it.

    A prompt that holds documents is another one than the same without them.
    """
    with_documents = arm == PROMPT_ONLY and inputs.context_tokens > 0
    name = "prompt_documents" if with_documents else arm.name
    percent: float = getattr(inputs, f"{name}_accuracy_percent")
    return percent / 100 if percent >= LEAST_PERCENT else None


def accuracy_ranges(inputs: CostInputs) -> dict[str, Range]:
    """Each known share of right answers, never above 1 nor below a tenth of the best estimate."""
    spread = inputs.accuracy_spread_points / 100
    return {
        arm.name: Range(low=max(mid - spread, mid / 10), mid=mid, high=min(mid + spread, 1.0))
        for arm in ARMS
        if (mid := accuracy(arm, inputs)) is not None
    }


def with_factors(inputs: CostInputs, point: Mapping[str, float]) -> CostInputs:
    """The inputs of one sample. As dataclasses.replace, which takes longer than the formulas."""
    values = dict(vars(inputs))
    for each in FACTORS:
        factor = point[each.name]
        for name in each.inputs:
            values[name] *= factor
    if CACHE_HITS in point:
        values["cache_hit_percent"] = min(point[CACHE_HITS], 100.0)
    sample = object.__new__(CostInputs)
    sample.__dict__.update(values)
    return sample
