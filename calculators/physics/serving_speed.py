"""Time of a forward pass: prefill of prompts and steps of decoding.

    pass = products / (peak x share)  and  weights read / (bandwidth x share)
           + attention / (16-bit peak x share)  +  cache read
           + other kernels + ways to experts + layers x fixed + all-reduces + step's fixed time,
           at least layers x host time

Products and weight reads of a prompt add up: between the extremes neither unit is kept busy by the
other (at 128 prompt tokens the sum is within a few per cent of what engines publish, the maximum is
half of it). In a decoding step, whose kernels are made for few rows and read the weights ahead while
they multiply, they overlap: the root of the sum of their squares, which is the longer one where one
is much longer, and 1.4 times as much where they are equal. Fixed times a layer and a step: after the fitted terms of the BLIS simulator (inference-sim,
docs/guide/latency-models.md: 32 us a layer, 126 us a step, 4 us a sequence, on H100 with vLLM).
Fixed times a layer are gaps between kernels on the accelerator; the host's own time runs beside it and
counts only where it is longer. All-reduces: two a layer under tensor parallelism, 2 (n-1)/n of the activations each (Shoeybi et al.
2019); ring rates after the link. Beyond 8 accelerators the link is the network between machines.
Grouped heads read a group's keys and values once for all its queries; kernels that do not know groups
read them once for each.

Uncertain numbers, one value each in `chosen`:

    compute: share of the peak that long prompts reach; compute_8_bit for 8- and 4-bit products.
    attention_share: of the 16-bit peak, reached by attention, whose products are small and wait for
      exponentials, or, where no kernel fuses them, for a matrix of scores that goes through memory.
    bandwidth: share of the bandwidth at which weights and cache are read; unpacked for weights of
      which several share a byte.
    cache_read: share of the bandwidth at which keys and values are read.
    passes: times a number written in a layer moves between memory and chip in a forward pass.
    routed_passes: times that a number on its way to an expert and back moves between memory and chip:
      chosen, sorted, gathered, scattered, added up, with the grouped products being smaller than one
      product of all tokens and the waiting for the most loaded expert. What it costs beside the
      products grows as experts get narrower.
    layer_us, step_us: fixed time of a layer and of a step, for launching kernels and scheduling.
    host_us: time of a layer on the host, which starts its kernels while the accelerator still works
      on those before; next to nothing where a graph of kernels is started as one.
    sequence_us: time of a step for every sequence in it.
    link: share of the link's rate in an all-reduce; link_us its fixed time.
    request_ms: time of a request outside the model: network stack, tokenizer, first scheduling.
    first_token: time to the first token over that of the pass: scheduling, copies, sampling.
    batching: time of a run of many sequences over the sum of its passes: uneven lengths, gaps between
      passes, and what the passes' formulas leave out.
    usable: share of memory an engine gives to weights and cache.
    workspace_gib: memory besides weights and cache on each GPU.
"""

from typing import NamedTuple

from calculators.physics.accelerator import MACHINE, NETWORK_BYTES_PER_S
from calculators.physics.jobs import Chosen
from calculators.physics.ledger import SILENT, Ledger
from calculators.physics.serving_jobs import Deployment
from calculators.working import DEFINITION

_EXPERT_LAYER = 2
"""A layer of experts starts about twice the kernels of a dense one: router, choice, sorting, the
experts' own products, putting together, and often a shared expert beside them."""
_APART = 5
"""Start of an all-reduce between machines over that of one within: network cards and hops."""


class _Pass(NamedTuple):
    """One forward pass: tokens computed, sequences they belong to, tokens attended and cached."""

    name: str
    tokens: float
    sequences: float
    attended: float
    cached: float
    overlaps: bool
    """Weights are read while products are computed."""


def prefill_seconds(
    run: Deployment, batch: float, prompt: float, chosen: Chosen, ledger: Ledger = SILENT
) -> float:
    """Time until every prompt of the batch is read; logits are made for the last token only."""
    work = _Pass(
        name="prefill",
        tokens=batch * prompt,
        sequences=batch,
        attended=prompt / 2,
        cached=0,
        overlaps=False,
    )
    return _pass_seconds(run, work, chosen, ledger)


def first_token_seconds(
    run: Deployment, batch: float, prompt: float, chosen: Chosen, ledger: Ledger = SILENT
) -> float:
    """Time from the arrival of a batch at an idle machine to its first tokens."""
    read = prefill_seconds(run, batch, prompt, chosen, ledger)
    return ledger.add(
        "first_token_seconds",
        "time to first token in the model alone, idle machine",
        "prefill * first_token",
        read * chosen["first_token"],
        "s",
        "calibrated",
        prefill=read,
        first_token=chosen["first_token"],
    )


def step_seconds(
    run: Deployment, batch: float, context: float, chosen: Chosen, ledger: Ledger = SILENT
) -> float:
    """Time of one decoding step: every sequence gets one token; `context` tokens are cached on average."""
    work = _Pass(
        name="step",
        tokens=batch,
        sequences=batch,
        attended=context,
        cached=context,
        overlaps=True,
    )
    return _pass_seconds(run, work, chosen, ledger)


def _pass_seconds(run: Deployment, work: _Pass, chosen: Chosen, ledger: Ledger) -> float:
    parts = {
        "products": _products(run, work, chosen, ledger),
        "weights": _weights(run, work, chosen, ledger),
        "attention": _attention(run, work, chosen, ledger),
        "cache": _cache(run, work, chosen, ledger),
        "other": _other(run, work, chosen, ledger),
        "routed": _routed(run, work, chosen, ledger),
        "fixed": _fixed(run, work, chosen, ledger),
        "network": _network(run, work, chosen, ledger),
    }
    layers = run.model.layers * (_EXPERT_LAYER if run.model.experts else 1)
    host = layers * chosen["host_us"] / 1e6
    seconds = sum(parts.values())
    if work.overlaps:
        products, weights = parts["products"], parts["weights"]
        seconds += (products**2 + weights**2) ** 0.5 - products - weights
    if ledger.silent:
        return max(seconds, host)
    summed = " + ".join(parts)
    if work.overlaps:
        summed = summed.replace("products + weights", "(products**2 + weights**2) ** 0.5")
    label = "reading the prompts" if work.name == "prefill" else "one decoding step"
    return ledger.add(
        f"{work.name}_seconds",
        label,
        f"max({summed}, host)",
        max(seconds, host),
        "s",
        DEFINITION,
        **parts,
        host=host,
    )


def _attention(run: Deployment, work: _Pass, chosen: Chosen, ledger: Ledger) -> float:
    flops = run.model.attention_flops(work.tokens, work.attended)
    peak = run.attention_peak_flops
    seconds = flops / (peak * chosen["attention_share"])
    if ledger.silent:
        return seconds
    return ledger.add(
        f"{work.name}_attention_seconds",
        f"{work.name}: attention",
        "flops / (peak * share)",
        seconds,
        "s",
        "Kaplan et al. 2020; share: Dao 2023, calibrated",
        flops=flops,
        peak=peak,
        share=chosen["attention_share"],
    )


def _products(run: Deployment, work: _Pass, chosen: Chosen, ledger: Ledger) -> float:
    model = run.model
    flops = 2 * model.passed_params * work.tokens + 2 * model.embedding_params * work.sequences
    share = chosen["compute_8_bit" if run.few_bits else "compute"]
    peak = run.peak_flops
    seconds = flops / (peak * share)
    if ledger.silent:
        return seconds
    return ledger.add(
        f"{work.name}_products_seconds",
        f"{work.name}: matrix products",
        "flops / (peak * share)",
        seconds,
        "s",
        "Kaplan et al. 2020; share calibrated",
        flops=flops,
        peak=peak,
        share=share,
    )


def _weights(run: Deployment, work: _Pass, chosen: Chosen, ledger: Ledger) -> float:
    """Layers that are read, the head, and each adapter in use; the embedding is a look-up."""
    model = run.model
    bits = run.stored_bits
    read = model.read_params(work.tokens) * bits / 8
    read += model.embedding_params * (max(bits, 16) if run.weights_unpacked else bits) / 8
    read += min(work.sequences, run.adapters) * run.adapter_bytes
    share = chosen["unpacked" if run.weights_taken_apart else "bandwidth"]
    rate = run.bytes_per_s
    seconds = read / (rate * share)
    if ledger.silent:
        return seconds
    return ledger.add(
        f"{work.name}_weights_seconds",
        f"{work.name}: reading the weights",
        "bytes_read / (bandwidth * share)",
        seconds,
        "s",
        "Pope et al. 2022; share calibrated",
        bytes_read=read,
        bandwidth=rate,
        share=share,
    )


def _cache(run: Deployment, work: _Pass, chosen: Chosen, ledger: Ledger) -> float:
    if not work.cached:
        return 0.0
    size = work.sequences * run.model.cache_bytes(work.cached, run.kv_bits) * run.group_reads
    rate = run.bytes_per_s / run.cache_copies
    seconds = size / (rate * chosen["cache_read"])
    if ledger.silent:
        return seconds
    return ledger.add(
        f"{work.name}_cache_seconds",
        f"{work.name}: reading keys and values",
        "bytes_read / (bandwidth * share)",
        seconds,
        "s",
        "Pope et al. 2022; share calibrated",
        bytes_read=size,
        bandwidth=rate,
        share=chosen["cache_read"],
    )


def _other(run: Deployment, work: _Pass, chosen: Chosen, ledger: Ledger) -> float:
    written = run.model.layers * run.model.forward_elements * work.tokens
    rate = run.bytes_per_s
    seconds = written * 2 * chosen["passes"] / rate
    if ledger.silent:
        return seconds
    return ledger.add(
        f"{work.name}_other_seconds",
        f"{work.name}: all other kernels",
        "written * 2 * passes / bandwidth",
        seconds,
        "s",
        "calibrated",
        written=written,
        passes=chosen["passes"],
        bandwidth=rate,
    )


def _routed(run: Deployment, work: _Pass, chosen: Chosen, ledger: Ledger) -> float:
    """Each token goes to its experts and comes back: a residual stream for each of them and layer."""
    model = run.model
    if not model.experts_per_token:
        return 0.0
    routed = model.layers * model.experts_per_token * model.hidden * work.tokens
    rate = run.bytes_per_s
    seconds = routed * 2 * chosen["routed_passes"] / rate
    if ledger.silent:
        return seconds
    return ledger.add(
        f"{work.name}_routed_seconds",
        f"{work.name}: ways to the experts and back",
        "routed * 2 * passes / bandwidth",
        seconds,
        "s",
        "calibrated",
        routed=routed,
        passes=chosen["routed_passes"],
        bandwidth=rate,
    )


def _fixed(run: Deployment, work: _Pass, chosen: Chosen, ledger: Ledger) -> float:
    layers = run.model.layers * (_EXPERT_LAYER if run.model.experts else 1)
    micro = layers * chosen["layer_us"] + chosen["step_us"] + work.sequences * chosen["sequence_us"]
    seconds = micro / 1e6
    if ledger.silent:
        return seconds
    return ledger.add(
        f"{work.name}_fixed_seconds",
        f"{work.name}: launching and scheduling",
        "(layers * layer_us + step_us + sequences * sequence_us) / 1000000",
        seconds,
        "s",
        "BLIS simulator, latency models; calibrated",
        layers=layers,
        layer_us=chosen["layer_us"],
        step_us=chosen["step_us"],
        sequences=work.sequences,
        sequence_us=chosen["sequence_us"],
    )


def _network(run: Deployment, work: _Pass, chosen: Chosen, ledger: Ledger) -> float:
    if run.together == 1:
        return 0.0
    share_sent = 2 * (run.together - 1) / run.together
    size = work.tokens * run.model.hidden * 2 * share_sent
    apart = run.together > MACHINE
    link = min(run.gpu.link_bytes_per_s, NETWORK_BYTES_PER_S) if apart else run.gpu.link_bytes_per_s
    rate, start = link * chosen["link"], chosen["link_us"] * (_APART if apart else 1)
    rounds = 2 * run.model.layers
    seconds = rounds * (size / rate + start / 1e6)
    if ledger.silent:
        return seconds
    return ledger.add(
        f"{work.name}_network_seconds",
        f"{work.name}: all-reduces between the GPUs",
        "rounds * (bytes_sent / rate + fixed_us / 1000000)",
        seconds,
        "s",
        "Shoeybi et al. 2019; calibrated",
        rounds=rounds,
        bytes_sent=size,
        rate=rate,
        fixed_us=start,
    )
