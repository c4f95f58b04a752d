"""A config.json fills every form that asks for an architecture, and no other."""

import json
from typing import Any

import pytest

from calculators.bridge import handle
from calculators.calculator import Calculator
from calculators.declare import defaults_of, inputs_of
from calculators.physics.config_form import fill, places_of
from calculators.registry import CALCULATORS
from sitebuild.catalogue import Catalogue
from sitebuild.prerender import control_text
from tests.given import given

FILLED = [each for each in CALCULATORS.values() if places_of(each.inputs)[0]]
GEMMA = {"model_type": "gemma2", "num_hidden_layers": 42, "hidden_size": 3584}
GEMMA |= {"intermediate_size": 14336, "num_attention_heads": 16, "num_key_value_heads": 8}
GEMMA |= {"head_dim": 256, "vocab_size": 256000, "max_position_embeddings": 8192}


def filled(calculator: Calculator, **keys: Any) -> dict[str, Any]:
    return fill(calculator.inputs, json.dumps(keys))


def test_the_forms_with_an_architecture_are_found_from_their_inputs() -> None:
    """Those that have a list of open models, and the list is the choice that fills it."""
    assert [each.id for each in FILLED] == ["cost", "training", "serving", "latency"]
    for calculator in FILLED:
        choice, _ = places_of(calculator.inputs)
        (spec,) = (each for each in inputs_of(calculator.inputs) if each.name == choice)
        assert spec.catalogue in {"open-models", "self-hosted-models"}


@pytest.mark.parametrize("calculator", FILLED, ids=lambda each: each.id)
def test_what_a_choice_of_model_fills_is_filled(calculator: Calculator) -> None:
    """Every field that waits for the list gets its value, under the name that it has in the form."""
    choice, _ = places_of(calculator.inputs)
    waiting = {each.name for each in inputs_of(calculator.inputs) if each.filled_by == choice}
    assert filled(calculator, **GEMMA)["fields"].keys() == waiting


@pytest.mark.parametrize("calculator", FILLED, ids=lambda each: each.id)
def test_the_filled_form_is_calculated(calculator: Calculator, catalogue: Catalogue) -> None:
    """What the bridge puts into the fields the bridge takes from them."""
    config = json.dumps(GEMMA | {"quantization_config": {"quant_method": "fp8"}})
    reply = json.loads(handle(json.dumps({"calculator": calculator.id, "config": config})))
    values = defaults_of(calculator.inputs, catalogue) | reply["fields"]
    texts = {name: control_text(value) for name, value in values.items()}
    request = {"calculator": calculator.id, "values": texts, "given": given(calculator.id)}
    answer = json.loads(handle(json.dumps(request)))
    assert answer["inputs"]["layers"] == 42
    assert answer["inputs"].get("weight_bits", 8) == 8


def test_one_line_says_what_was_understood() -> None:
    """Layers, parameters, heads and window; the file has left out the window and tied embeddings."""
    serving = CALCULATORS["serving"]
    assert filled(serving, **GEMMA)["understood"] == (
        "Filled in over the model chosen above: 42 layers, 9.24 billion parameters, 8 of 16 heads "
        "hold keys and values, a window of 4,096 tokens in 50% of the layers.\n"
        "Left out there, so as usual for gemma2: sliding_window, sliding_window_pattern, "
        "tie_word_embeddings."
    )
    assert filled(serving, model_type="gpt2")["understood"].startswith(
        "Filled in over the model chosen above: 12 layers, 124 million parameters, "
        "every head holds keys and values."
    )
    assert (
        "37.6 billion active, 8 of 256 experts a token, 576 numbers cached a token and layer."
        in filled(serving, model_type="deepseek_v3")["understood"]
    )


def test_bits_go_where_the_form_has_them_and_are_named_where_it_has_not() -> None:
    """Serving asks for the bits of a weight, training does not."""
    keys = {"model_type": "llama", "quantization_config": {"quant_method": "gptq", "bits": 4}}
    serving, training = (filled(CALCULATORS[each], **keys) for each in ("serving", "training"))
    assert serving["fields"]["weight_bits"] == 4
    assert "weights of 4 bits" in serving["understood"]
    assert "weight_bits" not in training["fields"]
    assert "Not used, though it changes the result: quantization_config" in training["understood"]


def test_a_family_that_is_not_known_is_said_to_be() -> None:
    """With its name, or with the key that would give it."""
    keys = {"hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32}
    keys |= {"intermediate_size": 11008, "vocab_size": 32000, "tie_word_embeddings": False}
    serving = CALCULATORS["serving"]
    named = filled(serving, model_type="new", **keys)["understood"]
    assert "The family new is not known here: read like Llama." in named
    assert "No model_type: read like Llama." in filled(serving, **keys)["understood"]


def test_a_refusal_is_one_sentence_and_fills_nothing() -> None:
    """The bridge passes it on as it is."""
    reply = handle(json.dumps({"calculator": "serving", "config": '{"model_type": "vit"}'}))
    assert json.loads(reply).keys() == {"error"}
