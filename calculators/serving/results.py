"""The results of the serving calculator."""

from dataclasses import dataclass
from typing import Annotated

from calculators.answers import DECIDED, HIGH_END, LOW_END
from calculators.declare import Output
from calculators.swings import Swings
from calculators.working import Term

FITS = "fits"
NOT_REACHABLE = "not reachable"
NOT_AT_ONCE = "not at once"
type Number = float | str | None
"""None where the verdict says why there is none."""


@dataclass(frozen=True, kw_only=True)
class ServingResults:
    """Memory, speed, price and size; text where a number has no meaning."""

    answer: Annotated[str, Output(label="Answer")]
    verdict: Annotated[str, Output(label="Does it fit?", help=DECIDED)]
    fits_probability_percent: Annotated[
        float | None, Output(label="Probability that it fits", unit="%", probability=True)
    ]
    warning: Annotated[str, Output(label="Note")]
    weights_gib: Annotated[Number, Output(label="Weights of a replica", unit="GiB")]
    adapters_gib: Annotated[Number, Output(label="Of them adapters", unit="GiB")]
    cache_gib_per_request: Annotated[
        Number,
        Output(
            label="Cache of a request",
            unit="GiB",
            help="In all accelerators: where they are more than the key-value heads, or the cache is "
            "latent, several hold the same.",
        ),
    ]
    memory_gib: Annotated[
        Number,
        Output(
            label="Memory with all requests at once",
            unit="GiB",
            low="memory_low_gib",
            high="memory_high_gib",
        ),
    ]
    memory_low_gib: Annotated[Number, Output(label="Memory, low end", unit="GiB", help=LOW_END)]
    memory_high_gib: Annotated[Number, Output(label="Memory, high end", unit="GiB", help=HIGH_END)]
    requests_that_fit: Annotated[
        Number,
        Output(
            label="Requests that fit at once",
            unit="requests",
            help="On average, of the length entered: no whole number.",
            low="requests_that_fit_low",
            high="requests_that_fit_high",
        ),
    ]
    requests_that_fit_low: Annotated[
        Number, Output(label="Requests that fit, low end", unit="requests", help=LOW_END)
    ]
    requests_that_fit_high: Annotated[
        Number,
        Output(label="Requests that fit, high end", unit="requests", help=HIGH_END),
    ]
    ttft_ms: Annotated[
        Number,
        Output(
            label="Time to first token, idle machine",
            unit="ms",
            help="As a client sees it: network, tokenizer and first scheduling included.",
            low="ttft_low_ms",
            high="ttft_high_ms",
        ),
    ]
    ttft_low_ms: Annotated[
        Number, Output(label="Time to first token, low end", unit="ms", help=LOW_END)
    ]
    ttft_high_ms: Annotated[
        Number, Output(label="Time to first token, high end", unit="ms", help=HIGH_END)
    ]
    tpot_ms: Annotated[
        Number,
        Output(
            label="Time of a token, one request", unit="ms", low="tpot_low_ms", high="tpot_high_ms"
        ),
    ]
    tpot_low_ms: Annotated[
        Number, Output(label="Time of a token, low end", unit="ms", help=LOW_END)
    ]
    tpot_high_ms: Annotated[
        Number, Output(label="Time of a token, high end", unit="ms", help=HIGH_END)
    ]
    batch_tpot_ms: Annotated[
        Number, Output(label="Time of a token, all requests at once", unit="ms", estimate=True)
    ]
    batch_tokens_per_s: Annotated[
        Number,
        Output(
            label="Writing, all requests at once",
            unit="tokens/s",
            help="Between the prompts: reading them is left out.",
            estimate=True,
        ),
    ]
    most_tokens_per_s: Annotated[
        Number,
        Output(
            label="Most output of a replica, prompts read too",
            unit="tokens/s",
            help="With requests always waiting, as many at once as fit.",
            low="most_tokens_low_per_s",
            high="most_tokens_high_per_s",
        ),
    ]
    most_tokens_low_per_s: Annotated[
        Number, Output(label="Most output, low end", unit="tokens/s", help=LOW_END)
    ]
    most_tokens_high_per_s: Annotated[
        Number, Output(label="Most output, high end", unit="tokens/s", help=HIGH_END)
    ]
    replicas: Annotated[
        int | str | None,
        Output(
            label="Replicas for the load",
            unit="replicas",
            help="The fewest that stay below the planned utilisation and keep the promise in nine of ten samples of the uncertain numbers. The range is what the samples each would need.",
            low="replicas_low",
            high="replicas_high",
        ),
    ]
    replicas_low: Annotated[
        int | str | None, Output(label="Replicas, low end", unit="replicas", help=LOW_END)
    ]
    replicas_high: Annotated[
        int | str | None, Output(label="Replicas, high end", unit="replicas", help=HIGH_END)
    ]
    gpus: Annotated[
        int | str | None,
        Output(
            label="Accelerators for the load", unit="accelerators", low="gpus_low", high="gpus_high"
        ),
    ]
    gpus_low: Annotated[
        int | str | None, Output(label="Accelerators, low end", unit="accelerators", help=LOW_END)
    ]
    gpus_high: Annotated[
        int | str | None, Output(label="Accelerators, high end", unit="accelerators", help=HIGH_END)
    ]
    chance_percent: Annotated[
        Number,
        Output(
            label="Probability that the promise is kept",
            unit="%",
            probability=True,
            help="With so many replicas; where no number is sure to keep it, with any number.",
        ),
    ]
    utilisation_percent: Annotated[Number, Output(label="Capacity in use under the load", unit="%")]
    loaded_ttft_ms: Annotated[
        Number,
        Output(
            label="Time to first token under the load, mean",
            unit="ms",
            low="loaded_ttft_low_ms",
            high="loaded_ttft_high_ms",
        ),
    ]
    loaded_ttft_low_ms: Annotated[
        Number, Output(label="First token under the load, low end", unit="ms", help=LOW_END)
    ]
    loaded_ttft_high_ms: Annotated[
        Number, Output(label="First token under the load, high end", unit="ms", help=HIGH_END)
    ]
    loaded_ttft_p95_ms: Annotated[
        Number,
        Output(
            label="Time to first token under the load, p95",
            unit="ms",
            help="Within which 95 of 100 first tokens arrive.",
            low="loaded_ttft_p95_low_ms",
            high="loaded_ttft_p95_high_ms",
        ),
    ]
    loaded_ttft_p95_low_ms: Annotated[
        Number, Output(label="First token under the load, p95, low end", unit="ms", help=LOW_END)
    ]
    loaded_ttft_p95_high_ms: Annotated[
        Number, Output(label="First token under the load, p95, high end", unit="ms", help=HIGH_END)
    ]
    loaded_tpot_ms: Annotated[
        Number,
        Output(
            label="Time of a token under the load",
            unit="ms",
            low="loaded_tpot_low_ms",
            high="loaded_tpot_high_ms",
        ),
    ]
    loaded_tpot_low_ms: Annotated[
        Number, Output(label="Time of a token under the load, low end", unit="ms", help=LOW_END)
    ]
    loaded_tpot_high_ms: Annotated[
        Number, Output(label="Time of a token under the load, high end", unit="ms", help=HIGH_END)
    ]
    full_usd_per_million_tokens: Annotated[
        Number,
        Output(
            label="Price of output, machine full",
            unit="USD/million tokens",
            help="Prompts included: what the machine costs while it writes a million tokens.",
            low="full_low_usd_per_million_tokens",
            high="full_high_usd_per_million_tokens",
        ),
    ]
    full_low_usd_per_million_tokens: Annotated[
        Number,
        Output(label="Price, machine full, low end", unit="USD/million tokens", help=LOW_END),
    ]
    full_high_usd_per_million_tokens: Annotated[
        Number,
        Output(label="Price, machine full, high end", unit="USD/million tokens", help=HIGH_END),
    ]
    load_usd_per_million_tokens: Annotated[
        Number,
        Output(
            label="Price of output at the load",
            unit="USD/million tokens",
            low="load_low_usd_per_million_tokens",
            high="load_high_usd_per_million_tokens",
        ),
    ]
    load_low_usd_per_million_tokens: Annotated[
        Number, Output(label="Price at the load, low end", unit="USD/million tokens", help=LOW_END)
    ]
    load_high_usd_per_million_tokens: Annotated[
        Number,
        Output(label="Price at the load, high end", unit="USD/million tokens", help=HIGH_END),
    ]
    usd_per_month: Annotated[
        Number,
        Output(
            label="A month at the load",
            unit="USD",
            low="month_low_usd",
            high="month_high_usd",
        ),
    ]
    month_low_usd: Annotated[
        Number, Output(label="A month at the load, low end", unit="USD", help=LOW_END)
    ]
    month_high_usd: Annotated[
        Number, Output(label="A month at the load, high end", unit="USD", help=HIGH_END)
    ]
    swings: Swings
    """What moves the most output of a replica."""
    price_by_load: tuple[tuple[float, float], ...]
    """Requests a second with the price of a million output tokens in USD, for the chart."""
    working: tuple[Term, ...]
