"""Rented machines that run an open model: what they are, what is run on them, what they cost."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from annotated_types import Ge, Le

from calculators.cost.inputs.traffic import WHEN_SELF_HOSTED
from calculators.declare import Input
from calculators.physics.deployment_inputs import DeploymentInputs, left_as_it_is
from calculators.physics.efficiency_inputs import efficiency_inputs
from calculators.physics.input_variants import variant_of
from calculators.physics.inputs import AcceleratorInputs, ModelInputs
from calculators.physics.queueing import ABOVE_BUSY, NOT_PREDICTABLE
from calculators.physics.serving_efficiencies import CAPACITY, CAPACITY_PREFIX, ENGINE
from calculators.physics.training_efficiencies import (
    PLAN_MEMORY,
    PLAN_PREFIX,
    PLAN_SPEED,
)

GROUP = "Own machines"
_MODEL, _GPU = "open_model", "gpu"
_RANGES = "Calibrated ranges of own machines"


class TrainingMethod(StrEnum):
    """What is trained."""

    LORA = "lora"
    QLORA = "qlora"
    FULL = "full"


def _machine(label: str, unit: str, text: str, *, advanced: bool = False) -> Input:
    return Input(
        label=label,
        unit=unit,
        help=text,
        group=GROUP,
        advanced=advanced,
        shown_when=WHEN_SELF_HOSTED,
    )


@dataclass(frozen=True, kw_only=True)
class _Choices:
    open_model: Annotated[
        str,
        Input(
            label="Open model, the same for all four arms",
            unit="",
            help="Fills the architecture below from the model's public configuration.",
            group=GROUP,
            catalogue="self-hosted-models",
            shown_when=WHEN_SELF_HOSTED,
        ),
    ] = "llama-3.1-8b"
    gpu: Annotated[
        str,
        Input(
            label="Accelerator",
            unit="",
            help="Fills its facts, a rental price, and the calibrated ranges. For another one, "
            "choose the nearest and change what differs.",
            group=GROUP,
            catalogue="rented-accelerators",
            shown_when=WHEN_SELF_HOSTED,
        ),
    ] = "a100-sxm-80gb"
    usd_per_gpu_hour: Annotated[
        float,
        Input(
            label="Rent of an accelerator",
            unit="USD/GPU-hour",
            help="What you pay for one accelerator for an hour, host included; it is rented day and "
            "night. Training pays the same for the hours that it takes.",
            group=GROUP,
            filled_by=_GPU,
            shown_when=WHEN_SELF_HOSTED,
        ),
        Ge(0),
        Le(1_000),
    ]


@dataclass(frozen=True, kw_only=True)
class _Load:
    minimum_replicas: Annotated[
        int,
        _machine(
            "Replicas always on", "replicas", "Kept running without load; two survive a failure."
        ),
        Ge(1),
        Le(1_000),
    ] = 1
    peak_to_mean: Annotated[
        float,
        _machine(
            "Peak to mean",
            "factor",
            "Requests in the busiest hour over those of a mean hour: machines are rented for the peak.",
        ),
        Ge(1),
        Le(1_000),
    ] = 3.0
    utilisation_percent: Annotated[
        float,
        _machine(
            "Planned utilisation at the peak",
            "%",
            f"Of a replica's capacity; {ABOVE_BUSY} {NOT_PREDICTABLE}.",
            advanced=True,
        ),
        Ge(1),
        Le(95),
    ] = 70.0
    training_method: Annotated[
        TrainingMethod,
        _machine(
            "Fine-tuning method",
            "",
            "Adapters, adapters on 4-bit weights, or all weights: those in 16 bit on one accelerator, "
            "with 32-bit master weights where several share them.",
        ),
    ] = TrainingMethod.LORA
    adapter_rank: Annotated[
        int,
        _machine(
            "Adapter's rank", "dimensions", "Of adapters on all linear layers.", advanced=True
        ),
        Ge(1),
        Le(4_096),
    ] = 16
    variants: Annotated[
        int,
        _machine(
            "Fine-tuned variants",
            "models",
            "One for each customer or task; each is trained. Adapters share the replicas, fully "
            "trained models need their own. The requests are those of all variants together.",
            advanced=True,
        ),
        Ge(1),
        Le(10_000),
    ] = 1


def _open_model_field(name: str) -> str | None:
    """The hosted model has a window of its own in the same form."""
    return {"model": None, "context_window_tokens": "open_context_window_tokens"}.get(name, name)


def _catalogue(name: str) -> str | None:
    """The ranges of serving have a prefix in this form, and so need their own list of engines."""
    return "capacity-engines" if name == ENGINE else None


_Deployment = variant_of(
    DeploymentInputs,
    "_Deployment",
    str,
    group=GROUP,
    advanced=left_as_it_is,
    catalogue=_catalogue,
    shown_when=WHEN_SELF_HOSTED,
)
_Architecture = variant_of(
    ModelInputs,
    "_Architecture",
    _open_model_field,
    group=GROUP,
    filled_by=_MODEL,
    shown_when=WHEN_SELF_HOSTED,
)
_Accelerator = variant_of(
    AcceleratorInputs,
    "_Accelerator",
    lambda name: None if name == "usd_per_gpu_hour" else name,
    group=GROUP,
    shown_when=WHEN_SELF_HOSTED,
)
_Serving = efficiency_inputs(
    "_Serving", CAPACITY, _RANGES, _GPU, prefix=CAPACITY_PREFIX, shown_when=WHEN_SELF_HOSTED
)
_Training = efficiency_inputs(
    "_Training", PLAN_SPEED, _RANGES, _GPU, prefix=PLAN_PREFIX, shown_when=WHEN_SELF_HOSTED
)
_Memory = efficiency_inputs(
    "_Memory",
    PLAN_MEMORY,
    _RANGES,
    _GPU,
    prefix=PLAN_PREFIX,
    ends=("mid",),
    shown_when=WHEN_SELF_HOSTED,
)


@dataclass(frozen=True, kw_only=True)
class Machines(_Accelerator, _Architecture, _Load, _Deployment, _Choices):
    """An open model on rented accelerators, and how it is fine-tuned there."""


@dataclass(frozen=True, kw_only=True)
class MachineRanges(_Memory, _Training, _Serving):
    """What is uncertain about speed and memory of own machines."""
