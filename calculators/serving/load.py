"""How many replicas carry the load, and what they then deliver.

A replica carries the least of two rates: what it is planned for, a share of its most output by the
best estimate, and what it can take and still keep the promise, in nine of ten samples of the
uncertain numbers and by the best estimate. The range of the replicas is what the samples each would
need.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, inf

from calculators.answers import TOO_CLOSE, decided, needed
from calculators.physics.jobs import Chosen
from calculators.physics.ledger import Ledger
from calculators.physics.queueing import Wait
from calculators.physics.ranges import Estimate, interval
from calculators.physics.serving_jobs import Deployment
from calculators.physics.serving_load import Loaded, Replica, replica_of
from calculators.physics.serving_promise import Promise, most_requests_per_s
from calculators.serving.inputs import ServingInputs
from calculators.serving.results import NOT_REACHABLE

MOST_REPLICAS = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Times:
    """Of one load on replicas, with the interval of each."""

    ttft_ms: Estimate
    ttft_p95_ms: Estimate
    tpot_ms: Estimate
    utilisation_percent: float
    chance_percent: float
    """That so many replicas keep the promise."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """A replica at the best estimate and at every sample, and what is asked of it."""

    middle: Replica
    samples: Sequence[Replica]
    promise: Promise
    utilisation: float
    """Planned, as a share of 1."""

    @cached_property
    def tokens_per_s(self) -> Estimate:
        """Most output of a replica."""
        return interval([each.tokens_per_s for each in self.samples], self.middle.tokens_per_s)

    @cached_property
    def planned_per_s(self) -> float:
        """Requests of a replica as planned."""
        return self.middle.carries_per_s(self.utilisation)

    @cached_property
    def kept_per_s(self) -> float:
        """Requests with which a replica keeps the promise, surely; 0 where it does with none."""
        ordered = sorted(self._kept, reverse=True)
        sure = ordered[needed(len(ordered)) - 1]
        return min(sure, most_requests_per_s(self.middle, self.promise))

    @cached_property
    def reachable_percent(self) -> float:
        """Probability that any number of replicas keeps the promise."""
        return 100 * sum(each > 0 for each in self._kept) / len(self._kept)

    @cached_property
    def _kept(self) -> list[float]:
        return [most_requests_per_s(each, self.promise) for each in self.samples]

    def replicas(self, requests_per_s: float) -> int | str:
        """The fewest for a load, or why there is no such number."""
        if not self.kept_per_s:
            return decided(self.reachable_percent / 100, TOO_CLOSE, NOT_REACHABLE)
        count = requests_per_s / min(self.planned_per_s, self.kept_per_s)
        return ceil(count) if count <= MOST_REPLICAS else NOT_REACHABLE

    def range_of(self, replicas: int, requests_per_s: float) -> tuple[int, int]:
        """The 80% interval of what the samples each would need."""
        needs = [
            _whole(requests_per_s, min(each.carries_per_s(self.utilisation), kept))
            for each, kept in zip(self.samples, self._kept, strict=True)
        ]
        found = interval(needs, replicas)
        return int(found.low), ceil(found.high)

    def times(self, replicas: int, requests_per_s: float) -> Times:
        """What so many replicas deliver."""
        rate = requests_per_s / replicas
        middle = _times(self.middle, rate)
        samples = [_times(each, rate) for each in self.samples]
        first, late, token = (
            interval([each[place] for each in samples], middle[place]) for place in range(3)
        )
        kept = sum(each >= rate for each in self._kept)
        return Times(
            ttft_ms=first,
            ttft_p95_ms=late,
            tpot_ms=token,
            utilisation_percent=100 * self.middle.utilisation(rate),
            chance_percent=100 * kept / len(self._kept),
        )

    def show(self, replicas: int, requests_per_s: float, ledger: Ledger) -> None:
        """The steps from the most output to the replicas and their times."""
        ledger.add(
            "planned_requests_per_s",
            "requests of a replica, as planned",
            "tokens_per_s * utilisation / output",
            self.planned_per_s,
            "requests/s",
            tokens_per_s=self.middle.tokens_per_s,
            utilisation=self.utilisation,
            output=self.middle.output,
        )
        ledger.add(
            "replicas",
            "replicas for the load",
            "ceil(load / min(planned, within_the_promise))",
            replicas,
            "replicas",
            "Sakasegawa 1977, Allen and Cunneen; Pollaczek 1930; nine of ten samples",
            load=requests_per_s,
            planned=self.planned_per_s,
            within_the_promise=self.kept_per_s,
        )
        rate = requests_per_s / replicas
        ledger.add(
            "utilisation",
            "share of a replica's capacity in use",
            "rate * output / tokens_per_s",
            self.middle.utilisation(rate),
            "",
            rate=rate,
            output=self.middle.output,
            tokens_per_s=self.middle.tokens_per_s,
        )
        mean = self.middle.loaded(rate)
        place = self.middle.place(rate)
        if isinstance(mean, Loaded) and isinstance(place, Wait):
            _show_times(self.middle, rate, mean, place, ledger)


def idle_ttft_ms(machine: Replica) -> float:
    """Time to first token of an idle machine as a client sees it: with what passes outside the model."""
    return 1000 * machine.first + machine.chosen["request_ms"]


def load_of(
    inputs: ServingInputs, run: Deployment, middle: Chosen, samples: Sequence[Chosen]
) -> Load:
    """The load that the fields describe."""

    def replica(chosen: Chosen) -> Replica:
        return replica_of(
            run,
            inputs.prompt_tokens,
            inputs.output_tokens,
            chosen,
            variation=inputs.answer_variation,
        )

    return Load(
        middle=replica(middle),
        samples=[replica(each) for each in samples],
        promise=Promise(
            ttft_seconds=inputs.target_ttft_ms / 1000, tpot_seconds=inputs.target_tpot_ms / 1000
        ),
        utilisation=inputs.utilisation_percent / 100,
    )


def _whole(requests_per_s: float, carried_per_s: float) -> float:
    return ceil(requests_per_s / carried_per_s) if carried_per_s else inf


def _times(machine: Replica, rate: float) -> tuple[float, float, float]:
    """Mean and p95 of the first token and mean of a further one, in ms; infinite without a place in time."""
    mean = machine.loaded(rate)
    if not isinstance(mean, Loaded):
        return inf, inf, inf
    late = machine.ttft_p95_seconds(rate, mean)
    return 1000 * mean.ttft_seconds, 1000 * late, 1000 * mean.tpot_seconds


def _show_times(machine: Replica, rate: float, mean: Loaded, place: Wait, ledger: Ledger) -> None:
    """The steps to the times under the load."""
    reading = ledger.add(
        "reading",
        "share of a replica's time that goes to prompts",
        "rate * prefill",
        mean.reading,
        "",
        rate=rate,
        prefill=machine.prefill,
    )
    step = machine.step(mean.batch)
    tpot = ledger.add(
        "tpot_seconds",
        "a token under the load, prompts read in between",
        "step / (1 - reading)",
        step / (1 - reading),
        "s",
        "Little 1961: requests together are rate x output x this",
        step=step,
        reading=reading,
    )
    before = ledger.add(
        "reader_wait_seconds",
        "mean wait for the prompts before it",
        "first_token * reading / (2 * (1 - reading))",
        machine.reader(reading).mean_seconds,
        "s",
        "Pollaczek 1930, Khinchine 1932",
        first_token=machine.first,
        reading=reading,
    )
    waiting = ledger.add(
        "place_wait_seconds",
        "mean wait for a place",
        "(1 + variation**2) / 2 * must_wait * output / (tokens_per_s * (1 - utilisation))",
        place.mean_seconds,
        "s",
        "Allen and Cunneen; Sakasegawa 1977",
        variation=machine.variation,
        must_wait=place.probability,
        output=machine.output,
        tokens_per_s=machine.tokens_per_s,
        utilisation=place.utilisation,
    )
    outside = machine.chosen["request_ms"] / 1000
    under_way = 0.5 * tpot * (1 - 1 / mean.batch)
    ledger.add(
        "loaded_ttft_seconds",
        "time to first token under the load, mean",
        "first_token + outside + under_way + before + place",
        machine.first + outside + under_way + before + waiting,
        "s",
        first_token=machine.first,
        outside=outside,
        under_way=under_way,
        before=before,
        place=waiting,
    )
