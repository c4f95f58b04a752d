"""What the page "How good are these numbers?" says."""

import re
from dataclasses import replace

import pytest

from sitebuild.entries import Entries
from sitebuild.entries.efficiency import Residual
from sitebuild.facts import CONTENT
from sitebuild.measurements.accuracy import LABELS, TARGETS, Accuracy, KindAccuracy, accuracy
from sitebuild.measurements.accuracy_chart import accuracy_svg
from sitebuild.measurements.predict import UNITS


@pytest.fixture(scope="module")
def found(entries: Entries) -> Accuracy:
    return accuracy(entries, CONTENT / "measurements")


def kind(rows: int, error: float, covered: float) -> KindAccuracy:
    left_out = Residual(rows=rows, median_error=0.0, median_absolute_error=error, covered=covered)
    return KindAccuracy(kind="ttft_ms", fitted=rows, left_out=left_out, compared=None)


def test_every_kind_has_a_name_for_readers() -> None:
    """A new kind of measurement cannot be forgotten on the page."""
    assert LABELS.keys() == UNITS.keys()
    assert TARGETS.keys() <= LABELS.keys()


def test_every_measurement_is_on_the_page_once(found: Accuracy) -> None:
    """Kinds count each measurement that was held, and the worst come first."""
    assert sum(each.rows for each in found.kinds) == len(found.held)
    errors = [abs(each.error) for each in found.worst]
    assert errors == sorted(errors, reverse=True)
    assert errors[0] == max(abs(each.error) for each in found.held)


@pytest.mark.parametrize(
    ("rows", "error", "covered", "verdict"),
    [
        (10, 0.2, 0.8, "met"),
        (10, 0.21, 0.8, "missed: error"),
        (10, 0.2, 0.95, "missed: interval"),
        (10, 0.3, 0.5, "missed: error and interval"),
        (9, 0.2, 0.5, "met"),
    ],
)
def test_a_target_is_met_on_unseen_sources_or_missed(
    rows: int, error: float, covered: float, verdict: str
) -> None:
    """The error fitted to does not count, and few measurements do not judge an interval."""
    assert kind(rows, error, covered).verdict == verdict


@pytest.mark.parametrize(
    ("rows", "error", "covered", "verdict"),
    [
        (10, 0.2, 0.8, "met"),
        (1, 0.21, 1.0, "missed: error"),
        (10, 0.1, 0.6, "missed: interval"),
        (8, 0.1, 0.9, "met"),
        (7, 0.1, 0.6, "met"),
    ],
)
def test_rows_that_are_only_compared_must_meet_the_target_too(
    rows: int, error: float, covered: float, verdict: str
) -> None:
    """A kind whose few fitted rows fare well has not met its target when many others do not."""
    compared = Residual(rows=rows, median_error=0.0, median_absolute_error=error, covered=covered)
    found = replace(kind(2, 0.1, 1.0), compared=compared)
    assert found.verdict == verdict
    assert found.rows == rows + 2


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
