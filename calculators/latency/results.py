"""The results of the latency calculator."""

from dataclasses import dataclass
from typing import Annotated

from calculators.answers import DECIDED, HIGH_END, LOW_END
from calculators.blocks import Items
from calculators.declare import Output
from calculators.swings import Swings
from calculators.working import Term

type Number = float | str

MAY_NOT_FIT = "may not fit"
"""The samples disagree whether one request fits, and at the best estimate none does."""
WHETHER_IT_FITS = "whether it fits"
"""The largest uncertainty where an arm has a time at one end of a range and no room at the other."""
HOSTED = "hosted"
"""Stands where only own accelerators could have a number."""
NOT_KNOWN = "not known"


@dataclass(frozen=True, kw_only=True)
class ArmLatency:
    """Times of each arm; text where a number has no meaning."""

    prompt_tokens: Annotated[int, Output(label="Prompt", unit="tokens")]
    ttft_p50_ms: Annotated[Number, Output(label="First token, p50", unit="ms", estimate=True)]
    ttft_p95_ms: Annotated[
        Number,
        Output(
            label="First token, p95",
            unit="ms",
            help="With the 80% interval of the uncertain numbers.",
            low="ttft_p95_low_ms",
            high="ttft_p95_high_ms",
        ),
    ]
    ttft_p95_low_ms: Annotated[Number, Output(label="p95, low end", unit="ms", help=LOW_END)]
    ttft_p95_high_ms: Annotated[Number, Output(label="p95, high end", unit="ms", help=HIGH_END)]
    ttft_p99_ms: Annotated[Number, Output(label="First token, p99", unit="ms", estimate=True)]
    e2e_p50_ms: Annotated[Number, Output(label="Whole answer, p50", unit="ms", estimate=True)]
    e2e_p95_ms: Annotated[Number, Output(label="Whole answer, p95", unit="ms", estimate=True)]
    e2e_p99_ms: Annotated[Number, Output(label="Whole answer, p99", unit="ms", estimate=True)]
    utilisation_percent: Annotated[
        Number,
        Output(
            label="Capacity in use, busiest own part",
            unit="%",
            help="Of what runs on own machines: model, search or reranking. A provider's is not known.",
        ),
    ]
    busiest_part: Annotated[str, Output(label="Which part that is")]
    fits_percent: Annotated[
        Number,
        Output(
            label="Probability that the model fits",
            unit="%",
            probability=True,
            help="That one request of the arm has room on the accelerators, as in the serving calculator.",
        ),
    ]
    chance_percent: Annotated[
        float, Output(label="Probability that the promise is kept", unit="%", probability=True)
    ]
    keeps_promise: Annotated[str, Output(label="Keeps the promise?", help=DECIDED)]


@dataclass(frozen=True, kw_only=True)
class ArmStages:
    """Mean time of each stage; means add up, percentiles do not."""

    rewrite_ms: Annotated[Number, Output(label="Rewrite", unit="ms", estimate=True)]
    embed_ms: Annotated[Number, Output(label="Embed", unit="ms", estimate=True)]
    search_ms: Annotated[Number, Output(label="Search", unit="ms", estimate=True)]
    rerank_ms: Annotated[Number, Output(label="Rerank", unit="ms", estimate=True)]
    network_ms: Annotated[Number, Output(label="Network", unit="ms", estimate=True)]
    queue_ms: Annotated[
        Number,
        Output(
            label="Queue",
            unit="ms",
            estimate=True,
            help="Hosted: all of the first token but the prompt's share.",
        ),
    ]
    prefill_ms: Annotated[Number, Output(label="Prefill", unit="ms", estimate=True)]
    decode_ms: Annotated[Number, Output(label="Decode", unit="ms", estimate=True)]


@dataclass(frozen=True, kw_only=True)
class LatencyResults:
    """Four arms on one base model, and what to make of them."""

    answer: Annotated[str, Output(label="Answer")]
    keep_promise: Annotated[str, Output(label="Keep the promise")]
    fastest: Annotated[str, Output(label="First token soonest, p95")]
    fastest_percent: Annotated[
        Number, Output(label="Probability that no other is sooner", unit="%", probability=True)
    ]
    warning: Annotated[str, Output(label="Note")]
    remedies: Annotated[
        Items,
        Output(
            label="What would help",
            help="Where the model does not surely fit, a machine is above 85% of its capacity, or an arm "
            "breaks the promise by the best estimate.",
        ),
    ]
    rag_adds_ms: Annotated[
        Number,
        Output(
            label="RAG adds to fine-tuned",
            unit="ms",
            help="Mean time to first token of RAG less that of the fine-tuned arm.",
            low="rag_adds_low_ms",
            high="rag_adds_high_ms",
        ),
    ]
    rag_adds_low_ms: Annotated[Number, Output(label="RAG adds, low end", unit="ms")]
    rag_adds_high_ms: Annotated[Number, Output(label="RAG adds, high end", unit="ms")]
    rag_adds_percent: Annotated[Number, Output(label="RAG adds, relative", unit="%")]
    rag_adds_because: Annotated[str, Output(label="RAG adds by stage")]
    largest_uncertainty: Annotated[
        str, Output(label="Largest uncertainty", help="Of what RAG adds to fine-tuned.")
    ]
    prompt_only: Annotated[ArmLatency, Output(label="Prompt only")]
    rag: Annotated[ArmLatency, Output(label="RAG")]
    fine_tuned: Annotated[ArmLatency, Output(label="Fine-tuned")]
    rag_fine_tuned: Annotated[ArmLatency, Output(label="RAG + fine-tuned")]
    prompt_only_stages: Annotated[ArmStages, Output(label="Prompt only: stages")]
    rag_stages: Annotated[ArmStages, Output(label="RAG: stages")]
    fine_tuned_stages: Annotated[ArmStages, Output(label="Fine-tuned: stages")]
    rag_fine_tuned_stages: Annotated[ArmStages, Output(label="RAG + fine-tuned: stages")]
    swings: Swings
    """What moves the mean time that RAG adds to the fine-tuned arm, for the chart."""
    working: tuple[Term, ...]
