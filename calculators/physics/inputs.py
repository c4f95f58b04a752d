"""Inputs that several calculators share: the model's architecture and the accelerator.

A model or an accelerator is chosen from a catalogue and fills these fields; the reader may then
change each.
"""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from calculators import answers
from calculators.bounds import MOST_WINDOW_TOKENS
from calculators.declare import Input
from calculators.physics.accelerator import Accelerator
from calculators.physics.transformer import Architecture

MODEL = "Model"
GPU = "Accelerator"


def _filled(label: str, unit: str, text: str, group: str, choice: str) -> Input:
    return Input(label=label, unit=unit, help=text, group=group, filled_by=choice, advanced=True)


@dataclass(frozen=True, kw_only=True)
class ModelInputs:
    """Architecture of an open model."""

    model: Annotated[
        str,
        Input(
            label="Model",
            unit="",
            help="Fills the architecture below from the model's public configuration.",
            group=MODEL,
            catalogue="open-models",
        ),
    ] = "llama-3.1-8b"
    params: Annotated[
        int,
        _filled("Parameters", "parameters", "All of them, embeddings included.", MODEL, "model"),
        Ge(1_000_000),
        Le(10_000_000_000_000),
    ]
    active_params: Annotated[
        int,
        _filled(
            "Active parameters",
            "parameters",
            "Parameters that one token passes in a mixture of experts; 0 for a dense model.",
            MODEL,
            "model",
        ),
        Ge(0),
        Le(10_000_000_000_000),
    ]
    layers: Annotated[
        int, _filled("Layers", "layers", "Transformer layers.", MODEL, "model"), Ge(1), Le(1_000)
    ]
    hidden: Annotated[
        int,
        _filled("Width", "numbers", "Width of the residual stream.", MODEL, "model"),
        Ge(64),
        Le(131_072),
    ]
    heads: Annotated[
        int,
        _filled("Query heads", "heads", "Heads of attention.", MODEL, "model"),
        Ge(1),
        Le(1_024),
    ]
    kv_heads: Annotated[
        int,
        _filled(
            "Key-value heads", "heads", "Equal to query heads without grouping.", MODEL, "model"
        ),
        Ge(1),
        Le(1_024),
    ]
    head_dim: Annotated[
        int,
        _filled("Head width", "numbers", "0: width divided by heads.", MODEL, "model"),
        Ge(0),
        Le(4_096),
    ]
    ffn: Annotated[
        int,
        _filled(
            "Feed-forward width",
            "numbers",
            "Inner width of the feed-forward layer; of one expert in a mixture.",
            MODEL,
            "model",
        ),
        Ge(64),
        Le(1_000_000),
    ]
    vocab: Annotated[
        int,
        _filled("Vocabulary", "tokens", "Tokens that the model knows.", MODEL, "model"),
        Ge(256),
        Le(2_000_000),
    ]
    experts: Annotated[
        int,
        _filled("Experts", "experts", "In each layer; 0 for a dense model.", MODEL, "model"),
        Ge(0),
        Le(4_096),
    ]
    experts_per_token: Annotated[
        int,
        _filled("Experts a token", "experts", "Experts that one token passes.", MODEL, "model"),
        Ge(0),
        Le(4_096),
    ]
    latent_dims: Annotated[
        int,
        _filled(
            "Latent cache",
            "numbers",
            "Numbers that latent attention caches a token and layer; 0 for ordinary attention.",
            MODEL,
            "model",
        ),
        Ge(0),
        Le(65_536),
    ]
    window_tokens: Annotated[
        int,
        _filled("Window", "tokens", "Sliding window of attention; 0 for none.", MODEL, "model"),
        Ge(0),
        Le(10_000_000),
    ]
    windowed_percent: Annotated[
        float,
        _filled("Layers with a window", "%", "Share of the layers.", MODEL, "model"),
        Ge(0),
        Le(100),
    ]
    tied_embeddings: Annotated[
        bool,
        _filled("Tied embeddings", "", "Embedding and output head share weights.", MODEL, "model"),
    ]
    context_window_tokens: Annotated[
        int,
        _filled("Context window", "tokens", "0: not stated, not checked.", MODEL, "model"),
        Ge(0),
        Le(MOST_WINDOW_TOKENS),
    ]


def accelerator_choice(catalogue: str, *, rented: bool = True) -> Input:
    """The choice of an accelerator; lists differ by the calibrated ranges that they fill."""
    rent = ", a rental price," if rented else ""
    return Input(
        label="Accelerator",
        unit="",
        help=f"Fills its facts{rent} and the calibrated ranges.",
        group=GPU,
        catalogue=catalogue,
    )


@dataclass(frozen=True, kw_only=True)
class AcceleratorFacts:
    """Facts of an accelerator."""

    gpu_memory_gib: Annotated[
        float, _filled("Memory", "GiB", "Of one accelerator.", GPU, "gpu"), Ge(1), Le(10_000)
    ]
    gpu_bandwidth_gb_per_s: Annotated[
        float,
        _filled("Memory bandwidth", "GB/s", "Of one accelerator.", GPU, "gpu"),
        Ge(1),
        Le(1_000_000),
    ]
    gpu_16_bit_tflops: Annotated[
        float,
        _filled(
            "Peak, 16 bit", "TFLOP/s", "Dense products, without the sparsity figure.", GPU, "gpu"
        ),
        Ge(0.1),
        Le(1_000_000),
    ]
    gpu_8_bit_tflops: Annotated[
        float,
        _filled(
            "Peak, fp8",
            "TFLOP/s",
            "Dense products of 8-bit floats; the 16-bit peak where the hardware has none.",
            GPU,
            "gpu",
        ),
        Ge(0.1),
        Le(1_000_000),
    ]
    gpu_link_gb_per_s: Annotated[
        float,
        _filled("Link", "GB/s", "To neighbouring accelerators, one direction.", GPU, "gpu"),
        Ge(0.1),
        Le(100_000),
    ]


@dataclass(frozen=True, kw_only=True)
class AcceleratorInputs(AcceleratorFacts):
    """Facts of an accelerator, and its price."""

    usd_per_gpu_hour: Annotated[
        float,
        Input(
            label="Price",
            unit="USD/GPU-hour",
            help="What you pay for one accelerator for an hour, rented or written off. The list of "
            "prices fills it, and where that has none, the price of an accelerator like it.",
            group=GPU,
            filled_by="gpu",
        ),
        Ge(0),
        Le(1_000),
    ]


def architecture_of(inputs: ModelInputs) -> Architecture:
    """The architecture that the fields describe."""
    return Architecture(
        params=inputs.params,
        active_params=min(inputs.active_params, inputs.params),
        layers=inputs.layers,
        hidden=inputs.hidden,
        heads=inputs.heads,
        kv_heads=inputs.kv_heads,
        head_dim=inputs.head_dim,
        ffn=inputs.ffn,
        vocab=inputs.vocab,
        experts=inputs.experts,
        experts_per_token=inputs.experts_per_token,
        latent_dims=inputs.latent_dims,
        window_tokens=inputs.window_tokens,
        windowed_share=inputs.windowed_percent / 100,
        tied=inputs.tied_embeddings,
    )


def accelerator_of(inputs: AcceleratorFacts) -> Accelerator:
    """The accelerator that the fields describe."""
    sixteen = inputs.gpu_16_bit_tflops
    return Accelerator(
        memory_gib=inputs.gpu_memory_gib,
        bandwidth_gb_per_s=inputs.gpu_bandwidth_gb_per_s,
        dense_tflops={
            "fp16": sixteen,
            "bf16": sixteen,
            "fp8": inputs.gpu_8_bit_tflops,
            # A form that serves no model leaves this field out.
            "int8": getattr(inputs, "gpu_int8_tflops", sixteen),
        },
        link_gb_per_s=inputs.gpu_link_gb_per_s,
    )


def problem_of(inputs: ModelInputs) -> str | None:
    """Why the architecture makes no sense, or None."""
    problems = {
        "more heads than the model is wide": inputs.heads > inputs.hidden,
        "more key-value heads than query heads": inputs.kv_heads > inputs.heads,
        "query heads that are no multiple of the key-value heads": inputs.heads % inputs.kv_heads,
        "a token passes more experts than there are": inputs.experts_per_token > inputs.experts,
        "more active parameters than parameters": inputs.active_params > inputs.params,
        "the embedding alone has more parameters than the model": (
            inputs.vocab * inputs.hidden > inputs.params
        ),
    }
    return next((problem for problem, is_so in problems.items() if is_so), None)


def over_window(inputs: ModelInputs, tokens: float) -> str | None:
    """The named answer for a length above the context window, or None."""
    window = inputs.context_window_tokens
    return answers.over_window(tokens, window) if window else None
