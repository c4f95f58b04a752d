"""Training, retraining, and what the fine-tuned model costs to use."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from calculators.bounds import Price, Tokens
from calculators.cost.inputs.traffic import WHEN_HOSTED
from calculators.declare import Input
from calculators.physics.hosted_model import TunedTokenPrices, TuningOffer, of_the_cache
from calculators.physics.input_variants import variant_of

_GROUP = "Fine-tuning"


_Offer = variant_of(TuningOffer, "_Offer", str, group=_GROUP, shown_when=WHEN_HOSTED)


@dataclass(frozen=True, kw_only=True)
class _Training:
    training_examples: Annotated[
        int,
        Input(
            label="Training examples",
            unit="examples",
            help="Pairs of prompt and answer that the model is tuned on; without any nothing is tuned.",
            group=_GROUP,
        ),
        Ge(0),
        Le(1_000_000_000),
    ] = 2_000
    tokens_per_example: Annotated[
        int,
        Input(
            label="Example length",
            unit="tokens",
            help="Tokens of one example, prompt and answer together.",
            group=_GROUP,
        ),
        Ge(1),
        Le(1_000_000),
    ] = 500
    epochs: Annotated[
        int,
        Input(
            label="Epochs",
            unit="passes",
            help="How often training goes over the examples.",
            group=_GROUP,
        ),
        Ge(1),
        Le(1_000),
    ] = 3
    failed_runs: Annotated[
        float,
        Input(
            label="Runs thrown away",
            unit="runs per kept run",
            help="Training runs paid for whose model is not good enough to keep.",
            group=_GROUP,
        ),
        Ge(0),
        Le(1_000),
    ] = 2.0
    retrain_every_months: Annotated[
        int,
        Input(
            label="Retrain every",
            unit="months",
            help="0 means never. The last month of the period is not retrained for.",
            group=_GROUP,
        ),
        Ge(0),
        Le(60),
    ] = 6
    example_usd: Annotated[
        Price,
        Input(
            label="An example",
            unit="USD/example",
            help="What you pay for each example, bought or labelled; 0 if your own hours make them.",
            group=_GROUP,
            advanced=True,
        ),
    ] = 0.0
    training_usd_per_million_tokens: Annotated[
        Price,
        Input(
            label="Training",
            unit="USD/million tokens",
            help="Tokens of all epochs are billed.",
            group=_GROUP,
            filled_by="model",
            shown_when=WHEN_HOSTED,
        ),
    ]


_Prices = variant_of(
    TunedTokenPrices,
    "_Prices",
    str,
    group=_GROUP,
    shown_when=WHEN_HOSTED,
    advanced=of_the_cache,
)


def _rate(label: str, text: str) -> Input:
    return Input(
        label=label,
        unit="tokens/s",
        help=f"Of one that is billed by the hour, {text}: more load is answered by more of them. Filled "
        "in where a machine alone is sold: 70% of what the physics of serving gives it. 0: no limit.",
        group=_GROUP,
        filled_by="model",
        shown_when=WHEN_HOSTED,
        advanced=True,
    )


@dataclass(frozen=True, kw_only=True)
class _Hosting:
    hosting_usd_per_hour: Annotated[
        Price,
        Input(
            label="Hosting of the fine-tuned model",
            unit="USD/hour",
            help="Some providers bill every hour that the model is deployed, used or not.",
            group=_GROUP,
            filled_by="model",
            shown_when=WHEN_HOSTED,
        ),
    ]
    hosting_prompt_tokens_per_s: Annotated[
        Tokens,
        _rate("Prompt tokens that a deployment reads", "while it does nothing else"),
    ]
    hosting_answer_tokens_per_s: Annotated[
        Tokens,
        _rate("Answer tokens that a deployment writes", "of all requests that run together"),
    ]


# A dataclass takes the fields of its last base first.
@dataclass(frozen=True, kw_only=True)
class FineTuning(_Hosting, _Prices, _Training, _Offer):
    """Training, retraining, and what the fine-tuned model costs to use."""
