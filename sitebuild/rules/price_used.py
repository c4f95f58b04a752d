"""A price of fine-tuning, embedding or a cache belongs to a model; without one, no form offers it."""

from collections.abc import Iterator

from sitebuild.content import Content, at
from sitebuild.entries import references
from sitebuild.errors import Problem
from sitebuild.rules.rule import Rule

_NAMED_IN = {
    "fine-tuning": "`fine_tuning:`, `price:`",
    "embedding": "`price:`",
    "cache-storage": "`cache_storage:`",
}
"""By product: the field of a model that names such a price."""


def check(content: Content) -> Iterator[Problem]:
    """Prices of fine-tuning, embedding and caches that no model names."""
    named = {
        target
        for model in content.entries.models.values()
        for _, folder, target in references(model)
        if folder == "prices"
    }
    for price in content.entries.prices.values():
        place = _NAMED_IN.get(price.product)
        if place and price.id not in named:
            remedy = f"name it in the file of its model in content/models/, under {place}"
            yield at(price, (), "no model names this price", remedy, RULE.name)


RULE = Rule("price-used", check, needs_all=True)
