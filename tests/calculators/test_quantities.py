"""How a number is written."""

import pytest

from calculators.quantities import (
    format_estimate,
    format_interval,
    format_probability,
    format_quantity,
    probability_in_words,
)
from calculators.working import pretty


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.0, "USD", "$0"),
        (0.0000004567, "USD", "$0.000000457"),
        (0.0234, "USD", "$0.0234"),
        (12.3456, "USD", "$12.35"),
        (999.994, "USD", "$999.99"),
        (999.996, "USD", "$1,000"),
        (1234.5, "USD", "$1,234"),
        (-5.0, "USD", "-$5.00"),
        (-4.3e-15, "USD", "$0"),
        (3, "USD/month", "$3.00"),
        (406134.2, "requests/month", "406,134 requests/month"),
        (7, "months", "7 months"),
        (0.5, "%", "0.5%"),
        (49.3, "%", "49.3%"),
        (1.5, "", "1.5"),
        ("no crossover", "months", "no crossover"),
        (None, "USD", "—"),
    ],
)
def test_a_quantity_is_written_for_people(value: float | str | None, unit: str, text: str) -> None:
    """Money in dollars and cents, other numbers to three digits, answers as they stand."""
    assert format_quantity(value, unit) == text


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("replicas", "1 replica"),
        ("passes", "1 pass"),
        ("prefixes", "1 prefix"),
        ("searches/month", "1 search/month"),
        ("queries", "1 query"),
        ("ms", "1 ms"),
        ("GiB", "1 GiB"),
    ],
)
def test_one_of_a_thing_is_not_many(unit: str, text: str) -> None:
    """A reader of `1 accelerators` doubts the rest."""
    assert format_quantity(1, unit) == text
    assert format_quantity(2, unit) == f"2 {unit}"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (611_715_021.4, "tokens", "612,000,000 tokens"),
        (1_234, "ms", "1.23 s"),
        (52.73, "GiB", "52.7 GiB"),
        (35_199.4, "USD", "$35,200"),
        (12.3456, "USD", "$12.30"),
        (485.2, "USD", "$485"),
        ("does not fit", "GiB", "does not fit"),
        (None, "USD", "—"),
    ],
)
def test_a_number_with_an_interval_has_three_digits(
    value: float | str | None, unit: str, text: str
) -> None:
    """More would promise what its interval denies; a count that is exact keeps its whole part."""
    assert format_estimate(value, unit) == text


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (17.05, 18.35, "GiB", "17.1 to 18.4 GiB"),
        (0.9996, 2.0, "replicas", "1 to 2 replicas"),
        (5.0, 41.2, "%", "5 to 41.2%"),
        (1.92, 2.65, "USD", "$1.92 to $2.65"),
        (0.5, 1.5, "hours", "30 minutes to 1.5 hours"),
        (2.0, "unstable", "ms", "2 ms or more; unstable in some samples"),
        (1_310.0, "does not fit", "ms", "1.31 s or more; does not fit in some samples"),
        ("unstable", 2.0, "ms", "2 ms or less; unstable in some samples"),
        ("unstable", "does not fit", "ms", "unstable in some samples; does not fit in others"),
        (1_500.0, 173_000.0, "ms", "1.5 s to 2.88 min"),
        (151_000.0, 173_000.0, "ms", "2.52 to 2.88 min"),
        (1_234.0, 1_231.0, "ms", ""),
        ("unstable", "unstable", "ms", ""),
    ],
)
def test_an_interval_names_its_unit_once(
    low: float | str, high: float | str, unit: str, text: str
) -> None:
    """Ends that read the same are no interval."""
    assert format_interval(low, high, unit) == text


@pytest.mark.parametrize(
    ("time", "unit", "text"),
    [
        (0.0235, "hours", "1.41 minutes"),
        (0.0001, "hours", "0.36 seconds"),
        (1.0, "hours", "1 hour"),
        (0.0235, "h", "1.41 min"),
        (0.0989, "min", "5.93 s"),
    ],
)
def test_less_than_an_hour_is_told_in_minutes(time: float, unit: str, text: str) -> None:
    """0.0235 hours is a number that nobody pictures."""
    assert format_quantity(time, unit) == text


@pytest.mark.parametrize(
    ("time", "unit", "text"),
    [
        (999.4, "ms", "999 ms"),
        (999.6, "ms", "1 s"),
        (2_000, "ms", "2 s"),
        (-2_500, "ms", "-2.5 s"),
        (120_000, "ms", "120 s"),
        (173_000, "ms", "2.88 min"),
        (16_700, "min", "278 h"),
        (90, "min", "90 min"),
        (300, "minutes", "5 hours"),
    ],
)
def test_a_long_time_is_told_in_a_longer_unit(time: float, unit: str, text: str) -> None:
    """173,000 ms is a number that nobody pictures either."""
    assert format_quantity(time, unit) == text


def test_a_power_in_a_formula_is_no_double_product() -> None:
    """Two multiplication signs in a row say nothing to a reader."""
    assert pretty("n_all ** 2") == "n all ^ 2"


def test_few_samples_know_no_certainty() -> None:
    """A probability is told in whole per cents, and neither as nothing nor as all."""
    told = [format_probability(percent) for percent in (0, 57.8, 99, 100, "hosted", None)]
    assert told == ["below 1%", "58%", "99%", "above 99%", "hosted", "—"]


def test_a_sentence_tells_a_probability_as_a_table_does() -> None:
    """After the word probability: of so many per cent, or above and below without "of"."""
    told = [probability_in_words(percent) for percent in (0, 57.8, 100)]
    assert told == ["below 1%", "of 58%", "above 99%"]
