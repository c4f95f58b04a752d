"""Arithmetic of a decoder, against published sizes."""

import pytest

from calculators.physics.transformer import Architecture
from tests.calculators.physics_cases import LLAMA_2_7B, LLAMA_3_8B, MIXTRAL

DEEPSEEK_V3 = Architecture(
    params=671e9,
    active_params=37e9,
    layers=61,
    hidden=7168,
    heads=128,
    kv_heads=128,
    ffn=2048,
    vocab=129280,
    experts=256,
    experts_per_token=8,
    latent_dims=576,
    tied=False,
)


def test_layers_of_llama_2_7b_by_hand() -> None:
    """32 layers of 4 x 4096² for attention and 3 x 4096 x 11008 for the feed-forward layer."""
    by_hand = 32 * (4 * 4096**2 + 3 * 4096 * 11008)
    assert LLAMA_2_7B.body_params == pytest.approx(by_hand, rel=1e-3)
    assert LLAMA_2_7B.gated
    assert not LLAMA_2_7B.is_tied


def test_tied_embeddings_are_recognised_by_the_count() -> None:
    """Llama 3.2 1B has 1.236 billion parameters, which only one embedding matrix explains."""
    model = Architecture(
        params=1_235_814_400, layers=16, hidden=2048, heads=32, kv_heads=8, ffn=8192, vocab=128256
    )
    assert model.is_tied
    assert model.stored_embedding_params == 128256 * 2048


def test_feed_forward_without_a_gate_is_recognised_by_the_count() -> None:
    """GPT-2 has two feed-forward matrices of 768 x 3072 in each layer and tied embeddings."""
    model = Architecture(
        params=124_439_808, layers=12, hidden=768, heads=12, kv_heads=12, ffn=3072, vocab=50257
    )
    assert not model.gated
    assert model.is_tied


def test_cache_of_grouped_heads_by_hand() -> None:
    """Llama 3 8B: 2 x 32 layers x 8 heads x 128 numbers x 2 bytes = 131,072 bytes a token."""
    assert LLAMA_3_8B.cache_bytes_per_token(16) == 131_072
    assert LLAMA_3_8B.cache_bytes_per_token(8) == 65_536


def test_latent_attention_caches_one_vector_a_layer() -> None:
    """DeepSeek-V3 keeps 512 + 64 numbers a token and layer, whatever its number of heads."""
    assert DEEPSEEK_V3.cache_bytes_per_token(16) == 61 * 576 * 2


def test_a_window_bounds_the_cache() -> None:
    """With a window of 4,096 in all layers, 10,000 tokens take the cache of 4,096."""
    model = Architecture(
        params=7_241_732_096,
        layers=32,
        hidden=4096,
        heads=32,
        kv_heads=8,
        ffn=14336,
        vocab=32000,
        window_tokens=4096,
        windowed_share=1.0,
    )
    assert model.cache_bytes(10_000) == model.cache_bytes(4096)
    assert model.cache_bytes(1_000) == 1_000 * model.cache_bytes_per_token()


def test_active_parameters_of_a_mixture() -> None:
    """Mixtral 8x7B passes 12.9 billion parameters a token (its paper), embeddings included."""
    active = MIXTRAL.passed_params + MIXTRAL.stored_embedding_params
    assert active == pytest.approx(12.9e9, rel=0.01)


def test_experts_read_at_a_batch() -> None:
    """One token reads two of eight experts; a large batch reads all of them."""
    share = 3 * 4096 * 14336 * 32
    assert MIXTRAL.read_params(1) == pytest.approx(MIXTRAL.body_params - 6 * share)
    assert MIXTRAL.read_params(1000) == pytest.approx(MIXTRAL.body_params)
    two = 8 * (1 - 0.75**2)
    assert MIXTRAL.read_params(2) == pytest.approx(MIXTRAL.body_params - (8 - two) * share)


def test_one_token_reads_what_it_passes() -> None:
    """DeepSeek-V3 reads its dense layers and shared expert too, not 8 of 256 of everything."""
    # Its report's active parameters less embedding and head.
    assert DEEPSEEK_V3.read_params(1) == pytest.approx(37e9 - 2 * 129280 * 7168)
    # By hand: 58 layers of 256 routed experts with three matrices of 7168 x 2048.
    assert DEEPSEEK_V3.expert_params == pytest.approx(58 * 256 * 3 * 7168 * 2048, rel=0.01)


def test_active_parameters_stated_without_the_embedding() -> None:
    """GPT-OSS 20B's 3.6 billion count the head alone; what the layers pass is known without them."""
    model = Architecture(
        params=20.9e9,
        active_params=3.6e9,
        layers=24,
        hidden=2880,
        heads=64,
        kv_heads=8,
        head_dim=64,
        ffn=2880,
        vocab=201088,
        experts=32,
        experts_per_token=4,
        tied=False,
    )
    # Attention, and four experts with three matrices.
    by_hand = 24 * (2 * 2880 * (4096 + 512) + 4 * 3 * 2880**2)
    assert model.passed_params == pytest.approx(by_hand, rel=0.01)
    assert model.read_params(1) == pytest.approx(model.passed_params)


def test_quantised_weights_leave_embeddings_at_16_bits() -> None:
    """4-bit Llama 2 7B: 6.476 billion parameters at half a byte, 262 million at two bytes."""
    by_hand = (6_738_415_616 - 2 * 32000 * 4096) * 0.5 + 2 * 32000 * 4096 * 2
    assert LLAMA_2_7B.weight_bytes(4) == pytest.approx(by_hand)


def test_adapter_size_by_hand() -> None:
    """Rank 8 on query and value of Llama 2 7B: 32 x 8 x 2 x (4096 + 4096) = 4,194,304 (LitGPT's table)."""
    assert LLAMA_2_7B.lora_params(8, "qv") == 4_194_304


def test_attention_operations_by_hand() -> None:
    """100 tokens that attend to 50 each in 32 layers of width 4,096: 4 x 32 x 4096 x 100 x 50."""
    assert LLAMA_2_7B.attention_flops(100, 50) == 4 * 32 * 4096 * 100 * 50


def test_selective_checkpointing_keeps_every_second_product() -> None:
    """Input, attention's output, and half of 4 x 4096 for attention and 2 x 11008 + 4096 after it."""
    by_hand = 2 * 4096 + (5 * 4096 + 2 * 11008) / 2
    assert LLAMA_2_7B.kept_selectively == pytest.approx(by_hand)
