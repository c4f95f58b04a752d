"""What it takes to judge each release before it goes out."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from calculators.bounds import Price
from calculators.declare import Input

_GROUP = "Evaluation of each release"


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """What it takes to judge each release before it goes out."""

    evaluation_questions: Annotated[
        int,
        Input(
            label="Answers judged before a release",
            unit="questions",
            help="The sample-size calculator says how many tell two arms apart. 200 is an assumption; "
            "0: your hours of work hold it.",
            group=_GROUP,
        ),
        Ge(0),
        Le(1_000_000),
    ] = 200
    evaluation_minutes_per_question: Annotated[
        float,
        Input(
            label="Judging an answer",
            unit="minutes/question",
            help="Of a person. An assumption: no published figure fits.",
            group=_GROUP,
        ),
        Ge(0),
        Le(1_000),
    ] = 1.0
    evaluation_usd_per_question: Annotated[
        Price,
        Input(
            label="A judge model",
            unit="USD/question",
            help="Tokens of its verdict and of the answer; 0 if people judge alone.",
            group=_GROUP,
            advanced=True,
        ),
    ] = 0.0
    release_every_months: Annotated[
        int,
        Input(
            label="A release every",
            unit="months",
            help="Of any arm: another prompt, index or base model. An assumption. Each retraining is a "
            "release too. 0: none after the start.",
            group=_GROUP,
        ),
        Ge(0),
        Le(60),
    ] = 3
