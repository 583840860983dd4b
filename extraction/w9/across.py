"""A tax id typed as one number across its cells, so that lines of the form run through its digits.

A 1 beside a line looks like a 4, and all readings of such a picture agree on it. So the number is read from
pictures that err in opposite ways: as it is printed, where the lines add ink to digits; with the lines' ink
taken off, where digits that a line runs along lose ink; and with the lines bridged from both sides, where
strokes that cross a line are whole again. Only what all three say by one engine, and another engine by one
of those without lines, is more than an offer for a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extraction.types import Box, Source, Witness
from extraction.w9.ink import FAINT, components
from extraction.w9.marks import hand
from extraction.w9.ocr_crop import Read, ppocr, tesseract
from extraction.w9.raster import Gray
from extraction.w9.sheet import PPP, Sheet

TALL = 4.5  # points: a digit is at least this tall
DIGITS = 9
SPILL = 3.0  # points around the row that are looked at with the lines in place
ROOM = ((28, 60), (14, 45))  # pixels left above and below, left and right of a number cut out with its lines
INNER = 1.0  # points of the row left out at its upper and lower line
ABOVE = round((SPILL + INNER) * PPP)  # pixels from the top of the spilling row to that of the inner one
REACH = 1.3  # points to both sides of a divider's official place in which its ink may lie
LINE_DARK, LINE_EDGE = 200, 225  # gray levels of a divider's column in the middle, and where it ends
THICK = 2.2  # points: a thicker dark band is no divider
DASHES = "-–—"
DASH_EDGE = 0.6  # points around a printed dash
CLOSE, PAPER = (10, 14), 8  # pixels left above and below, left and right of the digits; paper added
CLEAR = 3  # digits clear of lines that show whether a hand or a printer set them
FINE = 2.5  # pixels a point of the scan from which a number across lines may be proven


@dataclass(frozen=True, slots=True)
class Across:
    """``proven``: the readings with and without the form's lines agree, and nothing speaks against them."""

    witnesses: tuple[Witness, ...]
    proven: bool


@dataclass(frozen=True, slots=True)
class Bare:
    """The row without its dividers: their ink taken ``off``, and ``bridged``. ``missed`` are the
    pixel columns of dividers that were not found, ``lined`` those in which the form's ink stood."""

    off: Gray
    bridged: Gray
    missed: tuple[float, ...]
    lined: NDArray[np.bool_]


def read_across(sheet: Sheet, row: Box, cells: Sequence[Box]) -> Across:
    """Read the number that runs across the ``cells`` of a ``row``; what most readings say comes first."""
    lined = sheet.crop((row[0] - SPILL, row[1] - SPILL, row[2] + SPILL, row[3] + SPILL), clean=False)
    found = bare(sheet, (row[0] - SPILL, row[1] + INNER, row[2] + SPILL, row[3] - INNER), cells)
    extent = _extent(found.bridged)
    left, top, right, bottom = extent
    reads = [ppocr(sheet.crop(row, clean=False, margin=(SPILL, 0.5, SPILL, 0.5)), "digits")]
    for up, aside in ROOM:
        rows = slice(max(0, top + ABOVE - up), bottom + ABOVE + up)
        reads.append(ppocr(np.ascontiguousarray(lined[rows, max(0, left - aside) : right + aside]), "digits"))
    printed = [digits(Source.OCR2, read, row) for read in reads]
    said = [one.value for one in printed]
    printed.sort(key=lambda one: (-said.count(one.value), len(one.value or "") != DIGITS))
    others = _without_lines(found, extent, row, printed[0].value)
    agreed = len(printed[0].value or "") == DIGITS and {one.value for one in others} == {printed[0].value}
    whole = not any(left - REACH * PPP < place < right + REACH * PPP for place in found.missed)
    within = top > 0 and bottom < len(found.bridged)
    proven = agreed and whole and within and sheet.scale >= FINE and _even(found)
    return Across((*printed, *others), proven)


def digits(source: Source, read: Read, row: Box) -> Witness:
    """What an engine read of an id: its digits."""
    return Witness(source, "".join(letter for letter in read.text if letter.isdigit()), read.confidence, row)


def _extent(row: Gray) -> tuple[int, int, int, int]:
    """The pixel box around the digits of a row; the whole row when none stands clear."""
    parts = components(row, FAINT)
    parts = parts[parts[:, 3] >= TALL * PPP]
    if len(parts) == 0:
        return 0, 0, row.shape[1], row.shape[0]
    left, top = parts[:, :2].min(axis=0)
    right, bottom = (parts[:, :2] + parts[:, 2:4]).max(axis=0)
    return int(left), int(top), int(right), int(bottom)


def _without_lines(
    found: Bare, extent: tuple[int, int, int, int], row: Box, printed: str | None
) -> list[Witness]:
    """The readings of the number without lines: one engine on both pictures, another on one of them."""
    off, bridged = _close(found.off, extent), _close(found.bridged, extent)
    other = digits(Source.OCR, tesseract(bridged, "digits"), row)
    if other.value != printed:
        other = digits(Source.OCR, tesseract(off, "digits"), row)
    return [
        digits(Source.OCR2, ppocr(off, "digits"), row),
        digits(Source.OCR2, ppocr(bridged, "digits"), row),
        other,
    ]


def bare(sheet: Sheet, inner: Box, cells: Sequence[Box]) -> Bare:
    """The ``inner`` part of a row without the dividers of its ``cells`` and its printed dashes."""
    gray = sheet.crop(inner, clean=False)
    off, bridged = gray.astype(np.int16), gray.copy()
    missed, lined = [], np.zeros(gray.shape[1], bool)
    for place in sorted({edge for cell in cells for edge in (cell[0], cell[2])}):
        middle = (place - inner[0]) * PPP
        band = _band(gray, middle)
        if band is None:
            missed.append(middle)
            continue
        off[:, band] += 255 - np.median(gray[:, band], axis=0).astype(np.int16)
        bridged[:, band] = _bridge(gray, band)
        lined[band] = True
    bare_off = np.clip(off, 0, 255).astype(np.uint8)
    for dash in (word.box for word in sheet.revision.printed if word.text in DASHES):
        x0, top, x1, bottom = dash
        if inner[0] < x0 and x1 < inner[2] and inner[1] < top and bottom < inner[3]:
            rows = _span(top - inner[1] - DASH_EDGE, bottom - inner[1] + DASH_EDGE)
            columns = _span(x0 - inner[0] - DASH_EDGE, x1 - inner[0] + DASH_EDGE)
            bare_off[rows, columns] = 255
            lined[columns] = True
            bridged[rows, columns] = _bridge(bridged[:, columns].T, rows).T
    return Bare(bare_off, bridged, tuple(missed), lined)


def _even(found: Bare) -> bool:
    """Do the digits that keep clear of the form's ink stand as a printer sets them?"""
    clear = found.bridged.copy()
    for x, y, width, height, _ in components(clear):
        if found.lined[max(0, x - 1) : x + width + 1].any():
            clear[y : y + height, x : x + width] = 255
    even = hand(clear)
    return even.parts >= CLEAR and not even.handwritten


def _span(start: float, end: float) -> slice:
    return slice(max(0, round(start * PPP)), round(end * PPP) + 1)


def _band(gray: Gray, middle: float) -> slice | None:
    """The columns of a divider: dark in most rows of the cell, digits being less than half of its height."""
    left, right = max(0, round(middle - REACH * PPP)), min(gray.shape[1], round(middle + REACH * PPP) + 1)
    if right - left < 3:
        return None
    level = np.median(gray[:, left:right], axis=0)
    start = end = int(level.argmin())
    if level[start] >= LINE_DARK:
        return None
    while start > 0 and level[start - 1] < LINE_EDGE:
        start -= 1
    while end + 1 < len(level) and level[end + 1] < LINE_EDGE:
        end += 1
    return slice(left + start, left + end + 1) if end - start < THICK * PPP else None


def _bridge(gray: Gray, band: slice) -> Gray:
    """The columns of ``band`` as they would be between their neighbours on both sides."""
    before, after = max(0, band.start - 1), min(gray.shape[1] - 1, band.stop)
    way = (np.arange(band.start, band.stop) - before) / max(1, after - before)
    between = gray[:, before : before + 1] * (1 - way) + gray[:, after : after + 1] * way
    return np.asarray(between, np.uint8)


def _close(row: Gray, extent: tuple[int, int, int, int]) -> Gray:
    """The digits with a little paper around."""
    left, top, right, bottom = extent
    up, aside = CLOSE
    cut = row[max(0, top - up) : max(1, bottom + up), max(0, left - aside) : right + aside]
    return np.asarray(cv2.copyMakeBorder(cut, PAPER, PAPER, 0, 0, cv2.BORDER_CONSTANT, value=255), np.uint8)
