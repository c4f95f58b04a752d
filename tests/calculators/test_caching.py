"""The caching calculator: hits against simulation, prices by hand, verdicts at their edges."""

import math
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.answers import TOO_CLOSE
from calculators.caching import CachingInputs, compute
from calculators.caching.cache import ALWAYS, NEVER, Cache
from calculators.caching.results import (
    ALL_THAT_FITS,
    DOES_NOT_PAY,
    NO_REQUESTS,
    NOT_OFFERED,
    NOT_WORTH_FILLING,
    PAYS,
    TOO_SHORT,
)
from calculators.parse import parse
from calculators.registry import CALCULATORS
from tests import strategies

PRICES: dict[str, Any] = {
    "input_usd_per_million_tokens": 2.0,
    "cached_input_usd_per_million_tokens": 0.2,
    "cache_write_usd_per_million_tokens": 2.5,
    "output_usd_per_million_tokens": 10.0,
    "cache_minimum_tokens": 1024,
    "context_window_tokens": 1_000_000,
    "long_prompt_tokens": 0,
    "long_input_usd_per_million_tokens": 4.0,
    "long_cached_input_usd_per_million_tokens": 0.4,
    "long_cache_write_usd_per_million_tokens": 5.0,
    "long_output_usd_per_million_tokens": 15.0,
    "fine_tuning_offered": True,
    "fine_tuned_input_usd_per_million_tokens": 3.0,
    "fine_tuned_cached_input_usd_per_million_tokens": 0.3,
    "fine_tuned_cache_write_usd_per_million_tokens": 3.75,
    "fine_tuned_output_usd_per_million_tokens": 12.0,
    "cache_lifetime_minutes": 5.0,
    "storage_usd_per_million_tokens_hour": 0.0,
}
REQUESTS = 200_000


def make(**changed: Any) -> CachingInputs:
    return parse(CachingInputs, {**PRICES, **changed})


def cache(**changed: Any) -> Cache:
    plain = Cache(
        lifetime_minutes=5.0,
        refreshed=True,
        reach=1.0,
        plain_usd=2.0,
        read_usd=0.2,
        write_usd=2.5,
        storage_usd_per_minute=0.0,
    )
    return replace(plain, **changed)


def simulated(each: Cache, rate: float) -> tuple[float, float]:
    """Share of hits and minutes of storage a request, of requests at random times."""
    chance = random.Random(20261121)
    ends, hits, stored = 0.0, 0, 0.0
    now = 0.0
    for _ in range(REQUESTS):
        now += chance.expovariate(rate)
        if now < ends:
            hits += 1
            if each.refreshed:
                stored += now + each.lifetime_minutes - ends
                ends = now + each.lifetime_minutes
        else:
            ends = now + each.lifetime_minutes
            stored += each.lifetime_minutes
    return hits / REQUESTS, stored / REQUESTS


@pytest.mark.parametrize("rate", [0.02, 0.2, 1.0])
@pytest.mark.parametrize("refreshed", [True, False])
def test_hits_and_storage_are_those_of_a_simulation(rate: float, *, refreshed: bool) -> None:
    """Drawing arrival times and following the entry gives the closed forms."""
    each = cache(refreshed=refreshed)
    hits, stored = simulated(each, rate)
    assert each.hit(rate) == pytest.approx(hits, abs=0.005)
    assert each.stored_minutes(rate) == pytest.approx(stored, rel=0.01)


def test_break_even_by_hand() -> None:
    """Hits h save when h * (2.5 - 0.2) exceeds 2.5 - 2: from 21.7% on, a request every 20.4 minutes."""
    results = compute(make())
    assert results.rag.break_even_hit_percent == pytest.approx(100 * 0.5 / 2.3)
    assert results.rag.break_even_minutes == pytest.approx(20.40, abs=0.01)
    assert results.rag.break_even_requests_per_month == pytest.approx(
        730 * 60 / results.rag.break_even_minutes
    )


def test_a_request_by_hand() -> None:
    """With every request a hit: prefix at the read price, rest at the input price, answer at its own."""
    results = compute(make(cache_lifetime_minutes=100_000.0))
    by_hand = (1_500 * 0.2 + 2_060 * 2.0 + 250 * 10.0) / 1_000_000
    assert results.rag.cached_request_usd == pytest.approx(by_hand)
    assert results.rag.plain_request_usd == pytest.approx((3_560 * 2.0 + 2_500) / 1_000_000)


def test_at_the_break_even_both_cost_the_same() -> None:
    """With as many requests as the break-even says, caching changes nothing, storage included."""
    stored = {"storage_usd_per_million_tokens_hour": 1.0, "lifetime_refreshed": False}
    requests = compute(make(**stored)).rag.break_even_requests_per_month
    at = compute(make(**stored, requests_per_month=round(float(requests))))
    assert at.rag.saving_percent == pytest.approx(0, abs=0.02)
    assert at.rag.verdict == TOO_CLOSE


def test_storage_of_a_request_by_hand() -> None:
    """A prefix that is always there and read a thousand times an hour carries a thousandth of an hour."""
    plain = {"requests_per_month": 730_000, "cache_lifetime_minutes": 100_000.0}
    free, kept = (
        compute(make(**plain, storage_usd_per_million_tokens_hour=price)).rag.cached_request_usd
        for price in (0.0, 1.0)
    )
    assert not isinstance(free, str)
    assert not isinstance(kept, str)
    assert kept - free == pytest.approx(1_500 / 1_000_000 / 1_000)


@given(strategies.inputs(CALCULATORS["caching"]), st.integers(0, 1_000_000_000))
def test_more_requests_never_save_less_of_each(given_inputs: CachingInputs, requests: int) -> None:
    """Traffic keeps a prefix warm: where reading is cheaper than writing, a request never gets dearer."""
    prices = replace(
        given_inputs,
        cached_input_usd_per_million_tokens=min(
            given_inputs.cached_input_usd_per_million_tokens,
            given_inputs.cache_write_usd_per_million_tokens,
        ),
        long_cached_input_usd_per_million_tokens=min(
            given_inputs.long_cached_input_usd_per_million_tokens,
            given_inputs.long_cache_write_usd_per_million_tokens,
        ),
    )
    few, many = sorted((prices.requests_per_month, requests))
    seldom = compute(replace(prices, requests_per_month=few)).rag.cached_request_usd
    often = compute(replace(prices, requests_per_month=many)).rag.cached_request_usd
    assert isinstance(seldom, str) or often <= seldom * (1 + 1e-9)


def test_passages_before_the_instructions_leave_no_prefix() -> None:
    """What differs at the start makes everything after it new; the arm without passages is unmoved."""
    results = compute(make(passages_first=True))
    assert results.rag.prefix_tokens == 0
    assert results.rag.verdict == TOO_SHORT
    assert results.rag.saving_percent == 0
    assert results.prompt_only == compute(make()).prompt_only


def test_writing_whole_prompts_charges_for_what_never_comes_back() -> None:
    """A cache that writes up to the end of the prompt bills the passages at the write price."""
    explicit = compute(make())
    implicit = compute(make(breakpoint="end_of_the_prompt"))
    dearer = (2_060 * 0.5) / 1_000_000
    assert implicit.rag.cached_request_usd == pytest.approx(
        explicit.rag.cached_request_usd + dearer
    )


def test_a_short_prefix_can_cost_more_with_a_cache_that_writes_whole_prompts() -> None:
    """Nothing is read, yet every prompt above the minimum is written."""
    tuned = compute(make(breakpoint="end_of_the_prompt")).rag_fine_tuned
    assert tuned.verdict == TOO_SHORT
    assert tuned.saving_usd_per_month < 0


def test_free_writing_always_pays() -> None:
    """Where writing costs no more than reading plainly, a single hit in a year is a gain."""
    results = compute(make(cache_write_usd_per_million_tokens=2.0))
    assert results.rag.verdict == ALWAYS
    assert results.rag.break_even_requests_per_month == ALWAYS
    assert results.rag.most_prefixes == "any number"


@pytest.mark.parametrize(
    "changed", [{"cached_input_usd_per_million_tokens": 2.0}, {"cache_lifetime_minutes": 0.0}]
)
def test_without_a_gain_from_hits_it_never_pays(changed: dict[str, float]) -> None:
    """Reading at the plain price, or entries that do not live, earn back no write."""
    assert compute(make(**changed)).rag.verdict == NEVER


def test_the_verdict_follows_the_traffic() -> None:
    """Many requests on one prefix pay, one a day does not."""
    assert compute(make()).rag.verdict == PAYS
    assert compute(make(requests_per_month=30)).rag.verdict == DOES_NOT_PAY


def test_the_answer_says_less_or_more_and_never_a_negative_saving() -> None:
    """7.79% beside the word saves is read as a saving, whatever its sign."""
    assert (
        "; RAG 23.4% less (pays); " in compute(make(cached_input_usd_per_million_tokens=0.5)).answer
    )
    # 1,500 tokens written at 0.5 more, of a request of 9,620; one in thousands is read.
    seldom = compute(make(requests_per_month=1)).answer
    assert "; RAG 7.79% more (does not pay); " in seldom
    assert "-" not in seldom.replace("Fine-tuned", "")
    even = {"cached_input_usd_per_million_tokens": 2.0, "cache_write_usd_per_million_tokens": 2.0}
    assert "RAG the same (never pays)" in compute(make(**even)).answer


@pytest.mark.parametrize("tokens", [190, 330, 1777, 4999])
@pytest.mark.parametrize("read", [0.07, 2.1])
def test_equal_prices_save_exactly_nothing(read: float, tokens: int) -> None:
    """Rounding is no saving, and no cost."""
    of_one_price = {
        name: read
        for name in PRICES
        if name.endswith("put_usd_per_million_tokens") or "cache_write" in name
    }
    results = compute(make(**of_one_price, instruction_tokens=tokens, context_tokens=0))

    for arm in (results.prompt_only, results.rag, results.fine_tuned, results.rag_fine_tuned):
        assert arm.saving_percent == arm.saving_usd_per_month == 0
        assert arm.saves_percent in {0, TOO_SHORT}


def test_what_pays_for_some_lives_of_an_entry_alone_does_not_pay_always() -> None:
    """An entry that may live longer than stated is stored for longer, and may cost more than it saves."""
    results = compute(
        make(
            cache_write_usd_per_million_tokens=0.0,
            storage_usd_per_million_tokens_hour=1.0,
            cache_lifetime_minutes=115.0,
            requests_per_month=10,
        )
    )

    assert results.prompt_only.saves_percent < 100
    assert results.prompt_only.verdict == TOO_CLOSE


def test_without_requests_it_says_from_how_many_on_caching_pays() -> None:
    """Nothing is saved and nothing lost; what a request would cost and the break-even still hold."""
    none, some = compute(make(requests_per_month=0)), compute(make())
    assert none.answer.startswith(
        "Without requests there is nothing to save. When caching would pay"
    )
    assert "RAG from 2,150 requests/month" in none.answer
    assert none.rag.verdict == none.rag.saving_usd_per_month == none.rag.hit_percent == NO_REQUESTS
    assert none.rag.break_even_requests_per_month == some.rag.break_even_requests_per_month
    assert none.rag.plain_request_usd == some.rag.plain_request_usd
    assert none.swings == ()


def test_documents_of_their_own_make_prefixes_of_their_own() -> None:
    """A contract in each prompt splits the traffic of prompt only, not that of RAG."""
    one, many = compute(make()), compute(make(distinct_contexts=1_000))
    assert many.prompt_only.requests_per_hour == pytest.approx(
        one.prompt_only.requests_per_hour / 1_000
    )
    assert many.rag == one.rag


def test_documents_that_no_prompt_holds_split_no_traffic() -> None:
    """Prompt only without knowledge is RAG without passages."""
    results = compute(make(context_tokens=0, distinct_contexts=1_000, retrieved_passages=0))
    assert results.prompt_only == results.rag


def test_knowledge_that_costs_no_more_than_rag_does_not_and_more_of_it_does() -> None:
    """The number named keeps its word when entered, in whole tokens, and where it is none too."""
    cases: list[dict[str, Any]] = [{}, {"distinct_contexts": 1_000}, {"passage_tokens": 77}]
    for changed in cases:
        tokens = compute(make(**changed)).longest_knowledge_tokens
        assert isinstance(tokens, int)
        for entered, no_more in ((tokens, True), (tokens + 1, False)):
            found = compute(make(**changed, context_tokens=entered))
            usd = found.prompt_only.cached_request_usd, found.rag.cached_request_usd
            assert (usd[0] <= usd[1]) == no_more, (changed, entered)


def test_as_many_prefixes_as_pay() -> None:
    """At the number of prefixes named, the mean gap is the longest that pays."""
    plain = compute(make()).rag
    split = compute(make(distinct_prefixes=int(plain.most_prefixes)))
    assert 60 / split.rag.requests_per_hour == pytest.approx(plain.break_even_minutes, rel=0.03)


def test_filling_up_a_short_prefix_by_hand() -> None:
    """1,024 cached tokens at 0.2 cost as much as 102.4 plain ones at 2 dollars."""
    results = compute(make(cache_lifetime_minutes=100_000.0))
    assert results.rag.fill_up_from_tokens == pytest.approx(102.4, abs=0.01)
    assert compute(make(requests_per_month=30)).rag.fill_up_from_tokens == NOT_WORTH_FILLING


def test_cached_knowledge_at_the_price_of_rag() -> None:
    """With that much knowledge in the prompt, a request costs what one with passages costs."""
    tokens = compute(make()).longest_knowledge_tokens
    same = compute(make(context_tokens=round(float(tokens))))
    assert same.prompt_only.cached_request_usd == pytest.approx(
        same.rag.cached_request_usd, rel=1e-4
    )
    free = compute(make(cached_input_usd_per_million_tokens=0.0, cache_lifetime_minutes=1e5))
    assert free.longest_knowledge_tokens == ALL_THAT_FITS


def test_a_long_prompt_costs_more_in_every_token() -> None:
    """The arm whose prompt is long pays the prices of long prompts, the others do not."""
    usual, tiered = compute(make()), compute(make(long_prompt_tokens=10_000))
    # 1,500 instructions, 20,000 of knowledge, 60 of question; 250 of answer.
    assert tiered.prompt_only.plain_request_usd == pytest.approx((21_560 * 4 + 250 * 15) / 1e6)
    hit = float(tiered.prompt_only.hit_percent) / 100
    prefix = 21_500 * (hit * 0.4 + (1 - hit) * 5)
    by_hand = (prefix + 60 * 4 + 250 * 15) / 1e6
    assert tiered.prompt_only.cached_request_usd == pytest.approx(by_hand)
    assert tiered.rag == usual.rag
    assert tiered.fine_tuned == usual.fine_tuned
    assert compute(make(long_prompt_tokens=21_560)).prompt_only == usual.prompt_only


def test_knowledge_ends_where_a_long_prompt_begins_to_cost_more_than_rag() -> None:
    """What costs no more than RAG at short prices is cut at the length from which others hold."""
    free = compute(make()).longest_knowledge_tokens
    assert isinstance(free, int)
    assert free > 10_000
    cut = compute(make(long_prompt_tokens=9_000)).longest_knowledge_tokens
    # 9,000 less 1,500 of instructions and 60 of question
    assert cut == pytest.approx(9_000 - 1_500 - 60)
    assert compute(make(long_prompt_tokens=100_000)).longest_knowledge_tokens == free


def test_what_cannot_be_used_is_named() -> None:
    """A prompt over the window and a model without fine-tuning have no numbers."""
    results = compute(make(context_tokens=1_000_000, fine_tuning_offered=False))
    assert results.prompt_only.verdict == "over the context window by 1,810 tokens"
    assert results.fine_tuned.saving_percent == NOT_OFFERED


def test_the_probability_says_the_verdict() -> None:
    """Where caching surely pays every sample saves, where it surely does not none, between some."""
    sure, never = compute(make()).prompt_only, compute(make(requests_per_month=1)).prompt_only
    assert (sure.verdict, sure.saves_percent) == (PAYS, 100)
    assert (never.verdict, never.saves_percent) == (DOES_NOT_PAY, 0)
    edge = compute(make()).prompt_only.break_even_requests_per_month
    assert isinstance(edge, float)
    close = compute(make(requests_per_month=round(edge))).prompt_only
    assert close.verdict == TOO_CLOSE
    assert isinstance(close.saves_percent, float)
    assert 10 < close.saves_percent < 90


def test_what_moves_the_saving_by_hand() -> None:
    """Once a lifetime: hits of 1 - exp(-1), and of 1 - exp(-2) and 1 - exp(-1/2) at the ends."""
    inputs = make(
        requests_per_month=730 * 60 // 5, traffic_factor=2.0, lifetime_factor=1.0, context_tokens=0
    )
    results = compute(inputs)
    assert results.largest_uncertainty == "traffic"
    ((label, low, high),) = results.swings
    assert label == "traffic"
    plain = (1_560 * 2 + 250 * 10) / 1e6
    for share, found in ((0.5, low), (2.0, high)):
        hit = -math.expm1(-share)
        usd = (1_500 * (hit * 0.2 + (1 - hit) * 2.5) + 60 * 2 + 250 * 10) / 1e6
        assert found == pytest.approx(100 * (1 - usd / plain))


def test_a_write_of_twice_the_input_needs_more_hits() -> None:
    """Reads at a tenth: (2 - 1) / (2 - 0.1) = 52.6% of hits, where 1.25 times needs 21.7%."""
    dear = compute(make(cache_write_usd_per_million_tokens=4.0, cache_lifetime_minutes=60.0))
    assert dear.prompt_only.break_even_hit_percent == pytest.approx(100 / 1.9)
