"""`python -m sitebuild validate`: the contract that other programs rely on."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitebuild.measurements.validate import main

ARCHITECTURE = {
    "params": 6_738_000_000,
    "layers": 32,
    "hidden": 4096,
    "heads": 32,
    "kv_heads": 32,
    "ffn": 11008,
    "vocab": 32000,
}
SOURCE = {"title": "Own run", "authors": "Data team", "year": 2025, "url": "https://example.org/1"}
MEMORY: dict[str, Any] = {
    "id": "my-run",
    "kind": "finetune_peak_memory_gib",
    "inputs": {
        **ARCHITECTURE,
        "gpu": "a100-sxm-40gb",
        "gpu_count": 1,
        "method": "lora",
        "precision": "bf16",
        "sequence_tokens": 1304,
        "micro_batch": 1,
        "checkpointing": "none",
        "lora_rank": 8,
        "lora_targets": "qv",
    },
    "measured": 19.8,
    "unit": "GiB",
    "source": SOURCE,
    "use": "validate",
}
FITS = {
    **MEMORY,
    "id": "fits",
    "kind": "fits_on_gpu",
    "inputs": {**MEMORY["inputs"], "gpu_memory_gib": 16},
    "measured": 0,
    "unit": "boolean",
}
TERMS = {
    "id": "terms",
    "kind": "index_memory_gib",
    "inputs": {"vectors": 1000, "index": "bm25"},
    "measured": 1.0,
    "unit": "GiB",
    "source": SOURCE,
}


def run(tmp_path: Path, rows: object, *more: str) -> int:
    path = tmp_path / "rows.yaml"
    path.write_text(rows if isinstance(rows, str) else yaml.safe_dump(rows, sort_keys=False))
    return main([str(path), *more])


def test_json_has_the_promised_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A predicted row has exactly these keys, and error is mid over measured minus one."""
    assert run(tmp_path, [MEMORY], "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert list(row) == ["id", "kind", "measured", "unit", "low", "mid", "high", "error"]
    assert row["error"] == pytest.approx(row["mid"] / 19.8 - 1, abs=1e-5)
    assert row["low"] <= row["mid"] <= row["high"]


def test_a_row_that_cannot_be_predicted_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is skipped with a reason, and the other rows are predicted."""
    assert run(tmp_path, [TERMS, MEMORY], "--json") == 0
    skipped, predicted = json.loads(capsys.readouterr().out)
    assert list(skipped) == ["id", "kind", "skipped"]
    assert "mid" in predicted


def test_what_did_not_fit_is_predicted_as_such(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without checkpointing 7 billion parameters do not fit into 16 GiB; no error, no division by 0."""
    assert run(tmp_path, [FITS], "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["mid"], row["error"]) == (0, 0)


def test_the_table_names_kinds_and_worst_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --json a person reads rows, error and coverage by kind."""
    assert run(tmp_path, [MEMORY, TERMS]) == 0
    text = capsys.readouterr().out
    assert "finetune_peak_memory_gib" in text
    assert "skipped terms" in text
    assert "my-run" in text


def broken(**changed: Any) -> dict[str, Any]:
    row = copy.deepcopy(MEMORY)
    inputs = changed.pop("inputs", {})
    row.update(changed)
    row["inputs"].update(inputs)
    return row


@pytest.mark.parametrize(
    ("row", "line", "message"),
    [
        (broken(kind="speed"), 2, "kind 'speed' is unknown"),
        (broken(unit="GB"), 21, "unit of finetune_peak_memory_gib must be GiB"),
        (broken(measured="much"), 20, "must be a number"),
        (broken(measured=0), 20, "more than 0"),
        (broken(inputs={"heads": "many"}), 7, "heads is 'many'"),
        (broken(inputs={"colour": "red"}), 20, "colour is not an input"),
        (broken(inputs={"method": "magic"}), 13, "one of full, lora, qlora"),
        (broken(inputs={"gpu": "abacus"}), 11, "gpu abacus is not in content/accelerators/"),
        (broken(inputs={"gpu": "a100-40gb"}), 11, "did you mean a100-sxm-40gb?"),
        (broken(inputs={"layers": 0}), 5, "more than 0"),
        (broken(inputs={"kv_heads": 80}), 8, "kv_heads is more than heads"),
        (broken(inputs={"heads": 5000}), 7, "heads is more than hidden"),
        (broken(source=MEMORY["source"] | {"year": 2999}), 25, "year 2999 has not come yet"),
        (broken(use="sometimes"), 27, "use must be one of"),
        (broken(source={"title": "x"}), 22, "source lacks authors, year, url"),
        (broken(mood="good"), 28, "mood is no key"),
        (broken(kind=["speed"]), 2, "is unknown"),
        (broken(measured=10**400), 20, "must lie between"),
        (broken(measured=1e-320), 20, "must lie between"),
        (broken(inputs={"params": 10**400}), 4, "from 0 to 1e+18"),
    ],
)
def test_a_malformed_row_is_an_error_with_its_line(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    row: dict[str, Any],
    line: int,
    message: str,
) -> None:
    """The error names file, line and reason, and the exit status is 1."""
    assert run(tmp_path, [row], "--json") == 1
    shown = capsys.readouterr()
    assert not shown.out
    assert f"rows.yaml:{line}: " in shown.err
    assert message in shown.err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\n", "must be a list of cases"),
        ("- 3\n", "a case must be a mapping"),
        ("- id: [\n", "is no YAML"),
        ("- id: x\n  id: y\n", "id is given twice"),
        ("- id: x\n", "lacks kind"),
        ("- ? [a]\n  : b\n", "a key must be a word"),
        ("- id: x\n  inputs: {? [a] : b}\n", "a key must be a word"),
        ("- id: 2024-02-30\n", "cannot be read"),
        ("- !!python/object:os.system {}\n", "cannot be read"),
        ("- <<: 3\n  id: x\n", "cannot be read"),
        ("- !!set {a, b}\n", "must be a mapping"),
    ],
)
def test_a_file_of_another_form_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    """Whatever the file holds, the answer is a sentence and not a stack trace."""
    assert run(tmp_path, text) == 1
    assert message in capsys.readouterr().err


def test_a_file_that_is_no_text_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Latin-1 is told apart from UTF-8 in a sentence."""
    path = tmp_path / "rows.yaml"
    path.write_bytes("- id: é\n".encode("latin-1"))
    assert main([str(path)]) == 1
    assert "no text in UTF-8" in capsys.readouterr().err


def test_a_source_may_say_when_and_how_it_was_read(tmp_path: Path) -> None:
    """`checked` is a date and `provenance` a word; neither is required."""
    row = copy.deepcopy(MEMORY)
    row["source"] |= {"checked": date(2026, 11, 21), "provenance": "read-copy"}
    assert run(tmp_path, [row]) == 0


def test_an_id_used_twice_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ids are unique over all files read together."""
    assert run(tmp_path, [MEMORY, MEMORY]) == 1
    assert "is used a second time" in capsys.readouterr().err


def test_a_missing_file_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is not there is named."""
    assert main([str(tmp_path / "none.yaml")]) == 1
    assert "cannot be read" in capsys.readouterr().err
