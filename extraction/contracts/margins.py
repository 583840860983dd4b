"""Running headers, footers and page numbers of printed pages: which lines are no text of the contract.

A page ends where its print ends, not where its paper does: under half a page of text the number follows
directly. So the outermost lines are looked at wherever they stand, and count when they come back from page
to page: with the same words, or with a number that rises with the pages beside a title that changes.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from extraction.contracts.columns import Line
from extraction.contracts.numbering import read_mark
from extraction.contracts.segments import is_furniture, shape
from extraction.types import Page

_RIM: Final = 0.1  # of the page's height: the outer tenth
_OUTERMOST: Final = 5  # lines from the first and from the last that may be running ones
_NUMBERED: Final = 2  # lines from either end in which a number may count the pages
_LEAST: Final = 3  # pages on which a line comes back
_WORDS: Final = 14  # of a title beside a page number
_COUNTED: Final = re.compile(
    r"(?:page\s+)?[-–—|\s]*(?P<first>\d{1,4})(?!\.\d)[-–—|\s]+\S.*|.*[\s|–—-](?P<last>\d{1,4})[-–—|\s]*",
    re.IGNORECASE,
)
_PAGE: Final = re.compile(r"\W*page\s+[a-z]?-?\d{1,4}(?:\s+(?:of|/)\s+\d{1,4})?\W*", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[.;,:]$|^\(?\w{1,3}[.)]\s")

Place = tuple[int, int]  # index of a page, top of a line in tenths of a point


class Margins:
    """What comes back at the edges of these pages."""

    def __init__(self, pages: Sequence[Page], layouts: Sequence[Sequence[Sequence[Line]]]) -> None:
        self._pages = pages
        ordered = [sorted((line for block in found for line in block), key=_top) for found in layouts]
        self._edges = [_edges(page, lines) for page, lines in zip(pages, ordered, strict=True)]
        self._shapes = self._repeated()
        self._counted = frozenset(self._rising())

    def is_furniture(self, index: int, line: Line) -> bool:
        """Whether a line of the page at ``index`` is a running header, a footer or a page number."""
        if not any(line is other for other in self._edges[index]):
            return False
        text, rim = line.text, _in_rim(self._pages[index], line)
        if not rim and _is_clause(text):
            return False
        if shape(text) in self._shapes or (index, _top(line)) in self._counted:
            return True
        return is_furniture(text) if rim else _PAGE.fullmatch(text) is not None

    def _repeated(self) -> frozenset[str]:
        """The shapes of outermost lines on a third of the pages, and on three at least."""
        seen: Counter[str] = Counter()
        for edges in self._edges:
            seen.update({shape(line.text) for line in edges})
        least = max(_LEAST, len(self._pages) // 3)
        return frozenset(line for line, times in seen.items() if times >= least)

    def _rising(self) -> Iterator[Place]:
        """Lines such as "Limitation of Liability | 12" whose number rises with the pages."""
        found: dict[int, list[Place]] = {}
        for index, edges in enumerate(self._edges):
            for line in (*edges[:_NUMBERED], *edges[-_NUMBERED:]):
                number = _count(line.text)
                if number is not None:
                    found.setdefault(number - self._pages[index].number, []).append((index, _top(line)))
        for places in found.values():
            if len({index for index, _ in places}) >= max(_LEAST, len(self._pages) // 2):
                yield from places


def _top(line: Line) -> int:
    return round(10 * line.top)


def _is_clause(text: str) -> bool:
    """Whether words stand behind a clause number: short clauses alike may come back on short pages."""
    mark = read_mark(text)
    return mark is not None and mark.end < len(text)


def _in_rim(page: Page, line: Line) -> bool:
    return line.bottom < page.height * _RIM or line.top > page.height * (1 - _RIM)


def _edges(page: Page, lines: Sequence[Line]) -> list[Line]:
    """The lines of the rim and the outermost ones, from top to bottom."""
    inner = range(_OUTERMOST, len(lines) - _OUTERMOST)
    return [line for place, line in enumerate(lines) if place not in inner or _in_rim(page, line)]


def _count(text: str) -> int | None:
    """The number at one end of a short line that is neither a sentence nor a numbered clause."""
    match = _COUNTED.fullmatch(text)
    if match is None or len(text.split()) > _WORDS or _SENTENCE.search(text):
        return None
    return int(match["first"] or match["last"])
