"""A tax id in a text layer that the page shows otherwise."""

import pikepdf
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extraction import Options, extract, shown
from extraction.types import Word
from tests.extraction import files

LINES = (*files.CLAUSES, "Our EIN is 12-3456789 for all purposes of this Agreement.")
FOUR_IS_NINE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Lies def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
2 beginbfrange <20> <33> <0020> <35> <7E> <0035> endbfrange
1 beginbfchar <34> <0039> endbfchar
endcmap end end"""


def codes(path, **options: object) -> set[str]:
    return {issue.code for issue in extract(path, Options(**options)).warnings}


def test_glyphs_that_are_mapped_to_other_digits(tmp_path):
    def lie(document: pikepdf.Pdf) -> None:
        for font in document.pages[0].Resources.Font.values():
            font.ToUnicode = document.make_stream(FOUR_IS_NINE)

    honest = files.pdf(tmp_path / "honest.pdf", [LINES])
    assert "text_image_mismatch" not in codes(honest)
    lying = files.changed(files.pdf(tmp_path / "lying.pdf", [LINES]), lie)
    assert "text_image_mismatch" in codes(lying)
    assert "text_image_mismatch" not in codes(lying, ocr=False)


@pytest.mark.parametrize(("hidden", "lies"), [("12-3456789", False), ("12-3456799", True)])
def test_a_scan_whose_hidden_layer_holds_another_number(tmp_path, hidden, lies):
    path = tmp_path / "scan.pdf"
    picture = files.picture(LINES, scale=3.0)
    canvas = Canvas(str(path), pagesize=(612, 792))
    canvas.drawImage(ImageReader(picture), 0, 0, 612, 792)
    text = canvas.beginText(72, 700)
    text.setTextRenderMode(3)
    text.textLines([*files.CLAUSES, f"Our EIN is {hidden} for all purposes of this Agreement."])
    canvas.drawText(text)
    canvas.save()
    assert ("text_image_mismatch" in codes(path)) is lies


@pytest.mark.parametrize(
    ("said", "seen", "expected"),
    [
        ("EIN 12-3456789", "EIN 12-3456789", False),
        ("EIN 12-3456789", "EIN 12-3456799", True),
        ("EIN 12-3456789", "EIN 12-34S67", False),
        ("SSN 123-45-6789, EIN 12-3456789", "SSN 123-45-6789 EIN 12-3456780", True),
        ("call 555-010-2030 before 12-31-2026", "12-3456789", False),
        ("", "12-3456789", False),
    ],
)
def test_only_another_number_of_the_same_shape_contradicts(said, seen, expected):
    assert shown.contradicted(said, seen) is expected


def test_a_page_without_such_numbers_is_not_drawn():
    def never() -> None:
        raise AssertionError("drawn for nothing")

    assert (
        shown.otherwise([Word("Agreement", (0, 0, 1, 1)), Word("12-31-2026", (0, 0, 1, 1))], never) is False
    )
