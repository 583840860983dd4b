"""A contract as text: every piece is the text at its place, numbers make a tree, furniture is left out."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.contracts import defined_terms, read_text, references

AGREEMENT = """SERVICES AGREEMENT

This Services Agreement (the "Agreement") is made as of March 3, 2025 by and between Blue Heron LLC \
("Vendor") and Acme Corp. ("Customer").

1. DEFINITIONS

1.1 Fees. "Fees" means the amounts in Schedule A. They are payable under Section 2.1(a).

2. PAYMENT

2.1 Invoices. The following applies: (a) Vendor shall invoice monthly; (b) Customer shall pay within 30 days.

2.2 Late payment. Interest accrues at 1.5% per month, cf. Article 1, but no more than U.S. law permits. \
No other charge is due.

Article III Term

3.1 This Agreement lasts two (2) years.

(h) first of the letters.

(i) a letter after h.

Schedule A

Item one costs $5.
"""


def by_number(number: str) -> list[str]:
    return [
        clause.text
        for clause in read_text(AGREEMENT).clauses
        if clause.number == number and clause.id[0] == "c"
    ]


def test_numbers_headings_and_bodies_are_told_apart() -> None:
    document = read_text(AGREEMENT)
    headings = {section.number: section.heading for section in document.sections if section.number}
    assert headings["1.1"] == "Fees"
    assert headings["2.2"] == "Late payment"
    assert headings["Article III"] == "Term"
    assert by_number("2.1(a)") == ["Vendor shall invoice monthly;"]
    assert by_number("2.1(b)") == ["Customer shall pay within 30 days."]


def test_abbreviations_do_not_end_a_sentence() -> None:
    assert by_number("2.2")[0].startswith("Interest accrues")
    assert by_number("2.2")[0].endswith("than U.S. law permits.")
    assert by_number("2.2")[1] == "No other charge is due."


def test_the_tree_nests_items_under_their_clause_and_schedules_stand_apart() -> None:
    sections = {section.number: section for section in read_text(AGREEMENT).sections if section.number}
    assert sections["2.1(a)"].parent == sections["2.1"].id
    assert sections["2.1"].parent == sections["2"].id
    assert sections["Schedule A"].parent is None
    assert sections["2"].end >= sections["2.2"].end


def test_a_lone_i_after_h_is_a_letter() -> None:
    sections = {section.number: section for section in read_text(AGREEMENT).sections if section.number}
    assert sections["3.1(i)"].parent == sections["3.1(h)"].parent


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.3.4 The parties agree.", "12.3.4"),
        ("(iv) the parties agree.", "(iv)"),
        ("SECTION 4.2. The parties agree.", "4.2"),
        ("ARTICLE IV The parties agree.", "Article IV"),
        ("11. 1. 2 the parties agree.", "11.1.2"),
        ("§ 7 The parties agree.", "7"),
        ("b. The parties agree.", "(b)"),
        ("EXHIBIT B-1\n\nThe parties agree.", "Exhibit B-1"),
    ],
)
def test_ways_to_number_a_clause(text: str, number: str) -> None:
    found = [clause for clause in read_text(text).clauses if clause.text.lower() == "the parties agree."]
    assert [clause.number for clause in found] == [number]


def test_a_reference_in_a_sentence_opens_no_section() -> None:
    document = read_text("5. Notice. Termination under Section 8.1 Shall be in writing as Article 4. 3 says.")
    assert [section.number for section in document.sections] == ["5"]


def test_page_numbers_rules_and_running_lines_are_no_clauses() -> None:
    pages = [
        f"The vendor of part {n} shall deliver.\n\nSource: BLUE HERON, 8-K, 1/{n}/2019\n\n"
        f"Page {n} of 9\n\n____\n\n- {n} -"
        for n in range(1, 7)
    ]
    texts = [clause.text for clause in read_text("\n\n".join(pages)).clauses]
    assert texts == [f"The vendor of part {n} shall deliver." for n in range(1, 7)]


def test_form_feeds_part_pages() -> None:
    document = read_text("1. First page.\f2. Second page.")
    assert [span.number for span in document.pages] == [1, 2]
    assert [clause.page for clause in document.clauses] == [1, 2]


def test_titles_and_dates_are_mentions_inside_their_clause() -> None:
    mentions = {clause.text for clause in read_text(AGREEMENT).clauses if clause.id.startswith("m")}
    assert "March 3, 2025" in mentions


@pytest.mark.parametrize(
    "text",
    [
        "1. “Vendor’s oﬃce” may be moved.\r\n\r\n2. It’s so.\r\n",
        "1. 𝒜 café naïve clause – with e\u0301 accents.\n\n2. 漢字 text follows. And more.",
        "\ufeff1. A mark at the start.\u2028(a) Another line.\x85(b) And another.",
    ],
)
def test_odd_characters_keep_their_places(text: str) -> None:
    check_places(text)


def check_places(text: str) -> None:
    document = read_text(text)
    assert document.text == text
    for clause in document.clauses:
        assert 0 <= clause.start < clause.end <= len(text)
        assert clause.text == text[clause.start : clause.end]
        assert clause.text == clause.text.strip()
    hosts = [clause for clause in document.clauses if clause.id.startswith("c")]
    assert all(a.end <= b.start for a, b in pairwise(hosts))
    for section in document.sections:
        assert 0 <= section.start <= section.end <= len(text)
    assert len({clause.id for clause in document.clauses}) == len(document.clauses)


PIECES = st.sampled_from(
    [
        "1.",
        "1.1",
        "(a)",
        "(i)",
        "Article IV",
        "Section 3.2",
        "Schedule A",
        "\n",
        "\n\n",
        "\r\n",
        "\f",
        " ",
        "  ",
        ". ",
        "; ",
        "Term",
        "the Vendor shall pay",
        "March 3, 2020",
        "SALES AGREEMENT",
        "“Fees”",
        "oﬃce",
        "U.S.",
        "Inc.",
        "$5",
        "𝒜",
        "-",
        "_",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40).map("".join))
def test_any_text_keeps_its_places(text: str) -> None:
    check_places(text)


def test_references_find_their_section() -> None:
    document = read_text(AGREEMENT)
    ids = {section.number: section.id for section in document.sections}
    found = {AGREEMENT[ref.start : ref.end]: ref.target for ref in references(document)}
    assert found["Section 2.1(a)"] == ids["2.1(a)"]
    assert found["Schedule A"] == ids["Schedule A"]


def test_defined_terms_come_once_with_their_clause() -> None:
    names = [term.name for term in defined_terms(read_text(AGREEMENT))]
    assert names == ["Agreement", "Vendor", "Customer", "Fees"]


@pytest.mark.parametrize(
    "unit", ["(a) ", "1.1 ", "A ", "_", ".", "“A ", "January ", "SECTION ", "AGREEMENT ", "A, "]
)
def test_no_repetition_keeps_the_reader_busy(unit: str) -> None:
    """Patterns that back-track would run into the suite's time limit here."""
    text = unit * (300_000 // len(unit))
    assert read_text(text).text == text


def parents(text: str) -> dict[str, str | None]:
    """Number (or heading) of each section -> that of its parent."""
    sections = read_text(text).sections
    names = {section.id: section.number or section.heading for section in sections}
    return {names[section.id]: names.get(section.parent or "") for section in sections}


def test_the_label_of_a_filing_is_parent_of_nothing() -> None:
    found = parents("Exhibit 10.5\n\nSUPPLY AGREEMENT\n\n1. Term. One year.\n\n2. Fees. None.")
    assert found["Exhibit 10.5"] is None
    assert found["2"] is None
    document = read_text("Exhibit 10.5\n\n1. Term. One year.\n\nExhibit A\n\n7. Scope. All.")
    assert document.sections[-1].parent == document.sections[-2].id


def test_a_heading_below_its_number_is_its_heading() -> None:
    document = read_text(
        "ARTICLE II\n\n“Fees and Payment”\n\nThe Customer shall pay.\n\n3.\n\nTERM\n\nIt lasts a year."
    )
    headings = {section.number: section.heading for section in document.sections}
    assert headings == {"Article II": "Fees and Payment", "3": "TERM"}
    assert [clause.heading for clause in document.clauses if clause.text == "It lasts a year."] == ["TERM"]


def test_a_list_inside_a_section_starts_no_new_sections() -> None:
    found = parents(
        "4. SERVICES. All of them.\n\n4.1 Conversion. As follows:\n\nC. Date. It is set so:\n\n"
        "1. it is near;\n\n2. it is a weekday.\n\nD. Training. None.\n\n5. FEES. None."
    )
    assert (found["1"], found["2"], found["D"], found["5"]) == ("C", "C", "4.1", None)


def test_numbers_of_a_schedule_without_a_number_start_again() -> None:
    found = parents(
        "9. Law. Ohio.\n\n9.1 Courts. Of Ohio.\n\nSTATEMENT OF WORK\n\n1. Scope. All.\n\n2. Fees. None."
    )
    assert (found["1"], found["2"]) == (None, None)


def test_a_number_in_a_sentence_at_the_start_of_a_line_is_no_section() -> None:
    document = read_text(
        "7. Works. As the Copyright Act says in section\n\n101. The Vendor agrees.\n\n8. Law. Ohio."
    )
    assert [section.number for section in document.sections] == ["7", "8"]


def test_addresses_and_signatures_are_no_headings() -> None:
    lines = [
        "20. Notices. To these addresses:",
        "Attention: General Counsel",
        "333 Bloor Street East",
        "Miami, FL 33131",
        "Blue Heron Supply LLC",
        "FAX: (416) 935-3548",
        "(416) 935-3549",
        "Name: Edward Example Title: President",
        "Per:",
    ]
    assert [section.number for section in read_text("\n\n".join(lines)).sections] == ["20"]
