"""Bytes in, typed facts out. The door: ``extract(path, options) -> Extraction``."""

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

from extraction import codec, isolate
from extraction.options import Options
from extraction.types import Extraction, ExtractionError, Issue, Page, Status

__all__ = ["Extraction", "ExtractionError", "Options", "extract", "read_page"]

CHUNK = 1 << 20
DEFAULT = Options()


def extract(
    path: Path, options: Options = DEFAULT, on_page: Callable[[int, int], None] | None = None
) -> Extraction:
    """Read one file in a child process with limits.

    A file that cannot be read is an Extraction with status ``rejected`` and an error, never an exception;
    only OSError for a path that does not exist and a non-permanent ExtractionError when the engine itself
    does not start get through. ``on_page(done, total)`` is called as pages are read.
    """
    started = time.monotonic()
    path = Path(path)
    digest, size = _digest(path)
    try:
        _check_size(size, options)
        answer = isolate.call(
            "extraction.pipeline:read_file",
            {"path": str(path.resolve()), "options": codec.options_to_json(options)},
            wall_seconds=options.deadline_seconds,
            memory_mb=options.memory_mb,
            max_result_bytes=options.max_result_bytes,
            on_progress=on_page,
        )
    except ExtractionError as error:
        if not error.permanent:
            raise
        return _rejected(path, digest, error, time.monotonic() - started)
    return codec.finished(answer, file=str(path), sha256=digest, seconds=time.monotonic() - started)


def read_page(path: Path, number: int, options: Options = DEFAULT) -> Page:
    """One page (1-based) of a PDF or image file: its text layer, or OCR where it needs it.

    Runs in a child process; for spreading the pages of a long scan over workers. A page that cannot be read
    has ``problem`` set.
    """
    answer = isolate.call(
        "extraction.pipeline:read_one_page",
        {"path": str(Path(path).resolve()), "number": number, "options": codec.options_to_json(options)},
        wall_seconds=options.wall_seconds,
        memory_mb=options.memory_mb,
    )
    return codec.page_from_json(answer)


def _digest(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def _check_size(size: int, options: Options) -> None:
    if size == 0:
        raise ExtractionError("empty", "This file is empty (0 bytes). Please send it again.")
    if size > options.max_bytes:
        limit = options.max_bytes // (1 << 20)
        raise ExtractionError("too_large", f"This file is larger than {limit} MB. Please send a smaller one.")


def _rejected(path: Path, digest: str, error: ExtractionError, seconds: float) -> Extraction:
    issue = Issue(code=error.code, severity="error", message=error.message)
    return Extraction(str(path), digest, Status.REJECTED, issue, 0, (), seconds=seconds)
