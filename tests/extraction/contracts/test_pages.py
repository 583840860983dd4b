"""Pages of words to one text: reading order, paragraphs, hyphens, furniture, and boxes that stay true."""

from collections.abc import Sequence

from extraction.contracts import read_contract
from extraction.types import Page, Source, Word

WIDTH, HEIGHT, SIZE = 612.0, 792.0, 6.0


def line(text: str, top: float, left: float = 72.0) -> list[Word]:
    """Words of one printed line: every letter 6 pt wide, 10 pt high."""
    words, x = [], left
    for word in text.split():
        words.append(Word(word, (x, top, x + SIZE * len(word), top + 10)))
        x += SIZE * (len(word) + 1)
    return words


def page(number: int, lines: Sequence[tuple[str, float]], quality: float = 1.0) -> Page:
    words = [word for text, top in lines for word in line(text, top)]
    source = Source.TEXT if quality == 1.0 else Source.OCR
    return Page(number, WIDTH, HEIGHT, 0, tuple(words), source, quality)


FULL = "the words of this line reach almost to the right margin of the page here"


def test_lines_of_a_paragraph_are_joined_and_paragraphs_are_parted() -> None:
    document = read_contract(
        [page(1, [(f"1. {FULL}", 100), ("and go on here.", 112), (f"2. {FULL}", 124), ("and end.", 136)])]
    )
    assert document.text == f"1. {FULL} and go on here.\n\n2. {FULL} and end."
    assert [clause.number for clause in document.clauses] == ["1", "2"]


def test_words_keep_their_span_and_box() -> None:
    given = [page(1, [(FULL, 100), ("and go on.", 112)]), page(2, [("Second page.", 100)])]
    document = read_contract(given)
    printed = [(p.number, word) for p in given for word in p.words]
    assert [document.text[word.start : word.end] for word in document.words] == [w.text for _, w in printed]
    assert [(word.page, word.box) for word in document.words] == [(number, w.box) for number, w in printed]


def test_boxes_of_a_clause_lie_on_its_page() -> None:
    document = read_contract([page(1, [("1. First clause.", 100)]), page(2, [("2. Second clause.", 300)])])
    second = document.clauses[1]
    words = [word for word in document.words if word.start >= second.start and word.end <= second.end]
    assert second.page == 2
    assert [word.page for word in words] == [2, 2]
    assert {word.box[1] for word in words} == {300}


def test_a_hyphenated_word_is_one_word_with_two_boxes() -> None:
    document = read_contract([page(1, [(f"{FULL} indem-", 100), ("nification is due.", 112)])])
    assert "indemnification is due." in document.text
    halves = [document.text[word.start : word.end] for word in document.words[-4:-1]]
    assert halves == ["indem", "nification", "is"]


def test_a_compound_word_keeps_its_hyphen_inside_a_line() -> None:
    assert "third-party claims" in read_contract([page(1, [("All third-party claims.", 100)])]).text


def test_words_out_of_stream_order_are_read_from_left_to_right() -> None:
    words = line("one two three four.", 100)
    shuffled = Page(1, WIDTH, HEIGHT, 0, tuple(reversed(words)), Source.TEXT)
    assert read_contract([shuffled]).text == "one two three four."


def test_running_headers_footers_and_page_numbers_are_left_out() -> None:
    pages = [
        page(
            n,
            [
                ("CONFIDENTIAL - BLUE HERON MSA", 20),
                (f"{n}. Clause {n} of the body.", 300),
                (f"Page {n} of 4", 770),
            ],
        )
        for n in range(1, 5)
    ]
    document = read_contract(pages)
    assert "CONFIDENTIAL" not in document.text
    assert "Page" not in document.text
    assert len(document.clauses) == 4


def test_a_title_at_the_top_of_one_page_stays() -> None:
    pages = [page(1, [("SERVICES AGREEMENT", 40), ("1. Body.", 300)]), page(2, [("2. Body.", 300)])]
    assert read_contract(pages).text.startswith("SERVICES AGREEMENT")


def test_pages_carry_quality_and_place() -> None:
    document = read_contract([page(1, [("First.", 100)]), page(2, [("Second.", 100)], quality=0.5)])
    first, second = document.pages
    assert document.text[second.start : second.end] == "Second."
    assert (first.quality, second.quality) == (1.0, 0.5)


def test_an_empty_page_is_a_page() -> None:
    document = read_contract([page(1, []), page(2, [("Only text.", 100)])])
    assert [span.number for span in document.pages] == [1, 2]
    assert document.pages[0].start == document.pages[0].end
    assert [clause.page for clause in document.clauses] == [2]


def test_no_pages_give_no_text() -> None:
    assert read_contract([]).clauses == ()


def test_page_numbers_directly_under_the_print_are_left_out() -> None:
    ends = ["of the fees.", "after the notice.", "by the Vendor.", "in the State of Ohio."]
    pages = [
        page(n, [(f"{n}. {FULL}", 100), (end, 112), (f"-{n}-", 140), ("Source: BLUE HERON", 750)])
        for n, end in enumerate(ends, start=1)
    ]
    assert [clause.text for clause in read_contract(pages).clauses] == [f"{FULL} {end}" for end in ends]


def test_running_titles_that_change_beside_the_page_number_are_left_out() -> None:
    titles = ["Definitions", "Fees and Payment", "Liability", "Termination"]
    pages = [
        page(n, [(f"{title} | {n + 4}", 90), (f"{n}. {FULL}", 200), ("and ends here.", 212)])
        for n, title in enumerate(titles, start=1)
    ]
    assert "|" not in read_contract(pages).text


def test_a_table_row_at_the_foot_of_a_page_stays() -> None:
    rows = ["Support fee 12", "Licence fee 7", "Training 40", "Travel 3"]
    pages = [page(n, [(f"{n}. {FULL}", 100), (row, 124)]) for n, row in enumerate(rows, start=1)]
    assert all(row in read_contract(pages).text for row in rows)


def test_a_sentence_goes_on_over_the_page_break() -> None:
    pages = [
        page(1, [(f"1. {FULL}", 100), ("the Customer shall pay to the", 112), ("1", 130)]),
        page(2, [("Vendor all amounts that are due.", 100), ("2", 130)]),
        page(3, [("2. Other matters.", 100), ("3", 130)]),
    ]
    document = read_contract(pages)
    assert (
        document.clauses[0].text == f"{FULL} the Customer shall pay to the Vendor all amounts that are due."
    )
    second = document.pages[1]
    assert document.text[second.start : second.end] == "Vendor all amounts that are due."


def test_a_word_broken_over_the_page_break_is_one_word() -> None:
    document = read_contract([page(1, [(f"1. {FULL} indem-", 100)]), page(2, [("nification is due.", 100)])])
    assert "indemnification is due." in document.text
    first, second = document.pages
    assert document.text[first.start : first.end].endswith("indem")
    assert document.text[second.start : second.end] == "nification is due."


def test_a_heading_at_the_top_of_a_page_is_no_end_of_the_sentence_before() -> None:
    pages = [page(1, [("Signed by the parties and", 100)]), page(2, [("SERVICE LEVELS", 100)])]
    assert "and\n\nSERVICE LEVELS" in read_contract(pages).text
