"""Memory of a stack without a preallocated cache, as `inference_memory_gib` measures it.

    weights + workspace + allocated x (cache + activations of the prompt + logits + scores)

Eager stacks read a prompt at once; the others in chunks. Until Transformers 4.45 they made the logits
of every prompt token, in 16 bit and again in 32 (6 V bytes a token); where attention is not fused, the
scores of a layer in 16 bit and their softmax in 32 (6 h s^2 bytes a sequence). The allocator keeps the
blocks of each, so they add up although they are not needed at the same time.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from calculators.physics.jobs import Chosen
from calculators.physics.serving_jobs import Deployment
from calculators.physics.serving_load import memory_gib
from calculators.physics.transformer import GIB

_CHUNK = 2048
"""Prompt tokens that an engine reads at once, where it is not an eager stack."""
_LOGIT_BYTES = 2 + 4
_SCORE_BYTES = 2 + 4
_LAST_LOGITS_ONLY: tuple[int, int] = (4, 45)
"""The version of Transformers from which on generation makes the logits of the last token only."""
_AT_ONCE = ("transformers", "autoawq")
"""Stacks that hand a whole prompt to the model, besides those called eager."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What a stack holds of a prompt."""

    at_once: bool
    logits: bool
    scores: bool


def kept(inputs: Mapping[str, Any], *, eager: bool) -> Kept:
    """Read from the framework; a stack that is not named is taken for an eager one.

    An engine with a preallocated cache would have reported its pool.
    """
    name = str(inputs.get("framework", "transformers")).lower()
    at_once = eager or any(mark in name for mark in _AT_ONCE)
    found = re.search(r"transformers (\d+)\.(\d+)", name)
    version: tuple[int, int] = (int(found[1]), int(found[2])) if found else (0, 0)
    return Kept(
        at_once=at_once,
        logits=at_once and version < _LAST_LOGITS_ONLY,
        scores=at_once and inputs.get("flash_attention") is False,
    )


def unpooled_gib(  # noqa: PLR0913, PLR0917 - the parts of one sum
    run: Deployment, batch: float, prompt: float, output: float, held: Kept, chosen: Chosen
) -> float:
    """Peak memory of all GPUs."""
    fixed = run.weights_gib + run.gpus * chosen["workspace_gib"]
    cache = memory_gib(run, batch, prompt + output, chosen) - fixed
    tokens = batch * prompt
    inside = run.together * run.prompt_gib(tokens if held.at_once else min(tokens, _CHUNK))
    logits = tokens * run.model.vocab * _LOGIT_BYTES / GIB if held.logits else 0.0
    scores = tokens * prompt * run.model.heads * _SCORE_BYTES / GIB if held.scores else 0.0
    return fixed + chosen["allocated"] * (cache + inside + logits + scores)
