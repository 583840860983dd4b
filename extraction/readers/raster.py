"""Pages as grey pixels, always below a cap of pixels whatever the size of the page."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]

BLOCK = 8  # pixels; under a millimetre of a page drawn for OCR
CONTRAST = 40  # grey levels between paper and ink
SPECKS = 16  # dark blocks that may be dust; a word has more
MAX_PIXELS = 12_000_000  # of a rendered page: Letter at 350 dpi


@dataclass(frozen=True, slots=True)
class Raster:
    """A page as it is displayed: ``gray`` (rows, columns), ``scale`` in pixels per point."""

    gray: Gray
    scale: float
    rotation: int  # /Rotate that was applied, clockwise
    width: float  # of the stored page, in points
    height: float


def capped_scale(width: float, height: float, scale: float) -> float:
    """``scale``, or as much of it as keeps ``width`` x ``height`` points below the cap of pixels."""
    area = max(width * height, 1.0)
    return min(scale, math.sqrt(MAX_PIXELS / area))


def render(document: Any, number: int, dpi: float) -> Raster:
    """Page ``number`` (1-based) of a PDFium document in grey, with annotations and form fields drawn."""
    page = document[number - 1]
    try:
        width, height = page.get_size()  # as displayed
        rotation = page.get_rotation()
        scale = capped_scale(width, height, dpi / 72)
        gray = np.array(page.render(scale=scale, grayscale=True).to_numpy(), dtype=np.uint8)
    finally:
        page.close()
    stored = (height, width) if rotation % 180 else (width, height)
    return Raster(gray.reshape(gray.shape[0], -1), scale, rotation, *stored)


def is_blank(gray: Gray) -> bool:
    """No ink, or nothing but ink: an empty sheet, a black scan. Tolerates dust and a dark rim.

    Writing is a thousandth of the sheet, or, where a line stands alone on it, some blocks that are dark as a
    whole. A speck is smaller than a block.
    """
    rows, columns = gray.shape
    inner = gray[rows // 20 : rows - rows // 20, columns // 20 : columns - columns // 20]
    if inner.size == 0:
        return True
    paper, ink = (
        np.percentile(inner[::4, ::4], (95, 0.1)) if inner.size > 10_000 else (inner.max(), inner.min())
    )
    return bool(float(paper) - float(ink) < CONTRAST) and _dark_blocks(inner) < SPECKS


def _dark_blocks(gray: Gray) -> int:
    rows, columns = (side // BLOCK for side in gray.shape)
    if not rows or not columns:
        return 0
    cut = gray[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK)
    blocks = cut.mean(axis=(1, 3), dtype=np.float32)
    return int((np.percentile(blocks, 95) - blocks > CONTRAST).sum())
