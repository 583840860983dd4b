"""The tax id: digit by digit in its cells, or a number written across them.

Each row is read from different pictures of it: the printed row as it is, the row with the cell lines
taken out, and the insides of the cells set side by side. Nothing here decides what is believed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extraction.types import Box, Source, Witness
from extraction.w9.across import DIGITS, SPILL, TALL, digits, read_across
from extraction.w9.ink import FAINT, components, writing
from extraction.w9.marks import Hand, hand
from extraction.w9.ocr_crop import ppocr, tesseract
from extraction.w9.raster import Gray
from extraction.w9.sheet import PPP, Sheet

GAP = 10  # pixels of paper between two digits
INSET = 1.0  # points left out beside a cell's lines
TOUCH = 0.7  # points from a line within which ink touches it
LETTERS = 0.5  # share of letters above which a row is words ("APPLIED FOR")
STEADY = Hand(0.0, 0.0, 0)


@dataclass(frozen=True, slots=True)
class IdReading:
    """One id row. ``witnesses`` hold digits, or words as written; none when the row is empty.

    ``in_cells`` tells digits that keep to their cells, ``touches`` ink at a printed line. ``box`` is the
    ink's box in official points; ``proven`` tells a number across the cells that reads alike without lines.
    """

    witnesses: tuple[Witness, ...]
    box: Box
    in_cells: bool = True
    touches: bool = False
    hand: Hand = STEADY
    proven: bool = False


def read_id(sheet: Sheet, prefix: str) -> IdReading:
    """Read the row ``prefix`` ("ssn" or "ein")."""
    row = sheet.revision.ssn_box if prefix == "ssn" else sheet.revision.ein_box
    clean = sheet.crop(row, clean=True, margin=(1, -INSET, 1, -INSET))
    if _is_empty(clean):
        return IdReading((), row)
    cells = sheet.revision.cells(prefix)
    touches = _touching(sheet, row, cells)
    in_cells = not touches and _within(clean, row, cells)
    words = ppocr(_tight(clean), "text")
    if _is_words(words.text):
        witnesses = (
            Witness(Source.OCR2, words.text, words.confidence, row),
            Witness(Source.OCR, tesseract(_tight(clean), "text").text, 0.5, row),
        )
        return IdReading(witnesses, row, in_cells, touches, hand(clean))
    if in_cells:
        return IdReading(_in_its_cells(sheet, row, cells, clean), row, hand=hand(clean))
    across = read_across(sheet, row, cells)
    return IdReading(across.witnesses, row, in_cells, touches, hand(clean), across.proven)


def _in_its_cells(sheet: Sheet, row: Box, cells: Sequence[Box], clean: Gray) -> tuple[Witness, ...]:
    """Digits that keep to their cells: the printed row, the cells' insides, the row without lines."""
    lined = sheet.crop(row, clean=False, margin=(SPILL, 0.5, SPILL, 0.5))
    beside = _beside(sheet, cells)
    bare = digits(Source.OCR2, ppocr(_tight(clean), "digits"), row)
    if len(bare.value or "") != DIGITS:  # a rest of a line was taken for a digit
        bare = digits(Source.OCR2, ppocr(beside, "digits"), row)
    return (
        digits(Source.OCR2, ppocr(lined, "digits"), row),
        digits(Source.OCR, tesseract(beside, "digits"), row),
        bare,
    )


def _is_empty(clean: Gray) -> bool:
    parts = components(clean, FAINT)
    return len(parts) == 0 or not bool(np.any(parts[:, 3] >= TALL * PPP))


def _is_words(text: str) -> bool:
    plain = [letter for letter in text if letter.isalnum()]
    letters = sum(letter.isalpha() for letter in plain)
    return len(plain) >= 5 and letters / len(plain) > LETTERS


def _tight(crop: Gray) -> Gray:
    """The crop cut to what is written in it, with a little paper around."""
    found = writing(crop, PPP)
    if found is None:
        return crop
    left, right = max(0, int(found[0]) - 12), min(crop.shape[1], int(found[2]) + 12)
    return np.ascontiguousarray(crop[:, left:right])


def _beside(sheet: Sheet, cells: Sequence[Box]) -> Gray:
    """What stands in the cells, set as close as printed digits: no line of the form is in the picture."""
    height = round((cells[0][3] - cells[0][1] - 2 * INSET) * PPP)
    gap = np.full((height, GAP), 255, np.uint8)
    parts: list[Gray] = [gap]
    for x0, top, x1, bottom in cells:
        crop = sheet.crop((x0 + INSET, top + INSET, x1 - INSET, bottom - INSET), clean=True)
        found = writing(crop, PPP)
        if found is not None:
            inked = crop[:, max(0, int(found[0]) - 1) : int(found[2]) + 1]
            parts += [np.asarray(cv2.resize(inked, (inked.shape[1], height)), np.uint8), gap]
    return np.ascontiguousarray(np.hstack(parts))


def _touching(sheet: Sheet, row: Box, cells: Sequence[Box]) -> bool:
    """Does a digit-sized part of the ink reach a line of the row."""
    top, bottom = row[1] - SPILL, row[3] + SPILL
    left = row[0] - SPILL
    upright = {edge for cell in cells for edge in (cell[0], cell[2])}
    for x, y, width, height, _ in components(sheet.crop((left, top, row[2] + SPILL, bottom), clean=True)):
        x0, y0 = left + x / PPP, top + y / PPP
        x1, y1 = x0 + width / PPP, y0 + height / PPP
        if height < TALL * PPP or y1 < row[1] or y0 > row[3]:
            continue
        if y0 < row[1] + TOUCH or y1 > row[3] - TOUCH:
            return True
        if any(x0 - TOUCH < edge < x1 + TOUCH for edge in upright):
            return True
    return False


def _within(clean: Gray, row: Box, cells: Sequence[Box]) -> bool:
    """Does every digit-sized part stand inside one cell?"""
    for x, _, width, height, _ in components(clean):
        if height < TALL * PPP:
            continue
        left, right = row[0] - 1 + x / PPP, row[0] - 1 + (x + width) / PPP
        if not any(cell[0] <= left and right <= cell[2] for cell in cells):
            return False
    return True
