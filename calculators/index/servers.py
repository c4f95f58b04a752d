"""How many servers an index takes, by its memory and by its load, and what they cost.

A copy that does not fit into one server is split over several, each of which searches its part: a
search is work for all of them.

    parts    = ceil(memory / room)
    memory   parts x (1 + replicas)
    load     ceil(rate x parts x seconds / (workers x 0.85))

`seconds` is the time of a search in one part, `workers` the processors whose work the virtual CPUs of
a server do, and `rate` that of the busiest hour. Above 85% of what servers can do waiting times are
not predictable, so that no more is planned; at 100% the queue grows without end.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import ceil, floor

from calculators.answers import UNSTABLE
from calculators.index.inputs import IndexInputs
from calculators.physics.efficiency_inputs import labels_of, ranges_of
from calculators.physics.ledger import SILENT, Ledger
from calculators.physics.queueing import ABOVE_BUSY, BUSY, NOT_PREDICTABLE
from calculators.physics.ranges import Estimate, Range, draws, quantile
from calculators.physics.retrieval import Index, index_gib, search_seconds, workers
from calculators.physics.retrieval_efficiencies import MEMORY, SEARCH
from calculators.quantities import SECONDS_PER_MONTH, format_quantity

type _Chosen = Mapping[str, float]

LABELS = labels_of((*MEMORY, *SEARCH))
"""What the uncertain numbers behind the servers are called."""


@dataclass(frozen=True, kw_only=True)
class Servers:
    """Servers of one kind of index."""

    number: int
    by_memory: int
    """As many as the copies asked for need, whatever the load."""
    busy: float
    """Share of the processors that those would have in use at the peak."""


def peak_per_s(inputs: IndexInputs, ledger: Ledger = SILENT) -> float:
    """Searches a second in the busiest hour."""
    return ledger.add(
        "peak_searches_per_s",
        "searches a second at the peak",
        "requests / seconds_per_month * peak_to_mean",
        inputs.requests_per_month / SECONDS_PER_MONTH * inputs.peak_to_mean,
        "searches/s",
        requests=inputs.requests_per_month,
        seconds_per_month=SECONDS_PER_MONTH,
        peak_to_mean=inputs.peak_to_mean,
    )


def servers_of(
    inputs: IndexInputs, index: Index, chosen: _Chosen, ledger: Ledger = SILENT
) -> Servers:
    """The servers for memory and load, at one value of every uncertain number."""
    room = inputs.server_memory_gib * inputs.usable_percent / 100
    parts = max(1, ceil(index_gib(index, chosen) / room))
    copies = 1 + inputs.replicas
    seconds = search_seconds(replace(index, vectors=index.vectors / parts), chosen)
    able = workers(inputs.server_vcpus, chosen)
    rate = peak_per_s(inputs)
    number = ledger.add(
        "servers",
        "servers, for the memory and for the load",
        "max(copies * parts, ceil(rate * parts * seconds / (workers * busy)))",
        max(copies * parts, ceil(rate * parts * seconds / (able * BUSY))),
        "servers",
        copies=copies,
        parts=parts,
        rate=rate,
        seconds=seconds,
        workers=able,
        busy=BUSY,
    )
    return Servers(
        number=int(number), by_memory=copies * parts, busy=rate * seconds / (able * copies)
    )


def month_usd(
    inputs: IndexInputs, index: Index, ranges: Mapping[str, Range], mid: int
) -> tuple[Estimate, list[float]]:
    """A month of the servers as a range of whole ones, and by sample."""
    sampled = [servers_of(inputs, index, each).number for each in draws(in_use(inputs, ranges))]
    price = inputs.server_usd_per_month
    month = Estimate(
        low=price * min(mid, floor(quantile(sampled, 0.1))),
        mid=price * mid,
        high=price * max(mid, ceil(quantile(sampled, 0.9))),
    )
    return month, [price * each for each in sampled]


def in_use(inputs: IndexInputs, ranges: Mapping[str, Range]) -> dict[str, Range]:
    """The ranges that decide the number of servers."""
    return {name: ranges[name] for name in ranges_of(inputs, (*MEMORY, *SEARCH))}


def price_of(inputs: IndexInputs, index: Index) -> Callable[[_Chosen], float]:
    """A month of the servers as a function of the uncertain numbers."""
    return lambda each: inputs.server_usd_per_month * servers_of(inputs, index, each).number


def busy_percent(servers: Servers) -> float | str:
    """How busy the copies asked for would be, if they can follow at all."""
    return UNSTABLE if servers.busy >= 1 else 100 * servers.busy


def warning(inputs: IndexInputs, servers: Servers) -> str | None:
    """That the load takes more servers than the memory, and why."""
    if servers.number <= servers.by_memory:
        return None
    busy = busy_percent(servers)
    fewer = _servers(servers.by_memory)
    why = (
        f"{fewer} would be {UNSTABLE}"
        if isinstance(busy, str)
        else f"{fewer} would be {format_quantity(busy, '%')} busy, and {ABOVE_BUSY} {NOT_PREDICTABLE}"
    )
    peak = format_quantity(peak_per_s(inputs), "searches/s")
    return f"the load at the peak, {peak}, takes {_servers(servers.number)}; {why}"


def _servers(number: int) -> str:
    return f"{number:,} {'server' if number == 1 else 'servers'}"
