"""Hosted models: what a provider charges for their tokens, their cache and their tuning."""

from collections.abc import Mapping
from dataclasses import dataclass

from sitebuild.catalogue.choice import Basis, Choice, choice
from sitebuild.catalogue.physics import deployment_rates
from sitebuild.entries import (
    CacheStoragePrice,
    Entries,
    FineTuningPeriod,
    FineTuningPrice,
    HostedModel,
    LongerCache,
    OpenModel,
)
from sitebuild.facts import architecture
from sitebuild.token_prices import TokenPrice, look_up

_NO_TRAINER = "none"
_WITHOUT_A_CACHE = {
    "training_usd_per_million_tokens",
    "hosting_usd_per_hour",
    "hosting_prompt_tokens_per_s",
    "hosting_answer_tokens_per_s",
}
"""What a hosted model fills in that has nothing to do with its prompt cache."""


def hosted_model(basis: Basis, model: HostedModel) -> Choice:
    """A hosted model with its prices on the day, of long prompts and of tuning too."""
    price = look_up(model.genai_prices.provider, model.genai_prices.model, basis.day)
    if price.input is None or price.output is None:
        raise LookupError(f"genai-prices has no price per token for {model.id}")
    tuning = _tuning(basis, model)
    lifetime = model.cache_lifetime_minutes
    fills = {
        "input_usd_per_million_tokens": price.input,
        **_cache_prices("", price.input, price.cached_input, price.cache_write),
        "output_usd_per_million_tokens": price.output,
        "cache_minimum_tokens": model.cache_minimum_tokens.value,
        "cache_lifetime_minutes": lifetime.value if lifetime else 0,
        "context_window_tokens": model.context_window_tokens.value,
        **_long_prompt(price),
        **_tuning_fills(tuning),
        **_deployment_fills(basis, tuning),
    }
    figures = (model.cache_minimum_tokens, model.context_window_tokens)
    sources = [basis.token_source()]
    sources += [basis.source(figure.source, figure.checked) for figure in figures]
    if lifetime:
        sources.append(basis.source(lifetime.source, lifetime.checked))
    if tuning:
        sources.append(basis.source(tuning.source, tuning.checked))
    if model.fine_tuning.source and model.fine_tuning.checked:
        sources.append(basis.source(model.fine_tuning.source, model.fine_tuning.checked))
    sources += [basis.source(each.source, each.checked) for each in model.announced]
    notes = [
        *price.notes,
        *(each.what for each in model.announced),
        model.note,
        model.fine_tuning.note,
        tuning.note if tuning else None,
    ]
    return {**choice(model.id, model.label, fills, sources, notes), "tiers": _tiers(price)}


@dataclass(frozen=True)
class Cached:
    """A hosted model with one of the times for which it keeps a prefix."""

    id: str
    model: HostedModel
    longer: LongerCache | None = None


def cached_models(entries: Entries) -> Mapping[str, Cached]:
    """Every hosted model, once for each time that a customer can choose."""
    found: dict[str, Cached] = {}
    for name, model in entries.models.items():
        if not isinstance(model, HostedModel):
            continue
        found[name] = Cached(name, model)
        if longer := model.longer_cache:
            kept = f"{name}-kept-{longer.minutes}-minutes"
            found[kept] = Cached(kept, model, longer)
    return found


def cached_model(basis: Basis, cached: Cached) -> Choice:
    """A hosted model as the caching calculator wants it: no training, but how long a cache lives."""
    made = _cached_model(basis, cached.model)
    longer = cached.longer
    if longer is None:
        return made
    fills = {
        **made["fills"],
        **{
            f"{prefix}cache_write_usd_per_million_tokens": longer.write_over_input
            * made["fills"][f"{prefix}input_usd_per_million_tokens"]
            for prefix in ("", "long_", "fine_tuned_")
        },
        "cache_lifetime_minutes": longer.minutes,
    }
    sources = [*made["sources"], basis.source(longer.source, longer.checked)]
    label = f"{cached.model.label}, kept {longer.minutes} minutes"
    return choice(cached.id, label, fills, sources, [made["note"]])


def _cached_model(basis: Basis, model: HostedModel) -> Choice:
    hosted = hosted_model(basis, model)
    lifetime = model.cache_lifetime_minutes
    price = basis.entries.prices.get(model.cache_storage or "")
    storage = basis.period(price) if isinstance(price, CacheStoragePrice) else None
    fills = {name: value for name, value in hosted["fills"].items() if name not in _WITHOUT_A_CACHE}
    fills["storage_usd_per_million_tokens_hour"] = (
        storage.storage_usd_per_million_tokens_hour if storage else 0.0
    )
    sources = hosted["sources"]
    if storage:
        sources = [*sources, basis.source(storage.source, storage.checked)]
    notes = [hosted["note"], lifetime.note if lifetime else None, storage.note if storage else None]
    return choice(model.id, model.label, fills, sources, notes)


def trainers(entries: Entries) -> Mapping[str, FineTuningPrice | None]:
    """Every price of fine-tuning, after the choice of comparing with none."""
    priced = {
        name: each for name, each in entries.prices.items() if isinstance(each, FineTuningPrice)
    }
    return {_NO_TRAINER: None, **priced}


def trainer(basis: Basis, price: FineTuningPrice | None) -> Choice:
    """A service that trains, with its price of a trained token on the day; None fills no price."""
    if price is None:
        fills = {"hosted_usd_per_million_tokens": 0.0}
        return choice(_NO_TRAINER, "No hosted training", fills, [], [])
    period = basis.period(price)
    fills = {"hosted_usd_per_million_tokens": period.training_usd_per_million_tokens}
    source = basis.source(period.source, period.checked)
    return choice(price.id, price.label, fills, [source], [period.note])


def _cache_prices(
    prefix: str, plain: float, read: float | None, write: float | None
) -> dict[str, float]:
    """Without a price of its own, a cached token costs what any prompt token costs."""
    return {
        f"{prefix}cached_input_usd_per_million_tokens": plain if read is None else read,
        f"{prefix}cache_write_usd_per_million_tokens": plain if write is None else write,
    }


def _long_prompt(price: TokenPrice) -> dict[str, float]:
    """Prices above the first tier's length; 0 tokens where one price holds for every length."""
    start, prices = next(iter(price.tiers.items()), (0, dict[str, float]()))
    plain = prices.get("input", price.input or 0.0)
    return {
        "long_prompt_tokens": start,
        "long_input_usd_per_million_tokens": plain,
        "long_cached_input_usd_per_million_tokens": prices.get("cached_input", plain),
        "long_cache_write_usd_per_million_tokens": prices.get("cache_write", plain),
        "long_output_usd_per_million_tokens": prices.get("output", price.output or 0.0),
    }


def _tuning(basis: Basis, model: HostedModel) -> FineTuningPeriod | None:
    price = basis.entries.prices.get(model.fine_tuning.price or "")
    return basis.period(price) if isinstance(price, FineTuningPrice) else None


def _tuning_fills(period: FineTuningPeriod | None) -> dict[str, float | bool]:
    plain = period.input_usd_per_million_tokens if period else 0.0
    return {
        "fine_tuning_offered": period is not None,
        "training_usd_per_million_tokens": period.training_usd_per_million_tokens
        if period
        else 0.0,
        "fine_tuned_input_usd_per_million_tokens": plain,
        **_cache_prices(
            "fine_tuned_",
            plain,
            period.cached_input_usd_per_million_tokens if period else None,
            period.cache_write_usd_per_million_tokens if period else None,
        ),
        "fine_tuned_output_usd_per_million_tokens": period.output_usd_per_million_tokens
        if period
        else 0.0,
        "hosting_usd_per_hour": period.hosting_usd_per_hour if period else 0.0,
    }


def _deployment_fills(basis: Basis, period: FineTuningPeriod | None) -> dict[str, int]:
    """What a deployment answers that is a rented accelerator; 0 where it is sold as something else."""
    reads, writes = 0, 0
    if period and period.hosting_accelerator and period.hosting_like:
        model = basis.entries.models[period.hosting_like]
        assert isinstance(model, OpenModel)  # noqa: S101  (kept by the rule price-product)
        stated = architecture(model.architecture.model_dump(exclude_none=True))
        reads, writes = deployment_rates(period.hosting_accelerator, stated, basis.facts)
    return {"hosting_prompt_tokens_per_s": reads, "hosting_answer_tokens_per_s": writes}


def _tiers(price: TokenPrice) -> list[dict[str, float]]:
    return [
        {
            "above_tokens": start,
            **{f"{name}_usd_per_million_tokens": usd for name, usd in prices.items()},
        }
        for start, prices in price.tiers.items()
    ]
