"""How long prompts and answers are in each arm."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from calculators.bounds import Percent
from calculators.declare import Input
from calculators.physics.prompt_inputs import FINE_TUNED_ANSWER, REQUEST, PromptParts, Question
from calculators.physics.queueing import ANSWER_VARIATION, ANSWER_VARIATION_FROM


@dataclass(frozen=True, kw_only=True)
class _Answer:
    answer_tokens: Annotated[
        int,
        Input(
            label="Answer",
            unit="tokens",
            help="Mean length. 211 is the mean of an hour of Azure's conversation services in 2023.",
            group=REQUEST,
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
            group=REQUEST,
            advanced=True,
        ),
        Ge(0),
        Le(10),
    ] = ANSWER_VARIATION


@dataclass(frozen=True, kw_only=True)
class _TunedAndCached:
    fine_tuned_answer_tokens: Annotated[int, FINE_TUNED_ANSWER, Ge(1), Le(1_000_000)] = 211
    cache_hit_percent: Annotated[
        Percent,
        Input(
            label="Prefix cache hits",
            unit="%",
            help="Share of requests that find instructions (and the documents of prompt only) already "
            "read. Retrieved passages vary and are always read.",
            group=REQUEST,
        ),
    ] = 0.0


# A dataclass takes the fields of its last base first.
@dataclass(frozen=True, kw_only=True)
class RequestTokens(_TunedAndCached, PromptParts, _Answer, Question):
    """How long prompts and answers are in each arm."""
