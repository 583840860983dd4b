"""Substitute forms: read beside their labels, offered, never believed."""

from reportlab.pdfgen.canvas import Canvas

from extraction.w9 import read_form, wrong_form_issue
from extraction.w9.substitute import read_substitute

LINES = (
    "Substitute Form W-9  Request for Taxpayer Identification Number",
    "Legal name: Copperline Services LLC",
    "Street address:   12 Ferry Landing Way",
    "City, State, ZIP: Portland, OR 97201",
    "Federal Tax ID Number (EIN): 85-1170318",
    "Under penalties of perjury, I certify that the number is correct.",
    "Signature: /s/ Ann Field",
    "Date: 05/01/2025",
)


def draw(path, lines):
    canvas = Canvas(str(path))
    canvas.setFont("Helvetica", 10)
    for place, line in enumerate(lines):
        canvas.drawString(60, 750 - 24 * place, line)
    canvas.save()
    return path


def test_values_stand_beside_their_labels(tmp_path):
    part = read_form(draw(tmp_path / "own.pdf", LINES), 1)
    assert part is not None
    assert part.revision == "substitute"
    assert {name: field.value for name, field in part.fields.items() if field.value} == {
        "name": "Copperline Services LLC",
        "address": "12 Ferry Landing Way",
        "city": "Portland",
        "state": "OR",
        "zip": "97201",
        "ein": "851170318",
        "signed": True,
        "signature_date": "2025-05-01",
    }
    assert (part.needs_review, part.tin_sure) == (True, False)
    assert "substitute_form" in {issue.code for issue in part.issues}


def test_without_the_perjury_statement_it_is_no_form(tmp_path):
    lines = [line for line in LINES if "perjury" not in line]
    assert read_substitute(draw(tmp_path / "letter.pdf", lines), 1) is None


def test_a_wrong_form_is_named():
    assert "W-8BEN" in wrong_form_issue(1, "w-8ben").message
