"""What one runs oneself: open models, engines, and accelerators with their facts, their rent and their ranges."""

from collections.abc import Callable, Mapping
from typing import Any

from sitebuild.catalogue.choice import Basis, Choice, choice
from sitebuild.catalogue.physics import (
    ENGINE_LISTS,
    ENGINES,
    GROUPS,
    OF_ENGINE,
    PRICED,
    SERVING_GROUP,
    accelerator_fills,
    encoder_accelerator_fills,
    engine_fills,
    open_model_fills,
    rented_fills,
)
from sitebuild.catalogue.rents import rent_of, rentals_of
from sitebuild.entries import Accelerator, AcceleratorRentalPrice, Entries, OpenModel
from sitebuild.facts import architecture

_STAND_IN = (
    "No rental price of this accelerator is listed here; put in your own. The one filled in is of "
    "the nearest in memory, bandwidth and peak: "
)


def open_model(basis: Basis, model: OpenModel) -> Choice:
    """An open model, by its architecture."""
    source = basis.source(model.source, model.checked)
    fills = open_model_fills(architecture(model.architecture.model_dump(exclude_none=True)))
    return choice(model.id, model.label, fills, [source], [model.note])


def self_hosted_model(basis: Basis, model: OpenModel) -> Choice:
    """An open model in a form that has a hosted model too, whose window has the shorter name."""
    made = open_model(basis, model)
    fills = made["fills"]
    fills["open_context_window_tokens"] = fills.pop("context_window_tokens")
    return made


def rented_accelerator(basis: Basis, price: AcceleratorRentalPrice) -> Choice:
    """An accelerator with a price: facts, rent, and the ranges of serving and of training on it."""
    usd = basis.period(price).usd_per_gpu_hour
    fills = rented_fills(price.accelerator, basis.facts, usd)
    made = _accelerator(basis, basis.entries.accelerators[price.accelerator], fills)
    return _with_rent(basis, made, price)


def accelerator_in(listed: str) -> Callable[[Basis, Accelerator], Choice]:
    """How an accelerator becomes a choice of this list; the ranges that it fills are the list's own."""

    def listed_choice(basis: Basis, gpu: Accelerator) -> Choice:
        fills = accelerator_fills(gpu.id, basis.facts, GROUPS[listed])
        made = _accelerator(basis, gpu, fills)
        return _priced(basis, made) if listed in PRICED else made

    return listed_choice


def encoder_accelerator(basis: Basis, gpu: Accelerator) -> Choice:
    """An accelerator that runs a reranker, in a form that has one for the model too."""
    return _accelerator(basis, gpu, encoder_accelerator_fills(gpu.id, basis.facts))


def engines(_entries: Entries) -> Mapping[str, str]:
    """Classes of serving engines by id; the rule `efficiency-groups` keeps what they fill in."""
    return {name: name for name in ENGINES}


def engine_in(listed: str) -> Callable[[Basis, str], Choice]:
    """How a class of engines becomes a choice of this list, with what its ranges began from."""

    def listed_choice(basis: Basis, engine: str) -> Choice:
        group = basis.entries.efficiencies[SERVING_GROUP].efficiencies
        used = [group[name].engine.get(engine, group[name].default) for name in OF_ENGINE]
        named = {each.source for each in used if each.source}
        sources = [
            basis.source(each, basis.entries.sources[each].checked) for each in sorted(named)
        ]
        fills = engine_fills(engine, basis.facts, ENGINE_LISTS[listed])
        label, note = ENGINES[engine]
        return choice(engine, label, fills, sources, [note])

    return listed_choice


def _priced(basis: Basis, made: Choice) -> Choice:
    """An accelerator with its rent, or with the rent of the nearest one that has a price."""
    rent = rent_of(made["id"], basis.facts.accelerators, rentals_of(basis.entries))
    if rent is None:  # the rule `default-choices` says so
        return made
    usd = basis.period(rent.price).usd_per_gpu_hour
    fills = {**made["fills"], "usd_per_gpu_hour": usd}
    lead = "" if rent.own else _STAND_IN
    return _with_rent(basis, {**made, "fills": fills}, rent.price, lead)


def _with_rent(basis: Basis, made: Choice, price: AcceleratorRentalPrice, lead: str = "") -> Choice:
    """An accelerator's choice with the source of its rent first, and what the rent is in its note."""
    period = basis.period(price)
    source = basis.source(period.source, period.checked)
    parts = (lead + price.label + ".", period.note, made["note"])
    return {
        **made,
        "source": source,
        "sources": [source, *(each for each in made["sources"] if each != source)],
        "note": " ".join(each for each in parts if each),
    }


def _accelerator(basis: Basis, gpu: Accelerator, fills: Mapping[str, Any]) -> Choice:
    figures = gpu.specifications()
    sources = [basis.source(each.source, each.checked) for each in figures.values() if each.source]
    recalled = [name.replace("_", " ") for name, each in figures.items() if not each.source]
    notes = [f"From memory, without a source: {', '.join(recalled)}."] if recalled else []
    return choice(gpu.id, gpu.name, fills, sources, notes)
