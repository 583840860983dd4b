"""``python -m extraction``: one JSON object a line, in the order of the files, nothing else."""

import json

import pytest

from extraction.__main__ import main
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


def test_wrong_usage_is_an_exit_code(capsys):
    with pytest.raises(SystemExit) as caught:
        main([])
    assert caught.value.code == 2
    assert capsys.readouterr().out == ""
