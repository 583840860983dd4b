"""The characters of a PDF page with their tight boxes, before and after its annotations are painted.

pdfium paints widget appearances and annotations onto the page in memory (``FPDFPage_Flatten``): what the
second reading adds to the first is what a person sees lying over the page. Stored appearance streams and
those that a viewer would make for fields without one are kept apart.
"""

import ctypes
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extraction.types import Box
from extraction.w9.surface import Surface, address_of, covered, surface_of

# XFA is not needed: the field values beside it are read and compared with it, so the warning says nothing.
logging.getLogger("pypdfium2._helpers.document").setLevel(logging.ERROR)
FILLABLE = {raw.FORMTYPE_ACRO_FORM, raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND}
Zoom = Callable[[Box | None, float], NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class Glyph:
    """One visible character. ``order`` is its place in the content; ``spaced`` says a blank goes before."""

    text: str
    box: Box
    order: int
    spaced: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """Centre of the box."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True, slots=True)
class PageInk:
    """What stands on one page. ``base`` is the page's own text; ``stored`` what annotations and stored
    appearances add; ``shown`` what a viewer that makes missing appearances adds.

    ``gray`` is the page as seen, unrotated, ``scale`` pixels a point. ``paths`` are the bounds of vector
    paths of the page's own content, ``images`` those of its images; ``zoom(box, scale)`` renders a part.
    """

    size: tuple[float, float]
    base: tuple[Glyph, ...]
    stored: tuple[Glyph, ...]
    shown: tuple[Glyph, ...]
    paths: tuple[Box, ...]
    images: tuple[Box, ...]
    gray: NDArray[np.uint8]
    scale: float
    rotation: int
    zoom: Zoom

    @property
    def scanned(self) -> bool:
        """Images cover most of the page: its text layer, if any, is somebody's OCR."""
        return covered(self.size, self.images)


def read_ink(path: Path, number: int, *, annotated: bool, scale: float = 1.5) -> PageInk:
    """Read page ``number`` (from 1). ``annotated`` is False when it has no annotations: saves time."""
    document = pdfium.PdfDocument(path)
    try:
        return _read(document, number - 1, path, scale=scale, annotated=annotated)
    finally:
        document.close()


def _read(document: Any, index: int, path: Path, *, scale: float, annotated: bool) -> PageInk:
    page = document[index]
    page.set_rotation(0)  # flattening turns appearances with the page's rotation flag
    frame = _frame(page)
    surface = surface_of(page, frame)
    base = list(_glyphs(page, frame, surface))
    stored: list[Glyph] = []
    if annotated:
        _paint(page)
        page = document[index]
        stored = list(_glyphs(page, frame, surface_of(page, frame), after=len(base) and base[-1].order))
    shown, rotation, zoom = _as_shown(path, index, frame, base)
    return PageInk(
        size=(frame[2] - frame[0], frame[3] - frame[1]),
        base=tuple(base), stored=tuple(stored), shown=tuple(shown),
        paths=surface.paths, images=surface.images, gray=zoom(None, scale), scale=scale,
        rotation=rotation, zoom=zoom,
    )  # fmt: skip


def _as_shown(path: Path, index: int, frame: Box, base: list[Glyph]) -> tuple[list[Glyph], int, Zoom]:
    """The page in a viewer that fills forms: its added glyphs, its rotation flag, and how to render it.

    The document stays open as long as somebody can still render from it.
    """
    document = pdfium.PdfDocument(path)
    if document.get_formtype() in FILLABLE:
        document.init_forms()
    page = document[index]
    rotation = int(page.get_rotation())
    page.set_rotation(0)
    _paint(page)
    page = document[index]
    surface = surface_of(page, frame)
    shown = list(_glyphs(page, frame, surface, after=len(base) and base[-1].order))
    width, height = frame[2] - frame[0], frame[3] - frame[1]

    def zoom(box: Box | None, scale: float) -> NDArray[np.uint8]:
        x0, top, x1, bottom = box or (0.0, 0.0, width, height)
        inside = max(x0, 0), max(top, 0), min(x1, width), min(bottom, height)
        crop = inside[0], height - inside[3], width - inside[2], inside[1]
        drawn = page.render(scale=scale, grayscale=True, crop=crop).to_numpy()
        return np.ascontiguousarray(drawn.reshape(drawn.shape[:2]))

    return shown, rotation, zoom


def _paint(page: Any) -> None:
    """Paint the annotations that a viewer shows onto the page: PDFium alone would paint "no view" ones."""
    for place in reversed(range(raw.FPDFPage_GetAnnotCount(page))):
        annotation = raw.FPDFPage_GetAnnot(page, place)
        unseen = raw.FPDFAnnot_GetFlags(annotation) & raw.FPDF_ANNOT_FLAG_NOVIEW
        raw.FPDFPage_CloseAnnot(annotation)
        if unseen:
            raw.FPDFPage_RemoveAnnot(page, place)
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)


def _frame(page: Any) -> Box:
    """The crop box: what viewers show, (left, bottom, right, top) in user space."""
    left, bottom, right, top = page.get_cropbox()
    return left, bottom, right, top


def _glyphs(page: Any, frame: Box, surface: Surface, after: int = -1) -> Iterator[Glyph]:
    """Characters after content place ``after``, blanks left out but remembered in ``spaced``.

    Unseen text on a picture is left out: what a person reads there is the picture.
    """
    textpage = page.get_textpage()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    spaced = False
    for order in range(after + 1 if after > 0 else 0, textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, order)
        if code <= 32 or code in {0xA0, 0xFFFE, 0xFFFF}:
            spaced = True
            continue
        raw.FPDFText_GetCharBox(textpage, order, left, right, bottom, top)
        box = (left.value - frame[0], frame[3] - top.value, right.value - frame[0], frame[3] - bottom.value)
        if surface.unseen and _ocr_layer(textpage, order, box, surface):
            continue
        yield Glyph(chr(code), box, order, spaced)
        spaced = False


def _ocr_layer(textpage: Any, order: int, box: Box, surface: Surface) -> bool:
    if address_of(raw.FPDFText_GetTextObject(textpage, order)) not in surface.unseen:
        return False
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in surface.images)


def tokens(glyphs: Iterable[Glyph]) -> list[tuple[list[Glyph], Box]]:
    """Glyphs in content order joined to words: a blank, a jump or a new line ends a word."""
    found: list[tuple[list[Glyph], Box]] = []
    for glyph in glyphs:
        if found and not glyph.spaced and _follows(found[-1][1], glyph.box):
            letters, box = found[-1]
            letters.append(glyph)
            found[-1] = (
                letters,
                (
                    min(box[0], glyph.box[0]),
                    min(box[1], glyph.box[1]),
                    max(box[2], glyph.box[2]),
                    max(box[3], glyph.box[3]),
                ),
            )
        else:
            found.append(([glyph], glyph.box))
    return found


def words(glyphs: Iterable[Glyph]) -> list[tuple[str, Box]]:
    """The words of a page with their boxes."""
    return [("".join(glyph.text for glyph in letters), box) for letters, box in tokens(glyphs)]


def _follows(word: Box, glyph: Box) -> bool:
    """Is the glyph on the word's line, close after it? Any direction of writing."""
    height = max(min(word[2] - word[0], word[3] - word[1]), 4.0)
    across = max(glyph[0] - word[2], word[0] - glyph[2])
    along = max(glyph[1] - word[3], word[1] - glyph[3])
    return across < 0.6 * height and along < 0.6 * height


def join(glyphs: Iterable[Glyph]) -> str:
    """One line of glyphs, sorted from left to right, with blanks where they were or where a gap is."""
    line = sorted(glyphs, key=lambda glyph: glyph.box[0])
    height = max((glyph.box[3] - glyph.box[1] for glyph in line), default=0.0)
    text = ""
    for place, glyph in enumerate(line):
        gap = glyph.box[0] - line[place - 1].box[2] if place else 0.0
        adjoining = place and glyph.order == line[place - 1].order + 1
        blank = glyph.spaced or gap > (1.0 if adjoining else 0.45) * height
        text += " " * (place > 0 and blank) + glyph.text
    return text


def moved(glyph: Glyph, box: Box) -> Glyph:
    """The same glyph at another place."""
    return Glyph(glyph.text, box, glyph.order, glyph.spaced)
