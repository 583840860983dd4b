"""Accuracy, calibration and cost of the W-9 reader: ``python -m benchmarks.w9 --data FOLDER``.

FOLDER holds ``w9/dev`` with its ``truth.json`` and ``w9/score.py`` (VOUCH_DATA is used when it is not given).
Every file goes through ``extraction.extract``; the predictions are written as JSON, scored by the data's
own scorer, and followed by the clean scans that need nobody, a reliability table and the cost of a scanned
page beside whole-page Tesseract.
"""

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.w9.cost import print_cost
from benchmarks.w9.reliability import print_reliability
from benchmarks.w9.straight import print_straight
from extraction import Options, extract
from extraction.types import Extraction, Kind, Part

TODAY = date(2026, 11, 23)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for and print the tables."""
    chosen = _parser().parse_args(arguments)
    folder = chosen.data / "w9"
    truth = json.loads((folder / "dev" / "truth.json").read_text(encoding="utf-8"))
    if chosen.only:
        truth = [row for row in truth if row["file"].startswith(tuple(chosen.only))]
    predictions = {row["file"]: predict(folder / "dev" / row["file"]) for row in truth}
    chosen.out.write_text(json.dumps(predictions, indent=1, ensure_ascii=False), encoding="utf-8")
    _score(folder, chosen.out, by=chosen.by, show=chosen.show)
    print_straight(truth, predictions, _blocking(folder))
    print_reliability(truth, predictions)
    if not chosen.no_cost:
        print_cost(folder / "dev", truth)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.w9", description=__doc__.splitlines()[0])
    given = os.environ.get("VOUCH_DATA")
    parser.add_argument("--data", type=Path, default=given and Path(given), required=given is None)
    parser.add_argument("--out", type=Path, default=Path("w9-predictions.json"), help="predictions (JSON)")
    parser.add_argument("--only", nargs="*", help="files whose names start so")
    parser.add_argument("--by", default="variant", choices=("variant", "subtype", "revision"))
    parser.add_argument("--show", type=int, default=0, help="print so many wrong files")
    parser.add_argument("--no-cost", action="store_true", help="leave the timing out")
    return parser


def predict(path: Path) -> dict[str, Any]:
    """One file as the scorer wants it (its pages start at 0, ours at 1)."""
    started = time.monotonic()
    extraction = extract(path, Options(today=TODAY))
    seconds = time.monotonic() - started
    part = next((one for one in extraction.parts if one.kind is Kind.W9), None)
    if part is None:
        issues = [issue for one in extraction.parts for issue in one.issues]
        return {
            "is_w9": False, "page": None, "fields": {}, "needs_review": True, "tin_confident": False,
            "defects": sorted({issue.code for issue in issues} | _file_codes(extraction)), "seconds": seconds,
        }  # fmt: skip
    return {**_form(part), "seconds": seconds}


def _form(part: Part) -> dict[str, Any]:
    return {
        "is_w9": True,
        "page": part.pages[0] - 1,
        "revision": part.revision,
        "fields": {name: field.value for name, field in part.fields.items()},
        "confidence": {name: field.confidence for name, field in part.fields.items()},
        "reasons": {name: field.reason for name, field in part.fields.items() if field.reason},
        "needs_review": part.needs_review,
        "tin_confident": part.tin_sure,
        "defects": sorted({issue.code for issue in part.issues}),
    }


def _file_codes(extraction: Extraction) -> set[str]:
    return {extraction.error.code} if extraction.error else set()


def _score(folder: Path, predictions: Path, *, by: str, show: int) -> None:
    command = [
        sys.executable, str(folder / "score.py"), str(folder / "dev" / "truth.json"), str(predictions),
        "--by", by, "--show", str(show), "--only-predicted",
    ]  # fmt: skip
    sys.stdout.flush()
    subprocess.run(command, check=True)


def _blocking(folder: Path) -> frozenset[str]:
    """The scorer's own list of defects with which a form is expected to be reviewed."""
    spec = importlib.util.spec_from_file_location("w9_score", folder / "score.py")
    assert spec and spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return frozenset(scorer.BLOCKING)


if __name__ == "__main__":
    sys.exit(main())
