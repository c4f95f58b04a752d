"""What the results say in sentences."""

from collections.abc import Sequence

from calculators.answers import DOES_NOT_FIT, NONE, TOO_CLOSE, decided
from calculators.physics.jobs import Chosen
from calculators.physics.queueing import ABOVE_BUSY, BUSY, NOT_PREDICTABLE
from calculators.physics.ranges import interval
from calculators.physics.serving_capacity import Requests, accelerators_that_fit
from calculators.physics.serving_jobs import Deployment
from calculators.physics.serving_load import MOST_SEQUENCES, memory_gib
from calculators.quantities import (
    HOURS_PER_MONTH,
    format_estimate,
    format_interval,
    format_probability,
    format_quantity,
)
from calculators.serving.inputs import ServingInputs
from calculators.serving.load import Load, Times
from calculators.serving.results import FITS


def answer(inputs: ServingInputs, load: Load, replicas: int | str, times: Times | None) -> str:
    """What a replica writes, what the load takes, and how it is then served."""
    most = load.tokens_per_s
    speed = format_interval(most.low, most.high, "tokens/s")
    start = f"A replica writes at most {speed or format_estimate(most.mid, 'tokens/s')}."
    if times is None or isinstance(replicas, str):
        if replicas == TOO_CLOSE:
            chance = format_probability(load.reachable_percent)
            return (
                f"{start} Whether any number of replicas keeps {_promise(inputs)} is too close to "
                f"call: one does with a probability {chance}."
            )
        return f"{start} No number of replicas keeps {_promise(inputs)}."
    count = replicas * inputs.gpus_per_replica
    gpus = format_estimate(count, "accelerators")
    month = format_estimate(count * inputs.usd_per_gpu_hour * HOURS_PER_MONTH, "USD")
    first = format_estimate(times.ttft_p95_ms.mid, "ms")
    return (
        f"{start} The load takes {gpus}, {month} a month; 95 of 100 first tokens then arrive "
        f"within {first}."
    )


def _promise(inputs: ServingInputs) -> str:
    first = format_quantity(inputs.target_ttft_ms, "ms")
    token = format_quantity(inputs.target_tpot_ms, "ms")
    return f"the promise (95 of 100 first tokens within {first}, {token} a further token)"


def warning(inputs: ServingInputs, load: Load, times: Times | None) -> str:
    """What a reader must know beside the numbers, or NONE."""
    asked, places = inputs.concurrent_requests, load.middle.places
    if asked > places:
        does = "run" if places >= MOST_SEQUENCES else "fit"
        return f"only {int(places):,} of {asked:,} requests {does} at once"
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
        start = f"May or may not fit, with a probability {format_probability(100 * probability)}"
    more = accelerators_that_fit(run, work, samples)
    enough = f" It fits on {more} accelerators." if more else ""
    return f"{start}: one request needs {need}, {have} usable.{enough}"
