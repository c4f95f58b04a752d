"""The four arms as prompts: what is stable, what follows it, and what a request costs."""

from dataclasses import dataclass

from calculators.answers import over_window
from calculators.caching.cache import Cache
from calculators.caching.inputs import Breakpoint, CachingInputs
from calculators.caching.results import NOT_OFFERED
from calculators.quantities import MILLION


@dataclass(frozen=True, kw_only=True, slots=True)
class Prompt:
    """An arm's prompt, and the cache with the prices of its model."""

    name: str
    label: str
    prefix: int
    tail: int
    answer: int
    output_usd: float
    cache: Cache
    minimum: int
    prefixes: int
    whole: bool
    """Whether everything that is not read is written, or only the prefix."""
    problem: str | None

    @property
    def plain_usd(self) -> float:
        """A request without the cache; added up as with it, so that equal prices cost the same."""
        plain = self.cache.plain_usd
        tokens = self.prefix * plain + self.tail * plain
        return (tokens + self.answer * self.output_usd) / MILLION

    @property
    def long_enough(self) -> bool:
        """Whether the stable prefix is kept at all."""
        return self.prefix >= max(1, self.minimum)

    @property
    def tail_price_usd(self) -> float:
        """A million tokens after the prefix while caching is on."""
        written = self.whole and self.prefix + self.tail >= max(1, self.minimum)
        return self.cache.write_usd if written else self.cache.plain_usd

    def cached_usd(self, rate: float) -> float:
        """A request with caching on, at so many requests a minute on its prefix."""
        prefix = self.cache.token_usd(rate) if self.long_enough else self.tail_price_usd
        tokens = self.prefix * prefix + self.tail * self.tail_price_usd
        return (tokens + self.answer * self.output_usd) / MILLION

    @property
    def surcharge_usd(self) -> float:
        """What writing the tail costs, on a million tokens of the prefix."""
        return self.tail * (self.tail_price_usd - self.cache.plain_usd) / self.prefix


@dataclass(frozen=True, kw_only=True, slots=True)
class Prices:
    """Dollars a million tokens of one model at one length of prompt."""

    plain: float
    read: float
    write: float
    output: float

    def cache(self, inputs: CachingInputs, lifetime_minutes: float) -> Cache:
        """The cache at these prices, with entries that live so long."""
        return Cache(
            lifetime_minutes=lifetime_minutes,
            refreshed=inputs.lifetime_refreshed,
            reach=inputs.reach_percent / 100,
            plain_usd=self.plain,
            read_usd=self.read,
            write_usd=self.write,
            storage_usd_per_minute=inputs.storage_usd_per_million_tokens_hour / 60,
        )


def base_prices(inputs: CachingInputs, prompt_tokens: float) -> Prices:
    """Of the base model; above the length of a long prompt all its tokens cost more."""
    if 0 < inputs.long_prompt_tokens < prompt_tokens:
        return Prices(
            plain=inputs.long_input_usd_per_million_tokens,
            read=inputs.long_cached_input_usd_per_million_tokens,
            write=inputs.long_cache_write_usd_per_million_tokens,
            output=inputs.long_output_usd_per_million_tokens,
        )
    return Prices(
        plain=inputs.input_usd_per_million_tokens,
        read=inputs.cached_input_usd_per_million_tokens,
        write=inputs.cache_write_usd_per_million_tokens,
        output=inputs.output_usd_per_million_tokens,
    )


def tuned_prices(inputs: CachingInputs) -> Prices:
    """Of the fine-tuned model, one for every length."""
    return Prices(
        plain=inputs.fine_tuned_input_usd_per_million_tokens,
        read=inputs.fine_tuned_cached_input_usd_per_million_tokens,
        write=inputs.fine_tuned_cache_write_usd_per_million_tokens,
        output=inputs.fine_tuned_output_usd_per_million_tokens,
    )


def prompts_of(inputs: CachingInputs, lifetime_minutes: float) -> tuple[Prompt, ...]:
    """The arms in their usual order, with entries that live so long."""
    shared = inputs.distinct_prefixes
    passages = inputs.retrieved_passages * inputs.passage_tokens
    whole = inputs.instruction_tokens + inputs.context_tokens
    # Without knowledge in the prompt there is none that could differ from request to request.
    own = shared * inputs.distinct_contexts if inputs.context_tokens else shared
    short = inputs.fine_tuned_instruction_tokens
    lives = lifetime_minutes
    return (
        _prompt(inputs, "prompt_only", "Prompt only", lives, own, whole, 0),
        _prompt(inputs, "rag", "RAG", lives, shared, inputs.instruction_tokens, passages),
        _prompt(inputs, "fine_tuned", "Fine-tuned", lives, shared, short, 0),
        _prompt(inputs, "rag_fine_tuned", "RAG + fine-tuned", lives, shared, short, passages),
    )


def _prompt(  # noqa: PLR0913, PLR0917 - the columns of the table above
    inputs: CachingInputs,
    name: str,
    label: str,
    lifetime_minutes: float,
    prefixes: int,
    stable: int,
    passages: int,
) -> Prompt:
    tuned = "fine_tuned" in name
    broken = inputs.passages_first and passages > 0
    sent = stable + passages + inputs.question_tokens
    prices = tuned_prices(inputs) if tuned else base_prices(inputs, sent)
    return Prompt(
        name=name,
        label=label,
        prefix=0 if broken else stable,
        tail=passages + inputs.question_tokens + (stable if broken else 0),
        answer=inputs.answer_tokens,
        output_usd=prices.output,
        cache=prices.cache(inputs, lifetime_minutes),
        minimum=inputs.cache_minimum_tokens,
        prefixes=prefixes,
        whole=inputs.breakpoint == Breakpoint.PROMPT_END,
        problem=_problem(inputs, sent + inputs.answer_tokens, tuned=tuned),
    )


def _problem(inputs: CachingInputs, total: int, *, tuned: bool) -> str | None:
    if tuned and not inputs.fine_tuning_offered:
        return NOT_OFFERED
    return over_window(total, inputs.context_window_tokens)
