"""The decision as a Markdown file for one's own repository."""

from calculators.advisor.advice import ARMS, SPECS, fields_of, in_words
from calculators.advisor.inputs import QUESTIONS, AdvisorInputs
from calculators.advisor.results import EXCLUDED
from calculators.advisor.score import Score
from calculators.blocks import Document, Item, Items, query_of

NAME = "decision-record.md"


def decision_record(
    inputs: AdvisorInputs, answer: str, now: Score, lists: tuple[Items, Items, Items]
) -> Document:
    """Answers, scores, reasons and what would change the decision. `lists`: those three, in order.

    A calculator knows no clock and no address: the date is left to fill in, and pages of the site
    are named by their path.
    """
    reasons, excluded, changes = lists
    lines = [
        "# How we adapt the language model",
        "",
        "- Date: (fill in)",
        "- Decided by: (fill in)",
        "- Status: proposed",
        "",
        "## Decision",
        "",
        answer if answer.endswith(".") else f"{answer}.",
        "",
        "## Answers it rests on",
        "",
        "| Question | Answer |",
        "|---|---|",
        *(
            f"| {SPECS[name].label} | {in_words(name, getattr(inputs, name))} |"
            for name in QUESTIONS
        ),
        "",
        "## Scores",
        "",
        "Sums of points for each answer. The weights are judgement, not measurement.",
        "",
        "| Method | Points |",
        "|---|--:|",
        *(
            f"| {label} | {EXCLUDED if arm in now.excluded else f'{now.totals[arm]:g}'} |"
            for arm, label in ARMS.items()
        ),
        "",
        *_section("Why", reasons),
        *_section("Ruled out", excluded),
        *_section("What would change it", tuple(_without_links(each) for each in changes)),
        "## To reproduce it",
        "",
        f"Open `calculators/advisor/{query_of(fields_of(inputs))}` on the site that this file is from.",
        "",
        "## What we measure before we trust it",
        "",
        "- (fill in: test set, metric, smallest difference worth having)",
    ]
    return Document(name=NAME, text="\n".join(lines) + "\n")


def _section(title: str, items: Items) -> list[str]:
    lines = [f"## {title}", ""]
    for item in items:
        lines.append(f"- **{item.head}** {item.text}")
        lines += [f"    - {link.text} (`{link.page}`)" for link in item.links]
    return [*lines, *([] if items else ["- Nothing."]), ""]


def _without_links(item: Item) -> Item:
    return Item(head=item.head, text=item.text)
