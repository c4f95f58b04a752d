"""Training whose weights or activations wait in the host's memory, against worked examples by hand."""

from dataclasses import replace

import pytest

from calculators.physics.jobs import TrainingJob
from calculators.physics.ledger import SILENT
from calculators.physics.training_host import fetching, optimizer_step
from calculators.physics.training_speed import seconds_per_token
from tests.calculators.physics_cases import A100, LLAMA_2_7B, SPEED

FULL = TrainingJob(
    model=LLAMA_2_7B,
    method="full",
    sequence_tokens=2048,
    micro_batch=1,
    cpu_offload="parameters",
    master_weights=True,
)
WIRE = 25e9


def test_weights_come_for_both_passes_by_hand() -> None:
    """2 bytes each, twice; two accelerators that share them bring half each."""
    seconds = 2 * 6_738_415_616 * 2 / WIRE / 2048
    assert fetching(FULL, 0.0, SILENT) == pytest.approx(seconds, rel=1e-9)
    shared = replace(FULL, gpus=2, sharding="zero3")
    assert fetching(shared, 0.0, SILENT) == pytest.approx(seconds / 2, rel=1e-9)


def test_4_bit_weights_come_with_their_scales() -> None:
    """Half a byte and a 32-bit scale for 64 of them."""
    job = replace(FULL, method="qlora")
    seconds = 2 * 6_738_415_616 * (0.5 + 4 / 64) / WIRE / 2048
    assert fetching(job, 0.0, SILENT) == pytest.approx(seconds, rel=1e-9)


@pytest.mark.parametrize(
    ("checkpointing", "numbers"),
    [("full", 4096), ("none", LLAMA_2_7B.forward_elements)],
)
def test_activations_leave_and_come_back_by_hand(checkpointing: str, numbers: float) -> None:
    """What is kept of a layer, 2 bytes a number, once each way; of a token whatever the batch."""
    job = replace(FULL, cpu_offload="activations", checkpointing=checkpointing)
    assert fetching(job, 0.0, SILENT) == pytest.approx(2 * 32 * numbers * 2 / WIRE, rel=1e-9)
    assert fetching(replace(job, micro_batch=4), 0.0, SILENT) == fetching(job, 0.0, SILENT)


def test_copies_cost_nothing_while_the_computation_is_longer() -> None:
    """More tokens a pass hide the same weights; with few the accelerator waits for them."""
    offloaded = replace(FULL, method="lora")
    here = replace(offloaded, cpu_offload="none")

    def slower(tokens: float) -> float:
        return seconds_per_token(
            replace(offloaded, sequence_tokens=tokens), A100, SPEED
        ) / seconds_per_token(replace(here, sequence_tokens=tokens), A100, SPEED)

    assert slower(16384) == 1
    assert slower(512) > 2


def test_a_step_on_the_host_takes_as_long_as_published() -> None:
    """About 10 s for 72.7 billion parameters on 4 machines of 8 accelerators (issue 6834 of DeepSpeed)."""
    model = replace(LLAMA_2_7B, params=72_700_000_000)
    job = replace(FULL, model=model, gpus=32, sharding="zero3")
    assert optimizer_step(job, A100, SILENT) == pytest.approx(10, rel=0.02)
    assert optimizer_step(replace(job, cpu_offload="none"), A100, SILENT) < 0.2


def test_every_whole_copy_takes_its_step_on_the_same_host() -> None:
    """Eight accelerators that share nothing take eight steps, one after the other."""
    alone = optimizer_step(FULL, A100, SILENT)
    assert optimizer_step(replace(FULL, gpus=8), A100, SILENT) == pytest.approx(8 * alone)
    assert optimizer_step(replace(FULL, gpus=8, sharding="zero3"), A100, SILENT) == alone


def test_activations_elsewhere_leave_the_step_where_it_is() -> None:
    """Only parameters take the optimizer with them; an adapter's step is too small to count."""
    plain = optimizer_step(replace(FULL, cpu_offload="none"), A100, SILENT)
    assert optimizer_step(replace(FULL, cpu_offload="activations"), A100, SILENT) == plain
    assert optimizer_step(replace(FULL, method="lora"), A100, SILENT) == 0
