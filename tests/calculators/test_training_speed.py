"""Speed of training, against worked examples by hand."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.physics.jobs import TrainingJob
from calculators.physics.ledger import SILENT, Ledger
from calculators.physics.training_flops import attention_flops, head_flops, matrix_flops
from calculators.physics.training_memory import peak_gib
from calculators.physics.training_speed import seconds_per_token
from calculators.working import Term
from tests.calculators.physics_cases import A100, LLAMA_2_7B, LORA_JOB, MEMORY, MIXTRAL, SPEED

BOUNDLESS = replace(A100, bandwidth_gb_per_s=1e12)
"""An A100 that moves numbers between memory and chip in no time."""


def _term(ledger: Ledger, name: str) -> Term:
    return next(term for term in ledger.terms if term.name == name)


def flops_per_token(job: TrainingJob) -> float:
    return sum(count(job, SILENT) for count in (matrix_flops, head_flops, attention_flops))


def test_operations_of_the_methods_stand_in_the_derived_ratio() -> None:
    """Without attention: full 6N, LoRA 4N; recomputing adds 2N to each."""
    short = replace(LORA_JOB, sequence_tokens=1, lora_rank=1)
    full = flops_per_token(replace(short, method="full", checkpointing="none"))
    lora = flops_per_token(replace(short, checkpointing="none"))
    again = flops_per_token(replace(short, checkpointing="full"))
    assert lora / full == pytest.approx(2 / 3, rel=0.01)
    assert again / lora == pytest.approx(6 / 4, rel=0.01)


def test_time_of_a_token_by_hand() -> None:
    """Products at 75% of 300 TFLOP/s and twenty passes over what 32 layers and the head write at 2 TB/s.

    With so many tokens in a pass the starting of kernels takes no time of a token.
    """
    job = replace(
        LORA_JOB, method="full", checkpointing="none", sequence_tokens=1e-9, micro_batch=1e15
    )
    passed = 6_738_415_616 - 32000 * 4096
    written = 32 * (14 * 4096 + 4 * 11008) + 32000
    by_hand = 6 * passed / (300e12 * 0.75) + written * 2 * 20 / 2e12
    assert seconds_per_token(job, A100, SPEED, steps_every=1e9) == pytest.approx(by_hand, rel=1e-3)


def test_a_pass_over_few_tokens_takes_the_time_to_start_its_kernels() -> None:
    """32 layers, 36 kernels and 6 for each of two adapters, three passes, 10 microseconds each."""
    job = replace(LORA_JOB, sequence_tokens=1, micro_batch=1)
    by_hand = 32 * (36 + 2 * 6) * 3 * 10e-6
    assert seconds_per_token(job, BOUNDLESS, SPEED) == pytest.approx(by_hand, rel=0.01)
    assert seconds_per_token(replace(job, compiled=True), BOUNDLESS, SPEED) < by_hand / 2


def test_kernels_of_a_large_batch_start_while_others_run() -> None:
    """At 8192 tokens slower launches cost next to nothing."""
    slow = SPEED | {"launch_us": 20.0}
    assert seconds_per_token(LORA_JOB, A100, slow) == pytest.approx(
        seconds_per_token(LORA_JOB, A100, SPEED), rel=0.01
    )


def test_unpacking_costs_the_same_for_few_tokens_and_many() -> None:
    """5 bytes for each of 6.5 billion weights, three passes at 2 TB/s, shared by the tokens."""
    no_launches = SPEED | {"launch_us": 1e-9}
    weights = 6_738_415_616 - 2 * 32000 * 4096
    for tokens in (100, 10_000):
        lora = replace(LORA_JOB, sequence_tokens=tokens, micro_batch=1)
        plain, quantised = (
            seconds_per_token(job, A100, no_launches)
            for job in (lora, replace(lora, method="qlora"))
        )
        by_hand = weights * 5 * 3 / 2e12 / tokens
        assert quantised - plain == pytest.approx(by_hand, rel=1e-6)


def test_an_adapter_moves_what_its_matrix_reads_and_writes() -> None:
    """On query and value: 2 x 4096 read and 2 x 4096 written more in each layer, twenty passes."""
    job = replace(LORA_JOB, micro_batch=1e9, lora_rank=1e-9)
    no_traffic = SPEED | {"passes": 1e-9}
    written = 32 * (14 * 4096 + 4 * 11008 + 4 * 4096) * 4 / 3 + 32000
    by_hand = written * 2 * 20 / 2e12
    traffic = seconds_per_token(job, A100, SPEED) - seconds_per_token(job, A100, no_traffic)
    assert traffic == pytest.approx(by_hand, rel=1e-6)


@given(
    method=st.sampled_from(["full", "lora", "qlora"]),
    checkpointing=st.sampled_from(["none", "selective", "full"]),
    targets=st.sampled_from(["qv", "attention", "all-linear"]),
    sharding=st.sampled_from(["none", "zero2", "zero3", "tp"]),
    tokens=st.integers(1, 100_000),
    more=st.integers(0, 100_000),
)
def test_more_tokens_never_need_less_memory_nor_more_time_each(
    method: str, checkpointing: str, targets: str, sharding: str, tokens: int, more: int
) -> None:
    """A larger batch or a longer sequence needs no less memory; a larger batch is no slower a token."""
    job = replace(
        LORA_JOB, method=method, checkpointing=checkpointing, lora_targets=targets, sharding=sharding,
        gpus=4, sequence_tokens=tokens, micro_batch=1,
    )  # fmt: skip
    longer = replace(job, sequence_tokens=tokens + more)
    larger = replace(job, micro_batch=1 + more)
    assert peak_gib(longer, MEMORY) >= peak_gib(job, MEMORY)
    assert peak_gib(larger, MEMORY) >= peak_gib(job, MEMORY)
    slower = seconds_per_token(job, A100, SPEED) * (1 + 1e-12)
    assert seconds_per_token(larger, A100, SPEED) <= slower


def test_gathering_over_a_slow_link_costs_time() -> None:
    """Stage 3 over a slow link is slower than a copy on each GPU, over a fast one hardly."""
    alone = seconds_per_token(LORA_JOB, A100, SPEED)
    shared = replace(LORA_JOB, sharding="zero3", gpus=2)
    slow = replace(A100, link_gb_per_s=1)
    assert seconds_per_token(shared, A100, SPEED) < 1.1 * alone
    assert seconds_per_token(shared, slow, SPEED) > 2 * alone


def test_gathering_is_counted_by_hand() -> None:
    """Weights twice in 16 bit and gradients in 32: 8 bytes, 7/8 of them from others, half not hidden."""
    job = replace(FULL, sharding="zero3", checkpointing="full", master_weights=True)
    alone = seconds_per_token(replace(job, sharding="zero2", gpus=8), A100, SPEED)
    moved = LLAMA_2_7B.params * 8 * 7 / 8 / (300e9 * 0.5) / job.tokens
    found = seconds_per_token(job, A100, SPEED)
    assert found - alone == pytest.approx(0.5 * moved)
    without = seconds_per_token(replace(job, master_weights=False), A100, SPEED)
    assert without == pytest.approx(alone + 0.5 * moved * 6 / 8, rel=0.01)


FULL = replace(
    LORA_JOB,
    method="full",
    micro_batch=8,
    gpus=8,
    sharding="tp",
    tensor_parallel=1,
    checkpointing="none",
)


def test_tensor_parallelism_exchanges_activations_by_hand() -> None:
    """2 additions a layer, forward and backward; each sends 2 x 7/8 of 4,096 numbers; 8 wait."""
    sent = 2 * 7 / 8 * 4096 * 2
    by_hand = 8 * 4 * 32 * sent / (300e9 * 0.5)
    found = seconds_per_token(replace(FULL, tensor_parallel=8), BOUNDLESS, SPEED)
    assert found - seconds_per_token(FULL, BOUNDLESS, SPEED) == pytest.approx(by_hand)


def test_a_split_that_is_not_stated_stays_within_a_machine() -> None:
    """Nor does it go beyond the accelerators that there are."""
    unstated = replace(FULL, tensor_parallel=0, gpus=512)
    assert unstated.together == 8
    assert replace(unstated, gpus=4).together == 4
    assert replace(unstated, sharding="zero3").together == 1


def test_attention_and_head_stay_in_16_bit() -> None:
    """With a boundless peak in 8 bit they are all that is left, each at its share of 16 bit."""
    fast = replace(BOUNDLESS, dense_tflops={"bf16": 300, "fp8": 1e9})
    job = replace(FULL, precision="fp8")
    head, attention = 6 * 32000 * 4096, 3.5 * LLAMA_2_7B.attention_flops(1, 1024)
    quiet = SPEED | {"passes": 1e-9, "launch_us": 1e-9}
    found = seconds_per_token(job, fast, quiet, steps_every=1e12)
    assert found == pytest.approx((head / 0.75 + attention / 0.5) / 300e12, rel=1e-3)


def test_scores_that_are_not_kept_are_computed_again() -> None:
    """Forward two products, backward four; a fused kernel repeats one of them but leaves out the mask's half."""
    kept = replace(FULL, flash_attention=False)
    whole = LLAMA_2_7B.attention_flops(1, 2048)
    extra = flops_per_token(kept) - flops_per_token(FULL)
    assert extra == pytest.approx(3 * whole - 3.5 * whole / 2)


@pytest.mark.parametrize(("checkpointing", "moves"), [("none", 11), ("full", 15)])
def test_scores_that_are_kept_are_moved_by_hand(checkpointing: str, moves: int) -> None:
    """A sequence of 2,048 scores of 2 bytes for each of 32 heads in 32 layers, at 2 TB/s."""
    flash = replace(FULL, checkpointing=checkpointing)
    free = SPEED | {"attention_share": 1e12, "launch_us": 1e-9}
    found = seconds_per_token(replace(flash, flash_attention=False), A100, free)
    by_hand = 32 * 32 * 2048 * 2 * moves / 2e12
    assert found - seconds_per_token(flash, A100, free) == pytest.approx(by_hand, rel=1e-6)


@pytest.mark.parametrize(("checkpointing", "forward"), [("none", 1), ("full", 2)])
def test_products_in_8_bit_cast_their_inputs_by_hand(checkpointing: str, forward: int) -> None:
    """6 bytes for each number that a layer's matrices read and for each gradient of what they write."""
    job = replace(FULL, checkpointing=checkpointing, precision="fp8")
    ledger = Ledger()
    seconds_per_token(job, A100, SPEED, ledger)
    numbers = forward * (3 * 4096 + 11008) + 3 * 4096 + 2 * 11008 + 2 * 4096
    assert _term(ledger, "casts_seconds").value == pytest.approx(32 * numbers * 6 / 2e12)
    sixteen = replace(job, precision="bf16")
    quiet = SPEED | {"launch_us": 1e-9}
    times = [seconds_per_token(each, A100, quiet) for each in (job, sixteen)]
    assert times[0] - times[1] == pytest.approx(32 * numbers * 6 / 2e12, rel=1e-6)


def test_logits_are_moved_like_what_a_layer_writes() -> None:
    """96,256 more of them cost twenty passes over 2 bytes each, whether layers are recomputed or not."""
    large = replace(LLAMA_2_7B, vocab=128256, params=LLAMA_2_7B.params + 2 * 96256 * 4096)
    free = SPEED | {"share": 1e12, "launch_us": 1e-9}
    for checkpointing in ("none", "full"):
        job = replace(FULL, checkpointing=checkpointing, micro_batch=1e9)
        found = seconds_per_token(replace(job, model=large), A100, free)
        extra = found - seconds_per_token(job, A100, free)
        assert extra == pytest.approx(96256 * 2 * 20 / 2e12, rel=1e-3)


def test_all_stages_wait_for_the_head_of_the_last() -> None:
    """32 layers in 8 stages: 7 more heads of 6 operations a parameter, and their logits."""
    alone = replace(FULL, micro_batch=1e9)
    found = seconds_per_token(replace(alone, pipeline=8), A100, SPEED)
    by_hand = 7 * (6 * 32000 * 4096 / (300e12 * 0.75) + 32000 * 2 * 20 / 2e12)
    assert found - seconds_per_token(alone, A100, SPEED) == pytest.approx(by_hand, rel=1e-6)


def test_layers_that_stages_do_not_divide_were_dealt_out_with_the_head() -> None:
    """Then no stage waits for it: 32 layers in 5 stages take no longer than in one."""
    alone = replace(FULL, micro_batch=1e9)
    found = seconds_per_token(replace(alone, pipeline=5), A100, SPEED)
    assert found == pytest.approx(seconds_per_token(alone, A100, SPEED))


@pytest.mark.parametrize(
    ("changes", "each"),
    [
        ({"method": "lora", "sharding": "none"}, 2 * 2),
        ({"method": "lora", "sharding": "none", "checkpointing": "full"}, 3 * 2),
        ({"sharding": "none"}, 2 * 2 + 4),
        ({"sharding": "none", "master_weights": True}, 2 * 2 + 8),
        ({"tensor_parallel": 4, "pipeline": 2}, 2 * 2 + 4),
    ],
)
def test_a_pass_reads_weights_and_adds_to_gradients_by_hand(
    changes: dict[str, Any], each: float
) -> None:
    """2 bytes a weight and pass, 4 or 8 for gradients; accelerators that share a model read all of it together."""
    ledger = Ledger()
    job = replace(FULL, **changes)
    seconds_per_token(job, A100, SPEED, ledger)
    found = _term(ledger, "weights_seconds").value
    assert found == pytest.approx(6_738_415_616 * each / 2e12 / 16_384)


def test_only_large_clusters_pay_all_of_a_long_run() -> None:
    """One machine pays nothing; 128 accelerators, half the doublings to 2,048, the root.

    The factor of the cluster's steps comes in the same way, in every run.
    """
    job = replace(FULL, sharding="none")
    for gpus, factor in ((8, 1.0), (128, 1.3**0.5), (2048, 1.3), (16384, 1.3)):
        many = replace(job, gpus=gpus)
        ratio = seconds_per_token(many, A100, SPEED, long_run=True) / seconds_per_token(
            many, A100, SPEED
        )
        assert ratio == pytest.approx(factor)
        steps = seconds_per_token(many, A100, SPEED | {"cluster": 1.3}) / seconds_per_token(
            many, A100, SPEED | {"cluster": 1.0}
        )
        assert steps == pytest.approx(factor)


def test_selective_recomputation_lies_between_none_and_full() -> None:
    """Of memory and of time."""
    jobs = [replace(FULL, checkpointing=each) for each in ("none", "selective", "full")]
    memory = [peak_gib(job, MEMORY) for job in jobs]
    time = [seconds_per_token(job, A100, SPEED) for job in jobs]
    assert memory == sorted(memory, reverse=True)
    assert time == sorted(time)
    assert len(set(memory)) == len(set(time)) == 3


MIXTURE = replace(LLAMA_2_7B, experts=8, experts_per_token=2)


def test_a_token_goes_to_its_experts_and_back_by_hand() -> None:
    """32 layers, 2 experts, 4096 numbers of 2 bytes; 130 times in grouped products, 500 one by one."""
    mixture = replace(FULL, model=MIXTURE)
    for grouped, passes in ((True, 130), (False, 500)):
        job = replace(mixture, grouped_experts=grouped)
        free = SPEED | {"routed_passes": 1e-9, "looped_passes": 1e-9}
        found = seconds_per_token(job, A100, SPEED) - seconds_per_token(job, A100, free)
        assert found == pytest.approx(32 * 2 * 4096 * 2 * passes / 2e12, rel=1e-3)


def test_whole_copies_add_up_their_gradients_by_hand() -> None:
    """Twice 7/8 of 2 bytes a parameter, less the backward pass, shared by the tokens of a step."""
    alone = replace(FULL, sharding="none", gpus=1)
    copies = replace(alone, gpus=8)
    slow = replace(A100, link_gb_per_s=10)
    wire = 6_738_415_616 * 2 * 2 * 7 / 8 / (10e9 * 0.5) / FULL.tokens
    once = seconds_per_token(alone, slow, SPEED)
    step = once - seconds_per_token(alone, slow, SPEED, steps_every=1e12)
    by_hand = wire - (once - step) * 2 / 3
    assert seconds_per_token(copies, slow, SPEED) - once == pytest.approx(by_hand, rel=1e-6)
    assert seconds_per_token(copies, A100, SPEED) == pytest.approx(
        seconds_per_token(alone, A100, SPEED)
    )


def test_copies_on_several_machines_add_up_over_the_network() -> None:
    """At 50 GB/s to each accelerator, a third of what the link inside reaches here."""
    inside = replace(FULL, sharding="none", gpus=8, micro_batch=0.01)
    quiet = SPEED | {"cluster": 1.0, "launch_us": 1e-9}
    across = seconds_per_token(replace(inside, gpus=16), A100, quiet)
    wires = [
        6_738_415_616 * 4 * share / rate / inside.tokens
        for share, rate in ((15 / 16, 50e9), (7 / 8, 150e9))
    ]
    found = across - seconds_per_token(inside, A100, quiet)
    assert found == pytest.approx(wires[0] - wires[1], rel=1e-6)


def test_experts_that_lie_apart_stay_where_they_are() -> None:
    """On one machine only the rest is gathered; copies add up their own eighth of the experts."""
    rest = MIXTRAL.params - MIXTRAL.expert_params
    quiet = SPEED | {"exposed": 1.0, "launch_us": 1e-9}
    base = replace(FULL, model=MIXTRAL, tensor_parallel=1)
    for sharding, moved in (
        ("zero3", rest * 6 * 7 / 8),
        ("none", (rest + MIXTRAL.expert_params / 8) * 4 * 7 / 8),
    ):
        together, apart = Ledger(), Ledger()
        job = replace(base, sharding=sharding, micro_batch=0.01)
        slow = replace(A100, link_gb_per_s=1)
        seconds_per_token(job, slow, quiet, together)
        seconds_per_token(replace(job, experts_apart=True), slow, quiet, apart)
        name = {"zero3": "network_seconds", "none": "adding_seconds"}[sharding]
        whole, found = (_term(each, name).numbers["wire"] for each in (together, apart))
        assert found == pytest.approx(moved / (1e9 * 0.5) / job.tokens)
        assert found < whole / 2


def test_shards_beside_tensor_parallelism_come_over_the_network() -> None:
    """Within one machine they come over its link; from others at 50 GB/s to each accelerator."""
    inside = replace(FULL, sharding="zero3", tensor_parallel=4, gpus=8, micro_batch=1)
    across = replace(inside, gpus=16)
    assert seconds_per_token(across, A100, SPEED) > 1.3 * seconds_per_token(inside, A100, SPEED)


def test_other_machines_are_never_nearer_than_the_own() -> None:
    """Where the link inside is slower than the network, it sets the pace across machines too."""
    slow = replace(A100, link_gb_per_s=10)
    job = replace(FULL, sharding="zero3", tensor_parallel=4, micro_batch=1)
    inside, across = (seconds_per_token(replace(job, gpus=gpus), slow, SPEED) for gpus in (8, 16))
    assert across >= inside
