"""The inputs of the cost calculator: a module a group of the form."""

from dataclasses import dataclass

from calculators.cost.inputs.certainty import Certainty
from calculators.cost.inputs.evaluation import Evaluation
from calculators.cost.inputs.machines import MachineRanges, Machines
from calculators.cost.inputs.model import ModelPrices
from calculators.cost.inputs.people import People
from calculators.cost.inputs.prompt import PromptTokens
from calculators.cost.inputs.quality import Quality
from calculators.cost.inputs.retrieval import Retrieval
from calculators.cost.inputs.traffic import Hosting, Traffic
from calculators.cost.inputs.tuning import FineTuning

__all__ = ["CostInputs", "Hosting"]


# A dataclass takes the fields of its last base first: read the form's order from the end.
@dataclass(frozen=True, kw_only=True)
class CostInputs(
    MachineRanges,
    Certainty,
    Quality,
    Evaluation,
    People,
    FineTuning,
    Retrieval,
    Machines,
    ModelPrices,
    PromptTokens,
    Traffic,
):
    """Traffic, lengths, prices, effort and certainty of one application on one base model."""
