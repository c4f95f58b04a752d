"""Hold the calculators against measurement files.

    python -m sitebuild validate FILE... [--json]

Prints a table by kind; with --json a list of `{id, kind, measured, unit, low, mid, high, error}`,
where error = mid/measured - 1, or `{id, kind, skipped}` for a row that cannot be predicted.
A malformed row is an error with file and line, and the exit status is 1.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sitebuild.facts import Facts, load
from sitebuild.measurements.predict import UnpredictableError, predict, typical
from sitebuild.measurements.rows import Row, read

_WORST = 5


def outcome(row: Row, facts: Facts) -> dict[str, Any]:
    """The prediction of a row beside its measurement, or why there is none."""
    try:
        estimate = predict(row.kind, row.inputs, facts).rounded()
    except UnpredictableError as reason:
        return {"id": row.id, "kind": row.kind, "skipped": str(reason)}
    error = estimate.mid / row.measured - 1 if row.measured else estimate.mid
    return {
        "id": row.id,
        "kind": row.kind,
        "measured": row.measured,
        "unit": row.unit,
        "low": estimate.low,
        "mid": estimate.mid,
        "high": estimate.high,
        "error": round(error, 6),
    }


def summary(outcomes: Sequence[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """By kind: rows, median absolute error (of yes or no the share of wrong answers), share of rows inside the 80% interval."""
    kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in outcomes:
        if "skipped" not in each:
            kinds[each["kind"]].append(each)
    return {
        kind: {
            "rows": len(rows),
            "median_absolute_error": typical(kind, [abs(row["error"]) for row in rows]),
            "covered": sum(row["low"] <= row["measured"] <= row["high"] for row in rows)
            / len(rows),
        }
        for kind, rows in sorted(kinds.items())
    }


def main(arguments: Sequence[str]) -> int:
    """The command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m sitebuild validate", description=__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--json", action="store_true", help="print every row as JSON")
    options = parser.parse_args(arguments)
    facts = load()
    rows, errors = read(options.files, list(facts.accelerators))
    if errors:
        for each in errors:
            print(each, file=sys.stderr)
        return 1
    outcomes = [outcome(row, facts) for row in rows]
    if options.json:
        print(json.dumps(outcomes, indent=1, allow_nan=False))
    else:
        _print_table(outcomes)
    return 0


def _print_table(outcomes: Sequence[dict[str, Any]]) -> None:
    print(f"{'kind':32} {'rows':>5} {'median abs. error':>18} {'in 80% interval':>17}")
    for kind, each in summary(outcomes).items():
        print(
            f"{kind:32} {each['rows']:>5.0f} {each['median_absolute_error']:>18.1%} "
            f"{each['covered']:>17.0%}"
        )
    skipped = [each for each in outcomes if "skipped" in each]
    for each in skipped:
        print(f"skipped {each['id']}: {each['skipped']}")
    predicted = [each for each in outcomes if "skipped" not in each]
    print("worst rows:")
    for each in sorted(predicted, key=lambda row: -abs(row["error"]))[:_WORST]:
        print(
            f"  {each['id']}: measured {each['measured']:g}, predicted {each['mid']:g} "
            f"({each['low']:g} to {each['high']:g}) {each['unit']}, {each['error']:+.0%}"
        )
