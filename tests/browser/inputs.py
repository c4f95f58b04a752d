"""Random inputs of a calculator, as the texts that its form holds."""

import math
import random

from calculators.calculator import Calculator
from calculators.declare import InputSpec, inputs_of
from tests.strategies import in_order


def random_texts(
    calculator: Calculator, defaults: dict[str, str], seed: int, count: int
) -> list[dict[str, str]]:
    """Return `count` sets of all inputs within their bounds, small and large alike, edges included.

    None contradicts another, so that the form takes them all.
    A choice from a catalogue stays as `defaults` has it: only the site knows its entries.
    """
    source = random.Random(seed)
    specs = inputs_of(calculator.inputs)
    return [
        in_order(
            calculator, {spec.name: _text(spec, defaults[spec.name], source) for spec in specs}
        )
        for _ in range(count)
    ]


def _text(spec: InputSpec, default: str, source: random.Random) -> str:
    if spec.kind == "boolean":
        return source.choice(["true", "false"])
    if spec.kind == "choice":
        return source.choice([value for value, _ in spec.options] or [default])
    assert spec.minimum is not None
    assert spec.maximum is not None
    if source.random() < 0.1:
        number = source.choice([spec.minimum, spec.maximum])
    else:
        # Evenly over the orders of magnitude, where a reader's numbers lie.
        span = math.log1p(spec.maximum - spec.minimum)
        number = min(spec.maximum, spec.minimum + math.expm1(source.uniform(0, span)))
    return str(int(number)) if spec.kind == "integer" else repr(number)
