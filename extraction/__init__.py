"""Bytes in, typed facts out. The door: ``extract(path, options) -> Extraction``.

A long scan can be read by many workers: ``begin`` names its pages, ``read_page`` reads one, ``join`` makes of
all of them what ``extract`` would have made.
"""

import hashlib
import json
import stat
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from extraction import codec, isolate
from extraction.options import Options
from extraction.types import Extraction, ExtractionError, Issue, LongScan, Status

__all__ = ["Extraction", "ExtractionError", "LongScan", "Options", "begin", "extract", "join", "read_page"]

OnPage = Callable[[int, int], None]

DEFAULT = Options()


def extract(path: Path, options: Options = DEFAULT, on_page: OnPage | None = None) -> Extraction:
    """Read one file in a child process with limits.

    A file that cannot be read is an Extraction with status ``rejected`` and an error, never an exception;
    only OSError for a path that does not exist or may not be read, and an ExtractionError that is not
    permanent when the engine does not start or the machine is too busy, get through.
    ``on_page(done, total)`` is called as pages are read.
    """
    found = _read(path, options, on_page, {})
    assert isinstance(found, Extraction)
    return found


def begin(path: Path, options: Options, on_page: OnPage | None = None, *, most: int) -> Extraction | LongScan:
    """As ``extract``, but of a file with more than ``most`` scanned pages only their numbers are returned."""
    return _read(path, options, on_page, {"most": most})


def join(
    path: Path, readings: Mapping[int, str | None], options: Options, on_page: OnPage | None = None
) -> Extraction:
    """As ``extract``, with what ``read_page`` returned for the pages of a LongScan.

    None stands for a page that could not be read: it is marked ``unreadable_page``.
    """
    with TemporaryDirectory(prefix="vouch-join-") as folder:
        kept = Path(folder) / "readings.json"  # too much for the socket to the child
        kept.touch(mode=0o600)
        kept.write_text(json.dumps(readings), encoding="utf-8")
        found = _read(path, options, on_page, {"readings": str(kept)})
    assert isinstance(found, Extraction)
    return found


def read_page(path: Path, number: int, options: Options = DEFAULT) -> str:
    """One page (1-based) of a file, text layer or OCR: a reading for ``join``, opaque to everybody else.

    A page that OCR cannot read is a reading too. Raises ExtractionError when the child crashed or ran out of
    its limits.
    """
    answer = isolate.call(
        "extraction.pipeline:read_one_page",
        {"path": str(Path(path).resolve()), "number": number, "options": codec.options_to_json(options)},
        wall_seconds=options.deadline_seconds,
        memory_mb=options.memory_mb,
    )
    return answer.decode()


def _read(
    path: Path, options: Options, on_page: OnPage | None, more: dict[str, Any]
) -> Extraction | LongScan:
    started = time.monotonic()
    path, digest = Path(path), ""
    try:
        size = _size(path, options)
        digest = _digest(path)
        if size == 0:
            raise ExtractionError("empty", "This file is empty (0 bytes). Please send it again.")
        answer = isolate.call(
            "extraction.pipeline:read_file",
            {"path": str(path.resolve()), "options": codec.options_to_json(options), **more},
            wall_seconds=options.deadline_seconds - (time.monotonic() - started),
            silent_seconds=options.wall_seconds,
            memory_mb=options.memory_mb,
            max_result_bytes=options.max_result_bytes,
            on_progress=on_page,
        )
    except ExtractionError as error:
        if not error.permanent:
            raise
        return _rejected(path, digest, error, time.monotonic() - started)
    return codec.finished(answer, file=str(path), sha256=digest, seconds=time.monotonic() - started)


def _size(path: Path, options: Options) -> int:
    """Bytes as the folder tells them, before one is read: a pipe or a device may never end."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise ExtractionError("not_a_file", "This is a folder or a device. Please name a single file.")
    if found.st_size > options.max_bytes:
        limit = options.max_bytes // (1 << 20)
        raise ExtractionError("too_large", f"This file is larger than {limit} MB. Please send a smaller one.")
    return found.st_size


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _rejected(path: Path, digest: str, error: ExtractionError, seconds: float) -> Extraction:
    issue = Issue(code=error.code, severity="error", message=error.message)
    return Extraction(str(path), digest, Status.REJECTED, issue, 0, (), seconds=seconds)
