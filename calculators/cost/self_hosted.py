"""The self-hosted side: how many rented machines an arm needs, and what a training run takes there.

Imported only when asked for: a page about hosted models does not wait for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from calculators.answers import DOES_NOT_FIT, TOO_CLOSE, decided, over_window
from calculators.cost.arm import ArmLedger
from calculators.cost.fees import Fit, Fleet
from calculators.cost.inputs import CostInputs
from calculators.cost.inputs.machines import TrainingMethod
from calculators.cost.request import RequestTokens
from calculators.cost.results import AVAILABLE, MAY_NOT_FIT
from calculators.physics.accelerator import Accelerator
from calculators.physics.arms import Arm
from calculators.physics.deployment_inputs import deployment_of, undivided
from calculators.physics.efficiency_inputs import Efficiency, ranges_of
from calculators.physics.inputs import accelerator_of, architecture_of, problem_of
from calculators.physics.jobs import TrainingJob
from calculators.physics.ranges import Range, middle
from calculators.physics.serving_capacity import (
    Requests,
    accelerators_that_fit,
    fits_probability,
    memory_samples,
    requests_per_s,
)
from calculators.physics.serving_efficiencies import CAPACITY, CAPACITY_PREFIX
from calculators.physics.serving_jobs import Deployment
from calculators.physics.training_efficiencies import PLAN_MEMORY, PLAN_PREFIX, PLAN_SPEED
from calculators.physics.training_plan import gpu_hours, smallest_job
from calculators.quantities import HOURS_PER_MONTH, SECONDS_PER_MONTH

TRAINING_DOES_NOT_FIT = "training does not fit"
_RENT = "rent that you pay, or the list price of the accelerator"


def machine_ranges(inputs: CostInputs) -> dict[str, Range]:
    """The uncertain numbers of own machines, under the names of their fields."""
    serving = ranges_of(inputs, CAPACITY, CAPACITY_PREFIX)
    training = ranges_of(inputs, PLAN_SPEED, PLAN_PREFIX)
    return {
        **{f"{CAPACITY_PREFIX}{name}": each for name, each in serving.items()},
        **{f"{PLAN_PREFIX}{name}": each for name, each in training.items()},
    }


def machine_labels() -> dict[str, str]:
    """What a reader calls them."""
    return {
        **{f"{CAPACITY_PREFIX}{each.name}": f"Serving: {each.label}" for each in CAPACITY},
        **{f"{PLAN_PREFIX}{each.name}": f"Training: {each.label}" for each in PLAN_SPEED},
    }


def _fields(table: Sequence[Efficiency], prefix: str) -> dict[str, str]:
    """The names of a table's numbers, by the names of their fields."""
    return {f"{prefix}{each.name}": each.name for each in table}


_SERVING = _fields(CAPACITY, CAPACITY_PREFIX)
_TRAINING = _fields(PLAN_SPEED, PLAN_PREFIX)


@dataclass(frozen=True, kw_only=True)
class OwnMachines:
    """An open model on rented accelerators, with one value for every uncertain number."""

    problem: str | None
    """Why the model makes no sense, or None."""
    base: Deployment
    tuned: Deployment
    gpu: Accelerator
    job: TrainingJob | None
    """None where no number of accelerators is enough."""
    serving: Mapping[str, float]
    training: Mapping[str, float]
    memory: Sequence[Mapping[str, float]] = ()
    """Draws of what is uncertain about the memory."""

    def at(self, chosen: Mapping[str, float]) -> "OwnMachines":
        """The same machines with other values of the uncertain numbers, by names of fields."""
        return replace(
            self,
            serving={name: chosen[field] for field, name in _SERVING.items()},
            training={name: chosen[field] for field, name in _TRAINING.items()},
        )

    def fit(self, arm: Arm, inputs: CostInputs, tokens: RequestTokens) -> Fit:
        """Whether one request fits beside the weights, as every yes or no by its probability."""
        if self.problem is not None:
            return Fit(status=self.problem)
        window = inputs.open_context_window_tokens
        if window and (over := over_window(tokens.prompt + tokens.answer, window)):
            return Fit(status=over)
        run, work = self._run(arm), _requests(tokens)
        share = fits_probability(run, work, self.memory)
        status = decided(share, AVAILABLE, DOES_NOT_FIT)
        if status == DOES_NOT_FIT:
            enough = accelerators_that_fit(run, work, self.memory)
            return Fit(status=status, percent=100 * share, enough=enough)
        if arm.fine_tuned and self.job is None:
            status = TRAINING_DOES_NOT_FIT
        return Fit(status=MAY_NOT_FIT if status == TOO_CLOSE else status, percent=100 * share)

    def fleet(
        self, arm: Arm, inputs: CostInputs, tokens: RequestTokens, ledger: ArmLedger
    ) -> Fleet:
        """Replicas that carry the peak at the planned utilisation."""
        rate = requests_per_s(self._run(arm), _requests(tokens), self.serving, ledger)
        carried = ledger.add(
            "requests_per_replica",
            "requests of a replica in a month, as planned",
            "requests_per_s * utilisation_percent / 100 / peak_to_mean * seconds",
            rate * inputs.utilisation_percent / 100 / inputs.peak_to_mean * SECONDS_PER_MONTH,
            "requests/month",
            requests_per_s=rate,
            utilisation_percent=inputs.utilisation_percent,
            peak_to_mean=inputs.peak_to_mean,
            seconds=SECONDS_PER_MONTH,
        )
        apart = arm.fine_tuned and inputs.training_method == TrainingMethod.FULL
        fleet = Fleet(
            replica_usd=inputs.gpus_per_replica * HOURS_PER_MONTH * inputs.usd_per_gpu_hour,
            requests_per_replica=carried,
            minimum=inputs.minimum_replicas,
            groups=inputs.variants if apart else 1,
        )
        if ledger.silent:
            return fleet
        ledger.add(
            "accelerators_usd",
            "rented accelerators, a month",
            "groups * max(least, ceil(requests / groups / requests_of_a_replica))"
            " * accelerators * hours * usd_per_hour",
            fleet.month_usd(inputs.requests_per_month),
            "USD",
            _RENT,
            groups=fleet.groups,
            least=fleet.minimum,
            requests=inputs.requests_per_month,
            requests_of_a_replica=carried,
            accelerators=inputs.gpus_per_replica,
            hours=HOURS_PER_MONTH,
            usd_per_hour=inputs.usd_per_gpu_hour,
        )
        return fleet

    def training_usd(self, inputs: CostInputs, ledger: ArmLedger) -> float:
        """All variants trained once, runs thrown away included."""
        if self.job is None:
            return 0.0
        tokens = float(inputs.training_examples) * inputs.tokens_per_example * inputs.epochs
        if ledger.silent:
            hours = tokens * self._hours_per_token
        else:
            hours = gpu_hours(self.job, self.gpu, tokens, self.training, ledger)
        return ledger.add(
            "training_usd",
            "training until a model is kept",
            "accelerator_hours * usd_per_hour * variants * (1 + thrown_away)",
            hours * inputs.usd_per_gpu_hour * inputs.variants * (1 + inputs.failed_runs),
            "USD",
            _RENT,
            accelerator_hours=hours,
            usd_per_hour=inputs.usd_per_gpu_hour,
            variants=inputs.variants,
            thrown_away=inputs.failed_runs,
        )

    @cached_property
    def _hours_per_token(self) -> float:
        """The same in both arms that train."""
        return 0.0 if self.job is None else gpu_hours(self.job, self.gpu, 1.0, self.training)

    def _run(self, arm: Arm) -> Deployment:
        return self.tuned if arm.fine_tuned else self.base


def own_machines(inputs: CostInputs) -> OwnMachines:
    """The machines that the fields describe, every uncertain number at its best estimate."""
    model, gpu = architecture_of(inputs), accelerator_of(inputs)
    method = str(inputs.training_method)
    problem = problem_of(inputs) or undivided(inputs.heads, inputs.gpus_per_replica)
    if problem is None and method != "full" and inputs.adapter_rank > inputs.hidden:
        problem = "an adapter's rank above the width of the model"
    base = deployment_of(model, gpu, inputs)
    adapted = method != "full"
    tuned = replace(
        base,
        adapters=inputs.variants if adapted else 0,
        adapter_bytes=2 * model.lora_params(inputs.adapter_rank, "all-linear") if adapted else 0.0,
    )
    job = None
    if problem is None:
        memory = {
            each.name: getattr(inputs, f"{PLAN_PREFIX}{each.name}_mid") for each in PLAN_MEMORY
        }
        job = smallest_job(
            model,
            gpu,
            method=method,
            rank=inputs.adapter_rank,
            tokens_per_example=inputs.tokens_per_example,
            memory=memory,
        )
    ranges = ranges_of(inputs, CAPACITY, CAPACITY_PREFIX)
    blank = OwnMachines(
        problem=problem,
        base=base,
        tuned=tuned,
        gpu=gpu,
        job=job,
        serving={},
        training={},
        memory=memory_samples(ranges),
    )
    return blank.at(middle(machine_ranges(inputs)))


def _requests(tokens: RequestTokens) -> Requests:
    """A rewrite of the question is read and written as part of its request."""
    return Requests(
        prompt=tokens.prompt + tokens.reread,
        prefix=tokens.prefix,
        hits=tokens.cached / tokens.prefix if tokens.prefix else 0.0,
        output=tokens.answer + tokens.rewritten,
    )
