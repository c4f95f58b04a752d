"""Fill the form of a calculator from the text of a config.json.

Which calculators can be filled follows from their inputs: those that ask for an architecture.
"""

from typing import Any

from calculators.declare import inputs_of
from calculators.physics.config_keys import ConfigError
from calculators.physics.inputs import ModelInputs
from calculators.physics.model_config import ModelConfig, from_config
from calculators.quantities import format_number, format_quantity

_BITS = "weight_bits"


def places_of(declaration: type[Any]) -> tuple[str, dict[str, str]]:
    """The choice that fills the architecture in a form, and the form's name of each field of it.

    Both are empty where the form has none. A form puts a prefix before a name that it has already.
    """
    specs = inputs_of(declaration)
    choice = next((each.filled_by for each in specs if each.name == "layers"), None)
    names = [each.name for each in specs if choice and each.filled_by == choice]
    places: dict[str, str] = {}
    for field in (each.name for each in inputs_of(ModelInputs) if each.filled_by):
        alike = [name for name in names if name.endswith(f"_{field}")]
        if field not in names and not alike:
            return "", {}
        places[field] = field if field in names else alike[0]
    return choice or "", places


def fill(declaration: type[Any], text: str) -> dict[str, Any]:
    """What a pasted config.json puts into a form: {"fields", "understood"} or {"error"}."""
    try:
        found = from_config(text)
    except ConfigError as error:
        return {"error": str(error)}
    _, places = places_of(declaration)
    fields = {places[field]: value for field, value in found.fields.items()}
    said, unused = [architecture_text(found)], list(found.unused)
    if found.weight_bits and any(each.name == _BITS for each in inputs_of(declaration)):
        fields[_BITS] = found.weight_bits
        said.append(f"weights of {format_quantity(found.weight_bits, 'bits')}")
    elif found.weight_bits:
        unused.append("quantization_config (this form does not ask for the bits of a weight)")
    sentences = [f"Filled in over the model chosen above: {', '.join(said)}."]
    if not found.is_known:
        name = f"The family {found.family} is not known here" if found.family else "No model_type"
        sentences.append(f"{name}: read like Llama.")
    if found.usual:
        usual = ", ".join(found.usual)
        sentences.append(f"Left out there, so as usual for {found.family}: {usual}.")
    if unused:
        sentences.append(f"Not used, though it changes the result: {', '.join(unused)}.")
    return {"fields": fields, "understood": "\n".join(sentences)}


def architecture_text(found: ModelConfig) -> str:
    """The architecture in one line."""
    of = found.fields
    parts = [format_quantity(of["layers"], "layers"), f"{_size(of['params'])} parameters"]
    if of["experts"]:
        parts.append(f"{_size(of['active_params'])} active")
        parts.append(f"{of['experts_per_token']} of {of['experts']} experts a token")
    if of["latent_dims"]:
        parts.append(f"{of['latent_dims']} numbers cached a token and layer")
    elif of["kv_heads"] == of["heads"]:
        parts.append("every head holds keys and values")
    else:
        holds = "holds" if of["kv_heads"] == 1 else "hold"
        parts.append(f"{of['kv_heads']} of {of['heads']} heads {holds} keys and values")
    if of["window_tokens"]:
        share = format_number(of["windowed_percent"])
        parts.append(f"a window of {of['window_tokens']:,} tokens in {share}% of the layers")
    return ", ".join(parts)


def _size(params: float) -> str:
    if params < 1e9:
        return f"{format_number(params / 1e6)} million"
    return f"{format_number(params / 1e9)} billion"
