"""``python -m compliance``: one JSON object a line with stable keys, and nothing else on standard output."""

import json
import os
from pathlib import Path

import pytest
from PIL import Image

from compliance import __main__ as command
from tests.compliance.papers import Blank

KEYS = ["file", "pages", "clauses", "findings", "coverage", "model", "seconds", "notes", "error"]
TEXT = (
    "MASTER SERVICES AGREEMENT\r\n\r\n1. Fees. Customer shall pay all invoices.\r\n\r\n"
    "2. Liability. Customer's liability under this Agreement shall be unlimited.\r\n"
)


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(command, "load_classifier", Blank)

    def run(*arguments: str) -> list[dict]:
        assert command.main(arguments) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def test_offsets_are_those_of_the_file(tmp_path: Path, lines) -> None:
    path = tmp_path / "agreement.txt"
    path.write_bytes(TEXT.encode())
    (row,) = lines(str(path))
    assert list(row) == KEYS
    with path.open(encoding="utf-8", newline="") as file:
        read = file.read()
    assert all(read[c["start"] : c["end"]] == c["text"] for c in row["clauses"])
    quoted = [f for f in row["findings"] if f["quote"]]
    assert any("unlimited" in f["quote"] for f in quoted)
    assert all(read[f["start"] : f["end"]] == f["quote"] for f in quoted)


def test_a_file_that_cannot_be_read_is_a_line_too(tmp_path: Path, lines) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "zeros.txt").write_bytes(b"a\x00b")
    (tmp_path / "not.pdf").write_bytes(b"this is no PDF")
    names = ["missing.pdf", "empty.txt", "zeros.txt", "not.pdf"]
    rows = lines(*(str(tmp_path / name) for name in names))
    assert [list(row) for row in rows] == [KEYS] * 4
    assert [row["error"]["code"] for row in rows[:3]] == ["file_not_found", "empty", "not_text"]
    assert rows[3]["error"]["message"]


def test_what_is_no_file_is_a_line_too(tmp_path: Path, lines) -> None:
    for name in ("pipe.txt", "pipe.pdf"):
        os.mkfifo(tmp_path / name)
    names = [tmp_path, tmp_path / "pipe.txt", tmp_path / "pipe.pdf"]
    rows = lines(*map(str, names))
    assert [row["error"]["code"] for row in rows] == ["not_a_file"] * 3


def test_a_file_without_a_contract_says_what_was_found_instead(tmp_path: Path, lines) -> None:
    Image.new("L", (850, 1100), 250).save(tmp_path / "blank.png")
    (row,) = lines(str(tmp_path / "blank.png"))
    assert row["error"]["code"] == "no_contract"
    assert "No text was found" in row["error"]["message"]


def test_a_playbook_that_is_none_is_an_error_of_the_arguments(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text("no front matter", encoding="utf-8")
    assert command.main(["--playbook", str(tmp_path), "x.txt"]) == 2
