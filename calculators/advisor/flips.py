"""Which other answer, everything else as it is, would change the recommendation."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from calculators.advisor.advice import SPECS, Advice, Advisory, in_words
from calculators.advisor.inputs import ORDERED, QUESTIONS, AdvisorInputs
from calculators.advisor.score import Score, score


@dataclass(frozen=True, kw_only=True)
class Flip:
    """Another answer and what it leads to."""

    question: str
    value: Any
    words: str
    steps: int
    """Answers between the one given and this one, this one counted."""
    result: Score


def flips(inputs: AdvisorInputs, advisory: Advisory, now: Score) -> list[Flip]:
    """Every other answer with another recommendation, smallest change first.

    Small is a step to the neighbouring answer or band; in questions without an order every other
    answer is one step. Of equal steps the one with the clearer outcome comes first.
    """
    found = [
        each
        for question in QUESTIONS
        for each in _of(question, inputs, advisory)
        if each.result.outcome != now.outcome
    ]
    return sorted(found, key=lambda each: (each.steps, -each.result.lead))


def _of(question: str, inputs: AdvisorInputs, advisory: Advisory) -> Iterator[Flip]:
    answers = advisory.answers(question)
    given = advisory.of(question, getattr(inputs, question))
    if given not in answers:
        return
    here = answers.index(given)
    ordered = question in ORDERED or not SPECS[question].options
    for place in range(len(answers)):
        if place == here:
            continue
        value, words = _value(question, answers, place, here)
        yield Flip(
            question=question,
            value=value,
            words=words,
            steps=abs(place - here) if ordered else 1,
            result=score(replace(inputs, **{question: value}), advisory),
        )


def _value(question: str, answers: list[Advice], place: int, here: int) -> tuple[Any, str]:
    """The answer, for a number the nearest of its band, and how to say it."""
    if SPECS[question].options:
        return answers[place].answer, in_words(question, answers[place].answer)
    if place > here:
        value = int(answers[place].start)
        return value, f"{in_words(question, value)} or more"
    end = int(answers[place + 1].start)
    if end == 1:
        return 0, "none"
    return end - 1, f"fewer than {in_words(question, end)}"
