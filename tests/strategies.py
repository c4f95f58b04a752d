"""Hypothesis strategies made from the calculators' own declarations."""

from typing import Any

from hypothesis import strategies as st

from calculators.calculator import Calculator
from calculators.declare import InputSpec, inputs_of


def inputs(calculator: Calculator) -> st.SearchStrategy[Any]:
    """Every input of a calculator within its bounds, edges included, and none above its limit."""
    fields = {spec.name: _values(spec) for spec in inputs_of(calculator.inputs)}
    return st.fixed_dictionaries(fields).map(
        lambda values: calculator.inputs(**in_order(calculator, values))
    )


def in_order(calculator: Calculator, values: dict[str, Any]) -> dict[str, Any]:
    """The same values, numbers or their texts, with those of each range from low to high."""
    above = {spec.name: spec.at_most for spec in inputs_of(calculator.inputs) if spec.at_most}
    for first in above.keys() - set(above.values()):
        chain = [first]
        while chain[-1] in above:
            chain.append(above[chain[-1]])
        values |= zip(chain, sorted((values[name] for name in chain), key=float), strict=True)
    return values


def _values(spec: InputSpec) -> st.SearchStrategy[Any]:
    if spec.kind == "boolean":
        return st.booleans()
    if spec.kind == "choice":
        return st.sampled_from([value for value, _ in spec.options] or ["any"])
    assert spec.minimum is not None
    assert spec.maximum is not None
    edges = st.sampled_from([spec.minimum, spec.maximum])
    if spec.kind == "integer":
        return st.integers(int(spec.minimum), int(spec.maximum)) | edges.map(int)
    return st.floats(spec.minimum, spec.maximum) | edges
