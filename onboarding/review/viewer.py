"""The page of a document with its evidence: geometry for the template, in points of the stored page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse

from onboarding import selectors
from onboarding.models import Clause, Document, Field, Finding, Part, User
from onboarding.review.shield import may_download, may_open
from onboarding.services import files
from onboarding.services.errors import ServiceError
from onboarding.wording import field_label

ZOOMS = (1, 2, 3, 4)
SIZES_KEPT = 3600  # seconds
PAD = 1.5  # points around a word, so that the mark does not cut its letters

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
class Viewer:
    name: str
    page: int
    pages: int
    width: str
    height: str
    turn: str
    marks: tuple[Mark, ...]
    image_url: str
    download_url: str
    previous_url: str
    next_url: str
    evidence_url: str
    zoom: int
    zoom_in_url: str
    zoom_out_url: str
    linked: bool
    hidden: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What the address asks for."""

    page: int
    zoom: int


def look(params: dict[str, str], evidence_page: int | None) -> Look:
    """``page`` and ``zoom`` of a query string; anything odd falls back to the evidence and no zoom."""
    page, zoom = params.get("page", ""), params.get("zoom", "")
    return Look(
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 5 else (evidence_page or 1),
        zoom=int(zoom) if zoom in {"1", "2", "3", "4"} else 1,
    )


def view(
    document: Document, asked: Look, marks: Iterable[Mark], *, user: User, evidence: int | None
) -> Viewer | None:
    """The viewer, or None when the document has no such page to show."""
    sizes = _sizes(document)
    if not 1 <= asked.page <= len(sizes):
        return None
    width, height, rotation = sizes[asked.page - 1]
    shown = (height, width) if rotation % 180 else (width, height)
    turn = TURN[rotation](width, height) if rotation in TURN else ""
    marks = tuple(marks)
    return Viewer(
        name=document.name,
        page=asked.page,
        pages=len(sizes),
        width=f"{shown[0]:g}",
        height=f"{shown[1]:g}",
        turn=turn,
        marks=marks,
        image_url=reverse("review:page", args=[document.id, asked.page]),
        download_url=reverse("review:original", args=[document.id]) if may_download(user, document) else "",
        previous_url=_address(asked.page - 1, asked.zoom) if asked.page > 1 else "",
        next_url=_address(asked.page + 1, asked.zoom) if asked.page < len(sizes) else "",
        evidence_url=_address(evidence, asked.zoom) if evidence and evidence != asked.page else "",
        zoom=asked.zoom,
        zoom_in_url=_address(asked.page, asked.zoom + 1) if asked.zoom < ZOOMS[-1] else "",
        zoom_out_url=_address(asked.page, asked.zoom - 1) if asked.zoom > 1 else "",
        linked=any(mark.field for mark in marks),
        hidden=not may_open(user, document, asked.page),
    )


def _address(page: int, zoom: int) -> str:
    return f"?page={page}&zoom={zoom}#viewer" if zoom > 1 else f"?page={page}#viewer"


def _sizes(document: Document) -> list[tuple[float, float, int]]:
    """Page sizes, kept by content: they are asked of a child process once an hour at most."""
    key = f"page-sizes:{document.sha256}"
    sizes: list[tuple[float, float, int]] | None = cache.get(key)
    if sizes is None:
        try:
            sizes = [(size.width, size.height, size.rotation) for size in files.page_sizes(document=document)]
        except ServiceError:
            return []
        cache.set(key, sizes, SIZES_KEPT)
    return sizes


def finding_marks(finding: Finding, page: int) -> list[Mark]:
    """Two layers: the clause pale, the exact words strong."""
    pale = finding.clause.boxes if finding.clause else []
    return [*_layer("mark-pale", pale, page), *_layer("mark-strong", finding.boxes, page)]


def clause_marks(clause: Clause, page: int) -> list[Mark]:
    return _layer("mark-strong", clause.boxes, page)


def _layer(css: str, boxes: Iterable[tuple[int, list[float]]], page: int) -> list[Mark]:
    found = [box for number, box in boxes if number == page]
    return [_mark(css, box, first=index == 0) for index, box in enumerate(found)]


def field_marks(part: Part, page: int, threshold: float) -> list[Mark]:
    """One linked box a field of the form; those that are not sure are dashed."""
    return [
        _field_mark(field, threshold)
        for field in selectors.fields_of(part).values()
        if field.page == page and field.box
    ]


def _field_mark(field: Field, threshold: float) -> Mark:
    css = "mark-field" if field.confidence >= threshold else "mark-field mark-doubt"
    assert field.box is not None
    return _mark(css, field.box, field=field.name, label=field_label(field.name))


def _mark(css: str, box: list[float], *, field: str = "", label: str = "", first: bool = False) -> Mark:
    """Numbers as strings: a template must not print them in anybody's local way."""
    x0, top, x1, bottom = box
    place = (x0 - PAD, top - PAD, max(x1 - x0, 1.0) + 2 * PAD, max(bottom - top, 1.0) + 2 * PAD)
    x, y, width, height = (f"{number:.2f}" for number in place)
    return Mark(css, x, y, width, height, field, label, first)
