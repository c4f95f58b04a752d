"""How long prompts and answers are, and how much of a prompt is cached."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from calculators.bounds import Percent, Tokens
from calculators.declare import Input

_GROUP = "Tokens of a request"


@dataclass(frozen=True, kw_only=True)
class PromptTokens:
    """How long prompts and answers are, and how much of a prompt is cached."""

    question_tokens: Annotated[
        Tokens,
        Input(
            label="Question",
            unit="tokens",
            help="What the user writes, conversation history included.",
            group=_GROUP,
        ),
    ] = 60
    answer_tokens: Annotated[
        Tokens,
        Input(
            label="Answer",
            unit="tokens",
            help="What the model writes, reasoning tokens included where they are billed.",
            group=_GROUP,
        ),
    ] = 250
    instruction_tokens: Annotated[
        Tokens,
        Input(
            label="Instructions",
            unit="tokens",
            help="System prompt, tools and examples that go with every request of the base model.",
            group=_GROUP,
        ),
    ] = 800
    context_tokens: Annotated[
        int,
        Input(
            label="Knowledge in the prompt (prompt only)",
            unit="tokens",
            help="Documents that the prompt-only arm sends with every request instead of searching.",
            group=_GROUP,
        ),
        Ge(0),
        Le(10_000_000),
    ] = 20_000
    fine_tuned_instruction_tokens: Annotated[
        Tokens,
        Input(
            label="Instructions after fine-tuning",
            unit="tokens",
            help="What is left of the instructions once their content is in the weights.",
            group=_GROUP,
        ),
    ] = 200
    fine_tuned_answer_tokens: Annotated[
        Tokens,
        Input(
            label="Answer after fine-tuning",
            unit="tokens",
            help="A tuned model often answers in fewer words; enter the same number if it does not.",
            group=_GROUP,
            advanced=True,
        ),
    ] = 250
    cache_hit_percent: Annotated[
        Percent,
        Input(
            label="Prompt cache hits",
            unit="%",
            help="Share of requests that find their unchanging prefix in the provider's cache. Given is "
            "what steady traffic on one prefix for all comes near; the caching calculator says what "
            "yours finds, fewer where traffic is thin or prefixes differ. 0: caching is off. Retrieved "
            "passages vary and are never cached here.",
            group=_GROUP,
        ),
    ] = 95.0
