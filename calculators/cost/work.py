"""What people do: set up, keep current, and judge each release; and in which months."""

from functools import cache

from calculators.cost.arm import ArmLedger
from calculators.cost.inputs import CostInputs
from calculators.cost.retrieval import corpus_update_usd
from calculators.physics.arms import PROMPT_ONLY, Arm


def setup_work_usd(arm: Arm, inputs: CostInputs, ledger: ArmLedger) -> float:
    """Work before the first request."""
    if arm == PROMPT_ONLY:
        hours = inputs.prompt_setup_hours
    else:
        hours = arm.retrieves * inputs.rag_setup_hours
        hours += arm.fine_tuned * inputs.fine_tuning_setup_hours
    return _work_usd("setup_work_usd", "work to set up", hours, inputs, ledger)


def fixed_month_parts(
    arm: Arm, inputs: CostInputs, corpus_usd: float, ledger: ArmLedger
) -> dict[str, float]:
    """Dollars of one month that do not depend on requests, by component; the store is apart."""
    if arm == PROMPT_ONLY:
        hours = inputs.prompt_upkeep_hours_per_month
    else:
        hours = arm.retrieves * inputs.rag_upkeep_hours_per_month
        hours += arm.fine_tuned * inputs.fine_tuning_upkeep_hours_per_month
    parts = {
        "upkeep_work_usd": _work_usd(
            "upkeep_work_usd", "work to keep current, a month", hours, inputs, ledger
        )
    }
    if arm.retrieves:
        parts["corpus_update_usd"] = corpus_update_usd(inputs, corpus_usd, ledger)
    return parts


def _work_usd(name: str, label: str, hours: float, inputs: CostInputs, ledger: ArmLedger) -> float:
    return ledger.add(
        name,
        label,
        "hours * usd_per_hour",
        hours * inputs.hourly_rate_usd,
        source="your hours and your rate",
        hours=hours,
        usd_per_hour=inputs.hourly_rate_usd,
    )


def evaluation_usd(inputs: CostInputs, ledger: ArmLedger) -> float:
    """Judging the answers of one release: a person's minutes and a judge model's price for each."""
    minutes, judge = inputs.evaluation_minutes_per_question, inputs.evaluation_usd_per_question
    return ledger.add(
        "evaluation_usd",
        "judging a release",
        "questions * (minutes / 60 * usd_per_hour + usd_per_question)",
        inputs.evaluation_questions * (minutes / 60 * inputs.hourly_rate_usd + judge),
        source="your questions, minutes and rate",
        questions=inputs.evaluation_questions,
        minutes=minutes,
        usd_per_hour=inputs.hourly_rate_usd,
        usd_per_question=judge,
    )


def retraining_months(arm: Arm, inputs: CostInputs) -> tuple[int, ...]:
    """Months that end with a retraining."""
    return _each(inputs.retrain_every_months, inputs.horizon_months) if arm.fine_tuned else ()


def release_months(arm: Arm, inputs: CostInputs, ledger: ArmLedger) -> tuple[int, ...]:
    """Months that end with a release, planned or of a retrained model; the start is another."""
    planned = _each(inputs.release_every_months, inputs.horizon_months)
    retrained = retraining_months(arm, inputs)
    months = _either(planned, retrained)
    ledger.add(
        "releases",
        "releases over the period, the start included",
        "1 + planned + retrainings - both_at_once",
        1 + len(months),
        unit="releases",
        planned=len(planned),
        retrainings=len(retrained),
        both_at_once=len(planned) + len(retrained) - len(months),
    )
    return months


@cache
def _each(every: int, horizon: int) -> tuple[int, ...]:
    """Each so many months; none at the horizon itself, where you decide again."""
    return tuple(range(every, horizon, every)) if every else ()


@cache
def _either(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted({*one, *other}))
