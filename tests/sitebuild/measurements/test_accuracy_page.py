"""What the page "How good are these numbers?" says."""

import re

import pytest

from sitebuild.entries import Entries
from sitebuild.entries.efficiency import Residual
from sitebuild.facts import CONTENT
from sitebuild.measurements.accuracy import (
    LABELS,
    Accuracy,
    KindAccuracy,
    TargetAccuracy,
    accuracy,
)
from sitebuild.measurements.accuracy_chart import accuracy_svg
from sitebuild.measurements.predict import UNITS
from sitebuild.measurements.targets import TARGETS, target_of, typical_factor


@pytest.fixture(scope="module")
def found(entries: Entries) -> Accuracy:
    return accuracy(entries, CONTENT / "measurements")


def residual(rows: int, error: float, covered: float = 0.8, factor: float = 1.5) -> Residual:
    return Residual(
        rows=rows,
        median_error=0.0,
        median_absolute_error=error,
        median_factor=factor,
        covered=covered,
    )


def target(name: str, left_out: Residual | None, compared: Residual | None) -> TargetAccuracy:
    found = next(each for each in TARGETS if each.name == name)
    return TargetAccuracy(target=found, fitted=2, left_out=left_out, compared=compared)


def test_every_kind_has_a_name_for_readers() -> None:
    """A new kind of measurement cannot be forgotten on the page."""
    assert LABELS.keys() == UNITS.keys()
    for each in TARGETS:
        assert each.kinds | each.alone | each.together <= LABELS.keys()
        assert (each.error is None) != (each.factor is None)


@pytest.mark.parametrize(
    ("kind", "inputs", "name"),
    [
        ("tpot_ms", {"batch": 1}, "writing-alone"),
        ("tpot_ms", {"batch": 2}, "requests-together"),
        ("decode_tokens_per_s", {"batch": 1}, "writing-alone"),
        ("output_tokens_per_s", {}, "requests-together"),
        ("output_tokens_per_s", {"batch": 1}, "requests-together"),
        ("ttft_ms", {"batch": 64}, "reading"),
        ("index_build_s", {}, None),
    ],
)
def test_a_measurement_is_judged_by_one_target(
    kind: str, inputs: dict[str, int], name: str | None
) -> None:
    """Speed for one request counts alike whether it is published as a rate or as a time."""
    assert sum(each.counts(kind, inputs) for each in TARGETS) <= 1
    found = target_of(kind, inputs)
    assert (found.name if found else None) == name


def test_every_measurement_is_on_the_page_once(found: Accuracy) -> None:
    """Kinds count each measurement that was held, and the worst come first."""
    assert sum(each.rows for each in found.kinds) == len(found.held)
    errors = [abs(each.error) for each in found.worst]
    assert errors == sorted(errors, reverse=True)
    assert errors[0] == max(abs(each.error) for each in found.held)


def test_every_measurement_with_a_target_counts_for_it(found: Accuracy) -> None:
    """The rows of the targets are those of the page that have one."""
    wanted = [each for each in found.held if target_of(each.row.kind, each.row.inputs)]
    assert sum(each.rows for each in found.targets) == len(wanted)
    for each in found.targets:
        assert each.left_out is not None
        assert each.left_out.rows == each.fitted


@pytest.mark.parametrize(
    ("left_out", "compared", "is_met"),
    [
        (residual(10, 0.20), None, True),
        (residual(10, 0.21), None, False),
        (residual(10, 0.10), residual(1, 0.21), False),
        (residual(10, 0.10), residual(9, 0.20), True),
        (None, residual(9, 0.20), True),
        (None, None, False),
    ],
)
def test_a_target_is_met_on_all_that_no_fit_saw_or_missed(
    left_out: Residual | None, compared: Residual | None, is_met: bool
) -> None:
    """A few fitted rows that fare well do not make up for many others that do not."""
    assert target("reading", left_out, compared).is_met is is_met


@pytest.mark.parametrize(("factor", "is_met"), [(1.99, True), (2.01, False)])
def test_a_search_is_judged_by_the_factor_between_the_two(factor: float, is_met: bool) -> None:
    """Half as long counts like twice as long, which a share of the measurement would not."""
    found = target("search", residual(9, 0.6, factor=factor), None)
    assert found.is_met is is_met
    assert found.found == (f"factor of {factor}", "—")


@pytest.mark.parametrize(
    ("rows", "covered", "verdict"),
    [(10, 0.8, "yes"), (10, 0.95, "no"), (10, 0.5, "no"), (9, 0.5, "not judged")],
)
def test_intervals_of_a_kind_are_judged_where_there_are_enough_rows(
    rows: int, covered: float, verdict: str
) -> None:
    """Few measurements do not judge an interval."""
    found = residual(rows, 0.1, covered)
    one = KindAccuracy(kind="ttft_ms", fitted=rows, left_out=found, compared=None)
    assert one.verdict == verdict


def test_a_factor_is_the_larger_over_the_smaller() -> None:
    """Predictions of a half and of the double lie as far off."""
    assert typical_factor([0.5, 2.0, 1.0]) == 2.0
    assert typical_factor([0.25, 1.0, 1.0]) == 1.0


def test_the_chart_has_a_name(found: Accuracy) -> None:
    """A reader who does not see the picture is told what it shows."""
    svg = accuracy_svg(found.held)
    assert 'role="img" aria-labelledby="accuracy-title accuracy-desc"' in svg
    assert svg.count("<svg") == 1


def test_the_axes_of_the_chart_are_written_out(found: Accuracy) -> None:
    """`1e+4` is not how people write 10,000."""
    labels = set(re.findall(r">([^<>]+)</text>", accuracy_svg(found.held)))
    assert {"1", "100", "10,000", "1,000,000"} <= labels
    assert not any(re.search(r"\de.?\d", label) for label in labels)
