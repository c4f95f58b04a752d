"""Predictions for any case of the form, also for one that nobody has measured yet."""

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from calculators.physics.ranges import Estimate
from sitebuild.facts import load
from sitebuild.measurements.kinds import ARCHITECTURE, KINDS, POSITIVE, problems_of
from sitebuild.measurements.predict import GROUPS, UNITS, UnpredictableError, predict

FACTS = load()
_CHOICES = {
    "method": ["full", "lora", "qlora"],
    "checkpointing": ["none", "selective", "full"],
    "sharding": ["none", "zero2", "zero3", "tp"],
    "lora_targets": ["attention", "all-linear", "qv"],
    "cpu_offload": ["none", "parameters", "activations"],
    "compute_precision": ["fp16", "bf16", "fp8", "fp4", "int8"],
    "statistic": ["p50", "mean", "p99"],
    "precision": ["bf16", "fp16", "fp8", "int4"],
    "gpu": sorted(FACTS.accelerators),
    "framework": [
        "vLLM",
        "LitGPT eager",
        "AutoAWQ",
        "llama.cpp",
        "TensorRT-LLM",
        "Faiss",
        "Qdrant",
        "pgvector",
        "Milvus",
    ],
    "optimizer": ["adamw", "adamw_torch", "paged_adamw8bit_in_backward", "sgd", "something new"],
    "index": ["flat", "hnsw", "ivf", "ivf_pq", "diskann", "bm25", "something new"],
}
_FLAGS = {
    "compile",
    "flash_attention",
    "fused_loss",
    "tied_embeddings",
    "gb_ambiguous",
    "whole_process",
    "tokenized",
    "uneven_lengths",
    "closed_loop",
}
_LARGEST = {
    "params": 10**12,
    "active_params": 10**11,
    "layers": 200,
    "hidden": 20_000,
    "heads": 128,
    "kv_heads": 128,
    "ffn": 60_000,
    "vocab": 260_000,
    "experts": 256,
    "experts_per_token": 8,
    "vectors": 10**9,
    "dims": 4096,
    "training_tokens": 10**13,
    "kv_bits": 16,
    "weight_bits": 16,
    "recall_at_10": 1,
}


def values(key: str) -> st.SearchStrategy[Any]:
    if key in _CHOICES:
        return st.sampled_from(_CHOICES[key])
    if key in _FLAGS:
        return st.booleans()
    return st.integers(1 if key in POSITIVE else 0, _LARGEST.get(key, 4096))


@st.composite
def cases(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    form = KINDS[kind]
    optional = draw(st.lists(st.sampled_from(form.optional or ("",)), unique=True))
    keys = [*form.required, *(key for key in optional if key)]
    if kind == "training_cost_usd":
        keys = [*dict.fromkeys([*keys, "price_usd_per_gpu_hour"])]
    if GROUPS[kind] == "retrieval":
        keys = [*dict.fromkeys([*keys, "vcpus", "dims"])]
    return {key: draw(values(key)) for key in keys}


@pytest.mark.parametrize("kind", sorted(KINDS))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(data=st.data())
def test_any_well_formed_case_gets_numbers_or_a_reason(kind: str, data: st.DataObject) -> None:
    """A prediction is finite and in order; what cannot be predicted says why; nothing else happens."""
    inputs = data.draw(cases(kind))
    assume(not problems_of(kind, inputs))
    try:
        found = predict(kind, inputs, FACTS)
    except UnpredictableError:
        return
    assert 0 <= found.low <= found.mid <= found.high < math.inf


def test_every_kind_has_form_unit_and_formula() -> None:
    """The three tables of kinds name the same kinds."""
    assert set(KINDS) == set(UNITS) == set(GROUPS)


def test_longer_prompts_take_longer() -> None:
    """A simple truth that every change must keep."""
    llama = dict(zip(ARCHITECTURE, (8_030_000_000, 32, 4096, 32, 8, 14336, 128256), strict=True))
    machine = {
        "gpu": "h100-sxm-80gb",
        "gpu_count": 1,
        "tensor_parallel": 1,
        "weight_bits": 16,
        "batch": 1,
        "output_tokens": 1,
    }
    short, long = (
        predict("ttft_ms", {**llama, **machine, "prompt_tokens": tokens}, FACTS)
        for tokens in (500, 5000)
    )
    assert long.mid > 5 * short.mid


_LLAMA = dict(zip(ARCHITECTURE, (8_030_000_000, 32, 4096, 32, 8, 14336, 128256), strict=True))
_LORA = _LLAMA | {
    "gpu": "a100-sxm-80gb",
    "gpu_count": 1,
    "method": "lora",
    "precision": "bf16",
    "micro_batch": 1,
}


def _rate(**inputs: Any) -> float:
    return predict("training_tokens_per_s_per_gpu", _LORA | inputs, FACTS).mid


@pytest.mark.parametrize(("tokens", "assumed"), [(512, "none"), (65_536, "full")])
def test_recomputation_is_assumed_only_where_activations_do_not_fit(
    tokens: int, assumed: str
) -> None:
    """A run that does not mention it is predicted like the one of the two that it must have been."""
    stated = {each: _rate(sequence_tokens=tokens, checkpointing=each) for each in ("none", "full")}
    assert stated["none"] > 1.2 * stated["full"]
    assert _rate(sequence_tokens=tokens) == stated[assumed]


def _interval(**inputs: Any) -> Estimate:
    return predict("training_tokens_per_s_per_gpu", _LORA | inputs, FACTS)


def test_an_interval_holds_what_was_not_assumed() -> None:
    """Without a word on recomputation, or on any software, it reaches further to the other choice's side."""
    run = {"sequence_tokens": 512, "framework": "Transformers"}
    silent, stated = _interval(**run), _interval(**run, checkpointing="none")
    assert silent.mid == stated.mid
    assert silent.low < 0.95 * stated.low
    run = {"sequence_tokens": 512, "checkpointing": "none"}
    silent, stated = _interval(**run), _interval(**run, framework="Transformers")
    assert silent.mid == stated.mid
    assert silent.high > 1.05 * stated.high


def test_full_training_by_code_without_a_name_may_compute_in_32_bit() -> None:
    """Its interval reaches further down than that of the same run under a framework that is named."""
    run = {"sequence_tokens": 512, "method": "full", "checkpointing": "none", "compile": False}
    unnamed, named = _interval(**run), _interval(**run, framework="PyTorch FSDP")
    assert unnamed.mid == named.mid
    assert unnamed.low < 0.95 * named.low
    adapters = run | {"method": "lora"}
    assert _interval(**adapters) == _interval(**adapters, framework="PyTorch FSDP")


def test_memory_in_an_undefined_unit_lies_between_its_meanings() -> None:
    """Half-way between GB and GiB, and between readings with and without the driver's 1 GB."""
    kind, run = "finetune_peak_memory_gib", _LORA | {"sequence_tokens": 512}
    defined = predict(kind, run, FACTS)
    vague = predict(kind, run | {"gb_ambiguous": True}, FACTS)
    assert vague.mid == pytest.approx((defined.mid + 0.5) * math.sqrt(1.0737), rel=1e-3)
    assert vague.high - vague.low > defined.high - defined.low


def test_a_model_known_by_its_shape_brings_what_its_keys_cannot_say() -> None:
    """DeepSeek-V2-Lite caches 576 numbers a token and layer and not 4,096: long contexts cost little."""
    lite = (15_700_000_000, 27, 2048, 16, 16, 1408, 102400)
    known = dict(zip(ARCHITECTURE, lite, strict=True))
    run = {"gpu": "rtx-4080-16gb", "gpu_count": 1, "tensor_parallel": 1, "weight_bits": 4.5}
    run |= {"batch": 1, "output_tokens": 128, "active_params": 2_400_000_000}
    run |= {"experts": 64, "experts_per_token": 6}

    def step_ms(tokens: int, **shape: int) -> float:
        return predict("tpot_ms", known | shape | run | {"prompt_tokens": tokens}, FACTS).mid

    grows = step_ms(60_000) - step_ms(0)
    assert grows < 0.5 * (step_ms(60_000, vocab=102_401) - step_ms(0, vocab=102_401))


def test_a_fused_loss_leaves_room_for_activations() -> None:
    """Eight accelerators hold what 7,168 tokens leave behind only if the logits are never whole."""
    run = {"gpu": "h100-sxm-80gb", "gpu_count": 8, "method": "full", "sequence_tokens": 7168}
    run |= {"sharding": "zero3"}
    for framework, assumed in (("Megatron-LM", "none"), ("Transformers", "full")):
        stated = _rate(**run, framework=framework, checkpointing=assumed)
        assert _rate(**run, framework=framework) == stated


def test_selective_recomputation_is_that_of_attention_in_some_frameworks() -> None:
    """There a fused kernel leaves nothing to it; elsewhere every second product is computed again."""
    for framework, kept in (("Megatron-LM", True), ("torchtitan", False)):
        run = {"sequence_tokens": 4096, "method": "full", "framework": framework}
        rates = [_rate(**run, checkpointing=each) for each in ("none", "selective")]
        assert (rates[0] == rates[1]) is kept


def test_attention_of_cudnn_is_faster_from_hopper_on() -> None:
    """Frameworks that take it gain over long sequences there, and nothing on what is older."""
    long = {"sequence_tokens": 32_768, "method": "full", "checkpointing": "none"}
    for gpu, least in (("h100-sxm-80gb", 1.1), ("a100-sxm-80gb", 1.0)):
        rates = [_rate(**long, gpu=gpu, framework=each) for each in ("NeMo", "llm.c")]
        assert rates[0] >= least * rates[1]
        assert (rates[0] == rates[1]) is (least == 1.0)


def test_full_training_in_fp16_may_be_old_code() -> None:
    """It keeps 32-bit weights, and its interval reaches down to scores that are written; adapters differ in neither."""
    run = {"sequence_tokens": 4096, "checkpointing": "none", "framework": "Transformers"}
    new, old = (_interval(**run, method="full", precision=each) for each in ("bf16", "fp16"))
    assert old.mid < new.mid
    assert old.low / old.mid < 0.95 * new.low / new.mid
    assert _interval(**run, precision="fp16") == _interval(**run, precision="bf16")


_SMALL = dict(zip(ARCHITECTURE, (124_000_000, 12, 768, 12, 12, 3072, 50257), strict=True))


@pytest.mark.parametrize(
    ("elsewhere", "own"),
    [
        ({}, True),
        ({"gpu_count": 8, "sharding": "none"}, True),
        ({"gpu_count": 8, "sharding": "zero2"}, False),  # an engine scales its own loss
        ({"framework": "Megatron-LM"}, False),
        (_LLAMA, False),  # 16 bytes a parameter do not fit
    ],
)
def test_code_that_scales_its_own_loss_is_slower(elsewhere: dict[str, Any], own: bool) -> None:
    """Whole copies in fp16 are PyTorch's own, with 32-bit weights; the interval holds the 16-bit form too."""
    run = _SMALL | {"method": "full", "sequence_tokens": 1024, "micro_batch": 8, "compile": True}
    run |= {"checkpointing": "none"} | elsewhere
    scaled, plain = (_interval(**run, precision=each) for each in ("fp16", "bf16"))
    assert (scaled.mid < 0.8 * plain.mid) is own
    assert scaled.high > 0.95 * plain.mid


def test_accelerators_without_flash_attention_write_their_scores() -> None:
    """FlashAttention-2 begins with Ampere: a longer sequence costs a V100 more than an A100."""
    short, long = (
        {
            gpu: _rate(
                gpu=gpu, sequence_tokens=tokens, micro_batch=8192 // tokens, precision="fp16"
            )
            for gpu in ("v100-sxm-32gb", "a100-sxm-80gb")
        }
        for tokens in (1024, 8192)
    )
    lost = {gpu: long[gpu] / short[gpu] for gpu in short}
    assert lost["v100-sxm-32gb"] < 0.8 * lost["a100-sxm-80gb"]


def test_gradients_over_a_slow_link_are_added_up_once_a_step() -> None:
    """A step takes 131,072 tokens on one machine, whatever the micro-batch; the interval holds one micro-batch."""
    run = {"gpu": "rtx-4090-24gb", "gpu_count": 4, "method": "full", "sequence_tokens": 1024}
    run |= {"checkpointing": "full", "framework": "Transformers"}
    few, many = (_interval(**run, micro_batch=each) for each in (1, 128))
    assert few.mid > 0.6 * many.mid
    assert few.low < 0.3 * few.mid


def test_frameworks_with_expert_parallelism_gather_no_experts() -> None:
    """Shards of a mixture are gathered whole elsewhere."""
    run = _MIXTURE | {"gpu_count": 8, "method": "full", "sequence_tokens": 4096}
    run |= {"sharding": "zero3", "checkpointing": "none", "compile": True}
    assert _rate(**run, framework="torchtitan") > 1.2 * _rate(**run, framework="MaxText")


@pytest.mark.parametrize(
    "framework", ["Transformers foak-fast-kernels", "Unsloth", "NeMo 24.07", "llm.c"]
)
def test_a_stack_of_fused_kernels_needs_no_compiler(framework: str) -> None:
    """It runs as fast as a compiled model, faster than a stack of plain modules."""
    compiled = _rate(sequence_tokens=2048, compile=True)
    assert _rate(sequence_tokens=2048, framework=framework) == compiled
    assert _rate(sequence_tokens=2048, framework=framework, compile=False) == compiled
    assert _rate(sequence_tokens=2048, framework="Transformers") < compiled


def test_adapters_on_fewer_matrices_train_faster() -> None:
    """The measured targets count where the case states them."""
    rates = [
        _rate(sequence_tokens=2048, lora_targets=each) for each in ("all-linear", "attention", "qv")
    ]
    assert rates == sorted(rates)
    assert rates[0] < rates[-1]


_MIXTURE = dict(zip(ARCHITECTURE, (46_700_000_000, 32, 4096, 32, 8, 14336, 32000), strict=True)) | {
    "active_params": 12_900_000_000
}


def test_experts_follow_from_the_parameters_where_they_are_not_stated() -> None:
    """46.7 billion parameters of which a token passes 12.9, in experts 14336 wide: 2 of 8."""
    unknown = _MIXTURE | {"heads": 64}
    model = FACTS.architecture(unknown)
    assert (model.experts, model.experts_per_token) == (8, 2)
    assert not FACTS.architecture(_LLAMA).experts


def test_experts_one_after_the_other_are_slower_than_in_grouped_products() -> None:
    """A stack of plain modules takes longer for a mixture than one that groups its experts."""
    fast, slow = (
        _rate(**_MIXTURE, sequence_tokens=4096, framework=name, compile=False)
        for name in ("Megatron-LM", "Transformers")
    )
    assert fast > 1.05 * slow


def test_a_stated_degree_means_a_split_model() -> None:
    """Tensor or pipeline parallelism without a word on sharding is no copy on each accelerator."""
    run = {"method": "full", "gpu_count": 64, "sequence_tokens": 2048, "checkpointing": "none"}
    assert _rate(**run, tensor_parallel=4) == _rate(**run, tensor_parallel=4, sharding="tp")
    assert _rate(**run, pipeline_parallel=4) > _rate(**run, sharding="tp")


_SERVED = _LLAMA | {
    "gpu": "h100-sxm-80gb",
    "gpu_count": 1,
    "tensor_parallel": 1,
    "weight_bits": 16,
    "prompt_tokens": 200,
    "output_tokens": 200,
}


def _engine_share(name: str, engine: str) -> float:
    """What an efficiency of this engine is to that of others."""
    own, usual = (FACTS.ranges("serving", {"engine": each})[name].mid for each in (engine, ""))
    return own / usual


def _served(kind: str, **inputs: Any) -> float:
    return predict(kind, _SERVED | inputs, FACTS).mid


@pytest.mark.parametrize(
    ("framework", "like"),
    [
        ("Transformers NeuronX", "TensorRT-LLM"),
        ("TensorRT-LLM, trtllm-serve", "SGLang"),
        ("Accelerate", "LitGPT eager"),
    ],
)
def test_a_framework_belongs_to_the_class_of_what_it_does(framework: str, like: str) -> None:
    """Compiled as a whole, stepped by a Python server, or started kernel by kernel."""
    steps = [_served("tpot_ms", batch=8, framework=each) for each in (framework, like)]
    assert steps[0] == steps[1]


def test_classes_of_engines_differ() -> None:
    """Of one small batch the compiled engine is fastest, the eager stack slowest."""
    steps = [
        _served("tpot_ms", batch=8, framework=each)
        for each in ("TensorRT-LLM", "vLLM", "Transformers")
    ]
    assert steps == sorted(steps)
    assert steps[0] < steps[1] < steps[2]


def test_a_first_token_from_a_server_waits_for_the_server() -> None:
    """Network, tokenizer and first scheduling take their time once a request, in no other figure."""
    outside = FACTS.ranges("serving", {"engine": "scheduled"})["request_ms"].mid
    short, long = (
        _served("ttft_ms", batch=1, prompt_tokens=tokens, framework="vLLM") for tokens in (1, 2048)
    )
    read = 2048 / _served(
        "prefill_tokens_per_s", batch=1, prompt_tokens=2048, output_tokens=0, framework="vLLM"
    )
    assert short > outside
    assert long == pytest.approx(1000 * read + outside)


def test_kernels_for_single_sequences_read_4_bit_weights_faster() -> None:
    """ExLlamaV2 and TurboMind hide the unpacking; weights of 16 bit are read alike everywhere."""
    four, sixteen = (
        [
            _served("tpot_ms", batch=1, weight_bits=bits, framework=each)
            for each in ("ExLlamaV2", "LMDeploy TurboMind", "MLC LLM")
        ]
        for bits in (4, 16)
    )
    share = _engine_share("unpacked", "streaming")
    assert four[0] == four[1]
    assert 1 / share < four[0] / four[2] < (1 + 1 / share) / 2
    assert sixteen[0] == sixteen[1] == sixteen[2]


def test_weights_of_a_byte_are_read_at_the_full_rate() -> None:
    """Weights of 8 bits are converted on the way, of fewer taken apart: a bit less takes longer to read."""
    seven, eight, sixteen = (
        _served("tpot_ms", batch=1, weight_bits=bits, framework="MLC LLM") for bits in (7.9, 8, 16)
    )
    assert eight < 0.9 * seven
    # Half the layers' bytes at the same rate; head, cache and fixed times stay.
    assert eight < 0.65 * sixteen


def test_llama_cpp_fuses_attention_only_where_that_is_said() -> None:
    """Over a prompt of 16,384 tokens the matrix of scores costs it much."""
    long = {"prompt_tokens": 16_384, "output_tokens": 0, "batch": 1}
    plain = _served("prefill_tokens_per_s", framework="llama.cpp", **long)
    fused = _served("prefill_tokens_per_s", framework="llama.cpp", flash_attention=True, **long)
    assert fused == _served("prefill_tokens_per_s", framework="MLC", **long)
    assert plain < 0.7 * fused


def test_kernels_that_unpack_for_every_block_read_prompts_slowly() -> None:
    """AutoAWQ's products reach a smaller share of the peak, and most of a long prompt is products."""
    long = {"prompt_tokens": 2048, "output_tokens": 0, "batch": 1, "weight_bits": 4}
    found = _served("prefill_tokens_per_s", framework="AutoAWQ", **long)
    share = _engine_share("compute", "tilewise")
    usual = _served("prefill_tokens_per_s", framework="ExLlamaV2", **long)
    assert share < found / usual < (1 + share) / 2 < 0.9


def test_a_short_run_of_conversations_reads_lower_than_a_full_queue() -> None:
    """Its last answers are written almost alone; one of a million requests forgets them."""
    queue = _served("output_tokens_per_s", framework="vLLM")
    short, long = (
        _served("output_tokens_per_s", framework="vLLM", requests=each, uneven_lengths=True)
        for each in (1000, 10**6)
    )
    assert short < 0.8 * queue
    assert long == pytest.approx(queue, rel=0.01)


def test_vllm_runs_fewer_sequences_at_once_on_smaller_machines() -> None:
    """1,024 on an H100, 256 on an A100: there a queue gains nothing beyond what 256 get."""
    a100 = {"gpu": "a100-sxm-80gb", "prompt_tokens": 20, "output_tokens": 20}
    limited = _served("output_tokens_per_s", framework="vLLM", **a100)
    assert limited < 0.95 * _served("output_tokens_per_s", framework="SGLang", **a100)


def test_old_versions_read_the_cache_for_every_query_head() -> None:
    """Four query heads a group make long contexts slow until TensorRT-LLM 0.7; without groups nothing changes."""
    long = {"batch": 64, "prompt_tokens": 4000}
    old, new = (
        _served("tpot_ms", framework=f"TensorRT-LLM {each}", **long) for each in ("0.6.1", "0.7")
    )
    assert old > 1.5 * new
    ungrouped = long | {"kv_heads": 32}
    old, new = (
        _served("tpot_ms", framework=f"TensorRT-LLM {each}", **ungrouped)
        for each in ("0.6.1", "0.7")
    )
    assert old == new


def test_a_closed_loop_is_slower_than_a_batch_that_only_writes() -> None:
    """Prompts of 8,000 tokens for answers of 200 cost more than the steps."""
    loop = {"batch": 16, "prompt_tokens": 8000, "framework": "vLLM"}
    alone = _served("tpot_ms", **loop)
    assert _served("tpot_ms", closed_loop=True, **loop) > 2 * alone
    rates = [
        _served("decode_tokens_per_s", closed_loop=each, **loop) * alone for each in (True, False)
    ]
    assert rates[0] < rates[1] / 2


def test_engines_served_from_python_hold_fewer_requests_on_a_small_card() -> None:
    """What vLLM sets aside for sampling is missing for the cache: 24 GiB run fewer requests at once."""
    small = {"gpu": "rtx-4090-24gb", "prompt_tokens": 4000}
    vllm, compiled = (
        _served("output_tokens_per_s", framework=each, **small)
        for each in ("vLLM", "TensorRT-LLM 1.0")
    )
    assert vllm < 0.9 * compiled


def test_the_width_of_a_head_counts_where_it_is_stated() -> None:
    """Heads twice as wide cache twice as much, so that half as many requests fit."""
    wide = _served("inference_memory_gib", batch=64, framework="MLC", head_dim=256)
    usual = _served("inference_memory_gib", batch=64, framework="MLC")
    assert wide - usual > 0.9 * 64 * 400 * 131072 / 2**30


def test_a_load_that_some_draws_cannot_carry_has_no_time_of_nothing() -> None:
    """Near capacity the low end is still a time of the idle machine, and the high end the slowest."""
    idle, busy = (
        predict(
            "loaded_tpot_ms",
            _SERVED | {"requests_per_s": rate, "statistic": "mean"},
            FACTS,
        )
        for rate in (0.01, 60.0)
    )
    assert busy.low >= idle.low
    assert busy.mid <= busy.high < math.inf
