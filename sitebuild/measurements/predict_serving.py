"""Turn a published serving measurement into a deployment and a prediction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from calculators.physics.accelerator import Accelerator
from calculators.physics.jobs import Chosen
from calculators.physics.ranges import Estimate, propagate
from calculators.physics.serving_jobs import Deployment
from calculators.physics.serving_load import (
    MOST_SEQUENCES,
    Loaded,
    batch_seconds,
    loaded,
    queued_tokens_per_s,
)
from calculators.physics.serving_speed import first_token_seconds, step_seconds
from sitebuild.facts import Facts
from sitebuild.measurements.predict_training import UnpredictableError
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
_TILEWISE = ("autoawq",)
"""Kernels that unpack weights again for every block of rows."""
_FUSED_UNPACKING = ("gptq", "awq", "exllama", "marlin")
"""Formats whose kernels unpack and multiply in one."""
_MOST = {"vllm": 256}
"""Sequences that engines run at once by default (vLLM's pull request 16158)."""
_MOST_HOPPER = {"vllm": 1024}

_NEVER = 1e15
"""Milliseconds of a queue that only grows: finite, so that quantiles can be taken."""
_TPOT_P99 = 1.5
_TAIL = {"p50": 0.9, "mean": 1.0, "p99": 2.5}
"""Statistic of the times over their mean at moderate load (between a fixed and an exponential wait)."""


def predict(kind: str, inputs: Mapping[str, Any], facts: Facts) -> Estimate:
    """Predict a row of a serving kind; raises UnpredictableError with the reason."""
    run = _deployment(inputs, facts)
    engine = _engine(inputs, unpacked=run.weights_unpacked)
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
        held=kept(inputs, eager=engine.startswith("eager")),
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
        return "scheduled"
    if any(mark in name for mark in _EAGER) and not any(mark in name for mark in _COMPILED):
        fused = any(mark in name for mark in _FUSED_UNPACKING)
        return "eager-unpacked" if unpacked and not fused else "eager"
    if any(mark in name for mark in _TILEWISE):
        return "tilewise"
    fuses = not any(mark in name for mark in _UNFUSED)
    return "compiled" if inputs.get("flash_attention", fuses) else "unfused"


def _most_sequences(inputs: Mapping[str, Any], gpu: Accelerator) -> float:
    """Sequences that the engine runs at once at most."""
    name = str(inputs.get("framework", "")).lower()
    limits = _MOST_HOPPER if gpu.family == "hopper" else _MOST
    return next((most for mark, most in limits.items() if mark in name), MOST_SEQUENCES)


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
    )


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
    held: Kept

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
        return 1000 * seconds if self.kind == "ttft_ms" else batch * self.prompt / seconds

    def _step(self, chosen: Chosen, batch: float) -> float:
        seconds = step_seconds(self.run, batch, self.prompt + self.output / 2, chosen)
        return 1000 * seconds if self.kind == "tpot_ms" else batch / seconds

    def _loaded(self, chosen: Chosen) -> float:
        times = loaded(self.run, self.requests_per_s, self.prompt, self.output, chosen)
        if not isinstance(times, Loaded):
            return _NEVER
        if self.kind == "loaded_tpot_ms":
            return 1000 * times.tpot_seconds * (_TPOT_P99 if self.statistic == "p99" else 1.0)
        return 1000 * times.ttft_seconds * _TAIL[self.statistic]
