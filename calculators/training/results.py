"""The results of the training calculator."""

from dataclasses import dataclass
from typing import Annotated

from calculators.answers import DECIDED, HIGH_END, LOW_END
from calculators.declare import Output
from calculators.swings import Swings
from calculators.working import Term

FITS = "fits"


@dataclass(frozen=True, kw_only=True)
class TrainingResults:
    """Whether the job fits, how long it takes and what it costs; text where a number has no meaning."""

    answer: Annotated[str, Output(label="Answer")]
    verdict: Annotated[str, Output(label="Does it fit?", help=DECIDED)]
    fits_probability_percent: Annotated[
        float | None, Output(label="Probability that it fits", unit="%", probability=True)
    ]
    peak_memory_gib: Annotated[
        float | str,
        Output(
            label="Peak memory of one accelerator",
            unit="GiB",
            low="peak_memory_low_gib",
            high="peak_memory_high_gib",
        ),
    ]
    peak_memory_low_gib: Annotated[
        float | str,
        Output(label="Peak memory, low end", unit="GiB", help=LOW_END),
    ]
    peak_memory_high_gib: Annotated[
        float | str,
        Output(label="Peak memory, high end", unit="GiB", help=HIGH_END),
    ]
    usable_memory_gib: Annotated[float, Output(label="Usable memory", unit="GiB")]
    largest_micro_batch: Annotated[
        int | str,
        Output(
            label="Largest batch that surely fits",
            unit="sequences",
            help="In nine of ten samples of the uncertain numbers, as the verdict asks.",
        ),
    ]
    longest_sequence_tokens: Annotated[
        int | str,
        Output(
            label="Longest sequence that surely fits",
            unit="tokens",
            help="The same, rounded down.",
        ),
    ]
    trained_tokens: Annotated[float, Output(label="Trained tokens", unit="tokens")]
    tokens_per_s: Annotated[
        float | str, Output(label="Speed, all accelerators", unit="tokens/s", estimate=True)
    ]
    gpu_hours: Annotated[
        float | str,
        Output(label="GPU-hours", unit="GPU-hours", low="gpu_hours_low", high="gpu_hours_high"),
    ]
    gpu_hours_low: Annotated[
        float | str,
        Output(label="GPU-hours, low end", unit="GPU-hours", help=LOW_END),
    ]
    gpu_hours_high: Annotated[
        float | str,
        Output(label="GPU-hours, high end", unit="GPU-hours", help=HIGH_END),
    ]
    wall_hours: Annotated[float | str, Output(label="Wall time", unit="hours", estimate=True)]
    cost_usd: Annotated[
        float | str, Output(label="Cost", unit="USD", low="cost_low_usd", high="cost_high_usd")
    ]
    cost_low_usd: Annotated[float | str, Output(label="Cost, low end", unit="USD", help=LOW_END)]
    cost_high_usd: Annotated[float | str, Output(label="Cost, high end", unit="USD", help=HIGH_END)]
    energy_kwh: Annotated[float | str, Output(label="Energy", unit="kWh", estimate=True)]
    tokens_for_budget: Annotated[
        float | str,
        Output(
            label="Tokens that the budget trains",
            unit="tokens",
            low="tokens_for_budget_low",
            high="tokens_for_budget_high",
        ),
    ]
    tokens_for_budget_low: Annotated[
        float | str,
        Output(label="Tokens of the budget, low end", unit="tokens", help="One in ten lies below."),
    ]
    tokens_for_budget_high: Annotated[
        float | str,
        Output(
            label="Tokens of the budget, high end", unit="tokens", help="One in ten lies above."
        ),
    ]
    hosted_usd: Annotated[
        float | None, Output(label="The same tokens at the hosted price", unit="USD")
    ]
    memory_swings: Swings
    """What moves peak memory."""
    time_swings: Swings
    """What moves the GPU-hours."""
    peak_memory_by_length: dict[str, tuple[tuple[int, float], ...]]
    """By method: sequence lengths in tokens with the peak memory in GiB, for the chart."""
    working: tuple[Term, ...]
