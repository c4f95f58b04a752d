"""Hours of work to set up and to keep current, and what an hour costs."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from calculators.bounds import Large
from calculators.declare import Input

_GROUP = "People"


@dataclass(frozen=True, kw_only=True)
class People:
    """Hours of work to set up and to keep current, and what an hour costs."""

    hourly_rate_usd: Annotated[
        float,
        Input(
            label="An hour of work",
            unit="USD/hour",
            help="What an hour of your team costs you.",
            group=_GROUP,
        ),
        Ge(0),
        Le(10_000),
    ] = 100.0
    prompt_setup_hours: Annotated[
        Large,
        Input(
            label="Set up prompt only",
            unit="hours",
            help="Write and try the prompt; collect the documents that go into it.",
            group=_GROUP,
        ),
    ] = 40.0
    rag_setup_hours: Annotated[
        Large,
        Input(
            label="Set up RAG",
            unit="hours",
            help="Clean and chunk the corpus, build and tune retrieval.",
            group=_GROUP,
        ),
    ] = 160.0
    fine_tuning_setup_hours: Annotated[
        Large,
        Input(
            label="Set up fine-tuning",
            unit="hours",
            help="Collect, label and clean the examples, train.",
            group=_GROUP,
        ),
    ] = 200.0
    prompt_upkeep_hours_per_month: Annotated[
        Large,
        Input(
            label="Keep prompt only current",
            unit="hours/month",
            help="Edit the prompt and its documents, watch quality. Judging releases stands below.",
            group=_GROUP,
        ),
    ] = 4.0
    rag_upkeep_hours_per_month: Annotated[
        Large,
        Input(
            label="Keep RAG current",
            unit="hours/month",
            help="Watch ingestion and retrieval quality.",
            group=_GROUP,
        ),
    ] = 10.0
    fine_tuning_upkeep_hours_per_month: Annotated[
        Large,
        Input(
            label="Keep fine-tuning current",
            unit="hours/month",
            help="Refresh the examples, retrain, watch quality.",
            group=_GROUP,
        ),
    ] = 8.0
