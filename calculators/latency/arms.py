"""The prompt that each arm sends, and why one is not asked."""

from dataclasses import dataclass

from calculators import answers
from calculators.latency.inputs import LatencyInputs, Serving
from calculators.physics.arms import PROMPT_ONLY, Arm


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """Tokens of a request; the prefix is what every request of the arm begins with."""

    prefix: int
    varying: int
    question: int
    answer: int
    rewrite: int
    """Tokens of the rewritten query; 0 without rewriting."""

    @property
    def total(self) -> int:
        """The whole prompt; a model reads at least one token."""
        return max(1, self.prefix + self.varying)

    @property
    def after_hit(self) -> int:
        """What is left to read when the prefix is in the cache."""
        return max(1, self.varying)


def prompt_of(arm: Arm, inputs: LatencyInputs) -> Prompt:
    """The prompt that an arm sends."""
    instructions = (
        inputs.fine_tuned_instruction_tokens if arm.fine_tuned else inputs.instruction_tokens
    )
    documents = inputs.context_tokens if arm == PROMPT_ONLY else 0
    passages = inputs.retrieved_passages * inputs.passage_tokens if arm.retrieves else 0
    return Prompt(
        prefix=instructions + documents,
        varying=passages + inputs.question_tokens,
        question=max(1, inputs.question_tokens),
        answer=inputs.fine_tuned_answer_tokens if arm.fine_tuned else inputs.answer_tokens,
        rewrite=inputs.rewrite_tokens if arm.retrieves else 0,
    )


def finds_nothing(inputs: LatencyInputs) -> bool:
    """Without a passage to retrieve nothing is embedded, searched or reranked."""
    return not inputs.retrieved_passages


def unasked(arm: Arm, inputs: LatencyInputs) -> str | None:
    """The named answer for an arm that retrieves nothing or whose request is too long, or None."""
    if arm.retrieves and finds_nothing(inputs):
        return answers.NOTHING_TO_RETRIEVE
    prompt = prompt_of(arm, inputs)
    own = inputs.serving == Serving.OWN
    window = inputs.context_window_tokens if own else inputs.hosted_window_tokens
    return answers.over_window(prompt.total + prompt.answer, window) if window else None
