"""The text layer of a PDF: words with boxes, in points of the stored page with the origin at its top left.

The stored page is what a person sees before /Rotate is applied: the CropBox within the MediaBox (ISO 32000-2,
7.7.3.3).
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extraction.types import Box, ExtractionError, Page, Source, Word

MAX_CHARACTERS = 2_000_000  # of a whole document
ANGLES = 60  # words asked for their direction
LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
HYPHENS = frozenset({0x02, 0xAD, 0xFFFE})  # how PDFium and typesetters write a hyphen at the end of a line
INVISIBLE = frozenset(
    {0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xFEFF}
    | set(range(0x202A, 0x202F))
    | set(range(0x2066, 0x206A))
    | set(range(0xE0000, 0xE0080))
)


@contextmanager
def open_pdf(path: Path) -> Iterator[Any]:
    """The PDFium document, closed at the end. Raises ExtractionError ``password`` or ``corrupt``."""
    document = load_pdf(path)
    try:
        yield document
    finally:
        document.close()


def load_pdf(path: Path) -> Any:
    """The PDFium document. Raises ExtractionError ``password`` or ``corrupt``."""
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise _refusal(error) from None


def _refusal(error: pdfium.PdfiumError) -> ExtractionError:
    if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
        return ExtractionError(
            "password", "This PDF asks for a password. Please save it without one and send it again."
        )
    return ExtractionError(
        "corrupt", "This PDF is damaged and could not be opened. Please save or scan it again."
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """The stored page in PDF user space, and how it is turned for display."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """User space to points from the top left."""
        return (
            round(left - self.left, 2),
            round(self.top - top, 2),
            round(right - self.left, 2),
            round(self.top - bottom, 2),
        )


def frame_of(page: Any) -> Frame:
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation())


Edges = tuple[float, float, float, float]  # left, bottom, right, top in user space


def read_words(document: Any, number: int) -> Page:
    """The words of page ``number`` (1-based) in the order of the content stream."""
    with open_page(document, number) as (page, textpage):
        frame = frame_of(page)
        found = list(spelled(textpage, frame))
        turn = reading_turn(textpage, [index for _, index in found], frame)
    return Page(number, frame.width, frame.height, turn, tuple(word for word, _ in found), Source.TEXT)


@contextmanager
def open_page(document: Any, number: int) -> Iterator[tuple[Any, Any]]:
    """The PDFium page and its raw text page. Raises ExtractionError ``corrupt``."""
    try:
        page = document[number - 1]
    except pdfium.PdfiumError as error:
        raise _refusal(error) from None
    try:
        textpage = page.get_textpage()
        try:
            yield page, textpage.raw
        finally:
            textpage.close()
    except pdfium.PdfiumError as error:
        raise _refusal(error) from None
    finally:
        page.close()


def spelled(textpage: Any, frame: Frame) -> Iterator[tuple[Word, int]]:
    """Each word and the index of its first character in the text page."""
    letters: list[str] = []
    boxes: list[Edges] = []
    first = 0
    for index, letter, box in _letters(textpage):
        if letters and (box is None or _apart(boxes[-1], box)):
            yield _word(letters, boxes, frame), first
            letters, boxes = [], []
        if box is not None:
            if not letters:
                first = index
            letters.append(letter)
            boxes.append(box)
    if letters:
        yield _word(letters, boxes, frame), first


def reading_turn(textpage: Any, indices: Sequence[int], frame: Frame) -> int:
    """By how many degrees clockwise the stored page must be turned to read most of its text.

    Mostly /Rotate, but a page may also be shown sideways, or print a table sideways. ``indices`` are first
    characters of words; a sample of them is asked. PDFium counts angles clockwise.
    """
    if not indices:
        return frame.rotation
    sample = indices[:: max(len(indices) // ANGLES, 1)]
    turns = Counter(
        -round(math.degrees(raw.FPDFText_GetCharAngle(textpage, index)) / 90) * 90 % 360 for index in sample
    )
    return turns.most_common(1)[0][0]


def _letters(textpage: Any) -> Iterator[tuple[int, str, Edges | None]]:
    """Index, text and loose box of each visible character; white space has no box."""
    rectangle = raw.FS_RECTF()
    pointer = ctypes.byref(rectangle)
    unicode_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    for index in range(raw.FPDFText_CountChars(textpage)):
        code = unicode_of(textpage, index)
        if (code <= 0x20 and code != 0x02) or code in (0xA0, 0x2028, 0x2029, 0x3000):
            yield index, " ", None
        elif code not in INVISIBLE:
            box_of(textpage, index, pointer)
            yield index, letter_of(code), (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)


def letter_of(code: int) -> str:
    """What a person reads for a code point: ligatures apart, end-of-line hyphens as hyphens."""
    if code in LIGATURES:
        return LIGATURES[code]
    if code in HYPHENS:
        return "-"
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF or code < 0x20 or 0x7F <= code < 0xA0:
        return "\ufffd"
    return chr(code)


def _apart(last: Edges, box: Edges) -> bool:
    """Do two neighbours of the stream stand too far from each other on the page to be one word?"""
    size = max(last[3] - last[1], last[2] - last[0], box[3] - box[1], box[2] - box[0])
    gap = max(box[0] - last[2], last[0] - box[2], box[1] - last[3], last[1] - box[3])
    return gap > 0.6 * size


def _word(letters: list[str], boxes: list[Edges], frame: Frame) -> Word:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return Word("".join(letters), frame.box(min(lefts), min(bottoms), max(rights), max(tops)))
