"""The inputs of the caching calculator."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from annotated_types import Ge, Le

from calculators.bounds import Context, Tokens
from calculators.declare import Input
from calculators.physics.hosted_model import (
    DEFAULT_MODEL,
    LongPromptPrices,
    PromptLimits,
    TokenPrices,
    TunedTokenPrices,
    TuningOffer,
    model_choice,
)
from calculators.physics.input_variants import variant_of
from calculators.physics.prompt_cache import CacheLifetime
from calculators.quantities import HOURS_PER_MONTH

_TRAFFIC = "Traffic"
_PROMPT = "Prompt"
_CACHE = "Cache"

Factor = Annotated[float, Ge(1), Le(100)]


class Breakpoint(StrEnum):
    """Up to where a prompt is written to the cache."""

    STABLE_PART = "end_of_the_stable_part"
    PROMPT_END = "end_of_the_prompt"


@dataclass(frozen=True, kw_only=True)
class _Traffic:
    requests_per_month: Annotated[
        int,
        Input(
            label="Requests",
            unit="requests/month",
            help="Of all users together.",
            group=_TRAFFIC,
        ),
        Ge(0),
        Le(1_000_000_000),
    ] = 100_000
    active_hours_per_month: Annotated[
        float,
        Input(
            label="Hours with traffic",
            unit="hours/month",
            help=f"{HOURS_PER_MONTH} is day and night; 21 working days of 10 hours are 210.",
            group=_TRAFFIC,
        ),
        Ge(1),
        Le(744),
    ] = float(HOURS_PER_MONTH)
    distinct_prefixes: Annotated[
        int,
        Input(
            label="Distinct prefixes",
            unit="prefixes",
            help="1 if all requests begin alike; the number of tenants or users if each has "
            "instructions of its own. Requests are spread evenly, which is the worst case.",
            group=_TRAFFIC,
        ),
        Ge(1),
        Le(100_000_000),
    ] = 1
    distinct_contexts: Annotated[
        int,
        Input(
            label="Distinct documents in the prompt (prompt only)",
            unit="sets",
            help="1 if every prompt holds the same documents; more if a request brings those that "
            "it is about.",
            group=_TRAFFIC,
        ),
        Ge(1),
        Le(100_000_000),
    ] = 1
    traffic_factor: Annotated[
        Factor,
        Input(
            label="Uncertainty of the traffic",
            unit="factor",
            help="The true number lies within this factor, in four cases of five. 1 if it is known.",
            group=_TRAFFIC,
            advanced=True,
        ),
    ] = 1.5


@dataclass(frozen=True, kw_only=True)
class _Prompt:
    instruction_tokens: Annotated[
        Tokens,
        Input(
            label="Instructions",
            unit="tokens",
            help="System prompt, tools and examples that are the same in every request.",
            group=_PROMPT,
        ),
    ] = 1_500
    context_tokens: Annotated[
        Context,
        Input(
            label="Knowledge in the prompt (prompt only)",
            unit="tokens",
            help="Documents that stand in every prompt of a prefix instead of being searched.",
            group=_PROMPT,
        ),
    ] = 20_000
    retrieved_passages: Annotated[
        int,
        Input(
            label="Passages in the prompt (RAG)",
            unit="passages",
            help="They differ from request to request.",
            group=_PROMPT,
        ),
        Ge(0),
        Le(1_000),
    ] = 5
    passage_tokens: Annotated[
        int,
        Input(label="Passage length", unit="tokens", help="Of one passage.", group=_PROMPT),
        Ge(1),
        Le(100_000),
    ] = 400
    passages_first: Annotated[
        bool,
        Input(
            label="Passages stand before the instructions",
            unit="",
            help="Nothing after the first token that differs can be read from the cache.",
            group=_PROMPT,
        ),
    ] = False
    fine_tuned_instruction_tokens: Annotated[
        Tokens,
        Input(
            label="Instructions after fine-tuning",
            unit="tokens",
            help="What is left of them once their content is in the weights.",
            group=_PROMPT,
        ),
    ] = 200
    question_tokens: Annotated[
        Tokens,
        Input(label="Question", unit="tokens", help="What the user writes.", group=_PROMPT),
    ] = 60
    answer_tokens: Annotated[
        Tokens,
        Input(label="Answer", unit="tokens", help="What the model writes.", group=_PROMPT),
    ] = 250


@dataclass(frozen=True, kw_only=True)
class _Choice:
    model: Annotated[str, model_choice("cached-models")] = DEFAULT_MODEL


_Lifetime = variant_of(CacheLifetime, "_Lifetime", str, group=_CACHE)


@dataclass(frozen=True, kw_only=True)
class _Cache(_Lifetime):
    lifetime_refreshed: Annotated[
        bool,
        Input(
            label="Each use refreshes it",
            unit="",
            help="Untick it for caches that end at a fixed time after they were written.",
            group=_CACHE,
        ),
    ] = True
    lifetime_factor: Annotated[
        Factor,
        Input(
            label="Uncertainty of the time to live",
            unit="factor",
            help="Providers name a span or promise nothing. 1 where the time is guaranteed.",
            group=_CACHE,
            advanced=True,
        ),
    ] = 1.5
    breakpoint: Annotated[
        Breakpoint,
        Input(
            label="Written up to",
            unit="",
            help="Explicit breakpoints stand at the end of the stable part. Some implicit caches "
            "write the whole prompt; that costs more only where writing has a price of its own.",
            group=_CACHE,
        ),
    ] = Breakpoint.STABLE_PART
    reach_percent: Annotated[
        float,
        Input(
            label="Requests that reach the entry",
            unit="%",
            help="Implicit caches live on single machines: a busy prefix is spread over several.",
            group=_CACHE,
            advanced=True,
        ),
        Ge(0),
        Le(100),
    ] = 100.0
    storage_usd_per_million_tokens_hour: Annotated[
        float,
        Input(
            label="Storage",
            unit="USD/million tokens/hour",
            help="Charged for explicit caches by some providers; 0 elsewhere.",
            group=_CACHE,
            filled_by="model",
            advanced=True,
        ),
        Ge(0),
        Le(10_000),
    ]


# A dataclass takes the fields of its last base first: read the form's order from the end.
@dataclass(frozen=True, kw_only=True)
class CachingInputs(
    _Cache,
    TunedTokenPrices,
    TuningOffer,
    LongPromptPrices,
    PromptLimits,
    TokenPrices,
    _Choice,
    _Prompt,
    _Traffic,
):
    """Traffic, prompt, prices and rules of one provider's cache."""
