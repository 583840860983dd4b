"""A scanned PDF page as pixels, at the resolution of the scan itself so that nothing is smoothed."""

import ctypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extraction.w9.surface import matrix_of, painted, times

COARSEST, FINEST = 150.0, 300.0  # dots per inch
MAX_PIXELS = 12_000_000
SCANNED = 0.25  # share of the page under images from which they are what the page shows


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as stored (its rotation flag undone). ``detail`` is below 1 when its image has fewer pixels
    than ``gray``: it was drawn larger than it was scanned."""

    gray: NDArray[np.uint8]
    points_per_pixel: float
    detail: float = 1.0


def picture_of(path: Path, page: int) -> Picture:
    """Page ``page`` (from 1) as pixels. Form fields and annotations are drawn.

    The resolution is the native one along the lines of the page's largest image, within 150 to 300 dpi.
    """
    document = pdfium.PdfDocument(path)
    try:
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        sheet = document[page - 1]
        rotation = int(sheet.get_rotation())
        width, height = sheet.get_size()
        native = _native_dpi(sheet)
        dpi = min(max(native, COARSEST), FINEST)
        scale = min(dpi / 72, (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        drawn = sheet.render(scale=scale, grayscale=True, rotation=(360 - rotation) % 360).to_numpy()
        gray = np.ascontiguousarray(drawn.reshape(drawn.shape[0], drawn.shape[1]))
        return Picture(gray, 1 / scale, min(1.0, native / 72 / scale))
    finally:
        document.close()


def _native_dpi(sheet: Any) -> float:
    """Dots per inch of the largest image along the lines of the stored page.

    The finest when images cover little of it: a logo or the picture of a signature is no scan.
    """
    largest, whole, dpi = 0.0, 0.0, FINEST
    across, down = ctypes.c_uint(), ctypes.c_uint()
    for item, matrix in painted(sheet):
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_IMAGE:
            continue
        a, b, c, d, _, _ = times(matrix_of(item), matrix)
        raw.FPDFImageObj_GetImagePixelSize(item, across, down)
        wide, high = float(np.hypot(a, b)), float(np.hypot(c, d))
        turned = abs(b) > abs(a)
        whole += wide * high
        if wide * high > largest and wide and high:
            largest = wide * high
            dpi = 72 * (down.value / high if turned else across.value / wide)
    width, height = sheet.get_size()
    return dpi if whole > SCANNED * width * height else FINEST
