"""Memory and speed of serving, against worked examples by hand."""

from dataclasses import replace

import pytest

from calculators.answers import DOES_NOT_FIT
from calculators.physics.ranges import Range, draws
from calculators.physics.serving_capacity import Requests, fits_probability
from calculators.physics.serving_jobs import Budget, Deployment, served_budget
from calculators.physics.serving_load import (
    batch_seconds,
    marginal_prefill_seconds,
    memory_gib,
    queued_tokens_per_s,
    replica_of,
    requests_that_fit,
)
from calculators.physics.serving_speed import prefill_seconds, step_seconds
from calculators.physics.transformer import Architecture
from tests.calculators.physics_cases import A100, LLAMA_2_7B, LLAMA_3_8B, MIXTRAL, SERVING

RUN = Deployment(model=LLAMA_2_7B, gpu=A100)
GIB = 2**30


def test_one_decoding_step_by_hand() -> None:
    """Weights without the embedding at 80% of 2 TB/s overlap with products; cache, attention, kernels, fixed times."""
    body = 6_738_415_616 - 2 * 32000 * 4096
    weights = (body + 32000 * 4096) * 2 / (2e12 * 0.8)
    cache = 100 * 2 * 32 * 4096 * 2 / (2e12 * 0.8)
    products = (2 * body + 2 * 32000 * 4096) / (300e12 * 0.8)
    attention = 4 * 32 * 4096 * 100 / (300e12 * 0.5)
    other = 32 * (14 * 4096 + 4 * 11008) * 2 * 1.5 / 2e12
    fixed = (32 * 40 + 200 + 5) / 1e6
    by_hand = (weights**2 + products**2) ** 0.5 + cache + attention + other + fixed
    assert step_seconds(RUN, 1, 100, SERVING) == pytest.approx(by_hand, rel=1e-6)


def test_a_prompt_does_not_read_weights_while_it_multiplies() -> None:
    """Without bandwidth to wait for, 128 tokens take as much less as the weights take to be read."""
    read = 6_738_415_616 - 32000 * 4096
    endless = SERVING | {"bandwidth": 1e9}
    saved = prefill_seconds(RUN, 1, 128, SERVING) - prefill_seconds(RUN, 1, 128, endless)
    assert saved == pytest.approx(2 * read / (2e12 * 0.8))
    step = step_seconds(RUN, 128, 100, SERVING) - step_seconds(RUN, 128, 100, endless)
    assert step < 0.8 * saved


def test_requests_that_fit_by_hand() -> None:
    """(80 x 0.9 - 0.5 - weights) GiB over 2 x 32 x 4096 x 2 bytes a token of 1,000 tokens."""
    weights = 6_738_415_616 * 2 / GIB
    each = 1000 * 2 * 32 * 4096 * 2 / GIB
    assert requests_that_fit(RUN, 1000, SERVING) == pytest.approx((72 - 0.5 - weights) / each)


def test_memory_of_a_batch_by_hand() -> None:
    """Weights, ten caches of 100 tokens, workspace."""
    by_hand = 6_738_415_616 * 2 / GIB + 10 * 100 * 524288 / GIB + 0.5
    assert memory_gib(RUN, 10, 100, SERVING) == pytest.approx(by_hand)


def test_grouped_heads_let_more_requests_fit() -> None:
    """A quarter of the key-value heads makes room for more requests, larger weights or not."""
    grouped = replace(RUN, model=LLAMA_3_8B)
    assert requests_that_fit(grouped, 4000, SERVING) > 3 * requests_that_fit(RUN, 4000, SERVING)


def test_accelerators_beyond_the_key_value_heads_hold_copies() -> None:
    """One key-value head on four accelerators is cached four times, a latent cache on each of eight."""
    one_head = replace(LLAMA_2_7B, kv_heads=1)
    assert Deployment(model=one_head, gpu=A100, gpus=4, tensor_parallel=4).cache_copies == 4
    assert Deployment(model=LLAMA_2_7B, gpu=A100, gpus=4, tensor_parallel=4).cache_copies == 1
    assert Deployment(model=LLAMA_2_7B, gpu=A100, gpus=4, tensor_parallel=1).cache_copies == 1
    latent = replace(LLAMA_2_7B, latent_dims=576)
    assert Deployment(model=latent, gpu=A100, gpus=8, tensor_parallel=8).cache_copies == 8


@pytest.mark.parametrize("model", [LLAMA_2_7B, replace(LLAMA_2_7B, latent_dims=576)])
def test_what_fits_fills_the_memory(model: Architecture) -> None:
    """As many requests as fit take the memory that an engine may use, copies of the cache included."""
    run = Deployment(model=model, gpu=A100, gpus=8, tensor_parallel=8)
    fits = requests_that_fit(run, 1000, SERVING)
    usable = 8 * A100.memory_gib * SERVING["usable"]
    assert memory_gib(run, fits, 1000, SERVING) == pytest.approx(usable)


def test_fewer_bits_decode_faster() -> None:
    """8-bit weights halve the bytes read; unpacking them costs some of it."""
    eight = replace(RUN, weight_bits=8)
    ratio = step_seconds(RUN, 1, 100, SERVING) / step_seconds(eight, 1, 100, SERVING)
    assert 1.2 < ratio < 2


def test_tensor_parallelism_is_faster_but_not_by_its_degree() -> None:
    """Four GPUs that work together shorten a step, less than four times."""
    four = replace(RUN, gpus=4, tensor_parallel=4)
    ratio = step_seconds(RUN, 1, 100, SERVING) / step_seconds(four, 1, 100, SERVING)
    assert 1.3 < ratio < 4


def test_a_batch_above_the_memory_runs_in_turns() -> None:
    """Twice what fits takes twice as long."""
    fits = requests_that_fit(RUN, 4000, SERVING)
    once = batch_seconds(RUN, fits, 2000, 2000, SERVING)
    assert batch_seconds(RUN, 2 * fits, 2000, 2000, SERVING) == pytest.approx(2 * once)


def test_throughput_with_a_full_queue_exceeds_one_request_at_a_time() -> None:
    """Batching shares the weight reads among requests."""
    alone = 1 / step_seconds(RUN, 1, 600, SERVING)
    assert queued_tokens_per_s(RUN, 500, 200, SERVING) > 5 * alone


def test_a_model_larger_than_the_machine_does_not_fit() -> None:
    """No room for a single request is an answer, not a negative number."""
    small = replace(RUN, gpu=replace(A100, memory_gib=10))
    assert requests_that_fit(small, 100, SERVING) == 0
    assert replica_of(small, 100, 100, SERVING).loaded(1) == DOES_NOT_FIT
    assert queued_tokens_per_s(small, 100, 100, SERVING) == 0


def test_adapters_take_memory_and_time() -> None:
    """A hundred adapters take their size, and a batch reads those in use."""
    many = replace(RUN, adapters=100, adapter_bytes=1e8)
    assert many.weights_gib - RUN.weights_gib == pytest.approx(1e10 / GIB)
    assert step_seconds(many, 16, 100, SERVING) > step_seconds(RUN, 16, 100, SERVING)


def test_reading_a_prompt_grows_faster_than_its_length_in_the_end() -> None:
    """Attention makes a prompt of 100,000 tokens cost more than ten of 10,000."""
    ten = prefill_seconds(RUN, 1, 10_000, SERVING)
    assert prefill_seconds(RUN, 1, 100_000, SERVING) > 10 * ten


def test_4_bit_weights_are_stored_with_their_scales() -> None:
    """20 bits for each group of 128, 8 for each block of 16; other formats are taken as stated."""
    assert replace(RUN, weight_bits=4).stored_bits == pytest.approx(4.15625)
    assert replace(RUN, weight_bits=4, precision="fp4").stored_bits == pytest.approx(4.5)
    assert replace(RUN, weight_bits=4.8).stored_bits == pytest.approx(4.8)
    assert RUN.stored_bits == 16


def test_layers_of_experts_start_twice_the_kernels() -> None:
    """32 layers x 40 microseconds more than their other parts."""
    experts = replace(RUN, model=MIXTRAL)
    free = SERVING | {"layer_us": 1e-9}
    launches = step_seconds(experts, 1, 100, SERVING) - step_seconds(experts, 1, 100, free)
    assert launches == pytest.approx(2 * 32 * 40e-6)


def test_attention_over_a_long_prompt_has_a_share_of_its_own() -> None:
    """At half the share, 100,000 tokens that attend to 50,000 each cost as much again."""
    once = 4 * 32 * 4096 * 1e5 * 5e4 / (300e12 * 0.5)
    halved = prefill_seconds(RUN, 1, 100_000, SERVING | {"attention_share": 0.25})
    assert halved - prefill_seconds(RUN, 1, 100_000, SERVING) == pytest.approx(once)


def test_attention_stays_in_16_bit() -> None:
    """With a boundless peak in 8 bit its 4 x 32 x 4,096 x 1,000 x 500 operations take as long."""
    fast = replace(A100, dense_tflops={"bf16": 300, "fp8": 1e9})
    run = replace(RUN, gpu=fast, precision="fp8")
    half = prefill_seconds(run, 1, 1000, SERVING | {"attention_share": 0.25})
    by_hand = 4 * 32 * 4096 * 1000 * 500 / (300e12 * 0.5)
    assert half - prefill_seconds(run, 1, 1000, SERVING) == pytest.approx(by_hand)


def test_heads_of_latent_attention_are_160_wide_on_average() -> None:
    """192 numbers for scores and 128 for sums, whatever the width of the stream."""
    latent = replace(LLAMA_2_7B, latent_dims=576)
    assert latent.attention_flops(10, 100) == 2 * 32 * 32 * (192 + 128) * 10 * 100


def test_tokens_pay_their_ways_to_the_experts() -> None:
    """32 layers x 2 experts x 4,096 numbers of 16 bit, 40 times over 2 TB/s, for each of 1,000 tokens."""
    run = replace(RUN, model=MIXTRAL)
    stay = prefill_seconds(run, 1, 1000, SERVING | {"routed_passes": 1e-9})
    ways = prefill_seconds(run, 1, 1000, SERVING) - stay
    assert ways == pytest.approx(1000 * 32 * 2 * 4096 * 2 * 40 / 2e12)
    assert prefill_seconds(RUN, 1, 9, SERVING | {"routed_passes": 1e9}) < 1


def test_a_pass_takes_no_less_than_the_host_needs_to_start_it() -> None:
    """32 layers of 900 microseconds outlast a step of 9 ms, and not a prompt that takes longer."""
    eager = SERVING | {"host_us": 900.0}
    assert step_seconds(RUN, 1, 100, SERVING) < 0.02
    assert step_seconds(RUN, 1, 100, eager) == pytest.approx(32 * 900e-6)
    assert prefill_seconds(RUN, 1, 4000, eager) == prefill_seconds(RUN, 1, 4000, SERVING)


def test_an_engine_runs_no_more_sequences_than_it_is_told() -> None:
    """With 4 at once a full queue gets 4 x 200 tokens for 200 steps of 4 and 4 prompts."""
    four = queued_tokens_per_s(RUN, 500, 200, SERVING, most=4)
    step = step_seconds(RUN, 4, 600, SERVING)
    seconds = 200 * step + 4 * marginal_prefill_seconds(RUN, 500, SERVING)
    assert four == pytest.approx(4 * 200 / seconds)


def test_beyond_a_machine_the_network_is_the_link() -> None:
    """Eight more accelerators on a fast link would help; over a network they cost more than that."""
    eight = replace(RUN, gpus=8, tensor_parallel=8)
    sixteen = replace(RUN, gpus=16, tensor_parallel=16)
    assert step_seconds(sixteen, 1, 100, SERVING) > step_seconds(eight, 1, 100, SERVING)


def test_a_prompt_read_at_once_by_hand() -> None:
    """1,000 tokens of 2 x 4,096 + 3 x 11,008 numbers in 16 bit."""
    assert RUN.prompt_gib(1000) == pytest.approx(1000 * (8192 + 33024) * 2 / GIB)


def test_what_an_engine_sets_aside_by_hand() -> None:
    """On each of two GPUs a chunk of 2,048 tokens, its inner width halved, and 256 x 32,000 logits of 22 bytes."""
    two = replace(RUN, gpus=2, tensor_parallel=2)
    aside = replace(two, budget=Budget(chunk_tokens=2048, sequences=256))
    by_hand = (2048 * (2 * 4096 + 3 * 11008 / 2) * 2 + 256 * 32000 * 22) / GIB
    more = memory_gib(aside, 1, 100, SERVING) - memory_gib(two, 1, 100, SERVING)
    assert more == pytest.approx(2 * by_hand)
    fewer = requests_that_fit(two, 100, SERVING) - requests_that_fit(aside, 100, SERVING)
    assert fewer == pytest.approx(2 * by_hand * GIB / (100 * 524288))


@pytest.mark.parametrize(
    ("memory_gib", "peaks", "sequences"),
    [
        (80, {"bf16": 989, "fp8": 1979}, 1024),
        (80, {"bf16": 312, "int8": 624}, 256),
        (24, {"bf16": 165, "fp8": 330}, 256),
    ],
)
def test_large_accelerators_with_fp8_get_the_larger_budget(
    memory_gib: float, peaks: dict[str, float], sequences: float
) -> None:
    """An H100 samples 1,024 sequences at once, an A100 and a small card 256."""
    gpu = replace(A100, memory_gib=memory_gib, dense_tflops=peaks)
    assert served_budget(gpu).sequences == sequences


def test_heads_that_do_not_share_a_reading_read_the_cache_again() -> None:
    """Four query heads a group: 100 tokens of 131,072 bytes three times more at 80% of 2 TB/s."""
    shared = replace(RUN, model=LLAMA_3_8B)
    apart = replace(shared, group_reads=4)
    more = step_seconds(apart, 1, 100, SERVING) - step_seconds(shared, 1, 100, SERVING)
    assert more == pytest.approx(3 * 100 * 131072 / (2e12 * 0.8))


@pytest.mark.parametrize("prompt", [1_000, 95_000, 102_000, 110_000, 200_000])
def test_whether_a_request_fits_is_as_probable_as_the_samples_say(prompt: int) -> None:
    """Where the worst and the best of the memory agree, and between them, where some samples decide."""
    ranges = {
        "usable": Range(low=0.8, mid=0.85, high=0.9),
        "workspace_gib": Range(low=1.0, mid=2.0, high=4.0),
    }
    samples = draws(ranges)
    work = Requests(prompt=prompt, prefix=0, hits=0, output=0)
    counted = sum(requests_that_fit(RUN, prompt, each) >= 1 for each in samples) / len(samples)
    assert fits_probability(RUN, work, samples) == counted
