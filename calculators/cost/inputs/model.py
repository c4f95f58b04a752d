"""The base model of all arms: its prices, its cache and its window."""

from dataclasses import dataclass, replace
from typing import Annotated

from calculators.bounds import Percent
from calculators.cost.inputs.traffic import WHEN_HOSTED
from calculators.declare import Input
from calculators.physics.hosted_model import (
    DEFAULT_MODEL,
    MODEL,
    LongPromptPrices,
    PromptLimits,
    TokenPrices,
    model_choice,
    of_the_cache,
)
from calculators.physics.input_variants import variant_of
from calculators.physics.prompt_cache import CacheLifetime


@dataclass(frozen=True, kw_only=True)
class _Choice:
    model: Annotated[str, replace(model_choice("hosted-models"), shown_when=WHEN_HOSTED)] = (
        DEFAULT_MODEL
    )


_Prices = variant_of(TokenPrices, "_Prices", str, shown_when=WHEN_HOSTED, advanced=of_the_cache)
_Lifetime = variant_of(
    CacheLifetime, "_Lifetime", str, shown_when=WHEN_HOSTED, advanced=of_the_cache
)
_LongPrompts = variant_of(LongPromptPrices, "_LongPrompts", str, shown_when=WHEN_HOSTED)
_Limits = variant_of(PromptLimits, "_Limits", str, shown_when=WHEN_HOSTED)


@dataclass(frozen=True, kw_only=True)
class _Batches:
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
class ModelPrices(_Batches, _LongPrompts, _Limits, _Lifetime, _Prices, _Choice):
    """The base model of all arms: its prices, its cache and its window."""
