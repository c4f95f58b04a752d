"""Put the stages of the arms together: percentiles, ranges, verdicts."""

from collections.abc import Mapping
from math import isinf
from typing import Any

from calculators.answers import (
    DOES_NOT_FIT,
    NONE,
    NOTHING_TO_RETRIEVE,
    TOO_CLOSE,
    UNSTABLE,
    decided,
    listed,
    named,
)
from calculators.latency.arms import prompt_of
from calculators.latency.inputs import LatencyInputs
from calculators.latency.remedies import fits_of, remedies
from calculators.latency.results import (
    HOSTED,
    MAY_NOT_FIT,
    NOT_KNOWN,
    ArmLatency,
    ArmStages,
    LatencyResults,
)
from calculators.latency.spread import Spread, best_estimates, end, spreads_of, swings
from calculators.latency.stages import STAGES, Passed, is_own
from calculators.physics.arms import ARMS, Arm
from calculators.physics.ledger import Ledger
from calculators.physics.queueing import ABOVE_BUSY, BUSY, NOT_PREDICTABLE
from calculators.physics.ranges import quantile
from calculators.physics.serving_load import P95
from calculators.quantities import format_estimate, format_quantity, probability_in_words

_KEEPS = {
    "yes": ("keeps", "keep"),
    "no": ("breaks", "break"),
    TOO_CLOSE: ("may break", "may break"),
}
"""One arm, several arms."""
_SAME_MS = 0.001
"""Less is rounding."""
_SAME_SHARE = 1e-9
"""Times that differ by less are the same."""


def compute(inputs: LatencyInputs) -> LatencyResults:
    """Times of the arms at the load; no inputs within their bounds raise.

    Percentiles of stages do not add up: each of many requests passes all stages, and the percentiles
    are those of its sums.
    """
    ledger = Ledger()
    fits = fits_of(inputs)
    unsure = {name: each for name, each in fits.items() if decided(each, "", "") == TOO_CLOSE}
    found = {
        name: MAY_NOT_FIT if times == DOES_NOT_FIT and name in unsure else times
        for name, times in best_estimates(inputs, ledger).items()
    }
    spreads = spreads_of(inputs)
    rows: dict[str, Any] = {
        arm.name: _latency(inputs, arm, found[arm.name], spreads, fits) for arm in ARMS
    }
    stages: dict[str, Any] = {f"{arm.name}_stages": _stages(found[arm.name]) for arm in ARMS}
    compared = _rag_adds(found, spreads)
    moved, largest = swings(inputs)
    keep = [arm.label for arm in ARMS if rows[arm.name].keeps_promise == "yes"]
    return LatencyResults(
        answer=_answer(inputs, rows, compared) + _may_not_fit(unsure),
        keep_promise=", ".join(keep) or NONE,
        warning=_warning(found, unsure),
        remedies=remedies(inputs, fits, found),
        largest_uncertainty=largest,
        swings=moved,
        working=tuple(ledger.terms),
        **_fastest(found, spreads),
        **compared,
        **rows,
        **stages,
    )


def _latency(
    inputs: LatencyInputs,
    arm: Arm,
    times: Passed | str,
    spreads: Mapping[str, Spread],
    fits: Mapping[str, float],
) -> ArmLatency:
    spread = spreads[arm.name]
    known: dict[str, Any] = {"prompt_tokens": prompt_of(arm, inputs).total}
    if arm.name in fits or not is_own(inputs):
        known["fits_percent"] = 100 * fits[arm.name] if fits else HOSTED
    if isinstance(times, str):
        chance = _chance(inputs, spread.first_p95)
        known |= {"chance_percent": 100 * chance, "keeps_promise": decided(chance, "yes", "no")}
        texts: dict[str, Any] = dict.fromkeys(ArmLatency.__dataclass_fields__, times)
        return ArmLatency(**(texts | known))
    first = times.first_token
    whole = [one + other for one, other in zip(first, times.decode, strict=True)]
    p95 = quantile(first, P95)
    sampled = spread.levelled(p95)
    chance = _chance(inputs, sampled)
    busiest = max(times.busy, key=lambda part: times.busy[part], default="")
    return ArmLatency(
        **known,
        ttft_p50_ms=quantile(first, 0.5),
        ttft_p95_ms=p95,
        ttft_p95_low_ms=end(sampled, p95, 0.1, spread.stuck),
        ttft_p95_high_ms=end(sampled, p95, 0.9, spread.stuck),
        ttft_p99_ms=quantile(first, 0.99),
        e2e_p50_ms=quantile(whole, 0.5),
        e2e_p95_ms=quantile(whole, P95),
        e2e_p99_ms=quantile(whole, 0.99),
        utilisation_percent=100 * times.busy[busiest] if busiest else NOT_KNOWN,
        busiest_part=busiest or HOSTED,
        chance_percent=100 * chance,
        keeps_promise=decided(chance, "yes", "no"),
    )


def _chance(inputs: LatencyInputs, values: list[float]) -> float:
    return sum(each <= inputs.target_ttft_p95_ms for each in values) / len(values)


def _stages(times: Passed | str) -> ArmStages:
    values: dict[str, Any] = {
        f"{name}_ms": times if isinstance(times, str) else times.mean(name) for name in STAGES
    }
    return ArmStages(**values)


def _rag_adds(found: Mapping[str, Passed | str], spreads: Mapping[str, Spread]) -> dict[str, Any]:
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
        "rag_adds_low_ms": end(differences, added, 0.1, spreads["fine_tuned"].stuck),
        "rag_adds_high_ms": end(differences, added, 0.9, spreads["rag"].stuck),
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


def _fastest(found: Mapping[str, Passed | str], spreads: Mapping[str, Spread]) -> dict[str, Any]:
    """The arm whose first token comes soonest, all that tie with it, and in how many samples."""
    times = {
        arm: quantile(each.first_token, P95)
        for arm in ARMS
        if not isinstance(each := found[arm.name], str)
    }
    if not times:
        return {"fastest": NONE, "fastest_percent": NONE}
    least = min(times.values()) * (1 + _SAME_SHARE)
    first = [arm for arm, time in times.items() if time <= least]
    sampled = {arm: spreads[arm.name].first_p95 for arm in ARMS}  # the same requests for all arms
    ahead = [
        min(sampled[arm][place] for arm in first)
        <= min(each[place] for each in sampled.values()) * (1 + _SAME_SHARE)
        for place in range(len(sampled[first[0]]))
    ]
    probability = sum(ahead) / len(ahead)
    return {
        "fastest": named([arm.label for arm in first], probability),
        "fastest_percent": 100 * probability,
    }


def _warning(found: Mapping[str, Passed | str], unsure: Mapping[str, float]) -> str:
    """What is busy, and what cannot follow or fit at all, at the best estimates."""
    stuck = {
        answer: [
            arm.label
            for arm in ARMS
            if isinstance(each := found[arm.name], str) and each.startswith(answer)
        ]
        for answer in (UNSTABLE, DOES_NOT_FIT)
    }
    stuck[MAY_NOT_FIT] = [arm.label for arm in ARMS if arm.name in unsure]
    busy: dict[str, str] = {}
    for arm in ARMS:
        if isinstance(each := found[arm.name], str):
            continue
        for part, share in each.busy.items():
            if share > BUSY:
                name = arm.label if part == "model" else part  # other parts serve all arms alike
                busy[name] = f"{name} {format_quantity(100 * share, '%')}"
    told = [f"{answer}: {listed(labels)}" for answer, labels in stuck.items() if labels]
    if busy:
        told.append(f"utilisation {ABOVE_BUSY} ({', '.join(busy.values())}): {NOT_PREDICTABLE}")
    return "; ".join(told) or NONE


def _answer(
    inputs: LatencyInputs, rows: Mapping[str, ArmLatency], compared: Mapping[str, Any]
) -> str:
    rag, tuned = rows["rag"], rows["fine_tuned"]
    texts = [format_estimate(each.ttft_p95_ms, "ms") for each in (rag, tuned)]
    promise = format_quantity(inputs.target_ttft_p95_ms, "ms")
    if rag.ttft_p95_ms == NOTHING_TO_RETRIEVE:
        keep = f"{_KEEPS[tuned.keeps_promise][0]} the promise of {promise}"
        return f"First token, p95: fine-tuned {texts[1]} ({keep}). RAG: {NOTHING_TO_RETRIEVE}."
    if rag.keeps_promise == tuned.keeps_promise:
        keep = f"both {_KEEPS[rag.keeps_promise][1]}"
    else:
        keep = f"RAG {_KEEPS[rag.keeps_promise][0]}, fine-tuned {_KEEPS[tuned.keeps_promise][0]}"
    keep = f"({keep} the promise of {promise})"
    if isinstance(compared["rag_adds_ms"], str):
        return f"First token, p95: RAG {texts[0]}, fine-tuned {texts[1]} {keep}."
    added = _apart(compared["rag_adds_ms"])
    return (
        f"95 of 100 first tokens arrive within {texts[0]} with RAG and {texts[1]} fine-tuned "
        f"{keep}. RAG answers {added} on average."
    )


def _may_not_fit(unsure: Mapping[str, float]) -> str:
    """What the answer adds where the samples disagree whether the compared arms fit."""
    told = [
        f"{probability_in_words(100 * unsure[arm.name])} ({arm.label})"
        for arm in ARMS
        if arm.name in unsure and arm.name in {"rag", "fine_tuned"}
    ]
    if not told:
        return ""
    return f" The model may not fit its accelerators: it does with a probability {listed(told)}."


def _apart(added_ms: float) -> str:
    if abs(added_ms) < _SAME_MS:
        return "as soon"
    return f"{format_estimate(abs(added_ms), 'ms')} {'later' if added_ms > 0 else 'sooner'}"
