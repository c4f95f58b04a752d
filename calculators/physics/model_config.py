"""Read the architecture of an open model from its config.json, the file beside its weights.

Keys are those of Transformers, whose classes also say what a key that is left out stands for
(model_families). Parameters are counted from the architecture, without norms, biases and scales:

    parameters = embeddings (1 or 2) + learned positions + layers x attention
                 + dense layers x feed-forward
                 + layers with experts x (experts x expert + shared experts + d x experts to choose)
    active     = parameters - layers with experts x (experts - experts a token) x expert
"""

from dataclasses import dataclass
from typing import Any

from calculators.declare import inputs_of
from calculators.parse import read
from calculators.physics.config_keys import ConfigError, Keys, language_part, parsed, short
from calculators.physics.inputs import ModelInputs, problem_of
from calculators.physics.model_families import FAMILIES, NOT_WRITERS
from calculators.physics.transformer import (
    attention_params,
    embedding_params,
    feed_forward_params,
    latent_attention_params,
)

_MXFP4_BITS = 4 + 8 / 32
"""A scale of 8 bits for each block of 32 (Open Compute Project 2023, "Microscaling formats")."""
_MOST_NAMED = 5
_SHAPING = ("expert", "moe", "attn", "linear", "mamba", "ssm", "interval", "period", "step", "mlp")
"""Words in keys of layers that are not all alike, or not made of attention."""
_WRITERS = ("CausalLM", "LMHead", "ConditionalGeneration")
_NOT_COUNTED = {
    "vision_config": "the part that sees",
    "audio_config": "the part that hears",
    "num_nextn_predict_layers": "layers that predict further tokens",
}
_KEYS = {
    "layers": "num_hidden_layers",
    "hidden": "hidden_size",
    "heads": "num_attention_heads",
    "kv_heads": "num_key_value_heads",
    "head_dim": "head_dim",
    "ffn": "intermediate_size",
    "vocab": "vocab_size",
    "experts": "num_experts",
    "experts_per_token": "num_experts_per_tok",
    "latent_dims": "kv_lora_rank",
    "window_tokens": "sliding_window",
    "context_window_tokens": "max_position_embeddings",
}
"""The key that a field comes from, for who has to correct it."""


@dataclass(frozen=True, kw_only=True)
class ModelConfig:
    """What a config.json says, as fields of `ModelInputs`, and what of it is not certain."""

    family: str
    is_known: bool
    fields: dict[str, int | float | bool]
    weight_bits: float | None
    """Stored bits of a weight, where the file says that weights are quantised."""
    usual: tuple[str, ...]
    """Keys that were left out and have the value usual in the family."""
    unused: tuple[str, ...]
    """Keys that change the result and are not used, each with what it stands for."""


def from_config(text: str) -> ModelConfig:
    """Read the text of a config.json. Raises ConfigError with key, reason and remedy."""
    whole = parsed(text)
    keys = Keys(language_part(whole))
    _refuse_other_models(keys)
    hidden, heads = keys.needed("hidden_size"), keys.needed("num_attention_heads")
    experts = keys.whole("num_experts")
    latent = keys.whole("kv_lora_rank")
    width = 0 if latent else keys.whole("head_dim")
    window, percent = _window(keys)
    fields: dict[str, int | float | bool] = {
        "layers": keys.needed("num_hidden_layers"),
        "hidden": hidden,
        "heads": heads,
        "kv_heads": _kv_heads(keys, heads),
        "head_dim": 0 if width * heads == hidden else width,
        "ffn": (keys.whole("moe_intermediate_size") if experts else 0) or _dense_ffn(keys),
        "vocab": keys.needed("vocab_size"),
        "experts": experts,
        "experts_per_token": keys.needed("num_experts_per_tok") if experts else 0,
        "latent_dims": latent + keys.needed("qk_rope_head_dim") if latent else 0,
        "window_tokens": window,
        "windowed_percent": percent,
        "tied_embeddings": keys.decided("tie_word_embeddings"),
        "context_window_tokens": keys.whole("max_position_embeddings"),
    }
    _refuse_out_of_bounds(keys, fields)
    params, expert_params = _count(keys, fields)
    fields["params"] = params
    chosen = fields["experts_per_token"] / experts if experts else 0
    fields["active_params"] = params - round(expert_params * (1 - chosen)) if experts else 0
    _refuse_out_of_bounds(keys, fields)
    if problem := problem_of(ModelInputs(**fields)):  # type: ignore[arg-type]
        raise ConfigError(f"This cannot be: {problem}; correct the text.")
    bits = _weight_bits(keys, fields, expert_params)
    return ModelConfig(
        family=keys.family,
        is_known=keys.family in FAMILIES,
        fields=fields,
        weight_bits=bits,
        usual=tuple(dict.fromkeys(keys.usual)),
        unused=tuple(_unused(keys, whole, bits)),
    )


def _refuse_other_models(keys: Keys) -> None:
    classes = keys.config.get("architectures")
    named = isinstance(classes, list) and classes and keys.family not in FAMILIES
    silent = named and not any(word in short(name) for name in classes for word in _WRITERS)
    if silent or keys.family in NOT_WRITERS or keys.config.get("is_encoder_decoder") is True:
        raise ConfigError(
            f"model_type: {keys.family or 'this'} is no decoder that writes text token by token, "
            "and only those are calculated here; paste the config.json of one."
        )


def _refuse_out_of_bounds(keys: Keys, fields: dict[str, int | float | bool]) -> None:
    for spec in inputs_of(ModelInputs):
        if spec.name not in fields or read(spec, fields[spec.name]) is not None:
            continue
        key = _KEYS.get(spec.name)
        name = keys.value(key)[0] if key else f"The {spec.label.lower()} counted from it"
        raise ConfigError(
            f"{name}: {short(fields[spec.name])} is outside {spec.range_text}; correct the text."
        )


def _kv_heads(keys: Keys, heads: int) -> int:
    of_attention = keys.config.get("attn_config")
    if isinstance(of_attention, dict) and "kv_n_heads" in of_attention:
        return Keys(of_attention).needed("kv_n_heads")
    is_shared = keys.value("multi_query")[1] is True  # of Falcon, whose later form overrides it
    if is_shared and keys.config.get("new_decoder_architecture") is not True:
        return 1
    return keys.whole("num_key_value_heads") or heads


def _dense_ffn(keys: Keys) -> int:
    """Inner width of a layer without experts; a family that states none has four times the width."""
    stated = keys.whole("intermediate_size")
    if not stated and keys.family in FAMILIES:
        return (keys.whole("expansion_ratio") or 4) * keys.needed("hidden_size")
    return keys.needed("intermediate_size") // (keys.whole("ffn_halves") or 1)


def _window(keys: Keys) -> tuple[int, float]:
    """Tokens of the sliding window, and per cent of the layers that have it."""
    layers = keys.needed("num_hidden_layers")
    if keys.value("use_sliding_window")[1] is False or not keys.whole("sliding_window"):
        return 0, 0.0
    kinds = keys.config.get("layer_types")
    windowed = layers
    if isinstance(kinds, list) and kinds:
        windowed, layers = kinds.count("sliding_attention"), len(kinds)
    elif pattern := keys.whole("sliding_window_pattern"):
        windowed = layers - layers // pattern  # the last of each so many attends to everything
    elif first := keys.whole("max_window_layers"):
        windowed = max(0, layers - first)  # the layers after so many
    percent = round(100 * windowed / layers, 2)
    return (keys.whole("sliding_window"), percent) if percent else (0, 0.0)


def _count(keys: Keys, of: dict[str, Any]) -> tuple[int, int]:
    """Parameters, and those of all experts together."""
    hidden, heads, layers = of["hidden"], of["heads"], of["layers"]
    matrices = 2 if keys.value("gated")[1] is False else 3
    width = of["head_dim"] or hidden / heads
    attention = attention_params(hidden, heads * width, of["kv_heads"] * width)
    if of["latent_dims"]:
        attention = latent_attention_params(
            hidden,
            heads,
            query_rank=keys.whole("q_lora_rank"),
            rank=keys.needed("kv_lora_rank"),
            plain=keys.needed("qk_nope_head_dim"),
            rotary=keys.needed("qk_rope_head_dim"),
            value=keys.needed("v_head_dim"),
        )
    sparse = _layers_with_experts(keys, layers) if of["experts"] else 0
    dense_ffn = _dense_ffn(keys) if sparse < layers else 0
    shared = keys.whole("shared_expert_intermediate_size")
    shared += keys.whole("n_shared_experts") * of["ffn"]
    experts = sparse * of["experts"] * feed_forward_params(hidden, of["ffn"], matrices)
    beside = feed_forward_params(hidden, shared, matrices) + hidden * of["experts"]
    dense = (layers - sparse) * feed_forward_params(hidden, dense_ffn, matrices)
    embeddings = embedding_params(of["vocab"], hidden, is_tied=of["tied_embeddings"])
    positions = of["context_window_tokens"] * hidden if _has_learned_positions(keys) else 0
    total = embeddings + positions + layers * attention + dense + sparse * beside + experts
    return round(total), round(experts)


def _layers_with_experts(keys: Keys, layers: int) -> int:
    step = keys.whole("decoder_sparse_step") or 1
    without = keys.config.get("mlp_only_layers")
    dense = {
        at
        for at in (without if isinstance(without, list) else [])
        if isinstance(at, int) and 0 <= at < layers and (at + 1) % step == 0
    }
    return max(0, layers // step - len(dense) - keys.whole("first_k_dense_replace"))


def _has_learned_positions(keys: Keys) -> bool:
    attention = keys.config.get("attn_config")
    is_mpt = keys.config.get("learned_pos_emb") is True and isinstance(attention, dict)
    return bool(keys.value("learned_positions")[1]) or (is_mpt and not attention.get("alibi"))


def _weight_bits(keys: Keys, of: dict[str, Any], expert_params: int) -> float | None:
    """Stored bits of a weight outside the embeddings; None where it is not quantised."""
    stated = keys.config.get("quantization_config")
    if not isinstance(stated, dict):
        return None
    method = stated.get("quant_method")
    bits = stated.get("bits")  # of GPTQ and AWQ
    groups = stated.get("config_groups")  # of compressed-tensors; the first holds most weights
    if isinstance(groups, dict) and groups:
        weights = next(iter(groups.values()))
        weights = weights.get("weights") if isinstance(weights, dict) else None
        bits = weights.get("num_bits") if isinstance(weights, dict) else None
    if isinstance(bits, int | float) and not isinstance(bits, bool) and 1 <= bits <= 16:
        return float(bits)
    if stated.get("load_in_4bit") is True:
        return 4.0
    if stated.get("load_in_8bit") is True or method in ("fp8", "fbgemm_fp8"):
        return 8.0
    if method == "mxfp4" and expert_params:  # the experts only; the mean counts
        embeddings = embedding_params(of["vocab"], of["hidden"], is_tied=of["tied_embeddings"])
        share = expert_params / (of["params"] - embeddings)
        return round(16 - share * (16 - _MXFP4_BITS), 2)
    return None


def _may_shape(key: str, value: Any, keys: Keys) -> bool:
    """Whether a number that was not read may be one of the architecture, by the words of its key."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and value
    return bool(is_number) and key not in keys.read and any(word in key for word in _SHAPING)


def _unused(keys: Keys, whole: dict[str, Any], bits: float | None) -> list[str]:
    config = keys.config
    found = [f"{key} ({what})" for key, what in _NOT_COUNTED.items() if whole.get(key)]
    kinds = config.get("layer_types")
    known = ("full_attention", "sliding_attention")
    others = [short(kind) for kind in kinds if kind not in known] if isinstance(kinds, list) else []
    if others:
        found.append(f"layer_types ({others[0]} is counted as full attention)")
    stretch = config.get("rope_scaling") or config.get("rope_parameters")
    if isinstance(stretch, dict):
        factor, start = stretch.get("factor"), stretch.get("original_max_position_embeddings")
        numbers = isinstance(factor, int | float) and isinstance(start, int | float)
        if numbers and factor * start > keys.whole("max_position_embeddings"):
            found.append("rope_scaling (stretches the context window)")
    if keys.family not in FAMILIES:
        found += [key for key in config if _may_shape(key, config[key], keys)][:_MOST_NAMED]
    if config.get("quantization_config") and bits is None:
        found.append("quantization_config (set the bits of a weight yourself)")
    return found
