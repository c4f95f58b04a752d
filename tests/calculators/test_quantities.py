"""How a number is written."""

import pytest

from calculators.quantities import format_quantity


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
