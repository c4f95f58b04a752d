"""The inputs of the training calculator."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from annotated_types import Ge, Le

from calculators.declare import Input
from calculators.physics.inputs import GPU, AcceleratorInputs, ModelInputs, accelerator_choice
from calculators.physics.training_efficiencies import TrainingEfficiencies
from calculators.physics.training_plan import USABLE

_DATA = "Training data"
_JOB = "How it is trained"
_COMPARE = "Money and energy"


class Method(StrEnum):
    """What is trained."""

    FULL = "full"
    LORA = "lora"
    QLORA = "qlora"


class Precision(StrEnum):
    """Type of the matrix products."""

    BF16 = "bf16"
    FP16 = "fp16"
    FP8 = "fp8"


class Checkpointing(StrEnum):
    """Which activations are computed again instead of kept."""

    NONE = "none"
    SELECTIVE = "selective"
    FULL = "full"


class Sharding(StrEnum):
    """What the accelerators share instead of each holding a copy."""

    NONE = "none"
    ZERO2 = "zero2"
    ZERO3 = "zero3"
    TP = "tp"


class MasterWeights(StrEnum):
    """Whether full training keeps a 32-bit copy of the weights."""

    AS_USUAL = "as_usual"
    YES = "true"
    NO = "false"


class Optimizer(StrEnum):
    """Optimizer, with where its states live and when it steps."""

    ADAMW = "adamw"
    ADAMW_8BIT = "adamw8bit"
    PAGED_ADAMW_8BIT = "paged_adamw8bit"
    ADAMW_IN_BACKWARD = "adamw_in_backward"
    ADAMW_8BIT_IN_BACKWARD = "adamw8bit_in_backward"
    PAGED_ADAMW_8BIT_IN_BACKWARD = "paged_adamw8bit_in_backward"
    SGD = "sgd"


class Targets(StrEnum):
    """Matrices that get an adapter."""

    QV = "qv"
    ATTENTION = "attention"
    ALL_LINEAR = "all-linear"


class Offload(StrEnum):
    """What lives in the host's memory."""

    NONE = "none"
    PARAMETERS = "parameters"
    ACTIVATIONS = "activations"


def _job(label: str, unit: str, text: str, *, advanced: bool = False) -> Input:
    return Input(label=label, unit=unit, help=text, group=_JOB, advanced=advanced)


@dataclass(frozen=True, kw_only=True)
class _Choice:
    gpu: Annotated[str, accelerator_choice("training-accelerators")] = "a100-sxm-80gb"


# A dataclass takes the fields of its last base first: read the form's order from the end.
@dataclass(frozen=True, kw_only=True)
class TrainingInputs(TrainingEfficiencies, AcceleratorInputs, _Choice, ModelInputs):
    """A fine-tuning job: model, accelerators, data, method."""

    gpu_power_w: Annotated[
        float,
        Input(
            label="Power",
            unit="W",
            help="Stated limit of one accelerator.",
            group=GPU,
            filled_by="gpu",
            advanced=True,
        ),
        Ge(1),
        Le(10_000),
    ]
    gpus: Annotated[
        int,
        Input(label="Accelerators", unit="accelerators", help="That train together.", group=GPU),
        Ge(1),
        Le(100_000),
    ] = 1
    examples: Annotated[
        int,
        Input(label="Examples", unit="examples", help="Prompt and answer together.", group=_DATA),
        Ge(1),
        Le(10_000_000_000),
    ] = 10_000
    tokens_per_example: Annotated[
        int,
        Input(
            label="Example length", unit="tokens", help="Mean length of an example.", group=_DATA
        ),
        Ge(1),
        Le(10_000_000),
    ] = 500
    epochs: Annotated[
        int,
        Input(label="Epochs", unit="passes", help="Passes over the examples.", group=_DATA),
        Ge(1),
        Le(1_000),
    ] = 3
    packed: Annotated[
        bool,
        Input(
            label="Examples are packed",
            unit="",
            help="Several examples fill one sequence; otherwise each is padded to the full length.",
            group=_DATA,
        ),
    ] = True
    method: Annotated[
        Method, _job("Method", "", "All weights, adapters, or adapters on 4-bit weights.")
    ] = Method.LORA
    sequence_tokens: Annotated[
        int,
        _job("Sequence length", "tokens", "Longest example after truncation; sets the memory."),
        Ge(1),
        Le(10_000_000),
    ] = 2_048
    micro_batch: Annotated[
        int,
        _job("Batch of one accelerator", "sequences", "Sequences in one forward pass."),
        Ge(1),
        Le(4_096),
    ] = 2
    accumulation: Annotated[
        int,
        _job("Gradient accumulation", "passes", "Forward passes for one optimizer step."),
        Ge(1),
        Le(100_000),
    ] = 8
    checkpointing: Annotated[
        Checkpointing,
        _job("Checkpointing", "", "Activations that are computed again instead of kept."),
    ] = Checkpointing.FULL
    lora_rank: Annotated[
        int, _job("Adapter's rank", "", "Of LoRA and QLoRA."), Ge(1), Le(4_096)
    ] = 16
    lora_targets: Annotated[
        Targets, _job("Adapted matrices", "", "Query and value, attention, or all.", advanced=True)
    ] = Targets.ALL_LINEAR
    optimizer: Annotated[
        Optimizer,
        _job(
            "Optimizer",
            "",
            "Of full training: 8-bit states are smaller, paged ones live in the host's memory. "
            "Adapters are so small that theirs are counted in one range.",
        ),
    ] = Optimizer.ADAMW
    sharding: Annotated[
        Sharding,
        _job("Sharding", "", "What several accelerators share (ZeRO stages, tensor parallelism)."),
    ] = Sharding.NONE
    master_weights: Annotated[
        MasterWeights,
        _job(
            "32-bit master weights",
            "",
            "Of full training. With them 16 bytes a parameter with AdamW; without, weights, gradients "
            "and both moments stay in 16 bit: 8 bytes, and small updates may be lost. As usual: kept "
            "where accelerators share weights or states, not where each holds all.",
            advanced=True,
        ),
    ] = MasterWeights.AS_USUAL
    cpu_offload: Annotated[
        Offload,
        _job(
            "Offload",
            "",
            "What lives in the host's memory; copies that take longer than computing slow the job.",
            advanced=True,
        ),
    ] = Offload.NONE
    fused_loss: Annotated[
        bool, _job("Fused loss", "", "Logits are not held all at once.", advanced=True)
    ] = False
    flash_attention: Annotated[
        bool, _job("Flash attention", "", "Scores are not written to memory.", advanced=True)
    ] = True
    compiled: Annotated[
        bool, _job("Graph compilation", "", "Neighbouring kernels are fused.", advanced=True)
    ] = False
    grouped_experts: Annotated[
        bool,
        _job(
            "Grouped experts",
            "",
            "A layer's experts work in grouped products, not one after the other.",
            advanced=True,
        ),
    ] = True
    precision: Annotated[
        Precision, _job("Precision", "", "Of the matrix products.", advanced=True)
    ] = Precision.BF16
    usable_percent: Annotated[
        float,
        Input(
            label="Usable memory",
            unit="%",
            help="Share of the nominal memory that a process can allocate.",
            group=GPU,
            advanced=True,
        ),
        Ge(10),
        Le(100),
    ] = 100 * USABLE
    budget_usd: Annotated[
        float,
        Input(label="Budget", unit="USD", help="For the tokens it buys.", group=_COMPARE),
        Ge(0),
        Le(1_000_000_000),
    ] = 100.0
    hosted_training: Annotated[
        str,
        Input(
            label="Hosted training",
            unit="",
            help="A service that trains for you, to compare with. Fills its price.",
            group=_COMPARE,
            catalogue="hosted-training",
        ),
    ] = "none"
    hosted_usd_per_million_tokens: Annotated[
        float,
        Input(
            label="Price of hosted training",
            unit="USD/million tokens",
            help="Of a trained token, each pass counted; 0 for none.",
            group=_COMPARE,
            filled_by="hosted_training",
        ),
        Ge(0),
        Le(10_000),
    ]
    power_percent: Annotated[
        float,
        Input(
            label="Power drawn",
            unit="%",
            help="Of the accelerator's limit, on average.",
            group=_COMPARE,
            advanced=True,
        ),
        Ge(1),
        Le(100),
    ] = 85.0
    site_overhead: Annotated[
        float,
        Input(
            label="Site's overhead",
            unit="factor",
            help="Energy of the whole site over that of the accelerators: host, cooling.",
            group=_COMPARE,
            advanced=True,
        ),
        Ge(1),
        Le(5),
    ] = 1.5
