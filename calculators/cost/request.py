"""What one request costs: its tokens by price class, and for retrieval embedding and reranking."""

from dataclasses import dataclass

from calculators.cost.arm import BASE_PRICE, EMBEDDING_PRICE, TUNED_PRICE, ArmLedger
from calculators.cost.inputs import CostInputs, Hosting
from calculators.physics.arms import PROMPT_ONLY, Arm
from calculators.physics.ledger import Ledger
from calculators.physics.prompt_cache import alive
from calculators.quantities import HOURS_PER_MONTH, MILLION
from calculators.working import list_price_of


@dataclass(frozen=True, kw_only=True)
class RequestTokens:
    """Tokens of a request; prompt = fresh + cached + written."""

    prompt: float
    prefix: float
    """Tokens at the beginning that are the same in every request."""
    fresh: float
    cached: float
    written: float
    answer: float
    reread: float
    """Tokens of the question that are read once more, for its rewrite."""
    rewritten: float


def request_tokens(arm: Arm, inputs: CostInputs, ledger: ArmLedger) -> RequestTokens:
    """Split the prompt by price class.

    Only what stands before the first varying token can be cached: the instructions, and in the
    prompt-only arm the documents after them. Retrieved passages differ from request to request.
    With hit rate h of a prefix of p tokens, h × p are read from the cache and (1 - h) × p written.
    """
    instructions = (
        inputs.fine_tuned_instruction_tokens if arm.fine_tuned else inputs.instruction_tokens
    )
    knowledge = inputs.context_tokens if arm == PROMPT_ONLY else 0
    passages = inputs.retrieved_passages if arm.retrieves else 0
    prefix = instructions + knowledge
    prompt = prefix + passages * inputs.passage_tokens + inputs.question_tokens
    ledger.add(
        "prompt_tokens",
        "prompt",
        "instructions + knowledge + passages * passage_length + question",
        prompt,
        unit="tokens",
        instructions=instructions,
        knowledge=knowledge,
        passages=passages,
        passage_length=inputs.passage_tokens,
        question=inputs.question_tokens,
    )
    rewritten = inputs.rewrite_tokens if arm.retrieves else 0
    hit = inputs.cache_hit_percent / 100
    # A provider caches from some length on; an engine of one's own keeps any block of tokens.
    shortest = 0 if inputs.hosting == Hosting.SELF_HOSTED else inputs.cache_minimum_tokens
    caches = hit > 0 and prefix >= shortest
    cached = hit * prefix if caches else 0.0
    written = (1 - hit) * prefix if caches else 0.0
    if caches:
        ledger.add(
            "cached_tokens",
            "of it read from the cache",
            "hit_percent / 100 * (instructions + knowledge)",
            cached,
            unit="tokens",
            hit_percent=inputs.cache_hit_percent,
            instructions=instructions,
            knowledge=knowledge,
        )
    return RequestTokens(
        prompt=prompt,
        prefix=prefix,
        # Not the prompt less both parts of its prefix: their rounding could leave less than nothing.
        fresh=prompt - prefix if caches else prompt,
        cached=cached,
        written=written,
        answer=inputs.fine_tuned_answer_tokens if arm.fine_tuned else inputs.answer_tokens,
        reread=inputs.question_tokens if rewritten else 0,
        rewritten=rewritten,
    )


def most_cache_hits_percent(inputs: CostInputs, ledger: Ledger) -> float | None:
    """Hits of steady traffic on one prefix; None on own machines, or where no time to live is named."""
    if inputs.hosting == Hosting.SELF_HOSTED or not inputs.cache_lifetime_minutes:
        return None
    rate = inputs.requests_per_month / (HOURS_PER_MONTH * 60)
    return ledger.add(
        "most_cache_hits_percent",
        "prompt cache hits of steady traffic on one prefix",
        "-100 * expm1(-requests / (hours * 60) * minutes)",
        100 * alive(rate, inputs.cache_lifetime_minutes),
        unit="%",
        requests=inputs.requests_per_month,
        hours=HOURS_PER_MONTH,
        minutes=inputs.cache_lifetime_minutes,
    )


def request_parts(
    arm: Arm, inputs: CostInputs, tokens: RequestTokens, ledger: ArmLedger
) -> dict[str, float]:
    """Dollars of one request by component; searching the store is billed with the store."""
    parts = (
        {} if inputs.hosting == Hosting.SELF_HOSTED else _token_parts(arm, inputs, tokens, ledger)
    )
    if arm.retrieves:
        parts["question_embedding_usd"] = ledger.add(
            "question_embedding_usd",
            "embedding the question",
            "question * usd_per_million / 1000000",
            inputs.question_tokens * inputs.embedding_usd_per_million_tokens / MILLION,
            source=EMBEDDING_PRICE,
            question=inputs.question_tokens,
            usd_per_million=inputs.embedding_usd_per_million_tokens,
        )
        parts["rerank_usd"] = ledger.add(
            "rerank_usd",
            "reranking of a request",
            "usd_per_thousand / 1000",
            inputs.rerank_usd_per_thousand_searches / 1000,
            source=list_price_of("reranker"),
            usd_per_thousand=inputs.rerank_usd_per_thousand_searches,
        )
    return parts


def _token_parts(
    arm: Arm, inputs: CostInputs, tokens: RequestTokens, ledger: ArmLedger
) -> dict[str, float]:
    """What the provider bills for tokens, less the discount on the share that can wait."""
    prices = _tuned_prices(inputs) if arm.fine_tuned else _base_prices(inputs, tokens)
    counts = {
        "input_usd": ("plain input", tokens.fresh),
        "cached_input_usd": ("cached input", tokens.cached),
        "cache_write_usd": ("cache write", tokens.written),
        "output_usd": ("output", tokens.answer),
    }
    batched = inputs.batch_percent / 100 * inputs.batch_discount_percent / 100
    source = TUNED_PRICE if arm.fine_tuned else BASE_PRICE
    parts = {
        name: ledger.add(
            name,
            f"{label} of a request",
            "tokens * usd_per_million / 1000000 * (1 - discount)",
            count * prices[name] / MILLION * (1 - batched),
            source=source,
            tokens=count,
            usd_per_million=prices[name],
            discount=batched,
        )
        for name, (label, count) in counts.items()
    }
    if tokens.rewritten:
        short = _tuned_prices(inputs) if arm.fine_tuned else _short_prices(inputs)
        read, written = short["input_usd"], short["output_usd"]
        usd = (tokens.reread * read + tokens.rewritten * written) / MILLION * (1 - batched)
        parts["rewrite_usd"] = ledger.add(
            "rewrite_usd",
            "rewriting the question of a request",
            "(question * input_usd + rewritten * output_usd) / 1000000 * (1 - discount)",
            usd,
            source=source,
            question=tokens.reread,
            input_usd=read,
            rewritten=tokens.rewritten,
            output_usd=written,
            discount=batched,
        )
    return parts


def _base_prices(inputs: CostInputs, tokens: RequestTokens) -> dict[str, float]:
    """Prices of the base model; above the length of a long prompt all its tokens cost more."""
    if 0 < inputs.long_prompt_tokens < tokens.prompt:
        return {
            "input_usd": inputs.long_input_usd_per_million_tokens,
            "cached_input_usd": inputs.long_cached_input_usd_per_million_tokens,
            "cache_write_usd": inputs.long_cache_write_usd_per_million_tokens,
            "output_usd": inputs.long_output_usd_per_million_tokens,
        }
    return _short_prices(inputs)


def _short_prices(inputs: CostInputs) -> dict[str, float]:
    return {
        "input_usd": inputs.input_usd_per_million_tokens,
        "cached_input_usd": inputs.cached_input_usd_per_million_tokens,
        "cache_write_usd": inputs.cache_write_usd_per_million_tokens,
        "output_usd": inputs.output_usd_per_million_tokens,
    }


def _tuned_prices(inputs: CostInputs) -> dict[str, float]:
    return {
        "input_usd": inputs.fine_tuned_input_usd_per_million_tokens,
        "cached_input_usd": inputs.fine_tuned_cached_input_usd_per_million_tokens,
        "cache_write_usd": inputs.fine_tuned_cache_write_usd_per_million_tokens,
        "output_usd": inputs.fine_tuned_output_usd_per_million_tokens,
    }
