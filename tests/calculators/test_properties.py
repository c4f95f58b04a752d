"""What holds for every input within bounds, found by Hypothesis."""

import json
import math
from dataclasses import astuple, fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.bridge import evaluate
from calculators.cost import CostInputs, CostResults
from calculators.cost.inputs import Hosting
from calculators.declare import flatten, inputs_of
from calculators.physics.arms import ARMS
from calculators.registry import CALCULATORS
from tests.strategies import inputs

COST = CALCULATORS["cost"]
PRICED = {
    "output_usd_per_million_tokens": ("prompt_only", "output_usd"),
    "fine_tuned_output_usd_per_million_tokens": ("rag_fine_tuned", "output_usd"),
    "embedding_usd_per_million_tokens": ("rag", "corpus_embedding_usd"),
    "rerank_usd_per_thousand_searches": ("rag", "rerank_usd"),
    "training_usd_per_million_tokens": ("fine_tuned", "training_usd"),
    "hosting_usd_per_hour": ("fine_tuned", "hosting_usd"),
    "usd_per_gpu_hour": ("rag_fine_tuned", "accelerators_usd"),
}


def quick_cost(given_inputs: CostInputs) -> CostResults:
    """The best estimates without their ranges; a test below holds them against the whole answer."""
    assert COST.quick is not None
    return COST.quick(given_inputs)


@pytest.mark.parametrize("name", CALCULATORS)
@given(data=st.data())
def test_no_input_within_bounds_raises_or_gives_a_number_that_is_none(
    name: str, data: st.DataObject
) -> None:
    """Every result is finite, and the reply can be written as strict JSON."""
    calculator = CALCULATORS[name]
    given_inputs = data.draw(inputs(calculator))

    reply = evaluate(calculator, given_inputs, ("working", "chart-table"))

    json.dumps(reply, allow_nan=False)
    numbers = [value for value in reply["results"].values() if isinstance(value, float)]
    assert all(math.isfinite(number) for number in numbers)


@pytest.mark.parametrize("name", CALCULATORS)
@given(data=st.data())
def test_each_formula_of_a_working_gives_the_value_shown(name: str, data: st.DataObject) -> None:
    """The text of a formula, evaluated with the numbers put in, is what the code computed."""
    calculator = CALCULATORS[name]
    results = (calculator.quick or calculator.compute)(data.draw(inputs(calculator)))

    for term in results.working:
        names = {**vars(math), "min": min, "max": max}
        value = eval(term.formula, names, dict(term.numbers))  # noqa: S307 - our own formulas
        assert value == pytest.approx(term.value, rel=1e-9), term


@given(inputs(COST), st.integers(0, 1_000_000_000))
def test_more_requests_never_cost_less(given_inputs: CostInputs, requests: int) -> None:
    """Each arm's total rises, or stays, with the number of requests."""
    low, high = sorted((given_inputs.requests_per_month, requests))
    fewer = quick_cost(replace(given_inputs, requests_per_month=low))
    more = quick_cost(replace(given_inputs, requests_per_month=high))

    for arm in ARMS:
        less_usd = getattr(fewer, arm.name).horizon_usd
        more_usd = getattr(more, arm.name).horizon_usd
        assert (less_usd is None) == (more_usd is None)
        assert less_usd is None or less_usd <= more_usd * (1 + 1e-12)


@given(inputs(COST))
def test_doubling_a_price_doubles_its_component(drawn: CostInputs) -> None:
    """A component is proportional to the price that drives it."""
    highest = {each.name: each.maximum or 0.0 for each in inputs_of(CostInputs)}
    for price, (arm, component) in PRICED.items():
        usd = min(getattr(drawn, price), highest[price] / 2)
        # Each side has prices of its own, and so have long prompts.
        hosting = Hosting.SELF_HOSTED if price == "usd_per_gpu_hour" else Hosting.HOSTED
        given_values: dict[str, Any] = {price: usd, "long_prompt_tokens": 0}
        given_inputs = replace(drawn, hosting=hosting, **given_values)
        doubled: dict[str, Any] = {price: 2 * usd}
        twice = replace(given_inputs, **doubled)

        once, doubled = (
            getattr(getattr(quick_cost(each), arm).components, component)
            for each in (given_inputs, twice)
        )

        wanted = None if once is None else pytest.approx(2 * once, rel=1e-9)
        assert doubled == wanted, price


@given(inputs(COST))
def test_the_parts_of_an_arm_add_up_to_its_total(given_inputs: CostInputs) -> None:
    """No dollar of a total lacks a component, and none is counted twice."""
    results = quick_cost(given_inputs)

    for arm in ARMS:
        cost = getattr(results, arm.name)
        if cost.horizon_usd is not None:
            assert sum(astuple(cost.components)) == pytest.approx(cost.horizon_usd, rel=1e-9)
            assert results.cumulative_usd[arm.label][-1] == cost.horizon_usd


@given(inputs(COST))
def test_the_cheapest_arm_is_the_one_with_the_lowest_total(given_inputs: CostInputs) -> None:
    """No arm that can be used costs less than the one named."""
    results = COST.compute(given_inputs)
    totals = {arm.label: getattr(results, arm.name).horizon_usd for arm in ARMS}
    usable = {label: usd for label, usd in totals.items() if usd is not None}

    if results.cheapest in usable:
        assert usable[results.cheapest] == min(usable.values())


@given(inputs(COST))
def test_results_are_the_same_each_time(given_inputs: CostInputs) -> None:
    """A calculator has no clock and no memory."""
    assert flatten(COST.compute(given_inputs)) == flatten(COST.compute(given_inputs))


def test_every_priced_input_is_a_field() -> None:
    """The table of this file names inputs that exist."""
    assert set(PRICED) <= {field.name for field in fields(COST.inputs)}


@given(inputs(COST))
def test_ranges_and_probabilities_are_in_order(given_inputs: CostInputs) -> None:
    """Low is at most the best estimate, that at most high; the arms' probabilities add up to 100."""
    results = COST.compute(given_inputs)
    usable = [each for arm in ARMS if (each := getattr(results, arm.name)).horizon_usd is not None]

    for arm in usable:
        assert arm.horizon_low_usd <= arm.horizon_usd <= arm.horizon_high_usd
        assert arm.month_low_usd <= arm.month_usd <= arm.month_high_usd
        if arm.correct_usd is not None:
            assert arm.correct_low_usd <= arm.correct_usd <= arm.correct_high_usd
    if usable:
        assert sum(arm.cheapest_percent for arm in usable) == pytest.approx(100)


@pytest.mark.parametrize("name", [each.id for each in CALCULATORS.values() if each.quick])
@given(data=st.data())
def test_a_quick_answer_agrees_with_the_whole_one(name: str, data: st.DataObject) -> None:
    """Where a quick answer gives a number, the whole answer gives the same, by the same working."""
    calculator = CALCULATORS[name]
    given_inputs = data.draw(inputs(calculator))
    whole = evaluate(calculator, given_inputs, ("working",))
    fast = evaluate(calculator, given_inputs, ("working",), quick=True)

    assert fast["results"].items() <= whole["results"].items()
    assert fast["parts"] == whole["parts"]
