"""A model names prices of the right product, and they hold today; a price names an open model."""

from collections.abc import Iterator

from sitebuild.content import Content, at
from sitebuild.entries import (
    EmbeddingModel,
    FieldPath,
    FineTuningPrice,
    OpenModel,
    PricedModel,
)
from sitebuild.errors import Problem
from sitebuild.rules.rule import Rule


def check(content: Content) -> Iterator[Problem]:
    """Prices of another product than the model needs, and prices that hold only later."""
    for model in content.entries.models.values():
        if not isinstance(model, PricedModel):
            continue
        for path, product, name in _named(model):
            price = content.entries.prices.get(name or "")
            if price is None:  # none is named, or the rule `reference` says that it does not exist
                continue
            if price.product != product:
                yield at(
                    model,
                    path,
                    f"{name} is a price of {price.product}",
                    f"name a price of {product}",
                    RULE.name,
                )
            elif price.on(content.today) is None:
                yield at(
                    model,
                    path,
                    f"{name} holds from {price.history[0].starts} on only",
                    "add the period that holds today",
                    RULE.name,
                )
    yield from _without_architecture(content)


def _without_architecture(content: Content) -> Iterator[Problem]:
    """A deployment's speed follows from an architecture, which open models alone state."""
    for price in content.entries.prices.values():
        if not isinstance(price, FineTuningPrice):
            continue
        for place, period in enumerate(price.history):
            model = content.entries.models.get(period.hosting_like or "")
            if model is not None and not isinstance(model, OpenModel):
                yield at(
                    price,
                    ("history", place, "hosting_like"),
                    f"{model.id} is no open model, so that its architecture is not known",
                    "name an open model of the same size",
                    RULE.name,
                )


def _named(model: PricedModel) -> tuple[tuple[FieldPath, str, str | None], ...]:
    if isinstance(model, EmbeddingModel):
        return ((("price",), "embedding", model.price),)
    return (
        (("fine_tuning", "price"), "fine-tuning", model.fine_tuning.price),
        (("cache_storage",), "cache-storage", model.cache_storage),
    )


RULE = Rule("price-product", check)
