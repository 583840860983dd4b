"""Tables of print: each row one clause, its cells in their order, headed by the names of the columns."""

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from extraction.contracts import read_contract
from extraction.readers import pdf
from extraction.types import ContractText

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12, spaceAfter=8)
CELL = ParagraphStyle("cell", parent=BODY, spaceAfter=0)
RULES = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
CLOSE = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("TOP", "BOTTOM")),
    ]
)
INTRODUCTION = (
    "4.1 Service levels. The Supplier shall meet the service levels of the table that follows, measured each "
    "month, and shall give the Customer a report of what it has reached within ten days after the month."
)
AFTER = (
    "4.2 Credits. Where a service level is missed, the Customer may set off a credit of five percent of the "
    "fees of the month against the next invoice."
)
LEVELS = [
    ["Severity", "Response time", "Target for resolution"],
    [
        "Critical",
        "30 minutes, at all hours and on all days of the year",
        "4 hours from the report, with a message every hour until the fault is gone",
    ],
    ["Major", "2 hours", "1 business day, or a way round the fault that the Customer accepts"],
    ["Minor", "1 business day", "10 business days"],
]


def drawn(path: Path, story: list[Flowable]) -> ContractText:
    SimpleDocTemplate(str(path), pagesize=letter, invariant=1).build(story)
    with pdf.open_pdf(path) as document:
        return read_contract([pdf.read_words(document, number) for number in range(1, len(document) + 1)])


def set_in(rows: list[list[str]], widths: list[float], style: TableStyle = RULES) -> Table:
    return Table([[Paragraph(cell, CELL) for cell in row] for row in rows], colWidths=widths, style=style)


def flat(text: str) -> str:
    return " ".join(text.split())


def clauses_of(contract: ContractText) -> list[str]:
    return [flat(clause.text) for clause in contract.clauses]


@pytest.mark.parametrize("style", [RULES, CLOSE])
def test_a_row_of_wrapped_cells_is_one_clause_with_its_cells_in_order(tmp_path, style):
    table = set_in(LEVELS, [80, 150, 180], style)
    found = clauses_of(
        drawn(tmp_path / "a.pdf", [Paragraph(INTRODUCTION, BODY), table, Paragraph(AFTER, BODY)])
    )
    for row in LEVELS[1:]:
        assert " ".join(row) in found
    assert flat(INTRODUCTION).split(". ", 1)[1] in found
    assert flat(AFTER).split(". ", 1)[1] in found


def test_a_row_is_headed_by_its_section_and_by_the_columns(tmp_path):
    contract = drawn(tmp_path / "a.pdf", [Paragraph(INTRODUCTION, BODY), set_in(LEVELS, [80, 150, 180])])
    [minor] = [clause for clause in contract.clauses if clause.text.startswith("Minor")]
    assert minor.number == "4.1"
    assert minor.heading == "Service levels: Severity Response time Target for resolution"


def test_the_words_of_a_row_keep_their_place_and_box(tmp_path):
    contract = drawn(tmp_path / "a.pdf", [Paragraph(INTRODUCTION, BODY), set_in(LEVELS, [80, 150, 180])])
    [major] = [clause for clause in contract.clauses if clause.text.startswith("Major")]
    words = [word for word in contract.words if major.start <= word.start < major.end]
    assert [contract.text[word.start : word.end] for word in words] == major.text.split()
    columns = [word.box[0] for word in words]
    assert columns[0] < columns[1] < columns[3]
    assert contract.text[major.start : major.end] == major.text


def test_rows_of_prices_that_stand_close_are_parted(tmp_path):
    prices = [["Service", "Unit", "Fee"], *([f"Item {n}", "per month", f"USD {n},000"] for n in range(1, 9))]
    found = clauses_of(
        drawn(tmp_path / "a.pdf", [Paragraph(INTRODUCTION, BODY), set_in(prices, [80, 150, 80], CLOSE)])
    )
    assert [clause for clause in found if clause.startswith("Item")] == [" ".join(row) for row in prices[1:]]


def test_numbers_in_a_row_open_no_section(tmp_path):
    prices = [["Item", "What", "Fee"], *([f"{n}.", f"Service {n}", f"USD {n},000"] for n in range(1, 6))]
    contract = drawn(
        tmp_path / "a.pdf",
        [Paragraph(INTRODUCTION, BODY), set_in(prices, [60, 150, 80]), Paragraph(AFTER, BODY)],
    )
    assert [section.number for section in contract.sections] == ["4.1", "4.2"]


def test_clauses_whose_numbers_hang_are_no_table(tmp_path):
    rows = [
        [
            f"4.{n}",
            f"The Supplier shall keep record {n} for five years and shall show it to the Customer. " * 2,
        ]
        for n in range(1, 5)
    ]
    contract = drawn(tmp_path / "a.pdf", [set_in(rows, [40, 400])])
    assert [section.number for section in contract.sections] == ["4.1", "4.2", "4.3", "4.4"]
    assert "\t" not in contract.text


def test_signatures_side_by_side_are_no_table(tmp_path):
    rows = [
        ["ACME TESTING INC.", "NORTHWIND TEST SUPPLY LLC"],
        *([f"{label}: ______", f"{label}: ______"] for label in ("By", "Name", "Title")),
    ]
    assert (
        "\t" not in drawn(tmp_path / "a.pdf", [Paragraph(INTRODUCTION, BODY), set_in(rows, [200, 200])]).text
    )


def test_wide_spaces_of_justified_print_are_no_table(tmp_path):
    wide = ParagraphStyle("wide", parent=BODY, fontName="Courier", alignment=4)
    words = (
        "The undersigned contractor notwithstanding everything acknowledges responsibility throughout. " * 12
    )
    assert "\t" not in drawn(tmp_path / "a.pdf", [Paragraph(words, wide)]).text


def test_a_sentence_does_not_go_on_behind_a_table(tmp_path):
    story = [
        Paragraph(INTRODUCTION, BODY),
        set_in(LEVELS, [80, 150, 180]),
        Spacer(1, 4),
        Paragraph("which is all.", BODY),
    ]
    assert "which is all." in clauses_of(drawn(tmp_path / "a.pdf", story))
