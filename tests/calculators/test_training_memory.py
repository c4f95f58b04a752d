"""Peak memory of training, against worked examples by hand."""

from dataclasses import replace
from typing import Any

import pytest

from calculators.physics.training_fit import largest, largest_micro_batch, longest_sequence
from calculators.physics.training_memory import peak_gib
from tests.calculators.physics_cases import LLAMA_2_7B, LORA_JOB, MEMORY

GIB = 2**30


def test_peak_of_a_lora_job_by_hand() -> None:
    """Weights + adapters + checkpoints + the larger of logits and one layer, and the fixed part.

    Adapters on query and value read 4096 numbers each and keep 1.5 times as many.
    """
    weights = 6_738_415_616 * 2
    adapters = 4_194_304 * 16
    checkpoints = 32 * 8192 * 4096 * 2
    logits = 8192 * 32000 * 12
    adapter_inputs = 1.5 * 2 * 4096
    layer = 8192 * (10 * 4096 + 2 * 4096 + 2 * 4096 + 4 * 11008 + adapter_inputs) * 2
    by_hand = (weights + adapters + checkpoints + max(logits, layer)) / GIB + 0.5
    assert peak_gib(LORA_JOB, MEMORY) == pytest.approx(by_hand, rel=1e-9)


def test_full_training_peaks_at_the_step_when_the_batch_is_small() -> None:
    """16-bit weights, gradients and two moments: 8 bytes a parameter, and the scratch of the step."""
    job = replace(LORA_JOB, method="full", micro_batch=1, sequence_tokens=16)
    by_hand = 6_738_415_616 * 8 * 1.04 / GIB + 0.5
    assert peak_gib(job, MEMORY) == pytest.approx(by_hand, rel=1e-9)


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"checkpointing": "none"}, "activations are kept"),
        ({"micro_batch": 8}, "the batch is larger"),
        ({"sequence_tokens": 4096}, "the sequence is longer"),
        ({"method": "full"}, "gradients and states of all weights are held"),
        ({"flash_attention": False, "checkpointing": "none"}, "scores are kept"),
    ],
)
def test_what_needs_more_memory(change: dict[str, Any], because: str) -> None:
    """Each of these makes the peak larger."""
    assert peak_gib(replace(LORA_JOB, **change), MEMORY) > peak_gib(LORA_JOB, MEMORY), because


@pytest.mark.parametrize(
    "change",
    [
        {"method": "qlora"},
        {"fused_loss": True, "model": replace(LLAMA_2_7B, vocab=128256)},
        {"cpu_offload": "activations"},
        {"sharding": "zero3", "gpus": 8},
    ],
)
def test_what_needs_less_memory(change: dict[str, Any]) -> None:
    """Each of these makes the peak smaller than the same job without it."""
    base = replace(LORA_JOB, model=change["model"]) if "model" in change else LORA_JOB
    assert peak_gib(replace(base, **change), MEMORY) < peak_gib(base, MEMORY)


def test_embeddings_beside_4_bit_weights_may_be_in_32_bit() -> None:
    """Two matrices of 32,000 x 4,096 with two bytes more are half a gigabyte more."""
    job = replace(LORA_JOB, method="qlora")
    more = peak_gib(job, MEMORY) - peak_gib(job, MEMORY | {"unquantised_bytes": 2.0})
    assert more == pytest.approx(2 * 32000 * 4096 * 2 / GIB, rel=1e-9)


def test_the_reserve_lies_on_what_comes_and_goes() -> None:
    """Weights and states are allocated once; a tenth more on the rest is a tenth of the rest."""
    weights_and_states = (6_738_415_616 * 2 + 4_194_304 * 16) / GIB + 0.5
    rest = peak_gib(LORA_JOB, MEMORY) - weights_and_states
    more = peak_gib(LORA_JOB, MEMORY | {"reserve": 1.1})
    assert more - weights_and_states == pytest.approx(1.1 * rest, rel=1e-9)


def test_adapters_on_more_matrices_keep_more() -> None:
    """Without checkpointing each adapted matrix adds 1.5 numbers for each one that it reads."""
    job = replace(LORA_JOB, checkpointing="none")
    few, many = peak_gib(job, MEMORY), peak_gib(replace(job, lora_targets="all-linear"), MEMORY)
    inputs = (6 * 4096 + 11008) - 2 * 4096
    parameters = job.model.lora_params(8, "all-linear") - job.model.lora_params(8, "qv")
    by_hand = (32 * 8192 * 1.5 * inputs * 2 + parameters * 16) / GIB
    assert many - few == pytest.approx(by_hand, rel=1e-9)


def test_optimizer_variants_in_order() -> None:
    """Full training: AdamW needs most, then 8-bit states, then paged ones that leave the GPU."""
    job = replace(LORA_JOB, method="full", micro_batch=1, sequence_tokens=16)
    peaks = [
        peak_gib(replace(job, optimizer=name), MEMORY)
        for name in ("adamw", "adamw8bit", "paged_adamw8bit", "paged_adamw8bit_in_backward")
    ]
    assert peaks == sorted(peaks, reverse=True)
    assert len(set(peaks)) == 4


def test_inverse_agrees_with_the_formula() -> None:
    """The largest batch fits and one more does not; the same for the sequence."""
    batch = largest_micro_batch(LORA_JOB, MEMORY, 40)
    assert peak_gib(replace(LORA_JOB, micro_batch=batch), MEMORY) <= 40
    assert peak_gib(replace(LORA_JOB, micro_batch=batch + 1), MEMORY) > 40
    longest = longest_sequence(LORA_JOB, MEMORY, 40)
    assert peak_gib(replace(LORA_JOB, sequence_tokens=longest), MEMORY) <= 40
    assert peak_gib(replace(LORA_JOB, sequence_tokens=longest + 1), MEMORY) > 40


def test_nothing_fits_into_too_little() -> None:
    """Below the weights alone the inverse says none."""
    assert largest_micro_batch(LORA_JOB, MEMORY, 5) == 0
    assert largest(lambda count: count <= 1000) == 1000


@pytest.mark.parametrize(
    ("method", "sharding", "gpus", "gib"),
    [
        ("full", "zero2", 2, 1.5),
        ("full", "zero3", 2, 1.5),
        ("full", "zero3", 1, 0),
        ("full", "none", 2, 0),
        ("lora", "zero2", 2, 1.5),
        ("lora", "zero3", 2, 0),
    ],
)
def test_shards_of_gradients_pass_through_buckets(
    method: str, sharding: str, gpus: int, gib: float
) -> None:
    """Where accelerators share states; stage 3 needs none for the small gradients of adapters."""
    job = replace(LORA_JOB, method=method, sharding=sharding, gpus=gpus)
    none = MEMORY | {"bucket_gib": 0.0}
    assert peak_gib(job, MEMORY) - peak_gib(job, none) == pytest.approx(gib)


def test_whole_copies_hold_every_gradient_twice() -> None:
    """Two bytes a parameter more than on one accelerator, in the buckets that add them up."""
    alone = replace(LORA_JOB, method="full", sharding="none")
    more = peak_gib(replace(alone, gpus=2), MEMORY) - peak_gib(alone, MEMORY)
    assert more == pytest.approx(6_738_415_616 * 2 / GIB)


@pytest.mark.parametrize(("method", "bytes_each"), [("lora", 2), ("full", 4)])
def test_a_gathered_layer_of_full_training_has_its_gradient(method: str, bytes_each: int) -> None:
    """Two bytes a weight, and two for its gradient until that has been scattered."""
    job = replace(LORA_JOB, method=method, sharding="zero3", gpus=64)
    more = MEMORY | {"gathered_layers": MEMORY["gathered_layers"] + 1}
    layer = LORA_JOB.model.body_params / 32
    assert peak_gib(job, more) - peak_gib(job, MEMORY) == pytest.approx(layer * bytes_each / GIB)


def test_shared_states_scale_with_what_frameworks_keep() -> None:
    """A third more than 12 bytes a parameter is a third more of the states, and of their scratch."""
    job = replace(
        LORA_JOB, method="full", micro_batch=1, sequence_tokens=16, sharding="zero3", gpus=2
    )
    job = replace(job, master_weights=True)
    more = MEMORY | {"shared_state_bytes": 16.0}
    states = 6_738_415_616 * 4 / 2 / GIB
    assert peak_gib(job, more) - peak_gib(job, MEMORY) == pytest.approx(states * 1.04)
    alone = replace(job, gpus=1, sharding="none")
    assert peak_gib(alone, more) == peak_gib(alone, MEMORY)


def test_full_training_holds_the_logits_of_its_own_code() -> None:
    """Ten bytes a logit where adapters' frameworks hold twelve."""
    change = {"full_logit_bytes": 11.0}
    logits = LORA_JOB.tokens * 32000 / GIB
    wide = MEMORY | {"full_logit_bytes": 100.0}  # so that the loss sets the peak
    job = replace(LORA_JOB, method="full")
    assert peak_gib(job, wide | {"full_logit_bytes": 101.0}) - peak_gib(job, wide) == (
        pytest.approx(logits)
    )
    assert peak_gib(LORA_JOB, MEMORY | change) == peak_gib(LORA_JOB, MEMORY)


def test_who_fuses_the_loss_fuses_layers_and_adapters() -> None:
    """A layer holds its own share, and adapters keep nothing beside what the layer keeps."""
    job = replace(LORA_JOB, fused_loss=True)
    share = {"fused_layer_share": 1.5}  # so that the layer sets the peak
    held = LORA_JOB.model.forward_elements * LORA_JOB.tokens * 2 / GIB
    assert peak_gib(job, MEMORY | {"fused_layer_share": 2.5}) - peak_gib(job, MEMORY | share) == (
        pytest.approx(held)
    )
    without = MEMORY | share | {"adapter_inputs": 0.01}
    assert peak_gib(job, without) == peak_gib(job, MEMORY | share)


def test_one_accelerator_has_nothing_to_gather() -> None:
    """Stage 3 on a single one is no stage at all."""
    assert peak_gib(replace(LORA_JOB, sharding="zero3", gpus=1), MEMORY) == peak_gib(
        LORA_JOB, MEMORY
    )


def test_a_step_needs_room_for_what_it_updates_alone() -> None:
    """Frozen weights are not touched: 4% of adapters with gradients and states, not of the model."""
    short = replace(LORA_JOB, sequence_tokens=1, micro_batch=1)
    parameters = 4_194_304
    by_hand = (6_738_415_616 * 2 + parameters * 16 * 1.04) / GIB + 0.5
    assert peak_gib(short, MEMORY) == pytest.approx(by_hand, rel=1e-6)


def test_a_layer_computed_again_holds_a_share_of_what_it_writes() -> None:
    """Half of it held at once: half of 2 bytes for each number of a layer and token less."""
    half = MEMORY | {"layer_share": 0.5, "logit_bytes": 1e-9}
    whole = half | {"layer_share": 1.0}
    written = LORA_JOB.model.forward_elements * LORA_JOB.tokens * 2 / GIB
    assert peak_gib(LORA_JOB, whole) - peak_gib(LORA_JOB, half) == pytest.approx(written / 2)


@pytest.mark.parametrize(
    ("checkpointing", "layers", "bytes_each"), [("none", 32, 5), ("full", 1, 10)]
)
def test_scores_are_held_by_hand(checkpointing: str, layers: int, bytes_each: int) -> None:
    """Kept of every layer with their mask, or of the one at work with their gradients, in 32 bit too."""
    fused = replace(LORA_JOB, checkpointing=checkpointing, sequence_tokens=8192, fused_loss=True)
    scores = layers * 4 * 32 * 8192**2
    more = peak_gib(replace(fused, flash_attention=False), MEMORY) - peak_gib(fused, MEMORY)
    assert more == pytest.approx(scores * bytes_each / GIB, rel=1e-9)


def test_what_comes_from_hosts_is_held_whole_and_in_part() -> None:
    """Of the layers and embeddings at work an accelerator also holds its own half, as it came."""
    shared = replace(LORA_JOB, gpus=2, sharding="zero3")
    whole = 3 * (6_738_415_616 - 2 * 32000 * 4096) / 32 * 2 + 2 * 32000 * 4096 * 2
    elsewhere = replace(shared, cpu_offload="parameters")
    adapters = LORA_JOB.trainable * MEMORY["adapter_bytes"]
    weights = 6_738_415_616 * 2
    less = (weights + adapters) / 2 - whole / 2
    assert peak_gib(shared, MEMORY) - peak_gib(elsewhere, MEMORY) == pytest.approx(less / GIB)


def test_an_optimizer_that_is_not_fused_holds_its_intermediate_at_once() -> None:
    """Two bytes a parameter at the step, where the step sets the peak."""
    job = replace(
        LORA_JOB, method="full", micro_batch=1, sequence_tokens=16, optimizer="adamw_torch"
    )
    fused = replace(job, optimizer="adamw_torch_fused")
    more = peak_gib(job, MEMORY) - peak_gib(fused, MEMORY)
    assert more == pytest.approx(6_738_415_616 * 2 / GIB)
