"""Pages of words to one text: reading order, paragraphs, hyphenation, running headers and footers.

The text is made here, once, and everything else refers to it by code points: a ``TextWord`` for each
printed word says where it stands in the text and on the page.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from extraction.contracts.numbering import read_mark
from extraction.contracts.segments import is_furniture, shape
from extraction.types import Page, PageSpan, TextWord, Word

_EDGE: Final = 0.1  # running headers and footers stand in the outer tenth of the page
_HYPHENS: Final = ("-", "\u00ad", "\u2010")
_ENDS: Final = re.compile(r"[.:;?!][\"”’')\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one line of print from left to right, with the line's box edges in points."""

    words: tuple[Word, ...]
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Joined:
    text: str
    words: tuple[TextWord, ...]
    pages: tuple[PageSpan, ...]


def join(pages: Sequence[Page]) -> Joined:
    """One text of all pages: a blank line between paragraphs and pages, furniture left out.

    A word broken at a line's end is joined without its hyphen; both halves keep their boxes.
    """
    layouts = [page_lines(page) for page in pages]
    running = _running(pages, layouts)
    writer = _Writer()
    for page, found in zip(pages, layouts, strict=True):
        kept = [line for line in found if not _is_furniture(page, line, running)]
        writer.add_page(page, kept)
    return writer.result()


def page_lines(page: Page) -> list[Line]:
    """The lines of a page from top to bottom. Words share a line when their middles are close in height."""
    groups: list[list[Word]] = []
    bottom = top = 0.0
    for word in sorted(page.words, key=lambda word: ((word.box[1] + word.box[3]) / 2, word.box[0])):
        middle = (word.box[1] + word.box[3]) / 2
        if groups and top <= middle <= bottom:
            groups[-1].append(word)
            continue
        groups.append([word])
        top, bottom = word.box[1], word.box[3]
    return [_line(group) for group in groups]


def _line(words: list[Word]) -> Line:
    ordered = tuple(sorted(words, key=lambda word: word.box[0]))
    boxes = [word.box for word in ordered]
    return Line(
        ordered,
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _at_edge(page: Page, line: Line) -> bool:
    return line.bottom < page.height * _EDGE or line.top > page.height * (1 - _EDGE)


def _running(pages: Sequence[Page], layouts: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Lines at a page's edge that come back on a third of the pages, and on three at least."""
    seen: Counter[str] = Counter()
    for page, found in zip(pages, layouts, strict=True):
        seen.update({shape(line.text) for line in found if _at_edge(page, line)})
    least = max(3, len(pages) // 3)
    return frozenset(line for line, times in seen.items() if times >= least)


def _is_furniture(page: Page, line: Line, running: frozenset[str]) -> bool:
    if not _at_edge(page, line):
        return False
    text = line.text
    return is_furniture(text) or shape(text) in running


class _Writer:
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._words: list[TextWord] = []
        self._spans: list[PageSpan] = []

    def add_page(self, page: Page, found: Sequence[Line]) -> None:
        if self._length:
            self._put("\n\n")
        start = self._length
        gap, right = _usual_gap(found), max((line.x1 for line in found), default=0.0)
        before: Line | None = None
        for line in found:
            if before is not None:
                self._put(_joint(before, line, gap, right))
            self._add_line(page.number, line, before)
            before = line
        self._spans.append(PageSpan(page.number, start, self._length, page.quality, page.source))

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


def _starts_item(line: Line) -> bool:
    return read_mark(line.text) is not None
