"""How many of its answers are right, arm by arm: for the cost of a correct answer."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from calculators.declare import Input

_GROUP = "Right answers"
_STUDY = (
    "The number given is a study's (Ovadia et al. 2023, Table 2, Mistral 7B, questions on recent "
    "events); yours will differ: measure it."
)

LEAST_PERCENT = 1.0
"""Share of right answers below which an arm counts as one that nobody measured."""
_UNKNOWN = "0 if it is not known: the arm is then left out of right answers."

Accuracy = Annotated[float, Ge(0), Le(100)]


def _accuracy(label: str, *text: str) -> Input:
    return Input(label=label, unit="%", help=" ".join((*text, _UNKNOWN)), group=_GROUP)


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Shares of right answers, below 1% not known; the quality calculator's link fills them."""

    prompt_only_accuracy_percent: Annotated[
        Accuracy,
        _accuracy(
            "Right answers, prompt only without documents",
            "Counts where no knowledge stands in the prompt.",
            _STUDY,
        ),
    ] = 48.1
    prompt_documents_accuracy_percent: Annotated[
        Accuracy,
        _accuracy(
            "Right answers, prompt only with documents",
            "Counts where knowledge stands in the prompt, and takes it to hold the answer. The study has no such arm: given are its odds "
            "of RAG times e to the -0.38, the median difference of the whole text to passages in two "
            "studies of long documents (see the quality calculator), which makes 69 to 91%.",
        ),
    ] = 82.7
    rag_accuracy_percent: Annotated[
        Accuracy, _accuracy("Right answers, RAG", "With retrieved passages.", _STUDY)
    ] = 87.5
    fine_tuned_accuracy_percent: Annotated[
        Accuracy, _accuracy("Right answers, fine-tuned", "Trained on the documents.", _STUDY)
    ] = 50.4
    rag_fine_tuned_accuracy_percent: Annotated[
        Accuracy, _accuracy("Right answers, RAG + fine-tuned", "Both.", _STUDY)
    ] = 81.0
    accuracy_spread_points: Annotated[
        float,
        Input(
            label="Right answers, off by",
            unit="± points",
            help="In one case of ten an arm is more than this better, in one worse; each by itself. "
            "Given is half of what the studies of long documents leave open.",
            group=_GROUP,
        ),
        Ge(0),
        Le(50),
    ] = 10.0
