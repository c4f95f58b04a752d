"""A model being served and what is uncertain about serving it."""

from dataclasses import dataclass

from calculators.physics.accelerator import Accelerator
from calculators.physics.transformer import GIB, Architecture

_SCALES = 20 / 128
"""Bits a weight: a scale of 16 and a zero of 4 for each group of 128 (Frantar et al. 2022, GPTQ)."""
_SCALES_FP4 = 8 / 16
"""The same where 4-bit floats are computed: a scale of 8 for each block of 16 (NVFP4)."""


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """One replica: a model on one machine."""

    model: Architecture
    gpu: Accelerator
    gpus: int = 1
    tensor_parallel: int = 1
    """1 with several GPUs means that the layers are split over them, one after the other."""
    weight_bits: float = 16
    kv_bits: float = 16
    precision: str = "bf16"
    adapters: int = 0
    adapter_bytes: float = 0.0
    """LoRA adapters that share the base model, and the size of one."""

    @property
    def together(self) -> int:
        """GPUs that work on the same token at the same time."""
        return max(1, min(self.tensor_parallel, self.gpus))

    @property
    def cache_copies(self) -> float:
        """Times that the GPUs of a replica hold each number of the cache.

        Tensor parallelism shares it out by key-value heads: GPUs beyond their number hold a copy, and
        each holds the whole of a latent cache.
        """
        shards = 1 if self.model.latent_dims else min(self.together, self.model.kv_heads)
        return self.together / shards

    @property
    def weights_unpacked(self) -> bool:
        """Weights stored in fewer bits than the products are computed in."""
        return self.weight_bits < {"fp8": 8, "int8": 8, "fp4": 4}.get(self.precision, 16)

    @property
    def stored_bits(self) -> float:
        """Bits a weight with the scales of its group; a mean of a mixed format holds them already."""
        if self.weight_bits != 4:
            return self.weight_bits
        return self.weight_bits + (_SCALES_FP4 if self.precision == "fp4" else _SCALES)

    @property
    def weights_gib(self) -> float:
        """Weights of the model and of all adapters."""
        return (
            self.model.weight_bytes(self.stored_bits) + self.adapters * self.adapter_bytes
        ) / GIB
