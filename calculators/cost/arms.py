"""One arm's bill, from its parts.

    cost(m months) = start + m × (requests × cost of a request + store + machines
                                  + fixed cost of a month)
                     + retrainings by then × cost of a retraining
                     + releases by then × cost of judging one

Everything that does not depend on requests is fixed: hosting, upkeep, embedding of changes.
"""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Protocol

from calculators.answers import NOTHING_TO_RETRIEVE, over_window
from calculators.cost.arm import ArmLedger
from calculators.cost.deployments import deployments
from calculators.cost.fees import NO_FLEET, Fit, Fleet
from calculators.cost.inputs import CostInputs, Hosting
from calculators.cost.request import RequestTokens, request_parts, request_tokens
from calculators.cost.results import (
    AVAILABLE,
    NO_EXAMPLES,
    NOT_OFFERED,
    USABLE,
    Components,
)
from calculators.cost.retrieval import corpus_embedding_usd, store_fee
from calculators.cost.work import (
    evaluation_usd,
    fixed_month_parts,
    release_months,
    retraining_months,
    setup_work_usd,
)
from calculators.physics.arms import Arm
from calculators.physics.vector_store import StoreFee
from calculators.quantities import MILLION
from calculators.working import Term


class Machines(Protocol):
    """What a bill must know of own machines; none for a hosted model."""

    def fit(self, arm: Arm, inputs: CostInputs, tokens: RequestTokens) -> Fit:
        """Whether the arm can be used, and how sure that is."""
        ...

    def fleet(
        self, arm: Arm, inputs: CostInputs, tokens: RequestTokens, ledger: ArmLedger
    ) -> Fleet:
        """Replicas for the arm's requests."""
        ...

    def training_usd(self, inputs: CostInputs, ledger: ArmLedger) -> float:
        """What it costs until a trained model is kept."""
        ...


@dataclass(frozen=True, kw_only=True)
class ArmBill:
    """An arm's bill by what drives each part; `request_usd` holds neither search nor machines."""

    arm: Arm
    fit: Fit
    prompt_tokens: float
    start: dict[str, float]
    request: dict[str, float]
    month: dict[str, float]
    store: StoreFee
    fleet: Fleet
    retraining_usd: float
    retraining_months: tuple[int, ...]
    evaluation_usd: float
    """Of one release."""
    release_months: tuple[int, ...]
    """Months that end with a release after the first."""
    working: tuple[Term, ...]

    @property
    def available(self) -> bool:
        """Whether the arm can be used with these inputs."""
        return self.fit.status in USABLE

    @property
    def start_usd(self) -> float:
        """Spent before the first request."""
        return sum(self.start.values()) + self.evaluation_usd

    def cumulative_usd(self, requests_per_month: float, month: int) -> float:
        """Total spent by the end of `month`; month 0 is the start."""
        return self._spent(requests_per_month, month, self.fleet.month_usd(requests_per_month))

    def divisible_usd(self, requests_per_month: float, month: int) -> float:
        """The same if parts of replicas could be rented, so that it is a bent line in requests."""
        rent = self.fleet.divisible_month_usd(requests_per_month)
        return self._spent(requests_per_month, month, rent)

    def by_month_usd(self, requests_per_month: float, months: int) -> tuple[float, ...]:
        """`cumulative_usd` by the end of month 0, 1, ..., `months`."""
        rent_usd = self.fleet.month_usd(requests_per_month)
        start_usd, running_usd = self.start_usd, self._running_usd(requests_per_month, rent_usd)
        return tuple(
            start_usd + month * running_usd + self._released_usd(month)
            for month in range(months + 1)
        )

    def over_usd(self, requests_per_month: float, months: int) -> tuple[float, float]:
        """Total spent over so many months, and an average month after the start, releases included."""
        rent_usd = self.fleet.month_usd(requests_per_month)
        running_usd = self._running_usd(requests_per_month, rent_usd)
        released_usd = self._released_usd(months)
        return (
            self.start_usd + months * running_usd + released_usd,
            running_usd + released_usd / months,
        )

    def _spent(self, requests_per_month: float, month: int, rent_usd: float) -> float:
        running_usd = self._running_usd(requests_per_month, rent_usd)
        return self.start_usd + month * running_usd + self._released_usd(month)

    def _running_usd(self, requests_per_month: float, rent_usd: float) -> float:
        """A month without a release."""
        return (
            requests_per_month * sum(self.request.values())
            + self.store.month_usd(requests_per_month)
            + rent_usd
            + sum(self.month.values())
        )

    def _released_usd(self, month: int) -> float:
        """Retrainings and evaluations after the start, by the end of `month`."""
        retrainings = bisect_right(self.retraining_months, month)
        releases = bisect_right(self.release_months, month)
        return retrainings * self.retraining_usd + releases * self.evaluation_usd

    def further_request_usd(self, requests_per_month: float) -> float:
        """What one more request adds at that level of traffic."""
        return (
            sum(self.request.values())
            + self.store.further_usd(requests_per_month)
            + self.fleet.further_usd(requests_per_month)
        )

    def components(self, requests_per_month: float, months: int) -> Components:
        """Where the money goes over the horizon."""
        requests = requests_per_month * months
        return Components(
            **self.start,
            **{name: requests * usd for name, usd in self.request.items()},
            **{name: months * usd for name, usd in self.month.items()},
            vector_store_usd=months * self.store.month_usd(requests_per_month),
            retraining_usd=self.retraining_usd * len(self.retraining_months),
            evaluation_usd=self.evaluation_usd * (1 + len(self.release_months)),
            **{self.fleet.component: months * self.fleet.month_usd(requests_per_month)},
        )


def bill(
    arm: Arm, inputs: CostInputs, machines: Machines | None = None, *, silent: bool = False
) -> ArmBill:
    """Compute one arm's bill; `inputs` are within their declared bounds.

    `silent` keeps no working and asks not whether the arm can be used: for the many evaluations
    behind a range of an arm that can.
    """
    ledger = ArmLedger(arm, silent=silent)
    tokens = request_tokens(arm, inputs, ledger)
    fit = Fit(status=AVAILABLE) if silent else _fit(arm, inputs, tokens, machines)
    runs_on = machines if fit.status in USABLE else None
    training = 0.0
    if arm.fine_tuned and runs_on is not None:
        training = runs_on.training_usd(inputs, ledger)
    elif arm.fine_tuned and machines is None:
        training = _training_usd(inputs, ledger)
    start = {
        "setup_work_usd": setup_work_usd(arm, inputs, ledger),
        "training_usd": training,
        "labelling_usd": _labelling_usd(inputs, ledger) if arm.fine_tuned else 0.0,
        "corpus_embedding_usd": corpus_embedding_usd(inputs, ledger) if arm.retrieves else 0.0,
    }
    return ArmBill(
        arm=arm,
        fit=fit,
        prompt_tokens=tokens.prompt,
        start=start,
        request=request_parts(arm, inputs, tokens, ledger),
        month=fixed_month_parts(arm, inputs, start["corpus_embedding_usd"], ledger),
        store=store_fee(inputs, ledger) if arm.retrieves else StoreFee(),
        fleet=_fleet(arm, inputs, tokens, runs_on, ledger),
        retraining_usd=training,
        retraining_months=retraining_months(arm, inputs),
        evaluation_usd=evaluation_usd(inputs, ledger),
        release_months=release_months(arm, inputs, ledger),
        working=tuple(ledger.terms),
    )


def _fleet(
    arm: Arm,
    inputs: CostInputs,
    tokens: RequestTokens,
    machines: Machines | None,
    ledger: ArmLedger,
) -> Fleet:
    if machines is not None:
        return machines.fleet(arm, inputs, tokens, ledger)
    if arm.fine_tuned and inputs.hosting == Hosting.HOSTED:
        return deployments(inputs, tokens, ledger)
    return NO_FLEET


def _training_usd(inputs: CostInputs, ledger: ArmLedger) -> float:
    """Hosted training bills the tokens of all epochs; runs thrown away are billed as well."""
    trained = inputs.training_examples * inputs.tokens_per_example * inputs.epochs
    run = trained * inputs.training_usd_per_million_tokens / MILLION
    return ledger.add(
        "training_usd",
        "training until a model is kept",
        "examples * example_length * epochs * usd_per_million / 1000000 * (1 + thrown_away)",
        run * (1 + inputs.failed_runs),
        source="training price of the base model, unless you changed it",
        examples=inputs.training_examples,
        example_length=inputs.tokens_per_example,
        epochs=inputs.epochs,
        usd_per_million=inputs.training_usd_per_million_tokens,
        thrown_away=inputs.failed_runs,
    )


def _labelling_usd(inputs: CostInputs, ledger: ArmLedger) -> float:
    sets = inputs.variants if inputs.hosting == Hosting.SELF_HOSTED else 1
    return ledger.add(
        "labelling_usd",
        "examples, bought or labelled",
        "examples * usd_per_example * variants",
        inputs.training_examples * inputs.example_usd * sets,
        source="your price of an example",
        examples=inputs.training_examples,
        usd_per_example=inputs.example_usd,
        variants=sets,
    )


def _fit(arm: Arm, inputs: CostInputs, tokens: RequestTokens, machines: Machines | None) -> Fit:
    if arm.fine_tuned and not inputs.training_examples:
        return Fit(status=NO_EXAMPLES)
    if arm.retrieves and not (inputs.retrieved_passages and inputs.corpus_tokens):
        return Fit(status=NOTHING_TO_RETRIEVE)
    if machines is not None:
        return machines.fit(arm, inputs, tokens)
    if arm.fine_tuned and not inputs.fine_tuning_offered:
        return Fit(status=NOT_OFFERED)
    over = over_window(tokens.prompt + tokens.answer, inputs.context_window_tokens)
    return Fit(status=over or AVAILABLE)
