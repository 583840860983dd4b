"""``python -m compliance FILE...``: review contracts, one JSON object a line on standard output.

Takes .txt (offsets are code points of the file, line ends as they are), PDF, DOCX and pictures. The keys
are those of ``line.review_line``; a file that cannot be read gives a line with ``error``. The exit code is
0 unless the arguments themselves are wrong.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from compliance import ReviewContext, review_contract
from compliance.classifier import Classifier, load_classifier
from compliance.line import error_line, review_line
from compliance.policies import Playbook, load_playbook
from compliance.policy_errors import PolicyError
from extraction import extract
from extraction.contracts import read_text
from extraction.options import Options
from extraction.types import ContractText, ExtractionError, HiddenText

_MAX_BYTES = 25 * 1024 * 1024
_MAX_CHARACTERS = 2_000_000
_OCR_SECONDS = 900.0
_ENDS = (
    "One JSON object a line. A file that cannot be read is a line with an error: its code, and a sentence. "
    "Exit status: 0 every file has its line, 2 the arguments or the playbook are wrong."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Review the files in the order given and print a line for each as soon as it is done."""
    chosen = _parser().parse_args(arguments)
    try:
        playbook = load_playbook(chosen.playbook)
    except (PolicyError, OSError) as error:
        sys.stderr.write(f"The playbook cannot be used: {error}\n")
        return 2
    classifier = load_classifier()
    context = ReviewContext(all_scores=chosen.all_scores)
    for name in chosen.files:
        line = _review(name, classifier, playbook, context)
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m compliance", description="Review contracts.", epilog=_ENDS
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--all-scores", action="store_true", help="every category of every clause")
    parser.add_argument("--playbook", type=Path, metavar="DIR", help="policies to use instead of ours")
    return parser


def _review(name: str, classifier: Classifier, playbook: Playbook, context: ReviewContext) -> dict[str, Any]:
    started = time.perf_counter()
    try:
        document = _document(Path(name))
    except ExtractionError as error:
        return error_line(name, error.code, error.message, seconds=time.perf_counter() - started)
    except OSError:
        message = "There is no file of this name that can be read."
        return error_line(name, "file_not_found", message, seconds=time.perf_counter() - started)
    review = review_contract(document, classifier=classifier, playbook=playbook, context=context)
    return review_line(name, document, review, time.perf_counter() - started)


def _document(path: Path) -> ContractText:
    """The contract in a file, with the file's name as text that nobody sees on a page."""
    document = _text(path) if path.suffix.lower() == ".txt" else _extracted(path)
    named = HiddenText("file_name", path.stem, 1, None)
    return replace(document, hidden=(*document.hidden, named))


def _text(path: Path) -> ContractText:
    if path.exists() and not path.is_file():
        raise ExtractionError("not_a_file", "This is a folder or a device. Please name a single file.")
    raw = path.read_bytes() if path.stat().st_size <= _MAX_BYTES else b""
    text = _decoded(raw)
    if not raw or len(text) > _MAX_CHARACTERS:
        empty = path.stat().st_size == 0
        code = "empty" if empty else "too_large"
        raise ExtractionError(code, "The file is empty." if empty else "The file is too large.")
    if not text.strip() or "\x00" in text:
        raise ExtractionError("not_text", "The file holds no readable text.")
    return read_text(text)


def _decoded(raw: bytes) -> str:
    """The characters of a text file as they are: UTF-16 by its mark, else UTF-8, else Windows-1252."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _extracted(path: Path) -> ContractText:
    """The longest contract of a file; a file that holds none is an error with a code."""
    extraction = extract(path, Options(ocr_seconds=_OCR_SECONDS))
    if extraction.error is not None:
        raise ExtractionError(extraction.error.code, extraction.error.message)
    contracts = [part.contract for part in extraction.parts if part.contract is not None]
    if not contracts:
        said = (
            "The file was read, but it holds no contract.",
            *(item.message for item in extraction.warnings),
        )
        raise ExtractionError("no_contract", " ".join(said))
    return max(contracts, key=lambda contract: len(contract.text))


if __name__ == "__main__":
    raise SystemExit(main())
