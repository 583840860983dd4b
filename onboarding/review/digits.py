"""The tax id on the page, whole and cell by cell: for who keys it, and for who is shown it with a reason."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field

from onboarding.models import TIN_FIELDS, Document, Field, Part
from onboarding.services import files
from onboarding.services.errors import ServiceError
from onboarding.sheet import Sheet, sheets
from onboarding.witnesses import doubtful_digits

MARGIN_ACROSS, MARGIN_DOWN = 40.0, 12.0  # points around the boxes of the id
WIDTH = 2200  # pixels of the whole page: digits must be easy to read
GROUPS = {"ssn": (3, 2, 4), "ein": (2, 7)}
CELL, GAP, GROUP_GAP = 30, 3, 10  # of the drawing of the cells
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """One digit: where it is drawn, the part of the page to show, and what was read when that may be seen."""

    x: int
    view: str
    digit: str = field(default="", repr=False)
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one id; ``doubts`` are the places of doubtful digits, counted from 1."""

    name: str
    cells: tuple[Cell, ...]
    width: int
    doubts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of the id and where it stands, in points of the page as shown."""

    image_url: str
    view: str
    place: tuple[str, str, str, str]
    rows: tuple[Row, ...]


def read_rows(part: Part) -> list[Field]:
    """The machine's newest reading of each id that has a place on the page, the filled ones if any is."""
    placed = part.fields.filter(name__in=TIN_FIELDS).exclude(box=None)
    newest = {row.name: row for row in placed if row.witnesses}
    found = [newest[name] for name in sorted(newest)]
    return [row for row in found if row.value] or found


def area(rows: Sequence[Field]) -> Box | None:
    """One box around the first page's ids, with a margin; None when nobody knows where they stand."""
    boxes = [box for row in rows if row.page == rows[0].page for box in (row.box, *row.cells) if box]
    if not boxes:
        return None
    return (
        max(0.0, min(box[0] for box in boxes) - MARGIN_ACROSS),
        max(0.0, min(box[1] for box in boxes) - MARGIN_DOWN),
        max(box[2] for box in boxes) + MARGIN_ACROSS,
        max(box[3] for box in boxes) + MARGIN_DOWN,
    )


def figure(document: Document, rows: Sequence[Field], image_url: str, *, digits: str = "") -> Figure | None:
    """The drawing of ``rows``; with ``digits`` also what was read, the doubtful ones told apart."""
    around, pages = area(rows), sheets(document)
    if around is None or not rows[0].page <= len(pages):
        return None
    sheet = pages[rows[0].page - 1]
    x0, top, x1, bottom = sheet.box(around)
    place = (f"{x0:.2f}", f"{top:.2f}", f"{x1 - x0:.2f}", f"{bottom - top:.2f}")
    drawn = tuple(_row(sheet, row, digits) for row in rows if row.page == rows[0].page and row.cells)
    return Figure(image_url, " ".join(place), place, drawn)


def _row(sheet: Sheet, row: Field, digits: str) -> Row:
    doubts = doubtful_digits(row) if digits else ()
    cells, x = [], 0
    starts = {sum(GROUPS[row.name][:count]) for count in range(1, len(GROUPS[row.name]))}
    for place, box in enumerate(row.cells):
        x += GROUP_GAP if place in starts else 0
        x0, top, x1, bottom = sheet.box(box)
        view = f"{x0:.2f} {top:.2f} {x1 - x0:.2f} {bottom - top:.2f}"
        cells.append(Cell(x, view, digits[place : place + 1], place in doubts))
        x += CELL + GAP
    return Row(row.name, tuple(cells), x - GAP, tuple(place + 1 for place in doubts))


def shown_once(document: Document, row: Field, digits: str) -> Figure | None:
    """The figure with its picture inside the answer: no address leads to it. None when it cannot be drawn."""
    try:
        content = files.page_image(document=document, number=row.page, width=WIDTH, crop=area([row]))
    except ServiceError:
        return None
    picture = base64.b64encode(content).decode()
    return figure(document, [row], f"data:image/png;base64,{picture}", digits=digits)
