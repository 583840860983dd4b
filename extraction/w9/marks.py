"""Marks that are not text: the signature's ink, a struck certification item, the hand behind the writing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extraction.types import Box
from extraction.w9.checkbox import SURE, Mark
from extraction.w9.ink import components, share, writing
from extraction.w9.raster import Gray
from extraction.w9.sheet import PPP, Sheet

ABOVE = 6.0  # points by which a signature may rise above its box
BELOW = 4.0
SIGNED_WIDTH = 15.0  # points: initials are about this wide
SIGNED_INK = 0.004
STRUCK_WIDTH = 90.0  # points: no printed word is this wide; a stroke through the text joins several
LONGEST_WORD = 60.0
UNEVEN_HEIGHTS = 0.046  # spread of digit heights over their mean height: more than a printer's
UNEVEN_FEET = 0.036  # and of their feet about a straight line
ALIGNED = 1.0  # points within which letters of one typed line share a foot or a head
EVEN_LINE = 1.68  # typed lines reach 1.7 to 2.0, handwriting 1.0 to 1.65


@dataclass(frozen=True, slots=True)
class Hand:
    """How uneven a row of digits stands: spread of ``heights`` and ``feet`` relative to their size."""

    heights: float
    feet: float
    parts: int

    @property
    def handwritten(self) -> bool:
        """True when the row is too uneven for a printer."""
        return self.parts >= 3 and (self.heights > UNEVEN_HEIGHTS or self.feet > UNEVEN_FEET)


def evenness(crop: Gray) -> float | None:
    """How typed a clean line of text looks, 0..2: letters that share a foot plus those that share a head.

    Type stands on one line and has two heights (capitals and small letters); a hand has neither. None when
    there are too few letters to say.
    """
    parts = components(crop)
    parts = parts[parts[:, 3] >= 3.0 * PPP] if len(parts) else parts
    if len(parts) < 5:
        return None
    heads = parts[:, 1]
    feet, _ = _together(parts[:, 1] + parts[:, 3])
    tallest, rest = _together(heads)
    second, _ = _together(rest) if len(rest) else (0, rest)
    return (feet + tallest + second) / len(parts)


def _together(values: NDArray[np.int32]) -> tuple[int, NDArray[np.int32]]:
    """The largest number of values within ``ALIGNED`` of each other, and the values outside."""
    near = (values[None] >= values[:, None]) & (values[None] < values[:, None] + ALIGNED * PPP)
    best = int(near.sum(axis=1).argmax())
    return int(near[best].sum()), values[~near[best]]


def signature(sheet: Sheet) -> tuple[Mark, Box]:
    """Is there ink in the signature box, and where (official points)."""
    box = sheet.revision.fields["signature"].box
    crop = sheet.crop(box, clean=True, margin=(0, ABOVE, 0, BELOW))
    ink, found = share(crop), writing(crop, PPP)
    if found is None or ink < SIGNED_INK / 4:
        return Mark(on=False, confidence=SURE, ink=ink), box
    where = inside(found, (box[0], box[1] - ABOVE))
    wide = found[2] - found[0] >= SIGNED_WIDTH * PPP
    if wide and ink >= SIGNED_INK:
        return Mark(on=True, confidence=0.99, ink=ink), where
    return Mark(on=True, confidence=0.6, ink=ink), where


def struck(sheet: Sheet) -> tuple[Mark, Box]:
    """Is item 2 of the certification crossed out: a stroke that joins words of its text."""
    box = sheet.revision.fields["cert_item2"].box
    crop = sheet.crop(box, clean=False)
    parts = components(crop)
    widest = float(parts[:, 2].max()) / PPP if len(parts) else 0.0
    ink = share(crop)
    if widest >= STRUCK_WIDTH:
        return Mark(on=True, confidence=0.99, ink=ink), box
    if widest <= LONGEST_WORD:
        return Mark(on=False, confidence=SURE, ink=ink), box
    return Mark(on=False, confidence=0.6, ink=ink), box


def hand(crop: Gray) -> Hand:
    """How even the digits of a clean row stand; parts far smaller than the rest (dots) are left out."""
    parts = components(crop)
    parts = parts[parts[:, 3] >= 3.0 * PPP] if len(parts) else parts
    if len(parts) < 2:
        return Hand(0.0, 0.0, len(parts))
    tall = parts[parts[:, 3] >= 0.6 * np.median(parts[:, 3])]
    heights = tall[:, 3].astype(float)
    feet = _off_line(tall[:, 0] + tall[:, 2] / 2, (tall[:, 1] + tall[:, 3]).astype(float))
    size = float(np.median(heights))
    return Hand(float(np.std(heights)) / size, float(np.std(feet)) / size, len(tall))


def _off_line(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distances from the straight line through the points: a row may lean a little."""
    if len(x) < 3 or np.ptp(x) < 1:
        return y - float(np.mean(y))
    slope, start = np.polyfit(x, y, 1)
    return np.asarray(y - slope * x - start)


def inside(found: Box, corner: tuple[float, float]) -> Box:
    """A pixel box of a crop as official points, the crop's top left corner being ``corner``."""
    x0, top, x1, bottom = (value / PPP for value in found)
    return corner[0] + x0, corner[1] + top, corner[0] + x1, corner[1] + bottom
