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


PERJURY = (40, 300, "Under penalties of perjury, I certify that the number shown is my correct number.")
UNDER = [  # small labels over their values
    (40, 740, "SUBSTITUTE W-9 / Vendor Set-Up"), (40, 700, "Taxpayer name (as shown on your return)"),
    (40, 688, "Quillback Freight, Inc."), (40, 660, "Doing business as"), (40, 648, "Quill Freight"),
    (40, 620, "Mailing address"), (40, 608, "4410 Gorge Rd, Suite 12"),
    (320, 620, "City, State and ZIP Code"),
    (320, 608, "Boise, ID 83702"), (40, 580, "Employer Identification Number"),
    (40, 568, "8 2 - 4 4 1 7 0 9 3"),
    (320, 580, "Social Security Number"), (40, 540, "Check one:"), (40, 526, "[ ] Individual"),
    (140, 526, "[X] Corporation"), (260, 526, "[ ] Partnership"), PERJURY, (40, 250, "Signature"),
    (320, 250, "Date"), (40, 236, "Ida Quill"), (320, 236, "May 1, 2025"),
]  # fmt: skip
ASIDE = [  # labels in one column, values in the next, ruled with underscores
    (60, 740, "Request for Taxpayer Identification Number (substitute Form W-9)"),
    (60, 700, "Payee Name"), (220, 700, "Thaddeus Oglesby"), (60, 680, "Trade Name"),
    (220, 680, "____________"),
    (60, 660, "Street Address"), (220, 660, "9 Lilac Ln ______"), (60, 640, "City/State/Zip"),
    (220, 640, "Hilo, HI 96720"), (60, 620, "SSN"), (220, 620, "219-44-1093"), (60, 600, "FEIN"),
    (220, 600, "__-_______"), PERJURY, (60, 250, "Signature of payee"), (220, 250, "________________"),
    (380, 250, "Date"), (420, 250, "________"),
]  # fmt: skip


def placed(path, words):
    canvas = Canvas(str(path))
    canvas.setFont("Helvetica", 9)
    for x, y, text in words:
        canvas.drawString(x, y, text)
    canvas.save()
    return path


def offered(part):
    return {name: field.value for name, field in part.fields.items() if field.value}


def test_values_stand_under_their_labels(tmp_path):
    part = read_form(placed(tmp_path / "under.pdf", UNDER), 1)
    assert part is not None
    assert offered(part) == {
        "name": "Quillback Freight, Inc.", "business_name": "Quill Freight",
        "address": "4410 Gorge Rd, Suite 12", "city": "Boise", "state": "ID", "zip": "83702",
        "ein": "824417093", "signed": True, "signature_date": "2025-05-01",
    }  # fmt: skip
    assert {issue.code for issue in part.issues} == {"substitute_form"}
    assert (part.needs_review, part.tin_sure) == (True, False)
    assert max(field.confidence for field in part.fields.values() if field.value) < 0.98


def test_values_stand_in_the_next_column_and_empty_lines_are_empty(tmp_path):
    part = read_form(placed(tmp_path / "aside.pdf", ASIDE), 1)
    assert part is not None
    assert offered(part) == {
        "name": "Thaddeus Oglesby", "address": "9 Lilac Ln", "city": "Hilo", "state": "HI", "zip": "96720",
        "ssn": "219441093",
    }  # fmt: skip
    assert {issue.code for issue in part.issues} == {"substitute_form", "missing_signature", "missing_date"}
    assert part.needs_review


def test_without_the_perjury_statement_it_is_no_form(tmp_path):
    lines = [line for line in LINES if "perjury" not in line]
    assert read_substitute(draw(tmp_path / "letter.pdf", lines), 1) is None


def test_a_wrong_form_is_named():
    assert "W-8BEN" in wrong_form_issue(1, "w-8ben").message
