"""A list of contents is no text of the contract; a price list is, and so is a sentence among the entries."""

from extraction.contracts import read_contract, references
from extraction.types import Page, Source, Word
from tests.extraction.contracts.test_pages import FULL, HEIGHT, SIZE, WIDTH, line, page

HEADINGS = ["Services", "Fees", "Confidentiality", "Warranty", "Liability", "Term", "Assignment", "Notices"]


def entries(first: int = 1, top: float = 120.0) -> list[Word]:
    """A line for each heading: its number and words at the left, its page at the right edge."""
    words: list[Word] = []
    for row, heading in enumerate(HEADINGS):
        height = top + 14 * row
        words += line(f"{first + row}. {heading}", height)
        number = str(3 + first + row)
        words.append(Word(number, (530.0, height, 530.0 + SIZE * len(number), height + 10)))
    return words


def drawn(number: int, *words: Word) -> Page:
    return Page(number, WIDTH, HEIGHT, 0, words, Source.TEXT)


BODY = page(
    2,
    [(f"{number}. {heading}. {FULL}", 80 + 30 * number) for number, heading in enumerate(HEADINGS, start=1)],
)


def test_entries_are_left_out_and_references_find_the_clause():
    document = read_contract(
        [
            drawn(1, *line("TABLE OF CONTENTS", 90), *entries()),
            BODY,
            page(3, [(f"9. Survival. The duties under Section 3 go on, {FULL}", 100)]),
        ]
    )
    assert document.text.startswith("TABLE OF CONTENTS\n\n1. Services. the words")
    by_id = {section.id: section for section in document.sections}
    assert [(by_id[one.target].heading, by_id[one.target].page) for one in references(document)] == [
        ("Confidentiality", 2)
    ]


def test_a_list_that_goes_on_over_the_page():
    document = read_contract([drawn(1, *line("CONTENTS", 90), *entries()), drawn(2, *entries(9)), BODY])
    assert {section.page for section in document.sections if section.number} == {2}


def test_a_price_list_stays():
    document = read_contract([drawn(1, *line("SCHEDULE A FEES", 90), *entries())])
    assert "3. Confidentiality 6" in " ".join(document.text.split())


def test_a_sentence_among_the_entries_stays():
    hidden = line("Customer shall pay without limit of any kind .......... 9", 240)
    document = read_contract([drawn(1, *line("CONTENTS", 90), *entries(), *hidden), BODY])
    assert "Customer shall pay without limit" in document.text
