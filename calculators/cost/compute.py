"""Put the four arms together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from calculators.answers import NONE
from calculators.calculator import LATER
from calculators.cost.arms import ArmBill, Machines, bill
from calculators.cost.compare import (
    compare,
    fits_in_words,
    hits_in_words,
    ranking,
    right_answer,
    right_answer_in_words,
    saving_percent,
    verdict,
)
from calculators.cost.inputs import CostInputs, Hosting
from calculators.cost.request import most_cache_hits_percent
from calculators.cost.results import (
    NOT_KNOWN,
    ArmCost,
    Comparison,
    Components,
    CostResults,
    Usd,
)
from calculators.cost.spread import AtPoint, Spread, spread, swings
from calculators.cost.uncertain import accuracy
from calculators.physics.arms import ARMS, FINE_TUNED, PROMPT_ONLY, RAG, RAG_FINE_TUNED, Arm
from calculators.physics.ledger import Ledger
from calculators.physics.ranges import Range, interval
from calculators.swings import Swings

_NOTHING = Components(**dict.fromkeys(Components.__dataclass_fields__))
_AMOUNTS = ArmCost.__dataclass_fields__.keys() - {
    "status",
    "prompt_tokens",
    "fits_probability_percent",
    "components",
}


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where the model runs: own machines with what is uncertain about them, or a provider's."""

    machines: Machines | None
    at: AtPoint
    ranges: Mapping[str, Range]
    labels: Mapping[str, str]


def compute(inputs: CostInputs) -> CostResults:
    """Cost of prompt only, RAG, fine-tuned and RAG + fine-tuned on the same base model.

    `inputs` are within their declared bounds; no combination of them raises.
    """
    return _results(inputs, sample=True)


def quick(inputs: CostInputs) -> CostResults:
    """The same without ranges and probabilities, which stand as LATER: an answer while typing."""
    return _results(inputs, sample=False)


def _results(inputs: CostInputs, *, sample: bool) -> CostResults:
    place = _place(inputs)
    bills = {arm: bill(arm, inputs, place.machines) for arm in ARMS}
    ranked = ranking(list(bills.values()), inputs)
    sampled = None
    if sample and ranked:
        sampled = spread(ranked, inputs, place.ranges, place.at)
    spent = {
        arm: each.by_month_usd(inputs.requests_per_month, inputs.horizon_months)
        for arm, each in bills.items()
        if each.available
    }
    cheapest, answer = verdict(ranked, inputs, sampled)
    ledger = Ledger()
    hits = most_cache_hits_percent(inputs, ledger)
    correct, correct_percent = right_answer(ranked, inputs, sampled)
    if answer != LATER:
        answer += right_answer_in_words(cheapest, correct, correct_percent)
        answer += fits_in_words(bills.values(), inputs)
        answer += hits_in_words(hits, bills.values(), inputs)
    between = partial(_between, bills, spent, inputs, sampled)
    cost = partial(_arm_cost, inputs, sampled)
    return CostResults(
        answer=answer,
        cheapest=cheapest,
        runner_up=ranked[1].arm.label if len(ranked) > 1 else NONE,
        saving_percent=saving_percent(ranked, inputs),
        probability_percent=_probability(ranked, sampled),
        cheapest_right_answer=correct,
        right_answer_probability_percent=correct_percent,
        most_cache_hits_percent=NOT_KNOWN if hits is None else hits,
        prompt_only=cost(bills[PROMPT_ONLY]),
        rag=cost(bills[RAG]),
        fine_tuned=cost(bills[FINE_TUNED]),
        rag_fine_tuned=cost(bills[RAG_FINE_TUNED]),
        prompt_only_or_rag=between(PROMPT_ONLY, RAG),
        prompt_only_or_fine_tuned=between(PROMPT_ONLY, FINE_TUNED),
        prompt_only_or_rag_fine_tuned=between(PROMPT_ONLY, RAG_FINE_TUNED),
        rag_or_fine_tuned=between(RAG, FINE_TUNED),
        rag_or_rag_fine_tuned=between(RAG, RAG_FINE_TUNED),
        fine_tuned_or_rag_fine_tuned=between(FINE_TUNED, RAG_FINE_TUNED),
        swings=_swings(ranked, inputs, place) if sample else (),
        cumulative_usd={arm.label: by_month for arm, by_month in spent.items()},
        working=(*ledger.terms, *(term for each in bills.values() for term in each.working)),
    )


def _place(inputs: CostInputs) -> _Place:
    if inputs.hosting == Hosting.HOSTED:
        return _Place(machines=None, at=lambda _: None, ranges={}, labels={})
    # Here, and not above: a page about hosted models does not wait for it.
    from calculators.cost.self_hosted import (  # noqa: PLC0415
        machine_labels,
        machine_ranges,
        own_machines,
    )

    machines = own_machines(inputs)
    return _Place(
        machines=machines,
        at=machines.at,
        ranges=machine_ranges(inputs),
        labels=machine_labels(),
    )


def _between(
    bills: Mapping[Arm, ArmBill],
    spent: Mapping[Arm, tuple[float, ...]],
    inputs: CostInputs,
    sampled: Spread | None,
    *arms: Arm,
) -> Comparison:
    one, other = arms
    return compare(bills[one], bills[other], inputs, sampled, spent)


def _probability(ranked: Sequence[ArmBill], sampled: Spread | None) -> float | str | None:
    if len(ranked) < 2:
        return None
    return LATER if sampled is None else sampled.percent_below(ranked[0].arm, ranked[1].arm)


def _swings(ranked: Sequence[ArmBill], inputs: CostInputs, place: _Place) -> Swings:
    """What moves the difference between the two cheapest arms; nothing where no arm can be used."""
    if not ranked:
        return ()
    arms = [each.arm for each in ranked[:2]]
    return swings(arms, inputs, place.ranges, place.labels, place.at)


def _arm_cost(inputs: CostInputs, sampled: Spread | None, each: ArmBill) -> ArmCost:
    if not each.available:
        return ArmCost(
            status=each.fit.status,
            prompt_tokens=each.prompt_tokens,
            fits_probability_percent=each.fit.percent,
            components=_NOTHING,
            **dict.fromkeys(_AMOUNTS),
        )
    horizon, month = each.over_usd(inputs.requests_per_month, inputs.horizon_months)
    requests = inputs.requests_per_month * inputs.horizon_months
    all_in = horizon / requests if requests else None
    right = accuracy(each.arm, inputs)
    correct = all_in if all_in is None else all_in / right if right else NOT_KNOWN
    replicas = each.fleet.replicas(inputs.requests_per_month)
    return ArmCost(
        status=each.fit.status,
        prompt_tokens=each.prompt_tokens,
        fits_probability_percent=each.fit.percent,
        accelerators=replicas * inputs.gpus_per_replica
        if inputs.hosting == Hosting.SELF_HOSTED
        else None,
        request_usd=each.further_request_usd(inputs.requests_per_month),
        start_usd=each.start_usd,
        month_usd=month,
        horizon_usd=horizon,
        all_in_request_usd=all_in,
        correct_usd=correct,
        components=each.components(inputs.requests_per_month, inputs.horizon_months),
        **_arm_ranges(each.arm, sampled, month, horizon, correct),
    )


def _arm_ranges(
    arm: Arm, sampled: Spread | None, month: float, horizon: float, correct: Usd
) -> dict[str, Usd]:
    names = ("month_low_usd", "month_high_usd", "horizon_low_usd", "horizon_high_usd")
    of_answers = ("correct_low_usd", "correct_high_usd", "cheapest_correct_percent")
    if sampled is None:
        return dict.fromkeys((*names, "cheapest_percent", *of_answers), LATER)
    a_month, whole = interval(sampled.month[arm], month), interval(sampled.total[arm], horizon)
    ends = (a_month.low, a_month.high, whole.low, whole.high)
    found: dict[str, Usd] = dict(zip(names, ends, strict=True))
    found["cheapest_percent"] = sampled.cheapest_percent(arm)
    if not isinstance(correct, float):
        return found | dict.fromkeys(of_answers, correct)
    answers = interval(sampled.correct[arm], correct)
    right = (answers.low, answers.high, sampled.cheapest_correct_percent(arm))
    return found | dict(zip(of_answers, right, strict=True))
