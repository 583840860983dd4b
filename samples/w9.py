"""A fillable look-alike of the Form W-9 (Rev. March 2024): official field positions, our own lines and words.

It is not the IRS form and says so on its face: a scan of it does not look like a Form W-9 and is refused as
one. Coordinates are PDF points from the top left of a US letter page, as the form's own widgets state them.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pikepdf
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

Box = tuple[float, float, float, float]
WIDTH, HEIGHT = letter

TEXT_FIELDS: dict[str, tuple[str, Box]] = {
    "name": ("f1_01[0]", (58.6, 118, 576, 132)),
    "business_name": ("f1_02[0]", (58.6, 142, 576, 156)),
    "llc_class": ("Boxes3a-b_ReadOrder[0].f1_03[0]", (417.6, 192, 446.4, 203)),
    "other_text": ("Boxes3a-b_ReadOrder[0].f1_04[0]", (162.4, 228, 446.4, 240)),
    "exempt_payee_code": ("f1_05[0]", (543.6, 192, 576, 204)),
    "fatca_code": ("f1_06[0]", (500.6, 228, 576, 240)),
    "address": ("Address_ReadOrder[0].f1_07[0]", (58.6, 286, 388, 300)),
    "city_state_zip": ("Address_ReadOrder[0].f1_08[0]", (58.6, 310, 388, 324)),
    "requester": ("f1_09[0]", (389.8, 286, 576, 324)),
    "account_numbers": ("f1_10[0]", (58.6, 334, 576, 348)),
}
CHECK_BOXES: dict[str, tuple[int, Box]] = {
    "individual": (0, (73, 180.25, 81, 188.25)),
    "c_corp": (1, (180, 180.25, 188, 188.25)),
    "s_corp": (2, (252, 180.25, 260, 188.25)),
    "partnership": (3, (324, 180.25, 332, 188.25)),
    "trust_estate": (4, (388.8, 180.25, 396.8, 188.25)),
    "llc": (5, (73, 193.5, 81, 201.5)),
    "other": (6, (73, 230, 81, 238)),
}
CHECK_LABELS = ("Individual", "C corporation", "S corporation", "Partnership", "Trust", "LLC", "Other")
LINE_3B: Box = (440.6, 263, 448.6, 271)
CELL = 14.4
COMB = 1 << 24  # field flag, ISO 32000-2, table 231
# Part I: each group of cells with its field name, number of digits and left edge.
SSN_GROUPS = (("f1_11[0]", 3, 417.6), ("f1_12[0]", 2, 475.2), ("f1_13[0]", 4, 518.4))
EIN_GROUPS = (("f1_14[0]", 2, 417.6), ("f1_15[0]", 7, 460.8))
SSN_TOP, EIN_TOP = 372.0, 420.0
LABELS: tuple[tuple[float, float, str], ...] = (
    (61, 111, "1   Name on the tax return. An entry is required."),
    (61, 140.5, "2   Business name, if it is another."),
    (61, 166, "3a  Federal tax classification. Check only one of the seven boxes."),
    (258, 200, "LLC taxed as: C, S or P"),
    (61, 270, "3b  Foreign partners, owners or beneficiaries"),
    (461, 166, "4   Exemptions"),
    (461, 200, "Exempt payee code"),
    (461, 224, "FATCA code"),
    (61, 284.5, "5   Address (number, street, and apt. or suite no.)"),
    (392, 284.5, "Requester's name and address (optional)"),
    (61, 308.5, "6   City, state, and ZIP code"),
    (61, 332.5, "7   Account numbers (optional)"),
    (40, 358, "Part I    Taxpayer Identification Number (TIN)"),
    (420, 369, "Social security number"),
    (420, 417, "Employer identification number"),
    (40, 454, "Part II   Certification"),
    (40, 467, "Under penalties of perjury, I certify that:"),
    (40, 479, "1. The number shown here is my correct taxpayer identification number; and"),
    (40, 491, "2. I am not subject to backup withholding, or I am exempt from it; and"),
    (40, 523, "3. I am a U.S. citizen or other U.S. person; and"),
    (40, 535, "4. The FATCA code entered here, if any, is correct."),
    (40, 585, "Sign"),
    (40, 595, "Here"),
    (76, 595, "Signature"),
    (386, 595, "Date"),
)
RULES = (102.0, 132.5, 156.5, 276.0, 300.5, 324.5, 348.5, 360.0, 444.0, 456.0, 574.0, 600.5)


@dataclass(frozen=True, slots=True)
class W9Sample:
    """What stands on the form. ``ssn`` and ``ein`` are nine digits; ``signature`` None leaves it unsigned."""

    name: str
    classification: str
    address: str
    city_state_zip: str
    business_name: str = ""
    llc_class: str = ""
    other_text: str = ""
    exempt_payee_code: str = ""
    fatca_code: str = ""
    requester: str = ""
    account_numbers: str = ""
    ssn: str = ""
    ein: str = ""
    line3b: bool = False
    signature: str | None = None
    signed_on: date | None = None


def draw_w9(path: Path, form: W9Sample, *, fillable: bool = True) -> Path:
    """Write a one-page PDF: values in form fields, or as plain page text when ``fillable`` is False."""
    canvas = Canvas(str(path), pagesize=letter, invariant=1)
    canvas.setTitle("Form W-9 look-alike (sample)")
    _blank(canvas)
    write = _fill_fields if fillable else _print_values
    write(canvas, form)
    _sign(canvas, form)
    canvas.showPage()
    canvas.save()
    if fillable:
        _space_combs(path)
    return path


def _blank(canvas: Canvas) -> None:
    canvas.setFont("Helvetica-Bold", 22)
    canvas.drawString(56, HEIGHT - 52, "W-9")
    canvas.setFont("Helvetica", 7)
    canvas.drawString(36, HEIGHT - 52, "Form")
    canvas.drawString(36, HEIGHT - 62, "(Rev. March 2024)")
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawCentredString(306, HEIGHT - 49, "Request for Taxpayer")
    canvas.drawCentredString(306, HEIGHT - 64, "Identification Number and Certification")
    canvas.setFont("Helvetica", 7)
    canvas.drawString(498, HEIGHT - 52, "Give form to the requester.")
    for x, top, words in LABELS:
        canvas.drawString(x, HEIGHT - top, words)
    for (_, box), label in zip(CHECK_BOXES.values(), CHECK_LABELS, strict=True):
        _frame(canvas, box)
        canvas.drawString(box[2] + 5, HEIGHT - box[3] + 1.5, label)
    _frame(canvas, LINE_3B)
    canvas.setLineWidth(0.5)
    for top in RULES:
        canvas.line(36, HEIGHT - top, 576, HEIGHT - top)
    for groups, top in ((SSN_GROUPS, SSN_TOP), (EIN_GROUPS, EIN_TOP)):
        for _, digits, left in groups:
            for i in range(digits):
                _frame(canvas, (left + i * CELL, top, left + (i + 1) * CELL, top + 24))
    canvas.drawString(
        36, HEIGHT - 757, "Sample drawn for testing. Not a form of the Internal Revenue Service."
    )
    canvas.drawRightString(576, HEIGHT - 757, "Form W-9 (Rev. 3-2024)")


def _frame(canvas: Canvas, box: Box) -> None:
    canvas.setLineWidth(0.5)
    canvas.rect(box[0], HEIGHT - box[3], box[2] - box[0], box[3] - box[1])


def _groups(form: W9Sample) -> list[tuple[str, str, float, float]]:
    """Each group of TIN cells as (field name, its digits, left, top)."""
    found = []
    for groups, number, top in ((SSN_GROUPS, form.ssn, SSN_TOP), (EIN_GROUPS, form.ein, EIN_TOP)):
        at = 0
        for name, digits, left in groups:
            found.append((name, number[at : at + digits], left, top))
            at += digits
    return found


def _fill_fields(canvas: Canvas, form: W9Sample) -> None:
    root = "topmostSubform[0].Page1[0]."
    plain = {"borderWidth": 0, "fillColor": None, "borderColor": None, "fontName": "Helvetica", "fontSize": 9}
    for key, (name, (x0, top, x1, bottom)) in TEXT_FIELDS.items():
        canvas.acroForm.textfield(
            name=root + name,
            value=getattr(form, key),
            x=x0,
            y=HEIGHT - bottom,
            width=x1 - x0,
            height=bottom - top,
            fieldFlags="multiline" if key == "requester" else "",
            **plain,
        )
    for key, (index, (x0, _, _, bottom)) in CHECK_BOXES.items():
        _check(
            canvas,
            f"{root}Boxes3a-b_ReadOrder[0].c1_1[{index}]",
            x0,
            bottom,
            checked=key == form.classification,
        )
    _check(canvas, f"{root}Boxes3a-b_ReadOrder[0].c1_2[0]", LINE_3B[0], LINE_3B[3], checked=form.line3b)
    for name, digits, left, top in _groups(form):
        count = {n: d for n, d, _ in (*SSN_GROUPS, *EIN_GROUPS)}[name]
        canvas.acroForm.textfield(
            name=root + name,
            value=digits,
            x=left,
            y=HEIGHT - top - 24,
            width=count * CELL,
            height=24,
            maxlen=count,
            fieldFlags="comb",
            **{**plain, "fontSize": 12},
        )


def _space_combs(path: Path) -> None:
    """Draw the digits of comb fields one in the middle of each cell (ISO 32000-2, 12.7.5.3)."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for widget in pdf.pages[0].Annots:
            if not int(widget.get("/Ff", 0)) & COMB or not str(widget.get("/V", "")):
                continue
            draw = [
                f"1 0 0 1 {(i + 0.5) * CELL - 3.34:.2f} 7.5 Tm ({digit}) Tj"
                for i, digit in enumerate(str(widget.V))
            ]
            stream = widget.AP.N
            stream.write(f"/Tx BMC q BT /Helv 12 Tf 0 g {' '.join(draw)} ET Q EMC".encode("ascii"))
            stream.Resources = pikepdf.Dictionary(Font=pdf.Root.AcroForm.DR.Font)
        pdf.save(path, deterministic_id=True)


def _check(canvas: Canvas, name: str, x: float, bottom: float, *, checked: bool) -> None:
    canvas.acroForm.checkbox(
        name=name,
        checked=checked,
        x=x,
        y=HEIGHT - bottom,
        size=8,
        borderWidth=0,
        fillColor=None,
        borderColor=None,
        buttonStyle="cross",
    )


def _print_values(canvas: Canvas, form: W9Sample) -> None:
    canvas.setFont("Courier", 9)
    for key, (_, box) in TEXT_FIELDS.items():
        canvas.drawString(box[0] + 3, HEIGHT - box[3] + 3.5, getattr(form, key))
    marks = [CHECK_BOXES[form.classification][1]] if form.classification else []
    for x0, top, x1, bottom in [*marks, *([LINE_3B] if form.line3b else [])]:
        canvas.setLineWidth(1.1)
        canvas.line(x0 + 1, HEIGHT - top - 1, x1 - 1, HEIGHT - bottom + 1)
        canvas.line(x0 + 1, HEIGHT - bottom + 1, x1 - 1, HEIGHT - top - 1)
    canvas.setFont("Courier", 13)
    for _, digits, left, top in _groups(form):
        for i, digit in enumerate(digits):
            canvas.drawCentredString(left + (i + 0.5) * CELL, HEIGHT - top - 17, digit)


def _sign(canvas: Canvas, form: W9Sample) -> None:
    """A pen stroke in the signature space, and the date beside it."""
    if form.signature is not None:
        canvas.setLineWidth(1.2)
        x, y = 130.0, HEIGHT - 592
        stroke = canvas.beginPath()
        stroke.moveTo(x, y)
        for i, letter_ in enumerate(form.signature):
            step, lift = 7.5, 4 + ord(letter_) % 9
            stroke.curveTo(x + 2, y + lift, x + 5, y - lift / 2, x + step, y + (i % 3))
            x += step
        canvas.drawPath(stroke)
    if form.signed_on is not None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(415, HEIGHT - 594, form.signed_on.strftime("%m/%d/%Y"))
