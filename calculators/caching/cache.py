"""A prompt cache: how often a prefix is still in it, and what a token of the prefix then costs.

Requests on one prefix arrive at random times at rate a. An entry that lives L and is refreshed by
each use is still there if the last request came less than L ago:

    hit = 1 - exp(-a * L)

An entry that is not refreshed lives through a write and on average a * L further requests:

    hit = a * L / (1 + a * L)

In both cases the entry exists for a share `hit` of all time, so a request pays for hit / a of storage.
A request may reach a machine that does not hold the entry; `reach` is the share that does not miss so.

Prices are in dollars a million tokens, times in minutes, rates in requests a minute on one prefix.
"""

import math
from dataclasses import dataclass

from calculators.physics.prompt_cache import alive

ALWAYS = "always pays"
NEVER = "never pays"
NO_BREAK_EVEN = "no single break-even"
_STEPS = 60
_SLOWEST, _FASTEST = 1e-9, 1e9


@dataclass(frozen=True, kw_only=True, slots=True)
class Cache:
    """How entries live, and the prices of tokens read, written, plain and stored."""

    lifetime_minutes: float
    refreshed: bool
    reach: float
    plain_usd: float
    read_usd: float
    write_usd: float
    storage_usd_per_minute: float

    def there(self, rate: float) -> float:
        """Probability that a request finds its prefix alive, and share of time that it exists."""
        if self.refreshed:
            return alive(rate, self.lifetime_minutes)
        held = rate * self.lifetime_minutes
        return held / (1 + held)

    def hit(self, rate: float) -> float:
        """Share of requests that read their prefix from the cache."""
        return self.reach * self.there(rate)

    def stored_minutes(self, rate: float) -> float:
        """Minutes of storage for each request."""
        return self.there(rate) / rate if rate > 0 else self.lifetime_minutes

    def token_usd(self, rate: float) -> float:
        """A million tokens of the prefix in one request: read or written, and stored."""
        stored = self.stored_minutes(rate) * self.storage_usd_per_minute
        # Not hits and misses apart: where both cost the same, their rounding would look like a gain.
        return self.write_usd + self.hit(rate) * (self.read_usd - self.write_usd) + stored

    def break_even_rate(self, surcharge: float) -> float | str:
        """Requests a minute on one prefix from which caching saves money.

        `surcharge`: dollars that the tokens after the prefix cost more, on a million of the prefix.
        The price of a token falls with the rate as long as reading costs no more than writing.
        """
        most = self.reach * (self.lifetime_minutes > 0)
        seldom = self.write_usd + self.lifetime_minutes * self.storage_usd_per_minute
        often = most * self.read_usd + (1 - most) * self.write_usd
        saves_seldom = self.plain_usd - seldom - surcharge
        saves_often = self.plain_usd - often - surcharge
        if saves_seldom >= 0 and saves_often > 0:
            return ALWAYS
        if saves_often <= 0:
            return NEVER if self.read_usd <= self.write_usd or saves_seldom <= 0 else NO_BREAK_EVEN
        low, high = math.log(_SLOWEST), math.log(_FASTEST)
        for _ in range(_STEPS):
            middle = (low + high) / 2
            if self.plain_usd - self.token_usd(math.exp(middle)) - surcharge > 0:
                high = middle
            else:
                low = middle
        return math.exp(high)
