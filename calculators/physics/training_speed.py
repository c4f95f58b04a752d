"""Time of training: matrix products, everything else at memory speed, launches, optimizer, network.

    computing       = products / (peak x share) + bytes of the other kernels / bandwidth
                      + bytes of weights and unpacking / bandwidth / tokens of a pass
    time of a token = sqrt(computing^2 + launches^2) + optimizer's bytes / bandwidth / tokens of a step
                      + network not hidden

Products are counted in training_flops, the network in training_network, the optimizer's step and what
waits in the host's memory in training_host.

The other kernels (norms, rotation, activation, residual, loss) move each number that a layer
writes several times between memory and chip; a compiler fuses many of them. Splitting the time
this way explains why an H100 reaches a smaller share of its peak than an A100: its peak grew
more than its bandwidth. An adapter is made of such kernels too: it reads what its matrix reads and
adds to what its matrix writes, so both count as written once more. The logits are such numbers
too, a vocabulary of them for each token: a tenth of the time of a model of 100 million parameters,
nothing to speak of in a large one.

Without a fused kernel (FlashAttention) attention writes its scores, a sequence of them for each
token, head and layer, and moves each 11 times: written, read and written by the softmax, read for
the sum; backward read for the values' gradient, their own gradient written, both read and the
result written by the softmax, and that read twice, for queries and keys. Recomputing adds the
first four.

Products in 8 bit need their inputs cast, forward what the matrices read and backward the gradients
of what they write: read in 16 bit for the largest value and again for the cast, written in 8 bit
plainly and transposed, 6 bytes a number.

A model that is split into stages runs at the pace of its slowest stage. Where every stage has as
many layers, that is the last, which has the head besides: p stages then take the time of the
layers and of p heads. In a model of 8 billion parameters with a vocabulary of 128,256 eight heads
take more than half the time of the layers. A number of layers that the stages do not divide was
dealt out with the head in mind. That the first and the last micro-batch find other stages idle is
not counted: it depends on the batch of a step, which measurements rarely state, and interleaved
stages make it small (Narayanan et al. 2021).

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
    weights     Every pass reads the weights, 2 bytes each; full training also adds to their
                gradients, read and written in 16 bit or, beside 32-bit master weights, in 32.

Uncertain numbers, one value each in `chosen`:

    share: of the peak, reached by the matrix products alone.
    attention_share: of the peak, reached by attention, whose products are small and wait for
      exponentials.
    passes: times that a number written in a layer moves between memory and chip, forward and
      backward together; compiled_passes with graph compilation.
    launch_us: microseconds to start one kernel.
    unpack_bytes: bytes moved to unpack one 4-bit weight once.
    link: share of the link's rate that gathering of shards reaches.
    exposed: share of gathering or computing, whichever is shorter, that the other does not hide.
    cluster: time of a step on thousands of accelerators over that on one machine: all wait for the
      slowest and share the network between machines. The factor is reached by doubling: none of it
      at 8 accelerators, all of it from 2,048.
    long_run: wall time of a long pre-training on as many over that of its steps: restarts,
      evaluation, checkpoints. Reached like the factor of the cluster.
    routed_passes: times that a number on its way to an expert and back moves between memory and
      chip: chosen, sorted, sent, multiplied, sent back, sorted back and added up, forward and
      backward, with the waiting for the most loaded expert; looped_passes where the experts of a
      layer are taken one after the other and not in grouped products.
"""

import math

from calculators.physics.accelerator import MACHINE, Accelerator
from calculators.physics.jobs import Chosen, TrainingJob
from calculators.physics.ledger import SILENT, Ledger
from calculators.physics.training_flops import attention_flops, head_flops, matrix_flops
from calculators.physics.training_host import fetching, optimizer_step
from calculators.physics.training_network import adding_up, exchanging, gathering

_LAYER_KERNELS = 36
_ADAPTER_KERNELS = 6
_COMPILED_KERNELS = 1 / 3
"""Kernels that are left when a compiler fuses neighbours."""
_SCORE_MOVES_FORWARD, _SCORE_MOVES_BACKWARD = 4, 7
LONG_RUN_TOKENS = 1e10
"""From here on a job is a pre-training: its wall time holds restarts and evaluations."""
CLUSTER = 2048
"""Accelerators of clusters that published pre-training runs used."""


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
    other = (
        _other(job, gpu, chosen, ledger)
        + _scores(job, gpu, ledger)
        + _casts(job, gpu, ledger)
        + _routed(job, gpu, chosen, ledger)
        + _weights(job, gpu, ledger)
        + _unpacking(job, gpu, chosen, ledger)
    )
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
    step = optimizer_step(job, gpu, ledger) / (job.tokens * steps_every)
    network = (
        fetching(job, computing, ledger)
        + gathering(job, gpu, chosen, computing, ledger)
        + adding_up(job, gpu, chosen, computing, steps_every, ledger)
        + exchanging(job, gpu, chosen, ledger)
    )
    factor = (chosen["cluster"] * (chosen["long_run"] if long_run else 1.0)) ** _cluster(job)
    return ledger.add(
        "seconds_per_token",
        "time of a token on one GPU",
        "(computing + step + network) * slower",
        (computing + step + network) * factor,
        "s",
        computing=computing,
        step=step,
        network=network,
        slower=factor,
    )


def _cluster(job: TrainingJob) -> float:
    """How far a cluster is from one machine (0) to thousands of accelerators (1), by doublings."""
    return min(max(math.log2(job.gpus / MACHINE) / math.log2(CLUSTER / MACHINE), 0.0), 1.0)


def _products(job: TrainingJob, gpu: Accelerator, chosen: Chosen, ledger: Ledger) -> float:
    matrices, head = matrix_flops(job, ledger), head_flops(job, ledger)
    attention = attention_flops(job, ledger)
    peak = gpu.peak_flops(job.precision)
    peak_16_bit = gpu.peak_flops("bf16" if job.precision == "fp8" else job.precision)
    share, attention_share = chosen["share"], chosen["attention_share"]
    stages = job.stages_waiting
    return ledger.add(
        "products_seconds",
        "matrix products of a token",
        "(matrices / peak + head * stages / peak_16_bit) / share"
        " + attention / peak_16_bit / attention_share",
        (matrices / peak + head * stages / peak_16_bit) / share
        + attention / peak_16_bit / attention_share,
        "s",
        "calibrated",
        matrices=matrices,
        head=head,
        stages=stages,
        attention=attention,
        peak=peak,
        peak_16_bit=peak_16_bit,
        share=share,
        attention_share=attention_share,
    )


def _other(job: TrainingJob, gpu: Accelerator, chosen: Chosen, ledger: Ledger) -> float:
    passes = chosen["compiled_passes" if job.compiled else "passes"]
    again = 1.0 if job.checkpointing == "none" else 4 / 3
    inputs, outputs, _ = job.adapted
    layer, adapters = job.model.forward_elements, inputs + outputs
    logits = job.model.vocab * job.stages_waiting
    return ledger.add(
        "other_seconds",
        "all other kernels of a token",
        "(layers * (written + adapters) * again + logits) * 2 * passes / bandwidth",
        (job.model.layers * (layer + adapters) * again + logits) * 2 * passes / gpu.bytes_per_s,
        "s",
        "calibrated",
        layers=job.model.layers,
        written=layer,
        adapters=adapters,
        logits=logits,
        passes=passes,
        again=again,
        bandwidth=gpu.bytes_per_s,
    )


def _scores(job: TrainingJob, gpu: Accelerator, ledger: Ledger) -> float:
    """Scores that attention writes where no fused kernel keeps them on the chip."""
    if job.flash_attention:
        return 0.0
    scores = job.model.layers * job.model.heads * job.sequence_tokens
    forward = 1 if job.checkpointing == "none" else 2
    moves = forward * _SCORE_MOVES_FORWARD + _SCORE_MOVES_BACKWARD
    return ledger.add(
        "scores_seconds",
        "scores of attention, a token",
        "scores * 2 * moves / bandwidth",
        scores * 2 * moves / gpu.bytes_per_s,
        "s",
        "derived in training_speed",
        scores=scores,
        moves=moves,
        bandwidth=gpu.bytes_per_s,
    )


def _casts(job: TrainingJob, gpu: Accelerator, ledger: Ledger) -> float:
    """Inputs of products cast to 8 bit; recomputed layers cast theirs again."""
    if job.precision != "fp8":
        return 0.0
    model, experts = job.model, max(job.model.experts_per_token, 1)
    into = 2 if model.gated else 1
    inputs = model.hidden + model.q_width + experts * (model.hidden + model.ffn)
    gradients = model.q_width + 2 * model.kv_width + model.hidden
    gradients += experts * (into * model.ffn + model.hidden)
    forward = 1 if job.checkpointing == "none" else 2
    return ledger.add(
        "casts_seconds",
        "casts to 8 bit, a token",
        "layers * (inputs * forward + gradients) * 6 / bandwidth",
        model.layers * (inputs * forward + gradients) * 6 / gpu.bytes_per_s,
        "s",
        "derived in training_speed",
        layers=model.layers,
        inputs=inputs,
        forward=forward,
        gradients=gradients,
        bandwidth=gpu.bytes_per_s,
    )


def _routed(job: TrainingJob, gpu: Accelerator, chosen: Chosen, ledger: Ledger) -> float:
    """Each token goes to its experts and comes back: a residual stream for each of them and layer."""
    if not job.model.experts_per_token:
        return 0.0
    passes = chosen["routed_passes" if job.grouped_experts else "looped_passes"]
    again = 1.0 if job.checkpointing == "none" else 4 / 3
    routed = job.model.layers * job.model.experts_per_token * job.model.hidden
    return ledger.add(
        "routed_seconds",
        "ways to the experts and back, a token",
        "routed * 2 * passes * again / bandwidth",
        routed * 2 * passes * again / gpu.bytes_per_s,
        "s",
        "calibrated",
        routed=routed,
        passes=passes,
        again=again,
        bandwidth=gpu.bytes_per_s,
    )


def _weights(job: TrainingJob, gpu: Accelerator, ledger: Ledger) -> float:
    """Weights read in every pass, in 16 bit even where they are kept in 4, and gradients added to.

    Accelerators that share a model each read their part, for the same tokens: together all of it.
    """
    read = 2.0 * job.weight_passes
    added = (8.0 if job.master_weights else 4.0) if job.method == "full" else 0.0
    held = job.resident_params
    return ledger.add(
        "weights_seconds",
        "weights read and gradients added to, a token",
        "held * (read + added) / bandwidth / tokens",
        held * (read + added) / gpu.bytes_per_s / job.tokens,
        "s",
        "derived in training_speed",
        held=held,
        read=read,
        added=added,
        bandwidth=gpu.bytes_per_s,
        tokens=job.tokens,
    )


def _unpacking(job: TrainingJob, gpu: Accelerator, chosen: Chosen, ledger: Ledger) -> float:
    """4-bit weights to 16 bit, once a pass whatever the number of tokens."""
    if job.method != "qlora":
        return 0.0
    weights = job.model.body_params
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
