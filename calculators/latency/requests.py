"""Requests that differ by chance: the same ones for every arm.

Each of the stratified points is one request. A stage that is stated by median and p95 takes a
log-normal time through both; a wait is zero or exponential. The arms see the same points, so that
their difference is not blurred by luck.
"""

from dataclasses import dataclass
from functools import cache
from math import erfc, exp, log, sqrt

from calculators.latency.inputs import LatencyInputs
from calculators.physics.queueing import Wait
from calculators.physics.ranges import stratified_points

REQUESTS = 256
FEWER = 64
"""For each of the many evaluations behind a range."""
_AXES = (
    "model", "answer", "speed", "embed", "search", "rerank", "network", "place", "reader", "hit",
    "rewrite",
)  # fmt: skip
_LEAST_MS = 0.001
"""A stated median below this is none: no factor leads from it to the p95."""
_Z95 = 1.6448536269514722
"""The standard normal number that 95% lie below."""


@cache
def _column(axis: str, count: int) -> tuple[float, ...]:
    points = stratified_points(len(_AXES), count)
    place = _AXES.index(axis)
    return tuple(point[place] for point in points)


@cache
def _log_tail(axis: str, count: int) -> tuple[float, ...]:
    """Logarithm of the share of requests that are less lucky."""
    return tuple(log(0.5 * erfc(z / sqrt(2))) for z in _column(axis, count))


@cache
def _least_lucky(axis: str, count: int) -> float:
    return min(_log_tail(axis, count))


@dataclass(frozen=True, kw_only=True)
class Requests:
    """What chance does to each of `count` requests; times in ms."""

    count: int
    model: list[float]
    """Factor on a hosted model's time to first token."""
    rewriting: list[float]
    answer: list[float]
    """Factor on the answer's mean length."""
    token: list[float]
    """Time of a token of a hosted model."""
    embed: list[float]
    search: list[float]
    rerank: list[float]
    network: list[float]
    hit: list[bool]

    def waits(self, axis: str, wait: Wait) -> list[float]:
        """Waiting times: those whose luck is worse than the share that must wait, wait."""
        if wait.probability <= 0:
            return [0.0] * self.count
        start, scale = log(wait.probability), 1000 * wait.scale_seconds
        if start <= _least_lucky(axis, self.count):
            return [0.0] * self.count
        return [scale * max(0.0, start - each) for each in _log_tail(axis, self.count)]


def requests_of(inputs: LatencyInputs, count: int = REQUESTS) -> Requests:
    """The requests of a situation."""
    sigma_squared = log(1 + inputs.answer_variation**2)
    sigma = sqrt(sigma_squared)
    slowness = max(0.0, log(inputs.output_tokens_per_s / inputs.slow_output_tokens_per_s)) / _Z95
    token_ms = 1000 / inputs.output_tokens_per_s
    model = _spread(inputs.ttft_p50_ms, inputs.ttft_p95_ms)
    hits = inputs.cache_hit_percent / 100
    shares = (0.5 * erfc(-z / sqrt(2)) for z in _column("hit", count))
    return Requests(
        count=count,
        model=[exp(model * z) for z in _column("model", count)],
        rewriting=[exp(model * z) for z in _column("rewrite", count)],
        answer=[exp(sigma * z - sigma_squared / 2) for z in _column("answer", count)],
        token=[token_ms * exp(slowness * z) for z in _column("speed", count)],
        embed=_stated("embed", count, inputs.embed_p50_ms, inputs.embed_p95_ms),
        search=_stated("search", count, inputs.search_p50_ms, inputs.search_p95_ms),
        rerank=_stated("rerank", count, inputs.rerank_p50_ms, inputs.rerank_p95_ms),
        network=_stated("network", count, inputs.network_p50_ms, inputs.network_p95_ms),
        hit=[share < hits for share in shares],
    )


def _spread(median: float, high: float) -> float:
    """Standard deviation of the logarithm; a p95 below the median, which is then hidden, counts as equal."""
    start = max(median, _LEAST_MS)
    return log(max(high, start) / start) / _Z95


def _stated(axis: str, count: int, median: float, high: float) -> list[float]:
    sigma = _spread(median, high)
    return [median * exp(sigma * z) for z in _column(axis, count)]
