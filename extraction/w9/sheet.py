"""The form pulled straight: one raster of fixed resolution in which every field stands at its place.

Reading happens here, so crops are plain slices and the form's own lines and words are where the geometry
says, to a fraction of a pixel.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extraction.types import Box
from extraction.w9.ink import without_lines, without_words
from extraction.w9.raster import Gray, flatten
from extraction.w9.register import Registration
from extraction.w9.revisions import Revision

PPP = 300 / 72  # pixels a point of the sheet
GRID = 16  # pixels between exact places; between them the mapping is interpolated
BELOW_SIGNATURE = 12.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """``gray``: the even, straight page down to the signature; ``clean``: without the form's own ink.

    ``scale`` is the source raster's resolution in pixels a point (below 2.5 is poor).
    """

    revision: Revision
    gray: Gray
    clean: Gray
    scale: float

    def crop(
        self, box: Box, *, clean: bool, margin: tuple[float, float, float, float] = (0, 0, 0, 0)
    ) -> Gray:
        """The pixels of an official box; ``margin`` in points is added to x0, top, x1, bottom outwards."""
        page = self.clean if clean else self.gray
        left, above, right, below = margin
        return clip(page, (box[0] - left, box[1] - above, box[2] + right, box[3] + below))


def clip(page: Gray, box: Box) -> Gray:
    """The pixels of an official box, cut at the sheet's edges."""
    height, width = page.shape
    x0, top, x1, bottom = (round(value * PPP) for value in box)
    return page[max(0, top) : min(height, max(bottom, top + 1)), max(0, x0) : min(width, max(x1, x0 + 1))]


def straighten(gray: Gray, registration: Registration, revision: Revision) -> Sheet:
    """Pull the page straight and take its own ink away."""
    foot = revision.fields["signature"].box[3] + BELOW_SIGNATURE
    size = round(revision.size[0] * PPP), round(foot * PPP)
    scale = registration.pixels_per_point
    source = gray
    if scale > PPP * 1.3:
        source = np.asarray(cv2.GaussianBlur(gray, (0, 0), 0.35 * scale / PPP), np.uint8)
    map_x, map_y = _maps(registration, size)
    sheet = flatten(np.asarray(cv2.remap(source, map_x, map_y, cv2.INTER_CUBIC, borderValue=255), np.uint8))
    clean = without_words(without_lines(sheet, revision.lines, PPP), revision.printed, revision.bars, PPP)
    return Sheet(revision, sheet, clean, scale)


def _maps(
    registration: Registration, size: tuple[int, int]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """For each pixel of the sheet its place in the raster: exact on a coarse grid, smooth between."""
    columns, rows = size[0] // GRID + 2, size[1] // GRID + 2
    x, y = np.meshgrid(np.arange(columns) * GRID + 0.5, np.arange(rows) * GRID + 0.5)
    exact = registration.to_raster(np.c_[x.ravel(), y.ravel()] / PPP) - 0.5
    # resize() puts sample centres at half pixels: shift by warping the coarse grid instead
    pick_x, pick_y = np.meshgrid(
        np.arange(size[0], dtype=np.float32) / GRID, np.arange(size[1], dtype=np.float32) / GRID
    )
    coarse = exact.reshape(rows, columns, 2).astype(np.float32)
    full = cv2.remap(coarse, pick_x, pick_y, cv2.INTER_LINEAR)
    return np.ascontiguousarray(full[..., 0]), np.ascontiguousarray(full[..., 1])
