"""The four arms that the calculators of cost and latency compare."""

from dataclasses import dataclass


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
