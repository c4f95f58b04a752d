"""Peak memory of training: the largest instant, not the sum of everything.

Three instants compete (each on the fullest GPU):

    loss      weights + states + kept activations + logits' hump [+ head's gradient when it is trained]
    layer     weights + states + kept activations + everything one layer writes, while recomputing it
    step      weights + states + all gradients + the optimizer's scratch; no activations any more

Weights and states are allocated once. What comes and goes in every step (all the rest of the first
two) leaves gaps in the allocator's blocks, so that more is reserved than used.

Kept activations without checkpointing are most of what every layer writes; with full checkpointing
only the input of each layer, 2 d bytes a token (Chen et al. 2016). Selective checkpointing keeps
what is dear to compute again: the layer's input, attention's output and every second product of
matrices (as torchtitan does; Korthikanti et al. 2022 name the principle). Scores of attention count
only where the kernel writes them. The logits' hump is tokens x vocabulary x bytes a logit; with a
large vocabulary it is the largest part of all.
Weights: 2 bytes, or 4-bit with scales (Dettmers et al. 2023); embeddings stay in 16 bit, or are
copied to 32 bit before training on 4-bit weights (peft's prepare_model_for_kbit_training). ZeRO
(Rajbhandari et al. 2019): stage 2 shards gradients and states, stage 3 weights too, and then a few
layers are gathered at a time, in full training each with its gradient. Whole copies on several
accelerators hold every gradient a second time, in the buckets that add them up (PyTorch's
DistributedDataParallel, unless told otherwise).

An adapter needs the input of its matrix for its own gradient. With dropout it keeps a copy, 16 bits
a number, and the mask, 8 bits: 1.5 numbers of 16 bit for each number read. Without dropout matrices
that read the same numbers (query, key and value; gate and up) share them. Who fuses the loss fuses
layers as well (Liger, Unsloth; torchtune compiles them): these hold less of a layer that is
computed again, and their adapters read what the layer keeps anyway.

Uncertain numbers, one value each in `chosen`:

    logit_bytes: bytes held for one logit at the loss when the loss is not fused. 18 in the usual
      eager code: a 16-bit logit and, in 32 bit, its copy, that copy shifted by one token, the
      logarithm of the softmax and the gradient; 8 to 10 where all of it stays in 16 bit.
    full_logit_bytes: the same in full training, whose frameworks (torchtitan, Megatron-LM) mostly
      shift the labels and not the logits, and compile the loss.
    fused_logit_bytes: the same with a fused or chunked loss.
    kept: numbers kept for the backward pass, as a share of all that a layer writes; by method.
    layer_share: numbers held at once while a layer is computed again, as a share of all that it writes;
      fused_layer_share where layers and loss are fused.
    adapter_inputs: numbers of 16 bit that adapters keep for each number they read.
    adapter_bytes: bytes an adapter parameter takes with gradient and states.
    quantised_bytes: bytes of a 4-bit parameter with its scales.
    unquantised_bytes: bytes of a parameter of the embeddings beside 4-bit weights.
    gathered_layers: layers that are whole on every GPU at once while weights are sharded.
    shared_state_bytes: bytes of a parameter's 32-bit copy and Adam's two moments where accelerators
      share them: 12, or 16 with gradients in 32 bit; half where a framework keeps 16 bit after all.
    fixed_gib: libraries' workspaces; where the driver's own tool was read, its context too.
    bucket_gib: buckets in which shards of gradients are added up; stage 2 sets them aside at the start
      whatever is trained, stage 3 hardly needs them for adapters.
    reserve: allocator's gaps and everything not modelled, factor on what comes and goes.
"""

from calculators.physics.jobs import Chosen, TrainingJob
from calculators.physics.ledger import SILENT, Ledger
from calculators.physics.transformer import GIB

_SCORE_BYTES = 5.0
"""Bytes kept of an eager kernel's score: softmax and what follows it in 16 bit, dropout's mask in 8
(Korthikanti et al. 2022)."""
_SCORE_BYTES_AT_WORK = 10.0
"""... and held in the backward pass of the layer at work: the softmax (4) and its gradient (4) in 32 bit,
the gradient of the scores in 16 (2), as Transformers' eager attention computes them."""
_STEP_SCRATCH = 0.04
"""Temporary buffers of a fused optimizer step, as a share of what it updates: weights that are trained,
gradients and states."""
_MASTER_BYTES = 12.0
"""32-bit weights and Adam's two moments in 32 bit, a parameter."""
_UNFUSED_BYTES = 2.0
"""Bytes a trained parameter: the root of the second moment, for all of them at once."""


def peak_gib(job: TrainingJob, chosen: Chosen, ledger: Ledger = SILENT) -> float:
    """Peak memory of the fullest GPU in GiB; `chosen` holds the uncertain numbers."""
    on_gpu = 0.0 if job.cpu_offload == "parameters" else 1.0
    weights = on_gpu * _weights(job, chosen, ledger)
    states = on_gpu * _states(job, chosen, ledger)
    gathered = _gathered(job, chosen, ledger)
    gradients = on_gpu * _gradients(job, ledger)
    adapters = 0.0 if job.fused_loss else job.adapted[0] * chosen["adapter_inputs"]
    kept = _kept(job, chosen, adapters, ledger)
    logits = _logits(job, chosen, ledger)
    layer = _layer(job, chosen, adapters, ledger)
    held = _held_in_loss(job)
    unfused = on_gpu * _unfused(job)
    reserve = chosen["reserve"]
    updated = states + gradients + (weights if job.method == "full" else 0.0)
    instants = {
        "loss": weights + states + (gathered + kept + logits + held) * reserve,
        "layer": weights + states + (gathered + kept + layer + held) * reserve,
        "step": weights + states + gradients + updated * _STEP_SCRATCH + unfused,
    }
    for name, formula in (
        ("loss", "weights + states + (gathered + kept + logits + held_gradient) * reserve"),
        ("layer", "weights + states + (gathered + kept + layer + held_gradient) * reserve"),
    ):
        ledger.add(
            f"{name}_gib",
            f"at the {'loss' if name == 'loss' else 'recomputed layer'}",
            formula,
            instants[name],
            "GiB",
            "calibrated",
            weights=weights,
            states=states,
            gathered=gathered,
            kept=kept,
            logits=logits,
            layer=layer,
            held_gradient=held,
            reserve=reserve,
        )
    ledger.add(
        "step_gib",
        "at the optimizer's step",
        "weights + states + gradients + updated * scratch + unfused",
        instants["step"],
        "GiB",
        weights=weights,
        states=states,
        gradients=gradients,
        updated=updated,
        scratch=_STEP_SCRATCH,
        unfused=unfused,
    )
    buckets = _buckets(job, chosen)
    return ledger.add(
        "peak_gib",
        "peak: the largest instant and what is always there",
        "max(loss, layer, step) + fixed + buckets",
        max(instants.values()) + chosen["fixed_gib"] + buckets,
        "GiB",
        "calibrated",
        fixed=chosen["fixed_gib"],
        buckets=buckets,
        **instants,
    )


def _buckets(job: TrainingJob, chosen: Chosen) -> float:
    """Buffers in which accelerators add up gradients; those of adapters are too small to count."""
    full = job.method == "full"
    if job.gpus == 1 or job.sharding == "tp":
        return 0.0
    if job.sharding == "none":
        return job.trainable * 2.0 / GIB if full else 0.0
    return chosen["bucket_gib"] if full or job.sharding == "zero2" else 0.0


def _weights(job: TrainingJob, chosen: Chosen, ledger: Ledger) -> float:
    shards = job.weight_shards
    body, outside = job.model.body_params, job.model.stored_embedding_params
    quantised = job.method == "qlora"
    size = chosen["quantised_bytes"] if quantised else 2.0
    rest = chosen["unquantised_bytes"] if quantised else 2.0
    return ledger.add(
        "weights_gib",
        "weights",
        "(layers * bytes_each + embeddings * bytes_outside) / gpus_that_share / 1073741824",
        (body * size + outside * rest) / shards / GIB,
        "GiB",
        layers=body,
        bytes_each=size,
        embeddings=outside,
        bytes_outside=rest,
        gpus_that_share=shards,
    )


def _states(job: TrainingJob, chosen: Chosen, ledger: Ledger) -> float:
    """Optimizer states; for adapters all of adapter, gradient and states."""
    shards = job.state_shards
    if job.method == "full":
        each = 0.0 if job.paged else job.state_bytes
        if job.master_weights and shards > 1:
            each *= chosen["shared_state_bytes"] / _MASTER_BYTES
    else:
        each = chosen["adapter_bytes"]
        shards = shards if job.sharding == "zero3" else 1
    return ledger.add(
        "states_gib",
        "optimizer's states" if job.method == "full" else "adapters with gradients and states",
        "trained * bytes_each / gpus_that_share / 1073741824",
        job.trainable * each / shards / GIB,
        "GiB",
        trained=job.trainable,
        bytes_each=each,
        gpus_that_share=shards,
    )


def _gradients(job: TrainingJob, ledger: Ledger) -> float:
    shards = job.state_shards
    whole = job.method == "full" and not job.in_backward
    size = 2.0 if whole else 0.0
    return ledger.add(
        "gradients_gib",
        "gradients held at the step",
        "trained * bytes_each / gpus_that_share / 1073741824",
        job.trainable * size / shards / GIB,
        "GiB",
        trained=job.trainable,
        bytes_each=size,
        gpus_that_share=shards,
    )


def _unfused(job: TrainingJob) -> float:
    """PyTorch's own AdamW, unless fused, makes its intermediate for all parameters at once."""
    if job.method != "full" or not job.unfused or job.in_backward:
        return 0.0
    return job.trainable * _UNFUSED_BYTES / job.state_shards / GIB


def _gathered(job: TrainingJob, chosen: Chosen, ledger: Ledger) -> float:
    """A few layers and the embeddings, whole and in 16 bit (4-bit ones stay 4-bit until used).

    Of those that are gathered from hosts an accelerator holds its own part as well, as it came.
    """
    sharded = job.sharding == "zero3" and job.gpus > 1
    offloaded = job.cpu_offload == "parameters"
    if not sharded and not offloaded:
        return 0.0
    copies = 1 + 1 / job.gpus if sharded and offloaded else 1.0
    size = {"qlora": chosen["quantised_bytes"], "lora": 2.0, "full": 2.0 + 2.0}[job.method]
    layer = job.model.body_params / job.model.layers
    return ledger.add(
        "gathered_gib",
        "layers gathered for use",
        "copies * (layers * layer * bytes_each + embeddings * 2) / 1073741824",
        copies
        * (chosen["gathered_layers"] * layer * size + job.model.stored_embedding_params * 2)
        / GIB,
        "GiB",
        copies=copies,
        layers=chosen["gathered_layers"],
        layer=layer,
        bytes_each=size,
        embeddings=job.model.stored_embedding_params,
    )


def _kept(job: TrainingJob, chosen: Chosen, adapters: float, ledger: Ledger) -> float:
    layers = 2 if job.cpu_offload == "activations" else job.model.layers
    if job.checkpointing == "full":
        return ledger.add(
            "kept_gib",
            "checkpoints: the input of every layer",
            "layers * tokens * hidden * 2 / gpus_that_split / 1073741824",
            layers * job.tokens * job.kept_elements * 2 / job.activation_shards / GIB,
            "GiB",
            layers=layers,
            tokens=job.tokens,
            hidden=job.kept_elements,
            gpus_that_split=job.activation_shards,
        )
    share = 1.0 if job.checkpointing == "selective" else chosen[f"kept_{job.method}"]
    written = job.kept_elements
    scores = _scores(job, _SCORE_BYTES)
    return ledger.add(
        "kept_gib",
        "activations kept for the backward pass",
        "layers * tokens * (share_kept * written + adapters + scores) * 2"
        " / gpus_that_split / 1073741824",
        layers
        * job.tokens
        * (share * written + adapters + scores)
        * 2
        / job.activation_shards
        / GIB,
        "GiB",
        layers=layers,
        tokens=job.tokens,
        share_kept=share,
        written=written,
        adapters=adapters,
        scores=scores,
        gpus_that_split=job.activation_shards,
    )


def _logits(job: TrainingJob, chosen: Chosen, ledger: Ledger) -> float:
    eager = "full_logit_bytes" if job.method == "full" else "logit_bytes"
    size = chosen["fused_logit_bytes" if job.fused_loss else eager]
    return ledger.add(
        "logits_gib",
        "logits at the loss",
        "tokens * vocabulary * bytes_each / gpus_that_split / 1073741824",
        job.tokens * job.model.vocab * size / job.activation_shards / GIB,
        "GiB",
        tokens=job.tokens,
        vocabulary=job.model.vocab,
        bytes_each=size,
        gpus_that_split=job.activation_shards,
    )


def _layer(job: TrainingJob, chosen: Chosen, adapters: float, ledger: Ledger) -> float:
    """While a checkpointed layer is computed again it writes everything, and its gradient too."""
    if job.checkpointing == "none":
        return 0.0
    scores = _scores(job, _SCORE_BYTES_AT_WORK)
    share = chosen["fused_layer_share" if job.fused_loss else "layer_share"]
    written = job.model.forward_elements
    return ledger.add(
        "layer_gib",
        "one layer computed again",
        "tokens * (share * written + adapters + scores) * 2 / gpus_that_split / 1073741824",
        job.tokens * (share * written + adapters + scores) * 2 / job.activation_shards / GIB,
        "GiB",
        "calibrated",
        tokens=job.tokens,
        share=share,
        written=written,
        adapters=adapters,
        scores=scores,
        gpus_that_split=job.activation_shards,
    )


def _held_in_loss(job: TrainingJob) -> float:
    """The head's gradient: first to arrive; a chunked loss adds up a second copy of it."""
    if job.method != "full" or job.cpu_offload == "parameters":
        return 0.0
    copies = 2 if job.fused_loss or job.in_backward else 1
    return copies * job.model.embedding_params * 2 / job.activation_shards / GIB


def _scores(job: TrainingJob, size: float) -> float:
    """Numbers of 16 bit that attention's scores take for a token of a layer, at so many bytes each."""
    return 0.0 if job.flash_attention else size / 2 * job.model.heads * job.sequence_tokens
