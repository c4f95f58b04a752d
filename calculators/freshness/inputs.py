"""The inputs of the freshness calculator."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from calculators.bounds import Percent
from calculators.declare import Input

_FACTS = "Facts"
_MODEL = "Base model"
_INDEX = "Retrieval"
_TUNING = "Fine-tuning"
_ANSWERS = "Answers and promise"

Changed = Annotated[float, Ge(0), Le(99.9)]
Usd = Annotated[float, Ge(0), Le(100_000_000)]


@dataclass(frozen=True, kw_only=True)
class FactsThatChange:
    """How fast what the answers rest on changes."""

    volatile_percent: Annotated[
        Percent,
        Input(
            label="Answers that rest on volatile facts",
            unit="%",
            help="Counted by questions asked, not by documents. The others rest on lasting facts.",
            group=_FACTS,
        ),
    ] = 35.0
    volatile_changed_percent: Annotated[
        Changed,
        Input(
            label="Volatile facts that changed",
            unit="%",
            help="Share that is no longer true after the time below. Enter 50 to give a half-life.",
            group=_FACTS,
        ),
    ] = 24.0
    volatile_observed_months: Annotated[
        float,
        Input(
            label="Within",
            unit="months",
            help="Time over which that share of the volatile facts changed.",
            group=_FACTS,
        ),
        Ge(0.01),
        Le(1_200),
    ] = 3.0
    lasting_changed_percent: Annotated[
        Changed,
        Input(
            label="Lasting facts that changed",
            unit="%",
            help="Share that is no longer true after the time below; 0 if they never change.",
            group=_FACTS,
        ),
    ] = 19.0
    lasting_observed_months: Annotated[
        float,
        Input(
            label="Within, lasting facts",
            unit="months",
            help="Time over which that share of the lasting facts changed.",
            group=_FACTS,
        ),
        Ge(0.01),
        Le(1_200),
    ] = 36.0
    facts_per_answer: Annotated[
        int,
        Input(
            label="Facts of an answer",
            unit="facts",
            help="An answer is outdated as soon as one of them is.",
            group=_FACTS,
            advanced=True,
        ),
        Ge(1),
        Le(100),
    ] = 1
    spread: Annotated[
        float,
        Input(
            label="Spread of rates",
            unit="",
            help="Coefficient of variation of the rates within a class; 0 if all facts of a class "
            "change equally often, 1 for a wide spread.",
            group=_FACTS,
            advanced=True,
        ),
        Ge(0),
        Le(3),
    ] = 0.0
    rate_factor: Annotated[
        float,
        Input(
            label="Uncertainty of the rates",
            unit="factor",
            help="The true rates lie within this factor of the estimate, in four cases of five. "
            "1 if they are known.",
            group=_FACTS,
        ),
        Ge(1),
        Le(100),
    ] = 2.0


@dataclass(frozen=True, kw_only=True)
class BaseModel:
    """How old the knowledge of the base model is."""

    model_age_months: Annotated[
        float,
        Input(
            label="Age of its knowledge at the start",
            unit="months",
            help="From the cut-off of its training data to the day on which you begin to use it.",
            group=_MODEL,
        ),
        Ge(0),
        Le(120),
    ] = 9.0
    model_every_months: Annotated[
        float,
        Input(
            label="Replaced every",
            unit="months",
            help="How long you stay with one base model.",
            group=_MODEL,
        ),
        Ge(0.1),
        Le(120),
    ] = 12.0
    model_change_usd: Annotated[
        Usd,
        Input(
            label="A change of base model",
            unit="USD",
            help="Tests, prompts and roll-out; the same for every arm.",
            group=_MODEL,
        ),
    ] = 4_000.0


@dataclass(frozen=True, kw_only=True)
class Index:
    """How often the index follows its sources, and how fast."""

    index_every_days: Annotated[
        float,
        Input(
            label="Index refreshed every",
            unit="days",
            help="1 for each night; 0.05 is about every hour.",
            group=_INDEX,
        ),
        Ge(0.01),
        Le(3_650),
    ] = 7.0
    index_delay_hours: Annotated[
        float,
        Input(
            label="Until it is live",
            unit="hours",
            help="From reading a source to answers that use it: detect, convert, embed, swap.",
            group=_INDEX,
        ),
        Ge(0),
        Le(8_760),
    ] = 6.0
    index_run_usd: Annotated[
        Usd,
        Input(
            label="A refresh of the index",
            unit="USD",
            help="Machine, embedding and work of one run, checks included.",
            group=_INDEX,
        ),
    ] = 20.0
    retrieved_percent: Annotated[
        Percent,
        Input(
            label="Answers that rest on retrieved passages",
            unit="%",
            help="The others fall back on what the base model knows.",
            group=_INDEX,
        ),
    ] = 90.0


@dataclass(frozen=True, kw_only=True)
class Tuning:
    """How often the model is trained again, and how long that takes."""

    retrain_every_days: Annotated[
        float,
        Input(
            label="Retrained every",
            unit="days",
            help="Fine-tuned arm: new examples hold the facts of that day.",
            group=_TUNING,
        ),
        Ge(1),
        Le(3_650),
    ] = 90.0
    training_delay_days: Annotated[
        float,
        Input(
            label="Until it is live",
            unit="days",
            help="From collecting examples to deployment: collect, train, evaluate, deploy.",
            group=_TUNING,
        ),
        Ge(0),
        Le(730),
    ] = 14.0
    retraining_usd: Annotated[
        Usd,
        Input(
            label="A retraining",
            unit="USD",
            help="Examples, training and evaluation of one round.",
            group=_TUNING,
        ),
    ] = 3_000.0
    learned_percent: Annotated[
        Percent,
        Input(
            label="Facts that tuning takes up",
            unit="%",
            help="The rest is answered from what the base model knows. 40: Llama 2 70B trained on articles "
            "about films answered 41.7% of the questions, 17.2% before and 78.2% with the article in "
            "the prompt, so 24.5 of 61 points.",
            group=_TUNING,
        ),
    ] = 40.0
    learned_factor: Annotated[
        float,
        Input(
            label="Uncertainty of that share",
            unit="factor",
            help="The true share lies within this factor, in four cases of five. 2 holds the 29 to 75% of "
            "the same study's other ways to train; raw articles gave as little as 6% elsewhere. 1 if "
            "you measured it.",
            group=_TUNING,
            advanced=True,
        ),
        Ge(1),
        Le(100),
    ] = 2.0
    style_every_days: Annotated[
        float,
        Input(
            label="Retrained for style every",
            unit="days",
            help="Arm with both: facts come by retrieval, tuning only keeps the form.",
            group=_TUNING,
            advanced=True,
        ),
        Ge(1),
        Le(3_650),
    ] = 365.0


@dataclass(frozen=True, kw_only=True)
class Answers:
    """How many answers, what an outdated one costs, and what is promised."""

    answers_per_month: Annotated[
        float,
        Input(label="Answers", unit="answers/month", help="In all.", group=_ANSWERS),
        Ge(0),
        Le(1_000_000_000),
    ] = 100_000.0
    outdated_answer_usd: Annotated[
        float,
        Input(
            label="An outdated answer",
            unit="USD",
            help="What it costs you on average: a repeated question, a call, a wrong order.",
            group=_ANSWERS,
        ),
        Ge(0),
        Le(1_000_000),
    ] = 0.5
    promise_percent: Annotated[
        Percent,
        Input(
            label="Promise: outdated at most",
            unit="%",
            help="Share of answers that may rest on outdated facts.",
            group=_ANSWERS,
        ),
    ] = 5.0


# A dataclass takes the fields of its last base first: read the form's order from the end.
@dataclass(frozen=True, kw_only=True)
class FreshnessInputs(BaseModel, Answers, Tuning, Index, FactsThatChange):
    """Facts that change, and how model and index follow them."""
