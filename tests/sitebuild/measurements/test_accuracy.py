"""The calculators against published measurements: no kind gets worse unnoticed.

A figure below may change only together with the reason for it in the same commit.
"""

from dataclasses import replace

import pytest

from sitebuild.entries import Entries
from sitebuild.entries.efficiency import Residual
from sitebuild.facts import CONTENT, load
from sitebuild.measurements.accuracy import AIM, KindAccuracy, accuracy
from sitebuild.measurements.predict import typical
from sitebuild.measurements.rows import read
from sitebuild.measurements.validate import outcome, summary

FACTS = load()
PATHS = sorted(str(path) for path in (CONTENT / "measurements").glob("*.yaml"))
ROWS, ERRORS = read(PATHS, list(FACTS.accelerators))

EXPECTED = {
    "batch_latency_s": 0.047,
    "decode_tokens_per_s": 0.059,
    "embedding_sentences_per_s": 0.18,
    "embedding_tokens_per_s": 0.229,
    "finetune_peak_memory_gib": 0.085,
    "index_build_s": 0.352,
    "index_memory_gib": 0.014,
    "inference_memory_gib": 0.018,
    "loaded_tpot_ms": 0.029,
    "loaded_ttft_ms": 0.126,
    "max_context_tokens": 0.125,
    "output_tokens_per_s": 0.085,
    "prefill_tokens_per_s": 0.098,
    "rerank_docs_per_s": 0.051,
    "search_latency_ms": 0.115,
    "search_qps": 0.213,
    "tpot_ms": 0.069,
    "training_cost_usd": 0.001,
    "training_gpu_hours": 0.092,
    "training_tokens_per_s_per_gpu": 0.071,
    "ttft_ms": 0.097,
}
"""Median absolute error by kind on all rows that constants may be fitted to."""

EXPECTED_COMPARED = {
    "batch_latency_s": 0.086,
    "decode_tokens_per_s": 0.149,
    "embedding_sentences_per_s": 0.301,
    "finetune_peak_memory_gib": 0.149,
    "fits_on_gpu": 0.174,
    "index_build_s": 0.366,
    "index_memory_gib": 0.01,
    "inference_memory_gib": 0.046,
    "loaded_tpot_ms": 0.142,
    "loaded_ttft_ms": 0.217,
    "max_context_tokens": 0.851,
    "output_tokens_per_s": 0.135,
    "prefill_tokens_per_s": 0.189,
    "rerank_docs_per_s": 0.295,
    "search_latency_ms": 0.524,
    "search_qps": 0.604,
    "tpot_ms": 0.129,
    "training_gpu_hours": 0.319,
    "training_tokens_per_s_per_gpu": 0.157,
    "ttft_ms": 0.178,
}
"""The same on the rows that are only compared."""


type Summary = dict[str, dict[str, float]]


@pytest.fixture(scope="module")
def calibrated() -> Summary:
    """By kind, what the predictions of rows come to that constants may be fitted to."""
    return summary([outcome(row, FACTS) for row in ROWS if row.use == "calibrate"])


@pytest.fixture(scope="module")
def compared() -> Summary:
    """The same of rows that are only compared."""
    return summary([outcome(row, FACTS) for row in ROWS if row.use == "validate"])


@pytest.fixture(scope="module")
def kinds(entries: Entries) -> dict[str, KindAccuracy]:
    """What the page says of each kind."""
    return {each.kind: each for each in accuracy(entries, CONTENT / "measurements").kinds}


def test_every_measurement_is_well_formed() -> None:
    """The project's own files pass the check that a reader's file must pass."""
    assert not ERRORS
    assert len(ROWS) > 150


@pytest.mark.parametrize("kind", sorted(EXPECTED))
def test_no_kind_gets_worse(kind: str, calibrated: Summary) -> None:
    """The median absolute error stays at its expected figure or below."""
    assert calibrated[kind]["median_absolute_error"] <= EXPECTED[kind]


@pytest.mark.parametrize("kind", sorted(EXPECTED_COMPARED))
def test_no_kind_gets_worse_where_nothing_is_fitted(kind: str, compared: Summary) -> None:
    """Nor on measurements that no constant is fitted to."""
    assert compared[kind]["median_absolute_error"] <= EXPECTED_COMPARED[kind]


def test_every_kind_measured_has_its_figure(calibrated: Summary, compared: Summary) -> None:
    """A new kind of measurement needs an expected figure."""
    assert set(calibrated) == set(EXPECTED)
    assert set(compared) == set(EXPECTED_COMPARED)


def test_intervals_hold_most_rows_that_the_fit_did_not_see(kinds: dict[str, KindAccuracy]) -> None:
    """An 80% interval holds 70 to 92% of the rows of sources left out or never fitted."""
    inside = {kind: each.inside for kind, each in kinds.items() if each.judged}
    low, high = AIM
    assert inside
    assert {kind: share for kind, share in inside.items() if not low <= share <= high} == {}


def test_yes_or_no_is_judged_by_the_share_of_wrong_answers(kinds: dict[str, KindAccuracy]) -> None:
    """A median would hide wrong ones, and an interval of yes and no holds any answer."""
    fits = kinds["fits_on_gpu"]
    wrong = Residual(rows=10, median_error=0, median_absolute_error=0, covered=1.0)
    assert not fits.judged
    assert replace(fits, compared=wrong).verdict == "not judged"
    assert replace(kinds["tpot_ms"], compared=wrong, left_out=None).verdict == "no"
    assert typical("fits_on_gpu", [0, 0, 1, 0]) == 0.25
    assert typical("tpot_ms", [0, 0, 1, 0]) == 0
