"""Ink that is no text: pictures of words, a pen, strokes through an entry, and OCR that lies over a scan."""

from datetime import date

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extraction.types import Part
from extraction.w9 import read_form
from extraction.w9.digital import read_digital
from extraction.w9.revisions import revisions
from tests.extraction.w9 import paper
from tests.extraction.w9.test_flattened import CLEAN_VALUES, codes, values

TODAY = date(2025, 6, 1)


def read(tmp_path, sheet: paper.Paper) -> Part:
    part = read_form(paper.draw(tmp_path / "form.pdf", sheet), 1, today=TODAY)
    assert part is not None
    return part


def pictured(text: str, field: str):
    """The words as a picture in a field, the way a stamp or a vector program leaves them."""

    def draw(canvas, top):
        box = revisions()["2024-03"].fields[field].box
        picture = Image.new("L", (1000, 55), 255)
        ImageDraw.Draw(picture).text((4, 46), text, font=ImageFont.load_default(46), fill=0, anchor="ls")
        canvas.drawImage(ImageReader(picture), box[0] + 2, top - box[3] + 1, 200, 11)

    return draw


@pytest.mark.parametrize("field", ["name", "address"])
def test_an_entry_that_is_a_picture_of_words_is_not_called_empty(tmp_path, field):
    texts = {name: value for name, value in paper.CLEAN.items() if name != field}
    part = read(tmp_path, paper.clean(texts=texts, extra=pictured(paper.CLEAN[field], field)))
    assert part.needs_review
    assert not codes(part) & {"blank_name", "address_incomplete"}
    assert values(part) == CLEAN_VALUES
    assert part.fields[field].reason == "The entry, or a part of it, is drawn and not typed."


def test_a_number_drawn_in_the_other_id_row_is_not_overlooked(tmp_path):
    def second(canvas, top):
        box = revisions()["2024-03"].ssn_box
        canvas.setLineWidth(1.2)
        for step in range(9):
            x, y = box[0] + 6 + 17 * step, top - box[3] + 6
            canvas.line(x, y, x + 4, y + 12)
            canvas.line(x + 4, y + 12, x - 2, y + 9)

    part = read(tmp_path, paper.clean(extra=second))
    assert not part.tin_sure
    assert part.needs_review


def test_an_entry_struck_out_with_a_pen(tmp_path):
    def strike(canvas, top):
        box = revisions()["2024-03"].fields["name"].box
        canvas.line(box[0], top - box[3] + 6.2, box[0] + 130, top - box[3] + 6.4)

    part = read(tmp_path, paper.clean(extra=strike))
    assert "overwritten_entry" in codes(part)
    assert part.needs_review


def test_an_underlined_entry_is_not_struck_out(tmp_path):
    def underline(canvas, top):
        box = revisions()["2024-03"].fields["name"].box
        canvas.line(box[0], top - box[3] + 1.8, box[0] + 130, top - box[3] + 1.8)

    part = read(tmp_path, paper.clean(extra=underline))
    assert codes(part) == set()


def test_somebody_elses_ocr_over_a_scan_in_strips_is_no_text_layer(tmp_path):
    """The strips show one id, the invisible letters over them say another."""

    shown = paper.draw(tmp_path / "shown.pdf", paper.clean())
    said = paper.clean(digits={"ein": "851170319"})
    picture = pdfium.PdfDocument(shown)[0].render(scale=150 / 72).to_pil().convert("L")
    width, height = revisions()["2024-03"].size
    path = tmp_path / "scan.pdf"
    canvas = Canvas(str(path), pagesize=(width, height))
    strips = 12
    for strip in range(strips):
        rows = strip * picture.height // strips, (strip + 1) * picture.height // strips
        piece = picture.crop((0, rows[0], picture.width, rows[1]))
        canvas.drawImage(
            ImageReader(piece), 0, height * (1 - (strip + 1) / strips), width, height / strips + 0.3
        )
    canvas.showPage()
    canvas.save()
    _invisible(tmp_path, path, said)
    assert read_digital(path, 1) is None


def _invisible(tmp_path, path, sheet: paper.Paper) -> None:
    with (
        pikepdf.open(path, allow_overwriting_input=True) as pdf,
        pikepdf.open(paper.draw(tmp_path / "layer.pdf", sheet)) as layer,
    ):
        content = layer.pages[0].Contents.read_bytes().replace(b"BT", b"BT 3 Tr")
        layer.pages[0].Contents = layer.make_stream(content)
        pdf.pages[0].add_overlay(layer.pages[0])
        pdf.save(path)
