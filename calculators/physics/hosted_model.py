"""List prices of a hosted model as inputs, for every form that bills its tokens."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from calculators.bounds import MOST_WINDOW_TOKENS, Price, Tokens
from calculators.declare import Input

MODEL = "Model and its list prices"
DEFAULT_MODEL = "google-gemini-3.5-flash"
"""A model whose tokens, training and tuned form all have a published price."""
_PER_MILLION = "USD/million tokens"


def model_choice(catalogue: str) -> Input:
    """The choice of a hosted model; lists differ by what they fill."""
    return Input(
        label="Base model, the same for all four arms",
        unit="",
        help="Choosing a model fills in its list prices; you may change them.",
        group=MODEL,
        catalogue=catalogue,
    )


def of_the_cache(name: str) -> bool:
    """Whether an input is a price of cached tokens, which a form may ask for last."""
    return "cache" in name


def _filled(label: str, unit: str, text: str, *, advanced: bool = False) -> Input:
    return Input(
        label=label, unit=unit, help=text, group=MODEL, filled_by="model", advanced=advanced
    )


def _tuned(label: str, text: str) -> Input:
    return _filled(label, _PER_MILLION, text, advanced=True)


@dataclass(frozen=True, kw_only=True)
class TokenPrices:
    """What a token costs, read from the prompt cache, written to it, or neither."""

    input_usd_per_million_tokens: Annotated[
        Price,
        _filled(
            "Input",
            _PER_MILLION,
            "Prompt tokens that are neither read from the cache nor written to it.",
        ),
    ]
    cached_input_usd_per_million_tokens: Annotated[
        Price,
        _filled(
            "Cached input", _PER_MILLION, "Prompt tokens read from the provider's prompt cache."
        ),
    ]
    cache_write_usd_per_million_tokens: Annotated[
        Price,
        _filled(
            "Cache write",
            _PER_MILLION,
            "Prompt tokens written to the cache; the input price where writing costs no more.",
        ),
    ]
    output_usd_per_million_tokens: Annotated[
        Price, _filled("Output", _PER_MILLION, "Tokens that the model writes.")
    ]


@dataclass(frozen=True, kw_only=True)
class PromptLimits:
    """Which prompts are cached, and which are taken at all."""

    cache_minimum_tokens: Annotated[
        Tokens,
        _filled(
            "Shortest prefix that is cached",
            "tokens",
            "A shorter unchanging prefix is billed as plain input.",
            advanced=True,
        ),
    ]
    context_window_tokens: Annotated[
        int,
        _filled(
            "Context window",
            "tokens",
            "Longest prompt and answer together that the model takes.",
            advanced=True,
        ),
        Ge(1),
        Le(MOST_WINDOW_TOKENS),
    ]


def _long(label: str, unit: str, text: str) -> Input:
    return _filled(label, unit, text, advanced=True)


@dataclass(frozen=True, kw_only=True)
class LongPromptPrices:
    """What every token of a prompt costs above the length from which a provider charges more."""

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
        Price,
        _long("Cached input, long prompt", _PER_MILLION, "Of a long prompt, read from the cache."),
    ]
    long_cache_write_usd_per_million_tokens: Annotated[
        Price,
        _long("Cache write, long prompt", _PER_MILLION, "Of a long prompt, written to the cache."),
    ]
    long_output_usd_per_million_tokens: Annotated[
        Price, _long("Output, long prompt", _PER_MILLION, "The answer to a long prompt.")
    ]


@dataclass(frozen=True, kw_only=True)
class TuningOffer:
    """Whether the model can be tuned."""

    fine_tuning_offered: Annotated[
        bool,
        _filled(
            "Fine-tuning is offered for this model",
            "",
            "Where it is not, the two fine-tuned arms have no price.",
            advanced=True,
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class TunedTokenPrices:
    """What a token of the tuned model costs."""

    fine_tuned_input_usd_per_million_tokens: Annotated[
        Price, _tuned("Input, fine-tuned", "Prompt tokens of the fine-tuned model.")
    ]
    fine_tuned_cached_input_usd_per_million_tokens: Annotated[
        Price,
        _tuned(
            "Cached input, fine-tuned",
            "Prompt tokens of the fine-tuned model read from the cache.",
        ),
    ]
    fine_tuned_cache_write_usd_per_million_tokens: Annotated[
        Price,
        _tuned(
            "Cache write, fine-tuned",
            "Prompt tokens of the fine-tuned model written to the cache.",
        ),
    ]
    fine_tuned_output_usd_per_million_tokens: Annotated[
        Price,
        _tuned("Output, fine-tuned", "Tokens that the fine-tuned model writes."),
    ]
