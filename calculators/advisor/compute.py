"""From twelve answers to a recommendation, its reasons and what would change it."""

from calculators.advisor.advice import ARMS, SPECS, Advice, Advisory, fields_of, in_words
from calculators.advisor.flips import Flip, flips
from calculators.advisor.inputs import QUESTIONS, AdvisorInputs, Gap
from calculators.advisor.onward import onward
from calculators.advisor.record import decision_record
from calculators.advisor.results import (
    EXCLUDED,
    NO_ADVICE,
    NOT_BY_POINTS,
    NOTHING_FITS,
    AdvisorResults,
    Points,
)
from calculators.advisor.score import WINDOW, Score, score, window_in_words
from calculators.answers import TOO_CLOSE
from calculators.blocks import Item, Items, Link
from calculators.working import Term

JUDGEMENT = "judgement, content/advisor/"
_BEGIN = {
    Gap.NOT_TRIED: "Try a good prompt first, whatever the points.",
    Gap.LITTLE: "Keep the prompt, which gets hardly anything wrong.",
}
"""What is said of a prompt that comes first."""


def compute(inputs: AdvisorInputs) -> AdvisorResults:
    """Score the answers given, and every set that differs in one of them."""
    advisory = Advisory(inputs.advice)
    now = score(inputs, advisory)
    others = flips(inputs, advisory, now)
    reasons = _reasons(inputs, now)
    excluded = _excluded(inputs, now)
    changes = tuple(_flip_item(inputs, each) for each in others)
    answer = _answer(inputs, now, others)
    return AdvisorResults(
        answer=answer,
        recommendation=now.recommendation,
        runner_up=ARMS[now.order[1]] if len(now.order) > 1 else "none is left",
        lead_points=_lead(now),
        long_context_fits=window_in_words(inputs),
        reasons=reasons,
        excluded=excluded,
        flips=changes,
        onward=onward(inputs, now),
        **{name: Points(**each.points) for name, each in now.advice.items()},
        total=Points(**{arm: EXCLUDED if arm in now.excluded else now.totals[arm] for arm in ARMS}),
        record=decision_record(inputs, answer, now, (reasons, excluded, changes)),
        working=tuple(_term(arm, now) for arm in ARMS),
    )


def _lead(now: Score) -> float | str:
    if len(now.order) < 2:
        return "no other is left"
    return NOT_BY_POINTS if now.prompt_first else now.lead


_NO_SOURCE = "Facts are missing, and there are no documents to supply them: gather those first."


def _answer(inputs: AdvisorInputs, now: Score, others: list[Flip]) -> str:
    told = _recommended(inputs, now, others)
    nothing_to_read = inputs.gap == Gap.FACTS and inputs.corpus_tokens == 0
    return f"{_NO_SOURCE} {told}" if nothing_to_read else told


def _recommended(inputs: AdvisorInputs, now: Score, others: list[Flip]) -> str:
    if now.recommendation == NO_ADVICE:
        return NO_ADVICE
    if now.recommendation == NOTHING_FITS:
        return (
            f"{NOTHING_FITS[0].upper()}{NOTHING_FITS[1:]}: every method is ruled out by an answer."
        )
    if now.prompt_first:
        return f"{_BEGIN[Gap(inputs.gap)]} {_after_the_prompt(now)} {_firm(others)}"
    first = ARMS[now.order[0]]
    if len(now.order) == 1:
        return f"Try {first} first: every other method is ruled out by an answer."
    second, lead = ARMS[now.order[1]], _points(now.lead)
    if now.recommendation == TOO_CLOSE:
        simpler = min(now.order[:2], key=list(ARMS).index)
        apart = "equal" if now.lead == 0 else f"only {lead} apart"
        return (
            f"{now.outcome[0].upper()}{now.outcome[1:]}, {apart}: "
            f"begin with {ARMS[simpler]}, which has fewer parts, and measure."
        )
    return f"Try {first} first: {lead} ahead of {second}. {_firm(others)}"


def _after_the_prompt(now: Score) -> str:
    """What to try if the prompt fails."""
    if not now.by_points:
        return "Every other method is ruled out by an answer."
    first, *others = (ARMS[arm] for arm in now.by_points)
    if not others:
        return f"If it fails, {first}: every other method is ruled out by an answer."
    if now.close:
        return f"If it fails, {first} or {others[0]}: {TOO_CLOSE}."
    return f"If it fails, {first}: {_points(now.lead)} ahead of {others[0]}."


def _firm(others: list[Flip]) -> str:
    """How many answers the list of what would change it holds, and how many of them are near."""
    if not others:
        return "No other single answer changes that."
    answers = "other answer" if len(others) == 1 else "other answers"
    near = sum(each.steps == 1 for each in others)
    by_a_step = "" if near == len(others) else f", {near or 'none'} of them by a single step"
    return f"{len(others)} {answers} would change that{by_a_step}."


def _points(number: float) -> str:
    return f"{number:g} point{'' if number == 1 else 's'}"


def _reasons(inputs: AdvisorInputs, now: Score) -> Items:
    """Answers that speak for or against the first two, the most telling first."""
    first, second = (*now.order, None, None)[:2]
    if first is None:
        return ()

    def telling(advice: Advice) -> float:
        return advice.points[first] - (advice.points[second] if second else 0)

    told = [
        (name, each)
        for name, each in now.advice.items()
        if each.reason and (each.points[first] or (second and each.points[second]))
    ]
    shown = [arm for arm in (first, second) if arm]
    return tuple(
        Item(
            head=f"{_asked(inputs, name)} ({', '.join(_signed(each, arm) for arm in shown)}).",
            text=each.reason,
            links=each.links,
        )
        for name, each in sorted(told, key=lambda pair: -telling(pair[1]))
    )


def _signed(advice: Advice, arm: str) -> str:
    points = advice.points[arm]
    return f"{ARMS[arm]} {f'{points:+g}'.replace('-', '−') if points else 0}"


def _asked(inputs: AdvisorInputs, question: str) -> str:
    return f"{SPECS[question].label}: {in_words(question, getattr(inputs, question))}"


def _excluded(inputs: AdvisorInputs, now: Score) -> Items:
    items: list[Item] = []
    for arm, questions in now.excluded.items():
        for name in questions:
            advice = now.advice[name]
            text, links = advice.reason, advice.links
            if arm not in advice.excludes and name == WINDOW:
                text, links = (
                    f"With instructions, question and answer they are {window_in_words(inputs)}.",
                    (),
                )
            items.append(
                Item(
                    head=f"{ARMS[arm]}, because of “{_asked(inputs, name)}”.",
                    text=text,
                    links=links,
                )
            )
    return tuple(items)


def _flip_item(inputs: AdvisorInputs, flip: Flip) -> Item:
    """Another answer, with a link to the whole page for it."""
    fields = fields_of(inputs, **{flip.question: flip.value})
    return Item(
        head=f"{SPECS[flip.question].label}: {flip.words}.",
        text=f"Then {flip.result.outcome}.",
        links=(Link(text="see it", page="calculators/advisor/", inputs=fields),),
    )


def _term(arm: str, now: Score) -> Term:
    numbers = {name: now.advice[name].points[arm] for name in QUESTIONS}
    return Term(
        name=f"{arm}_points",
        label=f"Score of {ARMS[arm]}" + (f" ({EXCLUDED})" if arm in now.excluded else ""),
        formula=" + ".join(QUESTIONS),
        numbers=numbers,
        value=now.totals[arm],
        unit="points",
        source=JUDGEMENT,
    )
