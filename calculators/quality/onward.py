"""What stands behind the figures, and where to go on with them."""

from calculators.blocks import Item, Items, Link
from calculators.quality.inputs import ARMS, QualityInputs
from calculators.quality.results import ArmQuality

_ALONE, _DOCUMENTS = "prompt_only", "prompt_documents"
_COST_ARMS = {_DOCUMENTS: "long_context"} | {arm: arm for arm in ARMS if arm != "long_context"}
"""Arms with a study by what their accuracy is called in the cost calculator."""
_UNKNOWN = "0"
"""How the cost calculator is told that an accuracy is not known."""


def sources(inputs: QualityInputs) -> Items:
    """The studies of the chosen task."""
    return tuple(
        Item(
            head=f"{each['title']}.",
            text=each["text"],
            links=(Link(text="figures", page=f"evidence/{each['study']}/"),),
        )
        for each in inputs.studies
        if each["task"] == inputs.task
    )


def onward(inputs: QualityInputs, arms: dict[str, ArmQuality]) -> Items:
    """The cost calculator with these accuracies, for the cost of a correct answer.

    Arms without a study are not known there. Where nobody measured long context, its prompt-only arm
    sends no documents, so that it is priced as it was measured.
    """
    values = {_ALONE: None} | {name: _known(arms[arm]) for name, arm in _COST_ARMS.items()}
    values[_DOCUMENTS if inputs.from_long_context else _ALONE] = inputs.base_accuracy_percent
    fields = {
        f"{name}_accuracy_percent": _UNKNOWN if value is None else f"{value:.1f}"
        for name, value in values.items()
    }
    text = "The cost calculator with these accuracies"
    if spread := max(_half_width(arms[arm]) for arm in _COST_ARMS.values()):
        fields["accuracy_spread_points"] = f"{min(spread, 50.0):.1f}"
        text += ", each off by up to half the widest range"
    unknown = [
        ARMS[arm] for name, arm in _COST_ARMS.items() if values[name] is None and name != _DOCUMENTS
    ]
    if unknown:
        text += f". Without a study, and not known there: {', '.join(unknown)}"
    if values[_DOCUMENTS] is None:
        fields["context_tokens"] = "0"
        text += ". Prompt only sends no documents there, as it was measured"
    return (
        Item(
            head="Cost of a correct answer.",
            text=f"{text}.",
            links=(
                Link(text="use in cost", page="calculators/cost/", inputs=tuple(fields.items())),
            ),
        ),
        Item(
            head="Your own measurement.",
            text="How many questions it takes to tell two arms apart.",
            links=(Link(text="sample size", page="calculators/sample-size/"),),
        ),
    )


def _known(arm: ArmQuality) -> float | None:
    """The accuracy to expect, within what the cost calculator takes for a known one."""
    expected = arm.expected_percent
    return min(max(expected, 1.0), 99.0) if isinstance(expected, float) else None


def _half_width(arm: ArmQuality) -> float:
    """Half the range of an arm; none of one figure."""
    low, high = arm.expected_low_percent, arm.expected_high_percent
    return (high - low) / 2 if isinstance(low, float) and isinstance(high, float) else 0.0
