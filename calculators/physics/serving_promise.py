"""How many requests a second a replica carries and still keeps a promise.

The promise is a time within which 95 of 100 first tokens arrive, and a mean time of the tokens after
them. Both get longer with the load, so there is one highest rate. It is sought along the batch B: for
each B the rate that leads to it follows at once, where the other way round it takes iterations,

    B = rate x O x s(B) / (1 - rate x P)   so   rate = B / (O s(B) + B P)

with s(B) a step, O the answer's tokens and P the reading of a prompt. The share of first tokens that
come too late grows nearly exponentially along it, so its logarithm is what is followed.
"""

from dataclasses import dataclass
from math import log

from calculators.physics.queueing import longer_in_all
from calculators.physics.roots import NEAR, crossing
from calculators.physics.serving_load import P95, Replica

_LATE = 1 - P95
_LEAST = 1e-300
_STEEP = 100
"""Where even who meets no queue is late, a hundredth of the promise counts as much as e times the share."""
_SURELY = 1 - 2 * NEAR


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What a load must be served with."""

    ttft_seconds: float
    """Within which 95 of 100 first tokens arrive."""
    tpot_seconds: float
    """Of a token after the first, on average."""

    def excess(self, machine: Replica, requests_per_s: float, batch: float, step: float) -> float:
        """How far a state of a replica is above the promise; at most 0 where it is kept."""
        reading = requests_per_s * machine.prefill
        tpot = step / (1 - reading)
        slow = tpot / self.tpot_seconds - 1
        place = machine.place(requests_per_s)
        if isinstance(place, str):
            return max(slow, -log(_LATE))
        spare = self.ttft_seconds - machine.calm(batch, tpot)
        late = longer_in_all(machine.reader(reading), place, max(spare, 0.0))
        above = log(max(late, _LEAST) / _LATE)
        if spare < 0:
            above = max(above, 0.0) - _STEEP * spare / self.ttft_seconds
        return max(slow, above)


def most_requests_per_s(machine: Replica, promise: Promise) -> float:
    """The highest rate at which a replica keeps the promise; 0 where it does not even idle."""
    if machine.places < 1 or promise.excess(machine, 0.0, 1.0, machine.alone) > 0:
        return 0.0

    def rate(batch: float, step: float) -> float:
        return batch / (machine.output * step + batch * machine.prefill)

    def at(batch: float) -> float:
        step = machine.step(batch)
        return promise.excess(machine, rate(batch, step), batch, step)

    def calm(requests_per_s: float) -> float:
        return promise.excess(machine, requests_per_s, 1.0, machine.alone)

    calmest = rate(1.0, machine.alone)
    at_one = calm(calmest)
    if at_one > 0:
        return crossing(calm, 0.0, calmest, calm(0.0), at_one) * _SURELY
    most = machine.places
    at_most = at(most)
    if at_most <= 0:
        return rate(most, machine.step(most)) * _SURELY
    batch = crossing(at, 1.0, most, at_one, at_most)
    return rate(batch, machine.step(batch)) * _SURELY
