"""The rule of nine in ten, in each of its forms."""

import pytest

from calculators.answers import TOO_CLOSE, decided, named, needed


@pytest.mark.parametrize("samples", [1, 9, 10, 40, 64, 128, 256])
def test_as_many_samples_are_needed_as_decide(samples: int) -> None:
    """With the number needed a verdict is yes, with one less it is not."""
    least = needed(samples)
    assert decided(least / samples, "yes", "no") == "yes"
    assert decided((least - 1) / samples, "yes", "no") != "yes"


def test_as_many_samples_decide_against_as_for() -> None:
    """Nine of ten against are a no, eight of ten are neither."""
    answers = [decided(share, "yes", "no") for share in (0.1, 0.2, 0.5, 0.8, 0.9)]
    assert answers == ["no", TOO_CLOSE, TOO_CLOSE, TOO_CLOSE, "yes"]


def test_the_first_by_the_best_estimate_alone_is_said_to_be_that() -> None:
    """All that tie are named, and in doubt the doubt comes first."""
    assert named(["RAG", "Fine-tuned", "Both"], 0.9) == "RAG, Fine-tuned and Both"
    assert named(["RAG"], 0.89) == "too close to call, RAG by the best estimate"
