"""The page of a document with its evidence: geometry for the template, in points of the stored page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from onboarding.models import Clause, Document, Finding, User
from onboarding.sheet import Mark, mark, sheets
from onboarding.shield import may_download, may_open

ZOOMS = (1, 2, 3, 4)


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
    pages = sheets(document)
    if not 1 <= asked.page <= len(pages):
        return None
    sheet, marks = pages[asked.page - 1], tuple(marks)
    return Viewer(
        name=document.name,
        page=asked.page,
        pages=len(pages),
        width=f"{sheet.shown[0]:g}",
        height=f"{sheet.shown[1]:g}",
        turn=sheet.turn,
        marks=marks,
        image_url=reverse("review:page", args=[document.id, asked.page]),
        download_url=reverse("review:original", args=[document.id]) if may_download(user, document) else "",
        previous_url=_address(asked.page - 1, asked.zoom) if asked.page > 1 else "",
        next_url=_address(asked.page + 1, asked.zoom) if asked.page < len(pages) else "",
        evidence_url=_address(evidence, asked.zoom) if evidence and evidence != asked.page else "",
        zoom=asked.zoom,
        zoom_in_url=_address(asked.page, asked.zoom + 1) if asked.zoom < ZOOMS[-1] else "",
        zoom_out_url=_address(asked.page, asked.zoom - 1) if asked.zoom > 1 else "",
        linked=any(one.field for one in marks),
        hidden=not may_open(user, document, asked.page),
    )


def _address(page: int, zoom: int) -> str:
    return f"?page={page}&zoom={zoom}#viewer" if zoom > 1 else f"?page={page}#viewer"


def finding_marks(finding: Finding, page: int) -> list[Mark]:
    """Two layers: the clause pale, the exact words strong."""
    pale = finding.clause.boxes if finding.clause else []
    return [*_layer("mark-pale", pale, page), *_layer("mark-strong", finding.boxes, page)]


def clause_marks(clause: Clause, page: int) -> list[Mark]:
    return _layer("mark-strong", clause.boxes, page)


def _layer(css: str, boxes: Iterable[tuple[int, list[float]]], page: int) -> list[Mark]:
    found = [box for number, box in boxes if number == page]
    return [mark(css, box, first=index == 0) for index, box in enumerate(found)]
