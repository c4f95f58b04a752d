"""The results of the cost calculator."""

from dataclasses import dataclass
from typing import Annotated

from calculators.answers import DECIDED, HIGH_END, LOW_END
from calculators.declare import Output
from calculators.swings import Swings
from calculators.working import Term

AVAILABLE = "can be used"
MAY_NOT_FIT = "may or may not fit"
USABLE = frozenset({AVAILABLE, MAY_NOT_FIT})
"""What an arm with a price says."""
NOT_OFFERED = "fine-tuning not offered"
NO_EXAMPLES = "no training examples"
NO_CROSSOVER = "no crossover"
NOT_COMPARABLE = "not comparable"
NOT_KNOWN = "not known"
"""Of an arm whose share of right answers nobody measured."""
type Usd = float | str | None
"""A number of dollars, None where an arm cannot be used, LATER in a quick answer, or NOT_KNOWN."""


@dataclass(frozen=True, kw_only=True)
class Components:
    """Where an arm's money goes over the horizon; the parts add up to the arm's total."""

    setup_work_usd: Annotated[float | None, Output(label="Work to set up", unit="USD")] = 0.0
    training_usd: Annotated[float | None, Output(label="Training, first time", unit="USD")] = 0.0
    labelling_usd: Annotated[
        float | None, Output(label="Examples, bought or labelled", unit="USD")
    ] = 0.0
    retraining_usd: Annotated[float | None, Output(label="Retraining", unit="USD")] = 0.0
    evaluation_usd: Annotated[float | None, Output(label="Evaluation of releases", unit="USD")] = (
        0.0
    )
    corpus_embedding_usd: Annotated[
        float | None, Output(label="Embedding the corpus, first time", unit="USD")
    ] = 0.0
    corpus_update_usd: Annotated[
        float | None, Output(label="Embedding what changes", unit="USD")
    ] = 0.0
    vector_store_usd: Annotated[float | None, Output(label="Vector store", unit="USD")] = 0.0
    rerank_usd: Annotated[float | None, Output(label="Reranking", unit="USD")] = 0.0
    rewrite_usd: Annotated[float | None, Output(label="Rewriting questions", unit="USD")] = 0.0
    question_embedding_usd: Annotated[
        float | None, Output(label="Embedding questions", unit="USD")
    ] = 0.0
    input_usd: Annotated[float | None, Output(label="Input tokens", unit="USD")] = 0.0
    cached_input_usd: Annotated[float | None, Output(label="Cached input tokens", unit="USD")] = 0.0
    cache_write_usd: Annotated[float | None, Output(label="Cache writes", unit="USD")] = 0.0
    output_usd: Annotated[float | None, Output(label="Output tokens", unit="USD")] = 0.0
    hosting_usd: Annotated[float | None, Output(label="Hosting", unit="USD")] = 0.0
    accelerators_usd: Annotated[
        float | None, Output(label="Rented accelerators, serving", unit="USD")
    ] = 0.0
    upkeep_work_usd: Annotated[float | None, Output(label="Work to keep current", unit="USD")] = 0.0


@dataclass(frozen=True, kw_only=True)
class ArmCost:
    """Cost of each arm; every amount is None where the arm cannot be used."""

    status: Annotated[str, Output(label="Can it be used?")]
    prompt_tokens: Annotated[float, Output(label="Prompt", unit="tokens")]
    accelerators: Annotated[
        int | None,
        Output(label="Rented accelerators, serving", help="Day and night, for the peak."),
    ]
    fits_probability_percent: Annotated[
        float | None,
        Output(
            label="Probability that it fits",
            unit="%",
            probability=True,
            help=f"One request on the accelerators of a replica. {DECIDED} An arm that may or may not fit is "
            "priced as if it did.",
        ),
    ]
    request_usd: Annotated[
        float | None,
        Output(
            label="A further request",
            unit="USD",
            help="Tokens, search and reranking of one request; no fixed cost.",
        ),
    ]
    start_usd: Annotated[float | None, Output(label="To start", unit="USD")]
    month_usd: Annotated[
        float | None,
        Output(
            label="A month, on average",
            unit="USD",
            help="After the start, retraining and evaluation included.",
            low="month_low_usd",
            high="month_high_usd",
        ),
    ]
    month_low_usd: Annotated[Usd, Output(label="A month, low end", unit="USD", help=LOW_END)]
    month_high_usd: Annotated[Usd, Output(label="A month, high end", unit="USD", help=HIGH_END)]
    horizon_usd: Annotated[
        float | None,
        Output(
            label="Over the whole period",
            unit="USD",
            low="horizon_low_usd",
            high="horizon_high_usd",
        ),
    ]
    horizon_low_usd: Annotated[
        Usd,
        Output(label="Over the whole period, low end", unit="USD", help=LOW_END),
    ]
    horizon_high_usd: Annotated[
        Usd,
        Output(label="Over the whole period, high end", unit="USD", help=HIGH_END),
    ]
    cheapest_percent: Annotated[
        Usd,
        Output(
            label="Probability of being the cheapest",
            unit="%",
            probability=True,
            help="The arms' add up to 100.",
        ),
    ]
    all_in_request_usd: Annotated[
        float | None,
        Output(
            label="A request, all costs shared out",
            unit="USD",
            help="Cost over the whole period divided by its requests.",
        ),
    ]
    correct_usd: Annotated[
        Usd,
        Output(
            label="A right answer",
            unit="USD",
            help="All costs of a request over the share of right answers (cost of pass).",
            low="correct_low_usd",
            high="correct_high_usd",
        ),
    ]
    correct_low_usd: Annotated[
        Usd,
        Output(label="A right answer, low end", unit="USD", help=LOW_END),
    ]
    correct_high_usd: Annotated[
        Usd,
        Output(label="A right answer, high end", unit="USD", help=HIGH_END),
    ]
    cheapest_correct_percent: Annotated[
        Usd,
        Output(
            label="Probability of the cheapest right answer",
            unit="%",
            probability=True,
            help="The arms' add up to 100.",
        ),
    ]
    components: Annotated[Components, Output(label="Parts over the whole period")]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two arms against each other."""

    cheaper: Annotated[str, Output(label="Cheaper over the whole period")]
    first_cheaper_percent: Annotated[
        float | str | None,
        Output(
            label="Probability that the first is cheaper",
            unit="%",
            probability=True,
            help="Of the two arms named.",
        ),
    ]
    difference_usd: Annotated[float | None, Output(label="Difference", unit="USD", estimate=True)]
    break_even_requests_per_month: Annotated[
        float | str,
        Output(
            label="Break-even",
            unit="requests/month",
            estimate=True,
            help="Requests a month at which both cost the same over the whole period. Of own machines, "
            "parts are counted here above the ones always on.",
        ),
    ]
    cheaper_above_break_even: Annotated[str, Output(label="Cheaper above it")]
    crossover_month: Annotated[
        int | str,
        Output(
            label="Crossover",
            unit="months",
            help="First month in which the arm that is dearer to start has cost less in all.",
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class CostResults:
    """Four arms on one base model, and what to make of them."""

    answer: Annotated[str, Output(label="Answer")]
    cheapest: Annotated[str, Output(label="Cheapest over the whole period")]
    runner_up: Annotated[str, Output(label="Next")]
    saving_percent: Annotated[
        float | None, Output(label="Cheapest arm costs less than the next by", unit="%")
    ]
    probability_percent: Annotated[
        float | str | None,
        Output(label="Probability that it is cheaper than the next", unit="%", probability=True),
    ]
    cheapest_right_answer: Annotated[
        str,
        Output(
            label="Cheapest right answer",
            help="Of the arms whose share of right answers is known.",
        ),
    ]
    right_answer_probability_percent: Annotated[
        float | str | None,
        Output(
            label="Probability that it is cheaper than the next right answer",
            unit="%",
            probability=True,
        ),
    ]
    most_cache_hits_percent: Annotated[
        float | str,
        Output(
            label="Prompt cache hits that this traffic finds",
            unit="%",
            help="At best: one prefix for all requests, which arrive at random. Enter no more.",
        ),
    ]
    prompt_only: Annotated[ArmCost, Output(label="Prompt only")]
    rag: Annotated[ArmCost, Output(label="RAG")]
    fine_tuned: Annotated[ArmCost, Output(label="Fine-tuned")]
    rag_fine_tuned: Annotated[ArmCost, Output(label="RAG + fine-tuned")]
    prompt_only_or_rag: Annotated[Comparison, Output(label="Prompt only or RAG")]
    prompt_only_or_fine_tuned: Annotated[Comparison, Output(label="Prompt only or fine-tuned")]
    prompt_only_or_rag_fine_tuned: Annotated[
        Comparison, Output(label="Prompt only or RAG + fine-tuned")
    ]
    rag_or_fine_tuned: Annotated[Comparison, Output(label="RAG or fine-tuned")]
    rag_or_rag_fine_tuned: Annotated[Comparison, Output(label="RAG or RAG + fine-tuned")]
    fine_tuned_or_rag_fine_tuned: Annotated[
        Comparison, Output(label="Fine-tuned or RAG + fine-tuned")
    ]
    swings: Swings
    """What moves the difference between the cheapest arm and the next."""
    cumulative_usd: dict[str, tuple[float, ...]]
    """By arm that can be used: total spent by the end of month 0 (the start), 1, ... horizon."""
    working: tuple[Term, ...]
