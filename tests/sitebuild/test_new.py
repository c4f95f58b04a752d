"""A template holds every key, and tells what is still to be written."""

import re
import shutil
from pathlib import Path

import pytest

from sitebuild.content import ROOT
from sitebuild.entries import KINDS, Kind
from sitebuild.explain import field_schema
from sitebuild.load import check
from sitebuild.new import main_new, template, variants
from sitebuild.read_yaml import read

FORMS = [(kind, form) for kind in KINDS for form in variants(kind) or [None]]


@pytest.mark.parametrize(("kind", "form"), FORMS, ids=lambda each: getattr(each, "name", each))
def test_a_template_has_every_key_and_leaves_out_no_description(
    kind: Kind, form: str | None
) -> None:
    """Required keys stand open, optional ones are commented out, each below its description."""
    text = template(kind, form)
    document = read("f.yaml", text)
    assert document.data is not None
    assert {problem.rule for problem in document.problems} == {"empty-value"}
    for key, about in field_schema(kind, document.data, ())["properties"].items():
        assert f"\n{key}:" in text or f"\n# {key}:" in text
        assert about["description"].split()[0] in text


def test_new_writes_the_file_and_check_names_what_is_missing(tmp_path: Path) -> None:
    """A fresh entry is incomplete, and `check` says so key by key."""
    arguments = ["price", "acme-rerank", "--form", "reranking", "--root", str(tmp_path)]
    assert main_new(arguments) == 0
    lines = [str(problem) for problem in check(tmp_path)]
    assert any(": label: has no value; give one" in line for line in lines)
    assert any(
        ": history.0.rerank_usd_per_thousand_searches: has no value" in line for line in lines
    )
    assert not any(rule in line for line in lines for rule in ("missing-key", "unknown-key"))


def test_an_entry_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second entry of the same id is refused."""
    arguments = ["term", "rag", "--root", str(tmp_path)]
    assert main_new(arguments) == 0
    assert main_new(arguments) == 1
    assert "exists already; edit it or choose another id" in capsys.readouterr().err


def test_the_dash_of_a_list_stands_before_its_first_key() -> None:
    """The description of the first key stands above the dash, not behind it."""
    assert "\n  - from:\n" in template(FORMS[1][0], "reranking")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["term", "My Term"], "use small letters and digits"),
        (["price", "x"], "say which price with --form: "),
        (["term", "x", "--form", "y"], "a term has one form only; leave --form out"),
    ],
)
def test_wrong_arguments_are_explained(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong id or form is refused with the way to give it."""
    with pytest.raises(SystemExit):
        main_new([*arguments, "--root", str(tmp_path)])
    assert message in capsys.readouterr().err


def test_the_entry_that_contributors_read_first_passes(tmp_path: Path) -> None:
    """In the place of the file it shows it is in order, and its slip is answered as printed there."""
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    example = guide.partition("```yaml\n")[2].partition("```")[0]
    name, error = _ERROR.search(guide).groups()  # type: ignore[union-attr]
    for folder in ("content", "docs", "calculators"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    path = tmp_path / name
    path.write_text(example, encoding="utf-8")
    assert check(tmp_path) == []
    path.write_text(example.replace("tokens: 0.8\n", "tokens: 0.0008\n"), encoding="utf-8")
    assert [str(problem) for problem in check(tmp_path)] == [
        f"{name}:{error.replace('\n    ', ' ')}"
    ]


_ERROR = re.compile(r"\n    (content/prices/[^:]*):((?:.*\n    )*.*price-unit\])")
