"""How long prompts and answers are, and how much of a prompt is cached."""

from dataclasses import dataclass
from typing import Annotated

from calculators.bounds import Percent, Tokens
from calculators.declare import Input
from calculators.physics.prompt_inputs import FINE_TUNED_ANSWER, REQUEST, PromptParts, Question


@dataclass(frozen=True, kw_only=True)
class _Answer:
    answer_tokens: Annotated[
        Tokens,
        Input(
            label="Answer",
            unit="tokens",
            help="What the model writes, reasoning tokens included where they are billed.",
            group=REQUEST,
        ),
    ] = 250


@dataclass(frozen=True, kw_only=True)
class _TunedAndCached:
    fine_tuned_answer_tokens: Annotated[Tokens, FINE_TUNED_ANSWER] = 250
    cache_hit_percent: Annotated[
        Percent,
        Input(
            label="Prompt cache hits",
            unit="%",
            help="Share of requests that find their unchanging prefix in the provider's cache. Given is "
            "what steady traffic on one prefix for all comes near; the caching calculator says what "
            "yours finds, fewer where traffic is thin or prefixes differ. 0: caching is off. Retrieved "
            "passages vary and are never cached here.",
            group=REQUEST,
        ),
    ] = 95.0


# A dataclass takes the fields of its last base first.
@dataclass(frozen=True, kw_only=True)
class PromptTokens(_TunedAndCached, PromptParts, _Answer, Question):
    """How long prompts and answers are, and how much of a prompt is cached."""
