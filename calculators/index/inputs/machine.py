"""The machine that serves the index."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from calculators.bounds import Large
from calculators.declare import Input

_GROUP = "Own machine"


@dataclass(frozen=True, kw_only=True)
class Machine:
    """The machine that serves the index."""

    requests_per_month: Annotated[
        int,
        Input(label="Searches", unit="searches/month", help="One for each request.", group=_GROUP),
        Ge(0),
        Le(100_000_000_000),
    ] = 100_000
    peak_to_mean: Annotated[
        float,
        Input(
            label="Peak to mean",
            unit="factor",
            help="Searches in the busiest hour over those of a mean hour: servers are rented for the peak.",
            group=_GROUP,
            advanced=True,
        ),
        Ge(1),
        Le(1_000),
    ] = 3.0
    replicas: Annotated[
        int,
        Input(
            label="Replicas",
            unit="copies",
            help="Further copies of the index, for failures. What the load takes is added.",
            group=_GROUP,
        ),
        Ge(0),
        Le(100),
    ] = 0
    server_memory_gib: Annotated[
        float,
        Input(
            label="Memory of a server",
            unit="GiB",
            help="4 GiB and 2 virtual CPUs: a small rented server of DigitalOcean.",
            group=_GROUP,
        ),
        Ge(0.25),
        Le(100_000),
    ] = 4.0
    server_vcpus: Annotated[
        int,
        Input(label="Virtual CPUs of a server", unit="vCPU", help="As above.", group=_GROUP),
        Ge(1),
        Le(10_000),
    ] = 2
    server_usd_per_month: Annotated[
        Large,
        Input(
            label="A server",
            unit="USD/month",
            help="24 dollars: the price of that server, see the prices. Its upkeep is extra.",
            group=_GROUP,
        ),
    ] = 24.0
    usable_percent: Annotated[
        float,
        Input(
            label="Usable memory",
            unit="%",
            help="Of a server; 80% is what Weaviate takes when it limits itself.",
            group=_GROUP,
            advanced=True,
        ),
        Ge(1),
        Le(100),
    ] = 80.0
    disk_low: Annotated[
        float,
        Input(
            label="Disk over bare index, low",
            unit="factor",
            help="1: nothing but vectors and links.",
            group=_GROUP,
            advanced=True,
        ),
        Ge(0.1),
        Le(100),
    ] = 1.0
    disk_mid: Annotated[
        float,
        Input(
            label="Disk over bare index, mid",
            unit="factor",
            help="1.55: Weaviate with 550,000 vectors of 1,024 numbers, 2026.",
            group=_GROUP,
            advanced=True,
        ),
        Ge(0.1),
        Le(100),
    ] = 1.55
    disk_high: Annotated[
        float,
        Input(
            label="Disk over bare index, high",
            unit="factor",
            help="1.91: pgvector with the same vectors, a page of 8 KiB each.",
            group=_GROUP,
            advanced=True,
        ),
        Ge(0.1),
        Le(100),
    ] = 1.91
