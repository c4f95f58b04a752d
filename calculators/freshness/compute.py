"""Put change, cadence, cost and promise together."""

import math
from collections.abc import Mapping
from math import inf, isinf

from calculators.answers import TOO_CLOSE, decided, named
from calculators.freshness.arms import Arm, Staleness, arms_of, ranges_of
from calculators.freshness.cadence import cheapest, slowest
from calculators.freshness.inputs import FreshnessInputs
from calculators.freshness.process import rate_per_month
from calculators.freshness.results import BROKEN, KEPT, NO_CADENCE, ArmFreshness, FreshnessResults
from calculators.physics.ledger import Ledger
from calculators.physics.ranges import Range, draws, interval, middle
from calculators.quantities import DAYS_PER_MONTH, format_quantity
from calculators.swings import Swings, swings_of, widest_of

CHART_DAYS = (1, 7, 14, 30, 45, 60, 90, 120, 150, 180, 240, 300, 365)
_NEVER_CHANGES = "never"


def compute(inputs: FreshnessInputs) -> FreshnessResults:
    """Share of outdated answers by arm, its cost, and the cadences that follow from it.

    Cadences, delays and prices are the reader's own decisions and have no range; the rates have, and
    the share of facts that tuning takes up.
    """
    ledger = Ledger()
    ranges = ranges_of(inputs)
    staleness = Staleness(inputs, middle(ranges))
    samples = [Staleness(inputs, values) for values in draws(ranges)]
    _show_rate(inputs, ledger)
    point = ledger.add(
        "point_usd_per_month",
        "a point of staleness, a month",
        "answers / 100 * usd",
        inputs.answers_per_month / 100 * inputs.outdated_answer_usd,
        "USD",
        answers=inputs.answers_per_month,
        usd=inputs.outdated_answer_usd,
    )
    arms = arms_of(inputs)
    found = {arm.name: _arm(arm, inputs, staleness, samples, ledger) for arm in arms}
    freshest, ahead = _freshest(arms, found, samples)
    moved = _swings(arms, inputs, ranges)
    return FreshnessResults(
        answer=_answer(arms, found, inputs),
        freshest=freshest,
        freshest_percent=100 * ahead,
        cheapest_kept=_cheapest_kept(arms, found),
        point_usd_per_month=point,
        volatile_half_life_months=_half_life_months(inputs),
        largest_uncertainty=widest_of(moved),
        swings=moved,
        outdated_by_days=_chart(arms, staleness),
        working=tuple(ledger.terms),
        **found,
    )


def _show_rate(inputs: FreshnessInputs, ledger: Ledger) -> None:
    changed = inputs.volatile_changed_percent / 100
    months = inputs.volatile_observed_months
    if inputs.spread == 0:
        ledger.add(
            "volatile_rate",
            "rate of volatile facts",
            "-log1p(-changed) / months",
            -math.log1p(-changed) / months,
            "changes/month",
            changed=changed,
            months=months,
        )


def _arm(
    arm: Arm,
    inputs: FreshnessInputs,
    staleness: Staleness,
    samples: list[Staleness],
    ledger: Ledger,
) -> ArmFreshness:
    share = staleness.show(arm, ledger)
    values = [each.of(arm) for each in samples]
    outdated = interval(values, share)
    promise = inputs.promise_percent / 100
    kept = sum(value <= promise for value in values) / len(values)
    stale_usd = inputs.answers_per_month * inputs.outdated_answer_usd

    def at(days: float) -> float:
        return staleness.of(arm, days / DAYS_PER_MONTH)

    def cost(days: float) -> float:
        return arm.refresh_usd_per_month(days / DAYS_PER_MONTH) + stale_usd * at(days)

    promise_days = slowest(
        [lambda days, each=each: each.of(arm, days / DAYS_PER_MONTH) for each in samples],
        promise,
        arm.shortest_days,
    )
    best_days, best_usd = cheapest(cost, arm.shortest_days)
    refresh = ledger.add(
        f"{arm.name}.refresh_usd_per_month",
        f"{arm.label}: refreshing, a month",
        "run / every_months + fixed",
        arm.refresh_usd_per_month(arm.copies.every_months),
        "USD",
        run=arm.run_usd,
        every_months=arm.copies.every_months,
        fixed=arm.fixed_usd_per_month,
    )
    return ArmFreshness(
        refreshed_days=arm.days,
        outdated_percent=100 * share,
        outdated_low_percent=100 * outdated.low,
        outdated_high_percent=100 * outdated.high,
        promise=decided(kept, KEPT, BROKEN),
        kept_percent=100 * kept,
        outdated_answers_per_month=inputs.answers_per_month * share,
        refresh_usd_per_month=refresh,
        staleness_usd_per_month=stale_usd * share,
        total_usd_per_month=refresh + stale_usd * share,
        promise_days=promise_days,
        promise_usd_per_month=promise_days
        if isinstance(promise_days, str)
        else arm.refresh_usd_per_month(promise_days / DAYS_PER_MONTH),
        cheapest_days=best_days,
        cheapest_usd_per_month=best_usd,
    )


def _half_life_months(inputs: FreshnessInputs) -> float | str:
    """Time after which half of the volatile facts have changed: the observation, read at 50%."""
    changed = inputs.volatile_changed_percent / 100
    rate = rate_per_month(changed, inputs.volatile_observed_months, inputs.spread)
    months = rate_per_month(0.5, 1.0, inputs.spread) / rate if rate > 0 else inf
    return _NEVER_CHANGES if isinf(months) else months  # infinite too where the rate is tiny


def _freshest(
    arms: tuple[Arm, ...], found: Mapping[str, ArmFreshness], samples: list[Staleness]
) -> tuple[str, float]:
    """The arm with the fewest outdated answers, all that tie with it, and in how many samples."""
    least = min(each.outdated_percent for each in found.values())
    first = [arm for arm in arms if found[arm.name].outdated_percent <= least]
    ahead = [
        min(each.of(arm) for arm in first) <= min(each.of(arm) for arm in arms) for each in samples
    ]
    probability = sum(ahead) / len(ahead)
    return named([arm.label for arm in first], probability), probability


def _cheapest_kept(arms: tuple[Arm, ...], found: Mapping[str, ArmFreshness]) -> str:
    """The arm whose refreshing costs least once its cadence keeps the promise; first of equals."""
    costs: dict[str, float] = {}
    without: set[str] = set()
    for arm in arms:
        days, usd = found[arm.name].promise_days, found[arm.name].promise_usd_per_month
        if days in {NO_CADENCE, TOO_CLOSE}:
            without.add(str(days))
        else:
            costs[arm.label] = arm.fixed_usd_per_month if isinstance(usd, str) else usd
    if costs:
        return min(costs, key=lambda label: costs[label])
    return TOO_CLOSE if TOO_CLOSE in without else NO_CADENCE


def _swings(arms: tuple[Arm, ...], inputs: FreshnessInputs, ranges: Mapping[str, Range]) -> Swings:
    """What moves the difference between the fine-tuned arm and RAG."""
    _, rag, tuned, _ = arms

    def apart(values: Mapping[str, float]) -> float:
        at = Staleness(inputs, values)
        return 100 * (at.of(tuned) - at.of(rag))

    return swings_of(apart, ranges, {})


def _answer(
    arms: tuple[Arm, ...], found: Mapping[str, ArmFreshness], inputs: FreshnessInputs
) -> str:
    shares = ", ".join(
        f"{arm.label} {format_quantity(found[arm.name].outdated_percent, '%')}" for arm in arms[:3]
    )
    promise = format_quantity(inputs.promise_percent, "%")
    keeping = "; ".join(
        f"{arm.label}: {_cadence(found[arm.name].promise_days)}" for arm in arms[1:3]
    )
    return (
        f"Outdated answers: {shares}. To stay at {promise} or less, nine times in ten: {keeping}."
    )


def _cadence(days: float | str) -> str:
    return days if isinstance(days, str) else f"refresh every {format_quantity(days, 'days')}"


def _chart(
    arms: tuple[Arm, ...], staleness: Staleness
) -> dict[str, tuple[tuple[float, float], ...]]:
    """The base model's line is level: it does not depend on the cadence of index or retraining."""
    model, *others = arms[:3]
    level = 100 * staleness.of(model)
    lines = {
        arm.label: tuple(
            (float(days), 100 * staleness.of(arm, days / DAYS_PER_MONTH)) for days in CHART_DAYS
        )
        for arm in others
    }
    return {model.label: tuple((float(days), level) for days in CHART_DAYS), **lines}
