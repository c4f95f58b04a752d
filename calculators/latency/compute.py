"""Put the stages of the arms together: percentiles, ranges, verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isinf
from typing import Any

from calculators.answers import NONE, TOO_CLOSE, UNSTABLE, decided
from calculators.latency.arms import ARMS, Arm, prompt_of
from calculators.latency.inputs import (
    RETRIEVAL_RANGES,
    IndexKind,
    LatencyInputs,
    Rerank,
    Search,
)
from calculators.latency.requests import FEWER, requests_of
from calculators.latency.results import ArmLatency, ArmStages, LatencyResults
from calculators.latency.stages import STAGES, Passed, deployed, index_of, is_own, passed
from calculators.physics.efficiency_inputs import ranges_of
from calculators.physics.ledger import SILENT, Ledger
from calculators.physics.queueing import ABOVE_BUSY, BUSY, NOT_PREDICTABLE
from calculators.physics.ranges import Range, draws, middle, quantile
from calculators.physics.serving_efficiencies import SERVING
from calculators.quantities import format_estimate, format_quantity

_DRAWS = 40
_KEEPS = {
    "yes": ("keeps", "keep"),
    "no": ("breaks", "break"),
    TOO_CLOSE: ("may break", "may break"),
}
"""One arm, several arms."""
_SAME_MS = 0.001
"""Less is rounding."""
_LINKED = ("link", "link_us")


@dataclass(frozen=True, kw_only=True)
class _Spread:
    """What the samples of the uncertain numbers gave for one arm."""

    first_p95: list[float]
    first_mean: list[float]
    at_middle: float
    """p95 with the same few requests and the middle of every range."""


def compute(inputs: LatencyInputs) -> LatencyResults:
    """Times of the arms at the load; no inputs within their bounds raise.

    Percentiles of stages do not add up: each of many requests passes all stages, and the percentiles
    are those of its sums.
    """
    ledger = Ledger()
    found = _middles(inputs, ledger)
    spreads = _spreads(inputs, found)
    rows: dict[str, Any] = {
        arm.name: _latency(inputs, arm, found[arm.name], spreads) for arm in ARMS
    }
    stages: dict[str, Any] = {f"{arm.name}_stages": _stages(found[arm.name]) for arm in ARMS}
    compared = _rag_adds(found, spreads)
    keep = [arm.label for arm in ARMS if rows[arm.name].keeps_promise == "yes"]
    return LatencyResults(
        answer=_answer(inputs, rows, compared),
        keep_promise=", ".join(keep) or NONE,
        fastest=_fastest(found),
        warning=_warning(found),
        working=tuple(ledger.terms),
        **compared,
        **rows,
        **stages,
    )


def _middles(inputs: LatencyInputs, ledger: Ledger) -> dict[str, Passed | str]:
    """Every arm with the best estimate of every range; the working is that of RAG."""
    run = deployed(inputs) if is_own(inputs) else None
    requests = requests_of(inputs)
    chosen = middle(_all_ranges(inputs))
    return {
        arm.name: passed(
            inputs, arm, run, requests, chosen, ledger if arm.name == "rag" else SILENT
        )
        for arm in ARMS
    }


def _spreads(inputs: LatencyInputs, found: Mapping[str, Passed | str]) -> dict[str, _Spread]:
    """The same with sampled values of the uncertain numbers, the same values for all arms."""
    run = deployed(inputs) if is_own(inputs) else None
    requests = requests_of(inputs, FEWER)
    ranges = _all_ranges(inputs)
    fixed = middle(ranges)
    samples = [
        fixed | each for each in draws({name: ranges[name] for name in _in_use(inputs)}, _DRAWS)
    ]
    spreads: dict[str, _Spread] = {}
    for arm in ARMS:
        if isinstance(found[arm.name], str):
            continue
        times = [
            _first_token(passed(inputs, arm, run, requests, chosen)) for chosen in (fixed, *samples)
        ]
        spreads[arm.name] = _Spread(
            first_p95=[p95 for p95, _ in times[1:]],
            first_mean=[mean for _, mean in times[1:]],
            at_middle=times[0][0],
        )
    return spreads


def _first_token(times: Passed | str) -> tuple[float, float]:
    """p95 and mean; a situation without an answer in time counts as infinitely slow."""
    if isinstance(times, str):
        return inf, inf
    first = times.first_token
    return quantile(first, 0.95), sum(first) / len(first)


def _all_ranges(inputs: LatencyInputs) -> dict[str, Range]:
    low, mid, high = sorted(
        (
            inputs.prompt_ms_per_thousand_tokens_low,
            inputs.prompt_ms_per_thousand_tokens_mid,
            inputs.prompt_ms_per_thousand_tokens_high,
        )
    )
    return {
        "prompt_ms": Range(low=low, mid=mid, high=high),
        **ranges_of(inputs, (*SERVING, *RETRIEVAL_RANGES)),
    }


def _in_use(inputs: LatencyInputs) -> list[str]:
    """The uncertain numbers that this situation depends on: fewer are sampled better."""
    names = ["prompt_ms"]
    if is_own(inputs):
        run = deployed(inputs)
        unused = {"compute" if run.precision in {"fp8", "int8"} else "compute_8_bit"}
        unused.add("bandwidth" if run.weights_unpacked else "unpacked")
        unused.update(() if inputs.gpus_per_replica > 1 else _LINKED)
        unused.update(() if inputs.experts_per_token else {"routed_passes"})
        names = [each.name for each in SERVING if each.name not in unused]
    if inputs.search == Search.OWN_INDEX:
        names.append("request_us")
        if inputs.index_kind == IndexKind.HNSW or index_of(inputs).centres:
            names.append("visit_ns")
    if inputs.rerank == Rerank.ENCODER:
        names += ["encode", "token_us", "text_us"]
    return names


def _latency(
    inputs: LatencyInputs,
    arm: Arm,
    times: Passed | str,
    spreads: Mapping[str, _Spread],
) -> ArmLatency:
    prompt = prompt_of(arm, inputs).total
    if isinstance(times, str):
        others = {"prompt_tokens", "chance_percent", "keeps_promise"}
        texts: dict[str, Any] = dict.fromkeys(
            ArmLatency.__dataclass_fields__.keys() - others, times
        )
        return ArmLatency(
            prompt_tokens=prompt,
            chance_percent=0.0,
            keeps_promise="no",
            **texts,
        )
    first = times.first_token
    whole = [one + other for one, other in zip(first, times.stages["decode"], strict=True)]
    p95 = quantile(first, 0.95)
    sampled = _levelled(spreads[arm.name], p95)
    chance = _chance(inputs, sampled)
    return ArmLatency(
        prompt_tokens=prompt,
        ttft_p50_ms=quantile(first, 0.5),
        ttft_p95_ms=p95,
        ttft_p95_low_ms=_end(sampled, p95, 0.1),
        ttft_p95_high_ms=_end(sampled, p95, 0.9),
        ttft_p99_ms=quantile(first, 0.99),
        e2e_p50_ms=quantile(whole, 0.5),
        e2e_p95_ms=quantile(whole, 0.95),
        e2e_p99_ms=quantile(whole, 0.99),
        utilisation_percent=100 * times.utilisation if is_own(inputs) else "not known",
        chance_percent=100 * chance,
        keeps_promise=decided(chance, "yes", "no"),
    )


def _levelled(spread: _Spread, p95: float) -> list[float]:
    """The samples' p95, set to the level of the many requests.

    The factor between many requests and few is itself wide near capacity, where few are lucky enough
    not to wait; so it moves a sample towards the best estimate only, and not past it.
    """
    level = p95 / spread.at_middle if spread.at_middle else 1.0
    return [sorted((each, each * level, p95))[1] for each in spread.first_p95]


def _end(values: list[float], mid: float, share: float) -> float | str:
    """An end of the range, widened to hold the best estimate if need be."""
    found = _quantile(values, share)
    if isinf(found):
        return UNSTABLE
    return min(found, mid) if share < 0.5 else max(found, mid)


def _quantile(values: list[float], share: float) -> float:
    """As `quantile`, with infinite values as what they are."""
    ordered = sorted(values)
    place = int(share * (len(ordered) - 1))
    for each in (ordered[place], ordered[min(len(ordered) - 1, place + 1)]):
        if isinf(each):
            return each
    return quantile(values, share)


def _chance(inputs: LatencyInputs, values: list[float]) -> float:
    return sum(each <= inputs.target_ttft_p95_ms for each in values) / len(values)


def _stages(times: Passed | str) -> ArmStages:
    values: dict[str, Any] = {
        f"{name}_ms": times if isinstance(times, str) else times.mean(name) for name in STAGES
    }
    return ArmStages(**values)


def _rag_adds(found: Mapping[str, Passed | str], spreads: Mapping[str, _Spread]) -> dict[str, Any]:
    """What RAG adds to the mean time to first token of the fine-tuned arm, and by which stages."""
    rag, tuned = found["rag"], found["fine_tuned"]
    names = ("rag_adds_ms", "rag_adds_low_ms", "rag_adds_high_ms", "rag_adds_percent")
    if isinstance(rag, str) or isinstance(tuned, str):
        reason = rag if isinstance(rag, str) else str(tuned)
        return {**dict.fromkeys(names, reason), "rag_adds_because": reason}
    parts = {name: rag.mean(name) - tuned.mean(name) for name in STAGES if name != "decode"}
    added = sum(parts.values())
    base = sum(tuned.mean(name) for name in parts)
    # A sample without an answer in time is no small difference, but one without end.
    differences = [
        one - other
        for one, other in zip(
            spreads["rag"].first_mean, spreads["fine_tuned"].first_mean, strict=True
        )
        if not (isinf(one) and isinf(other))
    ] or [added]
    return {
        "rag_adds_ms": added,
        "rag_adds_low_ms": _end(differences, added, 0.1),
        "rag_adds_high_ms": _end(differences, added, 0.9),
        "rag_adds_percent": 100 * added / base if base else "no time to compare with",
        "rag_adds_because": _reason(parts),
    }


def _reason(parts: Mapping[str, float]) -> str:
    """The stages that differ, largest first."""
    largest = sorted(parts.items(), key=lambda each: -abs(each[1]))
    threshold = 0.01 * max(abs(value) for value in parts.values())
    told = [
        f"{name} {'+' if value > 0 else '−'}{format_quantity(abs(value), 'ms')}"
        for name, value in largest
        if value and abs(value) >= threshold
    ]
    return ", ".join(told) or "no stage differs"


def _fastest(found: Mapping[str, Passed | str]) -> str:
    times = {
        arm.label: quantile(each.first_token, 0.95)
        for arm in ARMS
        if not isinstance(each := found[arm.name], str)
    }
    return min(times, key=lambda label: times[label]) if times else NONE


def _warning(found: Mapping[str, Passed | str]) -> str:
    busy = [
        f"{arm.label} {format_quantity(100 * each.utilisation, '%')}"
        for arm in ARMS
        if not isinstance(each := found[arm.name], str) and each.utilisation > BUSY
    ]
    if not busy:
        return NONE
    return f"utilisation {ABOVE_BUSY} ({', '.join(busy)}): {NOT_PREDICTABLE}"


def _answer(
    inputs: LatencyInputs, rows: Mapping[str, ArmLatency], compared: Mapping[str, Any]
) -> str:
    rag, tuned = rows["rag"], rows["fine_tuned"]
    texts = [format_estimate(each.ttft_p95_ms, "ms") for each in (rag, tuned)]
    if isinstance(compared["rag_adds_ms"], str):
        return f"First token, p95: RAG {texts[0]}, fine-tuned {texts[1]}."
    promise = format_quantity(inputs.target_ttft_p95_ms, "ms")
    added = _apart(compared["rag_adds_ms"])
    if rag.keeps_promise == tuned.keeps_promise:
        keep = f"both {_KEEPS[rag.keeps_promise][1]}"
    else:
        keep = f"RAG {_KEEPS[rag.keeps_promise][0]}, fine-tuned {_KEEPS[tuned.keeps_promise][0]}"
    return (
        f"95 of 100 first tokens arrive within {texts[0]} with RAG and {texts[1]} fine-tuned "
        f"({keep} the promise of {promise}). RAG answers {added} on average."
    )


def _apart(added_ms: float) -> str:
    if abs(added_ms) < _SAME_MS:
        return "as soon"
    return f"{format_estimate(abs(added_ms), 'ms')} {'later' if added_ms > 0 else 'sooner'}"
