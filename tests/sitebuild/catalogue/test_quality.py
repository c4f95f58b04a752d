"""What studies found, as the quality calculator takes it."""

import math
from typing import Any

import pytest

from calculators.declare import defaults_of, inputs_of
from calculators.quality.gains import moved
from calculators.registry import CALCULATORS
from sitebuild.catalogue import Catalogue
from sitebuild.catalogue.quality import fills, logit, quantile, rows_by_task, studies
from sitebuild.entries import Entries
from sitebuild.load import load_all
from sitebuild.prerender import typed_inputs

ROW = """\
  - setting: Another model
    task: knowledge
    metric: accuracy
    unit: share
    values: {base: 0.4, rag: 0.5}
    locator: Table 2
    provenance: read-copy
    quality: true
"""


def test_a_quantile_weighs_its_values() -> None:
    """A value stands at the middle of its weight; beyond the outer ones it is level."""
    two = [(0.0, 1.0), (1.0, 1.0)]
    assert quantile(two, 0.5) == 0.5
    assert (quantile(two, 0.1), quantile(two, 0.9)) == (0.0, 1.0)
    assert quantile([(0.0, 3.0), (1.0, 1.0)], 0.5) == pytest.approx(0.25)
    assert quantile([(7.0, 1.0)], 0.1) == 7.0


def test_shares_of_none_and_all_have_log_odds() -> None:
    """They are held at one in a hundred, because 0 and 100% have none."""
    assert logit(0.0) == logit(0.01)
    assert logit(1.0) == pytest.approx(-logit(0.0))
    assert logit(0.8) == pytest.approx(math.log(4))


def test_one_study_has_one_weight(repository: Any) -> None:
    """A study with two rows counts as much as a study with one."""
    name = "evidence/study"
    repository.spoil(name, "shows: Retrieval", ROW + "shows: Retrieval")
    text = repository.path(name).read_text().partition("\n")[2]
    other = text.replace(ROW, "").replace("rag: 0.875", "rag: 0.6")
    repository.write("evidence/study-two", other)
    entries = load_all(repository.root)

    filled = fills(rows_by_task(entries)["knowledge"])

    gains = sorted([(logit(0.875), 0.5), (logit(0.5) - logit(0.4), 0.5), (logit(0.6), 1.0)])
    assert filled["rag_gain_mid"] == pytest.approx(quantile(gains, 0.5), abs=5e-4)
    assert (filled["rag_gain_studies"], filled["rag_gain_rows"]) == (2, 3)
    assert (filled["fine_tuned_gain_studies"], filled["long_context_gain_studies"]) == (2, 0)


def test_what_nobody_read_carries_no_range_alone(repository: Any) -> None:
    """Rows that are all second-hand count for nothing, and beside read ones they count."""
    repository.spoil("evidence/study", "provenance: read-copy", "provenance: second-hand")
    repository.path("claims/rag-is-right-more-often").write_text(
        repository.path("claims/rag-is-right-more-often")
        .read_text()
        .replace("evidence: [study]", "evidence: [study]\nsources: [price-list]")
    )
    filled = fills(rows_by_task(load_all(repository.root))["knowledge"])
    assert filled["rag_gain_studies"] == 0
    repository.spoil(
        "evidence/study",
        "provenance: read-copy\n    quality: true\n",
        "provenance: second-hand\n    quality: true\n" + ROW,
    )
    filled = fills(rows_by_task(load_all(repository.root))["knowledge"])
    assert filled["rag_gain_rows"] == 2


def test_every_task_fills_every_field_within_bounds(catalogue: Catalogue) -> None:
    """A choice in the form never brings a value that the form refuses."""
    calculator = CALCULATORS["quality"]
    for task in catalogue["quality-tasks"]:
        values = defaults_of(calculator.inputs, catalogue, {"task": task["id"]})
        for spec in inputs_of(calculator.inputs):
            if spec.minimum is not None and spec.maximum is not None:
                assert spec.minimum <= float(values[spec.name]) <= spec.maximum, spec.name
        assert task["sources"]


def test_the_studies_behind_a_task_are_those_with_rows(entries: Entries) -> None:
    """Each has a page, and none is listed for a task that it says nothing on."""
    listed = {(each["task"], each["study"]) for each in studies(entries)}
    wanted = {(t, row.study.id) for t, rows in rows_by_task(entries).items() for row in rows}
    assert listed == wanted


@pytest.mark.parametrize("model", ["google-gemini-3.5-flash", "anthropic-claude-sonnet-5.5"])
def test_cost_opens_with_the_cache_hits_of_the_caching_calculator(
    catalogue: Catalogue, model: str
) -> None:
    """The same model, traffic and prompt: what one page finds lies within what the other assumes."""
    cost, caching = CALCULATORS["cost"], CALCULATORS["caching"]
    opens = typed_inputs(cost, catalogue, {"model": model})[1]
    same = {
        "model": model,
        "requests_per_month": opens.requests_per_month,
        "instruction_tokens": opens.instruction_tokens,
        "context_tokens": opens.context_tokens,
    }
    found = caching.compute(typed_inputs(caching, catalogue, same)[1]).prompt_only.hit_percent

    assert abs(found - opens.cache_hit_percent) < opens.cache_hit_spread_points / 2


def test_cost_opens_with_the_difference_that_studies_found_between_text_and_passages(
    catalogue: Catalogue,
) -> None:
    """No study measured a prompt with documents beside the four: RAG's odds, moved by what others found."""
    task = next(each for each in catalogue["quality-tasks"] if each["id"] == "long-document")
    found = task["fills"]
    opens = {spec.name: spec.default for spec in inputs_of(CALCULATORS["cost"].inputs)}
    rag = opens["rag_accuracy_percent"]
    assert isinstance(rag, float)
    expected = {
        end: moved(rag, found[f"long_context_over_rag_{end}"]) for end in ("low", "mid", "high")
    }

    assert opens["prompt_documents_accuracy_percent"] == pytest.approx(expected["mid"], abs=0.05)
    half = (expected["high"] - expected["low"]) / 2
    assert opens["accuracy_spread_points"] == pytest.approx(half, abs=1)
