"""Rasters before reading: even paper, upright proportions, and a page pulled straight.

Gray rasters are (height, width) uint8, 0 black. Nothing here knows the form.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
FAX_ASPECT = 2.0  # standard fax resolution: 204 by 98 dots an inch (ITU-T T.4)
LETTER = 11 / 8.5
PAPER_CELL = 24  # the paper's brightness is looked up in about this many cells across the page
INK_PERCENTILE = 0.5
BITONAL_GRAY, BITONAL_WHITE = 0.085, 0.025  # most shares of gray and of almost white pixels
EVEN_LIGHT = 0.88  # brightness of the darkest paper over the brightest


def flatten(gray: Gray) -> Gray:
    """Paper to white and the darkest ink to black, with shadows and uneven light taken out."""
    height, width = gray.shape
    factor = 16 * PAPER_CELL / max(height, width)
    small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    paper = cv2.GaussianBlur(cv2.medianBlur(paper, 15), (0, 0), 5)
    full = cv2.resize(np.maximum(paper, 30), (width, height), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(gray, full, scale=250)
    dark = float(np.percentile(even[:: max(1, height // 400), :: max(1, width // 400)], INK_PERCENTILE))
    dark = min(dark, 120.0)
    table = np.clip((np.arange(256) - dark) * 255 / (244 - dark), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(even, table), np.uint8)


def proportions(gray: Gray) -> tuple[tuple[float, float], ...]:
    """Likely (x, y) stretches that make the pixels square, likeliest first."""
    height, width = gray.shape
    if width > height * 1.2 or height < width * 1.1:
        return (1.0, 1.0), (1.0, FAX_ASPECT), (FAX_ASPECT, 1.0)
    if height > width * 1.9:
        return (FAX_ASPECT, 1.0), (1.0, 1.0)
    return ((1.0, 1.0),)


def is_bilevel(gray: Gray) -> bool:
    """True for black and white rasters (fax, bitonal scans), also after one resampling on the way here."""
    histogram = np.bincount(gray[::2, ::2].ravel(), minlength=256) / gray[::2, ::2].size
    between, nearly_white = float(histogram[40:216].sum()), float(histogram[216:255].sum())
    return between < BITONAL_GRAY and nearly_white < BITONAL_WHITE


def unevenly_lit(gray: Gray) -> bool:
    """True for a photo: the paper is much darker in one place than another, or lies on something dark."""
    small = cv2.resize(gray, (160, 200), interpolation=cv2.INTER_AREA)
    paper = cv2.dilate(small, np.ones((9, 9), np.uint8))
    low, high = np.percentile(paper, (5, 95))
    return bool(low < EVEN_LIGHT * high)


def shrink(gray: Gray, long_side: int, stretch: tuple[float, float]) -> tuple[Gray, NDArray[np.float64]]:
    """The raster at about ``long_side`` pixels, and the 3x3 matrix from its pixels back to the raster's."""
    height, width = gray.shape
    factor = long_side / max(height * stretch[1], width * stretch[0])
    size = max(1, round(width * stretch[0] * factor)), max(1, round(height * stretch[1] * factor))
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    small = np.asarray(cv2.resize(gray, size, interpolation=way), np.uint8)
    return small, np.diag([width / size[0], height / size[1], 1.0])
