"""Marks on a rendered digital page, where there is no noise: ticks, signatures, strokes, visible letters."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extraction.types import Box
from extraction.w9.glyphs import Glyph, PageInk

DARK = 150  # gray level of ink
VISIBLE = 205  # a letter whose darkest pixel is lighter than this cannot be read
FRAME = 1.3  # points: the printed frame of a check box
TICK = 0.05  # share of dark pixels inside a check box that makes it marked
STRAY = 0.02  # below this it is surely empty; above it and below a clear mark it is not sure
CLEAR = 0.09
SIGNED = 14.0  # square points of ink
FADED = 190  # gray level of a hair line between two rows of pixels
STROKE = 60.0  # points: a line through item 2 leaves at least this much ink beside the letters


def _cut(ink: PageInk, box: Box, inset: float = 0.0) -> NDArray[np.uint8]:
    scale = ink.scale
    x0, top, x1, bottom = box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset
    rows, columns = ink.gray.shape
    left, right = max(round(x0 * scale), 0), min(round(x1 * scale), columns)
    upper, lower = max(round(top * scale), 0), min(round(bottom * scale), rows)
    return ink.gray[upper : max(lower, upper), left : max(right, left)]


def check_ink(ink: PageInk, box: Box) -> tuple[bool, float]:
    """Is the box marked, and how sure is that (0..1)?"""
    inside = _cut(ink, box, FRAME)
    share = float((inside < DARK).mean()) if inside.size else 0.0
    unsure = STRAY < share < CLEAR
    return share >= TICK, 0.6 if unsure else 1.0


def signature_ink(ink: PageInk, box: Box) -> tuple[bool, float]:
    """Is there ink in the signature zone beside its ruled lines?"""
    inside = _cut(ink, box, 2.0)
    area = float((inside < DARK).sum()) / ink.scale**2
    return area >= SIGNED, 0.6 if 0.3 * SIGNED < area < 1.5 * SIGNED else 1.0


def unseen(ink: PageInk, glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Letters that leave no ink on the page: white, covered or clipped."""
    return [glyph for glyph in glyphs if not _leaves_ink(ink, glyph.box)]


def _leaves_ink(ink: PageInk, box: Box) -> bool:
    piece = _cut(ink, box, -0.8)
    return bool(piece.size) and int(piece.min()) < VISIBLE


def struck(ink: PageInk, box: Box) -> tuple[bool, float]:
    """Is item 2 crossed out? Ink of the block that belongs to none of its letters, by its width."""
    scale, inset = ink.scale, 1.0
    whole = _cut(ink, box, inset)
    inside = whole.copy()
    if not inside.size:
        return False, 0.5
    left, top = (box[0] + inset) * scale, (box[1] + inset) * scale
    for glyph in (*ink.base, *ink.shown):
        x0, upper, x1, lower = (value * scale for value in glyph.box)
        if x1 > left and x0 < left + inside.shape[1] and lower > top and upper < top + inside.shape[0]:
            rows = slice(max(int(upper - top - 1.5), 0), max(int(lower - top + 2.5), 0))
            inside[rows, max(int(x0 - left - 1.5), 0) : max(int(x1 - left + 2.5), 0)] = 255
    columns = max(float((inside < DARK).any(axis=0).sum()), longest_run(whole < FADED) * 1.5) / scale
    return columns >= STROKE, 0.6 if 0.3 * STROKE < columns < 1.5 * STROKE else 1.0


def longest_run(dark: NDArray[np.bool_]) -> float:
    """Pixels of the longest unbroken stretch along a row: letters break it, a ruled line does not."""
    edges = np.diff(np.pad(dark.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    starts, ends = np.argwhere(edges == 1), np.argwhere(edges == -1)
    return float((ends[:, 1] - starts[:, 1]).max(initial=0))
