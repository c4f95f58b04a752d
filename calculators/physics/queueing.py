"""Waiting for one of several equal servers.

    utilisation   rho = rate x service / servers
    must wait     P = rho^(sqrt(2 (servers + 1)) - 1)
    mean wait     W = (Ca² + Cs²) / 2 x P x service / (servers (1 - rho))

The last line is Allen and Cunneen's scaling of the wait with exponential times by the squared
coefficients of variation of the times between arrivals (Ca²) and of the service (Cs²); P is
Sakasegawa's closed form (1977) for Erlang's probability of delay. With one server and random
arrivals (Ca² = 1) both are exact: W is Pollaczek and Khinchine's formula, and P = rho. Those who
wait, wait an exponential time of mean W / P: exact with exponential service, and the limit at high
utilisation in general (Kingman 1961).
"""

from dataclasses import dataclass
from math import exp, log, sqrt

from calculators.answers import UNSTABLE
from calculators.physics.roots import crossing

BUSY = 0.85
"""Above it a small error of the capacity is a large one of the wait."""
_ALIKE = 1e-6
"""Two waits whose means differ by less count as equal: their difference is mostly rounding."""
NOT_PREDICTABLE = "waiting times are not predictable"
ABOVE_BUSY = f"above {BUSY:.0%}"
ANSWER_VARIATION = 1.29
ANSWER_VARIATION_FROM = (
    f"{ANSWER_VARIATION} follows from mean (211) and median (129) of an hour of Azure's conversation "
    "services in 2023, log-normal."
)
"""Standard deviation over mean of the answers' lengths, and where readers are told that it comes from."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wait:
    """How long requests queue."""

    utilisation: float
    probability: float
    """Share of the requests that find all servers taken."""
    mean_seconds: float
    """Over all requests, those that do not wait included."""

    @property
    def scale_seconds(self) -> float:
        """Mean over those that wait."""
        return self.mean_seconds / self.probability if self.probability > 0 else 0.0

    def longer(self, seconds: float) -> float:
        """Share of the requests that wait longer than so many seconds."""
        if self.mean_seconds <= 0:
            return 0.0
        return self.probability * exp(-seconds / self.scale_seconds)


NO_WAIT = Wait(utilisation=0.0, probability=0.0, mean_seconds=0.0)


def waiting(
    rate_per_s: float,
    service_seconds: float,
    servers: float = 1,
    service_scv: float = 1.0,
    arrival_scv: float = 1.0,
) -> Wait | str:
    """The wait at an arrival rate; `scv` are squared coefficients of variation."""
    utilisation = rate_per_s * service_seconds / servers
    if utilisation >= 1:
        return UNSTABLE
    if utilisation <= 0:
        return NO_WAIT
    probability = utilisation ** (sqrt(2 * (servers + 1)) - 1)
    mean = (
        (arrival_scv + service_scv)
        / 2
        * probability
        * service_seconds
        / (servers * (1 - utilisation))
    )
    return Wait(utilisation=utilisation, probability=probability, mean_seconds=mean)


def longer_in_all(one: Wait, other: Wait, seconds: float) -> float:
    """Share of the requests whose two waits, one after the other and independent, take longer.

    Each is zero or exponential with mean m, so of those that wait in both the share that waits longer
    than t is (m1 exp(-t/m1) - m2 exp(-t/m2)) / (m1 - m2), and (1 + t/m) exp(-t/m) where m1 = m2.
    """
    apart = one.longer(seconds) * (1 - other.probability)
    apart += other.longer(seconds) * (1 - one.probability)
    both = one.probability * other.probability
    if both <= 0 or one.mean_seconds <= 0 or other.mean_seconds <= 0:
        return apart
    first, second = one.scale_seconds, other.scale_seconds
    if abs(first - second) <= _ALIKE * (first + second):
        mean = (first + second) / 2
        return apart + both * (1 + seconds / mean) * exp(-seconds / mean)
    tails = first * exp(-seconds / first) - second * exp(-seconds / second)
    return apart + both * tails / (first - second)


def wait_of_both(one: Wait, other: Wait, share: float) -> float:
    """The time within which `share` of the requests have both waits behind them."""
    late = 1 - share
    if longer_in_all(one, other, 0.0) <= late:
        return 0.0
    longest = max(one.scale_seconds, other.scale_seconds)
    far = 2 * longest * (1 - log(late))

    def excess(seconds: float) -> float:
        return log(max(longer_in_all(one, other, seconds), 1e-300) / late)

    return crossing(excess, 0.0, far, excess(0.0), excess(far))
