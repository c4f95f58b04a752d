"""Declare an input or a result once; everything else is read from the declaration.

The form, the checks, the URL parser, the documentation table, calculators.json and the test
strategies come from the dataclasses that calculators write with this vocabulary:

    requests_per_month: Annotated[int, Input(label="Requests", unit="requests/month", ...),
                                  Ge(0), Le(1_000_000_000)] = 100_000

Bounds are closed (`Ge`, `Le` of annotated-types), because that is what an HTML number field knows.
"""

from calculators.declare.inputs import (
    InputSpec,
    defaults_of,
    given_of,
    groups_of,
    in_full,
    inputs_of,
)
from calculators.declare.notes import Given, Input, Output, Value
from calculators.declare.outputs import (
    BlockSpec,
    OutputSection,
    OutputSpec,
    OutputTable,
    blocks_of,
    flatten,
    layout_of,
    outputs_of,
)

__all__ = [
    "BlockSpec",
    "Given",
    "Input",
    "InputSpec",
    "Output",
    "OutputSection",
    "OutputSpec",
    "OutputTable",
    "Value",
    "blocks_of",
    "defaults_of",
    "flatten",
    "given_of",
    "groups_of",
    "in_full",
    "inputs_of",
    "layout_of",
    "outputs_of",
]
