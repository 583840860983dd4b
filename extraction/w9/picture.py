"""A scanned PDF page as pixels, at the resolution of the scan itself so that nothing is smoothed."""

import ctypes
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

COARSEST, FINEST = 150.0, 300.0  # dots per inch
MAX_PIXELS = 12_000_000


def picture_of(path: Path, page: int) -> tuple[NDArray[np.uint8], float]:
    """Page ``page`` (from 1) as stored (its rotation flag undone), gray, and its points per pixel.

    Form fields and annotations are drawn. The resolution is the native one along the lines of the page's
    largest image, within 150 to 300 dpi.
    """
    document = pdfium.PdfDocument(path)
    try:
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        sheet = document[page - 1]
        rotation = int(sheet.get_rotation())
        width, height = sheet.get_size()
        scale = min(_native_dpi(sheet) / 72, (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        drawn = sheet.render(scale=scale, grayscale=True, rotation=(360 - rotation) % 360).to_numpy()
        return np.ascontiguousarray(drawn.reshape(drawn.shape[0], drawn.shape[1])), 1 / scale
    finally:
        document.close()


def _native_dpi(sheet: Any) -> float:
    """Dots per inch of the largest image along the lines of the stored page."""
    largest, dpi = 0.0, FINEST
    matrix = raw.FS_MATRIX()
    across, down = ctypes.c_uint(), ctypes.c_uint()
    for place in range(raw.FPDFPage_CountObjects(sheet)):
        item = raw.FPDFPage_GetObject(sheet, place)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_IMAGE:
            continue
        raw.FPDFPageObj_GetMatrix(item, matrix)
        raw.FPDFImageObj_GetImagePixelSize(item, across, down)
        wide, high = float(np.hypot(matrix.a, matrix.b)), float(np.hypot(matrix.c, matrix.d))
        turned = abs(matrix.b) > abs(matrix.a)
        if wide * high > largest and wide and high:
            largest = wide * high
            dpi = 72 * (down.value / high if turned else across.value / wide)
    return min(max(dpi, COARSEST), FINEST)
