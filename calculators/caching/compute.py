"""Put arrival rate, cache and prompt together."""

from collections.abc import Mapping
from typing import Any

from calculators.answers import decided
from calculators.caching.arms import Prompt, prompts_of
from calculators.caching.cache import ALWAYS, NEVER
from calculators.caching.inputs import CachingInputs
from calculators.caching.limits import (
    FREE,
    break_even,
    fill_up_from,
    longest_knowledge,
    shortest_prefix,
)
from calculators.caching.results import (
    DOES_NOT_PAY,
    NO_REQUESTS,
    PAYS,
    TOO_SHORT,
    ArmCaching,
    CachingResults,
)
from calculators.caching.texts import answer_of
from calculators.physics.ledger import Ledger
from calculators.physics.ranges import Range, draws, interval
from calculators.swings import Swings, swings_of, widest_of

CHART_MINUTES = (1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120)
_TRAFFIC = "traffic"
_LIFETIME = "time to live"
_NUMBERS = tuple(
    name
    for name in ArmCaching.__dataclass_fields__
    if name not in {"verdict", "prefix_tokens", "tail_tokens", "requests_per_hour"}
)


def compute(inputs: CachingInputs) -> CachingResults:
    """Cost with and without the cache, and from which traffic on it pays; no inputs raise."""
    ledger = Ledger()
    arrivals = ledger.add(
        "arrivals",
        "requests a minute",
        "requests / (hours * 60)",
        inputs.requests_per_month / (inputs.active_hours_per_month * 60),
        "requests/minute",
        requests=inputs.requests_per_month,
        hours=inputs.active_hours_per_month,
    )
    ranges = _ranges(inputs, arrivals)
    samples = [
        (each.get(_TRAFFIC, arrivals), prompts_of(inputs, each.get(_LIFETIME, 0.0)))
        for each in draws(ranges)
    ]
    prompts = prompts_of(inputs, inputs.cache_lifetime_minutes)
    found = {
        prompt.name: _arm(
            inputs, prompt, arrivals, [(each, arms[index]) for each, arms in samples], ledger
        )
        for index, prompt in enumerate(prompts)
    }
    moved = _swings(inputs, prompts, arrivals, ranges)
    return CachingResults(
        answer=answer_of(prompts, found),
        longest_knowledge_tokens=longest_knowledge(inputs, prompts[0], prompts[1], arrivals),
        largest_uncertainty=widest_of(moved),
        swings=moved,
        cost_by_minutes={
            prompt.label: tuple(
                (float(gap), 100 * prompt.cached_usd(1 / gap) / prompt.plain_usd)
                for gap in CHART_MINUTES
            )
            for prompt in prompts
            if prompt.problem is None and prompt.long_enough and prompt.plain_usd > FREE
        },
        working=tuple(ledger.terms),
        **found,
    )


def _ranges(inputs: CachingInputs, arrivals: float) -> dict[str, Range]:
    middles = {
        _TRAFFIC: (arrivals, inputs.traffic_factor),
        _LIFETIME: (inputs.cache_lifetime_minutes, inputs.lifetime_factor),
    }
    return {
        name: Range(low=mid / factor, mid=mid, high=mid * factor)
        for name, (mid, factor) in middles.items()
        if mid / factor > 0
    }


def _arm(
    inputs: CachingInputs,
    prompt: Prompt,
    arrivals: float,
    samples: list[tuple[float, Prompt]],
    ledger: Ledger,
) -> ArmCaching:
    rate = arrivals / prompt.prefixes
    if prompt.problem is not None:
        return _no_numbers(prompt, rate, prompt.problem)
    if not prompt.long_enough:
        return _too_short(inputs, prompt, rate)
    if not rate:
        return _no_requests(inputs, prompt)
    hits = [each.cache.hit(other / each.prefixes) for other, each in samples]
    costs = [each.cached_usd(other / each.prefixes) for other, each in samples]
    hit, usd = _show(prompt, rate, ledger)
    hit_range, usd_range = interval(hits, hit), interval(costs, usd)
    plain = prompt.plain_usd
    saves = sum(each < plain for each in costs) / len(costs)
    return ArmCaching(
        verdict=_verdict(prompt, saves),
        saves_percent=100 * saves,
        prefix_tokens=prompt.prefix,
        tail_tokens=prompt.tail,
        requests_per_hour=60 * rate,
        hit_percent=100 * hit,
        hit_low_percent=100 * hit_range.low,
        hit_high_percent=100 * hit_range.high,
        plain_request_usd=plain,
        cached_request_usd=usd,
        cached_low_usd=usd_range.low,
        cached_high_usd=usd_range.high,
        saving_percent=100 * (plain - usd) / plain if plain > FREE else 0.0,
        saving_usd_per_month=inputs.requests_per_month * (plain - usd),
        shortest_prefix_tokens=shortest_prefix(prompt, rate),
        fill_up_from_tokens=fill_up_from(prompt, rate),
        **break_even(inputs, prompt, rate),
    )


def _show(prompt: Prompt, rate: float, ledger: Ledger) -> tuple[float, float]:
    """Hits and the price of a request, with their steps."""
    cache = prompt.cache
    there = "-expm1(-rate * minutes)"
    if not cache.refreshed:
        there = "rate * minutes / (1 + rate * minutes)"
    hit = ledger.add(
        f"{prompt.name}.hit",
        f"{prompt.label}: share of requests that hit",
        f"reach * {there}" if cache.refreshed else f"reach * ({there})",
        cache.hit(rate),
        "",
        reach=cache.reach,
        rate=rate,
        minutes=cache.lifetime_minutes,
    )
    stored = cache.stored_minutes(rate)
    usd = ledger.add(
        f"{prompt.name}.cached_request_usd",
        f"{prompt.label}: a request with cache",
        "(prefix * (hit * read + (1 - hit) * write + stored * storage) + tail * tail_price"
        " + answer * output) / 1000000",
        prompt.cached_usd(rate),
        "USD",
        "list prices of the model, unless you changed them",
        prefix=prompt.prefix,
        hit=hit,
        read=cache.read_usd,
        write=cache.write_usd,
        stored=stored,
        storage=cache.storage_usd_per_minute,
        tail=prompt.tail,
        tail_price=prompt.tail_price_usd,
        answer=prompt.answer,
        output=prompt.output_usd,
    )
    return hit, usd


def _verdict(prompt: Prompt, saves: float) -> str:
    """What holds at any traffic, unless entries that live longer or shorter make another case of it."""
    sure = prompt.cache.break_even_rate(prompt.surcharge_usd)
    if (sure, saves) in {(ALWAYS, 1.0), (NEVER, 0.0)}:
        return str(sure)
    return decided(saves, PAYS, DOES_NOT_PAY)


def _too_short(inputs: CachingInputs, prompt: Prompt, rate: float) -> ArmCaching:
    """Nothing is read; a cache that writes whole prompts may still charge for writing."""
    plain, usd = prompt.plain_usd, prompt.cached_usd(rate)
    numbers: dict[str, Any] = dict.fromkeys(_NUMBERS, TOO_SHORT)
    numbers |= {
        "plain_request_usd": plain,
        "cached_request_usd": usd,
        "cached_low_usd": usd,
        "cached_high_usd": usd,
        "saving_percent": 100 * (plain - usd) / plain if plain > FREE else 0.0,
        "saving_usd_per_month": inputs.requests_per_month * (plain - usd),
        "fill_up_from_tokens": fill_up_from(prompt, rate),
    }
    return ArmCaching(
        verdict=TOO_SHORT,
        prefix_tokens=prompt.prefix,
        tail_tokens=prompt.tail,
        requests_per_hour=60 * rate,
        **numbers,
    )


def _no_requests(inputs: CachingInputs, prompt: Prompt) -> ArmCaching:
    """What a request would cost without the cache, and how many of them would make it pay."""
    numbers: dict[str, Any] = dict.fromkeys(_NUMBERS, NO_REQUESTS)
    numbers |= {"plain_request_usd": prompt.plain_usd, **break_even(inputs, prompt, 0.0)}
    return ArmCaching(
        verdict=NO_REQUESTS,
        prefix_tokens=prompt.prefix,
        tail_tokens=prompt.tail,
        requests_per_hour=0.0,
        **numbers,
    )


def _no_numbers(prompt: Prompt, rate: float, verdict: str) -> ArmCaching:
    return ArmCaching(
        verdict=verdict,
        prefix_tokens=prompt.prefix,
        tail_tokens=prompt.tail,
        requests_per_hour=60 * rate,
        **dict.fromkeys(_NUMBERS, verdict),
    )


def _swings(
    inputs: CachingInputs,
    prompts: tuple[Prompt, ...],
    arrivals: float,
    ranges: Mapping[str, Range],
) -> Swings:
    """What moves the per cent that caching saves in the first arm whose prefix is cached."""
    cached = [
        place
        for place, each in enumerate(prompts)
        if each.problem is None and each.long_enough and each.plain_usd > FREE
    ]
    if not (cached and arrivals):
        return ()

    def saved(values: Mapping[str, float]) -> float:
        prompt = prompts_of(inputs, values.get(_LIFETIME, 0.0))[cached[0]]
        usd = prompt.cached_usd(values.get(_TRAFFIC, arrivals) / prompt.prefixes)
        return 100 * (1 - usd / prompt.plain_usd)

    return swings_of(saved, ranges, {})
