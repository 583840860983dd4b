"""Small forms for tests: the measured words of a revision at their places, and entries drawn as wanted.

Not the official form: a page of single words where the geometry file says that words stand.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extraction.types import Box
from extraction.w9.revisions import Revision, revisions

CERTIFICATION = "Under penalties of perjury, I certify"
Draw = Callable[[Canvas, float], None]


@dataclass
class Paper:
    """What to draw: ``texts`` by field at the left of its box, ``digits`` one in each cell of ssn or ein."""

    texts: dict[str, str] = field(default_factory=dict)
    digits: dict[str, str] = field(default_factory=dict)
    ticked: tuple[str, ...] = ()
    signed: bool = True
    extra: Draw | None = None
    revision: str = "2024-03"
    font: str = "Helvetica"
    scale: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)
    rotate: int = 0


CLEAN = {
    "name": "Copperline Services LLC",
    "llc_class": "S",
    "address": "12 Ferry Landing Way",
    "city_state_zip": "Portland, OR 97201",
    "signature_date": "05/01/2025",
}


def clean(**changes: object) -> Paper:
    """A complete, flattened form with nothing wrong; keyword arguments change the paper."""
    paper = Paper(texts=dict(CLEAN), digits={"ein": "851170318"}, ticked=("box_llc",))
    for name, value in changes.items():
        setattr(paper, name, value)
    return paper


def draw(path: Path, paper: Paper) -> Path:
    """Write the paper as a one-page PDF with flattened text."""
    revision = revisions()[paper.revision]
    width, height = (
        side * paper.scale + 2 * move for side, move in zip(revision.size, paper.shift, strict=True)
    )
    canvas = Canvas(str(path), pagesize=(width, height), invariant=1)
    canvas.translate(paper.shift[0], paper.shift[1])
    canvas.scale(paper.scale, paper.scale)
    top = revision.size[1]
    _words(canvas, revision, top)
    _boxes(canvas, revision, top)
    canvas.setFont("Helvetica", 8)
    canvas.drawString(36, top - revision.fields["cert_item2"].box[1] + 40, CERTIFICATION)
    _entries(canvas, revision, paper, top)
    if paper.extra:
        paper.extra(canvas, top)
    canvas.showPage()
    canvas.save()
    if paper.rotate:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            pdf.pages[0].Rotate = paper.rotate
            pdf.save(path)
    return path


def _words(canvas: Canvas, revision: Revision, top: float) -> None:
    drawable = {(mark.text, mark.box): mark for mark in (*revision.landmarks, *revision.printed)}
    for mark in drawable.values():
        if not mark.text.isascii():
            continue
        x0, upper, x1, lower = mark.box
        over, under = _reach(mark.text)
        size = (lower - upper) / (over + under)
        width = stringWidth(mark.text, "Helvetica", size) or 1.0
        text = canvas.beginText()
        text.setFont("Helvetica", size)
        text.setTextTransform((x1 - x0) / width, 0, 0, 1, x0, top - lower + under * size)
        text.textOut(mark.text)
        canvas.drawText(text)


def _reach(text: str) -> tuple[float, float]:
    """How far letters reach above and below the baseline, in font sizes."""
    tall = any(letter.isupper() or letter.isdigit() or letter in "bdfhijklt()'/" for letter in text)
    low = any(letter in "gjpqy(),;" for letter in text)
    return 0.72 if tall else 0.53, 0.21 if low else 0.01


def _boxes(canvas: Canvas, revision: Revision, top: float) -> None:
    canvas.setLineWidth(0.5)
    for name, one in revision.fields.items():
        if name.startswith("box_"):
            frame(canvas, one.box, top)
        for cell in one.cells:
            frame(canvas, cell, top)


def frame(canvas: Canvas, box: Box, top: float, *, fill: int = 0) -> None:
    """A rectangle at an official box."""
    canvas.rect(box[0], top - box[3], box[2] - box[0], box[3] - box[1], fill=fill)


def _entries(canvas: Canvas, revision: Revision, paper: Paper, top: float) -> None:
    canvas.setFont(paper.font, 9)
    for name, value in paper.texts.items():
        x0, _, _, lower = revision.fields[name].box
        canvas.drawString(x0 + 3, top - lower + 3.2, value)
    for name, digits in paper.digits.items():
        cells = [cell for part in (f"{name}{i}" for i in range(1, 4)) if part in revision.fields
                 for cell in revision.fields[part].cells]  # fmt: skip
        for digit, cell in zip(digits, cells, strict=False):
            canvas.drawCentredString((cell[0] + cell[2]) / 2, top - cell[3] + 4, digit)
    for name in paper.ticked:
        x0, upper, x1, lower = revision.fields[name].box
        canvas.setLineWidth(1.1)
        canvas.line(x0 + 1, top - upper - 1, x1 - 1, top - lower + 1)
        canvas.line(x0 + 1, top - lower + 1, x1 - 1, top - upper - 1)
    if paper.signed:
        pen(canvas, revision.fields["signature"].box, top)


def pen(canvas: Canvas, box: Box, top: float) -> None:
    """A stroke of a pen across a box."""
    middle = top - (box[1] + box[3]) / 2
    stroke = canvas.beginPath()
    stroke.moveTo(box[0] + 10, middle)
    for step in range(12):
        x = box[0] + 10 + 8 * step
        stroke.curveTo(x + 2, middle + 7, x + 5, middle - 6, x + 8, middle + step % 3)
    canvas.setLineWidth(1.2)
    canvas.drawPath(stroke)
