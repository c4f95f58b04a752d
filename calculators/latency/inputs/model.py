"""The one base model of all arms: hosted, by stated percentiles, or on own accelerators."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from annotated_types import Ge, Le

from calculators.bounds import MOST_WINDOW_TOKENS, Milliseconds
from calculators.declare import Input
from calculators.physics.deployment_inputs import DeploymentInputs, left_as_it_is
from calculators.physics.input_variants import variant_of
from calculators.physics.inputs import GPU, AcceleratorFacts, ModelInputs, accelerator_choice

_GROUP = "Model"
_HOSTED = "Hosted model"
_OPEN = "Open model"


class Serving(StrEnum):
    """Who runs the model."""

    HOSTED = "hosted"
    OWN = "own_accelerators"


_WHEN_HOSTED = ("serving", Serving.HOSTED.value)
WHEN_OWN = ("serving", Serving.OWN.value)


@dataclass(frozen=True, kw_only=True)
class Who:
    """Who runs the model."""

    serving: Annotated[
        Serving,
        Input(
            label="The model runs",
            unit="",
            help="The same base model in all arms. Hosted: from percentiles that you state or measured. "
            "Own: from the model's architecture and the accelerator.",
            group=_GROUP,
        ),
    ] = Serving.HOSTED


@dataclass(frozen=True, kw_only=True)
class _Stated:
    """What a provider delivers, as measured from your service."""

    ttft_p50_ms: Annotated[
        Milliseconds,
        Input(
            label="First token, median",
            unit="ms",
            help="Measured from your service. 900 ms: one user's GPT-4.1 mini on 15 provisioned units, "
            "June 2026.",
            group=_HOSTED,
        ),
    ] = 900.0
    ttft_p95_ms: Annotated[
        Milliseconds,
        Input(
            label="First token, p95",
            unit="ms",
            help="1,350 ms in the same report.",
            group=_HOSTED,
        ),
    ] = 1_350.0
    ttft_prompt_tokens: Annotated[
        int,
        Input(
            label="Prompt when that was measured",
            unit="tokens",
            help="26,000 characters in the same report, at four a token.",
            group=_HOSTED,
        ),
        Ge(0),
        Le(10_000_000),
    ] = 6_500
    output_tokens_per_s: Annotated[
        float,
        Input(
            label="Output, median",
            unit="tokens/s",
            help="79 in the same report, quoting Artificial Analysis.",
            group=_HOSTED,
        ),
        Ge(0.01),
        Le(1_000_000),
    ] = 79.0
    slow_output_tokens_per_s: Annotated[
        float,
        Input(
            label="Output, slowest 5%",
            unit="tokens/s",
            help="No published figure fits; slower by the factor by which p95 exceeds the median above.",
            group=_HOSTED,
            at_most="output_tokens_per_s",
        ),
        Ge(0.01),
        Le(1_000_000),
    ] = 53.0
    prompt_ms_per_thousand_tokens_low: Annotated[
        float,
        Input(
            label="A thousand more prompt tokens, low",
            unit="ms",
            help="8.5: fastest times of GPT-5.4 mini for short and 64,000-token prompts, 2026.",
            group=_HOSTED,
            advanced=True,
        ),
        Ge(0.001),
        Le(100_000),
    ] = 8.5
    prompt_ms_per_thousand_tokens_mid: Annotated[
        float,
        Input(
            label="A thousand more prompt tokens, mid",
            unit="ms",
            help="Geometric mean of low and high: published measurements are that far apart.",
            group=_HOSTED,
            advanced=True,
        ),
        Ge(0.001),
        Le(100_000),
    ] = 31.0
    prompt_ms_per_thousand_tokens_high: Annotated[
        float,
        Input(
            label="A thousand more prompt tokens, high",
            unit="ms",
            help="116: a regression over calls of Claude 3.5 Sonnet, 2024.",
            group=_HOSTED,
            advanced=True,
        ),
        Ge(0.001),
        Le(100_000),
    ] = 116.0
    hosted_window_tokens: Annotated[
        int,
        Input(
            label="Context window",
            unit="tokens",
            help="Of the hosted model, 0: not checked. 1,047,576 is GPT-4.1 mini's.",
            group=_HOSTED,
            advanced=True,
        ),
        Ge(0),
        Le(MOST_WINDOW_TOKENS),
    ] = 1_047_576


Hosted = variant_of(_Stated, "Hosted", str, shown_when=_WHEN_HOSTED)


@dataclass(frozen=True, kw_only=True)
class _Choice:
    gpu: Annotated[
        str,
        replace(accelerator_choice("latency-accelerators", rented=False), shown_when=WHEN_OWN),
    ] = "a100-sxm-80gb"


@dataclass(frozen=True, kw_only=True)
class _Replicas:
    replicas: Annotated[
        int,
        Input(
            label="Replicas",
            unit="replicas",
            help="Copies of the model that share the requests evenly.",
            group=GPU,
            shown_when=WHEN_OWN,
        ),
        Ge(1),
        Le(100_000),
    ] = 1


_Model = variant_of(ModelInputs, "_Model", str, group=_OPEN, shown_when=WHEN_OWN)
_Accelerator = variant_of(AcceleratorFacts, "_Accelerator", str, shown_when=WHEN_OWN)
_Deployment = variant_of(
    DeploymentInputs, "_Deployment", str, shown_when=WHEN_OWN, advanced=left_as_it_is
)


# A dataclass takes the fields of its last base first.
@dataclass(frozen=True, kw_only=True)
class Own(_Replicas, _Deployment, _Accelerator, _Choice, _Model):
    """An open model on own accelerators."""
