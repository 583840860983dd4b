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
from extraction.types import Page, PageSpan, TextWord

_HYPHENS: Final = ("-", "\u00ad", "\u2010")
_ENDS: Final = re.compile(r"[.:;?!][\"”’')\]]*$")
_OPEN: Final = re.compile(
    r"(?:,|\b(?:a|an|and|any|at|by|for|from|in|is|its|may|of|on|or|shall|such|that|the|to|under|will|with))$"
)


@dataclass(frozen=True, slots=True)
class Joined:
    text: str
    words: tuple[TextWord, ...]
    pages: tuple[PageSpan, ...]


def join(pages: Sequence[Page]) -> Joined:
    """One text of all pages, a blank line between paragraphs and pages; furniture and contents are left out.

    A word broken at a line's end is joined without its hyphen; both halves keep their boxes.
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
        self._before: Line | None = None  # the last line of the page before

    def add_page(self, page: Page, found: Sequence[Sequence[Line]]) -> None:
        self._turn(found[0][0] if found else None)
        start = self._length
        before: Line | None = None
        for block in found:
            gap, right = _usual_gap(block), max(line.x1 for line in block)
            for index, line in enumerate(block):
                if before is not None:
                    self._put(_joint(before, line, gap, right) if index else _between(before, line))
                self._add_line(page.number, line, before)
                before = line
        self._before = before
        self._spans.append(PageSpan(page.number, start, self._length, page.quality, page.source))

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
        for index, word in enumerate(line.words):
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
        return Joined("".join(self._parts), tuple(self._words), tuple(self._spans))


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
