"""``python -m extraction FILE...``: one JSON object a line on standard output, nothing else there.

The schema is ``codec.public``. A file that cannot be read is a line with ``"status": "rejected"``; the exit
code is 0 unless the arguments themselves are wrong.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from extraction import codec, extract
from extraction.options import Options
from extraction.types import Extraction, ExtractionError, Issue, Status

WORKERS = min(os.cpu_count() or 1, 2)  # more would not fit into the memory of one file
ENDS = (
    "One JSON object a line. A file that cannot be read is a line with an error: its code, and a sentence. "
    "Exit status: 0 every file has its line, 2 the arguments are wrong."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the files in the order given and print a line for each as soon as it is read."""
    chosen = _parser().parse_args(arguments)
    options = Options(
        ocr=not chosen.no_ocr,
        ocr_seconds=chosen.ocr_seconds,
        ocr_workers=chosen.ocr_workers,
        today=chosen.today,
    )
    for name in chosen.files:
        line = codec.public(_read(name, options), reveal_tin=chosen.reveal_tin)
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m extraction", description="Read forms and contracts.", epilog=ENDS
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--reveal-tin", action="store_true", help="print tax ids in full")
    parser.add_argument("--no-ocr", action="store_true", help="do not read scanned pages")
    parser.add_argument("--ocr-seconds", type=float, metavar="S", help="more time for long scans, in seconds")
    parser.add_argument(
        "--ocr-workers", type=int, default=WORKERS, metavar="N", help="scanned pages read at a time"
    )
    parser.add_argument(
        "--today", type=date.fromisoformat, metavar="DATE", help="the day the rules count from"
    )
    return parser


def _read(name: str, options: Options) -> Extraction:
    """The Extraction of a file; one that is not there, or that no engine could open, is rejected too."""
    try:
        return extract(Path(name), options)
    except ExtractionError as error:
        return _rejected(name, error.code, error.message)
    except OSError:
        return _rejected(name, "file_not_found", "There is no file of this name that can be read.")


def _rejected(name: str, code: str, message: str) -> Extraction:
    return Extraction(name, "", Status.REJECTED, Issue(code, "error", message), 0, ())


if __name__ == "__main__":
    raise SystemExit(main())
