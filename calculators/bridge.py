"""The one function that JavaScript calls: JSON text in, JSON text out.

Request  {"calculator": id, "values": {field: text}, "parts": ["working", "chart-table", block],
          "quick": true | absent, "given": {list of facts: [fact]} | absent,
          "root": address of the site's root as seen from the page | absent}
   or    {"calculator": id, "config": text of a config.json}
Reply    {"inputs", "results", "texts", "intervals", "charts": [rows | null], "parts": {name: html}}
   or    {"errors": [{"field", "message"}]}
   and to a config.json {"fields": {field: value}, "understood": sentences} or {"error": sentence}

A quick reply leaves out the results that take long, and charts of them (null).
Results go by dotted name. A number that is no number is an answer and travels as text;
NaN and infinity cannot travel at all, so that a formula that makes one fails loudly.
"""

import json
from typing import Any

from calculators.calculator import LATER, Calculator
from calculators.chart import Chart, Row
from calculators.declare import blocks_of, flatten, inputs_of, outputs_of
from calculators.parse import InputError, parse
from calculators.physics.config_form import fill
from calculators.quantities import format_interval
from calculators.registry import CALCULATORS
from calculators.report import block_html, chart_table_html, working_html


def handle(request_json: str) -> str:
    """Answer one request. Raises KeyError for an unknown calculator, which no page asks for."""
    request = json.loads(request_json)
    calculator = CALCULATORS[request["calculator"]]
    if "config" in request:
        return json.dumps(fill(calculator.inputs, request["config"]), allow_nan=False)
    try:
        inputs = parse(calculator.inputs, request["values"], request.get("given"))
        reply = evaluate(
            calculator,
            inputs,
            request.get("parts", ()),
            quick=request.get("quick", False),
            root=request.get("root", ""),
        )
    except InputError as errors:
        reply = {
            "errors": [{"field": each.field, "message": each.message} for each in errors.problems]
        }
    return json.dumps(reply, allow_nan=False)


def prepare() -> None:
    """Import and read every calculator, so that a Python restored from memory has that behind it."""
    for calculator in CALCULATORS.values():
        inputs_of(calculator.inputs)
        outputs_of(calculator.results)
        blocks_of(calculator.results)


def evaluate(
    calculator: Calculator, inputs: Any, parts: Any = (), *, quick: bool = False, root: str = ""
) -> dict[str, Any]:
    """Compute and describe one result; the build uses this too, for the page's first result.

    `parts` names the HTML that is wanted: the working, data of charts, blocks of the results, whose
    links start from `root`.
    """
    work = calculator.quick if quick and calculator.quick else calculator.compute
    results = work(inputs)
    values = {name: value for name, value in flatten(results).items() if value != LATER}
    specs = [spec for spec in outputs_of(calculator.results) if spec.name in values]
    texts = {spec.name: spec.text(values[spec.name]) for spec in specs}
    charts = [_rows(chart, results) for chart in calculator.charts]
    html = {}
    if "working" in parts:
        html["working"] = working_html(results.working)
    for place, (chart, rows) in enumerate(zip(calculator.charts, charts, strict=True)):
        if chart_part(place) in parts and rows is not None:
            html[chart_part(place)] = chart_table_html(chart, rows)
    for block in blocks_of(calculator.results):
        if block.name in parts:
            html[block.name] = block_html(getattr(results, block.name), root)
    return {
        "inputs": {spec.name: getattr(inputs, spec.name) for spec in inputs_of(type(inputs))},
        "results": values,
        "texts": texts,
        "intervals": {
            spec.name: format_interval(values[spec.low], values[spec.high], spec.unit)
            for spec in specs
            if spec.low in texts and spec.high in texts
        },
        "charts": charts,
        "parts": html,
    }


def chart_part(place: int) -> str:
    """The name of the part that holds a chart's data as a table."""
    return "chart-table" if place == 0 else f"chart-table-{place + 1}"


def _rows(chart: Chart[Any], results: Any) -> list[Row] | None:
    """A chart's data, or None where the results leave it out."""
    rows = list(chart.rows(results))
    return None if any(row["y"] == LATER for row in rows) else rows
