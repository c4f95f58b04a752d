"""The results of the sample-size calculator."""

from dataclasses import dataclass
from typing import Annotated

from calculators.answers import HIGH_END, LOW_END
from calculators.declare import Output
from calculators.working import Term

ABOVE_ALL = "no accuracy is above 100%"
TOO_LITTLE_DISCORDANT = "fewer discordant questions than the difference"
TOO_MUCH_DISCORDANT = "more discordant questions than these accuracies allow"
NOT_SHOWN = "no difference can be shown"
GUESSING = "the judge is no better than guessing"
MORE_THAN_REPORTED = "more than this judge reports of right answers alone"
LESS_THAN_REPORTED = "less than this judge reports of wrong answers alone"


@dataclass(frozen=True, kw_only=True)
class SampleSizeResults:
    """Questions needed, and what the questions at hand can show."""

    answer: Annotated[str, Output(label="Answer")]
    paired_questions: Annotated[
        float | str,
        Output(
            label="Questions, the same for both arms",
            unit="questions",
            help="Paired: McNemar's test.",
            low="paired_low_questions",
            high="paired_high_questions",
        ),
    ]
    paired_low_questions: Annotated[
        float | str,
        Output(label="Low end", unit="questions", help=LOW_END),
    ]
    paired_high_questions: Annotated[
        float | str,
        Output(label="High end", unit="questions", help=HIGH_END),
    ]
    unpaired_questions: Annotated[
        float | str,
        Output(
            label="Questions of each arm, if they differ",
            unit="questions",
            help="Unpaired: two proportions, as in an A/B test.",
        ),
    ]
    independent_discordant_percent: Annotated[
        float | str, Output(label="Discordant questions if arms erred independently", unit="%")
    ]
    judged_paired_questions: Annotated[
        float | str, Output(label="Same questions, with this judge", unit="questions")
    ]
    judged_unpaired_questions: Annotated[
        float | str, Output(label="Own questions, with this judge", unit="questions")
    ]
    judge_factor: Annotated[
        float | str,
        Output(
            label="The judge multiplies the questions by",
            help="Against a judge without errors, same questions.",
        ),
    ]
    paired_power_percent: Annotated[
        float | str,
        Output(
            label="Chance that your questions show it",
            unit="%",
            help="Same questions, without errors of the judge.",
        ),
    ]
    unpaired_power_percent: Annotated[
        float | str, Output(label="That chance with own questions each", unit="%")
    ]
    smallest_paired_points: Annotated[
        float | str,
        Output(label="Smallest difference that your questions show", unit="points"),
    ]
    smallest_unpaired_points: Annotated[
        float | str, Output(label="Smallest difference with own questions each", unit="points")
    ]
    measured_low_percent: Annotated[
        float,
        Output(label="Measured accuracy, low end", unit="%", help="Wilson's interval."),
    ]
    measured_high_percent: Annotated[
        float,
        Output(label="Measured accuracy, high end", unit="%", help="Wilson's interval."),
    ]
    corrected_percent: Annotated[
        float | str,
        Output(
            label="Accuracy behind it",
            unit="%",
            help="If the measured one is this judge's; Rogan and Gladen.",
            low="corrected_low_percent",
            high="corrected_high_percent",
        ),
    ]
    corrected_low_percent: Annotated[
        float | str, Output(label="Accuracy behind it, low end", unit="%")
    ]
    corrected_high_percent: Annotated[
        float | str, Output(label="Accuracy behind it, high end", unit="%")
    ]
    questions_by_points: dict[str, tuple[tuple[float, float], ...]]
    """By line of the chart: questions needed at each difference in points."""
    working: tuple[Term, ...]
