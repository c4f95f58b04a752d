"""The inputs of the quality calculator.

What the studies found comes with the choice of a task, made from content/evidence/ by the rule that
the page states. It stands in fields of its own, so that a reader can leave a study out or add one.
"""

from dataclasses import dataclass, field, make_dataclass
from typing import Annotated, Any

from annotated_types import Ge, Le

from calculators.declare import Given, Input

ARMS = {
    "long_context": "Long context",
    "rag": "RAG",
    "fine_tuned": "Fine-tuned",
    "rag_fine_tuned": "RAG + fine-tuned",
}
"""Arms that are held against what the reader measured."""
PAIRS = {
    "long_context_over_rag": ("long_context", "rag"),
    "fine_tuned_over_rag": ("fine_tuned", "rag"),
    "both_over_rag": ("rag_fine_tuned", "rag"),
    "both_over_fine_tuned": ("rag_fine_tuned", "fine_tuned"),
}
"""Arms that are held against each other where a study measured both: the first over the second."""
DIFFERENCES = {
    **{f"{arm}_gain": f"{label} over what was measured" for arm, label in ARMS.items()},
    **{pair: f"{ARMS[one]} over {ARMS[other]}" for pair, (one, other) in PAIRS.items()},
}
"""Differences in log-odds between two arms of the same rows."""
NO_STUDY = "no study"
ENDS = ("low", "mid", "high")
MOST_LOGITS = 10.0
"""Bound of a difference in log-odds; between 1% and 99% it is 9.2."""

_YOURS = "Your task"
_GAINS = "Published differences"
_SHARES = "Published accuracy"


def _filled(label: str, unit: str, text: str, group: str, studies: str = "") -> Input:
    """What a task fills in; `studies` names the number of those behind it."""
    return Input(
        label=label,
        unit=unit,
        help=text,
        group=group,
        filled_by="task",
        advanced=True,
        rests_on=(studies, NO_STUDY) if studies else None,
    )


def _published() -> type[Any]:
    """What the studies of the task found, as inputs: three ends of a range, and how many studies."""
    places: list[tuple[str, Any]] = []
    for arm, label in ARMS.items():
        for end in ENDS:
            text, studies = "Right answers in the studies.", f"{arm}_gain_studies"
            about = _filled(f"{label}, {end}", "%", text, _SHARES, studies)
            places.append(
                (f"{arm}_published_{end}_percent", Annotated[float, about, Ge(0), Le(100)])
            )
    for name, label in DIFFERENCES.items():
        text = "Difference in log-odds, on the same model and questions."
        for end in ENDS:
            about = _filled(f"{label}, {end}", "logits", text, _GAINS, f"{name}_studies")
            bounds = (Ge(-MOST_LOGITS), Le(MOST_LOGITS))
            places.append((f"{name}_{end}", Annotated[float, about, *bounds]))
        for count in ("studies", "rows"):
            about = _filled(f"{label}, {count}", count, "0: nothing was measured.", _GAINS)
            places.append((f"{name}_{count}", Annotated[int, about, Ge(0), Le(10_000)]))
    return make_dataclass("Published", places, frozen=True, kw_only=True, module=__name__)


@dataclass(frozen=True, kw_only=True)
class _Yours:
    task: Annotated[
        str,
        Input(
            label="Kind of task",
            unit="",
            help="Only kinds are listed for which a study compared arms on one base model.",
            group=_YOURS,
            catalogue="quality-tasks",
        ),
    ] = "knowledge"
    base_accuracy_percent: Annotated[
        float,
        Input(
            label="Right answers that you measured",
            unit="%",
            help="With the prompt alone, on your own questions; where studies of the task start "
            "from long context, with that. Until you enter yours: the median of the studies.",
            group=_YOURS,
            filled_by="task",
        ),
        Ge(1),
        Le(99),
    ]
    from_long_context: Annotated[
        bool,
        Input(
            label="Measured with the whole text in the prompt",
            unit="",
            help="As in studies of long documents, which nobody can answer without the text.",
            group=_YOURS,
            filled_by="task",
            advanced=True,
        ),
    ]


_Published: Any = _published()


# A dataclass takes the fields of its last base first: read the form's order from the end.
@dataclass(frozen=True, kw_only=True)
class QualityInputs(_Published, _Yours):
    """A kind of task, one measured accuracy, and what studies found."""

    studies: Annotated[tuple[dict[str, Any], ...], Given(catalogue="quality-studies")] = field(
        default=(), repr=False
    )
    """Studies by task, with their titles, for the list of what stands behind."""
