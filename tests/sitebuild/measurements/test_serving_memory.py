"""Memory of stacks without a preallocated cache, by hand."""

from typing import Any

import pytest

from calculators.physics.serving_jobs import Deployment
from sitebuild.measurements.serving_memory import Kept, kept, unpooled_gib
from tests.calculators.physics_cases import A100, LLAMA_2_7B, SERVING

GIB = 2**30
DEPLOYED = Deployment(model=LLAMA_2_7B, gpu=A100)
CHOSEN = SERVING | {"allocated": 1.5}
CHUNKED = Kept(at_once=False, logits=False, scores=False)
FIXED = 6_738_415_616 * 2 / GIB + 0.5
CACHE = 2 * 4000 * 524288 / GIB
INSIDE = (2 * 4096 + 3 * 11008) * 2 / GIB


def test_engines_that_read_in_chunks_hold_a_chunk() -> None:
    """Weights and workspace, and 1.5 times two caches of 4,000 tokens with a chunk of 2,048."""
    found = unpooled_gib(DEPLOYED, 2, 4000, 0, CHUNKED, CHOSEN)
    assert found == pytest.approx(FIXED + 1.5 * (CACHE + 2048 * INSIDE))


def test_eager_stacks_hold_logits_and_scores_of_the_whole_prompt() -> None:
    """6 x 32,000 bytes for each of 8,000 tokens, 6 x 32 x 4,000^2 for each of two sequences."""
    held = Kept(at_once=True, logits=True, scores=True)
    found = unpooled_gib(DEPLOYED, 2, 4000, 0, held, CHOSEN)
    more = 8000 * INSIDE + 8000 * 6 * 32000 / GIB + 2 * 6 * 32 * 4000**2 / GIB
    assert found == pytest.approx(FIXED + 1.5 * (CACHE + more))


@pytest.mark.parametrize(
    ("inputs", "eager", "held"),
    [
        ({"framework": "ExLlama v1"}, False, CHUNKED),
        ({"framework": "LitGPT eager"}, True, Kept(at_once=True, logits=True, scores=False)),
        ({"framework": "transformers"}, True, Kept(at_once=True, logits=True, scores=False)),
        ({"framework": "Transformers 4.44"}, True, Kept(at_once=True, logits=True, scores=False)),
        ({"framework": "Transformers 4.46"}, True, Kept(at_once=True, logits=False, scores=False)),
        ({"framework": "AutoAWQ"}, False, Kept(at_once=True, logits=True, scores=False)),
        ({"flash_attention": False}, False, Kept(at_once=True, logits=True, scores=True)),
    ],
)
def test_what_is_held_follows_the_framework(
    inputs: dict[str, Any], eager: bool, held: Kept
) -> None:
    """A stack without a name is taken for an eager one: another would have reported its pool."""
    assert kept(inputs, eager=eager) == held
