"""The training job that the fields describe."""

from calculators.physics.inputs import architecture_of
from calculators.physics.jobs import TrainingJob
from calculators.physics.training_plan import keeps_master_weights
from calculators.training.inputs import MasterWeights, Method, TrainingInputs


def job_of(inputs: TrainingInputs) -> TrainingJob:
    """The job that the fields describe."""
    return job_at_length(inputs, inputs.method, inputs.sequence_tokens)


def job_at_length(inputs: TrainingInputs, method: Method, sequence_tokens: int) -> TrainingJob:
    """The same with another method or another length."""
    return TrainingJob(
        model=architecture_of(inputs),
        method=str(method),
        sequence_tokens=sequence_tokens,
        micro_batch=inputs.micro_batch,
        gpus=inputs.gpus,
        precision=str(inputs.precision),
        checkpointing=str(inputs.checkpointing),
        sharding=str(inputs.sharding),
        optimizer=str(inputs.optimizer),
        lora_rank=inputs.lora_rank,
        lora_targets=str(inputs.lora_targets),
        cpu_offload=str(inputs.cpu_offload),
        flash_attention=inputs.flash_attention,
        fused_loss=inputs.fused_loss,
        master_weights=_keeps_master_weights(inputs, method),
        compiled=inputs.compiled,
        grouped_experts=inputs.grouped_experts,
    )


def _keeps_master_weights(inputs: TrainingInputs, method: Method) -> bool:
    if inputs.master_weights == MasterWeights.AS_USUAL:
        return keeps_master_weights(str(method), str(inputs.sharding))
    return inputs.master_weights == MasterWeights.YES and method == Method.FULL
