"""Every list of choices: where its entries stand, which are offered, and what a choice fills in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sitebuild.catalogue import hosted, own_machines, quality, retrieval
from sitebuild.catalogue.choice import Basis, Choice
from sitebuild.catalogue.physics import ENGINE_LISTS, GROUPS
from sitebuild.catalogue.rents import rentals_of
from sitebuild.entries import (
    EmbeddingModel,
    EncoderModel,
    Entries,
    HostedModel,
    OpenModel,
    VectorStorePrice,
)


@dataclass(frozen=True)
class ListOf[Offered]:
    """One list of the catalogue."""

    folder: str
    """Folder of content/ whose entries make the choices."""
    offered: Callable[[Entries], Mapping[str, Offered]]
    """What can be chosen, by id."""
    choice: Callable[[Basis, Offered], Choice]


def _models(kind: type[Any]) -> Callable[[Entries], Mapping[str, Any]]:
    return lambda entries: {
        name: each for name, each in entries.models.items() if isinstance(each, kind)
    }


def _prices(kind: type[Any]) -> Callable[[Entries], Mapping[str, Any]]:
    return lambda entries: {
        name: each for name, each in entries.prices.items() if isinstance(each, kind)
    }


_EMBEDDING_MODELS = ListOf("models", _models(EmbeddingModel), retrieval.embedding_model)

LISTS: Mapping[str, ListOf[Any]] = {
    "cached-models": ListOf("models", hosted.cached_models, hosted.cached_model),
    "hosted-models": ListOf("models", _models(HostedModel), hosted.hosted_model),
    "hosted-training": ListOf("prices", hosted.trainers, hosted.trainer),
    "embedding-models": _EMBEDDING_MODELS,
    "index-embedding-models": _EMBEDDING_MODELS,
    "index-calibrations": ListOf("efficiencies", retrieval.calibrations, retrieval.calibration),
    "vector-stores": ListOf("prices", _prices(VectorStorePrice), retrieval.vector_store),
    "rerankers": ListOf("prices", retrieval.rerankers, retrieval.reranker),
    "open-models": ListOf("models", _models(OpenModel), own_machines.open_model),
    "self-hosted-models": ListOf("models", _models(OpenModel), own_machines.self_hosted_model),
    "rented-accelerators": ListOf("prices", rentals_of, own_machines.rented_accelerator),
    "encoders": ListOf("models", _models(EncoderModel), retrieval.encoder),
    "rerank-accelerators": ListOf(
        "accelerators", lambda entries: entries.accelerators, own_machines.encoder_accelerator
    ),
    **{
        name: ListOf(
            "accelerators", lambda entries: entries.accelerators, own_machines.accelerator_in(name)
        )
        for name in GROUPS
    },
    **{
        name: ListOf("efficiencies", own_machines.engines, own_machines.engine_in(name))
        for name in ENGINE_LISTS
    },
    quality.TASKS: ListOf("evidence", quality.rows_by_task, quality.task),
}
"""By the name that an input's `catalogue` gives."""
