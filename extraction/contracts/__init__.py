"""Reading a contract: one text, its pages, its clause tree, its clauses."""

from collections.abc import Sequence

from extraction.contracts.clauses import outline
from extraction.contracts.facts import read_facts
from extraction.contracts.pages import join
from extraction.contracts.references import Reference, Term, defined_terms, references
from extraction.types import ContractText, Page, PageSpan, Source

__all__ = ["Reference", "Term", "defined_terms", "read_contract", "read_text", "references"]


def read_contract(pages: Sequence[Page]) -> ContractText:
    """A contract given as pages of words. The text is built here; each word keeps its span and box."""
    joined = join(pages)
    tree = outline(joined.text, joined.pages, joined.rows)
    return ContractText(
        text=joined.text,
        pages=joined.pages,
        words=joined.words,
        sections=tree.sections,
        clauses=tree.clauses,
        facts=read_facts(joined.text, joined.pages),
    )


def read_text(text: str) -> ContractText:
    """A contract given as plain text. Form feeds part the pages; offsets are code points in ``text``."""
    pages = _pages(text)
    tree = outline(text, pages)
    return ContractText(
        text=text,
        pages=pages,
        sections=tree.sections,
        clauses=tree.clauses,
        facts=read_facts(text, pages),
    )


def _pages(text: str) -> tuple[PageSpan, ...]:
    spans: list[PageSpan] = []
    start = 0
    for number, page in enumerate(text.split("\f"), start=1):
        spans.append(PageSpan(number, start, start + len(page), 1.0, Source.TEXT))
        start += len(page) + 1
    return tuple(spans)
