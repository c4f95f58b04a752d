"""Links to the other calculators, filled with the answers given."""

from calculators.advisor.inputs import AdvisorInputs, Change, Hosting, Task
from calculators.blocks import Item, Items, Link
from calculators.quantities import SECONDS_PER_MONTH

_LEAST_RATE = 0.0001
_MEAN_RATE = "Opens with the mean of a month: enter your busiest hour."
_QUALITY_TASKS = {
    Task.DOCUMENTS: "domain-questions",
    Task.COMPLEX: "domain-questions",
    Task.CLASSIFICATION: "classification",
    Task.FORM: "form-and-style",
    Task.CODE: "code",
}
"""Kinds of task for which studies compared the arms on one model; others have no link."""


def onward(inputs: AdvisorInputs) -> Items:
    """A link a calculator that can use an answer."""
    rate = max(inputs.requests_per_month / SECONDS_PER_MONTH, _LEAST_RATE)
    own = inputs.hosting == Hosting.OWN
    links = [
        _item(
            "Cost.",
            "What each method costs to start, to run and to keep current.",
            "cost",
            model=inputs.model,
            requests_per_month=inputs.requests_per_month,
            corpus_tokens=inputs.corpus_tokens,
            training_examples=inputs.labelled_examples,
            **({"hosting": "self-hosted"} if own else {}),
        ),
        _item(
            "Latency.",
            f"How long until the first word, and what takes that long. {_MEAN_RATE}",
            "latency",
            requests_per_s=f"{rate:.6g}",
            target_ttft_p95_ms=inputs.first_word_ms,
            **({"serving": "own_accelerators"} if own else {}),
        ),
        _item(
            "Freshness.",
            "How many answers would rest on outdated facts.",
            "freshness",
            answers_per_month=inputs.requests_per_month,
        ),
    ]
    if not own:
        links.append(
            _item(
                "Caching.",
                "Whether a long prompt gets cheap by being sent often.",
                "caching",
                model=inputs.model,
                requests_per_month=inputs.requests_per_month,
            )
        )
    if task := _quality_task(inputs):
        links.append(_item("Quality.", "What studies of such a task found.", "quality", task=task))
    if own:
        links.append(
            _item(
                "Serving.",
                f"What it takes to run an open model yourself. {_MEAN_RATE}",
                "serving",
                requests_per_s=f"{rate:.6g}",
                target_ttft_ms=inputs.first_word_ms,
            )
        )
    return tuple(links)


def _quality_task(inputs: AdvisorInputs) -> str | None:
    if inputs.facts_change == Change.DAILY:
        return "recent-facts"
    return _QUALITY_TASKS.get(inputs.task)


def _item(head: str, text: str, calculator: str, **inputs: object) -> Item:
    fields = tuple((name, str(value)) for name, value in inputs.items())
    link = Link(text="with these answers", page=f"calculators/{calculator}/", inputs=fields)
    return Item(head=head, text=text, links=(link,))
