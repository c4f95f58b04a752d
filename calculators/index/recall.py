"""How complete a search is: the published sweeps of recall, carried to the reader's index.

Product quantisation compares codes, not vectors, and codes confuse neighbours. No theory says how
many: published runs without a second look at the vectors were read, of which each is near a line in

    miss(code) = miss(a quarter byte a number) ^ ((4 x bytes / numbers) ^ c)

so that longer codes miss fewer and none misses nothing. Qdrant's article on product quantisation has
arXiv's titles (384 numbers, ten nearest, ef 128) at 1, 1/2, 1/4 and 1/8 byte a number: 96.77, 91.43,
80.68 and 66.18% where its graph alone finds 98.37%. The logarithms of these misses fall by 1.54 with
every halving: c = 0.63. At a quarter byte others gave, carried along that line: 11.6% (nndb note 054,
a million vectors of 1,024 numbers, 59.3% with 64 bytes) and 35.3% (Faiss' benchmarks, Deep1B, 60.5%
with 20 bytes of 96 numbers). Below SHORT_CODE the line is too kind: the same note found 7.1% with 8
bytes.

Lists and codes are taken to miss independently: recall = lists x codes. The sweep of the lists counts
a search as right where the nearest is among the ten returned, which codes of half a byte hardly ever
spoil, so that it stands for the lists alone.
"""

from collections.abc import Mapping

from calculators.index.inputs import IndexInputs, Kind
from calculators.physics.ranges import Estimate, Range, propagate
from calculators.physics.recall import SWEPT_LISTS, hnsw_recall, ivf_recall
from calculators.physics.retrieval import Index

_CURVE = (16, 32, 64, 128, 256, 512)
_LEAST, _MOST = 1e-6, 1 - 1e-6
"""A range needs positive ends; a miss of nothing is a millionth, and so is a find of nothing."""
_QUARTER = 0.25
"""Bytes a number for which the misses of codes are given."""
SHORT_CODE = 1 / 32
"""Bytes a number below which the line is too kind."""


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
        "pq_miss": ordered("pq_miss_percent", 0.01),
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
    share = 1.0
    if inputs.probes < index.used_lists:
        share = inputs.probes / min(index.used_lists, SWEPT_LISTS)
    length = code_length(index)
    return propagate(
        lambda each: (
            ivf_recall(share, each["ivf_miss"], inputs.ivf_exponent)
            * code_recall(length, each["pq_miss"], inputs.pq_exponent)
        ),
        {name: ranges[name] for name in ("ivf_miss", "pq_miss")},
    )


def code_length(index: Index) -> float:
    """Bytes of a code for each number of a vector."""
    return (index.code_bytes or index.dims / 4) / index.dims


def code_recall(bytes_a_number: float, miss_at_a_quarter: float, exponent: float) -> float:
    """Share found by codes of so many bytes for each number of a vector."""
    miss = min(miss_at_a_quarter, _MOST)
    return 1 - miss ** ((bytes_a_number / _QUARTER) ** exponent)


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
