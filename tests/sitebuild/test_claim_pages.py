"""Pages of claims, evidence, comparisons and use cases, as staged from entries."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitebuild import stage as staging
from sitebuild.argument import figure_tables, value_text
from sitebuild.calculator_html import Facts
from sitebuild.catalogue import build
from sitebuild.entries import ARMS, Entries, Evidence
from sitebuild.load import load_all
from sitebuild.publish.exports import Published
from sitebuild.templating import cell

PAGES = ("claims", "evidence", "compare", "use-cases")
TODAY = date(2026, 11, 21)

type Stage = Callable[..., dict[str, str]]


@pytest.fixture
def facts(repository: Any) -> Facts:
    """The facts of the small repository, on the day that its entries are in order."""
    entries = load_all(repository.root)
    return Facts(entries=entries, catalogue=build(entries, TODAY), day=TODAY)


@pytest.fixture
def stage(root: Path, facts: Facts) -> Stage:
    """Stages the pages of claims and comparisons from docs/, with the facts or changed ones."""

    def made(**changed: Any) -> dict[str, str]:
        chosen = replace(facts, **changed)
        pages = staging._Pages(root / "docs", chosen, Published(root, chosen.entries))
        found = {
            path: text
            for folder in PAGES
            for source in sorted((root / "docs" / folder).glob("*.md"))
            for path, text in pages.of(source)
        }
        assert pages.problems == []
        return found

    return made


def meta(text: str) -> dict[str, Any]:
    """The front matter of a staged page."""
    return yaml.safe_load(text.split("---\n")[1])


def test_every_entry_and_arm_has_a_page(stage: Stage) -> None:
    """Claims, evidence and use cases have one each, and so has each way to adapt a model."""
    assert set(stage()) == {
        "claims/index.md",
        "claims/who-says-what.md",
        "claims/articles.md",
        "claims/rag-is-right-more-often.md",
        "claims/tuning-costs-less.md",
        "evidence/index.md",
        "evidence/study.md",
        "compare/index.md",
        *(f"compare/{arm}.md" for arm in ARMS),
        "use-cases/index.md",
        "use-cases/support.md",
    }


def test_every_page_is_described_and_leads_on(stage: Stage) -> None:
    """Each has a description of its own, an edit link to the file that made it, and onward links."""
    staged = stage()
    descriptions = [meta(text)["description"] for text in staged.values()]
    assert len(set(descriptions)) == len(descriptions)
    for path, text in staged.items():
        onward = re.search(r"^Read on: (.*)", text, re.MULTILINE)
        assert onward, path
        assert len(re.findall(r"\]\(", onward[1])) >= 3, path
    assert meta(staged["claims/tuning-costs-less.md"])["edit_path"] == (
        "content/claims/tuning-costs-less.yaml"
    )
    assert meta(staged["compare/rag.md"])["edit_path"] == "docs/compare/each.md"


def test_a_claims_page_opens_with_its_verdict_in_words(stage: Stage) -> None:
    """The claim is the title, so that a search finds it, and the verdict follows at once."""
    text = stage()["claims/tuning-costs-less.md"]
    assert meta(text)["title"] == "Fine-tuning costs less."
    assert re.search(
        r"# Fine-tuning costs less\.\n\n<p class=\"judged\"[^>]*><span[^>]*><span aria-hidden=\"true\">"
        r"✗</span> Fails</span> Not at this traffic\.</p>",
        text,
    )
    assert "Last checked 2026-11-20" in text


def test_a_decided_claim_shows_the_live_figure_and_the_flip_point(stage: Stage) -> None:
    """The embedded calculator has the decision's inputs, and the turn stands there in words."""
    text = stage()["claims/tuning-costs-less.md"]
    assert 'name="requests_per_month" type="number"' in text
    assert re.search(r'name="requests_per_month"[^>]* value="1000"', text)
    assert 'data-result="fine_tuned.horizon_usd"' in text
    turn = re.search(r"The answer turns at “Requests” \*\*[0-9,]+ requests a month\*\*: (.*)", text)
    assert turn
    assert "from there on, “Fine-tuned: over the whole period” is less than “RAG: over" in turn[1]
    assert "below" not in turn[1], "what holds now is said already"


def test_clashing_claims_stand_side_by_side_once(stage: Stage) -> None:
    """Each pair is shown once, with the condition or the numbers under which each side is right."""
    text = stage()["claims/who-says-what.md"]
    assert text.count('class="clash"') == 1
    assert text.count('class="clash__side"') == 2
    assert "**Right:** When the passages hold the answer." in text
    assert "The answer turns at “" in text
    assert "Said by [What to choose](../claims/articles.md#advice), Acme." in text


def test_an_article_is_taken_apart_into_its_claims(stage: Stage) -> None:
    """Each article has the claims that it makes below it, with their verdicts, and no others."""
    text = stage()["claims/articles.md"]
    assert "## What to choose { #advice }" in text
    assert "| [RAG is right more often.](rag-is-right-more-often.md) | <span" in text
    assert "tuning-costs-less.md" not in text


def test_evidence_says_which_claims_rest_on_it_and_how_it_was_read(stage: Stage) -> None:
    """A share is shown in percent, under its column's label, with its place and how it was read."""
    text = stage()["evidence/study.md"]
    assert "| Setting | Untouched model | RAG | Fine-tuned | Where |" in text
    values = {"Untouched model": "50%", "RAG": "87.5%", "Fine-tuned": "60%"}
    cells = "".join(f' {value} {{ data-label="{label}" }} |' for label, value in values.items())
    assert f"{cells} Table 1<br><small>Read in a copy</small> |" in text
    assert "[RAG is right more often.](../claims/rag-is-right-more-often.md)" in text


def test_every_cell_of_the_matrix_links_to_what_it_rests_on(stage: Stage) -> None:
    """A row a dimension, a column an arm, a link or more in each cell."""
    text = stage()["compare/index.md"]
    (row,) = [line for line in text.splitlines() if 'id="freshness"' in line]
    cells = row.strip("| ").split(" | ")[1:]
    assert len(cells) == len(ARMS)
    assert all("](../claims/" in cell or "](../evidence/" in cell for cell in cells)
    assert "Weak</span>" in cells[0]


def test_a_cell_of_the_matrix_carries_its_arm_for_narrow_screens(stage: Stage) -> None:
    """Cells stand below each other there, so each names its column, in the words of the heading."""
    text = stage()["compare/index.md"]
    (row,) = [line for line in text.splitlines() if 'id="freshness"' in line]
    heading = next(line for line in text.splitlines() if line.startswith("| Topic |"))
    labels = re.findall(r'\{ data-label="([^"]+)" \}', row)
    assert len(labels) == len(ARMS)
    assert labels == re.findall(r"\[([^\]]+)\]\(", heading)


def test_a_page_of_an_arm_sorts_topics_by_rating(stage: Stage) -> None:
    """What is strong comes under Strong, and use cases are those that the arm is recommended for."""
    staged = stage()
    assert re.search(r"## Strong in\s+\*\*Freshness\*\*", staged["compare/rag.md"])
    assert "[Product support](../use-cases/support.md)" in staged["compare/rag.md"]
    assert re.search(r"## Weak in\s+\*\*Freshness\*\*", staged["compare/fine-tuned.md"])
    assert "use-cases/support.md" not in staged["compare/fine-tuned.md"]


@pytest.mark.parametrize(("day", "due"), [(date(2027, 11, 20), False), (date(2027, 11, 21), True)])
def test_a_page_says_that_its_review_is_overdue(stage: Stage, day: date, due: bool) -> None:
    """The day after the review was due the page carries a warning; the day comes from the build."""
    staged = stage(day=day)
    for page in ("claims/tuning-costs-less.md", "use-cases/support.md"):
        assert ('!!! warning "Due for review since 2027-11-20"' in staged[page]) is due
    for page in ("compare/index.md", "compare/rag.md"):
        assert ("*Due for review since 2027-11-20.*" in staged[page]) is due


def test_the_pages_stand_while_nothing_is_written_yet(stage: Stage, facts: Facts) -> None:
    """Empty folders give pages that say so, without an empty table or filter."""
    entries = Entries(sources=facts.entries.sources)
    staged = stage(entries=entries)
    assert set(staged) == {
        *("claims/index.md", "claims/who-says-what.md", "claims/articles.md"),
        "evidence/index.md",
        *("compare/index.md", "use-cases/index.md"),
        *(f"compare/{arm}.md" for arm in ARMS),
    }
    for path, text in staged.items():
        assert " yet." in text, path
        assert "|---" not in text, path
        assert "data-filter" not in text, path


def test_figures_with_other_labels_get_a_table_of_their_own(facts: Facts) -> None:
    """Rows that compare the same arms stand in one table, in the order of the entry."""
    study = facts.entries.evidence["study"]
    row = study.figures[0]
    other = row.model_copy(update={"values": {"top-1": 4.0}, "unit": "ms"})
    changed: Evidence = study.model_copy(update={"figures": [row, row, other]})
    tables = figure_tables(changed)
    assert [(table.labels, len(table.rows)) for table in tables] == [
        (("Untouched model", "RAG", "Fine-tuned"), 2),
        (("top 1",), 1),
    ]
    assert tables[1].rows[0][1] == ("4 ms",)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.481, "share", "48.1%"),
        (0.1, "usd", "$0.10"),
        (12.5, "points", "12.5 points"),
        (1.7, "ratio", "1.7"),
        (24, "gib", "24 GiB"),
    ],
)
def test_a_measured_value_has_its_unit(value: float, unit: str, text: str) -> None:
    """Shares are read as percent; ratios, counts and scores stand alone."""
    assert value_text(value, unit) == text


def test_text_in_a_table_stays_in_its_cell() -> None:
    """Line ends and bars of an entry's text would break the row."""
    assert cell("one | two\n  three") == r"one \| two three"
