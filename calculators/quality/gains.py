"""A gain, how it moves the reader's own accuracy, and with which probability it is one.

A gain is a difference in log-odds, ln(p / (1 - p)): that is the scale on which the same gain is
possible from every accuracy, because ten points more cannot be had at 95%, and on which an
expected accuracy stays between 0 and 100%. An order of arms does not depend on the scale.
The ends of a difference's range are the 10% and 90% points of those in the studies, one study one
weight. As the scale is monotonic they carry over to the ends of the expected accuracy as they are.
"""

import math
from dataclasses import dataclass

from calculators.physics.ranges import normal_quantile
from calculators.quality.inputs import ENDS, QualityInputs


@dataclass(frozen=True, kw_only=True)
class Gain:
    """A difference in log-odds with its range, and how much stands behind it."""

    low: float
    mid: float
    high: float
    studies: int
    rows: int

    @property
    def probability(self) -> float:
        """Of being above zero, from a normal distribution split at `mid`; one half where it is zero."""
        if self.mid == 0:
            return 0.5
        reach = self.mid - self.low if self.mid > 0 else self.high - self.mid
        if reach == 0:
            return 1.0 if self.mid > 0 else 0.0
        z = self.mid / reach * normal_quantile(0.9)
        return 0.5 * math.erfc(-z / math.sqrt(2))


def gain_of(inputs: QualityInputs, name: str) -> Gain:
    """A filled range; ends that a reader gave in the wrong order are put in order."""
    low, mid, high = sorted(getattr(inputs, f"{name}_{end}") for end in ENDS)
    return Gain(
        low=low,
        mid=mid,
        high=high,
        studies=getattr(inputs, f"{name}_studies"),
        rows=getattr(inputs, f"{name}_rows"),
    )


def turned(gain: Gain) -> Gain:
    """The same comparison with its two arms exchanged."""
    return Gain(low=-gain.high, mid=-gain.mid, high=-gain.low, studies=gain.studies, rows=gain.rows)


def moved(percent: float, logits: float) -> float:
    """An accuracy in percent moved by a difference in log-odds: odds times e to the difference."""
    share = percent / 100
    return 100 / (1 + (1 - share) / share * math.exp(-logits))
