"""The stages of a request in each arm: a list of times in ms for each, one entry a request."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from operator import add

from calculators.answers import NOTHING_TO_RETRIEVE
from calculators.latency.arms import Prompt, finds_nothing, prompt_of, unasked
from calculators.latency.engine import Engine, engine
from calculators.latency.inputs import IndexKind, LatencyInputs, Rerank, Search, Serving
from calculators.latency.requests import Requests
from calculators.physics.accelerator import Accelerator
from calculators.physics.arms import Arm
from calculators.physics.deployment_inputs import deployment_of, undivided
from calculators.physics.encoding import Encoder, Texts, encode_seconds
from calculators.physics.inputs import accelerator_of, architecture_of, problem_of
from calculators.physics.jobs import Chosen
from calculators.physics.ledger import SILENT, Ledger
from calculators.physics.queueing import Wait, waiting
from calculators.physics.retrieval import Index, search_seconds, workers
from calculators.physics.serving_jobs import Deployment

STAGES = ("rewrite", "embed", "search", "rerank", "network", "queue", "prefill", "decode")
"""In the order in which a request passes them; all but the last come before the first token."""


@dataclass(frozen=True, kw_only=True)
class Passed:
    """Times of one arm: by stage a list, one entry a request; 0 where the arm has no such stage."""

    stages: dict[str, list[float]]
    """Those before the first token."""
    write: Callable[[], list[float]]
    """Makes the times of the last stage, which few ask for."""
    busy: dict[str, float]
    """Share of its capacity that each part on own machines has in use, by name."""

    @property
    def first_token(self) -> list[float]:
        """Time to first token of each request."""
        return [sum(times) for times in zip(*self.stages.values(), strict=True)]

    @cached_property
    def decode(self) -> list[float]:
        """Time of the tokens after the first, of each request."""
        return self.write()

    def mean(self, stage: str) -> float:
        """Mean time of a stage; means of stages add up to the mean of their sum."""
        times = self.decode if stage == "decode" else self.stages.get(stage)
        return sum(times) / len(times) if times else 0.0


@dataclass(frozen=True, kw_only=True)
class Retrieved:
    """Times of embedding, search and reranking, the same in every arm that retrieves."""

    stages: dict[str, list[float]]
    busy: dict[str, float]


def deployed(inputs: LatencyInputs) -> Deployment:
    """The deployment that the fields describe."""
    return deployment_of(architecture_of(inputs), accelerator_of(inputs), inputs)


def problem_of_model(inputs: LatencyInputs) -> str | None:
    """Why no accelerator could run the model so, or None."""
    return problem_of(inputs) or undivided(inputs.heads, inputs.gpus_per_replica)


def passed(  # noqa: PLR0913, PLR0917 - what decides the times of an arm
    inputs: LatencyInputs,
    arm: Arm,
    run: Deployment | None,
    requests: Requests,
    chosen: Chosen,
    found: Retrieved | str,
    ledger: Ledger = SILENT,
) -> Passed | str:
    """The stages of one arm after what was retrieved, or the named answer why it has no times."""
    if reason := unasked(arm, inputs):
        return reason
    prompt = prompt_of(arm, inputs)
    before = found if arm.retrieves else _NOTHING
    if isinstance(before, str):
        return before
    stages = {**before.stages, "network": requests.network}
    if run is None:
        stages |= _hosted(inputs, prompt, requests, chosen, ledger)
        write = partial(_decode, prompt, requests, requests.token)
        return Passed(stages=stages, write=write, busy=before.busy)
    if problem := problem_of_model(inputs):
        return problem
    times = engine(inputs, run, prompt, chosen, ledger)
    if isinstance(times, str):
        return times
    stages |= _own(prompt, times, requests)
    write = partial(_decode, prompt, requests, [1000 * times.step] * requests.count)
    return Passed(stages=stages, write=write, busy={"model": times.utilisation, **before.busy})


def _decode(prompt: Prompt, requests: Requests, token_ms: list[float]) -> list[float]:
    """All tokens but the first, which the reading of the prompt brings."""
    return [
        max(0.0, prompt.answer * length - 1) * each
        for length, each in zip(requests.answer, token_ms, strict=True)
    ]


def _hosted(
    inputs: LatencyInputs, prompt: Prompt, requests: Requests, chosen: Chosen, ledger: Ledger
) -> dict[str, list[float]]:
    """The stated time to first token, moved along the slope from the measured prompt to this one."""
    per_thousand = _prompt_ms(inputs, chosen, ledger)
    slope = per_thousand / 1000
    fixed = ledger.add(
        "fixed_ms",
        "first token without the prompt's share",
        "max(0, median - ms_per_thousand * measured_prompt / 1000)",
        max(0.0, inputs.ttft_p50_ms - slope * inputs.ttft_prompt_tokens),
        "ms",
        "stated percentiles",
        median=inputs.ttft_p50_ms,
        ms_per_thousand=per_thousand,
        measured_prompt=inputs.ttft_prompt_tokens,
    )
    whole = ledger.add(
        "prefill_ms",
        "reading the prompt",
        "ms_per_thousand * prompt / 1000",
        slope * prompt.total,
        "ms",
        "published slopes",
        ms_per_thousand=per_thousand,
        prompt=prompt.total,
    )
    rest = slope * prompt.after_hit
    stages = {
        "queue": [fixed * factor for factor in requests.model],
        "prefill": [
            (rest if hit else whole) * factor
            for hit, factor in zip(requests.hit, requests.model, strict=True)
        ],
    }
    if prompt.rewrite:
        first = fixed + slope * prompt.question
        stages["rewrite"] = [
            first * factor + prompt.rewrite * token
            for factor, token in zip(requests.rewriting, requests.token, strict=True)
        ]
    return stages


def _prompt_ms(inputs: LatencyInputs, chosen: Chosen, ledger: Ledger) -> float:
    """A thousand prompt tokens; reading the measured prompt took no longer than its whole first token."""
    measured = inputs.ttft_prompt_tokens
    if not measured:
        return chosen["prompt_ms"]
    return ledger.add(
        "prompt_ms_per_thousand",
        "a thousand prompt tokens, at most what the stated median leaves them",
        "min(published, median / measured_prompt * 1000)",
        min(chosen["prompt_ms"], inputs.ttft_p50_ms / measured * 1000),
        "ms",
        "published slopes, stated percentiles",
        published=chosen["prompt_ms"],
        median=inputs.ttft_p50_ms,
        measured_prompt=measured,
    )


def _own(prompt: Prompt, times: Engine, requests: Requests) -> dict[str, list[float]]:
    step = 1000 * times.step
    rest, whole = 1000 * times.first_after_hit, 1000 * times.first
    fixed = 1000 * (times.outside + times.under_way)
    waits = map(add, requests.waits("place", times.place), requests.waits("reader", times.reader))
    stages = {
        "queue": [fixed + wait for wait in waits],
        "prefill": [rest if hit else whole for hit in requests.hit],
    }
    if prompt.rewrite:
        first = fixed + 1000 * times.rewrite_first + prompt.rewrite * step
        stages["rewrite"] = [first + wait for wait in requests.waits("rewrite", times.reader)]
    return stages


_NOTHING = Retrieved(stages={}, busy={})


def retrieved(
    inputs: LatencyInputs, requests: Requests, chosen: Chosen, ledger: Ledger = SILENT
) -> Retrieved | str:
    """Embedding, search and reranking, or which of them cannot follow."""
    if finds_nothing(inputs):
        return NOTHING_TO_RETRIEVE
    stages = {"embed": requests.embed}
    busy: dict[str, float] = {}
    search = requests.search
    if inputs.search == Search.OWN_INDEX:
        seconds = search_seconds(index_of(inputs), chosen, None, ledger)
        wait = waiting(inputs.requests_per_s, seconds, workers(inputs.search_vcpus, chosen))
        if isinstance(wait, str):
            return f"{wait}: the search"
        busy["search"] = wait.utilisation
        search = _with_wait("search", seconds, wait, requests)
    stages["search"] = search
    if inputs.rerank == Rerank.STATED:
        stages["rerank"] = requests.rerank
    elif inputs.rerank == Rerank.ENCODER:
        seconds = reranking_seconds(inputs, chosen, ledger)
        wait = waiting(inputs.requests_per_s, seconds, 1, 0.0)
        if isinstance(wait, str):
            return f"{wait}: the reranking"
        busy["reranking"] = wait.utilisation
        stages["rerank"] = _with_wait("rerank", seconds, wait, requests)
    return Retrieved(stages=stages, busy=busy)


def _with_wait(axis: str, seconds: float, wait: Wait, requests: Requests) -> list[float]:
    return [1000 * seconds + each for each in requests.waits(axis, wait)]


def index_of(inputs: LatencyInputs) -> Index:
    """The index that is searched."""
    return Index(
        vectors=inputs.vectors,
        dims=inputs.dimensions,
        kind=IndexKind(inputs.index_kind).value,
        ef_search=inputs.ef_search,
        probes=inputs.probes,
        server=True,
    )


def reranking_seconds(inputs: LatencyInputs, chosen: Chosen, ledger: Ledger = SILENT) -> float:
    """Every candidate with the question, as one batch on an accelerator of its own."""
    candidates = max(inputs.rerank_candidates, inputs.retrieved_passages)
    encoder = Encoder(
        params=inputs.encoder_params, layers=inputs.encoder_layers, hidden=inputs.encoder_hidden
    )
    texts = Texts(
        tokens=inputs.passage_tokens + inputs.question_tokens, precision="fp16", batch=candidates
    )
    gpu = Accelerator(
        bandwidth_gb_per_s=inputs.rerank_gpu_bandwidth_gb_per_s,
        dense_tflops={"fp16": inputs.rerank_gpu_16_bit_tflops},
        # An encoder is small and runs alone: these decide nothing about its speed.
        memory_gib=0.0,
        link_gb_per_s=0.0,
    )
    one = encode_seconds(encoder, texts, chosen, gpu, ledger)
    return ledger.add(
        "rerank_seconds",
        "reranking the candidates",
        "candidates * one_text",
        candidates * one,
        "s",
        candidates=candidates,
        one_text=one,
    )


def is_own(inputs: LatencyInputs) -> bool:
    """The model runs on own accelerators."""
    return inputs.serving == Serving.OWN
