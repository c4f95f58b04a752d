"""What rules refuse about claims and the calculations that decide them."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("calculator: cost", "calculator: costs", 'calculator: there is no calculator "costs"'),
        ("month: 1000}", "month: -1}", "decided_by.inputs.requests_per_month: -1 is not accepted"),
        ("[rag.horizon_usd,", "[rag.usd,", "show.0: the calculator cost has no result rag.usd"),
        ("{result: fine_", "{result: tuned_", "decided_by.test.result: the calculator cost has no"),
        (
            "than: rag.",
            "than: rug.",
            "decided_by.test.than: the calculator cost has no result rug.",
        ),
        (
            "input: requests_per_month",
            "input: model",
            "model is no number among the inputs of cost",
        ),
        ("to: 100000000", "to: 100000000000", "decided_by.flip.to: 100000000000.0 is not accepted"),
        ("to: 100000000", "to: 100.5", "decided_by.flip.to: 100.5 is not accepted; enter a whole"),
    ],
)
def test_decisions_that_cannot_be_computed(
    repository: Any, old: str, new: str, problem: str
) -> None:
    """[decision-inputs] Calculators, inputs and results that do not exist, spans out of bounds."""
    repository.spoil("claims/tuning-costs-less", old, new)
    assert any(problem in line for line in repository.problems()), repository.problems()


def test_a_decision_for_a_situation_of_another_calculator(repository: Any) -> None:
    """[decision-inputs] A preset fills the inputs of its own calculator only."""
    repository.spoil(
        "claims/tuning-costs-less", "calculator: cost\n  preset", "calculator: serving\n  preset"
    )
    assert any(
        "decided_by.preset: docs is a situation for the calculator cost; name one for serving"
        in line
        for line in repository.problems()
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "to: 100000000, turns: true",
            "to: 200, turns: true",
            (
                "decided_by.flip.turns: the test gives false all over the span of requests_per_month, "
                "100 requests a month to 200 requests a month; widen the span"
            ),
        ),
        (
            "turns: true",
            "turns: false",
            " requests a month (requests_per_month); correct answer and `turns:`, or narrow the span",
        ),
    ],
)
def test_a_flip_point_that_is_not_as_the_entry_says(
    repository: Any, old: str, new: str, problem: str
) -> None:
    """[decision] A test that turns where it should stay, or stays where it should turn."""
    repository.spoil("claims/tuning-costs-less", old, new)
    (found,) = repository.problems()
    assert problem in found


def test_a_verdict_that_the_calculation_does_not_give(repository: Any) -> None:
    """[decision] The result that the entry expects is held against the one computed now."""
    repository.spoil("claims/tuning-costs-less", "expect: false", "expect: true")
    (problem,) = repository.problems()
    assert (
        "content/claims/tuning-costs-less.yaml:15: decided_by.expect: the test gives false now: "
        "“Fine-tuned: over the whole period” is not less than “RAG: over the whole period” ($"
    ) in problem
    assert "then correct verdict, answer and `expect:` [decision]" in problem


def test_a_changed_price_turns_a_verdict(repository: Any) -> None:
    """[decision] A verdict is computed with the prices of the day, and not remembered."""
    repository.spoil(
        "claims/tuning-costs-less",
        "result: fine_tuned.horizon_usd, is: less, than: rag.horizon_usd",
        "result: fine_tuned.components.training_usd, is: more, than: 100",
    )
    text = repository.path("claims/tuning-costs-less").read_text().partition("\n")[2]
    repository.write("claims/tuning-costs-less", text.replace("turns: true", "turns: false"))
    assert repository.problems() == []

    repository.spoil("prices/tuning", "million_tokens: 5.0", "million_tokens: 60.0")

    (problem,) = repository.problems()
    assert "is more than $100.00 ($540.00 against $100.00)" in problem


def test_a_claim_that_contradicts_itself(repository: Any) -> None:
    """[contradiction] The other side of a contradiction is another claim."""
    repository.spoil(
        "claims/tuning-costs-less",
        "[rag-is-right-more-often]",
        "[rag-is-right-more-often, tuning-costs-less]",
    )
    (problem,) = repository.problems()
    assert "contradicts.1: the claim contradicts itself; name another claim" in problem


def test_second_hand_figures_beside_others(repository: Any) -> None:
    """[second-hand] A further source or a calculation carries the verdict."""
    repository.spoil("evidence/study", "provenance: read-copy", "provenance: second-hand")
    repository.spoil(
        "claims/rag-is-right-more-often",
        "evidence: [study]",
        "evidence: [study]\nsources: [price-list]",
    )
    assert repository.problems() == []


def test_a_claim_without_a_verdict(repository: Any) -> None:
    """[owed-claims] What the list asks for has to be there, the use case of a claim too."""
    path = repository.root / "content" / "vocabulary" / "owed-claims.txt"
    path.parent.mkdir()
    path.write_text("# Costs\ntuning-costs-less\n\nft-is-magic\nuc-support\nuc-poems\n")
    asks = "content/vocabulary/owed-claims.txt asks for this entry and it is not there; write it"
    assert repository.problems() == [
        f"content/{folder}/{name}.yaml:1: {asks}, beginning with "
        f"`make new kind={kind} id={name}` [owed-claims]"
        for folder, kind, name in [
            ("claims", "claim", "ft-is-magic"),
            ("claims", "claim", "uc-poems"),
            ("claims", "claim", "uc-support"),
            ("use-cases", "use-case", "poems"),
        ]
    ]
