"""Reading raw values: what is taken, what is refused, and what the refusal says."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.cost import CostInputs
from calculators.declare import InputSpec, inputs_of
from calculators.latency import LatencyInputs
from calculators.parse import InputError, parse, read
from calculators.registry import CALCULATORS
from tests import strategies
from tests.golden.cases import CASES
from tests.golden.values import COST, LATENCY, SELF_HOSTED

SPECS = {spec.name: spec for spec in inputs_of(CostInputs)}


def problems(
    declaration: type = CostInputs, plain: dict[str, str] = COST, **changes: object
) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        parse(declaration, plain | changes)
    return {each.field: each.message for each in caught.value.problems}


def test_text_of_a_form_becomes_typed_values() -> None:
    """A whole number, a decimal and a yes arrive as int, float and bool."""
    inputs = parse(
        CostInputs,
        COST
        | {"requests_per_month": "5e3", "sure_percent": "62.5", "fine_tuning_offered": "false"},
    )

    assert inputs.requests_per_month == 5_000
    assert isinstance(inputs.requests_per_month, int)
    assert inputs.sure_percent == 62.5
    assert inputs.fine_tuning_offered is False


def test_every_problem_is_reported_at_once() -> None:
    """Three bad fields give three messages, each with the allowed range."""
    assert problems(requests_per_month="-1", horizon_months="61", nonsense="1") == {
        "nonsense": "There is no such input.",
        "requests_per_month": "Enter a whole number from 0 to 1,000,000,000.",
        "horizon_months": "Enter a whole number from 1 to 60.",
    }


def test_a_field_that_a_choice_fills_must_be_given() -> None:
    """A price has no default of its own: it is a fact, and facts are not in this package."""
    given = {name: value for name, value in COST.items() if name != "hosting_usd_per_hour"}

    with pytest.raises(InputError, match="hosting_usd_per_hour"):
        parse(CostInputs, given)


@pytest.mark.parametrize("raw", ["", "abc", "nan", "inf", "-inf", "1e999", None, True, [], "12.5"])
def test_what_is_no_whole_number_is_refused(raw: object) -> None:
    """Text, infinities, fractions and other types are not whole numbers."""
    assert read(SPECS["horizon_months"], raw) is None


@pytest.mark.parametrize("raw", ["", "No such model", "../x", 3, "a" * 81])
def test_a_choice_must_look_like_an_id(raw: object) -> None:
    """The package does not know the catalogue, but refuses what cannot be in it."""
    assert read(SPECS["model"], raw) is None


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_both_ends_of_a_range_are_allowed_and_nothing_beyond(spec: InputSpec) -> None:
    """Bounds are closed, as the message says."""
    if spec.minimum is None or spec.maximum is None:
        return
    assert read(spec, str(spec.minimum)) == spec.minimum
    assert read(spec, str(spec.maximum)) == spec.maximum
    assert read(spec, str(spec.minimum - 1)) is None
    assert read(spec, str(spec.maximum + 1)) is None


def test_a_range_must_ascend() -> None:
    """A middle above the upper end is refused beside both fields, each with what would be valid."""
    assert problems(LatencyInputs, SELF_HOSTED, compute_mid="0.7", compute_high="0.6") == {
        "compute_mid": "The middle (0.7) lies above the upper end (0.6). "
        "Enter 0.6 or less here, or raise the upper end.",
        "compute_high": "The upper end (0.6) lies below the middle (0.7). "
        "Enter 0.7 or more here, or reduce the middle.",
    }
    equal = {f"compute_{end}": "0.6" for end in ("low", "mid", "high")}
    assert parse(LatencyInputs, SELF_HOSTED | equal).compute_mid == 0.6


@pytest.mark.parametrize(
    ("below", "above", "message"),
    [
        ("ttft_p50_ms", "ttft_p95_ms", "The median (9) lies above the p95 (3)."),
        ("embed_p50_ms", "embed_p95_ms", "The median (9) lies above the p95 (3)."),
        (
            "slow_output_tokens_per_s",
            "output_tokens_per_s",
            "Output, slowest 5% (9) lies above Output, median (3).",
        ),
    ],
)
def test_a_median_must_not_exceed_its_p95(below: str, above: str, message: str) -> None:
    """A percentile contradicts another of the same time, and the slowest outputs the median."""
    found = problems(LatencyInputs, LATENCY, **{below: "9", above: "3"})
    assert found.keys() == {below, above}
    assert found[below].startswith(message)


def test_contradictions_are_found_beside_other_problems() -> None:
    """One pass names what is out of bounds and what contradicts."""
    found = problems(
        LatencyInputs, LATENCY, answer_tokens="0", network_p50_ms="9", network_p95_ms="3"
    )
    assert found.keys() == {"answer_tokens", "network_p50_ms", "network_p95_ms"}


def test_what_a_choice_hides_contradicts_nothing() -> None:
    """Ranges of own machines are not asked of a hosted model: nobody would see what is wrong."""
    wrong = {"serving_compute_low": "0.9", "serving_compute_mid": "0.5"}
    assert parse(CostInputs, COST | wrong).serving_compute_low == 0.9
    assert problems(hosting="self-hosted", **wrong).keys() >= wrong.keys()


RANGES = {
    name: [spec for spec in inputs_of(calculator.inputs) if spec.at_most]
    for name, calculator in CALCULATORS.items()
}


@pytest.mark.parametrize("name", [name for name, specs in RANGES.items() if specs])
def test_every_range_of_every_form_is_held_to_it(name: str) -> None:
    """No low end, middle or median of any calculator can stand above the next."""
    calculator = CALCULATORS[name]
    plain = next(iter(CASES[name].values()))
    for spec in RANGES[name]:
        wrong = {spec.name: spec.maximum, str(spec.at_most): spec.minimum}
        shown = dict([spec.shown_when]) if spec.shown_when else {}
        found = problems(calculator.inputs, plain, **wrong, **shown)
        assert found.keys() >= wrong.keys()


def test_no_range_is_left_out() -> None:
    """Every input with low or mid in its name has an upper neighbour, but for middles that stand alone."""
    alone = {
        spec.name
        for calculator in CALCULATORS.values()
        for spec in inputs_of(calculator.inputs)
        if {"low", "mid", "p50"} & set(spec.name.split("_")) and not spec.at_most
    }
    others = {spec.name for spec in inputs_of(CostInputs)}
    assert all(name.replace("_mid", "_high") not in others for name in alone)
    assert all(name.startswith("training_") and name.endswith("_mid") for name in alone)


@pytest.mark.parametrize("name", CALCULATORS)
@given(data=st.data())
def test_what_hypothesis_draws_the_form_would_take(name: str, data: st.DataObject) -> None:
    """The strategies know every rule that the parser does, so that no test rests on a refused input."""
    declaration = CALCULATORS[name].inputs
    drawn: Any = data.draw(strategies.inputs(CALCULATORS[name]))
    parse(declaration, {spec.name: getattr(drawn, spec.name) for spec in inputs_of(declaration)})
