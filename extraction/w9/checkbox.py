"""Check boxes by their ink: ticks, crosses, fills; strays and doubtful marks are said to be doubtful.

The box's own outline is left out; what counts is the ink inside it. A tick may leave the box, but it
passes through it; a stray touches it at an edge.
"""

from dataclasses import dataclass

import numpy as np

from extraction.types import Box
from extraction.w9.ink import DARK, FAINT
from extraction.w9.sheet import Sheet, clip

INSET = 1.3  # points inside the outline that still may be the outline's ink
EMPTY = 0.02  # dark share of the inside below which nothing is there
FULL = 0.07  # and above which something certainly is
SURE = 0.995
PALE = 0.7
CORE = 0.6  # share of the inside, around its middle, through which a real mark passes


@dataclass(frozen=True, slots=True)
class Mark:
    """``on`` with the probability that this is right; ``ink`` is the dark share of the box's inside."""

    on: bool
    confidence: float
    ink: float


def read_box(sheet: Sheet, box: Box) -> Mark:
    """Is this check box marked?"""
    x0, top, x1, bottom = box
    inside = clip(sheet.gray, (x0 + INSET, top + INSET, x1 - INSET, bottom - INSET))
    ink = _share(inside)
    core = _middle(inside)
    if ink < FULL <= _share(inside, FAINT):  # pencil, or a light blue: seen, but a person confirms it
        return Mark(on=core > 0, confidence=PALE, ink=ink)
    if ink <= EMPTY:
        return Mark(on=False, confidence=SURE, ink=ink)
    if ink >= FULL and core > 0:
        return Mark(on=True, confidence=SURE, ink=ink)
    position = (ink - EMPTY) / (FULL - EMPTY)
    chance = min(0.9, max(0.1, position)) if core > 0 else 0.2
    return Mark(on=chance > 0.5, confidence=max(chance, 1 - chance), ink=ink)


def _share(inside: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], level: int = DARK) -> float:
    return float(np.count_nonzero(inside < level)) / max(1, inside.size)


def _middle(inside: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> int:
    height, width = inside.shape
    dy, dx = round(height * (1 - CORE) / 2), round(width * (1 - CORE) / 2)
    return int(np.count_nonzero(inside[dy : height - dy, dx : width - dx] < FAINT))
