"""Reading a config.json: what families leave out, how parameters are counted, what is refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.physics.config_form import fill
from calculators.physics.config_keys import ConfigError
from calculators.physics.model_config import ModelConfig, from_config
from calculators.physics.model_families import FAMILIES, OTHER_NAMES
from calculators.serving import ServingInputs
from sitebuild.entries import Entries, OpenModel
from tests.given import real_entries

OPEN = {name: each for name, each in real_entries().models.items() if isinstance(each, OpenModel)}
WRITTEN_AS = {
    "bloom": "bloom", "codellama": "llama", "deepseek-v2": "deepseek_v2", "deepseek-v3": "deepseek_v3",
    "falcon": "falcon", "gemma-2": "gemma2", "gemma-3": "gemma3", "glm-4.5": "glm4_moe",
    "glm-4.7": "deepseek_v3", "gpt-2": "gpt2", "gpt-3": "gpt2", "gpt-j": "gptj", "gpt-oss": "gpt_oss",
    "internlm": "internlm", "kimi": "deepseek_v3", "llama": "llama", "minimax": "mixtral",
    "mistral": "mistral", "mixtral": "mixtral", "mpt": "mpt", "mt-nlg": "gpt2", "opt": "opt",
    "phi": "phi", "phi-3": "phi3", "phi-4": "phi3", "pythia": "gpt_neox", "qwen-": "qwen",
    "qwen2.5": "qwen2", "qwen3": "qwen3", "qwen3-235b": "qwen3_moe", "qwen3-30b": "qwen3_moe",
    "smollm2": "llama", "stablelm-base": "gpt_neox", "tinyllama": "llama", "yi": "llama",
}  # fmt: skip
"""The family in whose form a model's config.json is, by the longest beginning of its name; GPT-3 and MT-NLG
would be in that of GPT-2, MiniMax-M2 and GLM-4.7-Flash in those of which they are variants."""

BESIDE = {
    "deepseek-v2": {"intermediate_size": 12288, "first_k_dense_replace": 1},
    "deepseek-v2-lite": {
        "intermediate_size": 10944, "first_k_dense_replace": 1, "q_lora_rank": None,
    },
    "glm-4.5": {"intermediate_size": 12288, "first_k_dense_replace": 3},
    "glm-4.7-flash": {
        "intermediate_size": 10240, "first_k_dense_replace": 1, "q_lora_rank": 768,
        "qk_nope_head_dim": 192, "v_head_dim": 256,
    },
    "kimi-k2": {"first_k_dense_replace": 1},
}  # fmt: skip
"""What a config.json says of dense layers and ranks, which the list does not."""

GPT_2_NAMES = {
    "hidden_size": "n_embd",
    "num_hidden_layers": "n_layer",
    "num_attention_heads": "n_head",
    "intermediate_size": "n_inner",
}
WHOLE_FILE = "; paste the whole file, from its first { to its last }."
NO_WRITER = (
    " is no decoder that writes text token by token, and only those are calculated here; "
    "paste the config.json of one."
)


def read(**keys: Any) -> ModelConfig:
    return from_config(json.dumps(keys))


def refusal(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        from_config(text)
    return str(caught.value)


def config_of(name: str) -> dict[str, Any]:
    """The config.json that a model of the list has, with the keys of its family."""
    family = WRITTEN_AS[max(filter(name.startswith, WRITTEN_AS), key=len)]
    of = OPEN[name].architecture
    config: dict[str, Any] = {
        "model_type": family,
        "hidden_size": of.hidden,
        "num_hidden_layers": of.layers,
        "num_attention_heads": of.heads,
        "num_key_value_heads": of.kv_heads,
        "intermediate_size": of.ffn,
        "vocab_size": of.vocab,
        "tie_word_embeddings": of.tied_embeddings,
    }
    optional = {
        "max_position_embeddings": of.context_window_tokens,
        "head_dim": of.head_dim,
        "num_experts": of.experts,
        "num_experts_per_tok": of.experts_per_token,
    }
    config |= {key: value for key, value in optional.items() if value}
    if family in {"mistral", "gemma2", "gemma3"}:
        config["sliding_window"] = of.window_tokens
    if family in {"gpt2", "gptj"}:
        config = {GPT_2_NAMES.get(key, key): value for key, value in config.items()}
    if family == "mpt":
        config |= {"d_model": config.pop("hidden_size"), "n_heads": of.heads}
        config["expansion_ratio"] = config.pop("intermediate_size") // of.hidden
        config |= {"learned_pos_emb": True, "attn_config": {"alibi": name == "mpt-7b-released"}}
    if family == "falcon":
        config["num_kv_heads"] = config.pop("num_key_value_heads")
        config["new_decoder_architecture"] = of.kv_heads > 1
    if family == "qwen":
        config["intermediate_size"] = 2 * of.ffn
    if family in {"deepseek_v2", "deepseek_v3", "glm4_moe", "qwen3_moe"}:
        # Their other width is that of dense layers.
        config["moe_intermediate_size"] = config.pop("intermediate_size")
    return config | BESIDE.get(name, {})


@pytest.mark.parametrize("name", OPEN)
def test_a_listed_model_is_read_as_it_is_listed(name: str) -> None:
    """The architecture is that of the list, and the parameters counted agree within 1%."""
    found = read(**config_of(name)).fields
    listed = OPEN[name].architecture
    assert found["params"] == pytest.approx(listed.params, rel=0.01)
    for field, value in listed.model_dump(exclude={"params", "active_params"}).items():
        if value is not None:
            assert found[field] == value, field


@pytest.mark.parametrize(
    ("family", "name", "stated"),
    [
        ("llama", "llama-2-7b", {}),
        ("mistral", "mistral-7b-v0.1", {}),
        ("mixtral", "mixtral-8x7b", {}),
        ("gpt2", "gpt-2-124m", {}),
        ("gptj", "gpt-j-6b", {}),
        ("phi", "phi-1.5", {}),
        ("qwen", "qwen-7b", {}),
        ("falcon", "falcon-7b", {"tie_word_embeddings": False}),
        ("deepseek_v3", "deepseek-v3", {}),
        ("gpt_oss", "gpt-oss-20b", {"num_hidden_layers": 24, "num_local_experts": 32}),
        ("qwen3_moe", "qwen3-30b-a3b", {"num_hidden_layers": 48, "head_dim": 128}),
    ],
)
def test_what_a_file_leaves_out_is_as_usual_in_its_family(
    family: str, name: str, stated: dict[str, Any]
) -> None:
    """The classes' defaults are the sizes of a model whose published count they give."""
    found = read(model_type=family, **stated)
    assert found.fields["params"] == pytest.approx(OPEN[name].architecture.params, rel=0.01)
    assert "vocab_size" in found.usual
    assert found.is_known


@pytest.mark.parametrize(
    ("name", "left_out"), [("mixtral-8x7b", 0), ("gpt-oss-20b", 1), ("deepseek-v3", 1)]
)
def test_active_parameters_agree_with_the_makers(
    entries: Entries, name: str, left_out: int
) -> None:
    """Within 1%; two of the makers leave the embedding at the entrance out."""
    found = read(**config_of(name)).fields
    embedding = left_out * found["vocab"] * found["hidden"]
    published = entries.models[name].architecture.active_params  # type: ignore[union-attr]
    assert found["active_params"] - embedding == pytest.approx(published, rel=0.01)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_read_from_the_keys_that_differ(family: str) -> None:
    """Sizes in the common keys, the experts a token passes, and nothing else."""
    found = read(
        model_type=family, hidden_size=2048, num_hidden_layers=24, num_attention_heads=16,
        intermediate_size=4096, num_key_value_heads=4, head_dim=128, num_experts_per_tok=6,
    )  # fmt: skip
    assert (found.fields["layers"], found.fields["hidden"], found.fields["heads"]) == (24, 2048, 16)
    assert found.is_known


def test_shared_experts_and_the_choice_among_experts_are_counted_by_hand() -> None:
    """Qwen1.5-MoE: 60 experts 1,408 wide, one for all 5,632 wide, 60 scores of 2,048 each."""
    attention, expert = 4 * 2048**2, 3 * 2048 * 1408
    layer = attention + 60 * expert + 3 * 2048 * 5632 + 60 * 2048
    found = read(model_type="qwen2_moe").fields
    assert found["params"] == 2 * 151936 * 2048 + 24 * layer
    assert found["active_params"] == found["params"] - 24 * 56 * expert


def test_dense_layers_among_those_with_experts_are_counted() -> None:
    """Every second layer has experts, the fourth has none although its turn has come."""
    some = read(model_type="qwen3_moe", decoder_sparse_step=2, mlp_only_layers=[3]).fields
    every = read(model_type="qwen3_moe").fields
    experts = 128 * (3 * 2048 * 768 + 2048)
    assert every["params"] - some["params"] == 13 * (experts - 3 * 2048 * 6144)


def test_latent_attention_without_a_rank_of_queries_by_hand() -> None:
    """DeepSeek-V2-Lite: queries are whole, keys and values come from 512 numbers, 64 are rotated."""
    found = read(
        model_type="deepseek_v2", hidden_size=2048, num_hidden_layers=27, num_attention_heads=16,
        intermediate_size=10944, moe_intermediate_size=1408, first_k_dense_replace=1,
        q_lora_rank=None, num_experts_per_tok=6,
    ).fields  # fmt: skip
    attention = 2048 * 16 * 192 + 2048 * 576 + 512 * 16 * 256 + 16 * 128 * 2048
    sparse = 66 * 3 * 2048 * 1408 + 64 * 2048
    by_hand = 2 * 102400 * 2048 + 27 * attention + 3 * 2048 * 10944 + 26 * sparse
    assert found["params"] == by_hand
    assert found["latent_dims"] == 576


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"model_type": "mistral"}, (4096, 100)),
        ({"model_type": "mistral", "sliding_window": None}, (0, 0)),
        ({"model_type": "qwen2", "sliding_window": 4096}, (0, 0)),
        ({"model_type": "qwen2", "use_sliding_window": True}, (4096, 12.5)),
        ({"model_type": "gemma2"}, (4096, 50)),
        ({"model_type": "gemma3", "num_hidden_layers": 62}, (4096, 83.87)),
        ({"model_type": "cohere2"}, (4096, 75)),
        ({"model_type": "llama", "sliding_window": 512, "num_hidden_layers": 4,
          "layer_types": ["sliding_attention"] * 3 + ["full_attention"]}, (512, 75)),
    ],
)  # fmt: skip
def test_the_window_and_its_layers(keys: dict[str, Any], expected: tuple[int, float]) -> None:
    """All, none, those that are listed, or those that the family's pattern gives it."""
    found = read(**keys).fields
    assert (found["window_tokens"], found["windowed_percent"]) == expected


def test_a_model_that_also_sees_is_read_from_its_language_part() -> None:
    """Gemma 3 4B leaves its heads to the class; what sees is named as not counted."""
    text = {"model_type": "gemma3_text", "hidden_size": 2560, "intermediate_size": 10240}
    text |= {"num_hidden_layers": 34, "sliding_window": 1024}
    found = read(model_type="gemma3", text_config=text, vision_config={"hidden_size": 1152})
    attention, ffn = 2560 * 2 * (2048 + 1024), 3 * 2560 * 10240
    assert found.fields["params"] == 262208 * 2560 + 34 * (attention + ffn)
    assert found.fields["kv_heads"] == 4
    assert found.unused == ("vision_config (the part that sees)",)


def test_an_unknown_family_needs_its_sizes_and_is_said_to_be_unknown() -> None:
    """Nothing is assumed of it but the form of Llama."""
    keys = {"hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32}
    keys |= {"intermediate_size": 11008, "vocab_size": 32000}
    found = read(model_type="new", tie_word_embeddings=False, moe_experts_beside=4, **keys)
    assert found.fields["params"] == read(model_type="llama").fields["params"]
    assert (found.is_known, found.usual) == (False, ())
    assert found.unused == ("moe_experts_beside",)
    assert refusal(json.dumps({"model_type": "new", **keys})) == (
        "tie_word_embeddings is missing, and nothing usual for new is known here; "
        "add it to the text."
    )


@pytest.mark.parametrize(
    ("stated", "bits"),
    [
        ({"quant_method": "awq", "bits": 4}, 4),
        ({"quant_method": "bitsandbytes", "load_in_4bit": True}, 4),
        ({"quant_method": "bitsandbytes", "load_in_8bit": True}, 8),
        ({"quant_method": "fp8"}, 8),
        ({"quant_method": "compressed-tensors",
          "config_groups": {"group_0": {"weights": {"num_bits": 4}}}}, 4),
        ({"quant_method": "other"}, None),
    ],
)  # fmt: skip
def test_the_bits_of_quantised_weights(stated: dict[str, Any], bits: float | None) -> None:
    """As each method writes them; a method that is not known here is named."""
    found = read(model_type="llama", quantization_config=stated)
    assert found.weight_bits == bits
    assert (found.unused == ()) == (bits is not None)


def test_experts_alone_in_four_bits_give_the_mean() -> None:
    """GPT-OSS-20B: 19.11 of 19.75 billion weights outside the embeddings take 4.25 bits."""
    keys = config_of("gpt-oss-20b") | {"quantization_config": {"quant_method": "mxfp4"}}
    assert read(**keys).weight_bits == pytest.approx((19.11 * 4.25 + 0.64 * 16) / 19.75, abs=0.01)


def test_a_stretched_window_is_named_only_where_it_is_not_in_the_stated_one() -> None:
    """Qwen states 32,768 and may be stretched four times; DeepSeek states 4,096 forty times."""
    stretch = {"factor": 4.0, "original_max_position_embeddings": 32768, "type": "yarn"}
    assert read(model_type="qwen2", rope_scaling=stretch).unused == (
        "rope_scaling (stretches the context window)",
    )
    stretch = {"factor": 40, "original_max_position_embeddings": 4096, "type": "yarn"}
    stated = {"max_position_embeddings": 163840, "rope_scaling": stretch}
    assert read(model_type="deepseek_v3", **stated).unused == ()


def test_layers_of_another_kind_are_named() -> None:
    """A layer without keys and values is counted as if it had them."""
    kinds = ["linear_attention", "full_attention"]
    found = read(model_type="llama", num_hidden_layers=2, layer_types=kinds)
    assert found.unused == ("layer_types (linear_attention is counted as full attention)",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Nothing was pasted" + WHOLE_FILE),
        (
            "https://example.org/config.json",
            "This is an address; open it and paste the text of the file.",
        ),
        (
            '{"model_type": "lla',
            "Line 1, column 16: this is no JSON (unterminated string)" + WHOLE_FILE,
        ),
        (
            '{"model_type": "llama",\n "vocab_size" 1}',
            "Line 2, column 15: this is no JSON (expecting ':' delimiter)" + WHOLE_FILE,
        ),
        ("[1]", "This JSON is no object with keys" + WHOLE_FILE),
        ('{"a":' * 200, "The brackets are nested too deep for a config.json" + WHOLE_FILE),
        ('{"a": ' + "1" * 5000 + "}", "A number is too long to be read" + WHOLE_FILE),
        ('{"model_type": "bert", "hidden_size": 768}', "model_type: bert" + NO_WRITER),
        ('{"architectures": ["ViTModel"]}', "model_type: this" + NO_WRITER),
        ('{"model_type": "t5", "is_encoder_decoder": true}', "model_type: t5" + NO_WRITER),
        (
            '{"model_type": "new"}',
            "hidden_size is missing, and nothing usual for new is known here; add it to the text.",
        ),
        (
            '{"model_type": "llama", "hidden_size": "4096"}',
            "hidden_size: 4096 is no whole number; correct the text.",
        ),
        (
            '{"model_type": "gpt2", "n_embd": 12}',
            "n_embd: 12 is outside 64 to 131,072; correct the text.",
        ),
        (
            '{"model_type": "llama", "num_hidden_layers": 0}',
            "num_hidden_layers: 0 is too small; correct the text.",
        ),
        (
            '{"model_type": "llama", "tie_word_embeddings": 1}',
            "tie_word_embeddings: 1 is neither true nor false; correct it.",
        ),
        (
            '{"model_type": "llama", "num_key_value_heads": 64}',
            "This cannot be: more key-value heads than query heads; correct the text.",
        ),
    ],
)
def test_a_text_that_gives_no_architecture_is_refused_with_a_remedy(
    text: str, message: str
) -> None:
    """The message names the place or the key, what is wrong with it, and what to do."""
    assert refusal(text) == message


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.integers(1, 4096) | st.sampled_from([*FAMILIES, "sliding_attention"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip
NAMES = st.sampled_from(
    sorted(
        {key for family in FAMILIES.values() for key in family}
        | {name for names in OTHER_NAMES.values() for name in names}
        | {"architectures", "attn_config", "layer_types", "mlp_only_layers", "rope_scaling",
           "decoder_sparse_step", "quantization_config", "text_config", "expansion_ratio"}
    )
)  # fmt: skip


@given(st.text() | st.dictionaries(NAMES, VALUES).map(json.dumps))
def test_no_text_breaks_it(text: str) -> None:
    """Whatever is pasted fills the form or is refused in a sentence."""
    reply = fill(ServingInputs, text)
    assert json.dumps(reply, allow_nan=False)
    assert ("fields" in reply) != reply.get("error", "").endswith(".")


@given(st.sampled_from(sorted(FAMILIES)), st.dictionaries(NAMES, VALUES, max_size=3))
def test_no_value_of_a_key_breaks_it(family: str, keys: dict[str, Any]) -> None:
    """Nor does any value of a key that is read."""
    reply = fill(ServingInputs, json.dumps({"model_type": family} | keys))
    assert json.dumps(reply, allow_nan=False)
    assert ("fields" in reply) != reply.get("error", "").endswith(".")


def test_named_layers_go_before_a_pattern() -> None:
    """A file that states both may write the pattern as letters, which then decides nothing."""
    layers = ["sliding_attention"] * 3 + ["full_attention"]
    found = read(
        **config_of("llama-2-7b")
        | {"model_type": "exaone4", "sliding_window": 4096, "sliding_window_pattern": "LLLG"}
        | {"num_hidden_layers": 4, "layer_types": layers}
    )
    assert (found.fields["window_tokens"], found.fields["windowed_percent"]) == (4096, 75.0)
    assert "sliding_window_pattern" not in found.usual


def test_numbers_of_an_unknown_family_that_may_shape_it_are_named() -> None:
    """Layers that are not all alike, or not made of attention, change the result by much."""
    found = read(
        **config_of("mixtral-8x7b")
        | {"model_type": "llama4_text", "interleave_moe_layer_step": 2, "intermediate_size_mlp": 8}
        | {"attention_dropout": 0.0, "full_attention_interval": 4, "router_aux_loss_coef": 0.001}
    )
    named = {"interleave_moe_layer_step", "intermediate_size_mlp", "full_attention_interval"}
    assert set(found.unused) == named
