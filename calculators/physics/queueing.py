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
from math import sqrt

from calculators.answers import UNSTABLE

BUSY = 0.85
"""Above it a small error of the capacity is a large one of the wait."""
NOT_PREDICTABLE = "waiting times are not predictable"
ABOVE_BUSY = f"above {BUSY:.0%}"


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
