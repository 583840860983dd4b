"""Words of a page image by Tesseract, one process a page with a time limit."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace

import numpy as np

from extraction.isolate_server import sign_of_life
from extraction.readers.raster import Gray, Raster, is_blank
from extraction.readers.turn import to_stored
from extraction.types import ExtractionError, Page, Source, Word

DPI = 240  # 200 misses small print, 300 takes half as long again for the same words
CPU_SECONDS = 20  # of one Tesseract run; counted in work, so that a busy machine gives the same answer
WALL_SECONDS = 60.0  # of one Tesseract run
POOR = 0.6  # mean confidence of a page that lies on its head is near 0.4, of a legible one above 0.8
SOME_WORDS = 10
SURE_TURN = 1.0  # orientation confidence that Tesseract itself calls reasonable
TIMEOUT, UNAVAILABLE, LOW_QUALITY, NO_TEXT = "ocr_timeout", "ocr_unavailable", "low_quality", "no_text"


def read_raster(raster: Raster, number: int, seconds: float = 3 * WALL_SECONDS) -> Page:
    """A page by OCR within ``seconds``, boxes on the stored page. Never raises: a page that failed carries
    ``problem``.

    Problems: ``ocr_timeout``, ``ocr_unavailable`` (no Tesseract), ``low_quality`` (words, but doubtful),
    ``no_text``. A page that lies on its head or side is turned and read again.
    """
    page = Page(number, raster.width, raster.height, raster.rotation, (), Source.OCR, 0.0)
    if is_blank(raster.gray):
        return replace(page, quality=1.0, problem=NO_TEXT)
    try:
        words, turn = _best_words(raster, time.monotonic() + seconds)
    except ExtractionError as error:
        return replace(page, problem=error.code)
    if not words:
        return replace(page, problem=NO_TEXT)
    quality = sum(word.confidence for word in words) / len(words)
    return replace(
        page,
        words=words,
        rotation=(raster.rotation + turn) % 360,
        quality=round(quality, 3),
        problem=LOW_QUALITY if quality < POOR else None,
    )


def _best_words(raster: Raster, end: float) -> tuple[tuple[Word, ...], int]:
    """The words, and by how many degrees clockwise the displayed page had to be turned for them."""
    words = _words(raster, raster.gray, 0, end)
    if _worth(words) >= POOR:
        return words, 0
    turn = orientation(raster.gray, end)
    if turn is None and len(words) >= SOME_WORDS:
        turn = 180
    if not turn:
        return words, 0
    try:
        turned = _words(raster, np.ascontiguousarray(np.rot90(raster.gray, -turn // 90)), turn, end)
    except ExtractionError:  # no time for a second reading: the first one stands
        return words, 0
    return (turned, turn) if _worth(turned) > _worth(words) else (words, 0)


def _worth(words: tuple[Word, ...]) -> float:
    """Mean confidence, less for a handful of words."""
    return sum(word.confidence for word in words) / max(len(words), 10)


def orientation(gray: Gray, end: float) -> int | None:
    """By how many degrees clockwise the image must be turned to be upright; None when it does not tell."""
    try:
        lines = _tesseract(gray, ["--psm", "0"], end).splitlines()
    except ExtractionError:
        return None
    values = dict(line.split(": ", 1) for line in lines if ": " in line)
    if float(values.get("Orientation confidence", "0")) < SURE_TURN:
        return None
    return int(values.get("Rotate", "0")) % 360


def _words(raster: Raster, gray: Gray, turn: int, end: float) -> tuple[Word, ...]:
    table = _tesseract(gray, ["-l", "eng", "--psm", "3", "tsv"], end)
    return tuple(word for line in table.splitlines() if (word := _word(line, raster, turn)) is not None)


def _word(line: str, raster: Raster, turn: int) -> Word | None:
    """A row of Tesseract's table: level, four counters, word, left, top, width, height, confidence, text."""
    cells = line.split("\t")
    if len(cells) != 12 or cells[0] != "5" or not cells[11].strip():
        return None
    left, top, width, height = (int(cell) / raster.scale for cell in cells[6:10])
    shown = (raster.height, raster.width) if raster.rotation % 180 else (raster.width, raster.height)
    box = to_stored((left, top, left + width, top + height), *shown, turn)
    box = to_stored(box, raster.width, raster.height, raster.rotation)
    return Word(cells[11].strip(), box, round(max(float(cells[10]), 0.0) / 100, 3))


def _tesseract(gray: Gray, arguments: list[str], end: float) -> str:
    """What Tesseract prints for an image until ``end`` on the clock of time.monotonic.

    Raises ExtractionError ``ocr_timeout`` or ``ocr_unavailable``.
    """
    sign_of_life()
    program = shutil.which("tesseract")
    if program is None:
        raise ExtractionError(UNAVAILABLE, "Text recognition is not installed.", permanent=False)
    rows, columns = gray.shape
    image = b"P5\n%d %d\n255\n" % (columns, rows) + gray.tobytes()
    with subprocess.Popen(  # noqa: S603 - a fixed program; the page goes in as pixels
        [program, "stdin", "stdout", "--dpi", str(DPI), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},
    ) as process:
        _limit_cpu(process.pid)
        try:
            seconds = max(min(end - time.monotonic(), WALL_SECONDS), 0.1)
            found = process.communicate(image, timeout=seconds)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            raise ExtractionError(TIMEOUT, "Text recognition took too long.") from None
    if process.returncode == -signal.SIGXCPU or process.returncode == -signal.SIGKILL:
        raise ExtractionError(TIMEOUT, "Text recognition took too long.")
    return found.decode("utf-8", "replace")


def _limit_cpu(pid: int) -> None:
    """Linux lets a parent limit a child that runs already; elsewhere the wall clock alone limits it."""
    if sys.platform == "linux":
        with suppress(ProcessLookupError, PermissionError):
            resource.prlimit(pid, resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
