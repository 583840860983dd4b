"""What is worth saying about a file that was read: warnings with a code and a sentence."""

from collections.abc import Iterator, Sequence

from extraction.checks import warning
from extraction.paging import NOT_REACHED, NOT_TRIED, UNREADABLE, PageReading
from extraction.readers import ocr
from extraction.readers.docx_styles import DELETED
from extraction.types import HiddenText, Issue

UNREAD = frozenset({NOT_REACHED, NOT_TRIED, UNREADABLE, ocr.TIMEOUT, ocr.UNAVAILABLE, ocr.LOW_QUALITY})
SENTENCES = {
    NOT_REACHED: "There was no time to read every scanned page.",
    NOT_TRIED: "Scanned pages were not read, because text recognition is switched off.",
    UNREADABLE: "Some pages are damaged and could not be read.",
    ocr.TIMEOUT: "Some scanned pages took too long to read.",
    ocr.UNAVAILABLE: "Scanned pages were not read: text recognition is not installed.",
    ocr.LOW_QUALITY: "Some pages are hard to read. Please scan at 300 dpi if you can.",
}


def remarks(readings: Sequence[PageReading]) -> Iterator[Issue]:
    """Warnings about the pages of a file, each code once."""
    for code, sentence in SENTENCES.items():
        pages = [reading.page.number for reading in readings if reading.page.problem == code]
        if pages:
            yield warning(code, f"{sentence} ({_places(pages)})")
    if hidden := [reading.page.number for reading in readings if any(map(_unseen, reading.hidden))]:
        yield warning("hidden_text", f"This file contains text that cannot be seen. ({_places(hidden)})")
    if lying := [reading.page.number for reading in readings if reading.lies]:
        message = f"The text stored in this file is not the text that its pages show. ({_places(lying)})"
        yield warning("text_image_mismatch", message)
    if not any(reading.page.words or reading.form for reading in readings):
        yield warning("no_text", "No text was found in this file. Is it the right one?")


def _unseen(hidden: HiddenText) -> bool:
    """Deleted text has a warning of its own: tracked changes."""
    return hidden.code != DELETED


def _places(pages: Sequence[int]) -> str:
    shown = ", ".join(map(str, pages[:8]))
    return f"page {shown}" if len(pages) == 1 else f"pages {shown}{' and more' if len(pages) > 8 else ''}"
