"""``python -m extraction``: one JSON object a line, in the order of the files, nothing else."""

import json
import os

import pytest

from extraction import isolate
from extraction.__main__ import main
from extraction.types import ExtractionError
from tests.extraction import files

KEYS = {"file", "sha256", "status", "error", "pages", "parts", "warnings", "seconds"}
PART = {"kind", "pages", "revision", "fields", "issues", "needs_review", "tin_sure"}


def test_lines_follow_the_arguments(tmp_path, capsys):
    good = files.pdf(tmp_path / "good.pdf")
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"GIF89a")
    names = [str(bad), str(tmp_path / "absent.pdf"), str(good)]
    assert main([*names, "--no-ocr"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["file"] for line in lines] == names
    assert all(line.keys() == KEYS for line in lines)
    assert [line["status"] for line in lines] == ["rejected", "rejected", "accepted"]
    assert [line["error"] and line["error"]["code"] for line in lines] == [
        "type_mismatch",
        "file_not_found",
        None,
    ]
    assert lines[2]["parts"][0].keys() == PART
    assert lines[2]["parts"][0]["kind"] == "contract"


def test_what_is_no_file_is_never_opened(tmp_path, capsys):
    """A pipe that nobody writes to would be waited for without an end."""
    os.mkfifo(tmp_path / "pipe.pdf")
    assert main([str(tmp_path), str(tmp_path / "pipe.pdf"), "/dev/zero"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["error"]["code"] for line in lines] == ["not_a_file"] * 3


def test_a_busy_machine_is_said_and_not_blamed_on_the_file(tmp_path, capsys, monkeypatch):
    def busy(*_, **__):
        raise ExtractionError("engine_busy", "Too busy.", permanent=False)

    monkeypatch.setattr(isolate, "call", busy)
    assert main([str(files.pdf(tmp_path / "a.pdf"))]) == 0
    (line,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (line["status"], line["error"]) == ("rejected", {"code": "engine_busy", "message": "Too busy."})


def test_wrong_usage_is_an_exit_code(capsys):
    with pytest.raises(SystemExit) as caught:
        main([])
    assert caught.value.code == 2
    assert capsys.readouterr().out == ""
