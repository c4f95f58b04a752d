"""Each rule is seen to refuse a bad example, with its whole message."""

from pathlib import Path
from typing import Any

import pytest

from sitebuild.rules import RULES
from sitebuild.token_prices import package_version

# rule: (file, text, its replacement, the one problem that follows)
CHANGED = {
    "checked-date": (
        "sources/price-list",
        "checked: 2026-11-20",
        "checked: 2027-01-01",
        (
            "content/sources/price-list.yaml:6: checked: 2027-01-01 lies in the future; "
            "give the day on which it was done [checked-date]"
        ),
    ),
    "contradiction": (
        "claims/tuning-costs-less",
        "contradicts: [rag-is-right-more-often]\n",
        "",
        (
            "content/claims/rag-is-right-more-often.yaml:6: contradicts.0: tuning-costs-less does not "
            "name this claim in turn; add rag-is-right-more-often to `contradicts:` of "
            "content/claims/tuning-costs-less.yaml, or remove it here [contradiction]"
        ),
    ),
    "decision-inputs": (
        "claims/tuning-costs-less",
        "inputs: {requests_per_month: 1000}",
        "inputs: {requests_a_month: 1000}",
        (
            "content/claims/tuning-costs-less.yaml:12: decided_by.inputs.requests_a_month: the "
            "calculator cost has no such input; did you mean requests_per_month? [decision-inputs]"
        ),
    ),
    "glossary-link": (
        "glossary/rag",
        "calculators/cost.md#how",
        "calculators/costs.md",
        (
            "content/glossary/rag.yaml:5: link: docs/calculators/costs.md does not exist; "
            "give the path of a page below docs/ [glossary-link]"
        ),
    ),
    "history": (
        "prices/tuning",
        "from: 2026-01-01",
        "from: 2024-01-01",
        (
            "content/prices/tuning.yaml:13: history.1.from: 2024-01-01 does not come after 2025-01-01; "
            "append new periods at the end, oldest first [history]"
        ),
    ),
    "key-order": (
        "glossary/token",
        "term: token\nsentence: A piece of a word.\n",
        "sentence: A piece of a word.\nterm: token\n",
        (
            "content/glossary/token.yaml:3: term: stands after `sentence`; "
            "run `make fix`, or move it before `sentence` [key-order]"
        ),
    ),
    "line-ends": (
        "glossary/token",
        "word.\n",
        "word.  \n",
        (
            "content/glossary/token.yaml:3: the line ends in spaces or a carriage return, or the file "
            "not in one newline; run `make fix` [line-ends]"
        ),
    ),
    "preset-inputs": (
        "presets/docs",
        "requests_per_month: 30000",
        "requests_per_month: 2000000000",
        (
            "content/presets/docs.yaml:8: inputs.requests_per_month: 2000000000 is not accepted; "
            "enter a whole number from 0 to 1,000,000,000 [preset-inputs]"
        ),
    ),
    "price-product": (
        "models/google-gemini-3.5-flash",
        "offered: true\n  price: tuning",
        "offered: true\n  price: rerank",
        (
            "content/models/google-gemini-3.5-flash.yaml:17: fine_tuning.price: rerank is a price of "
            "reranking; name a price of fine-tuning [price-product]"
        ),
    ),
    "price-unit": (
        "prices/tuning",
        "output_usd_per_million_tokens: 3.2",
        "output_usd_per_million_tokens: 0.0004",
        (
            "content/prices/tuning.yaml:20: history.1.output_usd_per_million_tokens: 0.0004 looks like "
            "a price per token; multiply by 1,000,000 [price-unit]"
        ),
    ),
    "prices-version": (
        "sources/genai-prices",
        "published: 2026-11-01",
        "published: 2026",
        (
            "content/sources/genai-prices.yaml:5: published: the day of the release is not given; "
            "give the day on which version {version} was released [prices-version]"
        ),
    ),
    "reference": (
        "glossary/token",
        "source: price-list",
        "source: pricelist",
        (
            "content/glossary/token.yaml:4: source: content/sources/pricelist.yaml does not exist; "
            "did you mean price-list? If not, add it: make new kind=source id=pricelist [reference]"
        ),
    ),
    "term-once": (
        "glossary/token",
        "term: token",
        "term: Rag",
        (
            'content/glossary/token.yaml:2: term: "Rag" stands in content/glossary/rag.yaml already; '
            "keep it in one place [term-once]"
        ),
    ),
    "second-hand": (
        "evidence/study",
        "provenance: read-copy",
        "provenance: second-hand",
        (
            "content/claims/rag-is-right-more-often.yaml:11: evidence: the verdict rests on second-hand "
            "figures alone; add evidence that was read, or make the verdict untestable [second-hand]"
        ),
    ),
    "token-prices": (
        "models/google-gemini-3.5-flash",
        "model: gpt-4.1-mini",
        "model: gpt-4.1-mni",
        (
            "content/models/google-gemini-3.5-flash.yaml:6: genai_prices.model: genai-prices lists no model "
            "gpt-4.1-mni of openai; did you mean gpt-4.1-mini? [token-prices]"
        ),
    ),
}


@pytest.mark.parametrize("rule", CHANGED)
def test_a_bad_example_is_refused_with_place_reason_and_remedy(repository: Any, rule: str) -> None:
    """One spoiled value gives exactly one problem, said in full."""
    name, old, new, message = CHANGED[rule]
    repository.spoil(name, old, new)
    wanted = message.format(version=package_version())
    found = repository.problems()
    assert wanted in found
    # A model that names another price leaves its own price unused.
    assert all("[price-used]" in line for line in found if line != wanted)


def test_the_good_example_has_no_problem(repository: Any) -> None:
    """The content that the other tests spoil is in order."""
    assert repository.problems() == []


def test_every_rule_has_a_bad_example() -> None:
    """A rule that was never seen to refuse anything cannot be added."""
    tests = Path(__file__).parent.glob("test_*.py")
    shown = "".join(path.read_text(encoding="utf-8") for path in tests)
    for rule in RULES:
        assert rule.name in CHANGED or f'"""[{rule.name}]' in shown, rule.name
