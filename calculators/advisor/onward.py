"""Links to the other calculators, filled with the answers given."""

from math import ceil

from calculators.advisor.advice import ARMS, in_words
from calculators.advisor.inputs import AdvisorInputs, Change, Hosting, Task
from calculators.advisor.score import Score
from calculators.blocks import Item, Items, Link
from calculators.bounds import MOST_CONTEXT_TOKENS, MOST_VECTORS, MOST_WINDOW_TOKENS
from calculators.physics.prompt_inputs import Passages
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

_RECENT = frozenset({Change.WEEKLY, Change.DAILY})
"""Paces of change for which studies of questions on the week's news say more than the task."""
_MONTHS = {Change.YEARLY: 12.0, Change.MONTHLY: 1.0, Change.WEEKLY: 0.23, Change.DAILY: 0.033}
"""Months in which a fact that an answer rests on changes once, on average."""
_ONE_CHANGE_PERCENT = 63.2
"""1 - 1/e: the share of facts that changed in the time in which each changes once on average."""
_PASSAGE_TOKENS = Passages.passage_tokens
"""Into passages of so many tokens, without overlap, the latency link cuts the documents."""
_ADAPTS = "how often facts change (set the change of the corpus and the retraining there)"
_NO_EXAMPLES = " Without examples tuning has no price there: enter how many you would make."
_CHOOSE = "the model (choose the one that you run)"


def onward(inputs: AdvisorInputs, now: Score) -> Items:
    """A link a calculator that can use an answer, and what it cannot take over."""
    rate = max(inputs.requests_per_month / SECONDS_PER_MONTH, _LEAST_RATE)
    own = inputs.hosting == Hosting.OWN
    context, without_context = _context(inputs)
    links = [
        _item(
            "Cost.",
            f"What each method costs to start, to run and to keep current. {_all_methods(now)}"
            + ("" if inputs.labelled_examples else _NO_EXAMPLES)
            + _left_out(_ADAPTS, _CHOOSE if own else "", without_context),
            "cost",
            **({"hosting": "self-hosted"} if own else {"model": inputs.model}),
            requests_per_month=inputs.requests_per_month,
            corpus_tokens=inputs.corpus_tokens,
            training_examples=inputs.labelled_examples,
            **context,
        ),
        _item(
            "Latency.",
            f"How long until the first word, and what takes that long. {_MEAN_RATE}"
            f" The documents are taken as passages of {_PASSAGE_TOKENS} tokens."
            + _left_out(
                _CHOOSE if own else "the model (enter times that you measured with it)",
                without_context,
            ),
            "latency",
            requests_per_s=f"{rate:.6g}",
            target_ttft_p95_ms=inputs.first_word_ms,
            vectors=min(max(1, ceil(inputs.corpus_tokens / _PASSAGE_TOKENS)), MOST_VECTORS),
            passage_tokens=_PASSAGE_TOKENS,
            **(
                {"serving": "own_accelerators"}
                if own
                else {"hosted_window_tokens": min(inputs.context_window_tokens, MOST_WINDOW_TOKENS)}
            ),
            **context,
        ),
        _freshness(inputs),
    ]
    if not own:
        links.append(
            _item(
                "Caching.",
                "Whether a long prompt gets cheap by being sent often."
                + _left_out(without_context),
                "caching",
                model=inputs.model,
                requests_per_month=inputs.requests_per_month,
                **context,
            )
        )
    if task := _quality_task(inputs):
        text = "What studies of such a task found. Only the kind of task is carried over."
        links.append(_item("Quality.", text, "quality", task=task))
    if own:
        links.append(
            _item(
                "Serving.",
                f"What it takes to run an open model yourself. {_MEAN_RATE}" + _left_out(_CHOOSE),
                "serving",
                requests_per_s=f"{rate:.6g}",
                target_ttft_ms=inputs.first_word_ms,
            )
        )
    return tuple(links)


def _all_methods(now: Score) -> str:
    """That the cost calculator rules nothing out, where the answers do."""
    ruled_out = [ARMS[arm] for arm in now.excluded]
    if not ruled_out:
        return "It compares all methods."
    return f"It compares all methods, also what is ruled out here: {', '.join(ruled_out)}."


def _context(inputs: AdvisorInputs) -> tuple[dict[str, object], str]:
    """The prompt that holds all documents; where they do not fit the calculators say by how much."""
    most = min(inputs.corpus_tokens, MOST_CONTEXT_TOKENS)
    more = most < inputs.corpus_tokens
    return {
        "context_tokens": most
    }, f"documents above {most:,} tokens in one prompt" if more else ""


def _freshness(inputs: AdvisorInputs) -> Item:
    """The pace of the facts that change; how many answers rest on such facts no question asks.

    Of facts that hardly ever change, the calculator's own lasting ones are taken.
    """
    months = _MONTHS.get(inputs.facts_change)
    if months is None:
        pace: dict[str, object] = {"volatile_percent": 0}
        said = "All facts are taken as its lasting ones."
    else:
        pace = {
            "volatile_changed_percent": _ONE_CHANGE_PERCENT,
            "volatile_observed_months": months,
        }
        words = in_words("facts_change", inputs.facts_change)
        said = (
            f"Assumed: a fact that changes does so {words}, on average, and the calculator's own share of "
            "answers rests on such facts; enter yours."
        )
    return _item(
        "Freshness.",
        f"How many answers would rest on outdated facts. {said}"
        + _left_out("the model (enter the age of its knowledge)"),
        "freshness",
        answers_per_month=inputs.requests_per_month,
        **pace,
    )


def _left_out(*what: str) -> str:
    """Which answers the calculator does not get."""
    told = [each for each in what if each]
    return f" Not carried over: {'; '.join(told)}." if told else ""


def _quality_task(inputs: AdvisorInputs) -> str | None:
    if inputs.facts_change in _RECENT:
        return "recent-facts"
    return _QUALITY_TASKS.get(inputs.task)


def _item(head: str, text: str, calculator: str, **inputs: object) -> Item:
    fields = tuple((name, str(value)) for name, value in inputs.items())
    link = Link(text="with these answers", page=f"calculators/{calculator}/", inputs=fields)
    return Item(head=head, text=text, links=(link,))
