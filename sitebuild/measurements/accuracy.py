"""How far the calculators lie from published measurements, for the page that says so."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sitebuild.entries import Entries
from sitebuild.entries.efficiency import Residual
from sitebuild.facts import Facts, of_entries
from sitebuild.measurements.predict import (
    GROUPS,
    UNITS,
    YES_OR_NO,
    UnpredictableError,
    predict,
    typical,
)
from sitebuild.measurements.rows import Row, read
from sitebuild.measurements.targets import TARGETS, Target, typical_factor

LABELS = {
    "finetune_peak_memory_gib": "Peak memory of fine-tuning",
    "fits_on_gpu": "Whether fine-tuning fits",
    "max_context_tokens": "Longest sequence that fits",
    "training_tokens_per_s_per_gpu": "Training, tokens a second",
    "training_gpu_hours": "Training, GPU-hours",
    "training_cost_usd": "Training, price",
    "ttft_ms": "Time to first token",
    "tpot_ms": "Time of an output token",
    "prefill_tokens_per_s": "Reading prompts, tokens a second",
    "decode_tokens_per_s": "Writing alone, tokens a second",
    "output_tokens_per_s": "Requests together, tokens a second",
    "batch_latency_s": "Time of a batch of requests",
    "inference_memory_gib": "Memory of serving",
    "loaded_ttft_ms": "Time to first token under load",
    "loaded_tpot_ms": "Time of an output token under load",
    "search_qps": "Searches a second",
    "search_latency_ms": "Time of a search",
    "index_memory_gib": "Memory of an index",
    "index_build_s": "Time to build an index",
    "embedding_tokens_per_s": "Embedding, tokens a second",
    "embedding_sentences_per_s": "Embedding, texts a second",
    "rerank_docs_per_s": "Reranking, passages a second",
}
"""Every kind of measurement as readers see it, in the order of the page."""

AIM = (0.70, 0.92)
"""Share of measurements aimed at inside an 80% interval, for kinds with enough of them to tell."""
ENOUGH = 10
"""Measurements from which on an interval is judged."""
_WORST = 10


@dataclass(frozen=True, kw_only=True)
class Held:
    """A measurement beside its prediction."""

    row: Row
    low: float
    mid: float
    high: float

    @property
    def label(self) -> str:
        """The kind of measurement as readers see it."""
        return LABELS[self.row.kind]

    @property
    def error(self) -> float:
        """Prediction over measurement, minus one."""
        return self.mid / self.row.measured - 1 if self.row.measured else self.mid

    @property
    def inside(self) -> bool:
        """The measurement lies in the 80% interval."""
        return self.low <= self.row.measured <= self.high


@dataclass(frozen=True, kw_only=True)
class _Unseen:
    """How measurements fared that no fit saw."""

    fitted: int
    """Measurements that constants may be fitted to."""
    left_out: Residual | None
    """How these fared where each source was left out of the fit; None where nothing was fitted."""
    compared: Residual | None
    """How the measurements fared that are only compared; None without any."""

    @property
    def rows(self) -> int:
        """All measurements."""
        return self.fitted + (self.compared.rows if self.compared else 0)

    @property
    def unseen(self) -> tuple[Residual, ...]:
        """The two that no fit saw."""
        return tuple(each for each in (self.left_out, self.compared) if each is not None)

    @property
    def inside(self) -> float:
        """Share of the unseen rows in their interval."""
        rows = sum(each.rows for each in self.unseen)
        return sum(each.rows * each.covered for each in self.unseen) / rows if rows else 0.0


@dataclass(frozen=True, kw_only=True)
class KindAccuracy(_Unseen):
    """All measurements of a kind against their predictions."""

    kind: str

    @property
    def label(self) -> str:
        """The kind as readers see it."""
        return LABELS[self.kind]

    @property
    def judged(self) -> bool:
        """Whether there are enough to judge the interval, and an answer other than yes or no has one."""
        enough = sum(each.rows for each in self.unseen) >= ENOUGH
        return enough and UNITS[self.kind] != YES_OR_NO

    @property
    def verdict(self) -> str:
        """Whether intervals hold as much of what no fit saw as they should."""
        if not self.judged:
            return "not judged"
        return "yes" if AIM[0] <= self.inside <= AIM[1] else "no"


@dataclass(frozen=True, kw_only=True)
class TargetAccuracy(_Unseen):
    """All measurements that a target is for."""

    target: Target

    @property
    def found(self) -> tuple[str, ...]:
        """The errors or factors of the two that no fit saw, as readers see them; a dash without any."""
        return tuple(self._told(each) for each in (self.left_out, self.compared))

    @property
    def is_met(self) -> bool:
        """Both on sources left out of the fit, and on measurements that are only compared."""
        return bool(self.unseen) and not any(self._is_too_far(each) for each in self.unseen)

    def _told(self, found: Residual | None) -> str:
        if found is None:
            return "—"
        if self.target.factor is not None:
            return f"factor of {found.median_factor or 0:.2f}"
        return f"{found.median_absolute_error:.1%}"

    def _is_too_far(self, found: Residual) -> bool:
        if self.target.factor is not None:
            return found.median_factor is None or found.median_factor > self.target.factor
        return self.target.error is not None and found.median_absolute_error > self.target.error


@dataclass(frozen=True, kw_only=True)
class Accuracy:
    """What the page shows."""

    targets: tuple[TargetAccuracy, ...]
    kinds: tuple[KindAccuracy, ...]
    worst: tuple[Held, ...]
    context: tuple[Held, ...]
    """Measurements from settings that the calculators do not aim at."""
    held: tuple[Held, ...]
    """All others."""
    sources: int
    skipped: int


def accuracy(entries: Entries, folder: Path) -> Accuracy:
    """Hold the calculators against every file of `folder`, which has passed the check."""
    facts = of_entries(entries)
    paths = sorted(str(path) for path in folder.glob("*.yaml"))
    rows, _ = read(paths, list(entries.accelerators))
    every = list(_held(rows, facts))
    held = tuple(each for each in every if each.row.use != "context")
    return Accuracy(
        targets=tuple(_targets(held, entries)),
        kinds=tuple(_kinds(held, entries)),
        worst=tuple(sorted(held, key=lambda each: -abs(each.error))[:_WORST]),
        context=tuple(each for each in every if each.row.use == "context"),
        held=held,
        sources=len({each.row.source["title"] for each in held}),
        skipped=len(rows) - len(every),
    )


def _held(rows: Sequence[Row], facts: Facts) -> Iterable[Held]:
    for row in rows:
        try:
            found = predict(row.kind, row.inputs, facts)
        except UnpredictableError:
            continue
        yield Held(row=row, low=found.low, mid=found.mid, high=found.high)


def _kinds(held: Sequence[Held], entries: Entries) -> Iterable[KindAccuracy]:
    by_kind: dict[str, list[Held]] = defaultdict(list)
    for each in held:
        by_kind[each.row.kind].append(each)
    for kind in LABELS:
        if rows := by_kind[kind]:
            group = entries.efficiencies[GROUPS[kind]]
            compared = [each for each in rows if each.row.use == "validate"]
            yield KindAccuracy(
                kind=kind,
                fitted=len(rows) - len(compared),
                left_out=group.residuals_source_left_out.get(kind),
                compared=_residual(compared) if compared else None,
            )


def _targets(held: Sequence[Held], entries: Entries) -> Iterable[TargetAccuracy]:
    for target in TARGETS:
        rows = [each for each in held if target.counts(each.row.kind, each.row.inputs)]
        if not rows:
            continue
        group = entries.efficiencies[GROUPS[rows[0].row.kind]]
        compared = [each for each in rows if each.row.use == "validate"]
        yield TargetAccuracy(
            target=target,
            fitted=len(rows) - len(compared),
            left_out=group.targets_source_left_out.get(target.name),
            compared=_residual(compared) if compared else None,
        )


def _residual(held: Sequence[Held]) -> Residual:
    kind = held[0].row.kind
    ratios = [1 + each.error for each in held]
    return Residual(
        rows=len(held),
        median_error=typical(kind, [each.error for each in held]),
        median_absolute_error=typical(kind, [abs(each.error) for each in held]),
        median_factor=typical_factor(ratios) if min(ratios) > 0 else None,
        covered=sum(each.inside for each in held) / len(held),
    )
