"""What retrieval is made of: embedding models, vector stores, rerankers, encoders, fitted ranges."""

from collections.abc import Mapping

from sitebuild.catalogue.choice import Basis, Choice, choice
from sitebuild.catalogue.physics import INDEX_GROUPS, calibration_fills
from sitebuild.entries import (
    EfficiencyGroup,
    EmbeddingModel,
    EmbeddingPrice,
    EncoderModel,
    Entries,
    RerankingPrice,
    VectorStorePeriod,
    VectorStorePrice,
)
from sitebuild.token_prices import look_up

_NO_RERANKER = "none"


def embedding_model(basis: Basis, model: EmbeddingModel) -> Choice:
    """An embedding model with the size of its vectors and its price on the day."""
    figures = [
        basis.source(each.source, each.checked)
        for each in (model.dimensions, model.maximum_input_tokens)
    ]
    notes = [model.note]
    if model.genai_prices:
        price = look_up(model.genai_prices.provider, model.genai_prices.model, basis.day)
        usd, source, notes = price.input, basis.token_source(), [*price.notes, *notes]
    else:
        listed = basis.entries.prices[model.price or ""]
        assert isinstance(listed, EmbeddingPrice)  # noqa: S101  (kept by the rule price-product)
        period = basis.period(listed)
        usd, notes = period.embedding_usd_per_million_tokens, [period.note, *notes]
        source = basis.source(period.source, period.checked)
    fills = {
        "dimensions": model.dimensions.value,
        "embedding_usd_per_million_tokens": usd,
    }
    return choice(model.id, model.label, fills, [source, *figures], notes)


def calibrations(entries: Entries) -> Mapping[str, EfficiencyGroup]:
    """The groups of efficiencies that an index is sized with."""
    return {name: each for name, each in entries.efficiencies.items() if name in INDEX_GROUPS}


def calibration(basis: Basis, group: EfficiencyGroup) -> Choice:
    """A group's ranges, by the day of its fit."""
    fills = calibration_fills(group.id, basis.facts)
    return choice(group.id, f"Published measurements, fitted {group.fitted}", fills, [], [])


def vector_store(basis: Basis, price: VectorStorePrice) -> Choice:
    """A store's price list in the units of the form."""
    period = basis.period(price)
    fills = {
        "vector_store_usd_per_month": period.usd_per_month,
        "vector_store_minimum_usd_per_month": period.minimum_usd_per_month,
        "vector_store_usd_per_million_vectors_month": _per_million_vectors(period),
        "vector_store_usd_per_million_queries": period.usd_per_million_read_units
        * (period.assumed_read_units_per_query or 0.0),
        "vector_store_usd_per_million_queries_and_million_vectors": (
            period.usd_per_million_read_units
            * period.read_units_per_query_and_gb
            * _gigabytes_per_million_vectors(period)
        ),
        "vector_store_usd_per_million_vectors_written": period.usd_per_million_write_units
        * (period.assumed_write_units_per_vector or 0.0),
    }
    source = basis.source(period.source, period.checked)
    return choice(price.id, price.label, fills, [source], [period.note, period.assumption])


def _per_million_vectors(period: VectorStorePeriod) -> float:
    """USD a month for a million vectors."""
    return period.storage_usd_per_gb_month * _gigabytes_per_million_vectors(period)


def _gigabytes_per_million_vectors(period: VectorStorePeriod) -> float:
    """10^6 vectors of so many bytes are bytes / 1,000 gigabytes of 10^9 bytes."""
    return (period.assumed_bytes_per_vector or 0) / 1_000


def rerankers(entries: Entries) -> Mapping[str, RerankingPrice | None]:
    """Every reranker with a price, after the choice of having none."""
    priced = {
        name: each for name, each in entries.prices.items() if isinstance(each, RerankingPrice)
    }
    return {_NO_RERANKER: None, **priced}


def reranker(basis: Basis, price: RerankingPrice | None) -> Choice:
    """A reranker with its price on the day; None is no reranking, which costs nothing."""
    if price is None:
        fills = {"rerank_usd_per_thousand_searches": 0.0}
        return choice(_NO_RERANKER, "No reranking", fills, [], [])
    period = basis.period(price)
    fills = {"rerank_usd_per_thousand_searches": period.rerank_usd_per_thousand_searches}
    source = basis.source(period.source, period.checked)
    return choice(price.id, price.label, fills, [source], [period.note])


def encoder(basis: Basis, model: EncoderModel) -> Choice:
    """A small model that reranks on an own accelerator, by its architecture."""
    shape = model.architecture
    fills = {
        "encoder_params": shape.params,
        "encoder_layers": shape.layers,
        "encoder_hidden": shape.hidden,
    }
    source = basis.source(model.source, model.checked)
    return choice(model.id, model.label, fills, [source], [model.note])
