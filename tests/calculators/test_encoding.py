"""Speed of encoders, against worked examples by hand."""

from math import hypot

import pytest

from calculators.physics.accelerator import Accelerator
from calculators.physics.encoding import Encoder, Texts, encode_seconds

CHOSEN = {
    "scaling": 0.5,
    "encode": 0.4,
    "encode_passes": 8.0,
    "fused_passes": 2.0,
    "encode_cpu": 0.3,
    "start_us": 10.0,
    "token_us": 1.0,
    "text_us": 10.0,
}
GPU = Accelerator(
    memory_gib=16,
    bandwidth_gb_per_s=1000,
    dense_tflops={"fp32": 10, "fp16": 100},
    link_gb_per_s=16,
)
BASE = Encoder(params=110e6, layers=12, hidden=768)
FLOPS = 2 * 12 * 12 * 768**2 * 100 + 4 * 12 * 768 * 100**2
"""Of 100 tokens: 12 layers of 12 x 768² parameters, and attention."""
WRITTEN_BYTES = 16 * 12 * 768 * 100 * 2
HOST = 100e-6 + 10e-6


def test_encoding_by_hand() -> None:
    """Products, eight passes over 16 widths a layer, 18 kernels a layer over 32 texts, and the host."""
    computing = FLOPS / (100e12 * 0.4) + WRITTEN_BYTES * 8 / 1e12
    launches = 12 * 18 * 10e-6 / 32
    found = encode_seconds(BASE, Texts(tokens=100, precision="fp16"), CHOSEN, GPU)
    assert found == pytest.approx(hypot(computing, launches) + HOST)


def test_fused_kernels_are_fewer_and_move_less() -> None:
    """Two passes instead of eight, 6 kernels a layer instead of 18; tokens given spare the host."""
    computing = FLOPS / (100e12 * 0.4) + WRITTEN_BYTES * 2 / 1e12
    launches = 12 * 6 * 10e-6 / 4
    texts = Texts(tokens=100, precision="fp16", batch=4, fused=True, host=0.0)
    assert encode_seconds(BASE, texts, CHOSEN, GPU) == pytest.approx(hypot(computing, launches))


def test_a_tokenizer_that_runs_ahead_hides_a_part() -> None:
    """A quarter of the host's 110 microseconds is waited for where so much is said to be."""
    hidden = Texts(tokens=100, precision="fp16", host=0.25)
    waited = Texts(tokens=100, precision="fp16")
    saved = encode_seconds(BASE, waited, CHOSEN, GPU) - encode_seconds(BASE, hidden, CHOSEN, GPU)
    assert saved == pytest.approx(0.75 * HOST)


def test_numbers_of_tf32_are_products_of_19_bits_but_move_32() -> None:
    """Twice the bytes of 16 bits; an unknown type has no size and is no case of another."""
    half = Texts(tokens=100, precision="fp16", host=0.0, batch=1024)
    tf32 = Texts(tokens=100, precision="tf32", host=0.0, batch=1024)
    gpu = Accelerator(
        memory_gib=16,
        bandwidth_gb_per_s=1000,
        dense_tflops={"fp16": 100, "tf32": 100},
        link_gb_per_s=16,
    )
    more = encode_seconds(BASE, tf32, CHOSEN, gpu) - encode_seconds(BASE, half, CHOSEN, gpu)
    assert more == pytest.approx(WRITTEN_BYTES * 8 / 1e12, rel=0.01)
    with pytest.raises(KeyError):
        encode_seconds(BASE, Texts(tokens=100, precision="int3"), CHOSEN, gpu)


def test_small_encoders_gain_from_bandwidth_and_hardly_from_the_peak() -> None:
    """Ten times the products of a second leave a narrow encoder most of its time."""
    small = Encoder(params=22.7e6, layers=6, hidden=384)
    texts = Texts(tokens=100, precision="fp16", host=0.0, batch=1024)
    fast = Accelerator(
        memory_gib=16,
        bandwidth_gb_per_s=1000,
        dense_tflops={"fp16": 1000},
        link_gb_per_s=16,
    )
    ratio = encode_seconds(small, texts, CHOSEN, GPU) / encode_seconds(small, texts, CHOSEN, fast)
    assert 1 < ratio < 2.5


@pytest.mark.parametrize(("precision", "faster"), [("fp32", 1), ("int8", 3)])
def test_encoding_on_cpus_by_hand(precision: str, faster: float) -> None:
    """16 virtual CPUs do the work of 4 cores of 100 GFLOP/s, three times that with 8-bit numbers."""
    by_hand = FLOPS / (4 * 100e9 * faster * 0.3) + HOST
    found = encode_seconds(BASE, Texts(tokens=100, precision=precision), CHOSEN, 16)
    assert found == pytest.approx(by_hand)
