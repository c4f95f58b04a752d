"""No form asks for a number that changes nothing: a reader would think that it did."""

from collections.abc import Iterator
from typing import Any

import pytest

from calculators.declare import InputSpec, flatten, inputs_of
from calculators.parse import InputError, parse
from calculators.registry import CALCULATORS
from tests import given as facts
from tests.golden.cases import CASES
from tests.golden.values import found

_ENDS = {"low", "mid", "high"}
"""Ranges are inputs of their own kind: each end matters only where the range does."""
_LONG = {"long_prompt_tokens": "1"}
_ONLY_WITH: dict[str, dict[str, str]] = {
    "window_tokens": {"windowed_percent": "50"},
    "windowed_percent": {"window_tokens": "100"},
    "gpu_link_gb_per_s": {"gpus_per_replica": "2"},
    "gpu_8_bit_tflops": {"precision": "fp8"},
    "gpu_int8_tflops": {"precision": "int8"},
    "grouped_experts": {"experts": "8", "experts_per_token": "2", "active_params": "4000000000"},
    "probes": {"index_kind": "ivf"},
    "hosted_window_tokens": {"hosted_window_tokens": "100"},
    "long_input_usd_per_million_tokens": _LONG,
    "long_cached_input_usd_per_million_tokens": _LONG,
    "long_cache_write_usd_per_million_tokens": _LONG,
    "long_output_usd_per_million_tokens": _LONG,
    "requests_per_month": {"requests_per_month": "99999"},
    "fine_tuned_gain_rows": found("fine_tuned_gain", -0.5, 0, 0.5),
    "encoder_params": {"encoder_params": "1000000"},
    "prompt_only_accuracy_percent": {"context_tokens": "0"},
    "fine_tuned_cached_input_usd_per_million_tokens": {"cache_minimum_tokens": "0"},
    "fine_tuned_cache_write_usd_per_million_tokens": {"cache_minimum_tokens": "0"},
}
"""What else has to be entered for an input to matter, beside what its form shows it for."""


def results(calculator: str, values: dict[str, str]) -> str | None:
    """All that the form shows of these inputs, or None where they are refused."""
    declared = CALCULATORS[calculator]
    try:
        inputs = parse(declared.inputs, values, facts.given(calculator))
    except InputError:
        return None
    return repr(flatten(declared.compute(inputs)))


def others(spec: InputSpec, held: Any) -> list[str]:
    """Other values of an input that holds this one."""
    if spec.kind == "boolean":
        return ["false" if held else "true"]
    if spec.kind == "choice":
        return [option for option, _ in spec.options if option != str(held)]
    return [str(held * 2), str(type(held)(held / 2)), str(held + 1)]


def situations(calculator: str, spec: InputSpec) -> Iterator[dict[str, str]]:
    """The golden cases, each with what makes the input matter."""
    asked = {each.name for each in inputs_of(CALCULATORS[calculator].inputs)}
    wanted = {
        name: _ONLY_WITH[spec.name][name] for name in asked & _ONLY_WITH.get(spec.name, {}).keys()
    }
    if spec.shown_when:
        wanted |= dict([spec.shown_when])
    for case in CASES[calculator].values():
        yield case | wanted


def matters(calculator: str, spec: InputSpec) -> bool:
    """Whether another value changes a result in any of the situations."""
    declared = CALCULATORS[calculator]
    for values in situations(calculator, spec):
        before = results(calculator, values)
        if before is None:
            continue
        held = getattr(parse(declared.inputs, values, facts.given(calculator)), spec.name)
        for other in others(spec, held):
            if results(calculator, values | {spec.name: other}) not in {before, None}:
                return True
    return False


ASKED = [
    (calculator, spec)
    for calculator, declared in CALCULATORS.items()
    for spec in inputs_of(declared.inputs)
    if spec.catalogue is None and not _ENDS & set(spec.name.split("_"))
]


@pytest.mark.parametrize(("calculator", "spec"), ASKED, ids=lambda it: getattr(it, "name", it))
def test_another_value_changes_a_result(calculator: str, spec: InputSpec) -> None:
    """In at least one of the golden cases."""
    assert matters(calculator, spec)
