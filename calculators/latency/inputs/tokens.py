"""How long prompts and answers are in each arm."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from calculators.bounds import Percent, Tokens
from calculators.declare import Input
from calculators.physics.queueing import ANSWER_VARIATION, ANSWER_VARIATION_FROM

_GROUP = "Tokens of a request"


@dataclass(frozen=True, kw_only=True)
class RequestTokens:
    """How long prompts and answers are in each arm."""

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
        int,
        Input(
            label="Answer",
            unit="tokens",
            help="Mean length. 211 is the mean of an hour of Azure's conversation services in 2023.",
            group=_GROUP,
        ),
        Ge(1),
        Le(1_000_000),
    ] = 211
    answer_variation: Annotated[
        float,
        Input(
            label="Variation of the answer's length",
            unit="standard deviation / mean",
            help=ANSWER_VARIATION_FROM,
            group=_GROUP,
            advanced=True,
        ),
        Ge(0),
        Le(10),
    ] = ANSWER_VARIATION
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
        int,
        Input(
            label="Answer after fine-tuning",
            unit="tokens",
            help="A tuned model often answers in fewer words; enter the same number if it does not.",
            group=_GROUP,
            advanced=True,
        ),
        Ge(1),
        Le(1_000_000),
    ] = 211
    cache_hit_percent: Annotated[
        Percent,
        Input(
            label="Prefix cache hits",
            unit="%",
            help="Share of requests that find instructions (and the documents of prompt only) already "
            "read. Retrieved passages vary and are always read.",
            group=_GROUP,
        ),
    ] = 0.0
