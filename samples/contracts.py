"""Service agreements written for the purpose: a fair one, and a long one with risky clauses put in."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer

from samples.services import schedules

TEXT = Path(__file__).parent / "text"
BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=15.5, spaceAfter=8)
HEADING = ParagraphStyle("heading", parent=BODY, fontName="Times-Bold", spaceBefore=10)
TITLE = ParagraphStyle("title", parent=HEADING, fontSize=15, leading=20, alignment=TA_CENTER, spaceAfter=16)

Sections = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A contract before it is drawn: ``sections`` maps a heading to its paragraphs, in order."""

    vendor: str
    customer: str
    effective: date
    sections: Sections
    schedules: Sections = field(default_factory=dict)
    title: str = "Master Services Agreement"


def load(name: str) -> Sections:
    """The sections of ``text/<name>.md``: a heading a line that starts with #, a paragraph a line."""
    found: Sections = {}
    for line in (TEXT / f"{name}.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            found[line[2:]] = []
        elif line:
            found[list(found)[-1]].append(line)
    return found


def fair_agreement(vendor: str, customer: str, effective: date) -> Agreement:
    """An agreement that a careful buyer would sign as it is."""
    return Agreement(vendor, customer, effective, load("agreement"))


def risky_agreement(vendor: str, customer: str, effective: date, *, services: int = 22) -> Agreement:
    """The same agreement with the sections of ``text/risky.md`` in place of the fair ones.

    Each of the ``services`` adds a schedule of about two pages; 22 make about fifty pages.
    """
    sections = load("agreement") | load("risky")
    return Agreement(vendor, customer, effective, sections, schedules(services))


def draw_agreement(path: Path, agreement: Agreement) -> Path:
    """Write the agreement as a PDF with running heads, page numbers and numbered clauses."""
    story: list[object] = [Paragraph(agreement.title, TITLE), Paragraph(_parties(agreement), BODY)]
    for number, (heading, paragraphs) in enumerate(agreement.sections.items(), start=1):
        story.append(Paragraph(f"{number}. {heading}", HEADING))
        story += [Paragraph(f"{number}.{i} {_safe(p)}", BODY) for i, p in enumerate(paragraphs, start=1)]
    story += [Spacer(1, 24), Paragraph(_signatures(agreement), BODY)]
    for heading, paragraphs in agreement.schedules.items():
        story += [PageBreak(), Paragraph(heading, HEADING)]
        story += [Paragraph(_safe(p), BODY) for p in paragraphs]

    def furniture(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont("Times-Italic", 8)
        canvas.drawString(72, letter[1] - 40, f"{agreement.title}: {agreement.vendor}")
        canvas.drawCentredString(letter[0] / 2, 36, f"Page {document.page}")

    document = SimpleDocTemplate(str(path), pagesize=letter, invariant=1, title=agreement.title)
    document.build(story, onFirstPage=furniture, onLaterPages=furniture)
    return path


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _parties(agreement: Agreement) -> str:
    day = f"{agreement.effective:%B} {agreement.effective.day}, {agreement.effective.year}"
    return _safe(
        f"This {agreement.title} is made on {day} (the “Effective Date”) between {agreement.customer} "
        f"(“Customer”) and {agreement.vendor} (“Vendor”)."
    )


def _signatures(agreement: Agreement) -> str:
    return _safe(
        f"Signed for {agreement.customer}: ____________________ Date: __________   "
        f"Signed for {agreement.vendor}: ____________________ Date: __________"
    )
