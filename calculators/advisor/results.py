"""The results of the advisor."""

from dataclasses import dataclass
from typing import Annotated

from calculators.blocks import Document, Items
from calculators.declare import Output
from calculators.working import Term

NOTHING_FITS = "nothing fits"
NO_ADVICE = "no weights were given"
EXCLUDED = "ruled out"
NOT_BY_POINTS = "not by points"
"""The lead of a prompt that comes first whatever its points."""


@dataclass(frozen=True, kw_only=True)
class Points:
    """Points of each answer; the weights are judgement, each with its reason above."""

    prompt_only: Annotated[float | str, Output(label="Prompt only")]
    long_context: Annotated[float | str, Output(label="Long context")]
    rag: Annotated[float | str, Output(label="RAG")]
    fine_tuned: Annotated[float | str, Output(label="Fine-tuned")]
    rag_fine_tuned: Annotated[float | str, Output(label="RAG + fine-tuned")]


@dataclass(frozen=True, kw_only=True)
class AdvisorResults:
    """A recommendation with everything that led to it."""

    answer: Annotated[str, Output(label="Answer")]
    recommendation: Annotated[str, Output(label="Recommended")]
    runner_up: Annotated[str, Output(label="Next best")]
    lead_points: Annotated[float | str, Output(label="Lead", unit="points")]
    long_context_fits: Annotated[str, Output(label="All documents in one prompt")]
    reasons: Annotated[
        Items,
        Output(
            label="Why",
            help="What counts most for the first against the second comes first.",
        ),
    ]
    excluded: Annotated[Items, Output(label="Ruled out")]
    flips: Annotated[
        Items,
        Output(
            label="What would change it",
            help="One other answer, everything else as it is; smallest change first.",
        ),
    ]
    onward: Annotated[Items, Output(label="Compute it with these answers")]
    task: Annotated[Points, Output(label="Kind of task")]
    gap: Annotated[Points, Output(label="What a prompt gets wrong")]
    facts_change: Annotated[Points, Output(label="Facts change")]
    sources: Annotated[Points, Output(label="Sources")]
    wrong_answer: Annotated[Points, Output(label="A wrong answer")]
    corpus_tokens: Annotated[Points, Output(label="Documents")]
    labelled_examples: Annotated[Points, Output(label="Examples")]
    access_rights: Annotated[Points, Output(label="Rights")]
    requests_per_month: Annotated[Points, Output(label="Requests")]
    first_word_ms: Annotated[Points, Output(label="First word")]
    hosting: Annotated[Points, Output(label="Where data may go")]
    team: Annotated[Points, Output(label="Team")]
    total: Annotated[Points, Output(label="All answers")]
    record: Annotated[
        Document,
        Output(
            label="Decision record",
            help="In Markdown, for the repository of your project: answers, scores, reasons.",
        ),
    ]
    working: tuple[Term, ...]
