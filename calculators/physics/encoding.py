"""Speed of encoders that embed texts or score them against a query.

    computing      = products / (peak x share) + bytes of the other kernels / bandwidth
    time of a text = sqrt(computing^2 + launches^2) + tokens x token_us + text_us

The split is that of training_speed. Products are 2 operations a parameter and token besides the
embedding (Kaplan et al. 2020), plus the attention's. The other kernels (bias, norm, activation,
residual, cast) move every number that a layer writes between memory and chip: on small encoders
they decide, so that an H100 is as much faster than an RTX 3090 as its memory is (3.6 times) and not
as its products are (14 times). An engine that fuses them (TensorRT, FasterTransformer, AITemplate,
TEI, compiled graphs) moves each number about twice, code that launches every operation from Python several times.
Kernels also have to be started, so that small batches of small encoders wait for the host.

Tokenizing and batching run on the host before the accelerator computes. Texts that come as numbers of
tokens are spared it, and a tokenizer that runs ahead hides a part: `host` is the share waited for.

On CPUs the share of the peak covers all of this. Products of 8-bit numbers take a third of the time:
an instruction multiplies four times as many, the rest stays as it is.

Uncertain numbers, one value each in `chosen`:

    encode: share of the peak, reached by the products of an encoder; encode_cpu the same on CPUs.
    encode_passes: times that a number written in a layer moves between memory and chip;
      fused_passes in an engine that fuses kernels.
    start_us: time to start one kernel.
    token_us: time of a token outside the encoder (tokenizer), text_us of a text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot

from calculators.physics.accelerator import Accelerator
from calculators.physics.ledger import SILENT, Ledger
from calculators.physics.retrieval import BYTES, workers

_CORE_FLOPS = 100e9
"""Operations a second of a core in 32 bit: 3 GHz, two multiply-adds of eight numbers a cycle."""
_8_BIT_ON_CPU = 3.0
_WRITTEN = 16
"""Numbers that a layer writes for a token, in widths: queries, keys, values, attention, projection, two
norms and residuals (8), feed-forward inner before and after the activation (8)."""
_KERNELS, _FUSED_KERNELS = 18, 6
"""Of a layer: six products, attention, two norms, biases, activation, residuals, changes of shape."""
_FULL_BATCH = 32
"""Texts of a batch where nothing else is said: the default of Sentence Transformers."""

type Chosen = Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Encoder:
    """A bidirectional encoder that embeds or scores texts."""

    params: float
    layers: float
    hidden: float

    @property
    def body_params(self) -> float:
        """Parameters of the layers, 12 d² each: attention 4 d², feed-forward 8 d² (Devlin et al. 2018)."""
        return min(12 * self.layers * self.hidden**2, self.params)


@dataclass(frozen=True, kw_only=True)
class Texts:
    """What is encoded at once and how."""

    tokens: float
    precision: str
    batch: float = _FULL_BATCH
    fused: bool = False
    """By an engine that fuses kernels."""
    host: float = 1.0
    """Share of the host's work that is waited for: nothing of it where numbers of tokens are given."""


def encode_seconds(
    encoder: Encoder,
    texts: Texts,
    chosen: Chosen,
    computes: Accelerator | float,
    ledger: Ledger = SILENT,
) -> float:
    """Time of one text of a batch on an accelerator, or on so many virtual CPUs."""
    tokens = texts.tokens
    flops = 2 * encoder.body_params * tokens + 4 * encoder.layers * encoder.hidden * tokens**2
    if isinstance(computes, Accelerator):
        computing = _on_accelerator(encoder, texts, flops, chosen, computes, ledger)
    else:
        computing = _on_cpus(texts, flops, chosen, computes, ledger)
    return ledger.add(
        "encode_seconds",
        "one text of a batch",
        "computing + (tokens * token_us + text_us) * on_the_host / 1000000",
        computing + (tokens * chosen["token_us"] + chosen["text_us"]) * texts.host / 1e6,
        "s",
        computing=computing,
        tokens=tokens,
        token_us=chosen["token_us"],
        text_us=chosen["text_us"],
        on_the_host=texts.host,
    )


def _on_accelerator(  # noqa: PLR0913, PLR0917 - the parts of the formula
    encoder: Encoder,
    texts: Texts,
    flops: float,
    chosen: Chosen,
    gpu: Accelerator,
    ledger: Ledger,
) -> float:
    peak, share = gpu.peak_flops(texts.precision), chosen["encode"]
    passes = chosen["fused_passes" if texts.fused else "encode_passes"]
    written = _WRITTEN * encoder.layers * encoder.hidden * texts.tokens
    moved = written * BYTES[texts.precision] * passes
    kernels = encoder.layers * (_FUSED_KERNELS if texts.fused else _KERNELS)
    launches = kernels * chosen["start_us"] / 1e6 / texts.batch
    return ledger.add(
        "encoding_seconds",
        "computing of a text",
        "((flops / (peak * share) + moved / bandwidth) ** 2 + launches**2) ** 0.5",
        hypot(flops / (peak * share) + moved / gpu.bytes_per_s, launches),
        "s",
        "Kaplan et al. 2020; share and passes calibrated",
        flops=flops,
        peak=peak,
        share=share,
        moved=moved,
        bandwidth=gpu.bytes_per_s,
        launches=launches,
    )


def _on_cpus(texts: Texts, flops: float, chosen: Chosen, vcpus: float, ledger: Ledger) -> float:
    faster = _8_BIT_ON_CPU if texts.precision == "int8" else 1.0
    peak = _CORE_FLOPS * workers(vcpus, chosen) * faster
    return ledger.add(
        "encoding_seconds",
        "computing of a text",
        "flops / (peak * share)",
        flops / (peak * chosen["encode_cpu"]),
        "s",
        "Kaplan et al. 2020; share calibrated",
        flops=flops,
        peak=peak,
        share=chosen["encode_cpu"],
    )
