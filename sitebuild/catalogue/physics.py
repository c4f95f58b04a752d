"""What open models, accelerators, engines and fits of published measurements fill in.

An accelerator fills its facts and the efficiencies, each of the class that it belongs to; those of
the software come with the engine.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from calculators.physics.accelerator import Accelerator
from calculators.physics.efficiency_inputs import ENDS
from calculators.physics.ranges import Range, middle
from calculators.physics.retrieval_efficiencies import BUILDING, ENCODING, MEMORY, SEARCH
from calculators.physics.serving_capacity import Requests, together
from calculators.physics.serving_efficiencies import (
    CAPACITY,
    CAPACITY_PREFIX,
    ENGINE,
    SCHEDULED,
    SERVING,
)
from calculators.physics.serving_jobs import Deployment, served_budget
from calculators.physics.serving_load import MOST_SEQUENCES, marginal_prefill_seconds
from calculators.physics.serving_speed import step_seconds
from calculators.physics.training_efficiencies import PLAN_MEMORY, PLAN_PREFIX, PLAN_SPEED
from sitebuild.facts import Facts

SERVING_GROUP = "serving"
"""The group of efficiencies that a served model needs."""
_TRAINING_GROUP = "training-speed"
GROUPS = {
    "training-accelerators": ("training-memory", _TRAINING_GROUP),
    "serving-accelerators": (SERVING_GROUP,),
    "latency-accelerators": (SERVING_GROUP, "retrieval"),
}
"""The catalogue's lists of accelerators, and the groups of efficiencies that each fills in."""
PRICED = ("training-accelerators", "serving-accelerators")
"""Those of the lists whose calculators ask what an hour of the accelerator costs."""
INDEX_GROUPS = ("retrieval",)
"""Groups of efficiencies that an index is sized with."""

ENGINES = {
    SCHEDULED: ("vLLM or SGLang", "Schedules, samples and writes out each step in Python."),
    "compiled": ("TensorRT-LLM or LMDeploy", "Does little for a sequence beside the model."),
}
"""Classes of engines that a form offers: names of those that most readers use, and what sets them apart.

Code that starts every kernel from Python is none of them: it runs one batch to its end before the next,
which the formulas of a load do not describe."""
OF_ENGINE = tuple(each.name for each in SERVING if each.choice == ENGINE)
"""Efficiencies of serving that come with the engine; every form that serves a model needs them all."""
ENGINE_LISTS = {"serving-engines": "", "capacity-engines": CAPACITY_PREFIX}
"""The catalogue's lists of engines, and how the names that each fills begin."""
_USUAL = {ENGINE: SCHEDULED}
"""Readers who serve a model themselves mostly do it with vLLM or SGLang, which schedule in Python."""
_OF_A_SEARCH = {each.name for each in SEARCH}
"""Efficiencies of retrieval that a search meets; others size and build an index."""
_OF_AN_ENCODER = {each.name for each in ENCODING}

_WANTED = {
    "retrieval": _OF_A_SEARCH,
    SERVING_GROUP: {each.name for each in SERVING if not each.choice},
}
"""Of these groups a form asks for a part: what stacks without a pool keep is for measurements alone."""

_OF_AN_INDEX = {each.name for each in (*MEMORY, *SEARCH, *BUILDING)}

_PROMPT_TOKENS, _ANSWER_TOKENS = 2_000, 250
"""Lengths at which the rates of a deployment are reckoned; a cache of other lengths changes them little."""
_PLANNED = 0.7
"""Share of its capacity that a deployment is planned for: above it requests wait."""

_ARCHITECTURE = (
    "params",
    "active_params",
    "layers",
    "hidden",
    "heads",
    "kv_heads",
    "head_dim",
    "ffn",
    "vocab",
    "experts",
    "experts_per_token",
    "latent_dims",
    "window_tokens",
    "context_window_tokens",
)
_RENTED = (
    (CAPACITY_PREFIX, CAPACITY, SERVING_GROUP, ENDS),
    (PLAN_PREFIX, PLAN_SPEED, _TRAINING_GROUP, ENDS),
    (PLAN_PREFIX, PLAN_MEMORY, "training-memory", ("mid",)),
)
"""What a rented accelerator fills: prefix of the names, efficiencies, their group, their ends."""


def open_model_fills(model: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a calculator that a model fills; `model` is one of the facts'."""
    fills: dict[str, Any] = {key: model.get(key, 0) for key in _ARCHITECTURE}
    fills["windowed_percent"] = 100 * model.get("windowed_share", 0.0)
    fills["tied_embeddings"] = model["tied"]
    return fills


def accelerator_fills(name: str, facts: Facts, groups: tuple[str, ...]) -> dict[str, Any]:
    """The fields of a calculator that an accelerator fills; `groups` are the efficiencies it needs."""
    gpu = facts.accelerator(name)
    fills: dict[str, Any] = {
        "gpu_memory_gib": gpu.memory_gib,
        "gpu_bandwidth_gb_per_s": gpu.bandwidth_gb_per_s,
        "gpu_16_bit_tflops": gpu.peak_flops("bf16") / 1e12,
        "gpu_8_bit_tflops": gpu.peak_flops("fp8") / 1e12,
        "gpu_link_gb_per_s": gpu.link_gb_per_s,
    }
    if _TRAINING_GROUP in groups:
        fills["gpu_power_w"] = gpu.power_w
    if SERVING_GROUP in groups:
        fills |= _of_serving(gpu)
    for group in groups:
        found = facts.ranges(group, facts.classes(gpu))
        wanted = _WANTED.get(group, set(found))
        fills |= _range_fills(found, wanted)
    return fills


def rented_fills(name: str, facts: Facts, usd_per_gpu_hour: float) -> dict[str, Any]:
    """What a rented accelerator fills where it both trains and serves, so that names need a prefix."""
    gpu = facts.accelerator(name)
    fills = accelerator_fills(name, facts, ())
    fills |= _of_serving(gpu)
    fills["usd_per_gpu_hour"] = usd_per_gpu_hour
    classes = facts.classes(gpu)
    for prefix, table, group, ends in _RENTED:
        ranges = facts.ranges(group, classes)
        own = {each.name for each in table if not each.choice}
        fills |= _range_fills(ranges, own, prefix, ends)
    return fills


def encoder_accelerator_fills(name: str, facts: Facts) -> dict[str, Any]:
    """What the accelerator of a reranker fills, beside that of the model in one form."""
    gpu = facts.accelerator(name)
    ranges = facts.ranges("retrieval", facts.classes(gpu))
    return {
        "rerank_gpu_bandwidth_gb_per_s": gpu.bandwidth_gb_per_s,
        "rerank_gpu_16_bit_tflops": gpu.peak_flops("bf16") / 1e12,
        **_range_fills(ranges, _OF_AN_ENCODER),
    }


def engine_fills(engine: str, facts: Facts, prefix: str) -> dict[str, float]:
    """The ranges that come with a class of engines."""
    return _range_fills(facts.ranges(SERVING_GROUP, {ENGINE: engine}), OF_ENGINE, prefix)


def calibration_fills(name: str, facts: Facts) -> dict[str, Any]:
    """The ranges of a group that size and search an index; they do not differ by accelerator."""
    return _range_fills(facts.ranges(name, {}), _OF_AN_INDEX)


def deployment_rates(name: str, model: Mapping[str, Any], facts: Facts) -> tuple[int, int]:
    """Tokens a second that a planned load reads and writes on one accelerator, as whole numbers."""
    gpu = facts.accelerator(name)
    run = Deployment(model=facts.architecture(model), gpu=gpu, budget=served_budget(gpu))
    chosen = middle(facts.ranges(SERVING_GROUP, facts.classes(gpu) | _USUAL))
    work = Requests(prompt=_PROMPT_TOKENS, prefix=0, hits=0, output=_ANSWER_TOKENS)
    batch = min(max(together(run, work, chosen), 1.0), MOST_SEQUENCES)
    planned = _PLANNED / chosen["batching"]
    reads = _PROMPT_TOKENS / marginal_prefill_seconds(run, _PROMPT_TOKENS, chosen)
    writes = batch / step_seconds(run, batch, _PROMPT_TOKENS + _ANSWER_TOKENS / 2, chosen)
    return round(planned * reads), round(planned * writes)


def _of_serving(gpu: Accelerator) -> dict[str, float]:
    """Facts that only a served model needs."""
    return {"gpu_int8_tflops": gpu.peak_flops("int8") / 1e12}


def _range_fills(
    ranges: Mapping[str, Range],
    wanted: Collection[str],
    prefix: str = "",
    ends: Sequence[str] = ENDS,
) -> dict[str, float]:
    return {
        f"{prefix}{key}_{end}": getattr(value, end)
        for key, value in ranges.items()
        if key in wanted
        for end in ends
    }
