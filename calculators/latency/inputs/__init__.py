"""The inputs of the latency calculator: a module a group of the form."""

from dataclasses import dataclass

from calculators.latency.inputs.load import Load
from calculators.latency.inputs.model import WHEN_OWN, Hosted, Own, Serving, Who
from calculators.latency.inputs.reranking import (
    WHEN_OWN_ENCODER,
    EncoderAccelerator,
    Rerank,
    Reranking,
)
from calculators.latency.inputs.retrieval import WHEN_OWN_INDEX, IndexKind, Retrieval, Search
from calculators.latency.inputs.tokens import RequestTokens
from calculators.physics.efficiency_inputs import efficiency_inputs
from calculators.physics.retrieval_efficiencies import ENCODING, SEARCH
from calculators.physics.serving_efficiencies import SERVING

__all__ = ["RETRIEVAL_RANGES", "IndexKind", "LatencyInputs", "Rerank", "Search", "Serving"]

RETRIEVAL_RANGES = (*SEARCH, *ENCODING)
_ServingRanges = efficiency_inputs(
    "_ServingRanges", SERVING, "Calibrated ranges of the model", "gpu", shown_when=WHEN_OWN
)
_SearchRanges = efficiency_inputs(
    "_SearchRanges", SEARCH, "Calibrated ranges of the index", "gpu", shown_when=WHEN_OWN_INDEX
)
_EncodingRanges = efficiency_inputs(
    "_EncodingRanges",
    ENCODING,
    "Calibrated ranges of the reranker",
    "rerank_gpu",
    shown_when=WHEN_OWN_ENCODER,
)


# A dataclass takes the fields of its last base first: read the form's order from the end.
@dataclass(frozen=True, kw_only=True)
class LatencyInputs(
    _EncodingRanges,
    _SearchRanges,
    _ServingRanges,
    Own,
    Hosted,
    EncoderAccelerator,
    Reranking,
    Retrieval,
    RequestTokens,
    Load,
    Who,
):
    """Load, tokens, retrieval and the model of one application."""
