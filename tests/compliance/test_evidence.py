from hypothesis import given
from hypothesis import strategies as st

from compliance.evidence import boxes_for, evidence_for, ground, holds, locate
from compliance.types import Evidence
from extraction.types import ContractText, PageSpan, Source, TextWord

TEXT = "The Supplier shall\n  pay a fee.\fThe Buyer shall not pay."
PAGES = (PageSpan(1, 0, 32, 1.0, Source.TEXT), PageSpan(2, 32, len(TEXT), 1.0, Source.TEXT))


def words() -> tuple[TextWord, ...]:
    made, at, line = [], 0, 0
    for token in TEXT.split():
        start = TEXT.index(token, at)
        line += "\n" in TEXT[at:start] or "\f" in TEXT[at:start]
        at = start + len(token)
        page = 2 if start > 31 else 1
        made.append(TextWord(start, at, page, (start * 5.0, line * 20.0, at * 5.0, line * 20.0 + 10)))
    return tuple(made)


DOCUMENT = ContractText(TEXT, PAGES, words())


def test_white_space_may_differ_and_maps_back_to_exact_offsets() -> None:
    place = locate(TEXT, "shall pay a fee")
    assert place is not None
    assert TEXT[slice(*place)] == "shall\n  pay a fee"


def test_anything_else_may_not() -> None:
    for wrong in (
        "shall pay the fee",
        "The supplier shall",
        "The ... fee",
        "",
        "  ",
        "...",
        "shall pay. a fee",
    ):
        assert locate(TEXT, wrong) is None


def test_a_window_is_kept() -> None:
    assert locate(TEXT, "shall", 20) == (TEXT.rindex("shall"), TEXT.rindex("shall") + 5)
    assert locate(TEXT, "Buyer", 0, 30) is None


def test_one_box_a_line_of_print() -> None:
    start, end = locate(TEXT, "Supplier shall pay a fee") or (0, 0)
    boxes = boxes_for(DOCUMENT, start, end)
    assert [page for page, _ in boxes] == [1, 1]
    assert boxes[0][1][0] == TEXT.index("Supplier") * 5.0


def test_the_page_is_part_of_the_proof() -> None:
    start = TEXT.index("The Buyer")
    evidence = evidence_for(DOCUMENT, start, len(TEXT))
    assert evidence.page == 2
    assert holds(DOCUMENT, evidence)
    assert not holds(DOCUMENT, Evidence(evidence.quote, evidence.start, evidence.end, 1))
    assert not holds(DOCUMENT, Evidence(evidence.quote, start + 1, evidence.end + 1, 2))
    assert ground(DOCUMENT, "The Seller", start, start + 10) is None


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_every_located_quote_is_the_text(text: str, first: int, second: int) -> None:
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    quote = text[start:end]
    place = locate(text, quote)
    if place is not None:
        assert "".join(text[slice(*place)].split()) == "".join(quote.split())
