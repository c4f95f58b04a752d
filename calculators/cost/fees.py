"""Rent of machines, which is no straight line in requests: they are rented in whole."""

import math
from dataclasses import dataclass

RENT, HOSTING = "accelerators_usd", "hosting_usd"
"""Parts of a bill that a fleet can stand under."""


@dataclass(frozen=True, kw_only=True)
class Fleet:
    """Rented replicas: whole ones, never fewer than the minimum, in so many groups of their own.

    month(n requests) = groups × max(minimum, ceil(n / groups / requests of a replica)) × its rent
    """

    replica_usd: float = 0.0
    """Rent of a replica for a month."""
    requests_per_replica: float = math.inf
    """Requests a month that a replica carries as planned, the peak allowed for."""
    minimum: int = 1
    groups: int = 1
    component: str = RENT

    def replicas(self, requests_per_month: float) -> int:
        """Replicas that run."""
        needed = math.ceil(requests_per_month / self.groups / self.requests_per_replica)
        return self.groups * max(self.minimum, needed)

    def month_usd(self, requests_per_month: float) -> float:
        """Rent of a month."""
        return self.replicas(requests_per_month) * self.replica_usd

    def divisible_month_usd(self, requests_per_month: float) -> float:
        """The same if parts of replicas could be rented: the line that the steps follow."""
        needed = requests_per_month / self.requests_per_replica
        return max(self.groups * self.minimum, needed) * self.replica_usd

    @property
    def requests_covered(self) -> float:
        """Requests a month that the replicas kept on carry."""
        return self.groups * self.minimum * self.requests_per_replica

    def further_usd(self, requests_per_month: float) -> float:
        """What one more request adds, averaged over the steps."""
        if requests_per_month < self.requests_covered:
            return 0.0
        return self.replica_usd / self.requests_per_replica


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Whether an arm's requests fit on the accelerators of a replica."""

    status: str
    percent: float | None = None
    """Probability that they do; None where nothing is rented or something else rules the arm out."""
    enough: int | None = None
    """Accelerators of a replica that would do, where these do not; None beyond the most of them."""


NO_FLEET = Fleet()
"""Of a hosted model: nothing is rented."""
