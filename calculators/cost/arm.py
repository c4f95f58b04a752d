"""The four arms, and the ledger in which each keeps its steps."""

from dataclasses import dataclass
from typing import override

from calculators.physics.ledger import Ledger
from calculators.working import DEFINITION, list_price_of

BASE_PRICE = list_price_of("base model")
TUNED_PRICE = list_price_of("fine-tuned model")
EMBEDDING_PRICE = list_price_of("embedding model")


@dataclass(frozen=True, kw_only=True, eq=False)
class Arm:
    """Which parts a method has. Arms differ in these alone; the base model is the same.

    There are the four below and no others, so that one is compared by what it is and not by its parts.
    """

    name: str
    label: str
    retrieves: bool
    fine_tuned: bool


PROMPT_ONLY = Arm(name="prompt_only", label="Prompt only", retrieves=False, fine_tuned=False)
RAG = Arm(name="rag", label="RAG", retrieves=True, fine_tuned=False)
FINE_TUNED = Arm(name="fine_tuned", label="Fine-tuned", retrieves=False, fine_tuned=True)
RAG_FINE_TUNED = Arm(
    name="rag_fine_tuned", label="RAG + fine-tuned", retrieves=True, fine_tuned=True
)
ARMS = (PROMPT_ONLY, RAG, FINE_TUNED, RAG_FINE_TUNED)


class ArmLedger(Ledger):
    """A ledger whose steps carry the arm's name; most of them are dollars."""

    def __init__(self, arm: Arm, *, silent: bool = False) -> None:
        super().__init__(silent=silent)
        self._arm = arm

    @override
    def add(
        self,
        name: str,
        label: str,
        formula: str,
        value: float,
        unit: str = "USD",
        source: str = DEFINITION,
        **numbers: float,
    ) -> float:
        if self.silent:
            return value
        arm = self._arm
        return super().add(
            f"{arm.name}.{name}", f"{arm.label}: {label}", formula, value, unit, source, **numbers
        )
