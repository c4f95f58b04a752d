"""What the uncertain numbers do to the arms: the same samples for all of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite, isinf

from calculators.answers import DOES_NOT_FIT, UNSTABLE
from calculators.latency.inputs import RETRIEVAL_RANGES, IndexKind, LatencyInputs, Rerank, Search
from calculators.latency.requests import FEWER, Requests, requests_of
from calculators.latency.results import WHETHER_IT_FITS
from calculators.latency.stages import Passed, deployed, index_of, is_own, passed, retrieved
from calculators.physics.arms import ARMS, Arm
from calculators.physics.efficiency_inputs import labels_of, ranges_of
from calculators.physics.jobs import Chosen
from calculators.physics.ledger import SILENT, Ledger
from calculators.physics.ranges import Range, draws, latin_points, middle, quantile
from calculators.physics.serving_efficiencies import SERVING
from calculators.physics.serving_load import P95
from calculators.swings import Swings, swings_of, widest_of

_DRAWS = 40
_PROMPT = "prompt_ms"
_LABELS = labels_of((*SERVING, *RETRIEVAL_RANGES)) | {_PROMPT: "A thousand more prompt tokens"}
_COMPARED = tuple(arm for arm in ARMS if arm.name in {"rag", "fine_tuned"})


@dataclass(frozen=True, kw_only=True)
class Spread:
    """What the samples of the uncertain numbers gave for one arm."""

    first_p95: list[float]
    first_mean: list[float]
    stuck: str
    """Why most samples without a time have none."""
    at_middle: float
    """p95 with the same few requests and the middle of every range."""

    def levelled(self, p95: float) -> list[float]:
        """The samples' p95, set to the level of the many requests.

        The factor between many requests and few is itself wide near capacity, where few are lucky enough
        not to wait; so it moves a sample towards the best estimate only, and not past it.
        """
        level = p95 / self.at_middle if self.at_middle else 1.0
        return [sorted((each, each * level, p95))[1] for each in self.first_p95]


def pass_arms(
    inputs: LatencyInputs,
    requests: Requests,
    chosen: Chosen,
    arms: Iterable[Arm] = ARMS,
    ledger: Ledger = SILENT,
) -> dict[str, Passed | str]:
    """The arms at one value of every uncertain number; the working is that of RAG."""
    run = deployed(inputs) if is_own(inputs) else None
    found = retrieved(inputs, requests, chosen, ledger)
    return {
        arm.name: passed(
            inputs, arm, run, requests, chosen, found, ledger if arm.name == "rag" else SILENT
        )
        for arm in arms
    }


def best_estimates(inputs: LatencyInputs, ledger: Ledger) -> dict[str, Passed | str]:
    """Every arm with the best estimate of every range."""
    return pass_arms(inputs, requests_of(inputs), middle(all_ranges(inputs)), ledger=ledger)


def spreads_of(inputs: LatencyInputs) -> dict[str, Spread]:
    """The same with sampled values of the uncertain numbers, the same values for all arms.

    Arms without an answer at the best estimate are sampled too: some values may give them one.
    """
    requests = requests_of(inputs, FEWER)
    ranges = all_ranges(inputs)
    fixed = middle(ranges)
    chosen = [
        fixed,
        *(fixed | each for each in draws(_in_use(inputs, ranges), _DRAWS, latin_points)),
    ]
    passes = [pass_arms(inputs, requests, each) for each in chosen]
    times = [{name: _first_token(each) for name, each in arms.items()} for arms in passes]
    return {
        arm.name: Spread(
            first_p95=[each[arm.name][0] for each in times[1:]],
            first_mean=[each[arm.name][1] for each in times[1:]],
            stuck=_most_frequent([each[arm.name] for each in passes]),
            at_middle=times[0][arm.name][0],
        )
        for arm in ARMS
    }


def swings(inputs: LatencyInputs) -> tuple[Swings, str]:
    """What moves the mean time that RAG adds to the fine-tuned arm, and what does so most.

    That is the first of which both ends have a time, as the chart shows it; whether the model fits
    matters more than any of them where it does at one end and does not at the other.
    """
    requests = requests_of(inputs, FEWER)
    ranges = all_ranges(inputs)
    fixed = middle(ranges)
    reasons: set[str] = set()

    def added(each: Mapping[str, float]) -> float:
        times = pass_arms(inputs, requests, {**fixed, **each}, _COMPARED)
        reasons.update(found for found in times.values() if isinstance(found, str))
        rag, tuned = (_first_token(times[name])[1] for name in ("rag", "fine_tuned"))
        return inf if isinf(rag) else rag - tuned

    moved = swings_of(added, _in_use(inputs, ranges), _LABELS)
    drawn = tuple(each for each in moved if all(map(isfinite, each[1:])))
    if drawn != moved and any(each.startswith(DOES_NOT_FIT) for each in reasons):
        return moved, WHETHER_IT_FITS
    return moved, widest_of(drawn or moved)


def _most_frequent(passes: Sequence[Passed | str]) -> str:
    reasons = [each for each in passes if isinstance(each, str)]
    return max(reasons, key=reasons.count, default=UNSTABLE)


def _first_token(times: Passed | str) -> tuple[float, float]:
    """p95 and mean; a situation without an answer in time counts as infinitely slow."""
    if isinstance(times, str):
        return inf, inf
    first = times.first_token
    return quantile(first, P95), sum(first) / len(first)


def end(values: Sequence[float], mid: float, share: float, stuck: str) -> float | str:
    """An end of the range, widened to hold the best estimate if need be; `stuck` where it has no end."""
    found = infinite_quantile(values, share)
    if isinf(found):
        return stuck
    return min(found, mid) if share < 0.5 else max(found, mid)


def infinite_quantile(values: Sequence[float], share: float) -> float:
    """As `quantile`, with infinite values as what they are."""
    ordered = sorted(values)
    place = int(share * (len(ordered) - 1))
    for each in (ordered[place], ordered[min(len(ordered) - 1, place + 1)]):
        if isinf(each):
            return each
    return quantile(values, share)


def all_ranges(inputs: LatencyInputs) -> dict[str, Range]:
    """Every uncertain number, whether or not this situation depends on it."""
    low, mid, high = sorted(
        (
            inputs.prompt_ms_per_thousand_tokens_low,
            inputs.prompt_ms_per_thousand_tokens_mid,
            inputs.prompt_ms_per_thousand_tokens_high,
        )
    )
    return {
        _PROMPT: Range(low=low, mid=mid, high=high),
        **ranges_of(inputs, (*SERVING, *RETRIEVAL_RANGES)),
    }


def _in_use(inputs: LatencyInputs, ranges: Mapping[str, Range]) -> dict[str, Range]:
    """The uncertain numbers that this situation depends on: fewer are sampled better."""
    names = [_PROMPT]
    if is_own(inputs):
        unused = deployed(inputs).not_used
        names = [each.name for each in SERVING if each.name not in unused]
    if inputs.search == Search.OWN_INDEX:
        names += ["request_us", "read_gb_per_s", "scaling"]
        if inputs.index_kind == IndexKind.HNSW or index_of(inputs).centres:
            names.append("visit_ns")
    if inputs.rerank == Rerank.ENCODER:
        names += ["encode", "token_us", "text_us"]
    return {name: ranges[name] for name in names}
