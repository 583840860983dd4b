"""Text of a PDF page that a person looking at the page cannot see, and what else stands on the page.

Cheap signs (text render mode, size, place, colour, what is painted later) name the suspects; only a page
with suspects is rendered, and a suspect without contrast in the picture is hidden.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2.raw as raw

from extraction.readers import Look
from extraction.readers.objects import Painting, address_of, painting_of, style_of
from extraction.readers.pdf import INVISIBLE, Frame, frame_of, open_page, reading_turn, spelled
from extraction.readers.raster import Raster, render
from extraction.readers.turn import to_displayed
from extraction.types import Box, HiddenText, Page, Source, Word

INVISIBLE_MODE, TINY, OFF_PAGE = "invisible_text", "tiny_text", "off_page_text"
NO_CONTRAST, COVERED, UNICODE = "white_text", "covered_text", "invisible_characters"
TINY_POINTS = 2.0  # smaller than any print that is meant to be read
PALE = 200  # of 255: the darkest channel of a colour from which contrast with paper is doubtful
FAINT = 60  # of 255: opacity
CONTRAST = 24  # grey levels between ink and ground that an eye needs
SUSPECT_DPI = 110
FULL_PICTURE = 0.6
MIN_LETTERS = 3  # a stray point or a space is no message
TAG_BLOCK = range(0xE0000, 0xE0080)  # Unicode tag characters spell ASCII invisibly


@dataclass(frozen=True, slots=True)
class Inspected:
    """A page's words, what else stands on it, and what of the words cannot be seen."""

    page: Page
    look: Look
    hidden: tuple[HiddenText, ...]


def inspect(document: Any, number: int) -> Inspected:
    """Page ``number`` (1-based): visible and hidden words apart. Raises ExtractionError ``corrupt``."""
    with open_page(document, number) as (page, textpage):
        frame = frame_of(page)
        scene = _Scene(painting_of(page), frame)
        found = list(spelled(textpage, frame))
        marked = [(word, scene.sign(textpage, index, word)) for word, index in found]
        turn = reading_turn(textpage, [index for _, index in found], frame)
        look = scene.look(marked)
        smuggled = _unicode(textpage, number)
    if any(sign in (NO_CONTRAST, COVERED) for _, sign in marked):
        marked = _confirmed(marked, render(document, number, SUSPECT_DPI))
    words = tuple(word for word, sign in marked if sign is None)
    layer = Page(number, frame.width, frame.height, turn, words, Source.TEXT)
    return Inspected(layer, look, (*_runs(marked, number), *smuggled))


class _Scene:
    """The objects of a page, to ask about a word how it was drawn and what was painted over it."""

    def __init__(self, painting: Painting, frame: Frame) -> None:
        self.painting = painting
        self.frame = frame
        self.signs: dict[int, str | None] = {}

    def sign(self, textpage: Any, index: int, word: Word) -> str | None:
        """How the word may be hidden, or None."""
        x0, top, x1, bottom = word.box
        if x1 <= 0 or bottom <= 0 or x0 >= self.frame.width or top >= self.frame.height:
            return OFF_PAGE
        if 0.0 < bottom - top < TINY_POINTS and 0.0 < x1 - x0 < TINY_POINTS * len(word.text):
            return TINY
        handle = raw.FPDFText_GetTextObject(textpage, index)
        address = address_of(handle)
        if address not in self.signs:
            self.signs[address] = _style_sign(handle)
        if self.signs[address] is None and self.painting.painted_over(address, word.box):
            return COVERED
        return self.signs[address]

    def look(self, marked: Sequence[tuple[Word, str | None]]) -> Look:
        area = max(self.frame.width * self.frame.height, 1.0)
        unseen = sum(sign in (INVISIBLE_MODE, COVERED) for _, sign in marked)
        return Look(
            min(self.painting.picture / area, 1.0), self.painting.shapes, unseen / max(len(marked), 1)
        )


def _style_sign(handle: Any) -> str | None:
    mode, (red, green, blue, alpha) = style_of(handle)
    if mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
        return INVISIBLE_MODE
    pale = min(red, green, blue) >= PALE or alpha < FAINT or mode == raw.FPDF_TEXTRENDERMODE_CLIP
    return NO_CONTRAST if pale else None


def _confirmed(marked: list[tuple[Word, str | None]], raster: Raster) -> list[tuple[Word, str | None]]:
    """Take back the suspicion where the picture shows contrast."""
    return [
        (word, None if sign in (NO_CONTRAST, COVERED) and _contrast(raster, word.box) >= CONTRAST else sign)
        for word, sign in marked
    ]


def _contrast(raster: Raster, box: Box) -> float:
    """Grey levels between the darkest and the lightest pixel inside the box, rim left out."""
    x0, top, x1, bottom = to_displayed(box, raster.width, raster.height, raster.rotation)
    rim = (bottom - top) * 0.15
    rows, columns = raster.gray.shape
    y0, y1 = max(int((top + rim) * raster.scale), 0), min(int((bottom - rim) * raster.scale) + 1, rows)
    left, right = max(int(x0 * raster.scale), 0), min(int(x1 * raster.scale) + 1, columns)
    crop = raster.gray[y0:y1, left:right]
    return float(np.ptp(crop)) if crop.size else 0.0


def _runs(marked: Sequence[tuple[Word, str | None]], number: int) -> Iterator[HiddenText]:
    """Neighbouring hidden words as one text each."""
    run: list[Word] = []
    sign: str | None = None
    for word, own in (*marked, (None, None)):
        if own != sign:
            if sign is not None:
                yield from _hidden(sign, run, number)
            run, sign = [], own
        if word is not None:
            run.append(word)


def _hidden(sign: str, words: Sequence[Word], number: int) -> Iterator[HiddenText]:
    text = " ".join(word.text for word in words)
    if sum(character.isalnum() for character in text) >= MIN_LETTERS:
        x0, top, x1, bottom = zip(*(word.box for word in words), strict=True)
        yield HiddenText(sign, text, number, (min(x0), min(top), max(x1), max(bottom)))


def _unicode(textpage: Any, number: int) -> tuple[HiddenText, ...]:
    """Characters without any glyph, enough of them to say something; tags are spelled out."""
    count = raw.FPDFText_CountChars(textpage)
    codes = [
        code for index in range(count) if (code := raw.FPDFText_GetUnicode(textpage, index)) in INVISIBLE
    ]
    tags = "".join(chr(code - 0xE0000) for code in codes if code - 0xE0000 in range(0x20, 0x7F))
    if tags or len(codes) > max(20, count // 50):
        return (HiddenText(UNICODE, tags or f"{len(codes)} invisible characters", number, None),)
    return ()
