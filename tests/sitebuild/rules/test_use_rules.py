"""What rules refuse about presets, dimensions, use cases and the advisor's answers."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("calculator: cost", "calculator: costs", 'calculator: there is no calculator "costs"'),
        ("requests_per_month: 30000", "request_per_month: 1", "did you mean requests_per_month?"),
        ("requests_per_month: 30000", 'requests_per_month: "30000"', "30000 is not accepted"),
        ("model: google-gemini-3.5-flash", "model: gpt", "hosted-models has no entry gpt"),
        ("requests_per_month: Counted.", "epochs: Counted.", "explains an input that the preset"),
        ("[answer]", "[answers]", "show.0: the calculator cost has no result answers; did you"),
    ],
)
def test_preset_inputs_that_the_calculator_does_not_take(
    repository: Any, old: str, new: str, problem: str
) -> None:
    """[preset-inputs] Unknown calculators and inputs, text for numbers, unknown choices."""
    repository.spoil("presets/docs", old, new)
    assert any(problem in line for line in repository.problems())


def test_preset_inputs_that_contradict_each_other(repository: Any) -> None:
    """[preset-inputs] A middle below the lower end is named beside both, as the form does it."""
    wrong = "hosting: self-hosted\n  serving_compute_low: 0.5\n  serving_compute_mid: 0.4"
    repository.spoil("presets/docs", "requests_per_month: 30000", wrong)
    problems = [line for line in repository.problems() if "correct one of the two" in line]
    assert len(problems) == 2
    assert (
        "inputs.serving_compute_low: The lower end (0.5) lies above the middle (0.4)" in problems[0]
    )


def test_a_dimension_that_is_no_topic_and_one_in_a_taken_place(repository: Any) -> None:
    """[dimension-place] The id is one of the topics, and each has a place of its own."""
    text = repository.path("dimensions/freshness").read_text().partition("\n")[2]
    repository.write("dimensions/speed", text)
    first, second = repository.problems()
    assert "speed.yaml:1: speed is no topic in which arms are compared; name the file" in first
    assert "speed.yaml:5: order: freshness has the place 2 already; give another place" in second


def test_a_use_case_that_shows_a_result_that_is_not_there(repository: Any) -> None:
    """[use-case-inputs] Results are those of the calculator that the preset is for."""
    repository.spoil("use-cases/support", "show: [rag.horizon_usd]", "show: [rag.horizon]")
    (problem,) = repository.problems()
    assert "cost.show.0: the calculator cost has no result rag.horizon; did you mean" in problem


def test_an_answer_of_the_advisor_without_an_entry(repository: Any) -> None:
    """[advice] The file that is missing is named."""
    repository.path("advisor/facts-change-daily").unlink()
    assert repository.problems() == [
        (
            "content/advisor:1: no entry for the answer daily to facts_change; "
            "add content/advisor/facts-change-daily.yaml [advice]"
        )
    ]


def test_a_missing_id_is_answered_with_the_nearest_of_the_same_provider(repository: Any) -> None:
    """[reference] However unlike the rest of it is; another provider's only where it is a near slip."""
    repository.write("sources/acme-tariffs", repository.path("sources/price-list").read_text())
    repository.spoil("glossary/token", "source: price-list", "source: acme-prices-of-2026")
    assert any(
        "did you mean acme-tariffs? If not, add it" in line for line in repository.problems()
    )
    repository.spoil("glossary/token", "source: price-list", "source: voyage-terms")
    add = "does not exist; add it: make new kind=source id=voyage-terms [reference]"
    assert any(add in line for line in repository.problems())
