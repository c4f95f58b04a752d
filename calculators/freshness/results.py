"""The results of the freshness calculator."""

from dataclasses import dataclass
from typing import Annotated

from calculators.answers import DECIDED, HIGH_END, LOW_END
from calculators.declare import Output
from calculators.swings import Swings
from calculators.working import Term

NO_CADENCE = "no cadence keeps the promise"
ANY_CADENCE = "any cadence keeps the promise"
AS_OFTEN = "as often as possible"
NEVER = "not refreshing costs least"
NO_DIFFERENCE = "no difference"
KEPT = "kept"
BROKEN = "not kept"


@dataclass(frozen=True, kw_only=True)
class ArmFreshness:
    """Outdated answers by arm; the cadence is that of the model, the index or the retraining."""

    refreshed_days: Annotated[float, Output(label="Knowledge refreshed every", unit="days")]
    outdated_percent: Annotated[
        float,
        Output(
            label="Answers on outdated facts",
            unit="%",
            low="outdated_low_percent",
            high="outdated_high_percent",
        ),
    ]
    outdated_low_percent: Annotated[float, Output(label="Low end", unit="%", help=LOW_END)]
    outdated_high_percent: Annotated[float, Output(label="High end", unit="%", help=HIGH_END)]
    promise: Annotated[
        str,
        Output(label="Promise", help=DECIDED),
    ]
    kept_percent: Annotated[
        float, Output(label="Probability that the promise is kept", unit="%", probability=True)
    ]
    outdated_answers_per_month: Annotated[
        float, Output(label="Outdated answers a month", unit="answers", estimate=True)
    ]
    refresh_usd_per_month: Annotated[float, Output(label="Refreshing, a month", unit="USD")]
    staleness_usd_per_month: Annotated[
        float, Output(label="Outdated answers, a month", unit="USD", estimate=True)
    ]
    total_usd_per_month: Annotated[float, Output(label="Both, a month", unit="USD", estimate=True)]
    promise_days: Annotated[
        float | str,
        Output(
            label="Slowest cadence that keeps the promise",
            unit="days",
            help="In nine of ten samples of what is uncertain; it is also the cheapest that does.",
        ),
    ]
    promise_usd_per_month: Annotated[
        float | str, Output(label="Refreshing at that cadence, a month", unit="USD")
    ]
    cheapest_days: Annotated[
        float | str,
        Output(
            label="Cadence of least cost",
            unit="days",
            help="Least sum of refreshing and outdated answers.",
        ),
    ]
    cheapest_usd_per_month: Annotated[
        float, Output(label="Both at that cadence, a month", unit="USD", estimate=True)
    ]


@dataclass(frozen=True, kw_only=True)
class FreshnessResults:
    """Four arms, and what their staleness costs."""

    answer: Annotated[str, Output(label="Answer")]
    freshest: Annotated[str, Output(label="Freshest at these cadences")]
    freshest_percent: Annotated[
        float, Output(label="Probability that no other is fresher", unit="%", probability=True)
    ]
    cheapest_kept: Annotated[
        str,
        Output(
            label="Cheapest way to keep the promise",
            help="Least cost of refreshing, each arm at the slowest cadence that keeps it.",
        ),
    ]
    point_usd_per_month: Annotated[
        float,
        Output(
            label="A point of staleness, a month",
            unit="USD",
            help="What one more percent of outdated answers costs.",
        ),
    ]
    volatile_half_life_months: Annotated[
        float | str,
        Output(
            label="Half-life of volatile facts",
            unit="months",
            help="After this time half of them are no longer true.",
        ),
    ]
    largest_uncertainty: Annotated[
        str,
        Output(
            label="Largest uncertainty",
            help="Of the difference between the fine-tuned arm and RAG.",
        ),
    ]
    prompt_only: Annotated[ArmFreshness, Output(label="Prompt only")]
    rag: Annotated[ArmFreshness, Output(label="RAG")]
    fine_tuned: Annotated[ArmFreshness, Output(label="Fine-tuned")]
    rag_fine_tuned: Annotated[ArmFreshness, Output(label="RAG + fine-tuned")]
    outdated_by_days: dict[str, tuple[tuple[float, float], ...]]
    """By line of the chart: percent outdated at each cadence in days."""
    swings: Swings
    """What moves the points by which the fine-tuned arm is more outdated than RAG, for the chart."""
    working: tuple[Term, ...]
