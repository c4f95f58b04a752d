"""A judge that errs: what it makes of accuracies and differences, and how to undo it.

A judge calls a right answer right with probability `sensitivity` and a wrong one wrong with
probability `specificity`; J = sensitivity + specificity - 1 (Youden). Of an accuracy p it reports

    p * sensitivity + (1 - p) * (1 - specificity) = p * J + 1 - specificity

so differences shrink by J, and Rogan and Gladen 1978 undo it:

    p = (reported + specificity - 1) / J

Its errors on two answers to one question are taken as independent, given which are right. Questions
on which both arms are equal then look discordant when the judge errs on one of them.
"""

import math
from dataclasses import dataclass

from calculators.sample_size.power import wilson


@dataclass(frozen=True, kw_only=True, slots=True)
class Judge:
    """Shares of right answers called right, and of wrong ones called wrong."""

    sensitivity: float
    specificity: float

    @property
    def youden(self) -> float:
        """What is left of a difference; 0 for a judge who guesses."""
        return self.sensitivity + self.specificity - 1

    def reported(self, accuracy: float) -> float:
        """What the judge makes of an accuracy."""
        return min(1.0, max(0.0, accuracy * self.youden + 1 - self.specificity))

    def corrected(self, reported: float) -> float:
        """The accuracy behind a reported one, cut to 0 to 1."""
        return min(1.0, max(0.0, (reported + self.specificity - 1) / self.youden))

    def discordant(self, one: float, other: float, discordant: float) -> float:
        """Share of questions on which the judge calls one arm right and the other wrong."""
        right, wrong = self.sensitivity, 1 - self.specificity
        both_right = (one + other - discordant) / 2
        both_wrong = 1 - discordant - both_right
        apart = right * (1 - wrong) + wrong * (1 - right)
        return (
            both_right * 2 * right * (1 - right)
            + both_wrong * 2 * wrong * (1 - wrong)
            + discordant * apart
        )

    def interval(
        self,
        reported: float,
        ends: tuple[float, float],
        z: float,
        checked_right: float,
        checked_wrong: float,
    ) -> tuple[float, float]:
        """Of the corrected accuracy; `ends` are those of the reported one, `z` its normal quantile.

        A distance to an end is that of the reported accuracy and those of the judge's two shares,
        squared and added, as Newcombe 1998 does for a difference of two shares: where a share is 0 or
        100%, its standard error would be nothing, and one question or one checked answer would prove
        all. The judge's parts are weighted by the slopes of Rogan and Gladen's formula, as in Lee et
        al. 2025: the accuracy falls with the sensitivity and rises with the specificity.
        """
        accuracy = self.corrected(reported)
        right = wilson(self.sensitivity, checked_right, z)
        wrong = wilson(self.specificity, checked_wrong, z)
        below = math.hypot(
            reported - ends[0],
            accuracy * (right[1] - self.sensitivity),
            (1 - accuracy) * (self.specificity - wrong[0]),
        )
        above = math.hypot(
            ends[1] - reported,
            accuracy * (self.sensitivity - right[0]),
            (1 - accuracy) * (wrong[1] - self.specificity),
        )
        below, above = below / self.youden, above / self.youden
        return max(0.0, accuracy - below), min(1.0, accuracy + above)
