"""Accelerators, models and efficiencies as the formulas want them, read from content/."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from calculators.physics.accelerator import Accelerator
from calculators.physics.ranges import Range
from calculators.physics.transformer import Architecture
from sitebuild.content import ROOT
from sitebuild.entries import Entries, Entry

CONTENT = ROOT / "content"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KEYS = ("params", "layers", "hidden", "heads", "kv_heads", "ffn", "vocab")
_OPTIONAL = ("active_params", "experts", "experts_per_token", "head_dim")
_DETAILS = (*_OPTIONAL, "window_tokens", "windowed_share", "latent_dims", "tied")
_FAST_LINK = 100
"""Gigabytes a second: above it accelerators are linked directly, below it over the host's bus."""


@dataclass(frozen=True)
class Facts:
    """All facts a prediction may use."""

    accelerators: Mapping[str, Accelerator]
    models: tuple[Mapping[str, Any], ...]
    efficiencies: Mapping[str, Mapping[str, Any]]

    def accelerator(self, name: str) -> Accelerator:
        """The accelerator of this id; KeyError if content/accelerators/ lacks it."""
        return self.accelerators[name]

    def classes(self, gpu: Accelerator) -> dict[str, str]:
        """Classes by which efficiencies of this accelerator may differ."""
        wired = "nvlink" if gpu.link_gb_per_s >= _FAST_LINK else "pcie"
        return {"family": gpu.family, "link": wired}

    def architecture(self, inputs: Mapping[str, Any]) -> Architecture:
        """The architecture of a case, completed from content/models/ where the same model is there."""
        values: dict[str, Any] = {key: inputs[key] for key in _KEYS}
        values.update({key: inputs[key] for key in _OPTIONAL if key in inputs})
        same = [
            model
            for model in self.models
            if model and all(model[key] == values[key] for key in _KEYS[1:])
        ]
        for key in _DETAILS:
            found = {model.get(key, 0) for model in same}
            if len(found) == 1:  # models that differ in it say nothing about the one measured
                values.setdefault(key, found.pop())
        if "tied_embeddings" in inputs:
            values["tied"] = inputs["tied_embeddings"]
        return _with_experts(Architecture(**values))

    def ranges(self, group: str, classes: Mapping[str, str]) -> dict[str, Range]:
        """Efficiencies of a group; where one differs by class, the one of the class, else the default."""
        found: dict[str, Range] = {}
        for name, entry in self.efficiencies[group]["efficiencies"].items():
            chosen = entry["default"]
            for key, value in classes.items():
                chosen = entry.get(key, {}).get(value, chosen)
            found[name] = Range(low=chosen["low"], mid=chosen["mid"], high=chosen["high"])
        return found


@cache
def load(content: Path = CONTENT) -> Facts:
    """Read every fact below `content`, unchecked: `validate` works while another entry is broken."""
    return _facts(*(_read(content / folder) for folder in _FOLDERS))


def of_entries(entries: Entries) -> Facts:
    """The facts of entries that are read and checked already."""
    return _facts(*(_dumped(entries.folder(folder)) for folder in _FOLDERS))


_FOLDERS = ("accelerators", "models", "efficiencies")

type _ById = Mapping[str, Mapping[str, Any]]


def _facts(accelerators: _ById, models: _ById, efficiencies: _ById) -> Facts:
    return Facts(
        accelerators={name: _accelerator(each) for name, each in accelerators.items()},
        models=tuple(_model(each) for each in models.values()),
        efficiencies=efficiencies,
    )


def _read(folder: Path) -> _ById:
    return {
        path.stem: yaml.load(path.read_text(encoding="utf-8"), _LOADER)  # noqa: S506 - it is safe
        for path in sorted(folder.glob("*.yaml"))
    }


def _with_experts(model: Architecture) -> Architecture:
    """Where they are not stated, the experts that parameters and active parameters imply."""
    if not model.active_params or model.experts:
        return model
    attention = model.hidden * (2 * model.q_width + 2 * model.kv_width)

    def held(params: float) -> int:
        layer = (params - 2 * model.embedding_params) / model.layers
        return round((layer - attention) / (3 * model.hidden * model.ffn))

    experts = held(model.params)
    passed = max(1, min(held(model.active_params), experts))
    return replace(model, experts=experts, experts_per_token=passed) if experts > 1 else model


def _dumped(entries: Mapping[str, Entry]) -> _ById:
    return {name: each.model_dump(exclude_none=True) for name, each in entries.items()}


def _accelerator(entry: Mapping[str, Any]) -> Accelerator:
    return Accelerator(
        memory_gib=entry["memory_gib"]["value"],
        bandwidth_gb_per_s=entry["bandwidth_gb_per_s"]["value"],
        dense_tflops={key: each["value"] for key, each in entry["dense_tflops"].items()},
        link_gb_per_s=entry["link_gb_per_s"]["value"],
        power_w=entry["power_w"]["value"],
        family=entry["family"],
    )


def _model(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The architecture of an open model; entries of other types (hosted models) have none."""
    if entry.get("type") != "open":
        return {}
    return architecture(entry["architecture"])


def architecture(stated: Mapping[str, Any]) -> dict[str, Any]:
    """An entry's architecture under the names that the formulas use."""
    found = dict(stated)
    found["windowed_share"] = found.pop("windowed_percent", 0) / 100
    found["tied"] = found.pop("tied_embeddings", None)
    return found
