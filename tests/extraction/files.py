"""Small files made on the spot, each for one thing."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

CLAUSES = (
    "MASTER SERVICES AGREEMENT",
    "This Agreement is made between Buyer Inc. and Northwind Test Supply LLC, the parties hereto.",
    "1. Term. This Agreement shall run for twelve (12) months unless terminated by either party.",
    "2. Liability. The liability of either party under this Agreement shall not exceed the fees paid.",
    "3. Governing law. This Agreement shall be governed by the laws of the State of Delaware.",
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(path: Path, pages: Sequence[Sequence[str]] = (CLAUSES,), size: tuple[float, float] = letter) -> Path:
    """Lines of 11-point Helvetica from 72 points below the top, 24 points apart."""
    canvas = Canvas(str(path), pagesize=size)
    for lines in pages:
        canvas.setFont("Helvetica", 11)
        for row, line in enumerate(lines):
            canvas.drawString(72, size[1] - 72 - 24 * row, line)
        canvas.showPage()
    canvas.save()
    return path


def changed(path: Path, change) -> Path:
    """The PDF after ``change(document)``."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        change(document)
        document.save(path)
    return path


def picture(lines: Sequence[str] = CLAUSES, scale: float = 2.0, mode: str = "L") -> Image.Image:
    """A Letter page at 72 * scale dpi with the lines in print."""
    image = Image.new("L", (int(612 * scale), int(792 * scale)), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=11 * scale)
    for row, line in enumerate(lines):
        draw.text((60 * scale, (72 + 24 * row) * scale), line, font=font, fill=0)
    return image.convert(mode)


def scan(path: Path, lines: Sequence[str] = CLAUSES, turn: int = 0) -> Path:
    """A PDF of one picture; ``turn`` degrees clockwise lies the sheet in the scanner."""
    picture(lines).rotate(-turn, expand=True).save(path, "PDF", resolution=144)
    return path


def pictures_of(path: Path, source: Path, dpi: int = 200) -> Path:
    """The pages of a PDF as an office scanner delivers them: one grey picture each."""
    shots = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(source)]
    shots[0].save(path, "PDF", resolution=dpi, save_all=True, append_images=shots[1:])
    return path


def bound(path: Path, *sources: Path) -> Path:
    """Several PDFs as one."""
    with pikepdf.new() as document:
        for source in sources:
            with pikepdf.open(source) as one:
                document.pages.extend(one.pages)
        document.save(path)
    return path


def docx(path: Path, body: str, extra: dict[str, str | bytes] | None = None, kind: str = WORD) -> Path:
    """A Word file with the given XML as its body and other parts beside it."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f'<w:document {W} xmlns:r="{RELATIONS}"><w:body>{body}</w:body></w:document>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | (extra or {})).items():
            archive.writestr(name, content)
    return path


def paragraphs(lines: Sequence[str] = CLAUSES) -> str:
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)


def png_bytes(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
