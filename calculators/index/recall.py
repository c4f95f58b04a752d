"""How complete a search is: the published sweeps of recall, carried to the reader's index."""

from collections.abc import Mapping

from calculators.index.inputs import IndexInputs, Kind
from calculators.physics.ranges import Estimate, Range, propagate
from calculators.physics.recall import SWEPT_LISTS, hnsw_recall, ivf_recall
from calculators.physics.retrieval import Index

_CURVE = (16, 32, 64, 128, 256, 512)
_LEAST = 1e-6
"""A range needs positive ends; a miss of nothing is a millionth."""


def recall_ranges(inputs: IndexInputs) -> dict[str, Range]:
    """What the sweeps leave open, misses as shares of 1; ends given in the wrong order are put in order."""

    def ordered(name: str, scale: float) -> Range:
        ends = [getattr(inputs, f"{name}_{end}") * scale for end in ("low", "mid", "high")]
        low, mid, high = sorted(max(end, _LEAST) for end in ends)
        return Range(low=low, mid=mid, high=high)

    return {
        "hnsw_miss": ordered("hnsw_miss_percent", 0.01),
        "hnsw_exponent": ordered("hnsw_exponent", 1.0),
        "ivf_miss": ordered("ivf_miss_percent", 0.01),
    }


def recall_of(
    kind: Kind, inputs: IndexInputs, index: Index, ranges: Mapping[str, Range]
) -> Estimate:
    """Share of the ten nearest that a kind of index finds."""
    if kind is Kind.FLAT or (kind is Kind.HNSW and inputs.ef_search >= index.vectors):
        return Estimate(
            low=1.0, mid=1.0, high=1.0
        )  # a list with room for all of them leaves none out
    if kind is Kind.HNSW:
        return _hnsw(inputs.ef_search, ranges)
    if inputs.probes >= index.used_lists:
        return Estimate(low=1.0, mid=1.0, high=1.0)
    share = inputs.probes / min(index.used_lists, SWEPT_LISTS)
    return propagate(
        lambda each: ivf_recall(share, each["ivf_miss"], inputs.ivf_exponent),
        {"ivf_miss": ranges["ivf_miss"]},
    )


def _hnsw(ef: float, ranges: Mapping[str, Range]) -> Estimate:
    return propagate(
        lambda each: hnsw_recall(ef, each["hnsw_miss"], each["hnsw_exponent"]),
        {name: ranges[name] for name in ("hnsw_miss", "hnsw_exponent")},
    )


def curve(
    inputs: IndexInputs, ranges: Mapping[str, Range]
) -> tuple[tuple[int, float, float, float], ...]:
    """HNSW's recall in per cent, low, mid and high, at the usual ef and at the one asked for."""
    points = sorted({*_CURVE, min(max(inputs.ef_search, _CURVE[0]), _CURVE[-1])})
    found = [(ef, _hnsw(ef, ranges)) for ef in points]
    return tuple((ef, 100 * each.low, 100 * each.mid, 100 * each.high) for ef, each in found)
