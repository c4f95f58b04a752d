"""What a formula must know of an accelerator. The facts themselves come as arguments."""

from collections.abc import Mapping
from dataclasses import dataclass

MACHINE = 8
"""Accelerators that share a fast link; more are several machines."""
NETWORK_BYTES_PER_S = 50e9
"""Between machines, for each accelerator: 400 Gbit/s, as a DGX H100 has."""
_FALLBACKS = {
    "fp4": ("fp8", "int8", "fp16", "bf16", "fp32"),
    "fp8": ("fp16", "bf16", "fp32"),
    "int8": ("fp16", "bf16", "fp32"),
    "bf16": ("fp16", "fp32"),
    "fp16": ("bf16", "fp32"),
    "tf32": ("fp32",),
    "fp32": ("fp16",),
}
"""A type that the hardware lacks is computed in the next wider type that it has."""


@dataclass(frozen=True, kw_only=True)
class Accelerator:
    """One accelerator: usable facts in base units that fit their names."""

    memory_gib: float
    bandwidth_gb_per_s: float
    dense_tflops: Mapping[str, float]
    """Peak of matrix products by type, without the sparsity figure that data sheets like to print."""
    link_gb_per_s: float
    """To its neighbours, one direction."""
    power_w: float = 0.0
    """Stated limit; 0 where nobody asks for energy."""
    family: str = "other"

    def peak_flops(self, precision: str) -> float:
        """Peak operations a second for matrix products of this type."""
        for each in (precision, *_FALLBACKS.get(precision, ())):
            if each in self.dense_tflops:
                return self.dense_tflops[each] * 1e12
        return max(self.dense_tflops.values()) * 1e12

    @property
    def bytes_per_s(self) -> float:
        """Memory bandwidth in bytes a second."""
        return self.bandwidth_gb_per_s * 1e9

    @property
    def link_bytes_per_s(self) -> float:
        """Rate of the link in bytes a second, one direction."""
        return self.link_gb_per_s * 1e9
