"""The questions of the advisor.

What an answer speaks for stands in content/advisor/, an entry an answer (of a number: a band), and
comes in as `advice`. Answers of ordered questions stand in their order.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

from annotated_types import Ge, Le

from calculators.bounds import Tokens
from calculators.declare import Given, Input
from calculators.physics.hosted_model import DEFAULT_MODEL

_TASK = "The task"
_GIVEN = "What you have, and how it will run"
_ASSUMED = "Assumptions"


class Task(StrEnum):
    """Kind of task."""

    DOCUMENTS = "questions_about_documents"
    COMPLEX = "questions_across_many_documents"
    CLASSIFICATION = "classification_or_extraction"
    FORM = "text_in_a_given_form"
    CONVERSATION = "conversation"
    CODE = "code_with_own_libraries"
    LONG_FORM = "long_text_from_sources"


class Gap(StrEnum):
    """What a good prompt alone gets wrong."""

    NOT_TRIED = "not_tried_yet"
    LITTLE = "hardly_anything"
    FACTS = "facts_are_missing"
    FORM = "form_or_style_is_wrong"
    BOTH = "facts_and_form"


class Change(StrEnum):
    """How fast the facts in the answers change."""

    HARDLY = "hardly_ever"
    YEARLY = "yearly"
    MONTHLY = "monthly"
    WEEKLY = "weekly"
    DAILY = "daily"


class Sources(StrEnum):
    """Whether answers must name their sources."""

    NOT_NEEDED = "not_needed"
    HELPFUL = "helpful"
    REQUIRED = "required"


class Rights(StrEnum):
    """Who may see which documents."""

    SAME = "same_for_everybody"
    DIFFER = "differ_by_reader"


class Hosting(StrEnum):
    """Where the data may go."""

    HOSTED = "a_provider_may_see_it"
    OWN = "own_machines_only"


class Team(StrEnum):
    """What the team has done before."""

    NEITHER = "neither_search_nor_training"
    SEARCH = "search"
    TRAINING = "training_of_models"
    BOTH = "search_and_training"


class Stakes(StrEnum):
    """How bad a wrong answer is."""

    HARMLESS = "harmless"
    COSTLY = "costly"
    DANGEROUS = "dangerous"


ORDERED = frozenset({"facts_change", "sources", "wrong_answer"})
"""Questions whose answers have an order, beside those for a number."""
QUESTIONS = (
    "task",
    "gap",
    "facts_change",
    "sources",
    "wrong_answer",
    "corpus_tokens",
    "labelled_examples",
    "access_rights",
    "requests_per_month",
    "first_word_ms",
    "hosting",
    "team",
)
"""Inputs that are questions, in the order of the form; the others are assumptions."""


@dataclass(frozen=True, kw_only=True)
class AdvisorInputs:
    """Twelve answers about a task, the data for it and how it will run."""

    task: Annotated[
        Task,
        Input(label="Kind of task", unit="", help="What most requests ask for.", group=_TASK),
    ] = Task.DOCUMENTS
    gap: Annotated[
        Gap,
        Input(
            label="What a good prompt alone gets wrong",
            unit="",
            help="Try it on thirty real requests with a few examples in the prompt.",
            group=_TASK,
        ),
    ] = Gap.FACTS
    facts_change: Annotated[
        Change,
        Input(
            label="Facts in the answers change",
            unit="",
            help="Those that an answer rests on, not those that happen to be in the documents.",
            group=_TASK,
        ),
    ] = Change.MONTHLY
    sources: Annotated[
        Sources,
        Input(
            label="Answers name their sources",
            unit="",
            help="So that a reader can look the passage up.",
            group=_TASK,
        ),
    ] = Sources.HELPFUL
    wrong_answer: Annotated[
        Stakes,
        Input(
            label="A wrong answer is",
            unit="",
            help="Where nobody checks it before it counts.",
            group=_TASK,
        ),
    ] = Stakes.COSTLY
    corpus_tokens: Annotated[
        int,
        Input(
            label="Documents that hold the knowledge",
            unit="tokens",
            help="Four characters of English are about one token. 0: there are no such documents.",
            group=_GIVEN,
        ),
        Ge(0),
        Le(1_000_000_000_000),
    ] = 2_000_000
    labelled_examples: Annotated[
        int,
        Input(
            label="Examples with the right answer",
            unit="examples",
            help="Requests with an answer that you would put your name to.",
            group=_GIVEN,
        ),
        Ge(0),
        Le(10_000_000),
    ] = 200
    access_rights: Annotated[
        Rights,
        Input(
            label="Rights to the documents",
            unit="",
            help="Whether each person who asks may see everything.",
            group=_GIVEN,
        ),
    ] = Rights.SAME
    requests_per_month: Annotated[
        int,
        Input(
            label="Requests",
            unit="requests/month",
            help="Expected once it is in use.",
            group=_GIVEN,
        ),
        Ge(0),
        Le(1_000_000_000),
    ] = 30_000
    first_word_ms: Annotated[
        int,
        Input(
            label="First word within",
            unit="ms",
            help="What you promise; for answers that nobody waits for, a large number.",
            group=_GIVEN,
        ),
        Ge(1),
        Le(3_600_000),
    ] = 2_000
    hosting: Annotated[
        Hosting,
        Input(label="Data and requests", unit="", help="Where they may go.", group=_GIVEN),
    ] = Hosting.HOSTED
    team: Annotated[
        Team,
        Input(
            label="The team has experience with",
            unit="",
            help="Built and kept running, not tried once.",
            group=_GIVEN,
        ),
    ] = Team.NEITHER
    model: Annotated[
        str,
        Input(
            label="Base model",
            unit="",
            help="The same for every method; sets how much text fits into a prompt.",
            group=_ASSUMED,
            catalogue="hosted-models",
            advanced=True,
        ),
    ] = DEFAULT_MODEL
    context_window_tokens: Annotated[
        int,
        Input(
            label="Context window",
            unit="tokens",
            help="Prompt and answer together must fit.",
            group=_ASSUMED,
            filled_by="model",
            advanced=True,
        ),
        Ge(1),
        Le(1_000_000_000),
    ]
    other_tokens: Annotated[
        Tokens,
        Input(
            label="Beside the documents",
            unit="tokens",
            help="Instructions, question and answer, for which the context window must have room too. "
            "1,110: 800, 60 and 250, which the cost calculator opens with.",
            group=_ASSUMED,
            advanced=True,
        ),
    ] = 1_110
    margin_points: Annotated[
        float,
        Input(
            label="Too close to call below",
            unit="points",
            help="Weights are judgement: a lead smaller than this decides nothing.",
            group=_ASSUMED,
            advanced=True,
        ),
        Ge(0),
        Le(50),
    ] = 2.0
    advice: Annotated[tuple[dict[str, Any], ...], Given(catalogue="advice")] = field(
        default=(), repr=False
    )
    """What each answer speaks for, from content/advisor/; see calculators.advisor.advice."""
