"""A page as it is shown: its size and turn, marks on it, and windows onto parts of its picture.

Boxes come in points of the page as it is stored; what is shown is turned clockwise by the page's rotation.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.core.cache import cache

from onboarding.models import Document
from onboarding.services import files
from onboarding.services.errors import ServiceError

SIZES_KEPT = 3600  # seconds
PAD = 1.5  # points around a word, so that the mark does not cut its letters
LEAST = (190.0, 22.0)  # points of a window, so that one sees where on the form it is
MARGIN = 6.0  # points around what a window shows

# From stored (unrotated) points to the page as shown, after a clockwise turn: SVG matrices over its size.
TURN: dict[int, Callable[[float, float], str]] = {
    90: lambda width, height: f"matrix(0 1 -1 0 {height:g} 0)",
    180: lambda width, height: f"matrix(-1 0 0 -1 {width:g} {height:g})",
    270: lambda width, height: f"matrix(0 -1 1 0 0 {width:g})",
}


@dataclass(frozen=True, slots=True)
class Mark:
    css: str
    x: str
    y: str
    width: str
    height: str
    field: str = ""
    label: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: ``width`` and ``height`` in points as stored, ``rotation`` in degrees clockwise."""

    width: float
    height: float
    rotation: int

    @property
    def shown(self) -> tuple[float, float]:
        return (self.height, self.width) if self.rotation % 180 else (self.width, self.height)

    @property
    def turn(self) -> str:
        """The SVG transform for marks in stored points; empty for an upright page."""
        turned = TURN.get(self.rotation)
        return turned(self.width, self.height) if turned else ""

    def box(self, stored: Sequence[float]) -> tuple[float, float, float, float]:
        """A stored box on the page as shown."""
        x0, top, x1, bottom = stored
        match self.rotation:
            case 90:
                return self.height - bottom, x0, self.height - top, x1
            case 180:
                return self.width - x1, self.height - bottom, self.width - x0, self.height - top
            case 270:
                return top, self.width - x1, bottom, self.width - x0
        return x0, top, x1, bottom


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a page's picture, as an SVG shows it: all numbers in points of the page as shown."""

    image_url: str
    view: str
    width: str
    height: str
    marks: tuple[Mark, ...] = ()


def sheets(document: Document) -> list[Sheet]:
    """The pages, kept by content: they are asked of a child process once an hour at most."""
    key = f"page-sizes:{document.sha256}"
    sizes: list[tuple[float, float, int]] | None = cache.get(key)
    if sizes is None:
        try:
            sizes = [
                (size.width, size.height, size.rotation % 360) for size in files.page_sizes(document=document)
            ]
        except ServiceError:
            return []
        cache.set(key, sizes, SIZES_KEPT)
    return [Sheet(*size) for size in sizes]


def window(sheet: Sheet, boxes: Iterable[Sequence[float]], image_url: str, *, css: str = "") -> Window | None:
    """The part of the page around ``boxes``, each of them marked when ``css`` is given."""
    shown = [sheet.box(box) for box in boxes]
    if not shown:
        return None
    width, height = sheet.shown
    left, right = _span(min(box[0] for box in shown), max(box[2] for box in shown), LEAST[0], width)
    top, bottom = _span(min(box[1] for box in shown), max(box[3] for box in shown), LEAST[1], height)
    view = f"{left:.2f} {top:.2f} {right - left:.2f} {bottom - top:.2f}"
    marks = tuple(mark(css, box) for box in shown) if css else ()
    return Window(image_url, view, f"{width:g}", f"{height:g}", marks)


def _span(low: float, high: float, least: float, page: float) -> tuple[float, float]:
    """With a margin, at least ``least`` long if the page is, and inside the page."""
    low, high = low - MARGIN, high + MARGIN
    spare = max(0.0, least - (high - low))
    low, high = low - spare / 4, high + spare * 3 / 4
    shift = max(0.0, -low) - max(0.0, high - page)
    return max(0.0, low + shift), min(page, high + shift)


def mark(css: str, box: Sequence[float], *, field: str = "", label: str = "", first: bool = False) -> Mark:
    """Numbers as strings: a template must not print them in anybody's local way."""
    x0, top, x1, bottom = box
    place = (x0 - PAD, top - PAD, max(x1 - x0, 1.0) + 2 * PAD, max(bottom - top, 1.0) + 2 * PAD)
    x, y, width, height = (f"{number:.2f}" for number in place)
    return Mark(css, x, y, width, height, field, label, first)
