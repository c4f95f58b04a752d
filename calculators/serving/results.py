"""The results of the serving calculator."""

from dataclasses import dataclass
from typing import Annotated

from calculators.declare import Output
from calculators.working import Term

FITS = "fits"
NOT_REACHABLE = "not reachable"


@dataclass(frozen=True, kw_only=True)
class ServingResults:
    """Memory, speed, price and size; text where a number has no meaning."""

    answer: Annotated[str, Output(label="Answer")]
    verdict: Annotated[str, Output(label="Does it fit?")]
    warning: Annotated[str, Output(label="Note")]
    weights_gib: Annotated[float | str, Output(label="Weights of a replica", unit="GiB")]
    adapters_gib: Annotated[float | str, Output(label="Of them adapters", unit="GiB")]
    cache_gib_per_request: Annotated[
        float | str,
        Output(
            label="Cache of a request",
            unit="GiB",
            help="In all accelerators: where they are more than the key-value heads, or the cache is "
            "latent, several hold the same.",
        ),
    ]
    memory_gib: Annotated[float | str, Output(label="Memory with all requests at once", unit="GiB")]
    requests_that_fit: Annotated[
        int | str, Output(label="Requests that fit at once", unit="requests")
    ]
    ttft_ms: Annotated[
        float | str,
        Output(
            label="Time to first token, idle machine",
            unit="ms",
            low="ttft_low_ms",
            high="ttft_high_ms",
        ),
    ]
    ttft_low_ms: Annotated[
        float | str,
        Output(
            label="Time to first token, low end", unit="ms", help="One value in ten lies below."
        ),
    ]
    ttft_high_ms: Annotated[
        float | str,
        Output(
            label="Time to first token, high end", unit="ms", help="One value in ten lies above."
        ),
    ]
    tpot_ms: Annotated[
        float | str,
        Output(
            label="Time of a token, one request", unit="ms", low="tpot_low_ms", high="tpot_high_ms"
        ),
    ]
    tpot_low_ms: Annotated[
        float | str,
        Output(label="Time of a token, low end", unit="ms", help="One value in ten lies below."),
    ]
    tpot_high_ms: Annotated[
        float | str,
        Output(label="Time of a token, high end", unit="ms", help="One value in ten lies above."),
    ]
    batch_tpot_ms: Annotated[
        float | str, Output(label="Time of a token, all requests at once", unit="ms", estimate=True)
    ]
    batch_tokens_per_s: Annotated[
        float | str,
        Output(
            label="Writing, all requests at once",
            unit="tokens/s",
            help="Between the prompts: reading them is left out.",
            estimate=True,
        ),
    ]
    most_tokens_per_s: Annotated[
        float | str,
        Output(
            label="Most output of a replica, prompts read too",
            unit="tokens/s",
            help="With requests always waiting, as many at once as fit.",
            low="most_tokens_low_per_s",
            high="most_tokens_high_per_s",
        ),
    ]
    most_tokens_low_per_s: Annotated[
        float | str,
        Output(label="Most output, low end", unit="tokens/s", help="One value in ten lies below."),
    ]
    most_tokens_high_per_s: Annotated[
        float | str,
        Output(label="Most output, high end", unit="tokens/s", help="One value in ten lies above."),
    ]
    replicas: Annotated[int | str, Output(label="Replicas for the load", unit="replicas")]
    gpus: Annotated[int | str, Output(label="Accelerators for the load", unit="accelerators")]
    loaded_ttft_ms: Annotated[
        float | str, Output(label="Time to first token under the load", unit="ms", estimate=True)
    ]
    loaded_tpot_ms: Annotated[
        float | str, Output(label="Time of a token under the load", unit="ms", estimate=True)
    ]
    full_usd_per_million_tokens: Annotated[
        float | str,
        Output(
            label="Price of output, machine full",
            unit="USD/million tokens",
            help="Prompts included: what the machine costs while it writes a million tokens.",
        ),
    ]
    load_usd_per_million_tokens: Annotated[
        float | str, Output(label="Price of output at the load", unit="USD/million tokens")
    ]
    usd_per_month: Annotated[float | str, Output(label="A month at the load", unit="USD")]
    price_by_load: tuple[tuple[float, float], ...]
    """Requests a second with the price of a million output tokens in USD, for the chart."""
    working: tuple[Term, ...]
