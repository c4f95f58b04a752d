"""How an open model is deployed, as inputs of every form that serves one."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from annotated_types import Ge, Le

from calculators.declare import Input
from calculators.physics.accelerator import Accelerator
from calculators.physics.inputs import GPU
from calculators.physics.serving_efficiencies import ENGINE, SCHEDULED
from calculators.physics.serving_jobs import Budget, Deployment, served_budget
from calculators.physics.transformer import Architecture

_FORMATS = "Formats"
MOST_TOGETHER = 64
"""Accelerators of one replica at most."""


class Products(StrEnum):
    """Type of the matrix products."""

    BF16 = "bf16"
    FP16 = "fp16"
    FP8 = "fp8"
    INT8 = "int8"


@dataclass(frozen=True, kw_only=True)
class DeploymentInputs:
    """Accelerators of a replica, and the formats of what they hold and multiply."""

    gpu_int8_tflops: Annotated[
        float,
        Input(
            label="Peak, int8",
            unit="TFLOP/s",
            help="Dense products of 8-bit whole numbers; the 16-bit peak where the hardware has none.",
            group=GPU,
            filled_by="gpu",
            advanced=True,
        ),
        Ge(0.1),
        Le(1_000_000),
    ]
    gpus_per_replica: Annotated[
        int,
        Input(
            label="Accelerators of a replica",
            unit="accelerators",
            help="That hold one copy of the model together (tensor parallelism).",
            group=GPU,
        ),
        Ge(1),
        Le(MOST_TOGETHER),
    ] = 1
    engine: Annotated[
        str,
        Input(
            label="Engine",
            unit="",
            help="Fills the calibrated ranges of what the software does beside the accelerator: its "
            "fixed times and the memory that it sets aside.",
            group=GPU,
            catalogue="serving-engines",
        ),
    ] = SCHEDULED
    weight_bits: Annotated[
        float,
        Input(
            label="Weights",
            unit="bits",
            help="Stored bits a weight, scales included; the embeddings stay at 16.",
            group=_FORMATS,
        ),
        Ge(1),
        Le(32),
    ] = 16.0
    kv_bits: Annotated[
        float,
        Input(label="Cache", unit="bits", help="Bits of a cached key or value.", group=_FORMATS),
        Ge(1),
        Le(32),
    ] = 16.0
    precision: Annotated[
        Products,
        Input(
            label="Products",
            unit="",
            help="Type of the matrix products. One that the accelerator is no faster in is computed "
            "in 16 bit.",
            group=_FORMATS,
        ),
    ] = Products.BF16


def left_as_it_is(name: str) -> bool:
    """Whether most readers leave an input as it opens: all but the accelerators' number and engine."""
    return name not in {"gpus_per_replica", ENGINE}


def deployment_of(model: Architecture, gpu: Accelerator, inputs: DeploymentInputs) -> Deployment:
    """The deployment that the fields describe, without adapters.

    Products of 8 bit that the accelerator lacks are computed in 16, and the weights are unpacked.
    """
    precision = str(inputs.precision)
    if gpu.peak_flops(precision) <= gpu.peak_flops(Products.BF16):
        precision = Products.FP16 if precision == Products.FP16 else Products.BF16
    return Deployment(
        model=model,
        gpu=gpu,
        gpus=inputs.gpus_per_replica,
        tensor_parallel=inputs.gpus_per_replica,
        weight_bits=inputs.weight_bits,
        kv_bits=inputs.kv_bits,
        precision=str(precision),
        budget=served_budget(gpu) if inputs.engine == SCHEDULED else Budget(),
    )


def undivided(heads: int, gpus: int) -> str | None:
    """Why engines would not start on so many accelerators, or None."""
    if heads % gpus == 0:
        return None
    nearest = [
        max(each for each in range(1, gpus) if heads % each == 0),
        *[each for each in range(gpus + 1, MOST_TOGETHER + 1) if heads % each == 0][:1],
    ]
    would = " or ".join(str(each) for each in nearest)
    return (
        f"engines share out whole heads, and {heads} query heads do not divide by {gpus} "
        f"accelerators; {would} would do"
    )
