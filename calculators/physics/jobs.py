"""A training job and what is uncertain about carrying it out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from calculators.physics.accelerator import MACHINE
from calculators.physics.transformer import Architecture


@dataclass(frozen=True, kw_only=True)
class TrainingJob:
    """How a model is trained; lengths in tokens, batch in sequences of one forward pass of one GPU."""

    model: Architecture
    method: str
    """full, lora or qlora."""
    sequence_tokens: float
    micro_batch: float
    gpus: int = 1
    precision: str = "bf16"
    checkpointing: str = "full"
    """none, selective or full."""
    sharding: str = "none"
    """none, zero2, zero3 or tp."""
    tensor_parallel: int = 0
    """Accelerators that work on one token together; 0: not stated."""
    pipeline: int = 1
    """Stages that the layers are split into, one after the other."""
    optimizer: str = "adamw"
    lora_rank: float = 32
    lora_targets: str = "all-linear"
    cpu_offload: str = "none"
    flash_attention: bool = True
    fused_loss: bool = False
    master_weights: bool = False
    """A 32-bit copy of the weights and 32-bit optimizer states (mixed precision)."""
    compiled: bool = False
    grouped_experts: bool = True
    """The experts of a layer work in grouped products, not one after the other."""
    experts_apart: bool = False
    """The experts of a layer lie on the accelerators of a machine, and tokens are sent to them."""

    @cached_property
    def tokens(self) -> float:
        """Tokens of one forward pass of one GPU."""
        return self.sequence_tokens * self.micro_batch

    @cached_property
    def trainable(self) -> float:
        """Parameters that are trained."""
        if self.method == "full":
            return self.model.params
        return self.model.lora_params(self.lora_rank, self.lora_targets)

    @cached_property
    def adapted(self) -> tuple[float, float, float]:
        """What adapters of a layer read a token, what they add to, and their number; none in full training."""
        if self.method == "full":
            return 0.0, 0.0, 0.0
        return self.model.adapted(self.lora_targets, max(self.model.experts_per_token, 1))

    @cached_property
    def together(self) -> int:
        """Accelerators that work on one token: a model that is split is split within a machine."""
        usual = MACHINE if self.sharding == "tp" else 1
        return max(1, min(self.tensor_parallel or usual, self.gpus))

    @cached_property
    def weight_shards(self) -> int:
        """Accelerators that share the weights; 1 where each holds all of them."""
        return self.gpus if self.sharding in {"zero3", "tp"} else 1

    @cached_property
    def state_shards(self) -> int:
        """Accelerators that share gradients and the optimizer's states."""
        return self.gpus if self.sharding in {"zero2", "zero3", "tp"} else 1

    @cached_property
    def activation_shards(self) -> int:
        """Accelerators that share activations: tensor parallelism splits them as well."""
        return self.gpus if self.sharding == "tp" else 1

    @cached_property
    def kept_elements(self) -> float:
        """Numbers of 16 bit that a token leaves in a layer for the backward pass, if all that is written stays."""
        kept = {"full": self.model.hidden, "selective": self.model.kept_selectively}
        return kept.get(self.checkpointing, self.model.forward_elements)

    @cached_property
    def stages_waiting(self) -> int:
        """Stages that wait for the head: all, where layers are dealt out evenly and the last has it on top.

        A number of layers that the stages do not divide was dealt out with the head counted in.
        """
        return self.pipeline if self.model.layers % self.pipeline == 0 else 1

    @cached_property
    def resident_params(self) -> float:
        """Parameters that are whole on one accelerator or gathered there: not the experts of others."""
        away = 1 - 1 / min(self.gpus, MACHINE) if self.experts_apart else 0.0
        return self.model.params - self.model.expert_params * away

    @cached_property
    def weight_passes(self) -> int:
        """Times that a step goes through every layer: forward, backward, and again when recomputed."""
        return 3 if self.checkpointing == "full" else 2

    @cached_property
    def weight_bytes(self) -> float:
        """Bytes of a weight that is sent or fetched: 16 bit, or 4 and its share of a block's 32-bit scale.

        A block of QLoRA has 64 weights (Dettmers et al. 2023).
        """
        return 0.5 + 4 / 64 if self.method == "qlora" else 2.0

    @cached_property
    def in_backward(self) -> bool:
        """The step runs inside the backward pass, so that gradients are never held all at once."""
        return self.optimizer.endswith("_in_backward")

    @cached_property
    def unfused(self) -> bool:
        """PyTorch's AdamW as it comes ("adamw_torch" in Transformers), not one fused kernel."""
        return "torch" in self.optimizer and "fused" not in self.optimizer

    @cached_property
    def paged(self) -> bool:
        """The optimizer's states live in the host's memory."""
        return self.optimizer.startswith("paged")

    @cached_property
    def state_bytes(self) -> float:
        """Optimizer states, bytes a trained parameter: two moments for Adam, none or one for others.

        8-bit states carry a scale for every block of 256 (Dettmers et al. 2021): 1/64 byte each.
        """
        name = self.optimizer.removesuffix("_in_backward").removeprefix("paged_")
        number = 4 if self.master_weights else 2
        if "8bit" in name:
            number = 1 + 4 / 256
        copies = (
            0 if name in {"sgd", "none"} else 1 if name in {"lion", "muon", "sgd_momentum"} else 2
        )
        return copies * number + (4 if self.master_weights else 0)


type Chosen = Mapping[str, float]
"""One value for every uncertain number."""
