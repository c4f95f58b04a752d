"""The catalogue holds the prices of a day, with their sources."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from calculators.declare import given_of, inputs_of
from calculators.parse import contradictions
from calculators.registry import CALCULATORS
from sitebuild.catalogue import build, build_day, choices
from sitebuild.load import load_all
from sitebuild.token_prices import listed, look_up, package_version

DAY = date(2026, 11, 21)


def choice(repository: Any, name: str, entry: str, day: date = DAY) -> dict[str, Any]:
    """One choice of the catalogue."""
    made = build(load_all(repository.root), day)[name]
    return next(each for each in made if each["id"] == entry)


def another_source(repository: Any, name: str) -> None:
    text = repository.path("sources/price-list").read_text()
    repository.write(f"sources/{name}", text.replace("/pricing", f"/{name}"))


def test_a_hosted_model_fills_all_of_its_fields(repository: Any) -> None:
    """Token prices come from genai-prices, the others from content/."""
    made = choice(repository, "hosted-models", "google-gemini-3.5-flash")
    price = look_up("openai", "gpt-4.1-mini", DAY)
    assert made["fills"] == {
        "input_usd_per_million_tokens": price.input,
        "cached_input_usd_per_million_tokens": price.cached_input,
        "cache_write_usd_per_million_tokens": price.input,
        "output_usd_per_million_tokens": price.output,
        "cache_minimum_tokens": 1024,
        "cache_lifetime_minutes": 0,
        "context_window_tokens": 1047576,
        "long_prompt_tokens": 0,
        "long_input_usd_per_million_tokens": price.input,
        "long_cached_input_usd_per_million_tokens": price.input,
        "long_cache_write_usd_per_million_tokens": price.input,
        "long_output_usd_per_million_tokens": price.output,
        "fine_tuning_offered": True,
        "training_usd_per_million_tokens": 5.0,
        "fine_tuned_input_usd_per_million_tokens": 0.8,
        "fine_tuned_cached_input_usd_per_million_tokens": 0.2,
        "fine_tuned_cache_write_usd_per_million_tokens": 0.8,
        "fine_tuned_output_usd_per_million_tokens": 3.2,
        "hosting_usd_per_hour": 0.0,
        "hosting_prompt_tokens_per_s": 0.0,
        "hosting_answer_tokens_per_s": 0.0,
    }
    assert made["source"] == {
        "id": "genai-prices",
        "title": f"genai-prices {package_version()}",
        "url": "https://example.org/genai-prices",
        "checked": "2026-11-01",
    }
    assert [source["id"] for source in made["sources"]] == ["genai-prices", "price-list"]


def test_what_is_announced_of_a_model_stands_beside_the_choice(repository: Any) -> None:
    """A reader who meets the model in a form reads of its end there, with the document that says so."""
    another_source(repository, "notice")
    repository.spoil(
        "models/google-gemini-3.5-flash",
        "fine_tuning:\n",
        """\
announced:
- what: Shut down on 2027-05-19.
  source: notice
  checked: 2026-11-20
fine_tuning:
""",
    )
    for name in ("hosted-models", "cached-models"):
        made = choice(repository, name, "google-gemini-3.5-flash")
        assert "Shut down on 2027-05-19." in made["note"]
        assert "notice" in [source["id"] for source in made["sources"]]


def test_the_document_that_offers_tuning_is_named_beside_its_price(repository: Any) -> None:
    """A price list says what tuning costs, and another document that this model can be tuned."""
    another_source(repository, "offer")
    repository.spoil(
        "models/google-gemini-3.5-flash",
        "  price: tuning\n",
        "  price: tuning\n  source: offer\n  checked: 2026-11-20\n",
    )
    made = choice(repository, "hosted-models", "google-gemini-3.5-flash")
    assert {"price-list", "offer"} <= {source["id"] for source in made["sources"]}


def test_a_cached_model_fills_how_long_its_cache_lives(repository: Any) -> None:
    """The caching calculator gets prices and lifetime, and nothing about training."""
    repository.spoil(
        "models/google-gemini-3.5-flash",
        "fine_tuning:\n",
        "cache_lifetime_minutes: {value: 7, source: price-list, checked: 2026-11-20}\nfine_tuning:\n",
    )
    fills = choice(repository, "cached-models", "google-gemini-3.5-flash")["fills"]
    assert fills["cache_lifetime_minutes"] == 7
    assert fills["cache_minimum_tokens"] == 1024
    assert "training_usd_per_million_tokens" not in fills
    assert fills["long_prompt_tokens"] == 0


def test_a_longer_time_in_the_cache_is_a_choice_of_its_own(repository: Any) -> None:
    """It is kept so much longer at its own price of writing, and names who says so."""
    another_source(repository, "cache-times")
    repository.spoil(
        "models/google-gemini-3.5-flash",
        "fine_tuning:\n",
        "cache_lifetime_minutes: {value: 5, source: price-list, checked: 2026-11-20}\n"
        "longer_cache: {minutes: 60, write_over_input: 2, source: cache-times, checked: 2026-11-20}\n"
        "fine_tuning:\n",
    )
    short = choice(repository, "cached-models", "google-gemini-3.5-flash")
    kept = choice(repository, "cached-models", "google-gemini-3.5-flash-kept-60-minutes")
    assert kept["label"] == f"{short['label']}, kept 60 minutes"
    assert short["fills"]["cache_lifetime_minutes"] == 5
    plain = {"cache_lifetime_minutes": 60}
    for prefix in ("", "long_", "fine_tuned_"):
        paid = short["fills"][f"{prefix}input_usd_per_million_tokens"]
        plain[f"{prefix}cache_write_usd_per_million_tokens"] = 2 * paid
    assert kept["fills"] == short["fills"] | plain
    assert "cache-times" in [source["id"] for source in kept["sources"]]
    offered = choices(load_all(repository.root))
    assert "google-gemini-3.5-flash-kept-60-minutes" not in offered["hosted-models"]


def test_a_model_that_names_no_lifetime_is_cached_for_none(repository: Any) -> None:
    """Without a stated time nothing is taken to stay in the cache."""
    fills = choice(repository, "cached-models", "google-gemini-3.5-flash")["fills"]
    assert fills["cache_lifetime_minutes"] == 0


def test_a_cached_model_fills_what_keeping_its_cache_costs(repository: Any) -> None:
    """The price that the model names, with its source and note; 0 where it names none."""
    plain = choice(repository, "cached-models", "google-gemini-3.5-flash")
    assert plain["fills"]["storage_usd_per_million_tokens_hour"] == 0
    rerank = repository.path("prices/rerank").read_text()
    keeping = rerank.replace("product: reranking", "product: cache-storage").replace(
        "rerank_usd_per_thousand_searches: 2",
        "note: Only explicit caches.\n    storage_usd_per_million_tokens_hour: 1.5",
    )
    repository.path("prices/keeping").write_text(keeping)
    repository.spoil(
        "models/google-gemini-3.5-flash", "fine_tuning:\n", "cache_storage: keeping\nfine_tuning:\n"
    )
    made = choice(repository, "cached-models", "google-gemini-3.5-flash")
    assert made["fills"]["storage_usd_per_million_tokens_hour"] == 1.5
    assert made["note"].endswith("Only explicit caches.")


def test_the_price_of_the_day_is_taken(repository: Any) -> None:
    """An earlier day takes the period that held then; before the first, the first."""
    fills = [
        choice(repository, "hosted-models", "google-gemini-3.5-flash", day)["fills"]
        for day in (date(2024, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
    ]
    assert [each["training_usd_per_million_tokens"] for each in fills] == [6.0, 6.0, 5.0]
    assert fills[1]["fine_tuned_cached_input_usd_per_million_tokens"] == 1.0


def test_a_model_without_fine_tuning_fills_zeros(repository: Any) -> None:
    """Where fine-tuning is not offered, its prices are 0 and the switch is off."""
    repository.path("prices/tuning").unlink()
    repository.spoil(
        "models/google-gemini-3.5-flash",
        "offered: true\n  price: tuning",
        "offered: false\n  source: price-list\n  checked: 2026-11-20",
    )
    # The claim that this price decides rests on a source instead.
    claim = repository.path("claims/tuning-costs-less").read_text().partition("\n")[2]
    decision = claim[claim.index("decided_by:") : claim.index("checked:")]
    repository.spoil("claims/tuning-costs-less", decision, "sources: [price-list]\n")
    fills = choice(repository, "hosted-models", "google-gemini-3.5-flash")["fills"]
    assert fills["fine_tuning_offered"] is False
    tuned = [value for name, value in fills.items() if "fine_tuned" in name or "training" in name]
    assert tuned == [0.0] * 5


def test_a_vector_store_is_converted_to_the_units_of_the_form(repository: Any) -> None:
    """6 GB a million vectors: 6 x 0.33 USD a month, 6 x 16 USD a million queries, 16 x 0.25 at least."""
    made = choice(repository, "vector-stores", "pinecone-standard")
    assert made["fills"] == {
        "vector_store_usd_per_month": 7,
        "vector_store_minimum_usd_per_month": 50,
        "vector_store_usd_per_million_vectors_month": pytest.approx(1.98),
        "vector_store_usd_per_million_queries": pytest.approx(4.0),
        "vector_store_usd_per_million_queries_and_million_vectors": pytest.approx(96.0),
        "vector_store_usd_per_million_vectors_written": 0.0,
    }
    assert made["note"].startswith("1,500 dimensions")


def test_what_a_store_takes_for_writing_is_converted_too(repository: Any) -> None:
    """6.3 units a vector at 4 USD a million: 25.2 USD a million vectors."""
    reads = "assumed_read_units_per_query: 0.25\n    read_units_per_query_and_gb: 1\n"
    kept = f"assumed_bytes_per_vector: 6000\n    {reads}"
    repository.spoil(
        "prices/pinecone-standard",
        kept,
        f"usd_per_million_write_units: 4\n    {kept}    assumed_write_units_per_vector: 6.3\n",
    )
    made = choice(repository, "vector-stores", "pinecone-standard")
    assert made["fills"]["vector_store_usd_per_million_vectors_written"] == pytest.approx(25.2)


def test_no_reranking_is_a_choice(repository: Any) -> None:
    """The choice `none` fills 0 and has no source."""
    made = choice(repository, "rerankers", "none")
    assert (made["fills"], made["source"]) == ({"rerank_usd_per_thousand_searches": 0.0}, None)


def test_a_service_that_trains_fills_its_price(repository: Any) -> None:
    """Own training is compared with a price of content/, or with none."""
    made = choice(repository, "hosted-training", "tuning")
    assert made["fills"] == {"hosted_usd_per_million_tokens": 5.0}
    assert made["source"]["id"] == "price-list"
    none = choice(repository, "hosted-training", "none")
    assert (none["fills"], none["source"]) == ({"hosted_usd_per_million_tokens": 0.0}, None)


def test_choices_are_those_of_the_catalogue(repository: Any) -> None:
    """The rule about presets and the catalogue agree on the ids; all of it is JSON."""
    entries = load_all(repository.root)
    made = build(entries, DAY)
    facts = {name for each in CALCULATORS.values() for name in given_of(each.inputs).values()}
    assert {
        name: [each["id"] for each in listed] for name, listed in made.items() if name not in facts
    } == choices(entries)
    assert facts <= made.keys()

    assert json.loads(json.dumps(made)) == made


@pytest.mark.parametrize("name", CALCULATORS)
def test_no_choice_fills_in_what_contradicts(name: str) -> None:
    """Every entry of every list brings ranges that ascend, hidden or not."""
    specs = inputs_of(CALCULATORS[name].inputs)
    shown = [replace(spec, shown_when=None) for spec in specs]
    catalogue = build(load_all(), DAY)
    for name_of_list in {spec.catalogue for spec in specs if spec.catalogue}:
        for each in catalogue[name_of_list]:
            assert contradictions(shown, each["fills"]) == [], (name_of_list, each["id"])


def test_the_build_day_can_be_set() -> None:
    """SOURCE_DATE_EPOCH gives the day of a reproducible build."""
    assert build_day({"SOURCE_DATE_EPOCH": "1700000000"}) == date(2023, 11, 14)
    assert build_day({}) >= DAY


def tiered() -> tuple[str, str]:
    """Some model whose price has a cliff."""
    for provider, models in listed().items():
        for model in models:
            if look_up(provider, model, DAY).tiers:
                return provider, model
    raise LookupError("genai-prices lists no tiered price")


def test_a_price_cliff_is_said_and_listed() -> None:
    """Prices of long prompts are kept apart, and a sentence says from where on they hold."""
    price = look_up(*tiered(), DAY)
    start = next(iter(price.tiers))
    assert price.tiers[start].keys() <= {"input", "cached_input", "cache_write", "output"}
    assert f"A prompt above {start:,} tokens costs" in price.notes[0]


def test_an_accelerator_is_offered_for_rent_with_its_price(repository: Any) -> None:
    """Facts, rent and the ranges of serving and training come with it, the price's source first."""
    made = choice(repository, "rented-accelerators", "a100-sxm-80gb")

    assert made["fills"]["usd_per_gpu_hour"] == 1.5
    assert made["fills"]["gpu_memory_gib"] == 80
    assert made["fills"].keys() >= {"serving_compute_low", "training_share_high"}
    assert made["source"]["id"] == "price-list"
    assert made["note"].startswith("Acme A100.")


def test_an_accelerator_without_a_price_is_not_offered_for_rent(repository: Any) -> None:
    """A form that opens with nothing for a rent would call it free."""
    repository.path("prices/a100-by-the-hour").unlink()
    problems = repository.problems()

    assert any("rented-accelerators" in problem for problem in problems)


@pytest.mark.parametrize("listed", ["training-accelerators", "serving-accelerators"])
def test_an_accelerator_of_ones_own_opens_with_its_rental_price(
    repository: Any, listed: str
) -> None:
    """Where an hour is paid for, the listed price fills it, and its source stands first."""
    made = choice(repository, listed, "a100-sxm-80gb")

    assert made["fills"]["usd_per_gpu_hour"] == 1.5
    assert made["source"]["id"] == "price-list"
    assert made["note"].startswith("Acme A100.")


def test_an_accelerator_without_a_price_takes_that_of_the_nearest_and_says_so() -> None:
    """An H800 is an H100 with a slower link; a latency has no price."""
    made = {
        (listed, each["id"]): each
        for listed, all_of_it in build(load_all(), DAY).items()
        if listed.endswith("-accelerators")
        for each in all_of_it
    }
    own = made["serving-accelerators", "h100-sxm-80gb"]
    stand_in = made["serving-accelerators", "h800-80gb"]

    assert stand_in["fills"]["usd_per_gpu_hour"] == own["fills"]["usd_per_gpu_hour"]
    assert stand_in["source"] == own["source"]
    assert stand_in["note"].startswith("No rental price of this accelerator is listed here")
    assert "usd_per_gpu_hour" not in made["latency-accelerators", "h800-80gb"]["fills"]


def test_an_announced_price_is_said() -> None:
    """Before the day of a change its sentence stands in the notes, from then on its price holds."""
    before = look_up("google", "gemini-3.6-flash", DAY)
    after = look_up("google", "gemini-3.6-flash", date(2027, 1, 1))
    assert before.input != after.input
    assert before.notes[0].startswith(f"From 2027-01-01 on: input ${after.input:.2f}, cached input")
    assert after.notes == ()


def test_a_model_that_is_not_listed() -> None:
    """Asking for a model that genai-prices lacks says which."""
    with pytest.raises(LookupError, match="lists no model x of openai"):
        look_up("openai", "x", DAY)


def test_a_tuned_model_on_a_rented_machine_brings_its_speed() -> None:
    """One H100 reads and writes so many tokens a second; a provider that names no machine sets no limit."""
    models = {each["id"]: each["fills"] for each in build(load_all(), DAY)["hosted-models"]}
    rates = ("hosting_prompt_tokens_per_s", "hosting_answer_tokens_per_s")

    rented, sold = models["together-qwen3.5-9b"], models["google-gemini-3.5-flash"]
    assert [sold[name] for name in rates] == [0, 0]
    assert 10_000 < rented[rates[0]] < 60_000
    assert 1_000 < rented[rates[1]] < 20_000
