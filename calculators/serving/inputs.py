"""The inputs of the serving calculator."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from calculators.declare import Input
from calculators.physics.deployment_inputs import DeploymentInputs
from calculators.physics.inputs import AcceleratorInputs, ModelInputs, accelerator_choice
from calculators.physics.queueing import (
    ABOVE_BUSY,
    ANSWER_VARIATION,
    ANSWER_VARIATION_FROM,
    NOT_PREDICTABLE,
)
from calculators.physics.serving_efficiencies import ServingEfficiencies

_REQUEST = "A request"
_LOAD = "Load"
_ADAPTERS = "Adapters"


@dataclass(frozen=True, kw_only=True)
class _Choice:
    gpu: Annotated[str, accelerator_choice("serving-accelerators")] = "a100-sxm-80gb"


@dataclass(frozen=True, kw_only=True)
class _Work:
    prompt_tokens: Annotated[
        int,
        Input(
            label="Prompt",
            unit="tokens",
            help="Instructions, retrieved passages and question together.",
            group=_REQUEST,
        ),
        Ge(1),
        Le(10_000_000),
    ] = 2_000
    output_tokens: Annotated[
        int,
        Input(label="Answer", unit="tokens", help="Tokens that the model writes.", group=_REQUEST),
        Ge(1),
        Le(1_000_000),
    ] = 300
    answer_variation: Annotated[
        float,
        Input(
            label="Variation of the answer's length",
            unit="standard deviation / mean",
            help=f"Uneven answers make others wait longer for a place. {ANSWER_VARIATION_FROM}",
            group=_REQUEST,
            advanced=True,
        ),
        Ge(0),
        Le(10),
    ] = ANSWER_VARIATION
    concurrent_requests: Annotated[
        int,
        Input(
            label="Requests at once",
            unit="requests",
            help="For the speed at this many requests that run together.",
            group=_LOAD,
        ),
        Ge(1),
        Le(100_000),
    ] = 16
    requests_per_s: Annotated[
        float,
        Input(
            label="Arriving requests",
            unit="requests/s",
            help="On average, at random times.",
            group=_LOAD,
        ),
        Ge(0.0001),
        Le(1_000_000),
    ] = 1.0
    target_ttft_ms: Annotated[
        float,
        Input(
            label="First token within",
            unit="ms",
            help="That 95 of 100 requests must keep.",
            group=_LOAD,
        ),
        Ge(1),
        Le(10_000_000),
    ] = 2_000.0
    target_tpot_ms: Annotated[
        float,
        Input(
            label="Each further token within",
            unit="ms",
            help="On average over an answer, under the load.",
            group=_LOAD,
        ),
        Ge(0.1),
        Le(10_000_000),
    ] = 200.0
    utilisation_percent: Annotated[
        float,
        Input(
            label="Planned utilisation",
            unit="%",
            help=f"Of a replica's capacity; {ABOVE_BUSY} {NOT_PREDICTABLE}.",
            group=_LOAD,
            advanced=True,
        ),
        Ge(1),
        Le(95),
    ] = 70.0
    adapters: Annotated[
        int,
        Input(
            label="LoRA adapters",
            unit="adapters",
            help="Fine-tuned variants that share this base model.",
            group=_ADAPTERS,
            advanced=True,
        ),
        Ge(0),
        Le(100_000),
    ] = 0
    adapter_rank: Annotated[
        int,
        Input(
            label="Adapter's rank",
            unit="",
            help="Of adapters on all linear layers, kept in 16 bit.",
            group=_ADAPTERS,
            advanced=True,
        ),
        Ge(1),
        Le(4_096),
    ] = 16


# A dataclass takes the fields of its last base first: read the form's order from the end.
@dataclass(frozen=True, kw_only=True)
class ServingInputs(
    _Work, DeploymentInputs, ServingEfficiencies, AcceleratorInputs, _Choice, ModelInputs
):
    """A deployment: model, accelerators, formats, requests, load."""
