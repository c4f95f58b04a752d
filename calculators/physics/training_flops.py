"""Operations of training a token.

Products of a token (N parameters passed, N_t trained; Kaplan et al. 2020; derivation for adapters:
a frozen matrix needs the gradient of its input but not of its weights):

    full              2N forward + 4N backward, + 2N when layers are computed again
    LoRA, QLoRA       2N forward + 2N backward + 6 N_t, + 2N when computed again
    attention         3 x 4 q L x (half the sequence, causal), + 1 when computed again, + 1/2 where
                      the scores are not kept but computed again in the backward pass (Dao 2023).
                      Products that write all scores know of no mask: the whole sequence, not half

Selective recomputation keeps every second product (see training_memory): + N, and all the other
kernels run again. The head is no layer and is never computed again.
"""

from calculators.physics.jobs import TrainingJob
from calculators.physics.ledger import Ledger

_AGAIN = {"none": 0.0, "selective": 1.0, "full": 2.0}
"""Operations of a layer's parameter that recomputation adds."""


def matrix_flops(job: TrainingJob, ledger: Ledger) -> float:
    """Matrices of the layers, and adapters."""
    once, again = _once(job), _AGAIN[job.checkpointing]
    passed = job.model.passed_params
    adapters = 0.0 if job.method == "full" else job.trainable
    return ledger.add(
        "matrix_flops",
        "operations a token in the layers' matrices",
        "passed * (once + again) + adapters * 6",
        passed * (once + again) + adapters * 6,
        "FLOP",
        "Kaplan et al. 2020; adapters: derived in training_flops",
        passed=passed,
        once=once,
        again=again,
        adapters=adapters,
    )


def head_flops(job: TrainingJob, ledger: Ledger) -> float:
    """The head is no layer and is never computed again."""
    once, head = _once(job), job.model.vocab * job.model.hidden
    return ledger.add(
        "head_flops",
        "operations a token in the head",
        "head * once",
        head * once,
        "FLOP",
        "Kaplan et al. 2020",
        head=head,
        once=once,
    )


def attention_flops(job: TrainingJob, ledger: Ledger) -> float:
    """Two products forward; four backward and, where the scores are not kept, theirs again."""
    again, scores = _AGAIN[job.checkpointing], 0.5 if job.flash_attention else 0.0
    reach = job.sequence_tokens / (2 if job.flash_attention else 1)
    attention = job.model.attention_flops(1, reach)
    return ledger.add(
        "attention_flops",
        "operations a token in attention",
        "attention * (3 + scores + again / 2)",
        attention * (3 + scores + again / 2),
        "FLOP",
        "Kaplan et al. 2020; scores: Dao 2023",
        attention=attention,
        scores=scores,
        again=again,
    )


def _once(job: TrainingJob) -> float:
    """Operations of a parameter, forward and backward."""
    return 2.0 + 4.0 if job.method == "full" else 2.0 + 2.0
