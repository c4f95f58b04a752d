"""A model being served and what is uncertain about serving it."""

from dataclasses import dataclass
from functools import cached_property

from calculators.physics.accelerator import Accelerator
from calculators.physics.transformer import GIB, Architecture

_SCALES = 20 / 128
"""Bits a weight: a scale of 16 and a zero of 4 for each group of 128 (Frantar et al. 2022, GPTQ)."""
_SCALES_FP4 = 8 / 16
"""The same where 4-bit floats are computed: a scale of 8 for each block of 16 (NVFP4)."""
_SAMPLED_BYTES = 2 + 4 + 4 + 8 + 4
"""A logit being sampled: from the head, in 32 bit, sorted, its place before sorting, its probability."""
_LARGE_GIB = 70


@dataclass(frozen=True, kw_only=True)
class Budget:
    """What an engine makes room for before the cache gets the rest of its memory."""

    chunk_tokens: float = 0.0
    """Prompt tokens that it reads at once."""
    sequences: float = 0.0
    """Sequences whose next tokens it samples at once."""


def served_budget(gpu: Accelerator) -> Budget:
    """The defaults of vLLM for a server (get_batch_defaults in its arg_utils.py): from 70 GiB on more of both.

    The A100 is left out there by its name; here by what it lacks, products in fp8.
    """
    eight_bit = gpu.peak_flops("fp8") > gpu.peak_flops("bf16")
    if gpu.memory_gib >= _LARGE_GIB and eight_bit:
        return Budget(chunk_tokens=8192, sequences=1024)
    return Budget(chunk_tokens=2048, sequences=256)


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
    group_reads: float = 1.0
    """Times that a step reads each number of the cache: once where the query heads of a group share it."""
    budget: Budget = Budget()
    """Left empty where the engine sets nothing aside, or where its workspace holds it already."""

    @cached_property
    def together(self) -> int:
        """GPUs that work on the same token at the same time."""
        return max(1, min(self.tensor_parallel, self.gpus))

    @cached_property
    def peak_flops(self) -> float:
        """Peak operations a second of these GPUs for the products of the layers."""
        return self.gpu.peak_flops(self.precision) * self.together

    @cached_property
    def attention_peak_flops(self) -> float:
        """The same for attention, which is computed in 16 bit."""
        precision = "bf16" if self.few_bits else self.precision
        return self.gpu.peak_flops(precision) * self.together

    @cached_property
    def few_bits(self) -> bool:
        """Products of 8 bits or fewer."""
        return self.precision in {"fp8", "int8", "fp4"}

    @cached_property
    def bytes_per_s(self) -> float:
        """Memory bandwidth of these GPUs."""
        return self.gpu.bytes_per_s * self.together

    @cached_property
    def cache_copies(self) -> float:
        """Times that the GPUs of a replica hold each number of the cache.

        Tensor parallelism shares it out by key-value heads: GPUs beyond their number hold a copy, and
        each holds the whole of a latent cache.
        """
        shards = 1 if self.model.latent_dims else min(self.together, self.model.kv_heads)
        return self.together / shards

    @cached_property
    def weights_unpacked(self) -> bool:
        """Weights stored in fewer bits than the products are computed in."""
        return self.weight_bits < {"fp8": 8, "int8": 8, "fp4": 4}.get(self.precision, 16)

    @cached_property
    def weights_taken_apart(self) -> bool:
        """Several weights share a byte. A weight of 8 bits is converted as fast as it is read."""
        return self.weights_unpacked and self.weight_bits < 8

    @cached_property
    def not_used(self) -> frozenset[str]:
        """Uncertain numbers of serving_speed that no time of this deployment depends on."""
        unused = {"compute" if self.few_bits else "compute_8_bit"}
        unused.add("bandwidth" if self.weights_taken_apart else "unpacked")
        unused.update(() if self.together > 1 else ("link", "link_us"))
        unused.update(() if self.model.experts_per_token else ("routed_passes",))
        return frozenset(unused)

    @cached_property
    def stored_bits(self) -> float:
        """Bits a weight with the scales of its group; a mean of a mixed format holds them already."""
        if self.weight_bits != 4:
            return self.weight_bits
        return self.weight_bits + (_SCALES_FP4 if self.precision == "fp4" else _SCALES)

    @cached_property
    def weights_gib(self) -> float:
        """Weights of the model and of all adapters."""
        return (
            self.model.weight_bytes(self.stored_bits) + self.adapters * self.adapter_bytes
        ) / GIB

    @cached_property
    def set_aside_gib(self) -> float:
        """Memory of each GPU for a chunk of prompts and for sampling, besides the workspace."""
        sampling = self.budget.sequences * self.model.vocab * _SAMPLED_BYTES / GIB
        return self.prompt_gib(self.budget.chunk_tokens) + sampling

    def prompt_gib(self, tokens: float) -> float:
        """Memory of each GPU for reading so many prompt tokens at once.

        It is largest inside a feed-forward layer: residual stream and norm d each, gate, up and their
        product f each (two of them without a gate), which the GPUs share, in 16 bit.
        """
        model = self.model
        inner = (3 if model.gated else 2) * model.ffn * max(model.experts_per_token, 1)
        return tokens * (2 * model.hidden + inner / self.together) * 2 / GIB
