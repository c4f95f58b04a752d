"""Time of training: matrix products, everything else at memory speed, launches, optimizer, network.

    computing       = products / (peak x share) + bytes of the other kernels / bandwidth
                      + bytes of unpacking / bandwidth / tokens of a pass
    time of a token = sqrt(computing^2 + launches^2) + optimizer's bytes / bandwidth / tokens of a step
                      + network not hidden

Products of a token (N parameters passed, N_t trained; Kaplan et al. 2020; derivation for adapters:
a frozen matrix needs the gradient of its input but not of its weights):

    full              2N forward + 4N backward, + 2N when layers are computed again
    LoRA, QLoRA       2N forward + 2N backward + 6 N_t, + 2N when computed again
    attention         3 x 4 q L x (half the sequence, causal), + 1 when computed again, + 1/2 where
                      the scores are not kept but computed again in the backward pass (Dao 2023)

Selective recomputation keeps every second product (see training_memory): + N, and all the other
kernels run again. The head is no layer and is never computed again.

The other kernels (norms, rotation, activation, residual, loss) move each number that a layer
writes several times between memory and chip; a compiler fuses many of them. Splitting the time
this way explains why an H100 reaches a smaller share of its peak than an A100: its peak grew
more than its bandwidth. An adapter is made of such kernels too: it reads what its matrix reads and
adds to what its matrix writes, so both count as written once more.

A pass over a layer also costs time that does not depend on its tokens:

    launches    The host starts a few dozen kernels a layer and pass, one after the other: about 36
                for a layer (two norms of six, four to seven products, rotation of queries and keys
                ten, attention, activation, residual), 6 for an adapter (cast, dropout, two products,
                scaling, sum). The accelerator works meanwhile, so with many tokens they are hidden;
                with few it waits. Short kernels of a layer wait while its long ones do not: hence
                the square root of the sum of squares and not the larger of the two. A compiler
                fuses about two of three kernels away; so do frameworks that come with fused kernels.
    unpacking   4-bit weights are unpacked to 16 bit before they are used, in every pass: half a byte
                read and two written where one kernel does it (bitsandbytes); about 30 bytes read
                and written where the steps are kernels of their own (GPTQ in training: shift to 32
                bit, cast, mask, zero point, scale).

Uncertain numbers, one value each in `chosen`:

    share: of the peak, reached by the matrix products alone.
    attention_share: of the peak, reached by attention, whose products are small and wait for
      exponentials.
    passes: times that a number written in a layer moves between memory and chip, forward and
      backward together; compiled_passes with graph compilation.
    launch_us: microseconds to start one kernel.
    unpack_bytes: bytes moved to unpack one 4-bit weight once.
    link: share of the link's rate that gathering of shards reaches.
    long_run: wall time of a long pre-training on thousands of accelerators over that of its steps:
      restarts, evaluation, checkpoints, communication between machines. One machine has none of
      the last and few of the first, so the factor is reached by doubling: none at 8 accelerators,
      all of it from 2,048.
    routing: factor of a mixture of experts for routing and uneven experts.
"""

import math

from calculators.physics.accelerator import Accelerator
from calculators.physics.jobs import Chosen, TrainingJob
from calculators.physics.ledger import SILENT, Ledger

_LAYER_KERNELS = 36
_ADAPTER_KERNELS = 6
_COMPILED_KERNELS = 1 / 3
"""Kernels that are left when a compiler fuses neighbours."""
_AGAIN = {"none": 0.0, "selective": 1.0, "full": 2.0}
"""Operations of a layer's parameter that recomputation adds."""
_HOST_BYTES_PER_S = 25e9
"""Measured over PCIe 4.0 x16, 32e9 stated (authors of BaM, issue 54 of ZaidQureshi/bam, 2025)."""
_FOUR_BIT_BYTES = 0.5 + 4 / 64
"""A 4-bit weight and its share of the 32-bit scale of a block of 64 (Dettmers et al. 2023)."""
_MACHINE, _CLUSTER = 8, 2048
"""Accelerators of one machine, and of clusters that published pre-training runs used."""


def seconds_per_token(  # noqa: PLR0913 - two switches that are rarely set
    job: TrainingJob,
    gpu: Accelerator,
    chosen: Chosen,
    ledger: Ledger = SILENT,
    *,
    long_run: bool = False,
    steps_every: float = 1,
) -> float:
    """GPU-seconds of one trained token; `steps_every` micro-batches go into one optimizer step."""
    products = _products(job, gpu, chosen, ledger)
    other = _other(job, gpu, chosen, ledger) + _unpacking(job, gpu, chosen, ledger)
    launches = _launches(job, chosen, ledger)
    computing = ledger.add(
        "computing_seconds",
        "computing and launching, a token",
        "((products + other) ** 2 + launches**2) ** 0.5",
        math.hypot(products + other, launches),
        "s",
        products=products,
        other=other,
        launches=launches,
    )
    step = _step(job, gpu, ledger) / (job.tokens * steps_every)
    network = _network(job, gpu, chosen, computing, ledger) + _exchanged(job, gpu, chosen, ledger)
    factor = chosen["long_run"] ** _cluster(job) if long_run else 1.0
    return ledger.add(
        "seconds_per_token",
        "time of a token on one GPU",
        "(computing + step + network) * long_run",
        (computing + step + network) * factor,
        "s",
        computing=computing,
        step=step,
        network=network,
        long_run=factor,
    )


def _cluster(job: TrainingJob) -> float:
    """How far a cluster is from one machine (0) to thousands of accelerators (1), by doublings."""
    return min(max(math.log2(job.gpus / _MACHINE) / math.log2(_CLUSTER / _MACHINE), 0.0), 1.0)


def flops_per_token(job: TrainingJob, ledger: Ledger = SILENT) -> float:
    """Operations of matrix products that one trained token costs, recomputation included."""
    return _matrix_flops(job, ledger) + _head_flops(job, ledger) + _attention_flops(job, ledger)


def _matrix_flops(job: TrainingJob, ledger: Ledger) -> float:
    """Matrices of the layers, and adapters."""
    once, again = _once(job), _AGAIN[job.checkpointing]
    passed = job.model.passed_params
    adapters = 0.0 if job.method == "full" else job.trainable
    return ledger.add(
        "matrix_flops",
        "operations a token in the layers' matrices",
        "passed * (once + again) + adapters * 6",
        passed * (once + again) + adapters * 6,
        "FLOP",
        "Kaplan et al. 2020; adapters: derived in training_speed",
        passed=passed,
        once=once,
        again=again,
        adapters=adapters,
    )


def _head_flops(job: TrainingJob, ledger: Ledger) -> float:
    """The head is no layer and is never computed again."""
    once, head = _once(job), job.model.vocab * job.model.hidden
    return ledger.add(
        "head_flops",
        "operations a token in the head",
        "head * once",
        head * once,
        "FLOP",
        "Kaplan et al. 2020",
        head=head,
        once=once,
    )


def _attention_flops(job: TrainingJob, ledger: Ledger) -> float:
    """Two products forward; four backward and, where the scores are not kept, theirs again."""
    again, scores = _AGAIN[job.checkpointing], 0.5 if job.flash_attention else 0.0
    attention = job.model.attention_flops(1, job.sequence_tokens / 2)
    return ledger.add(
        "attention_flops",
        "operations a token in attention",
        "attention * (3 + scores + again / 2)",
        attention * (3 + scores + again / 2),
        "FLOP",
        "Kaplan et al. 2020; scores: Dao 2023",
        attention=attention,
        scores=scores,
        again=again,
    )


def _once(job: TrainingJob) -> float:
    """Operations of a parameter, forward and backward."""
    return 2.0 + 4.0 if job.method == "full" else 2.0 + 2.0


def _products(job: TrainingJob, gpu: Accelerator, chosen: Chosen, ledger: Ledger) -> float:
    routing = chosen["routing"] if job.model.experts or job.model.active_params else 1.0
    matrices, head = _matrix_flops(job, ledger), _head_flops(job, ledger)
    attention = _attention_flops(job, ledger)
    peak = gpu.peak_flops(job.precision)
    peak_16_bit = gpu.peak_flops("bf16" if job.precision == "fp8" else job.precision)
    share, attention_share = chosen["share"], chosen["attention_share"]
    return ledger.add(
        "products_seconds",
        "matrix products of a token",
        "(matrices / peak * routing + head / peak_16_bit) / share"
        " + attention / peak_16_bit / attention_share",
        (matrices / peak * routing + head / peak_16_bit) / share
        + attention / peak_16_bit / attention_share,
        "s",
        "calibrated",
        matrices=matrices,
        head=head,
        attention=attention,
        peak=peak,
        peak_16_bit=peak_16_bit,
        share=share,
        attention_share=attention_share,
        routing=routing,
    )


def _other(job: TrainingJob, gpu: Accelerator, chosen: Chosen, ledger: Ledger) -> float:
    passes = chosen["compiled_passes" if job.compiled else "passes"]
    again = 1.0 if job.checkpointing == "none" else 4 / 3
    inputs, outputs, _ = job.adapted
    layer, adapters = job.model.forward_elements, inputs + outputs
    return ledger.add(
        "other_seconds",
        "all other kernels of a token",
        "layers * (written + adapters) * 2 * passes * again / bandwidth",
        job.model.layers * (layer + adapters) * 2 * passes * again / gpu.bytes_per_s,
        "s",
        "calibrated",
        layers=job.model.layers,
        written=layer,
        adapters=adapters,
        passes=passes,
        again=again,
        bandwidth=gpu.bytes_per_s,
    )


def _unpacking(job: TrainingJob, gpu: Accelerator, chosen: Chosen, ledger: Ledger) -> float:
    """4-bit weights to 16 bit, once a pass whatever the number of tokens."""
    if job.method != "qlora":
        return 0.0
    weights = job.model.body_params / (job.gpus if job.sharding == "tp" else 1)
    return ledger.add(
        "unpacking_seconds",
        "unpacking of 4-bit weights, a token",
        "weights * bytes_each * passes / bandwidth / tokens",
        weights * chosen["unpack_bytes"] * job.weight_passes / gpu.bytes_per_s / job.tokens,
        "s",
        "calibrated",
        weights=weights,
        bytes_each=chosen["unpack_bytes"],
        passes=job.weight_passes,
        bandwidth=gpu.bytes_per_s,
        tokens=job.tokens,
    )


def _launches(job: TrainingJob, chosen: Chosen, ledger: Ledger) -> float:
    """Time to start all kernels of a pass, forward and backward."""
    kernels = _LAYER_KERNELS + _ADAPTER_KERNELS * job.adapted[2]
    kernels *= _COMPILED_KERNELS if job.compiled else 1
    return ledger.add(
        "launches_seconds",
        "starting of kernels, a token",
        "layers * kernels * passes * launch_us / 1000000 / tokens",
        job.model.layers * kernels * job.weight_passes * chosen["launch_us"] / 1e6 / job.tokens,
        "s",
        "calibrated",
        layers=job.model.layers,
        kernels=kernels,
        passes=job.weight_passes,
        launch_us=chosen["launch_us"],
        tokens=job.tokens,
    )


def _step(job: TrainingJob, gpu: Accelerator, ledger: Ledger) -> float:
    """Weights, gradients and states read and written once; paged states cross the host's link."""
    if job.method != "full":
        return 0.0
    shards = job.gpus if job.sharding in {"zero2", "zero3", "tp"} else 1
    states = 2 * job.state_bytes
    rate = _HOST_BYTES_PER_S if job.paged else gpu.bytes_per_s
    moved = job.trainable / shards
    return ledger.add(
        "step_seconds",
        "one optimizer step",
        "trained * 6 / bandwidth + trained * states / states_rate",
        moved * 6 / gpu.bytes_per_s + moved * states / rate,
        "s",
        trained=moved,
        states=states,
        bandwidth=gpu.bytes_per_s,
        states_rate=rate,
    )


def _network(
    job: TrainingJob, gpu: Accelerator, chosen: Chosen, compute: float, ledger: Ledger
) -> float:
    """Stage 3 gathers the weights twice and, in full training, scatters gradients once a pass.

    It runs beside the computation: what is longer counts in full, the shorter by half.
    """
    if job.sharding != "zero3" or job.gpus == 1:
        return 0.0
    size = _FOUR_BIT_BYTES if job.method == "qlora" else 2.0
    rounds = 3 if job.method == "full" else 2
    bytes_moved = job.model.params * size * rounds * (job.gpus - 1) / job.gpus
    wire = bytes_moved / (gpu.link_bytes_per_s * chosen["link"]) / job.tokens
    hidden = max(wire, compute) + 0.5 * min(wire, compute) - compute
    small = min(1.0, wire / compute)
    return ledger.add(
        "network_seconds",
        "network that computation does not hide, a token",
        "small * (max(wire, compute) + 0.5 * min(wire, compute) - compute)",
        small * hidden,
        "s",
        wire=wire,
        compute=compute,
        small=small,
    )


def _exchanged(job: TrainingJob, gpu: Accelerator, chosen: Chosen, ledger: Ledger) -> float:
    """Tensor parallelism adds up activations twice a layer, forward, backward and when recomputed.

    All of its accelerators wait meanwhile (Shoeybi et al. 2019).
    """
    together = job.together
    if together == 1:
        return 0.0
    rounds = 2 * (3 if job.checkpointing == "full" else 2) * job.model.layers
    sent = 2 * (together - 1) / together * job.model.hidden * 2
    rate = gpu.link_bytes_per_s * chosen["link"]
    return ledger.add(
        "exchanged_seconds",
        "activations exchanged, a token",
        "together * rounds * bytes_sent / rate",
        together * rounds * sent / rate,
        "s",
        "Shoeybi et al. 2019; calibrated",
        together=together,
        rounds=rounds,
        bytes_sent=sent,
        rate=rate,
    )
