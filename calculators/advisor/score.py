"""Add up what the answers speak for, and rule out what cannot work.

The model is additive: an arm's score is the sum of the points of twelve answers. Nothing interacts but
by ruling out, so that every part of a score can be read off. Ruled out is an arm that an answer
excludes (content/advisor/), and long context where the documents leave no room in the context window
for the rest of a request.

One answer goes before the points: where a good prompt was not tried, or gets hardly anything wrong, the
prompt comes first unless it is ruled out, and the points say what to try if it fails.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from calculators import answers
from calculators.advisor.advice import ARMS, Advice, Advisory
from calculators.advisor.inputs import AdvisorInputs, Gap
from calculators.advisor.results import NO_ADVICE, NOTHING_FITS
from calculators.answers import TOO_CLOSE

FITS = "fits"
NO_DOCUMENTS = "there are none"
PROMPT = "prompt_only"
PROMPT_FIRST = frozenset({Gap.NOT_TRIED, Gap.LITTLE})
"""What a prompt gets wrong, where no other method has anything to mend yet."""
WINDOW = "corpus_tokens"
"""The question whose answer decides whether the documents fit."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """What one set of answers comes to."""

    advice: Mapping[str, Advice]
    totals: Mapping[str, float]
    excluded: Mapping[str, tuple[str, ...]]
    """Arms that are ruled out, each with the questions whose answers do so."""
    order: tuple[str, ...]
    """Arms that are left, best first; of equals the one with fewer parts."""
    prompt_first: bool
    """Whether the first is the prompt, whatever its points."""
    margin: float

    @property
    def by_points(self) -> tuple[str, ...]:
        """Arms that points decide between: those after the prompt where it comes first."""
        return self.order[1:] if self.prompt_first else self.order

    @property
    def lead(self) -> float:
        """Points between the best two of these; 0 of a single one."""
        if len(self.by_points) < 2:
            return 0.0
        return self.totals[self.by_points[0]] - self.totals[self.by_points[1]]

    @property
    def close(self) -> bool:
        """Whether that lead decides nothing."""
        return len(self.by_points) > 1 and (self.lead < self.margin or self.lead == 0)

    @property
    def recommendation(self) -> str:
        """The name of the best arm, or why there is none."""
        if not any(each.reason for each in self.advice.values()):
            return NO_ADVICE
        if not self.order:
            return NOTHING_FITS
        if self.close and not self.prompt_first:
            return TOO_CLOSE
        return ARMS[self.order[0]]

    @property
    def outcome(self) -> str:
        """The recommendation in words; where it is too close, between which arms."""
        if self.recommendation != TOO_CLOSE:
            return self.recommendation
        return f"{TOO_CLOSE}: {ARMS[self.order[0]]} or {ARMS[self.order[1]]}"


def score(inputs: AdvisorInputs, advisory: Advisory) -> Score:
    """Score a set of answers."""
    advice = advisory.given(inputs)
    totals = {arm: sum(each.points[arm] for each in advice.values()) for arm in ARMS}
    excluded: dict[str, tuple[str, ...]] = {}
    for arm in ARMS:
        by = [name for name, each in advice.items() if arm in each.excludes]
        if arm == "long_context" and over_window(inputs) > 0 and WINDOW not in by:
            by.append(WINDOW)
        if by:
            excluded[arm] = tuple(by)
    left = [arm for arm in ARMS if arm not in excluded]
    prompt_first = inputs.gap in PROMPT_FIRST and PROMPT in left
    return Score(
        advice=advice,
        totals=totals,
        excluded=excluded,
        order=tuple(
            sorted(left, key=lambda arm: (not (prompt_first and arm == PROMPT), -totals[arm]))
        ),
        prompt_first=prompt_first,
        margin=inputs.margin_points,
    )


def over_window(inputs: AdvisorInputs) -> int:
    """Tokens by which the documents and what goes with them are larger than the context window."""
    return max(0, _prompt_tokens(inputs) - inputs.context_window_tokens)


def _prompt_tokens(inputs: AdvisorInputs) -> int:
    return inputs.corpus_tokens + inputs.other_tokens


def window_in_words(inputs: AdvisorInputs) -> str:
    """Whether all documents fit into one prompt."""
    if inputs.corpus_tokens == 0:
        return NO_DOCUMENTS
    return answers.over_window(_prompt_tokens(inputs), inputs.context_window_tokens) or FITS
