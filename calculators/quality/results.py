"""The results of the quality calculator."""

from dataclasses import dataclass
from typing import Annotated

from calculators.answers import HIGH_END, LOW_END
from calculators.blocks import Items
from calculators.declare import Output
from calculators.working import Term

AHEAD = "ahead"
BEHIND = "behind"
NOT_COMPARED = "not compared"
"""Of the first two arms where no study measured both, or of one arm alone."""
ONE_STUDY = "one study"
ONE_FIGURE = "one figure"
"""In place of an end of a range that rests on a single figure."""
MEASURED = "what you measured"


@dataclass(frozen=True, kw_only=True)
class ArmQuality:
    """Right answers by arm; one study, one weight."""

    published_percent: Annotated[
        float | str,
        Output(
            label="In the studies",
            unit="%",
            low="published_low_percent",
            high="published_high_percent",
        ),
    ]
    published_low_percent: Annotated[float | str, Output(label="Low end", unit="%", help=LOW_END)]
    published_high_percent: Annotated[
        float | str, Output(label="High end", unit="%", help=HIGH_END)
    ]
    expected_percent: Annotated[
        float | str,
        Output(
            label="To expect from your accuracy",
            unit="%",
            help="Your log-odds plus the gain in the studies. Columns rest on different studies: see "
            "head to head for the order.",
            low="expected_low_percent",
            high="expected_high_percent",
        ),
    ]
    expected_low_percent: Annotated[float | str, Output(label="Low end", unit="%", help=LOW_END)]
    expected_high_percent: Annotated[float | str, Output(label="High end", unit="%", help=HIGH_END)]
    gain_points: Annotated[
        float | str,
        Output(
            label="Gain on it",
            unit="points",
            low="gain_low_points",
            high="gain_high_points",
        ),
    ]
    gain_low_points: Annotated[float | str, Output(label="Low end", unit="points", help=LOW_END)]
    gain_high_points: Annotated[float | str, Output(label="High end", unit="points", help=HIGH_END)]
    better_percent: Annotated[
        float | str,
        Output(
            label="Probability that it is better",
            unit="%",
            probability=True,
            help="Than what you measured; from two studies on.",
        ),
    ]
    studies: Annotated[int, Output(label="Studies")]
    rows: Annotated[int, Output(label="Rows of results")]


@dataclass(frozen=True, kw_only=True)
class PairQuality:
    """Head to head, on the same model and questions; the first is ahead or behind."""

    verdict: Annotated[
        str,
        Output(
            label="Answer",
            help="Where nine of ten cases in the studies say so, otherwise too close to call.",
        ),
    ]
    probability_percent: Annotated[
        float | str, Output(label="Probability that the first is ahead", unit="%", probability=True)
    ]
    studies: Annotated[int, Output(label="Studies")]
    rows: Annotated[int, Output(label="Rows of results")]


@dataclass(frozen=True, kw_only=True)
class QualityResults:
    """What to expect of each arm, and how sure that is."""

    answer: Annotated[str, Output(label="Answer")]
    best: Annotated[
        str,
        Output(
            label="Best by the studies",
            help="Named where nine of ten cases in the studies say so. By head to head where a study has "
            "one; an arm with a higher number from other studies can stand behind.",
        ),
    ]
    best_percent: Annotated[
        float | str,
        Output(
            label="Right answers with the best",
            unit="%",
            low="best_low_percent",
            high="best_high_percent",
        ),
    ]
    best_low_percent: Annotated[float | str, Output(label="Low end", unit="%", help=LOW_END)]
    best_high_percent: Annotated[float | str, Output(label="High end", unit="%", help=HIGH_END)]
    runner_up: Annotated[str, Output(label="Next")]
    long_context: Annotated[ArmQuality, Output(label="Long context")]
    rag: Annotated[ArmQuality, Output(label="RAG")]
    fine_tuned: Annotated[ArmQuality, Output(label="Fine-tuned")]
    rag_fine_tuned: Annotated[ArmQuality, Output(label="RAG + fine-tuned")]
    long_context_over_rag: Annotated[PairQuality, Output(label="Long context over RAG")]
    fine_tuned_over_rag: Annotated[PairQuality, Output(label="Fine-tuned over RAG")]
    both_over_rag: Annotated[PairQuality, Output(label="Both over RAG")]
    both_over_fine_tuned: Annotated[PairQuality, Output(label="Both over fine-tuned")]
    sources: Annotated[Items, Output(label="Studies behind it")]
    onward: Annotated[Items, Output(label="Use it")]
    working: tuple[Term, ...]
