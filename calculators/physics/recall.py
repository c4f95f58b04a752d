"""Share of the true ten nearest vectors that an approximate search finds.

No theory gives it: it depends on how the vectors lie. Published sweeps are near straight lines on
logarithmic axes, so a miss is taken as

    HNSW      miss(ef) = miss(64) x (64 / ef)^a
    IVF       miss(share) = miss(1%) x (1% / share of the lists read)^b, of 4,096 lists at most

with ranges that hold what different collections gave. A flat search misses nothing.

The sweep of IVF was made with 4,096 lists. With more of them the number read decides, not their
share: of a billion vectors in 1,048,576 lists, 16 lists held the nearest in 67% of the searches, and
77% were the most that its codes of 8 bytes let through (Faiss, logs of Deep1B). The share alone would
say that 16 of so many hold none.
"""

from math import exp, log

from calculators.physics.ledger import SILENT, Ledger


def hnsw_recall(ef: float, miss_at_64: float, exponent: float, ledger: Ledger = SILENT) -> float:
    """Share found by a graph walk with a list of `ef`."""
    return ledger.add(
        "hnsw_recall",
        "share of the ten nearest that HNSW finds",
        "1 - min(1, miss_at_64 * (64 / ef) ** exponent)",
        1 - _power(miss_at_64, 64 / ef, exponent),
        "",
        "published sweeps, see the page",
        miss_at_64=miss_at_64,
        ef=ef,
        exponent=exponent,
    )


MIDDLE_MISS_AT_64, MIDDLE_EXPONENT = 0.0425, 0.79
"""Of the sweeps that the index calculator starts from: DBpedia with a million vectors, pgvector from ef
64 to 256."""


def hnsw_list(
    recall: float, miss_at_64: float = MIDDLE_MISS_AT_64, exponent: float = MIDDLE_EXPONENT
) -> float:
    """The list with which a graph walk finds that share: `hnsw_recall` solved for ef."""
    return 64 * (miss_at_64 / (1 - recall)) ** (1 / exponent)


SWEPT_LISTS = 4096
"""Lists of the sweep; more count as so many."""


def ivf_recall(share: float, miss_at_1_percent: float, exponent: float) -> float:
    """Share found when so large a share of the lists is read."""
    if share >= 1:
        return 1.0
    return 1 - _power(miss_at_1_percent, 0.01 / share, exponent)


def _power(miss: float, ratio: float, exponent: float) -> float:
    """min(1, miss x ratio^exponent), by logarithms: a steep fall leaves the floats' range."""
    return exp(min(0.0, log(miss) + exponent * log(ratio)))
