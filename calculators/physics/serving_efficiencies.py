"""The calibrated numbers behind memory and speed of serving, as inputs."""

from calculators.physics.efficiency_inputs import Efficiency, efficiency_inputs

ENGINE = "engine"
"""The choice that fills what depends on the software and not on the accelerator."""
SCHEDULED = "scheduled"
"""Engines that serve requests from Python and set memory aside for prompts and sampling: vLLM, SGLang."""

SERVING = (
    Efficiency(
        name="compute",
        label="Share of the peak",
        unit="share",
        help="Reached by 16-bit products on long prompts.",
        least=0.01,
        most=1.5,
    ),
    Efficiency(
        name="compute_8_bit",
        label="Share of the 8-bit peak",
        unit="share",
        help="Reached by 8-bit products on long prompts.",
        least=0.01,
        most=1.5,
    ),
    Efficiency(
        name="attention_share",
        label="Share of the peak, attention",
        unit="share",
        help="Of the 16-bit peak, reached by attention, which waits for more than its products.",
        least=0.01,
        most=1.5,
    ),
    Efficiency(
        name="bandwidth",
        label="Share of the bandwidth",
        unit="share",
        help="At which weights are read.",
        least=0.01,
        most=1.2,
    ),
    Efficiency(
        name="unpacked",
        label="Share of the bandwidth, unpacking",
        unit="share",
        help="At which weights are read of which several share a byte, as those of 4 bits.",
        least=0.01,
        most=1.2,
    ),
    Efficiency(
        name="cache_read",
        label="Share of the bandwidth, cache",
        unit="share",
        help="At which keys and values are read.",
        least=0.01,
        most=1.2,
    ),
    Efficiency(
        name="passes",
        label="Passes over memory",
        unit="passes",
        help="Times that a number written in a layer moves between memory and chip.",
        least=0.01,
        most=50,
        choice=ENGINE,
    ),
    Efficiency(
        name="routed_passes",
        label="Passes over memory, experts",
        unit="passes",
        help="Times that a number on its way to an expert and back moves between memory and chip.",
        least=0.01,
        most=1000,
    ),
    Efficiency(
        name="layer_us",
        label="Fixed time of a layer",
        unit="µs",
        help="Launching its kernels.",
        least=0.1,
        most=20000,
    ),
    Efficiency(
        name="host_us",
        label="Host time of a layer",
        unit="µs",
        help="Starting its kernels one by one, beside the accelerator's work: about 900 in Python, next to nothing with graphs.",
        least=0.01,
        most=20000,
        choice=ENGINE,
    ),
    Efficiency(
        name="step_us",
        label="Fixed time of a step",
        unit="µs",
        help="Scheduling and sampling.",
        least=0.1,
        most=200000,
        choice=ENGINE,
    ),
    Efficiency(
        name="sequence_us",
        label="Fixed time of a sequence",
        unit="µs",
        help="In every step.",
        least=0.01,
        most=5000,
        choice=ENGINE,
    ),
    Efficiency(
        name="link",
        label="Share of the link",
        unit="share",
        help="Reached in an all-reduce.",
        least=0.001,
        most=1,
    ),
    Efficiency(
        name="link_us",
        label="Fixed time of an all-reduce",
        unit="µs",
        help="Its start.",
        least=0.1,
        most=5000,
    ),
    Efficiency(
        name="request_ms",
        label="Time outside the model",
        unit="ms",
        help="Of a request: network stack, tokenizer, first scheduling.",
        least=0.01,
        most=5000,
    ),
    Efficiency(
        name="first_token",
        label="First token",
        unit="factor",
        help="Time to the first token over that of reading the prompt.",
        least=0.2,
        most=5,
    ),
    Efficiency(
        name="batching",
        label="Batching",
        unit="factor",
        help="Time of a run of many sequences over the sum of its passes.",
        least=0.2,
        most=5,
    ),
    Efficiency(
        name="usable",
        label="Usable memory",
        unit="share",
        help="That an engine gives to weights and cache.",
        least=0.1,
        most=1,
    ),
    Efficiency(
        name="workspace_gib",
        label="Workspace",
        unit="GiB",
        help="Memory of each accelerator besides weights, cache, and what an engine sets aside for prompts and sampling.",
        least=0.001,
        most=20,
        choice=ENGINE,
    ),
)

ServingEfficiencies = efficiency_inputs("ServingEfficiencies", SERVING, "Calibrated ranges", "gpu")

CAPACITY = tuple(each for each in SERVING if each.name not in {"request_ms", "first_token"})
"""Those that set how many requests a replica answers; the others are times of a single one."""
CAPACITY_PREFIX = "serving_"
"""Begins their names in a form that asks about training too."""
