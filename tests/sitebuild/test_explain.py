"""What a model refuses is said with place, reason and remedy."""

from typing import Any

import pytest

MODEL = "models/google-gemini-3.5-flash"

CASES = [
    (
        "glossary/token",
        "sentence: A piece of a word.\n",
        "",
        (
            "content/glossary/token.yaml:1: sentence: is missing; add `sentence:` (What it means, in "
            "one sentence that needs no other entry to be understood) [missing-key]"
        ),
    ),
    (
        "prices/rerank",
        "searches: 2",
        "search: 2",
        (
            "content/prices/rerank.yaml:10: history.0.rerank_usd_per_thousand_search: is no key of this "
            "kind of entry; did you mean `rerank_usd_per_thousand_searches`? [unknown-key]"
        ),
    ),
    (
        "prices/rerank",
        "product: reranking",
        "product: rerank",
        (
            'content/prices/rerank.yaml:2: product: "rerank" is not allowed here; use fine-tuning, '
            "embedding, reranking, vector-store, cache-storage, accelerator-rental [not-allowed]"
        ),
    ),
    (
        "prices/rerank",
        "product: reranking\n",
        "",
        (
            "content/prices/rerank.yaml:1: product: is missing; add `product:` as the first key "
            "[missing-key]"
        ),
    ),
    (
        "sources/price-list",
        "provenance: read-copy",
        "provenance: copied",
        (
            'content/sources/price-list.yaml:7: provenance: "copied" is not allowed here; use '
            "read-original, read-copy or second-hand [not-allowed]"
        ),
    ),
    (
        "sources/price-list",
        "read: A stored copy of 2026-11-01.\n",
        "",
        (
            "content/sources/price-list.yaml:1: provenance is read-copy but nothing says what was read; "
            "add `read:` [incomplete]"
        ),
    ),
    (
        "sources/price-list",
        "https://example.org/pricing",
        "example.org/pricing",
        (
            'content/sources/price-list.yaml:5: url: "example.org/pricing" is not of the form expected '
            "here; write the whole address, from https:// on [wrong-form]"
        ),
    ),
    (
        "sources/genai-prices",
        "published: 2026-11-01",
        "published: 1850",
        "content/sources/genai-prices.yaml:5: published: ",
    ),
    (
        MODEL,
        "value: 1024",
        'value: "1,024"',
        (
            f'content/{MODEL}.yaml:12: cache_minimum_tokens.value: "1,024" is text and a whole number '
            "is expected; write it without separators: 1024 [wrong-type]"
        ),
    ),
    (
        MODEL,
        "value: 1024",
        'value: "1024"',
        (
            f'content/{MODEL}.yaml:12: cache_minimum_tokens.value: "1024" is text and a whole number '
            "is expected; remove the quotes: 1024 [wrong-type]"
        ),
    ),
    (
        MODEL,
        "value: 1024",
        'value: "10,24"',
        (
            f'content/{MODEL}.yaml:12: cache_minimum_tokens.value: "10,24" is text and a whole number '
            "is expected; write a whole number in digits, without separators [wrong-type]"
        ),
    ),
    (
        MODEL,
        "value: 1024",
        "value: 1024.5",
        (
            f"content/{MODEL}.yaml:12: cache_minimum_tokens.value: 1024.5 is not a whole number; give a "
            "whole number, in the unit of the field's name [wrong-type]"
        ),
    ),
    (
        MODEL,
        "value: 1024",
        "value: -1",
        (
            f"content/{MODEL}.yaml:12: cache_minimum_tokens.value: -1 is out of range; give a number "
            "greater than or equal to 0 [out-of-range]"
        ),
    ),
    (
        MODEL,
        "offered: true",
        'offered: "true"',
        (
            f'content/{MODEL}.yaml:16: fine_tuning.offered: the text "true" is given and true or false '
            "is expected; write true or false without quotes [wrong-type]"
        ),
    ),
    (
        MODEL,
        "offered: true",
        "offered: yes",
        (
            f"content/{MODEL}.yaml:16: fine_tuning.offered: yes means true in YAML; write true, or "
            '"yes" for text [yaml-surprise]'
        ),
    ),
    (
        MODEL,
        "label: OpenAI GPT-4.1 mini",
        "label: 4.1",
        (
            f"content/{MODEL}.yaml:3: label: the number 4.1 is expected to be text; put it in quotes: "
            '"4.1" [wrong-type]'
        ),
    ),
    (
        MODEL,
        "offered: true",
        "offered: no",
        f"content/{MODEL}.yaml:16: fine_tuning.offered: no means false in YAML; write false",
    ),
    (
        MODEL,
        "label: OpenAI GPT-4.1 mini",
        "label:",
        f"content/{MODEL}.yaml:3: label: has no value; give one, or remove the key",
    ),
    (
        "glossary/rag",
        "also: [RAG]",
        "also: RAG",
        (
            'content/glossary/rag.yaml:3: also: the text "RAG" is given and a list is expected; write '
            "it as [a, b], or as lines that begin with `- ` [wrong-type]"
        ),
    ),
    (
        "glossary/rag",
        "also: [RAG]",
        "also: []",
        (
            "content/glossary/rag.yaml:3: also: is empty; give a value, or remove the key if it is "
            "optional [empty-value]"
        ),
    ),
    (
        "presets/docs",
        "requests_per_month: 30000",
        "requests_per_month: [1]",
        (
            "content/presets/docs.yaml:8: inputs.requests_per_month: a list is given and true or false "
            "or a whole number or a number or text is expected; write true or false without quotes "
            "[wrong-type]"
        ),
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "message"), CASES)
def test_a_wrong_value_is_explained(
    repository: Any, name: str, old: str, new: str, message: str
) -> None:
    """One spoiled value gives one message that says where, why and what to do."""
    repository.spoil(name, old, new)
    found = [line for line in repository.problems() if line.startswith(f"content/{name}.yaml:")]
    assert len(found) == 1
    assert found[0].startswith(message)


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("3,2", "use a point for decimals: 3.2"),
        ("0,0008", "use a point for decimals: 0.0008"),
        ("0,800", "use a point for decimals: 0.800"),
        ("12,5000", "use a point for decimals: 12.5000"),
        ("1.000,50", "use a point for decimals and nothing between thousands: 1000.50"),
        ("1,000.50", "write it without separators: 1000.50"),
        ("1,000,000", "write it without separators: 1000000"),
        ("1.000.000", "write it without separators: 1000000"),
        ("1,000", "write digits, with a point before decimals and nothing between thousands"),
        ("1.2.3", "write digits, with a point before decimals and nothing between thousands"),
        ("3,2 USD", "write it in digits, without quotes, separators or unit"),
    ],
)
def test_a_price_with_separators_is_never_offered_as_another_price(
    repository: Any, written: str, remedy: str
) -> None:
    """A comma before decimals becomes a point; where it may part thousands, no number is offered."""
    repository.spoil("prices/rerank", "searches: 2", f"searches: {written}")
    (problem,) = repository.problems()
    assert f"; {remedy} [wrong-type]" in problem
