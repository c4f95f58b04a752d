"""A model's token prices are found in genai-prices, under exactly the id that the entry gives."""

import difflib
from collections.abc import Iterator

from sitebuild.content import Content, at
from sitebuild.entries import HostedModel, PricedModel
from sitebuild.errors import Problem
from sitebuild.rules.rule import Rule

_UNLISTED = "have it listed there first, as “Add a hosted model” in CONTRIBUTING.md says"
"""What to do about a language model: its token prices come from genai-prices alone."""
_OWN_PRICE = "price it in content/prices/"
"""What to do about a model that may have a price of its own."""

_SLIP = 0.75
"""Likeness from which another provider is offered: a slip of the pen, and no other company."""


def check(content: Content) -> Iterator[Problem]:
    """Providers and models that genai-prices does not list."""
    for model in content.entries.models.values():
        prices = model.genai_prices if isinstance(model, PricedModel) else None
        if prices is None:
            continue
        hosted = isinstance(model, HostedModel)
        unlisted = _UNLISTED if hosted else _OWN_PRICE
        if prices.provider not in content.listed:
            close = difflib.get_close_matches(prices.provider, content.listed, 1, _SLIP)
            remedy = f"did you mean {close[0]}? If not, {unlisted}" if close else unlisted
            reason = f"genai-prices has no provider {prices.provider}"
            yield at(model, ("genai_prices", "provider"), reason, remedy, RULE.name)
            continue
        ids = content.listed[prices.provider]
        if prices.model in ids:
            needed = {"input", "output"} if hosted else {"input"}
            for lacking in sorted(needed - ids[prices.model]):
                reason = f"genai-prices has no {lacking} price per token for {prices.model}"
                remedy = f"choose another model, or {unlisted}"
                yield at(model, ("genai_prices", "model"), reason, remedy, RULE.name)
        else:
            close = difflib.get_close_matches(prices.model, ids, n=1)
            remedy = (
                f"did you mean {close[0]}?"
                if close
                else f"give the id as genai-prices lists it, or {unlisted}"
            )
            reason = f"genai-prices lists no model {prices.model} of {prices.provider}"
            yield at(model, ("genai_prices", "model"), reason, remedy, RULE.name)


RULE = Rule("token-prices", check)
