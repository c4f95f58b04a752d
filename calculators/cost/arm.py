"""The ledger in which each arm keeps its steps, and where its prices come from."""

from typing import override

from calculators.physics.arms import Arm
from calculators.physics.ledger import Ledger
from calculators.working import DEFINITION, list_price_of

BASE_PRICE = list_price_of("base model")
TUNED_PRICE = list_price_of("fine-tuned model")
EMBEDDING_PRICE = list_price_of("embedding model")


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
