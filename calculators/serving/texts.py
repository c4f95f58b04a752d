"""What the results say in sentences."""

from collections.abc import Sequence
from math import ceil, floor

from calculators.answers import DOES_NOT_FIT, NONE, TOO_CLOSE, decided
from calculators.physics.jobs import Chosen
from calculators.physics.queueing import ABOVE_BUSY, BUSY, NOT_PREDICTABLE
from calculators.physics.ranges import interval
from calculators.physics.serving_capacity import NO_DOUBLING, Requests, accelerators_that_fit
from calculators.physics.serving_jobs import Deployment
from calculators.physics.serving_load import MOST_SEQUENCES, memory_gib
from calculators.quantities import (
    HOURS_PER_MONTH,
    format_estimate,
    format_interval,
    format_quantity,
    probability_in_words,
)
from calculators.serving.inputs import ServingInputs
from calculators.serving.load import MOST_REPLICAS, Load, Times, idle_ttft_ms
from calculators.serving.results import FITS


def answer(inputs: ServingInputs, load: Load, replicas: int | str, times: Times | None) -> str:
    """What a replica writes, what the load takes, and how it is then served."""
    most = load.tokens_per_s
    speed, spread = format_estimate(most.mid, "tokens/s"), format_interval(most.low, most.high, "")
    start = f"A replica writes at most {f'about {speed} ({spread})' if spread else speed}."
    if times is None or isinstance(replicas, str):
        return f"{start} {_not_kept(inputs, load, replicas)}"
    count = replicas * inputs.gpus_per_replica
    gpus = format_estimate(count, "accelerators")
    month = format_estimate(count * inputs.usd_per_gpu_hour * HOURS_PER_MONTH, "USD")
    first = format_estimate(times.ttft_p95_ms.mid, "ms")
    return (
        f"{start} The load takes {gpus}, {month} a month; 95 of 100 first tokens then arrive "
        f"within {first}."
    )


def _not_kept(inputs: ServingInputs, load: Load, replicas: int | str) -> str:
    """That no number of replicas surely keeps the promise, why, and what the load takes without it."""
    if replicas == TOO_CLOSE:
        chance = probability_in_words(load.reachable_percent)
        told = (
            f"Whether any number of replicas keeps {_promise(inputs)} is too close to call: one does "
            f"with a probability {chance}."
        )
    else:
        limit = f" up to {MOST_REPLICAS:,}" if load.kept_per_s else ""
        told = f"No number of replicas{limit} keeps {_promise(inputs)}."
    idle = load.middle
    first = format_estimate(idle_ttft_ms(idle), "ms")
    token = format_estimate(1000 * idle.alone, "ms")
    count = ceil(inputs.requests_per_s / load.planned_per_s)
    gpus = format_quantity(count * inputs.gpus_per_replica, "accelerators")
    percent = format_quantity(inputs.utilisation_percent, "%")
    return (
        f"{told} An idle one takes {first} to the first token and {token} a further one. "
        f"Without the promise {gpus} would carry the load at {percent} of the capacity."
    )


def _promise(inputs: ServingInputs) -> str:
    first = format_quantity(inputs.target_ttft_ms, "ms")
    token = format_quantity(inputs.target_tpot_ms, "ms")
    return f"the promise (95 of 100 first tokens within {first}, {token} a further token)"


def warning(inputs: ServingInputs, load: Load, times: Times | None) -> str:
    """What a reader must know beside the numbers, or NONE."""
    asked, at_once = inputs.concurrent_requests, load.middle.places
    if asked > at_once:
        does = "run" if at_once >= MOST_SEQUENCES else "fit"
        return f"only {floor(at_once):,} of {asked:,} requests {does} at once"
    if times is not None and times.utilisation_percent > 100 * BUSY:
        return f"utilisation {ABOVE_BUSY}: {NOT_PREDICTABLE}"
    return NONE


def not_sure(  # noqa: PLR0913, PLR0917 - all that the sentence names
    inputs: ServingInputs,
    run: Deployment,
    work: Requests,
    chosen: Chosen,
    samples: Sequence[Chosen],
    probability: float,
) -> str:
    """What one request needs beside what there is, and how many accelerators would do."""
    need = format_quantity(memory_gib(run, 1, work.total, chosen), "GiB")
    whole = inputs.gpu_memory_gib * inputs.gpus_per_replica
    room = interval([whole * each["usable"] for each in samples], whole * chosen["usable"])
    have = format_interval(room.low, room.high, "GiB") or format_quantity(room.mid, "GiB")
    start = "Does not fit"
    if decided(probability, FITS, DOES_NOT_FIT) != DOES_NOT_FIT:
        start = f"May or may not fit, with a probability {probability_in_words(100 * probability)}"
    more = accelerators_that_fit(run, work, samples)
    enough = f"It fits on {more} accelerators" if more else NO_DOUBLING.capitalize()
    return f"{start}: one request needs {need}, {have} usable. {enough}."
