"""What a PDF page is painted from besides letters, forms within forms too: pictures, shapes, unseen text.

A page from a scanner is often a stack of strips, or lies in a form of its own, with somebody's OCR as
invisible text (text render mode 3, ISO 32000-2, table 104) over it. That text is no witness to the page.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2.raw as raw

from extraction.types import Box

DEPTH = 6  # of forms within forms
COVERED = 0.6  # share of the page under pictures from which the page is a scan
CELL = 6.0  # points: pictures are laid on a grid of squares of this side
Matrix = tuple[float, float, float, float, float, float]
UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Surface:
    """Boxes from the top left of the page. ``unseen`` are the addresses of text objects that draw nothing."""

    paths: tuple[Box, ...]
    images: tuple[Box, ...]
    unseen: frozenset[int]


def surface_of(page: Any, frame: Box) -> Surface:
    """The objects of an open page whose crop box is ``frame`` (left, bottom, right, top)."""
    paths: list[Box] = []
    images: list[Box] = []
    unseen: set[int] = set()
    for item, matrix in painted(page):
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            if raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
                unseen.add(address_of(item))
        elif kind != raw.FPDF_PAGEOBJ_UNKNOWN:
            (images if kind == raw.FPDF_PAGEOBJ_IMAGE else paths).append(_box(item, matrix, frame))
    return Surface(tuple(paths), tuple(images), frozenset(unseen))


def covered(size: tuple[float, float], images: tuple[Box, ...]) -> bool:
    """Do pictures together lie under most of a page of this size?"""
    columns, rows = max(1, round(size[0] / CELL)), max(1, round(size[1] / CELL))
    grid = np.zeros((rows, columns), dtype=bool)
    for x0, top, x1, bottom in images:
        down = slice(max(0, round(top / CELL)), max(0, round(bottom / CELL)))
        grid[down, max(0, round(x0 / CELL)) : max(0, round(x1 / CELL))] = True
    return bool(grid.mean() > COVERED)


def address_of(item: Any) -> int:
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def painted(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Each object of an open page that is no form, with the matrix from its space to the page's."""
    count = raw.FPDFPage_CountObjects(page)
    return _objects((raw.FPDFPage_GetObject(page, place) for place in range(count)), UNMOVED, 0)


def _objects(items: Iterator[Any], matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    for item in items:
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_FORM:
            yield item, matrix
        elif depth < DEPTH:
            count = max(raw.FPDFFormObj_CountObjects(item), 0)
            inner = (raw.FPDFFormObj_GetObject(item, place) for place in range(count))
            yield from _objects(inner, times(matrix_of(item), matrix), depth + 1)


def matrix_of(item: Any) -> Matrix:
    own = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, own):
        return UNMOVED
    return own.a, own.b, own.c, own.d, own.e, own.f


def times(one: Matrix, two: Matrix) -> Matrix:
    """First ``one``, then ``two``."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _box(item: Any, matrix: Matrix, frame: Box) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return min(xs) - frame[0], frame[3] - max(ys), max(xs) - frame[0], frame[3] - min(ys)
