"""What accuracy is aimed at, and which measurements each target is for.

A target is for a quantity, which may have been measured in more than one way: the speed of writing for
one request alone is published as tokens a second and as milliseconds a token.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

_WRITING = frozenset({"decode_tokens_per_s", "tpot_ms"})


@dataclass(frozen=True, kw_only=True)
class Target:
    """The error aimed at, as a share of the measurement or as a factor between the two."""

    name: str
    label: str
    error: float | None = None
    """Median absolute error aimed at."""
    factor: float | None = None
    """Median of the larger of prediction and measurement over the smaller, aimed at."""
    kinds: frozenset[str] = frozenset()
    """Kinds whose measurements all count."""
    alone: frozenset[str] = frozenset()
    """Kinds whose measurements of a single request count."""
    together: frozenset[str] = frozenset()
    """Kinds whose measurements of several requests at once count."""

    def counts(self, kind: str, inputs: Mapping[str, Any]) -> bool:
        """Whether a measurement is judged by this target."""
        of_its_batch = self.alone if inputs.get("batch", 1) == 1 else self.together
        return kind in self.kinds or kind in of_its_batch

    @property
    def text(self) -> str:
        """What is aimed at, as readers see it."""
        return f"{self.error:.0%}" if self.error is not None else f"factor of {self.factor:g}"


TARGETS = (
    Target(
        name="training-memory",
        label="Peak memory of fine-tuning",
        error=0.10,
        kinds=frozenset({"finetune_peak_memory_gib"}),
    ),
    Target(
        name="training-speed",
        label="Training, tokens a second",
        error=0.15,
        kinds=frozenset({"training_tokens_per_s_per_gpu"}),
    ),
    Target(
        name="reading",
        label="Reading prompts, and the first token",
        error=0.20,
        kinds=frozenset({"prefill_tokens_per_s", "ttft_ms"}),
    ),
    Target(name="writing-alone", label="Writing for one request alone", error=0.12, alone=_WRITING),
    Target(
        name="requests-together",
        label="Requests together",
        error=0.20,
        kinds=frozenset({"output_tokens_per_s"}),
        together=_WRITING,
    ),
    Target(
        name="index-memory",
        label="Memory of an index",
        error=0.10,
        kinds=frozenset({"index_memory_gib"}),
    ),
    Target(
        name="search",
        label="Searches a second, and the time of one",
        factor=2,
        kinds=frozenset({"search_qps", "search_latency_ms"}),
    ),
    Target(
        name="reranking",
        label="Reranking, passages a second",
        factor=2,
        kinds=frozenset({"rerank_docs_per_s"}),
    ),
)


def target_of(kind: str, inputs: Mapping[str, Any]) -> Target | None:
    """The target that a measurement is judged by, if there is one."""
    return next((each for each in TARGETS if each.counts(kind, inputs)), None)


def typical_factor(predicted_over_measured: Iterable[float]) -> float:
    """The median of the larger of the two over the smaller."""
    return median(max(each, 1 / each) for each in predicted_over_measured)
