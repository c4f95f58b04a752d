"""The results of the caching calculator."""

from dataclasses import dataclass
from typing import Annotated

from calculators.answers import DECIDED, HIGH_END, LOW_END
from calculators.declare import Output
from calculators.swings import Swings
from calculators.working import Term

TOO_SHORT = "prefix too short to be cached"
NOT_OFFERED = "fine-tuning not offered"
PAYS = "pays"
DOES_NOT_PAY = "does not pay"
ALL_THAT_FITS = "all that fits the context window"
NOT_WORTH_FILLING = "not worth it"
NO_LIMIT = "any number"
NO_REQUESTS = "no requests"
"""Of everything that takes requests to be a number."""


@dataclass(frozen=True, kw_only=True)
class ArmCaching:
    """Caching by arm; text where a number has no meaning."""

    verdict: Annotated[
        str,
        Output(label="Does caching pay?", help=DECIDED),
    ]
    saves_percent: Annotated[
        float | str, Output(label="Probability that it saves", unit="%", probability=True)
    ]
    prefix_tokens: Annotated[int, Output(label="Stable prefix", unit="tokens")]
    tail_tokens: Annotated[int, Output(label="Rest of the prompt", unit="tokens")]
    requests_per_hour: Annotated[
        float, Output(label="Requests on one prefix", unit="requests/hour")
    ]
    hit_percent: Annotated[
        float | str, Output(label="Hits", unit="%", low="hit_low_percent", high="hit_high_percent")
    ]
    hit_low_percent: Annotated[float | str, Output(label="Hits, low end", unit="%", help=LOW_END)]
    hit_high_percent: Annotated[
        float | str, Output(label="Hits, high end", unit="%", help=HIGH_END)
    ]
    plain_request_usd: Annotated[float | str, Output(label="A request without cache", unit="USD")]
    cached_request_usd: Annotated[
        float | str,
        Output(
            label="A request with cache", unit="USD", low="cached_low_usd", high="cached_high_usd"
        ),
    ]
    cached_low_usd: Annotated[
        float | str, Output(label="With cache, low end", unit="USD", help="One in ten lies below.")
    ]
    cached_high_usd: Annotated[
        float | str, Output(label="With cache, high end", unit="USD", help="One in ten lies above.")
    ]
    saving_percent: Annotated[
        float | str,
        Output(label="Saved (negative: costs more)", unit="%", help="Of the price of a request."),
    ]
    saving_usd_per_month: Annotated[
        float | str,
        Output(label="Saved a month (negative: costs more)", unit="USD", estimate=True),
    ]
    break_even_requests_per_month: Annotated[
        float | str,
        Output(
            label="Pays from",
            unit="requests/month",
            help="All prefixes together; fewer requests make caching dearer than none.",
            estimate=True,
        ),
    ]
    break_even_minutes: Annotated[
        float | str,
        Output(
            label="Longest mean gap that pays",
            unit="minutes",
            help="Between two requests on the same prefix.",
        ),
    ]
    break_even_hit_percent: Annotated[float | str, Output(label="Hits at which it pays", unit="%")]
    most_prefixes: Annotated[
        float | str,
        Output(
            label="Most distinct prefixes that pay",
            unit="prefixes",
            help="How far a prefix may be extended by what belongs to a tenant, user or document.",
        ),
    ]
    shortest_prefix_tokens: Annotated[
        float | str, Output(label="Shortest prefix worth caching", unit="tokens")
    ]
    fill_up_from_tokens: Annotated[
        float | str,
        Output(
            label="Worth filling up to the minimum from",
            unit="tokens",
            help="A shorter stable prefix costs less uncached; a longer one costs less once useful "
            "instructions or examples bring it to the shortest cached length.",
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class CachingResults:
    """Four arms with and without the cache."""

    answer: Annotated[str, Output(label="Answer")]
    longest_knowledge_tokens: Annotated[
        int | str,
        Output(
            label="Cached knowledge that costs no more than RAG",
            unit="tokens",
            estimate=True,
            help="Documents in every prompt, cached, at the price of a request with passages. "
            "Searching, index and quality are not counted.",
        ),
    ]
    largest_uncertainty: Annotated[
        str,
        Output(
            label="Largest uncertainty",
            help="Of what caching saves in the first arm whose prefix is cached.",
        ),
    ]
    prompt_only: Annotated[ArmCaching, Output(label="Prompt only")]
    rag: Annotated[ArmCaching, Output(label="RAG")]
    fine_tuned: Annotated[ArmCaching, Output(label="Fine-tuned")]
    rag_fine_tuned: Annotated[ArmCaching, Output(label="RAG + fine-tuned")]
    cost_by_minutes: dict[str, tuple[tuple[float, float], ...]]
    """By arm with a cached prefix: percent of the uncached price by mean minutes between requests."""
    swings: Swings
    """What moves the per cent saved in the first arm whose prefix is cached, for the chart."""
    working: tuple[Term, ...]
