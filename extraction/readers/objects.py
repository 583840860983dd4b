"""The objects of a PDF page in the order they are painted: text, shapes and pictures with their boxes."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from extraction.readers.pdf import Frame, frame_of
from extraction.types import Box

MAX_OBJECTS = 50_000  # of a page; what comes after is not looked at
MAX_DEPTH = 6  # of forms within forms
OPAQUE = 250  # of 255

Colour = tuple[int, int, int, int]  # red, green, blue, opacity; 0..255


@dataclass(frozen=True, slots=True)
class Drawn:
    """One object: ``kind`` is PDFium's FPDF_PAGEOBJ number, ``box`` lies on the stored page.

    ``covers`` says that it hides what was painted before it.
    """

    kind: int
    address: int
    box: Box
    covers: bool

    @property
    def area(self) -> float:
        return max(self.box[2] - self.box[0], 0.0) * max(self.box[3] - self.box[1], 0.0)


def drawn(page: Any) -> Iterator[Drawn]:
    """The objects of an open PDFium page and of the forms on it.

    The box of an object inside a form is that of the form: PDFium gives its own in the form's space.
    """
    frame = frame_of(page)
    seen = 0
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        outer = raw.FPDFPage_GetObject(page.raw, index)
        box = _box(outer, frame)
        for handle in _unfolded(outer, 0):
            seen += 1
            if seen > MAX_OBJECTS:
                return
            address = ctypes.cast(handle, ctypes.c_void_p).value or 0
            kind = raw.FPDFPageObj_GetType(handle)
            yield Drawn(kind, address, box, covers=handle is outer and _covers(handle, kind))


def _unfolded(handle: Any, depth: int) -> Iterator[Any]:
    if raw.FPDFPageObj_GetType(handle) != raw.FPDF_PAGEOBJ_FORM:
        yield handle
    elif depth < MAX_DEPTH:
        for index in range(max(raw.FPDFFormObj_CountObjects(handle), 0)):
            yield from _unfolded(raw.FPDFFormObj_GetObject(handle, index), depth + 1)


def _box(handle: Any, frame: Frame) -> Box:
    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(handle, *(ctypes.byref(edge) for edge in edges)):
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = (edge.value for edge in edges)
    return frame.box(left, bottom, right, top)


def _covers(handle: Any, kind: int) -> bool:
    if kind == raw.FPDF_PAGEOBJ_IMAGE:
        return not raw.FPDFPageObj_HasTransparency(handle)
    if kind != raw.FPDF_PAGEOBJ_PATH or raw.FPDFPageObj_HasTransparency(handle):
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, ctypes.byref(fill), ctypes.byref(stroke))
    return fill.value != raw.FPDF_FILLMODE_NONE and style_of(handle)[1][3] >= OPAQUE


def style_of(handle: Any) -> tuple[int, Colour]:
    """Text render mode (ISO 32000-2, table 104; meaningless for shapes) and fill colour of an object."""
    parts = [ctypes.c_uint() for _ in range(4)]
    known = raw.FPDFPageObj_GetFillColor(handle, *(ctypes.byref(part) for part in parts))
    colour = tuple(part.value for part in parts) if known else (0, 0, 0, 255)
    return raw.FPDFTextObj_GetTextRenderMode(handle), (colour[0], colour[1], colour[2], colour[3])
