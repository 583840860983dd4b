"""Pages of words to one text: reading order, paragraphs, hyphenation, running headers and footers.

The text is made here, once, and everything else refers to it by code points: a ``TextWord`` for each
printed word says where it stands in the text and on the page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from extraction.contracts.columns import Line, blocks
from extraction.contracts.contents import contents
from extraction.contracts.headings import is_title_line
from extraction.contracts.margins import Margins
from extraction.contracts.numbering import read_mark
from extraction.contracts.tables import Table, parts
from extraction.types import Page, PageSpan, TextWord, Word

_HYPHENS: Final = ("-", "\u00ad", "\u2010")
_ENDS: Final = re.compile(r"[.:;?!][\"”’')\]]*$")
_OPEN: Final = re.compile(
    r"(?:,|\b(?:a|an|and|any|at|by|for|from|in|is|its|may|of|on|or|shall|such|that|the|to|under|will|with))$"
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """Where a row of a table stands in the text, and what the first row calls the columns."""

    start: int
    end: int
    columns: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    text: str
    words: tuple[TextWord, ...]
    pages: tuple[PageSpan, ...]
    rows: tuple[TableRow, ...]


def join(pages: Sequence[Page]) -> Joined:
    """One text of all pages, a blank line between paragraphs and pages; furniture and contents are left out.

    A word broken at a line's end is joined without its hyphen; both halves keep their boxes. A row of a table
    is a paragraph of its own, a tab between its cells.
    """
    layouts = [blocks(page.words) for page in pages]
    margins = Margins(pages, layouts)
    writer = _Writer()
    listing = False
    for index, (page, found) in enumerate(zip(pages, layouts, strict=True)):
        listed = [contents(block, goes_on=listing) for block in found]
        listing = any(listed)
        kept = [
            [
                line
                for place, line in enumerate(block)
                if place not in entries and not margins.is_furniture(index, line)
            ]
            for block, entries in zip(found, listed, strict=True)
        ]
        writer.add_page(page, [block for block in kept if block])
    return writer.result()


class _Writer:
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._words: list[TextWord] = []
        self._spans: list[PageSpan] = []
        self._rows: list[TableRow] = []
        self._before: Line | None = None  # the last line of the page before, if it is no table

    def add_page(self, page: Page, found: Sequence[Sequence[Line]]) -> None:
        stretches = [(block, list(parts(block))) for block in found]
        first = stretches[0][1][0] if stretches else None
        self._turn(None if first is None or isinstance(first, Table) else first[0])
        start = self._length
        before: Line | None = None
        for block, several in stretches:
            gap, right = _usual_gap(block), max(line.x1 for line in block)
            for part in several:
                if self._length > start and (isinstance(part, Table) or before is None):
                    self._put("\n\n")
                if isinstance(part, Table):
                    self._add_table(page.number, part)
                    before = None
                    continue
                for index, line in enumerate(part):
                    if before is not None:
                        self._put(_joint(before, line, gap, right) if index else _between(before, line))
                    self._add_line(page.number, line, before)
                    before = line
        self._before = before
        self._spans.append(PageSpan(page.number, start, self._length, page.quality, page.source))

    def _add_table(self, page: int, table: Table) -> None:
        columns = ""
        for index, row in enumerate(table.rows):
            if index:
                self._put("\n\n")
            start = self._length
            for place, cell in enumerate(cell for cell in row.cells if cell):
                if place:
                    self._put("\t")
                self._add_words(page, cell)
            self._rows.append(TableRow(start, self._length, columns))
            if row.header:
                columns = " ".join(word.text for word in row.words)

    def _turn(self, first: Line | None) -> None:
        """From one page to the next: a sentence or a broken word may go on in its first line."""
        if not self._length:
            return
        if first is None or self._before is None:
            self._put("\n\n")
        elif _broken(self._before, first):
            self._take_hyphen()
            self._spans[-1] = replace(self._spans[-1], end=self._length)
        else:
            self._put(_between(self._before, first))

    def _add_line(self, page: int, line: Line, before: Line | None) -> None:
        if before is not None and _broken(before, line):
            self._take_hyphen()
        self._add_words(page, line.words)

    def _add_words(self, page: int, words: Sequence[Word]) -> None:
        for index, word in enumerate(words):
            if index:
                self._put(" ")
            start = self._length
            self._put(word.text)
            self._words.append(TextWord(start, self._length, page, word.box))

    def _take_hyphen(self) -> None:
        """Drop the space and the hyphen that end the text so far; the last word's span shrinks with it."""
        while self._parts and self._parts[-1].isspace():
            self._length -= len(self._parts.pop())
        self._parts[-1] = self._parts[-1][:-1]
        self._length -= 1
        last = self._words[-1]
        self._words[-1] = TextWord(last.start, last.end - 1, last.page, last.box)

    def _put(self, part: str) -> None:
        if part:
            self._parts.append(part)
            self._length += len(part)

    def result(self) -> Joined:
        return Joined("".join(self._parts), tuple(self._words), tuple(self._spans), tuple(self._rows))


def _usual_gap(found: Sequence[Line]) -> float:
    """The median distance between the tops of neighbouring lines, in points."""
    steps = [b.top - a.top for a, b in pairwise(found) if b.top > a.top]
    return median(steps) if steps else 0.0


def _broken(before: Line, line: Line) -> bool:
    """Whether the last word of ``before`` goes on in ``line``: a letter, a hyphen, then a small letter."""
    last, first = before.words[-1].text, line.words[0].text
    return len(last) > 2 and last.endswith(_HYPHENS) and last[-2].islower() and first[:1].islower()


def _joint(before: Line, line: Line, gap: float, right: float) -> str:
    """A space inside a paragraph, a blank line between two."""
    if gap and line.top - before.top > 1.35 * gap:
        return "\n\n"
    if _starts_item(line) and (_ENDS.search(before.text) or before.x1 < 0.8 * right):
        return "\n\n"
    if before.x1 < 0.6 * right and not line.text[:1].islower():
        return "\n\n"
    return " "


def _between(before: Line, line: Line) -> str:
    """A space where a sentence goes on in the next column or on the next page, else a blank line."""
    if _ENDS.search(before.text) or _starts_item(line):
        return "\n\n"
    goes_on = line.text[:1].islower() or (_OPEN.search(before.text) and not is_title_line(line.text))
    return " " if goes_on else "\n\n"


def _starts_item(line: Line) -> bool:
    return read_mark(line.text) is not None
