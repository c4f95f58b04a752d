"""What rules refuse about prices, and about facts that the calculators cannot do without."""

from typing import Any

import pytest

from sitebuild.content import ROOT


def test_an_unused_price(repository: Any) -> None:
    """[price-used] A fine-tuning price that no model names is refused."""
    repository.spoil(
        "models/google-gemini-3.5-flash",
        "offered: true\n  price: tuning",
        "offered: false\n  source: price-list\n  checked: 2026-11-20",
    )
    assert repository.problems() == [
        (
            "content/prices/tuning.yaml:1: no model names this price; name it in the file of its model "
            "in content/models/, under `fine_tuning:`, `price:` [price-used]"
        )
    ]


def test_the_price_of_a_cache_is_a_price_like_others(repository: Any) -> None:
    """[price-used, price-unit, price-product] Named by a model, by the hour, and named as what it is."""
    text = repository.path("prices/rerank").read_text().partition("\n")[2]
    kept = text.replace("product: reranking", "product: cache-storage")
    old, fee = "rerank_usd_per_thousand_searches:", "storage_usd_per_million_tokens_hour:"
    repository.write("prices/kept", kept.replace(f"{old} 2", f"{fee} 730"))
    unnamed, monthly = repository.problems()
    assert "prices/kept.yaml:1: no model names this price" in unnamed
    assert f"{fee} 730.0 looks like a price per day or month; divide by 24 or 730" in monthly

    repository.write("prices/kept", kept.replace(f"{old} 2", f"{fee} 1"))
    model, before = "models/google-gemini-3.5-flash", "fine_tuning:\n"
    repository.spoil(model, before, f"cache_storage: kept\n{before}")
    assert repository.problems() == []

    repository.spoil(model, before, f"cache_storage: rerank\n{before}")
    wrong = repository.problems()
    assert any(
        "cache_storage: rerank is a price of reranking; name a price" in line for line in wrong
    )


def test_a_default_choice_that_is_gone(repository: Any) -> None:
    """[default-choices] The entry that a calculator opens with cannot be removed."""
    repository.path("prices/pinecone-standard").unlink()
    assert repository.problems() == [
        (
            f"content/prices/pinecone-standard.yaml:1: the calculator {name} opens with this choice of "
            "vector-stores, and it is not there; add it, or change the default of vector_store "
            "[default-choices]"
        )
        for name in ("cost", "index")
    ]


def test_a_group_of_efficiencies_that_is_gone(repository: Any) -> None:
    """[efficiency-groups] An accelerator cannot fill in ranges that no file gives."""
    repository.path("efficiencies/serving").unlink()
    assert repository.problems() == [
        (
            "content/efficiencies/serving.yaml:1: the accelerators fill in these calibrated ranges, "
            "and the file is not there; restore it; `python -m sitebuild calibrate` brings its "
            "numbers up to date [efficiency-groups]"
        )
    ]


def test_a_price_that_starts_in_the_future(repository: Any) -> None:
    """[price-product] A model whose only price is announced for later is refused."""
    text = repository.path("prices/tuning").read_text()
    body = text.partition("\n")[2].replace("2025-01-01", "2026-12-01")
    repository.write("prices/tuning", body.replace("from: 2026-01-01", "from: 2027-01-01"))
    assert repository.problems() == [
        (
            "content/models/google-gemini-3.5-flash.yaml:17: fine_tuning.price: tuning holds from "
            "2026-12-01 on only; add the period that holds today [price-product]"
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("checked: 2026-11-20", "checked: 2025-01-02", "is earlier than the check of the period"),
        (
            """training_usd_per_million_tokens: 5.0
    input_usd_per_million_tokens: 0.8
    cached_input_usd_per_million_tokens: 0.2
    output_usd_per_million_tokens: 3.2""",
            """training_usd_per_million_tokens: 6.0
    input_usd_per_million_tokens: 1.0
    output_usd_per_million_tokens: 4.0""",
            "the prices are those of the period before",
        ),
    ],
)
def test_history_that_was_not_appended_to(repository: Any, old: str, new: str, reason: str) -> None:
    """[history] A period with an older check or without a new price is refused."""
    repository.spoil("prices/tuning", old, new)
    (problem,) = repository.problems()
    assert reason in problem


@pytest.mark.parametrize("version", ["0.0.1"])
def test_prices_of_another_version(repository: Any, version: str) -> None:
    """[prices-version] The recorded version of genai-prices must be the installed one."""
    text = repository.path("sources/genai-prices").read_text().partition("\n")[2]
    lines = [
        line if "version" not in line else f'version: "{version}"' for line in text.split("\n")
    ]
    repository.write("sources/genai-prices", "\n".join(lines))
    (problem,) = repository.problems()
    assert "version: 0.0.1 is recorded and" in problem


@pytest.mark.parametrize(
    ("name", "old", "new", "remedy"),
    [
        ("prices/rerank", "searches: 2", "searches: 0.002", "per search; multiply by 1,000"),
        ("prices/rerank", "searches: 2", "searches: 2000", "per million searches; divide by 1,000"),
        ("prices/pinecone-standard", "month: 0.33", "month: 330", "per terabyte; divide by 1,000"),
        ("prices/pinecone-standard", "units: 16", "units: 0.000016", "multiply by 1,000,000"),
    ],
)
def test_other_prices_in_the_wrong_unit(
    repository: Any, name: str, old: str, new: str, remedy: str
) -> None:
    """[price-unit] Each unit has its own slips and its own remedy."""
    repository.spoil(name, old, new)
    (problem,) = repository.problems()
    assert remedy in problem


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            "    input_usd_per_million_tokens: 0.8",
            "800",
            "800.0 is above twice the dearest model's",
        ),
        ("    input_usd_per_million_tokens: 0.8", "35", "35.0 is more than output costs, 3.2"),
        ("cached_input_usd_per_million_tokens: 0.2", "200", "is more than uncached input costs"),
        ("output_usd_per_million_tokens: 3.2", "3200", "3200.0 is above twice the dearest model's"),
        (
            "output_usd_per_million_tokens: 3.2",
            "450",
            "is more than 500 times what input costs, 0.8",
        ),
        (
            "training_usd_per_million_tokens: 5.0",
            "5000",
            "is far above any price per million tokens",
        ),
    ],
)
def test_a_price_a_thousand_times_too_high(
    repository: Any, old: str, new: str, reason: str
) -> None:
    """[price-unit] It is above every model that is sold, or stands out against the price beside it."""
    key = old.rpartition(" ")[0]
    repository.spoil("prices/tuning", old, f"{key} {new}")
    (problem,) = repository.problems()
    assert f"{key.strip()} {new}.0 " in problem
    assert reason in problem


@pytest.mark.parametrize(
    ("factor", "reasons"),
    [
        (
            50,
            (
                "250.0 is more than 200 times what input of the base model costs, 0.4",
                "40.0 is more than 10 times what input of the base model costs, 0.4",
                "160.0 is more than 10 times what output of the base model costs, 1.6",
            ),
        ),
        (
            0.02,
            (
                "0.016 is less than a 10th of what input of the base model costs, 0.4",
                "0.064 is less than a 10th of what output of the base model costs, 1.6",
            ),
        ),
    ],
)
def test_all_prices_of_tuning_in_the_wrong_unit(
    repository: Any, factor: float, reasons: tuple[str, ...]
) -> None:
    """[price-unit] Prices that fit each other are held against those of the base model."""
    text = repository.path("prices/tuning").read_text().partition("\n")[2]
    first, last = text.split("  - from: 2026-01-01")
    for price, value in (
        ("training_usd", 5.0), ("    input_usd", 0.8), ("cached_input_usd", 0.2), ("output_usd", 3.2),
    ):  # fmt: skip
        key = f"{price}_per_million_tokens:"
        assert f"{key} {value}" in last
        last = last.replace(f"{key} {value}", f"{key} {value * factor:g}")
    repository.write("prices/tuning", f"{first}  - from: 2026-01-01{last}")
    problems = repository.problems()
    assert len(problems) == len(reasons)
    for reason, problem in zip(reasons, problems, strict=True):
        assert f"{reason}; give US dollars per million tokens [price-unit]" in problem


def test_a_deployment_like_a_model_without_architecture(repository: Any) -> None:
    """[price-product] The speed of a rented machine cannot follow from a hosted model."""
    repository.spoil(
        "prices/tuning",
        "    training_usd_per_million_tokens: 5.0\n",
        "    training_usd_per_million_tokens: 5.0\n    hosting_accelerator: a100-sxm-80gb\n"
        "    hosting_like: google-gemini-3.5-flash\n",
    )
    assert any(
        "google-gemini-3.5-flash is no open model, so that its architecture is not known; "
        "name an open model of the same size [price-product]" in line
        for line in repository.problems()
    )


def test_a_provider_that_is_not_listed(repository: Any) -> None:
    """[token-prices] The way on is told, and never the names of other providers to choose from."""
    model = "models/google-gemini-3.5-flash"
    begin = f"content/{model}.yaml:5: genai_prices.provider: genai-prices has no provider"
    way = (
        "have it listed there first, as “Add a hosted model” in CONTRIBUTING.md says [token-prices]"
    )
    repository.spoil(model, "provider: openai", "provider: acme")
    assert f"{begin} acme; {way}" in repository.problems()
    repository.spoil(model, "provider: openai", "provider: opnai")
    assert f"{begin} opnai; did you mean openai? If not, {way}" in repository.problems()
    assert "\n## Add a hosted model\n" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
