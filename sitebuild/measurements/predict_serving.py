"""Turn a published serving measurement into a deployment and a prediction."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from calculators.physics.accelerator import Accelerator
from calculators.physics.jobs import Chosen
from calculators.physics.ranges import Estimate, propagate
from calculators.physics.serving_efficiencies import SCHEDULED
from calculators.physics.serving_jobs import Budget, Deployment, served_budget
from calculators.physics.serving_load import (
    MOST_SEQUENCES,
    Loaded,
    batch_seconds,
    queued_tokens_per_s,
)
from calculators.physics.serving_speed import first_token_seconds, step_seconds
from sitebuild.facts import Facts
from sitebuild.measurements.predict_training import UnpredictableError
from sitebuild.measurements.serving_arrivals import (
    Arrivals,
    closed_loop_seconds,
    times,
    tpot_at,
    ttft_at,
)
from sitebuild.measurements.serving_memory import Kept, kept, unpooled_gib
from sitebuild.measurements.serving_run import Run, run_seconds

_SCHEDULED = ("vllm", "sglang", "trtllm-serve")
"""Engines that schedule, sample and write out every step in Python."""
_EAGER = ("eager", "transformers", "litgpt", "accelerate")
"""Stacks that start every kernel from Python."""
_COMPILED = ("neuronx",)
"""Frameworks that bear the name of an eager one and compile the model as a whole."""
_UNFUSED = ("llama.cpp",)
"""Engines whose attention writes its scores to memory unless told otherwise."""
_STREAMING = ("exllamav2", "lmdeploy", "turbomind")
"""Engines whose kernels for weights of few bits are written for single sequences."""
_TILEWISE = ("autoawq",)
"""Kernels that unpack weights again for every block of rows."""
_FUSED_UNPACKING = ("gptq", "awq", "exllama", "marlin")
"""Formats whose kernels unpack and multiply in one."""
_BUDGETED = ("vllm",)
"""Engines that run no more sequences at once than they make room for (vLLM's pull request 16158)."""

_SHARED_READS = (0, 7)
"""The version of TensorRT-LLM from which on steps of decoding have kernels for grouped heads.

Its page Falcon180B-H200 says that they make Llama-70B up to 2.4 times as fast as version 0.5; before, each
query head is taken to have read the keys and values of its group for itself.
"""

_NEVER = 1e15
"""Milliseconds of a queue that only grows: finite, so that quantiles can be taken."""


def predict(kind: str, inputs: Mapping[str, Any], facts: Facts) -> Estimate:
    """Predict a row of a serving kind; raises UnpredictableError with the reason."""
    run = _deployment(inputs, facts)
    engine = _engine(inputs, unpacked=run.weights_unpacked)
    run = replace(run, budget=served_budget(run.gpu) if engine == SCHEDULED else Budget())
    ranges = facts.ranges("serving", {**facts.classes(run.gpu), "engine": engine})
    case = _Case(
        kind=kind,
        run=run,
        prompt=inputs["prompt_tokens"],
        output=inputs["output_tokens"],
        batch=inputs.get("batch"),
        requests_per_s=inputs.get("requests_per_s", 0.0),
        statistic=inputs.get("statistic", "mean"),
        most=_most_sequences(inputs, run.gpu),
        requests=inputs.get("requests"),
        uneven=inputs.get("uneven_lengths", False),
        closed_loop=inputs.get("closed_loop", False),
        held=kept(inputs, eager=engine.startswith("eager")),
        served=engine == SCHEDULED,
    )
    found: list[float] = []

    def value(chosen: Chosen) -> float:
        found.append(case.value(chosen))
        return found[-1]

    estimate = propagate(value, ranges)
    if not 0 < estimate.mid < _NEVER:
        raise UnpredictableError("the model does not fit on the machine, or the load exceeds it")
    # Some draws may be unstable at this load.
    slowest = max(each for each in found if each < _NEVER)
    return replace(estimate, high=min(estimate.high, slowest))


def _engine(inputs: Mapping[str, Any], *, unpacked: bool) -> str:
    """The class of a framework, by what it does from Python and which of its kernels are not fused."""
    name = str(inputs.get("framework", "")).lower()
    if any(mark in name for mark in _SCHEDULED):
        return SCHEDULED
    if any(mark in name for mark in _EAGER) and not any(mark in name for mark in _COMPILED):
        fused = any(mark in name for mark in _FUSED_UNPACKING)
        return "eager-unpacked" if unpacked and not fused else "eager"
    if any(mark in name for mark in _TILEWISE):
        return "tilewise"
    if any(mark in name for mark in _STREAMING):
        return "streaming"
    fuses = not any(mark in name for mark in _UNFUSED)
    return "compiled" if inputs.get("flash_attention", fuses) else "unfused"


def _most_sequences(inputs: Mapping[str, Any], gpu: Accelerator) -> float:
    """Sequences that the engine runs at once at most."""
    name = str(inputs.get("framework", "")).lower()
    budgeted = any(mark in name for mark in _BUDGETED)
    return served_budget(gpu).sequences if budgeted else MOST_SEQUENCES


def _deployment(inputs: Mapping[str, Any], facts: Facts) -> Deployment:
    precision = inputs.get("compute_precision", "fp16")
    bits = inputs["weight_bits"]
    eight = precision in {"fp8", "fp4"}
    return Deployment(
        model=facts.architecture(inputs),
        gpu=facts.accelerator(inputs["gpu"]),
        gpus=inputs["gpu_count"],
        tensor_parallel=inputs["tensor_parallel"],
        weight_bits=bits,
        kv_bits=inputs.get("kv_bits", 8 if eight else 16),
        precision=precision,
        group_reads=inputs["heads"] / inputs["kv_heads"] if _reads_apart(inputs) else 1.0,
    )


def _reads_apart(inputs: Mapping[str, Any]) -> bool:
    """Whether each query head of a group reads the group's keys and values for itself."""
    name = str(inputs.get("framework", "")).lower()
    found = re.search(r"tensorrt-llm v?(\d+)\.(\d+)", name)
    return found is not None and (int(found[1]), int(found[2])) < _SHARED_READS


@dataclass(frozen=True, kw_only=True)
class _Case:
    """A case ready to be evaluated at any choice of the uncertain numbers."""

    kind: str
    run: Deployment
    prompt: float
    output: float
    batch: float | None
    requests_per_s: float
    statistic: str
    most: float
    requests: float | None
    uneven: bool
    closed_loop: bool
    held: Kept
    served: bool
    """Requests reach the engine through a server, which takes its own time for each."""

    def value(self, chosen: Chosen) -> float:
        """The number that the case measured; 0 where there is none, `_NEVER` where a queue only grows."""
        if self.kind.startswith("loaded_"):
            return self._loaded(chosen)
        if self.batch is None:
            return self._queued(chosen)
        if self.kind in {"ttft_ms", "prefill_tokens_per_s"}:
            return self._prompt(chosen, self.batch)
        if self.kind in {"tpot_ms", "decode_tokens_per_s"}:
            return self._step(chosen, self.batch)
        if self.kind == "inference_memory_gib":
            return unpooled_gib(self.run, self.batch, self.prompt, self.output, self.held, chosen)
        seconds = batch_seconds(self.run, self.batch, self.prompt, self.output, chosen)
        return seconds if self.kind == "batch_latency_s" else self.batch * self.output / seconds

    def _queued(self, chosen: Chosen) -> float:
        if self.requests is None:
            return queued_tokens_per_s(self.run, self.prompt, self.output, chosen, most=self.most)
        run = Run(
            requests=self.requests,
            prompt=self.prompt,
            output=self.output,
            uneven=self.uneven,
            most=self.most,
        )
        seconds = run_seconds(self.run, run, chosen)
        return self.requests * self.output / seconds if seconds else 0.0

    def _prompt(self, chosen: Chosen, batch: float) -> float:
        seconds = first_token_seconds(self.run, batch, max(self.prompt, 1), chosen)
        if self.kind == "ttft_ms" and self.served:
            seconds += chosen["request_ms"] / 1000
        return 1000 * seconds if self.kind == "ttft_ms" else batch * self.prompt / seconds

    def _step(self, chosen: Chosen, batch: float) -> float:
        if self.closed_loop:
            seconds = closed_loop_seconds(self.run, batch, self._arrivals, chosen)
        else:
            seconds = step_seconds(self.run, batch, self.prompt + self.output / 2, chosen)
        return 1000 * seconds if self.kind == "tpot_ms" else batch / seconds

    @property
    def _arrivals(self) -> Arrivals:
        return Arrivals(
            requests_per_s=self.requests_per_s,
            prompt=self.prompt,
            output=max(self.output, 1.0),
            requests=self.requests,
            uneven=self.uneven,
            most=self.most,
        )

    def _loaded(self, chosen: Chosen) -> float:
        work = self._arrivals
        mean = times(self.run, work, chosen)
        if not isinstance(mean, Loaded):
            return _NEVER
        statistic = tpot_at if self.kind == "loaded_tpot_ms" else ttft_at
        return 1000 * statistic(self.run, work, mean, self.statistic, chosen)
