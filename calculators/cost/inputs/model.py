"""The base model of all arms: its prices, its cache and its window."""

from dataclasses import dataclass, replace
from typing import Annotated

from annotated_types import Ge, Le

from calculators.bounds import Percent, Price
from calculators.cost.inputs.traffic import WHEN_HOSTED
from calculators.declare import Input
from calculators.physics.hosted_model import (
    DEFAULT_MODEL,
    MODEL,
    PromptLimits,
    TokenPrices,
    model_choice,
    of_the_cache,
)
from calculators.physics.input_variants import variant_of

_PER_MILLION = "USD/million tokens"


def _long(label: str, unit: str, text: str) -> Input:
    """A price above the length from which a provider charges more, for every token of the prompt."""
    return Input(
        label=label,
        unit=unit,
        help=text,
        group=MODEL,
        filled_by="model",
        advanced=True,
        shown_when=WHEN_HOSTED,
    )


@dataclass(frozen=True, kw_only=True)
class _Choice:
    model: Annotated[str, replace(model_choice("hosted-models"), shown_when=WHEN_HOSTED)] = (
        DEFAULT_MODEL
    )


_Prices = variant_of(TokenPrices, "_Prices", str, shown_when=WHEN_HOSTED, advanced=of_the_cache)
_Limits = variant_of(PromptLimits, "_Limits", str, shown_when=WHEN_HOSTED)


@dataclass(frozen=True, kw_only=True)
class _LongPromptsAndBatches:
    long_prompt_tokens: Annotated[
        int,
        _long("Long prompts begin above", "tokens", "0: this model has one price for all lengths."),
        Ge(0),
        Le(100_000_000),
    ]
    long_input_usd_per_million_tokens: Annotated[
        Price, _long("Input, long prompt", _PER_MILLION, "All of a long prompt costs this.")
    ]
    long_cached_input_usd_per_million_tokens: Annotated[
        Price, _long("Cached input, long prompt", _PER_MILLION, "Read from the cache.")
    ]
    long_cache_write_usd_per_million_tokens: Annotated[
        Price, _long("Cache write, long prompt", _PER_MILLION, "Written to the cache.")
    ]
    long_output_usd_per_million_tokens: Annotated[
        Price, _long("Output, long prompt", _PER_MILLION, "The answer to a long prompt.")
    ]
    batch_percent: Annotated[
        Percent,
        Input(
            label="Requests that can wait",
            unit="%",
            help="Share sent in batches, answered within hours, where the provider sells that cheaper.",
            group=MODEL,
            shown_when=WHEN_HOSTED,
            advanced=True,
        ),
    ] = 0.0
    batch_discount_percent: Annotated[
        Percent,
        Input(
            label="Discount on batches",
            unit="%",
            help="On all tokens of such a request; see the provider's price list.",
            group=MODEL,
            shown_when=WHEN_HOSTED,
            advanced=True,
        ),
    ] = 0.0


# A dataclass takes the fields of its last base first.
@dataclass(frozen=True, kw_only=True)
class ModelPrices(_LongPromptsAndBatches, _Limits, _Prices, _Choice):
    """The base model of all arms: its prices, its cache and its window."""
