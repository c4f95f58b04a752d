"""The keys of a config.json: read from its text, under whichever name, or as usual in the family."""

import json
import re
from typing import Any

from calculators.physics.model_families import FAMILIES, OTHER_NAMES

_LARGEST = 10**12
_MOST_SHOWN = 40
_DEEPEST = 100
"""Brackets in brackets. The browser's Python ends without an error where json has no stack left."""
_OF_THE_WHOLE = (
    "model_type",
    "architectures",
    "tie_word_embeddings",
    "quantization_config",
    "is_encoder_decoder",
)
_HIDDEN = {"gated", "learned_positions", "ffn_halves", "multi_query", "max_window_layers"}
"""Of a family, and not of one file."""


class ConfigError(ValueError):
    """The text gives no architecture; the message says which key, why, and what would help."""


def parsed(text: str) -> dict[str, Any]:
    """The object that a text holds. Raises ConfigError saying where it is none."""
    whole_file = "paste the whole file, from its first { to its last }."
    start = text.strip()
    if not start:
        raise ConfigError(f"Nothing was pasted; {whole_file}")
    if start.startswith(("http://", "https://")):
        raise ConfigError("This is an address; open it and paste the text of the file.")
    depth = 0
    for bracket in re.findall(r"[][{}]", text):
        depth += 1 if bracket in "[{" else -1
        if depth > _DEEPEST:
            raise ConfigError(f"The brackets are nested too deep for a config.json; {whole_file}")
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"Line {error.lineno}, column {error.colno}"
        why = error.msg.removesuffix(" starting at").lower()
        raise ConfigError(f"{place}: this is no JSON ({why}); {whole_file}") from None
    except ValueError:
        raise ConfigError(f"A number is too long to be read; {whole_file}") from None
    if not isinstance(whole, dict):
        raise ConfigError(f"This JSON is no object with keys; {whole_file}")
    return whole


def language_part(whole: dict[str, Any]) -> dict[str, Any]:
    """The keys of the language model, which a model that also sees or hears has in a part."""
    part = whole.get("text_config")
    if not isinstance(part, dict):
        return whole
    return {key: whole[key] for key in _OF_THE_WHOLE if key in whole} | part


class Keys:
    """The keys of the part that describes the language model, with the family's usual values."""

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config
        self.family = short(config.get("model_type") or "").removesuffix("_text")
        self.usual: list[str] = []
        self.read: set[str] = set()
        """Names of keys whose value was asked for."""
        self._defaults = FAMILIES.get(self.family, {})

    def value(self, key: str) -> tuple[str, Any]:
        """The name under which a key stands, and its value: stated, usual, or None."""
        for name in (key, *OTHER_NAMES.get(key, ())):
            if name in self.config:
                self.read.add(name)
                return name, self.config[name]
        value = self._defaults.get(key)
        if value and key not in _HIDDEN:
            self.usual.append(key)
        return key, value

    def whole(self, key: str) -> int:
        """A whole number; 0 where there is none."""
        name, value = self.value(key)
        if value is None or value is False:
            return 0
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST:
            raise ConfigError(f"{name}: {short(value)} is no whole number; correct the text.")
        return value

    def needed(self, key: str) -> int:
        """A whole number above 0."""
        number = self.whole(key)
        if number:
            return number
        name, value = self.value(key)
        if value is None:
            raise ConfigError(self._missing(key))
        raise ConfigError(f"{name}: {short(value)} is too small; correct the text.")

    def decided(self, key: str) -> bool:
        """True or false."""
        name, value = self.value(key)
        if value is None:
            raise ConfigError(self._missing(key))
        if not isinstance(value, bool):
            raise ConfigError(f"{name}: {short(value)} is neither true nor false; correct it.")
        return value

    def _missing(self, key: str) -> str:
        family = self.family or "a model without model_type"
        return (
            f"{key} is missing, and nothing usual for {family} is known here; add it to the text."
        )


def short(value: Any) -> str:
    """A value of the text, as much of it as a sentence bears."""
    if isinstance(value, str | int | float):
        text = str(value)
    else:
        text = "a list" if isinstance(value, list) else "an object"
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
