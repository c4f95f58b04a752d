"""Four arms as copies of the facts: what each rests on, and what keeping it current costs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from calculators.freshness.inputs import FreshnessInputs
from calculators.freshness.process import Facts, Snapshots, kept, rate_per_month, show_kept
from calculators.physics.ledger import Ledger
from calculators.physics.ranges import Range
from calculators.quantities import DAYS_PER_MONTH, HOURS_PER_MONTH

VOLATILE = "rate of volatile facts"
LASTING = "rate of lasting facts"
LEARNED = "facts that tuning takes up"


@dataclass(frozen=True, kw_only=True, slots=True)
class Arm:
    """An arm at one cadence.

    `share` of its answers rest on copies of its own, the others on what the base model knows.
    """

    name: str
    label: str
    copies: Snapshots
    share: float
    run_usd: float
    fixed_usd_per_month: float
    learns: bool = False
    """Its share is that of the facts that tuning takes up, which nobody knows exactly."""
    shortest_days: float
    """The fastest cadence worth searching: usual for the arm, or the one entered if that is faster."""

    @property
    def days(self) -> float:
        """The arm's cadence."""
        return self.copies.every_months * DAYS_PER_MONTH

    def refresh_usd_per_month(self, every_months: float) -> float:
        """What refreshing so often costs."""
        return self.run_usd / every_months + self.fixed_usd_per_month


def arms_of(inputs: FreshnessInputs) -> tuple[Arm, ...]:
    """The arms at the cadences that the reader entered, in their usual order."""
    replacing = inputs.model_change_usd / inputs.model_every_months
    index = Arm(
        name="rag",
        label="RAG",
        copies=Snapshots(
            every_months=inputs.index_every_days / DAYS_PER_MONTH,
            delay_months=inputs.index_delay_hours / HOURS_PER_MONTH,
        ),
        share=inputs.retrieved_percent / 100,
        run_usd=inputs.index_run_usd,
        fixed_usd_per_month=replacing,
        shortest_days=min(1 / 24, inputs.index_every_days),
    )
    style = inputs.retraining_usd / (inputs.style_every_days / DAYS_PER_MONTH)
    return (
        Arm(
            name="prompt_only",
            label="Prompt only",
            copies=Snapshots(
                every_months=inputs.model_every_months, delay_months=inputs.model_age_months
            ),
            share=1.0,
            run_usd=inputs.model_change_usd,
            fixed_usd_per_month=0.0,
            shortest_days=DAYS_PER_MONTH * min(1.0, inputs.model_every_months),
        ),
        index,
        Arm(
            name="fine_tuned",
            label="Fine-tuned",
            copies=Snapshots(
                every_months=inputs.retrain_every_days / DAYS_PER_MONTH,
                delay_months=inputs.training_delay_days / DAYS_PER_MONTH,
            ),
            share=inputs.learned_percent / 100,
            learns=True,
            run_usd=inputs.retraining_usd,
            fixed_usd_per_month=replacing,
            shortest_days=1.0,
        ),
        replace(
            index,
            name="rag_fine_tuned",
            label="RAG + fine-tuned",
            fixed_usd_per_month=replacing + style,
        ),
    )


def ranges_of(inputs: FreshnessInputs) -> dict[str, Range]:
    """The rates and the share that tuning takes up, as ranges; one that is 0 is known and has none."""
    observed = {
        VOLATILE: (inputs.volatile_changed_percent, inputs.volatile_observed_months),
        LASTING: (inputs.lasting_changed_percent, inputs.lasting_observed_months),
    }
    middles = {
        name: (rate_per_month(changed / 100, months, inputs.spread), inputs.rate_factor)
        for name, (changed, months) in observed.items()
    }
    middles[LEARNED] = (inputs.learned_percent / 100, inputs.learned_factor)
    return {
        name: Range(low=mid / factor, mid=mid, high=mid * factor)
        for name, (mid, factor) in middles.items()
        if mid / factor > 0
    }


class Staleness:
    """Share of outdated answers at given rates and share taken up, for any arm and cadence."""

    def __init__(self, inputs: FreshnessInputs, values: Mapping[str, float]) -> None:
        self._volatile = inputs.volatile_percent / 100
        self._facts = {
            kind: Facts(
                rate_per_month=values.get(kind, 0.0),
                spread=inputs.spread,
                per_answer=inputs.facts_per_answer,
            )
            for kind in (VOLATILE, LASTING)
        }
        self._learned = min(1.0, values.get(LEARNED, 0.0))
        self._base = self._of_copies(inputs.model_every_months, inputs.model_age_months)

    def of(self, arm: Arm, every_months: float | None = None) -> float:
        """Share of the arm's answers that rest on an outdated fact, at its cadence or another."""
        every = arm.copies.every_months if every_months is None else every_months
        share = self._share(arm)
        return share * self._of_copies(every, arm.copies.delay_months) + (1 - share) * self._base

    def show(self, arm: Arm, ledger: Ledger) -> float:
        """As `of`, with every step."""
        copies = arm.copies
        for kind, facts in self._facts.items():
            which = kind.split()[2]
            show_kept(
                facts,
                copies.every_months,
                copies.delay_months,
                ledger,
                f"{arm.name}.{which}_right",
                f"{arm.label}: {which} facts still right",
            )
        right = [
            kept(each, copies.every_months, copies.delay_months) for each in self._facts.values()
        ]
        own = ledger.add(
            f"{arm.name}.own",
            f"{arm.label}: own copies outdated",
            "max(0, 1 - volatile * volatile_right - (1 - volatile) * lasting_right)",
            self._of_copies(copies.every_months, copies.delay_months),
            "",
            volatile=self._volatile,
            volatile_right=right[0],
            lasting_right=right[1],
        )
        return ledger.add(
            f"{arm.name}.outdated",
            f"{arm.label}: answers on outdated facts",
            "share * own + (1 - share) * model",
            self.of(arm),
            "",
            share=self._share(arm),
            own=own,
            model=self._base,
        )

    def _share(self, arm: Arm) -> float:
        return self._learned if arm.learns else arm.share

    def _of_copies(self, every: float, delay: float) -> float:
        """Share of outdated answers if all rest on these copies: both classes of facts together."""
        volatile = self._volatile
        return max(
            0.0,
            1
            - volatile * kept(self._facts[VOLATILE], every, delay)
            - (1 - volatile) * kept(self._facts[LASTING], every, delay),
        )
