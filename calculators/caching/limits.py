"""From how many requests, and between which lengths of a prefix, caching pays."""

from dataclasses import replace
from math import floor, inf

from calculators.caching.arms import Prompt, base_prices
from calculators.caching.cache import ALWAYS
from calculators.caching.inputs import CachingInputs
from calculators.caching.results import (
    ALL_THAT_FITS,
    DOES_NOT_PAY,
    NO_LIMIT,
    NO_REQUESTS,
    NOT_WORTH_FILLING,
    TOO_SHORT,
)
from calculators.quantities import MILLION

FREE = 1e-12
"""Dollars below which a price counts as none: a share of it would say nothing."""


def break_even(inputs: CachingInputs, prompt: Prompt, rate: float) -> dict[str, float | str]:
    """Requests, gap, hits and prefixes at which a request costs the same with the cache, by result."""
    least = prompt.cache.break_even_rate(prompt.surcharge_usd)
    if isinstance(least, str):
        names = ("break_even_requests_per_month", "break_even_minutes", "break_even_hit_percent")
        answers: dict[str, float | str] = dict.fromkeys(names, least)
        return answers | {"most_prefixes": NO_LIMIT if least == ALWAYS else least}
    minutes = inputs.active_hours_per_month * 60
    most = floor(rate * prompt.prefixes / least) if rate else NO_REQUESTS
    return {
        "break_even_requests_per_month": least * minutes * prompt.prefixes,
        "break_even_minutes": 1 / least,
        "break_even_hit_percent": 100 * prompt.cache.hit(least),
        "most_prefixes": most,
    }


def shortest_prefix(prompt: Prompt, rate: float) -> float | str:
    """The cached minimum, or longer where each request pays for writing its tail as well."""
    gain = prompt.cache.plain_usd - prompt.cache.token_usd(rate)
    if gain <= FREE:
        return DOES_NOT_PAY
    surcharge = prompt.tail * (prompt.tail_price_usd - prompt.cache.plain_usd)
    return max(1.0, float(prompt.minimum), surcharge / gain)


def fill_up_from(prompt: Prompt, rate: float) -> float | str:
    """The length L with L at the plain price = the minimum at the cached price."""
    if not rate:
        return NO_REQUESTS
    if prompt.cache.plain_usd <= FREE:
        return NOT_WORTH_FILLING
    tokens = prompt.minimum * prompt.cache.token_usd(rate) / prompt.cache.plain_usd
    return tokens if tokens < prompt.minimum else NOT_WORTH_FILLING


def longest_knowledge(
    inputs: CachingInputs, whole: Prompt, rag: Prompt, arrivals: float
) -> int | str:
    """Knowledge K in a cached prefix at which a request costs as much as one with passages.

    instructions and K at the cached price + question + answer = a request of the RAG arm

    Where the prompt would be long, at the prices of long prompts, or as much as is not yet long.
    """
    if not arrivals:
        return NO_REQUESTS
    paid = rag.cached_usd(arrivals / rag.prefixes) * MILLION
    begins = inputs.long_prompt_tokens
    tokens = _prefix_for(inputs, whole, paid, arrivals, begins)
    if begins and tokens + inputs.question_tokens > begins:
        longer = _prefix_for(inputs, whole, paid, arrivals, begins + 1)
        tokens = max(longer, begins - inputs.question_tokens)
    if tokens < max(1, whole.minimum):
        return TOO_SHORT
    room = inputs.context_window_tokens - inputs.question_tokens - inputs.answer_tokens
    return ALL_THAT_FITS if tokens > room else max(0, floor(tokens - inputs.instruction_tokens))


def _prefix_for(
    inputs: CachingInputs, whole: Prompt, paid: float, arrivals: float, length: float
) -> float:
    """Tokens of a cached prefix whose request costs `paid`, at the prices of prompts of a length."""
    prices = base_prices(inputs, length)
    each = replace(
        whole,
        cache=prices.cache(inputs, inputs.cache_lifetime_minutes),
        output_usd=prices.output,
    )
    prefixes = inputs.distinct_prefixes * inputs.distinct_contexts
    token_usd = each.cache.token_usd(arrivals / prefixes)
    rest = inputs.question_tokens * each.tail_price_usd + each.answer * each.output_usd
    return (paid - rest) / token_usd if token_usd > FREE else inf
