"""What a config.json may leave out, by family of models: the defaults of the class that reads it.

A file saved by Transformers names what differs from its class, so that the rest is the class's.
Read on 2026-11-30 in src/transformers/models/*/configuration_*.py of Transformers 5.24.0, and for
the layers without a gate and the layers with experts in modeling_*.py beside them; 4.57.3 gives the
same sizes, but for the vocabulary of deepseek_v2. `qwen`, whose feed-forward layer splits the stated
width among gate and up: QWenMLP in modeling_qwen.py beside its weights.
"""

from collections.abc import Mapping

type Defaults = Mapping[str, int | bool | None]
"""By the key that Llama has for it; None where the class takes it from other keys."""

OTHER_NAMES = {
    "hidden_size": ("n_embd", "d_model", "n_embed"),
    "num_hidden_layers": ("n_layer", "n_layers"),
    "num_attention_heads": ("n_head", "n_heads"),
    "num_key_value_heads": ("num_kv_heads", "n_head_kv"),
    "intermediate_size": ("n_inner", "ffn_hidden_size", "ffn_dim"),
    "max_position_embeddings": ("n_positions", "max_seq_len", "seq_length"),
    "num_experts": ("num_local_experts", "n_routed_experts"),
    "num_experts_per_tok": ("experts_per_token",),
    "sliding_window_pattern": ("_sliding_window_pattern",),
}
"""Other names of a key."""


def _family(  # noqa: PLR0913, PLR0917 - what every family says, in the order of a config.json
    vocab: int,
    hidden: int,
    ffn: int | None,
    layers: int,
    heads: int,
    kv_heads: int | None,
    context: int,
    *,
    tied: bool = False,
    **more: int | bool | None,
) -> Defaults:
    return {
        "vocab_size": vocab,
        "hidden_size": hidden,
        "intermediate_size": ffn,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "num_key_value_heads": kv_heads,
        "max_position_embeddings": context,
        "tie_word_embeddings": tied,
        **more,
    }


# What no config.json says of these: a layer of two matrices, and positions that are learned.
_PLAIN = {"gated": False}
_LEARNED = {"gated": False, "learned_positions": True}
_LATENT = {
    "kv_lora_rank": 512,
    "q_lora_rank": 1536,
    "qk_nope_head_dim": 128,
    "qk_rope_head_dim": 64,
    "v_head_dim": 128,
}

FAMILIES: Mapping[str, Defaults] = {
    "llama": _family(32000, 4096, 11008, 32, 32, None, 2048),
    "mistral": _family(32000, 4096, 14336, 32, 32, 8, 131072, sliding_window=4096),
    "mixtral": _family(
        32000, 4096, 14336, 32, 32, 8, 131072, num_experts=8, num_experts_per_tok=2
    ),
    "qwen": _family(
        151936, 4096, 22016, 32, 32, None, 8192, ffn_halves=2
    ),
    "qwen2": _family(
        151936, 4096, 22016, 32, 32, 32, 32768,
        use_sliding_window=False, sliding_window=4096, max_window_layers=28,
    ),
    "qwen2_moe": _family(
        151936, 2048, 5632, 24, 16, 16, 32768,
        use_sliding_window=False, sliding_window=4096, sliding_window_pattern=2,
        num_experts=60, num_experts_per_tok=4,
        moe_intermediate_size=1408, shared_expert_intermediate_size=5632,
    ),
    "qwen3": _family(
        151936, 4096, 22016, 32, 32, 32, 32768,
        head_dim=128, use_sliding_window=False, sliding_window=4096, max_window_layers=28,
    ),
    "qwen3_moe": _family(
        151936, 2048, 6144, 24, 32, 4, 32768,
        use_sliding_window=False, sliding_window=4096,
        num_experts=128, num_experts_per_tok=8, moe_intermediate_size=768,
    ),
    "gemma": _family(256000, 3072, 24576, 28, 16, 16, 8192, tied=True, head_dim=256),
    "gemma2": _family(
        256000, 2304, 9216, 26, 8, 4, 8192,
        tied=True, head_dim=256, sliding_window=4096, sliding_window_pattern=2,
    ),
    "gemma3": _family(
        262208, 2304, 9216, 26, 8, 4, 131072,
        tied=True, head_dim=256, sliding_window=4096, sliding_window_pattern=6,
    ),
    "phi": _family(51200, 2048, 8192, 24, 32, None, 2048, **_PLAIN),
    "phi3": _family(32064, 3072, 8192, 32, 32, None, 4096),
    "gpt2": _family(50257, 768, None, 12, 12, None, 1024, tied=True, **_LEARNED),
    "gptj": _family(50400, 4096, None, 28, 16, None, 2048, **_PLAIN),
    "gpt_neox": _family(50432, 6144, 24576, 44, 64, None, 2048, **_PLAIN),
    "opt": _family(50272, 768, 3072, 12, 12, None, 2048, tied=True, **_LEARNED),
    "bloom": _family(250880, 64, None, 2, 8, None, 0, tied=True, **_PLAIN),
    "mpt": _family(50368, 2048, None, 24, 16, None, 2048, tied=True, **_PLAIN),
    "falcon": _family(65024, 4544, None, 32, 71, None, 2048, tied=True, multi_query=True, **_PLAIN),
    "deepseek_v2": _family(
        102400, 4096, 11008, 32, 32, None, 2048,
        num_experts=64, moe_intermediate_size=1407, n_shared_experts=2, **_LATENT,
    ),
    "deepseek_v3": _family(
        129280, 7168, 18432, 61, 128, 128, 4096,
        num_experts=256, num_experts_per_tok=8, moe_intermediate_size=2048, n_shared_experts=1,
        first_k_dense_replace=3, **_LATENT,
    ),
    "gpt_oss": _family(
        201088, 2880, 2880, 36, 64, 8, 131072,
        head_dim=64, sliding_window=128, sliding_window_pattern=2,
        num_experts=128, num_experts_per_tok=4,
    ),
    "glm4_moe": _family(
        151552, 4096, 10944, 46, 96, 8, 131072,
        num_experts=128, num_experts_per_tok=8, moe_intermediate_size=1408, n_shared_experts=1,
        first_k_dense_replace=1,
    ),
    "olmo2": _family(50304, 4096, 11008, 32, 32, None, 2048),
    "cohere": _family(256000, 8192, 22528, 40, 64, None, 8192, tied=True),
    "cohere2": _family(
        256000, 8192, 22528, 40, 64, None, 8192,
        tied=True, sliding_window=4096, sliding_window_pattern=4,
    ),
}  # fmt: skip
"""By `model_type`."""

NOT_WRITERS = {
    "albert", "bert", "clip", "deberta", "deberta-v2", "distilbert", "electra", "modernbert",
    "mpnet", "roberta", "siglip", "vit", "wav2vec2", "whisper", "xlm-roberta",
}  # fmt: skip
"""Models that do not write text token by token, among those whose keys look the same."""
