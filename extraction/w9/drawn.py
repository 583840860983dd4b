"""Ink of a digital page that is no text: a pen on a tablet, letters turned into outlines, pictures of words.

The text layer knows nothing of such an entry, so a field is only empty when no ink is left in it after the
form's own lines and all letters are taken away. What is left is read by OCR and offered to a person.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from extraction.types import Box, Source, Witness
from extraction.w9.fit import Placement
from extraction.w9.glyphs import Glyph, PageInk
from extraction.w9.ink import components
from extraction.w9.marks_digital import DARK, longest_run
from extraction.w9.revisions import union

INSET = 1.5  # points inside a field's edge that may be the frame of its widget
RULED = 1.0  # points around a line of the form
AROUND = 1.2  # points around a letter: it may reach out of its box
LETTER = 4.0  # points: lower and narrower parts are specks, dots and rests of lines
STRUCK_SHARE, STRUCK_LEAST = 0.5, 12.0  # of an entry's width, in points: letters have no such stroke
BAND = (0.2, 0.85)  # of an entry's height, in which a stroke through it runs; below is an underline
OCR_SCALE = 300 / 72  # pixels a point

Gray = NDArray[np.uint8]


class Drawn:
    """The ink of one page beside its letters and the form's lines."""

    def __init__(self, ink: PageInk, placement: Placement) -> None:
        """``lines``: the form's ruled lines and bars, in points of the page."""
        self._ink = ink
        self._placement = placement
        self.lines = [
            placement.to_page(line) for line in (*placement.revision.lines, *placement.revision.bars)
        ]
        self._lineless = without(ink.gray, self.lines, RULED, ink.scale, (0.0, 0.0))
        letters = [glyph.box for glyph in (*ink.base, *ink.stored, *ink.shown)]
        self._rest = without(self._lineless, letters, AROUND, ink.scale, (0.0, 0.0))

    def over(self, box: Box) -> bool:
        """Is something as large as a letter drawn in the official ``box``?"""
        crop = _cut(self._rest, self._inside(box), self._ink.scale)
        parts = components(crop, DARK) if crop.size else np.zeros((0, 5), np.int32)
        least = LETTER * self._ink.scale
        return bool(np.any((parts[:, 3] >= least) | (parts[:, 2] >= 2 * least)))

    def struck(self, glyphs: Sequence[Glyph]) -> bool:
        """Does one stroke run through the entry that these letters make?"""
        around = union([glyph.box for glyph in glyphs])
        height, width = around[3] - around[1], around[2] - around[0]
        band = around[0] - 2, around[1] + BAND[0] * height, around[2] + 2, around[1] + BAND[1] * height
        crop = _cut(self._lineless, band, self._ink.scale)
        if not crop.size:
            return False
        return longest_run(crop < DARK) / self._ink.scale >= max(STRUCK_LEAST, STRUCK_SHARE * width)

    def read(self, box: Box, *, digits: bool) -> list[Witness]:
        """What two engines see in the official ``box``; a witness that cannot say when they see nothing."""
        from extraction.w9.ocr_crop import ppocr, tesseract

        place = self._inside(box)
        left, top = max(place[0], 0.0), max(place[1], 0.0)
        crop = without(self._ink.zoom(place, OCR_SCALE), self.lines, RULED, OCR_SCALE, (left, top))
        kind: Literal["text", "digits"] = "digits" if digits else "text"
        reads = [(Source.OCR2, ppocr(crop, kind)), (Source.OCR, tesseract(crop, kind))]
        found = [
            Witness(source, _digits(read.text) if digits else read.text, read.confidence, place)
            for source, read in reads
            if read.text
        ]
        return found or [Witness(Source.INK, None, 0.0, place)]

    def _inside(self, box: Box) -> Box:
        x0, top, x1, bottom = box
        return self._placement.to_page((x0 + INSET, top + INSET, x1 - INSET, bottom - INSET))


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def without(
    page: Gray, boxes: Iterable[Box], margin: float, scale: float, corner: tuple[float, float]
) -> Gray:
    """A copy in which the boxes (points; the picture's corner stands at ``corner``) are white."""
    clean = page.copy()
    for x0, top, x1, bottom in boxes:
        rows = slice(
            max(0, round((top - margin - corner[1]) * scale)),
            max(0, round((bottom + margin - corner[1]) * scale)),
        )
        columns = slice(
            max(0, round((x0 - margin - corner[0]) * scale)),
            max(0, round((x1 + margin - corner[0]) * scale)),
        )
        clean[rows, columns] = 255
    return clean


def _cut(page: Gray, box: Box, scale: float) -> Gray:
    x0, top, x1, bottom = (max(0, round(value * scale)) for value in box)
    return np.ascontiguousarray(page[top : max(bottom, top), x0 : max(x1, x0)])
