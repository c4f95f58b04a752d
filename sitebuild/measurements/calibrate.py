"""Fit the efficiencies in content/efficiencies/ to measurements with `use: calibrate`.

    python -m sitebuild calibrate content/measurements/*.yaml

Every efficiency has a prior: a middle, a spread (factor of one standard deviation) and the reason.
The fit moves the middles as little as the rows demand (maximum a posteriori on a logarithmic
scale, with a robust loss and rows weighted so that a source with many rows does not outvote the
others). Then the widths of all ranges of a group are the priors' spreads times one factor, chosen
so that 80% of rows lie in their interval when their own source was left out of the fit. Rows with
`use: validate`, which no fit sees, count for the widths too, unless they leave out what decides them.
No value depends on a single row's id or source; what is written back is low, mid and high, the
residuals by kind, and the same by kind with each source left out.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import copysign, exp, log, sqrt
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from calculators.physics import ranges as ranges_module
from sitebuild.catalogue import build_day
from sitebuild.entries import KINDS
from sitebuild.facts import CONTENT, Facts, load
from sitebuild.measurements.least_squares import minimise
from sitebuild.measurements.predict import GROUPS, UnpredictableError, predict
from sitebuild.measurements.targets import TARGETS, target_of, typical_factor

_NOISE = 0.10
"""Scatter of a good measurement, as a share: rows off by more count less and less."""
_COVERAGE = 0.80
_Z = 1.2816
"""Standard deviations from the middle to the ends of an 80% interval."""
_OF_TEXTS = {"embedding_sentences_per_s", "rerank_docs_per_s"}
_MODELINE = next(kind.modeline for kind in KINDS if kind.name == "efficiency")
_WIDTHS = tuple(0.3 * 1.12**step for step in range(20))


@dataclass(frozen=True)
class Slot:
    """One number to fit: an efficiency, of a class or the default."""

    name: str
    key: str
    value: str
    prior: float
    sd: float
    most: float
    """No middle and no end of a range lies above this: a share of a peak ends at the peak."""


def slots_of(group: Mapping[str, Any]) -> list[Slot]:
    """Every fitted number of a group, in the order of the file."""
    found: list[Slot] = []
    for name, entry in group["efficiencies"].items():
        for key, classes in entry.items():
            if key == "unit":
                continue
            members = {"": classes} if key == "default" else classes
            for value, each in members.items():
                sd = log(each["spread"])
                found.append(Slot(name, key, value, each["prior"], sd, each.get("most", 1e9)))
    return found


def with_values(
    facts: Facts, name: str, slots: Sequence[Slot], middles: Sequence[float], width: float
) -> Facts:
    """The same facts with these middles in a group and ranges of this width."""
    entries: dict[str, dict[str, Any]] = {slot.name: {"default": {}} for slot in slots}
    for slot, wanted in zip(slots, middles, strict=True):
        half = exp(_Z * width * slot.sd)
        place = entries[slot.name]
        middle = min(wanted, slot.most)
        given = {"low": middle / half, "mid": middle, "high": min(middle * half, slot.most)}
        if slot.key == "default":
            place["default"] = given
        else:
            place.setdefault(slot.key, {})[slot.value] = given
    return replace(facts, efficiencies={**facts.efficiencies, name: {"efficiencies": entries}})


def middle_of(row: Mapping[str, Any], facts: Facts) -> float | None:
    """The best estimate of a row, or None where there is none."""
    try:
        estimate = predict(row["kind"], row["inputs"], facts)
    except UnpredictableError:
        return None
    return estimate.mid if estimate.mid > 0 else None


def fit(
    facts: Facts, name: str, slots: Sequence[Slot], rows: Sequence[Mapping[str, Any]]
) -> list[float]:
    """Middles that balance the rows against the priors."""
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row["source"]["title"]] += 1
    weights = [counts[row["source"]["title"]] ** -0.25 for row in rows]

    def residuals(moves: Sequence[float]) -> list[float]:
        middles = _moved(slots, moves)
        tried = with_values(facts, name, slots, middles, 0.0)
        errors = [
            weight * _robust(row, middle_of(row, tried))
            for weight, row in zip(weights, rows, strict=True)
        ]
        return [*errors, *moves]

    if not rows:
        return [slot.prior for slot in slots]
    return _moved(slots, minimise(residuals, [0.0] * len(slots)))


def _moved(slots: Sequence[Slot], moves: Sequence[float]) -> list[float]:
    """Priors moved by so many of their standard deviations."""
    return [slot.prior * exp(slot.sd * move) for slot, move in zip(slots, moves, strict=True)]


def _robust(row: Mapping[str, Any], value: float | None) -> float:
    """Error of a row in units of the noise; beyond it, growing with its square root only."""
    if value is None:
        return 0.0
    error = log(value / row["measured"]) / _NOISE
    return copysign(sqrt(2 * (sqrt(1 + error**2) - 1)), error)


def held_out(
    facts: Facts, name: str, slots: Sequence[Slot], rows: Sequence[Mapping[str, Any]]
) -> dict[str, list[float]]:
    """For every source, the middles fitted without it."""
    titles = sorted({row["source"]["title"] for row in rows})
    return {
        title: fit(facts, name, slots, [row for row in rows if row["source"]["title"] != title])
        for title in titles
    }


def coverage(  # noqa: PLR0913, PLR0917
    facts: Facts,
    name: str,
    slots: Sequence[Slot],
    rows: Sequence[Mapping[str, Any]],
    without: Mapping[str, list[float]],
    width: float,
) -> float:
    """Share of rows inside an interval that was fitted without their source."""
    inside = 0
    for row in rows:
        tried = with_values(facts, name, slots, without[row["source"]["title"]], width)
        try:
            estimate = predict(row["kind"], row["inputs"], tried)
        except UnpredictableError:
            continue
        inside += estimate.low <= row["measured"] <= estimate.high
    return inside / len(rows)


def calibrate(
    facts: Facts,
    name: str,
    rows: Sequence[Mapping[str, Any]],
    compared: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The group's file as it is to be written; `compared` rows count for the widths alone."""
    group = facts.efficiencies[name]
    slots = slots_of(group)
    middles = fit(facts, name, slots, rows)
    without = held_out(facts, name, slots, rows)
    unseen = [*rows, *compared]
    unfitted = {row["source"]["title"]: middles for row in compared} | without
    width = next(
        (
            each
            for each in _WIDTHS
            if coverage(facts, name, slots, unseen, unfitted, each) >= _COVERAGE
        ),
        _WIDTHS[-1],
    )
    fitted = with_values(facts, name, slots, middles, width)
    unseen_by = [
        with_values(facts, name, slots, without[row["source"]["title"]], width) for row in rows
    ]
    written: dict[str, Any] = {
        "group": name,
        "title": group["title"],
        "fitted": build_day(),
        "rows": len(rows),
        "sources": len(without),
        "width": round(width, 3),
        "residuals": _residuals(rows, [fitted] * len(rows), _kind_of),
        "residuals_source_left_out": _residuals(rows, unseen_by, _kind_of),
        "targets_source_left_out": _residuals(rows, unseen_by, _target_of),
        "efficiencies": {},
    }
    for each, entry in group["efficiencies"].items():
        place: dict[str, Any] = {"unit": entry["unit"]}
        new = fitted.efficiencies[name]["efficiencies"][each]
        for key, classes in entry.items():
            if key == "default":
                place["default"] = {**_prior(classes), **_rounded(new["default"])}
            elif key != "unit":
                place[key] = {
                    value: {**_prior(old), **_rounded(new[key][value])}
                    for value, old in classes.items()
                }
        written["efficiencies"][each] = place
    return written


def _prior(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: entry[key] for key in ("prior", "spread", "most", "reason", "source") if key in entry
    }


def _rounded(entry: Mapping[str, float]) -> dict[str, float]:
    return {key: float(f"{value:.3g}") for key, value in entry.items()}


def _kind_of(row: Mapping[str, Any]) -> str:
    return row["kind"]


def _target_of(row: Mapping[str, Any]) -> str:
    target = target_of(row["kind"], row["inputs"])
    return target.name if target else ""


def _residuals(
    rows: Sequence[Mapping[str, Any]],
    facts: Sequence[Facts],
    group_of: Callable[[Mapping[str, Any]], str],
) -> dict[str, dict[str, float]]:
    """How rows fared with the facts beside them, by what `group_of` calls them; "" is left out."""
    errors: dict[str, list[float]] = defaultdict(list)
    inside: dict[str, int] = defaultdict(int)
    factors = {each.name for each in TARGETS if each.factor is not None}
    for row, mine in zip(rows, facts, strict=True):
        group = group_of(row)
        try:
            estimate = predict(row["kind"], row["inputs"], mine)
        except UnpredictableError:
            continue
        if group:
            errors[group].append(estimate.mid / row["measured"] - 1)
            inside[group] += estimate.low <= row["measured"] <= estimate.high
    return {
        group: {
            "rows": len(each),
            "median_error": round(median(each), 3),
            "median_absolute_error": round(median(abs(error) for error in each), 3),
            **(
                {"median_factor": round(typical_factor(1 + error for error in each), 3)}
                if group in factors
                else {}
            ),
            "covered": round(inside[group] / len(each), 2),
        }
        for group, each in sorted(errors.items())
    }


def _whole(row: Mapping[str, Any]) -> bool:
    """Whether nothing that decides the result had to be assumed, such as the length of the texts."""
    return row["kind"] not in _OF_TEXTS or "tokens_per_doc" in row["inputs"]


def main(arguments: Sequence[str], content: Path = CONTENT) -> int:
    """The command: fit every group to the rows of the files and rewrite content/efficiencies/."""
    parser = argparse.ArgumentParser(prog="python -m sitebuild calibrate", description=__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE")
    paths: list[str] = parser.parse_args(arguments).files
    rows = [row for path in paths for row in yaml.safe_load(Path(path).read_text(encoding="utf-8"))]
    physical = [row for row in rows if row["kind"] != "training_cost_usd"]
    usable = [row for row in physical if row.get("use") == "calibrate"]
    compared = [row for row in physical if row.get("use", "validate") == "validate" and _whole(row)]
    ranges_module.normal_points.cache_clear()
    facts = load(content)
    for name in facts.efficiencies:
        mine = [row for row in usable if GROUPS[row["kind"]] == name]
        others = [row for row in compared if GROUPS[row["kind"]] == name]
        result = calibrate(facts, name, mine, others)
        text = yaml.safe_dump(result, sort_keys=False, allow_unicode=True, width=100)
        path = content / "efficiencies" / f"{name}.yaml"
        path.write_text(f"{_MODELINE}\n{text}", encoding="utf-8", newline="\n")
        for title in ("residuals", "residuals_source_left_out"):
            for kind, each in result[title].items():
                print(f"{title} {kind}: {each}")
    return 0
