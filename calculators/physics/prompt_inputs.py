"""What a prompt is made of, asked alike by the calculators of cost and latency."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from calculators.bounds import Context, Tokens
from calculators.declare import Input

REQUEST = "Tokens of a request"
RETRIEVAL = "Retrieval"
FINE_TUNED_ANSWER = Input(
    label="Answer after fine-tuning",
    unit="tokens",
    help="A tuned model often answers in fewer words; enter the same number if it does not.",
    group=REQUEST,
    advanced=True,
)
"""How long it is by default, as long as an answer without, differs by calculator."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the user writes."""

    question_tokens: Annotated[
        Tokens,
        Input(
            label="Question",
            unit="tokens",
            help="What the user writes, conversation history included.",
            group=REQUEST,
        ),
    ] = 60


@dataclass(frozen=True, kw_only=True)
class PromptParts:
    """What stands before the question, by arm."""

    instruction_tokens: Annotated[
        Tokens,
        Input(
            label="Instructions",
            unit="tokens",
            help="System prompt, tools and examples that go with every request of the base model.",
            group=REQUEST,
        ),
    ] = 800
    context_tokens: Annotated[
        Context,
        Input(
            label="Knowledge in the prompt (prompt only)",
            unit="tokens",
            help="Documents that the prompt-only arm sends with every request instead of searching.",
            group=REQUEST,
        ),
    ] = 20_000
    fine_tuned_instruction_tokens: Annotated[
        Tokens,
        Input(
            label="Instructions after fine-tuning",
            unit="tokens",
            help="What is left of the instructions once their content is in the weights.",
            group=REQUEST,
        ),
    ] = 200


@dataclass(frozen=True, kw_only=True)
class Passages:
    """What retrieval puts into a prompt."""

    retrieved_passages: Annotated[
        int,
        Input(
            label="Passages in the prompt",
            unit="passages",
            help="Retrieved passages that go into each prompt.",
            group=RETRIEVAL,
        ),
        Ge(0),
        Le(1_000),
    ] = 5
    passage_tokens: Annotated[
        int,
        Input(
            label="Passage length",
            unit="tokens",
            help="Tokens of one passage, which is also the chunk that is embedded.",
            group=RETRIEVAL,
        ),
        Ge(1),
        Le(100_000),
    ] = 400
