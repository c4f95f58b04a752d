"""The calibrated numbers behind memory and speed of training, as inputs."""

from calculators.physics.efficiency_inputs import Efficiency, efficiency_inputs

MEMORY = (
    Efficiency(
        name="logit_bytes",
        label="Bytes a logit",
        unit="bytes",
        help="Held at the loss when it is not fused.",
        least=0.1,
        most=200,
    ),
    Efficiency(
        name="full_logit_bytes",
        label="Bytes a logit, full training",
        unit="bytes",
        help="Held at the loss when it is not fused; full training is mostly code that compiles its loss.",
        least=0.1,
        most=200,
    ),
    Efficiency(
        name="fused_logit_bytes",
        label="Bytes a logit, fused loss",
        unit="bytes",
        help="Held at the loss when it is fused or chunked.",
        least=0.01,
        most=50,
    ),
    Efficiency(
        name="kept_full",
        label="Activations kept, full",
        unit="share",
        help="Share of what a layer writes that is kept for the backward pass.",
        least=0.05,
        most=3,
    ),
    Efficiency(
        name="kept_lora",
        label="Activations kept, LoRA",
        unit="share",
        help="Share of what a layer writes that is kept for the backward pass.",
        least=0.05,
        most=3,
    ),
    Efficiency(
        name="kept_qlora",
        label="Activations kept, QLoRA",
        unit="share",
        help="Share of what a layer writes that is kept for the backward pass.",
        least=0.05,
        most=3,
    ),
    Efficiency(
        name="layer_share",
        label="A layer computed again",
        unit="share",
        help="Share of what it writes that is held at once.",
        least=0.05,
        most=5,
    ),
    Efficiency(
        name="fused_layer_share",
        label="A layer computed again, fused",
        unit="share",
        help="The same where loss and layers come as fused kernels.",
        least=0.05,
        most=5,
    ),
    Efficiency(
        name="adapter_inputs",
        label="Adapters' inputs kept",
        unit="numbers",
        help="For each number that an adapter reads: 1.5 with dropout, less without; none with a fused loss.",
        least=0.01,
        most=5,
    ),
    Efficiency(
        name="adapter_bytes",
        label="Bytes an adapter parameter",
        unit="bytes",
        help="Weight, gradient and optimizer's states together.",
        least=1,
        most=40,
    ),
    Efficiency(
        name="quantised_bytes",
        label="Bytes a 4-bit parameter",
        unit="bytes",
        help="With its scales.",
        least=0.3,
        most=1,
    ),
    Efficiency(
        name="unquantised_bytes",
        label="Bytes an embedding parameter",
        unit="bytes",
        help="Beside 4-bit weights: 2 in 16 bit, 4 where the framework copies them to 32 bit.",
        least=1,
        most=5,
    ),
    Efficiency(
        name="gathered_layers",
        label="Layers gathered",
        unit="layers",
        help="Whole on every accelerator at once while weights are sharded.",
        least=1,
        most=100,
    ),
    Efficiency(
        name="shared_state_bytes",
        label="Bytes of shared states",
        unit="bytes",
        help="A 32-bit copy of a weight and Adam's two moments where accelerators share them.",
        least=2,
        most=40,
    ),
    Efficiency(
        name="fixed_gib",
        label="Fixed memory",
        unit="GiB",
        help="Workspaces, the driver's context where it counts.",
        least=0.01,
        most=20,
    ),
    Efficiency(
        name="bucket_gib",
        label="Buckets of shards",
        unit="GiB",
        help="In which shards of gradients are added up.",
        least=0.01,
        most=20,
    ),
    Efficiency(
        name="reserve",
        label="Allocator's reserve",
        unit="factor",
        help="On what comes and goes in a step: activations, logits, gathered layers.",
        least=0.5,
        most=3,
    ),
)

SPEED = (
    Efficiency(
        name="share",
        label="Share of the peak",
        unit="share",
        help="Reached by the matrix products alone.",
        least=0.01,
        most=1.5,
    ),
    Efficiency(
        name="attention_share",
        label="Share of the peak, attention",
        unit="share",
        help="Reached by attention, which waits for more than its products.",
        least=0.01,
        most=1.5,
    ),
    Efficiency(
        name="passes",
        label="Passes over memory",
        unit="passes",
        help="Times that a number written in a layer moves between memory and chip.",
        least=0.1,
        most=200,
    ),
    Efficiency(
        name="compiled_passes",
        label="Passes over memory, compiled",
        unit="passes",
        help="The same with graph compilation.",
        least=0.1,
        most=200,
    ),
    Efficiency(
        name="launch_us",
        label="Start of a kernel",
        unit="µs",
        help="Hidden behind the computing when a batch has many tokens.",
        least=0.1,
        most=1000,
    ),
    Efficiency(
        name="unpack_bytes",
        label="Unpacking",
        unit="bytes",
        help="Moved to turn one 4-bit weight into 16 bit, in every pass over the weights.",
        least=0.1,
        most=200,
    ),
    Efficiency(
        name="link",
        label="Share of the link",
        unit="share",
        help="Reached when shards are gathered.",
        least=0.001,
        most=1,
    ),
    Efficiency(
        name="exposed",
        label="Gathering not hidden",
        unit="share",
        help="Of gathering or computing, whichever is shorter.",
        least=0.001,
        most=1,
    ),
    Efficiency(
        name="long_run",
        label="Long run",
        unit="factor",
        help="Wall time of a pre-training over that of its steps.",
        least=0.5,
        most=10,
    ),
    Efficiency(
        name="routed_passes",
        label="Ways to the experts",
        unit="passes",
        help="Times that a number on its way to an expert and back moves between memory and chip.",
        least=0.1,
        most=20_000,
    ),
    Efficiency(
        name="looped_passes",
        label="Ways to the experts, one by one",
        unit="passes",
        help="The same where a layer's experts are taken one after the other.",
        least=0.1,
        most=20_000,
    ),
)

TrainingEfficiencies = efficiency_inputs(
    "TrainingEfficiencies", MEMORY + SPEED, "Calibrated ranges", "gpu"
)

_IN_PLAN = {
    "logit_bytes",
    "full_logit_bytes",
    "layer_share",
    "adapter_inputs",
    "adapter_bytes",
    "quantised_bytes",
    "unquantised_bytes",
    "gathered_layers",
    "shared_state_bytes",
    "fixed_gib",
    "bucket_gib",
    "reserve",
}
PLAN_MEMORY = tuple(each for each in MEMORY if each.name in _IN_PLAN)
"""Those that set whether a planned job fits; of these only the middle is used."""
PLAN_SPEED = tuple(
    each for each in SPEED if each.name not in {"compiled_passes", "looped_passes", "long_run"}
)
"""Those that set the hours of a planned job (see training_plan)."""
PLAN_PREFIX = "training_"
"""Begins their names in a form that asks about serving too."""
