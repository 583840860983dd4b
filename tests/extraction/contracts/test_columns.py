"""Columns of print: text beside text is read column by column, a table or two signatures straight across."""

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, PageTemplate, Paragraph, Spacer, Table

from extraction import Options, extract
from extraction.contracts import read_contract
from extraction.readers import pdf
from tests.extraction import files

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=9, leading=11, spaceAfter=6, alignment=4)
TITLE = ParagraphStyle("title", parent=BODY, fontName="Times-Bold", fontSize=13, leading=16, alignment=1)
CLAUSES = [
    "1. Services. The Supplier shall perform the services that are described in each order form with "
    "the skill and care of an experienced supplier of such services, and shall keep the records that "
    "the Customer may reasonably ask for during the term of this Agreement and for two years "
    "thereafter.",
    "2. Fees. The Customer shall pay the fees that are set out in the order form within forty-five "
    "days after it has received a correct invoice, and may withhold any part of an invoice that it "
    "disputes in good faith until the parties have settled their dispute.",
    "3. Confidentiality. Each party shall keep the information of the other party secret, shall use "
    "it for the purposes of this Agreement alone, and shall give it back or destroy it when the "
    "other party asks for it, save for copies that the law requires it to keep.",
    "4. Liability. The liability of either party under this Agreement shall not exceed the fees that "
    "were paid in the twelve months before the event that gave rise to the claim, except for death, "
    "personal injury, fraud and breach of the duty of confidentiality.",
    "5. Termination. Either party may terminate this Agreement by thirty days' written notice when "
    "the other party has committed a material breach and has not cured it within that time, and the "
    "Customer may terminate it at any time for its convenience by sixty days' notice.",
    "6. Assignment. Neither party may assign this Agreement without the prior written consent of the "
    "other, which shall not be unreasonably withheld, except to a successor to the whole of its "
    "business that takes over all of its duties in writing.",
]


def draw(path: Path, columns: int, story: list, head: float = 0.0) -> Path:
    """A Letter page of columns with a quarter of an inch between them, below a frame ``head`` points high."""
    width, height = letter
    wide = width - 2 * inch
    each = (wide - 0.25 * inch * (columns - 1)) / columns
    frames = [Frame(inch, height - inch - head, wide, head, 0, 0, 0, 0)] if head else []
    frames += [
        Frame(inch + index * (each + 0.25 * inch), inch, each, height - 2 * inch - head, 0, 0, 0, 0)
        for index in range(columns)
    ]
    document = BaseDocTemplate(str(path), pagesize=letter, invariant=1)
    document.addPageTemplates(PageTemplate(frames=frames))
    document.build(story)
    return path


def text_of(path: Path) -> str:
    with pdf.open_pdf(path) as document:
        return read_contract([pdf.read_words(document, 1)]).text


def flat(text: str) -> str:
    return " ".join(text.split())


def in_order(text: str, *pieces: str) -> bool:
    places = [flat(text).find(flat(piece)) for piece in pieces]
    return -1 not in places and places == sorted(places)


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_are_read_one_after_the_other(tmp_path, columns):
    story = [Paragraph(clause, BODY) for clause in CLAUSES * 4]
    text = text_of(draw(tmp_path / "a.pdf", columns, story))
    assert in_order(text, *CLAUSES)
    assert all(flat(text).count(flat(clause)) >= 3 for clause in CLAUSES)


def test_a_clause_that_goes_on_in_the_next_column_is_one_clause(tmp_path):
    path = draw(tmp_path / "a.pdf", 2, [Paragraph(clause, BODY) for clause in CLAUSES * 4])
    with pdf.open_pdf(path) as document:
        contract = read_contract([pdf.read_words(document, 1)])
    across = [
        clause
        for clause in contract.clauses
        if len({word.box[0] > 300 for word in contract.words if clause.start <= word.start < clause.end}) == 2
    ]
    assert [clause.text for clause in across if any(flat(clause.text) in flat(one) for one in CLAUSES)]


def test_a_heading_and_a_preamble_across_the_page_come_first(tmp_path):
    preamble = "This Agreement is made between Acme Testing Inc. and Northwind Test Supply LLC. " * 3
    head = [
        Paragraph("MASTER SERVICES AGREEMENT", TITLE),
        Spacer(1, 8),
        Paragraph(preamble, BODY),
        FrameBreak(),
    ]
    story = head + [Paragraph(clause, BODY) for clause in CLAUSES * 3]
    text = text_of(draw(tmp_path / "a.pdf", 2, story, head=90))
    assert text.startswith("MASTER SERVICES AGREEMENT")
    assert in_order(text, "MASTER SERVICES AGREEMENT", preamble, *CLAUSES)


def test_a_table_is_read_row_by_row(tmp_path):
    rows = [[f"Service {number}", f"USD {number},000 a month", "30 days"] for number in range(1, 15)]
    story = [Paragraph(CLAUSES[0], BODY), Table(rows, colWidths=[150, 150, 150]), Paragraph(CLAUSES[1], BODY)]
    text = text_of(draw(tmp_path / "a.pdf", 1, story))
    assert in_order(
        text, CLAUSES[0], "Service 1 USD 1,000 a month 30 days", "Service 14 USD 14,000", CLAUSES[1]
    )


def test_cells_of_long_text_stay_beside_each_other(tmp_path):
    cells = [
        [Paragraph(CLAUSES[row].split(". ", 2)[2], BODY), Paragraph(CLAUSES[row + 1].split(". ", 2)[2], BODY)]
        for row in range(5)
    ]
    text = text_of(draw(tmp_path / "a.pdf", 1, [Table(cells, colWidths=[225, 225])]))
    first, second = text.find("described in each order form"), text.find("reasonably withheld")
    middle = text.find("shall keep the information")
    assert 0 <= first < middle < second


def test_signatures_side_by_side_are_not_taken_apart(tmp_path):
    lines = [
        ["ACME TESTING INC.", "NORTHWIND TEST SUPPLY LLC"],
        *[
            [f"{label}: ____________________", f"{label}: ____________________"]
            for label in ("By", "Name", "Title", "Date", "Place", "Witness")
        ],
    ]
    story = [Paragraph(clause, BODY) for clause in CLAUSES[:2]] + [Table(lines, colWidths=[225, 225])]
    text = text_of(draw(tmp_path / "a.pdf", 1, story))
    assert "ACME TESTING INC. NORTHWIND TEST SUPPLY LLC" in text


def test_one_column_is_left_alone(tmp_path):
    text = text_of(draw(tmp_path / "a.pdf", 1, [Paragraph(clause, BODY) for clause in CLAUSES * 2]))
    assert in_order(text, *CLAUSES)


def test_scanned_columns(tmp_path):
    drawn = draw(tmp_path / "a.pdf", 2, [Paragraph(clause, BODY) for clause in CLAUSES * 3])
    found = extract(files.pictures_of(tmp_path / "b.pdf", drawn, dpi=250), Options(wall_seconds=240))
    contract = found.parts[0].contract
    assert contract is not None
    heads = ("1. Services.", "2. Fees.", "3. Confidentiality.", "4. Liability.", "5. Termination.")
    assert in_order(contract.text, *heads)
    assert "twelve months before the event that gave rise to the claim" in flat(contract.text)
