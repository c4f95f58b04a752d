"""Decide a claim by its calculation: what the test gives now, and at which input it turns.

The numbers come from the function that the browser runs, with inputs completed as for a preset,
so that a claim and the calculator on its page cannot disagree.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from math import exp, floor, isclose, log, log10
from typing import Any

from calculators.calculator import LATER, Calculator
from calculators.declare import InputSpec, Value, flatten, inputs_of, outputs_of
from calculators.quantities import format_quantity
from calculators.registry import CALCULATORS
from sitebuild.entries import Comparison, Decision
from sitebuild.kept import kept
from sitebuild.prerender import typed_inputs

SCAN_POINTS = 17
"""Places of the span at which the test is tried; two turns between neighbours cancel out unseen."""
PRECISION = 0.0005
"""A turn is found to this share of its value: three significant digits stand."""
_LOG_SCALE_FROM = 20
"""Spans of this ratio and more are walked in equal ratios, shorter ones in equal steps."""

type Outcome = bool | None
"""What a test gives; None where a result is no number (an arm that cannot be used, no answer)."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A value of an input at which the test turns."""

    value: float
    before: Outcome
    """What the test gives just below the value."""
    after: Outcome
    """What it gives at the value and just above."""
    text: str
    """The value with its unit in words, to three significant digits: `41,300 requests a month`."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a decision comes to today."""

    gives: Outcome
    left: str
    """The tested result with its unit."""
    right: str
    """What it is compared with, with its unit."""
    compared: str
    """Both sides in words: `$15.00 against $30.00`; of texts only what the sentence leaves open."""
    sentences: Mapping[Outcome, str]
    """What each outcome of the test means, in words."""
    turns: tuple[Turn, ...] = ()
    input_label: str = ""
    """Label of the input that is varied."""
    span: tuple[str, str] = ("", "")
    """Ends of the span in which the turns were looked for."""


def decide(
    decision: Decision,
    calculator: Calculator,
    preset: Mapping[str, Value],
    catalogue: Mapping[str, Any],
) -> Verdict:
    """Compute the test and its turns. `preset` are the inputs of the decision's preset, if any.

    Raises LookupError for a choice or result that does not exist, and InputError for inputs that
    the calculator refuses; rules of the content keep both from happening.
    """
    given = {**preset, **decision.inputs}
    test = decision.test

    def results(changed: Mapping[str, Value]) -> Mapping[str, Value | None]:
        _, inputs = typed_inputs(calculator, catalogue, {**given, **changed})
        if calculator.quick is not None:  # a turn takes many results, and seldom their ranges
            fast = flatten(calculator.quick(inputs))
            if LATER not in {fast[test.result], _other_side(test, fast)}:
                return fast
        return flatten(calculator.compute(inputs))

    now = results({})
    words = _Words(calculator, test)
    gives = _outcome(test, now)
    left, right = words.value(test.result, now), words.value(test.than, now)
    verdict = Verdict(
        gives=gives,
        left=left,
        right=right,
        compared=words.compared(left, right, gives),
        sentences=words.sentences(),
    )
    if decision.flip is None:
        return verdict
    inputs, _ = typed_inputs(calculator, catalogue, given)
    return _with_turns(
        verdict,
        decision,
        calculator,
        partial(_at, test, results),
        # Fake calculators of tests have no source that a kept result could be known by.
        inputs if CALCULATORS.get(calculator.id) is calculator else None,
    )


def _at(
    test: Comparison,
    results: Callable[[Mapping[str, Value]], Mapping[str, Value | None]],
    name: str,
    value: float,
) -> Outcome:
    return _outcome(test, results({name: value}))


def _with_turns(
    verdict: Verdict,
    decision: Decision,
    calculator: Calculator,
    at: Callable[[str, float], Outcome],
    inputs: Mapping[str, Value] | None,
) -> Verdict:
    flip = decision.flip
    assert flip is not None  # noqa: S101 - narrowing: asked before
    (spec,) = (each for each in inputs_of(calculator.inputs) if each.name == flip.input)

    def find() -> list[tuple[float, Outcome, Outcome]]:
        return find_turns(
            partial(at, flip.input), flip.start, flip.to, whole=spec.kind == "integer"
        )

    found = (
        find()
        if inputs is None
        else kept(
            "turns",
            __file__,
            [calculator.id, decision.model_dump(mode="json"), inputs],
            find,
        )
    )
    return replace(
        verdict,
        turns=tuple(
            Turn(value=value, before=before, after=after, text=in_words(value, spec))
            for value, before, after in found
        ),
        input_label=spec.label,
        span=(in_words(flip.start, spec), in_words(flip.to, spec)),
    )


def find_turns(
    test: Callable[[float], Outcome], start: float, to: float, *, whole: bool
) -> list[tuple[float, Outcome, Outcome]]:
    """Every value between `start` and `to` at which `test` turns, with the outcomes around it.

    `whole` looks at whole numbers only; a turn then is the first whole number of the new outcome.
    """
    turns: list[tuple[float, Outcome, Outcome]] = []
    logarithmic = start > 0 and to / start >= _LOG_SCALE_FROM
    low, before = start, test(start)
    for step in range(1, SCAN_POINTS):
        high = (
            to
            if step == SCAN_POINTS - 1
            else _between(start, to, step / (SCAN_POINTS - 1), logarithmic=logarithmic, whole=whole)
        )
        if high <= low:
            continue
        after = test(high)
        if after != before:
            value, new = _narrow(test, (low, before), (high, after), logarithmic, whole)
            turns.append((value, before, new))
        low, before = high, after
    return turns


def _narrow(
    test: Callable[[float], Outcome],
    below: tuple[float, Outcome],
    above: tuple[float, Outcome],
    logarithmic: bool,  # noqa: FBT001 - handed on
    whole: bool,  # noqa: FBT001
) -> tuple[float, Outcome]:
    (low, before), (high, after) = below, above
    smallest = (high - low) * PRECISION / 100
    while high - low > max(1.0 if whole else smallest, PRECISION * max(abs(low), abs(high))):
        middle = _between(low, high, 0.5, logarithmic=logarithmic, whole=whole)
        if not low < middle < high:
            break
        outcome = test(middle)
        if outcome == before:
            low = middle
        else:
            high, after = middle, outcome
    return high, after


def _between(start: float, to: float, share: float, *, logarithmic: bool, whole: bool) -> float:
    value = (
        exp(log(start) + share * (log(to) - log(start)))
        if logarithmic
        else start + share * (to - start)
    )
    return float(floor(value + 0.5)) if whole else value


def _outcome(test: Comparison, results: Mapping[str, Value | None]) -> Outcome:
    left, right = results[test.result], _other_side(test, results)
    if left is None or right is None:
        return None
    if isinstance(left, str) or isinstance(right, str):
        return left == right if test.is_ == "equal" else None
    if test.is_ == "equal":
        return isclose(left, right, rel_tol=1e-9)
    return left < right if test.is_ == "less" else left > right


def _other_side(test: Comparison, results: Mapping[str, Value | None]) -> Value | None:
    if isinstance(test.than, str) and test.than in results:
        return results[test.than]
    return test.than


class _Words:
    """The sides of a comparison as readers see them; a fixed number has the unit of the result."""

    def __init__(self, calculator: Calculator, test: Comparison) -> None:
        self._specs = {spec.name: spec for spec in outputs_of(calculator.results)}
        self._test = test
        self._unit = self._specs[test.result].unit
        self._text = isinstance(test.than, str) and test.than not in self._specs
        """Whether the result is held against a text that it may have."""

    def value(self, name: str | float, results: Mapping[str, Value | None]) -> str:
        """A result's value, or the fixed value itself, with its unit."""
        if isinstance(name, str) and name in self._specs:
            return self._specs[name].text(results[name])
        return format_quantity(name, self._unit)

    def name(self, name: str | float) -> str:
        """A result's label in quotes, or the fixed value."""
        if isinstance(name, str) and name in self._specs:
            return f"“{self._specs[name].label}”"
        return format_quantity(name, self._unit)

    def sentences(self) -> dict[Outcome, str]:
        """What each outcome of the test means."""
        verb = {"less": "less than", "more": "more than", "equal": "equal to"}[self._test.is_]
        left, right = self.name(self._test.result), self.name(self._test.than)
        if self._text:
            return {
                True: f"{left} says “{right}”",
                False: f"{left} does not say “{right}”",
                None: f"{left} says nothing",
            }
        return {
            True: f"{left} is {verb} {right}",
            False: f"{left} is not {verb} {right}",
            None: f"{left} has no number to compare",
        }

    def compared(self, left: str, right: str, gives: Outcome) -> str:
        """Both sides of the comparison; a text that is as asked for needs no repeating."""
        if not self._text:
            return f"{left} against {right}"
        return "" if gives else f"it says “{left}”"


def in_words(value: float, spec: InputSpec) -> str:
    """A value of an input with its unit in words, rounded to three significant digits."""
    text = format_quantity(_rounded(value), spec.unit)
    if spec.unit.startswith("USD/"):
        return f"{text} per {spec.unit.removeprefix('USD/')}"
    return text.replace("/", " a ")


def _rounded(value: float) -> float:
    if value == 0:
        return value
    return round(value, 2 - floor(log10(abs(value))))
