"""Words of a PDF stand where they stand on the stored page."""

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from extraction.readers import Look, needs_ocr, pdf
from extraction.readers.turn import upright
from extraction.types import Page, Source, Word
from tests.extraction import files


def words(path, number=1):
    with pdf.open_pdf(path) as document:
        return pdf.read_words(document, number)


def box_of(page, text):
    return next(word.box for word in page.words if word.text == text)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_do_not_turn_with_the_page(tmp_path, rotation):
    path = files.pdf(tmp_path / "a.pdf")
    files.changed(path, lambda document: document.pages[0].rotate(rotation, relative=False))
    page = words(path)
    x0, top, x1, bottom = box_of(page, "MASTER")
    assert (page.width, page.height, page.rotation) == (
        612,
        792,
        0,
    )  # the text itself stands upright on the stored page
    assert x0 == pytest.approx(72, abs=2)
    assert top < 72 - 3 < bottom  # the middle of the letters is a little above the baseline at 72
    assert 40 < x1 - x0 < 60


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_page_drawn_for_its_rotation_is_read_turned(tmp_path, rotation):
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(612, 792))
    canvas.translate(306, 396)
    canvas.rotate(rotation)
    canvas.drawString(0, 0, "turned text of a page")
    canvas.save()
    files.changed(path, lambda document: document.pages[0].rotate(rotation, relative=False))
    page = words(path)
    assert page.rotation == rotation
    lefts = [word.box[0] for word in upright(page).words]
    assert lefts == sorted(lefts)


def test_crop_box_moves_the_origin(tmp_path):
    path = files.pdf(tmp_path / "a.pdf")

    def crop(document):
        document.pages[0].cropbox = pikepdf.Array([50, 100, 600, 760])

    page = words(files.changed(path, crop))
    assert (page.width, page.height) == (550, 660)
    assert box_of(page, "MASTER")[0] == pytest.approx(72 - 50, abs=2)
    assert box_of(page, "MASTER")[3] == pytest.approx(72 - 32 + 3, abs=3)


def test_media_box_need_not_start_at_zero(tmp_path):
    path = files.pdf(tmp_path / "a.pdf")

    def shift(document):
        document.pages[0].mediabox = pikepdf.Array([-100, -50, 512, 742])

    page = words(files.changed(path, shift))
    assert page.width == 612
    assert box_of(page, "MASTER")[0] == pytest.approx(172, abs=2)


def test_ligatures_hyphens_and_foreign_codes_are_readable():
    assert pdf.letter_of(0xFB03) == "ffi"
    assert pdf.letter_of(0x02) == "-"
    assert pdf.letter_of(0xD800) == "\ufffd"
    assert pdf.letter_of(0x2019) == "\u2019"


def test_columns_far_apart_are_not_one_word(tmp_path):
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "left")
    canvas.drawString(300, 700, "right")
    canvas.save()
    assert [word.text for word in words(path).words] == ["left", "right"]


def page_with(text: str) -> Page:
    return Page(1, 612, 792, 0, tuple(Word(word, (0, 0, 1, 1)) for word in text.split()), Source.TEXT)


LONG = "plain words of a page " * 40


@pytest.mark.parametrize(
    ("text", "look", "expected"),
    [
        (LONG, Look(), False),
        (LONG, Look(picture=1.0), False),  # a letterhead or watermark below printed text
        (LONG, Look(picture=1.0, invisible=1.0), True),  # a scan with somebody's OCR
        ("DocuSign Envelope ID 12AB", Look(picture=0.95), True),  # a stamp on a scan
        ("", Look(), False),  # an empty page
        ("", Look(picture=0.3), True),
        ("", Look(shapes=500), True),  # letters turned into curves
        ("\ufffd\ufffd\ufffd\ue001 " * 30, Look(), True),  # a font that nobody can name
    ],
)
def test_needs_ocr(text, look, expected):
    assert needs_ocr(page_with(text), look) is expected
