"""What a PDF page is painted from, in painting order: where its text stands and what is painted over it."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extraction.readers.pdf import Frame, frame_of
from extraction.types import Box, ExtractionError

MAX_OBJECTS = 200_000  # of a page: a dense drawing has some ten thousand
MAX_DEPTH = 6  # of forms within forms
OPAQUE = 250  # of 255
COVER_SIDE = 4.0  # points: smaller things hide no word

Colour = tuple[int, int, int, int]  # red, green, blue, opacity; 0..255


@dataclass(slots=True)
class Painting:
    """The objects of a page.

    ``order``: when each text object, named by its address, was painted. ``covers``: rows of (when, box on the
    stored page) of opaque fillings and pictures. ``picture``: points squared of the largest picture.
    """

    order: dict[int, int] = field(default_factory=dict)
    covers: list[tuple[float, ...]] = field(default_factory=list)
    rows: NDArray[np.float64] | None = None  # the covers, for arithmetic
    picture: float = 0.0
    shapes: int = 0

    def painted_over(self, address: int, box: Box) -> bool:
        """Was something painted after the text object ``address`` over most of ``box``?"""
        since = self.order.get(address)
        if since is None or not self.covers:
            return False
        if self.rows is None:
            self.rows = np.array(self.covers, dtype=np.float64)
        later = self.rows
        width = np.minimum(later[:, 3], box[2]) - np.maximum(later[:, 1], box[0])
        height = np.minimum(later[:, 4], box[3]) - np.maximum(later[:, 2], box[1])
        over = (width > 0.8 * (box[2] - box[0])) & (height > 0.6 * (box[3] - box[1]))
        return bool((over & (later[:, 0] > since)).any())


def painting_of(page: Any) -> Painting:
    """The objects of an open PDFium page and of the forms on it. Raises ExtractionError ``too_complex``."""
    painting = Painting()
    boxed = _Boxes(frame_of(page))
    for when, (handle, outer) in enumerate(_handles(page.raw)):
        if when > MAX_OBJECTS:
            message = "A page of this PDF is drawn from too many pieces. Print it to a new PDF."
            raise ExtractionError("too_complex", message)
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            painting.order[address_of(handle)] = when
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            _add_picture(painting, when, boxed(outer), opaque=handle is outer and _opaque(handle))
        else:
            painting.shapes += 1
            if handle is outer and kind == raw.FPDF_PAGEOBJ_PATH and _filled(handle):
                _add_cover(painting, when, boxed(handle))
    return painting


def _handles(page: Any) -> Iterator[tuple[Any, Any]]:
    """Each object and the outermost form that it stands in: PDFium gives boxes in a form in its own space."""
    count = raw.FPDFPage_CountObjects(page)
    get, type_of = raw.FPDFPage_GetObject, raw.FPDFPageObj_GetType
    for index in range(count):
        outer = get(page, index)
        if type_of(outer) == raw.FPDF_PAGEOBJ_FORM:
            for handle in _unfolded(outer, 0):
                yield handle, outer
        else:
            yield outer, outer


def _unfolded(handle: Any, depth: int) -> Iterator[Any]:
    if raw.FPDFPageObj_GetType(handle) != raw.FPDF_PAGEOBJ_FORM:
        yield handle
    elif depth < MAX_DEPTH:
        for index in range(max(raw.FPDFFormObj_CountObjects(handle), 0)):
            yield from _unfolded(raw.FPDFFormObj_GetObject(handle, index), depth + 1)


def _add_picture(painting: Painting, when: int, box: Box, *, opaque: bool) -> None:
    painting.picture = max(painting.picture, max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0))
    if opaque:
        _add_cover(painting, when, box)


def _add_cover(painting: Painting, when: int, box: Box) -> None:
    if box[2] - box[0] >= COVER_SIDE and box[3] - box[1] >= COVER_SIDE:
        painting.covers.append((when, *box))


def _filled(path: Any) -> bool:
    """Does a shape hide what is below it?"""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    return fill.value != raw.FPDF_FILLMODE_NONE and _opaque(path) and style_of(path)[1][3] >= OPAQUE


def _opaque(handle: Any) -> bool:
    return not raw.FPDFPageObj_HasTransparency(handle)


def address_of(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


class _Boxes:
    """The box of an object on the stored page; the memory for its edges is made once."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._edges = tuple(ctypes.c_float() for _ in range(4))
        self._pointers = tuple(ctypes.byref(edge) for edge in self._edges)

    def __call__(self, handle: Any) -> Box:
        if not raw.FPDFPageObj_GetBounds(handle, *self._pointers):
            return 0.0, 0.0, 0.0, 0.0
        left, bottom, right, top = (edge.value for edge in self._edges)
        return self._frame.box(left, bottom, right, top)


def style_of(handle: Any) -> tuple[int, Colour]:
    """Text render mode (ISO 32000-2, table 104; meaningless for shapes) and fill colour of an object."""
    parts = [ctypes.c_uint() for _ in range(4)]
    known = raw.FPDFPageObj_GetFillColor(handle, *(ctypes.byref(part) for part in parts))
    colour = tuple(part.value for part in parts) if known else (0, 0, 0, 255)
    return raw.FPDFTextObj_GetTextRenderMode(handle), (colour[0], colour[1], colour[2], colour[3])
