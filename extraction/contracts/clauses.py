"""From text to clause tree and clauses."""

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extraction.contracts import headings, segments
from extraction.contracts.mentions import mentions
from extraction.contracts.numbering import Mark, read_mark
from extraction.contracts.pages import TableRow
from extraction.contracts.segments import Range
from extraction.contracts.tree import Tree
from extraction.types import Clause, PageSpan, Section

_TITLE = "title"
_LONG_ROW = 40  # words of a table's row; a longer one of several sentences is cut like other text


@dataclass(frozen=True, slots=True)
class Outline:
    sections: tuple[Section, ...]
    clauses: tuple[Clause, ...]


def outline(text: str, pages: Sequence[PageSpan], rows: Sequence[TableRow] = ()) -> Outline:
    """Sections and clauses of a contract's text, in reading order, short mentions last.

    Running headers, footers and page numbers are left out; every ``clause.text`` is the text at its place.
    A row of a table is one clause, headed by its section and by the names of the table's columns.
    """
    builder = _Builder(text, [span.start for span in pages], [span.number for span in pages])
    stretches = list(segments.lines(text))
    furniture = segments.repeated(text, stretches)
    tabular = {row.start: row for row in rows if _is_row(text[row.start : row.end])}
    for start, end in stretches:
        line = text[start:end]
        if start in tabular:
            builder.add_row(tabular[start])
            continue
        if segments.is_furniture(line) or (len(line) < 120 and segments.shape(line) in furniture):
            continue
        builder.add_line(start, end)
    return builder.finish()


def _is_row(text: str) -> bool:
    """Whether a table's row is one piece: not where it is running text, or a numbered clause in columns."""
    mark = read_mark(text)
    numbered = mark is not None and mark.style.startswith("decimal") and "." in mark.number
    return not numbered and (len(text.split()) <= _LONG_ROW or not segments.cuts(text, 0, len(text)))


class _Builder:
    def __init__(self, text: str, page_starts: list[int], page_numbers: list[int]) -> None:
        self._text = text
        self._page_starts = page_starts
        self._page_numbers = page_numbers
        self._tree = Tree()
        self._clauses: list[Clause] = []
        self._unnamed = False  # the line before is a clause number alone
        self._lines: list[Range] = []

    def add_line(self, start: int, end: int) -> None:
        self._lines.append((start, end))
        whole = headings.is_title_line(self._text[start:end])
        unnamed, self._unnamed = self._unnamed, False
        for index, (begin, stop) in enumerate(segments.pieces(self._text, start, end)):
            if unnamed and index == 0 and self._is_title(begin, stop, whole=whole):
                self._tree.name(headings.clean(self._text[begin:stop]), stop)
                self._add_clause(begin, stop)
            else:
                self._add_piece(begin, stop, first=index == 0, title=whole)
            if stop == end and self._is_bare(begin, end):
                self._add_clause(self._body_of(begin, end), end)

    def add_row(self, row: TableRow) -> None:
        self._lines.append((row.start, row.end))
        self._unnamed = False
        heading = ": ".join(filter(None, (self._tree.heading(), headings.clean(row.columns))))
        self._add_clause(row.start, row.end, heading)

    def _add_piece(self, start: int, end: int, *, first: bool, title: bool) -> None:
        body = self._open_numbered(start, end)
        if body == start and first:
            self._open_unnumbered(start, end, title=title)
        for begin, stop in segments.trim(self._text, body, end):
            self._add_clause(begin, stop)

    def _open_numbered(self, start: int, end: int) -> int:
        """Open a section for each number at the front of a piece; where its words begin."""
        at = start
        while at < end and (mark := read_mark(self._text, at)) is not None:
            begin, at = at, self._skip(at + mark.end, end)
            stop = headings.heading_end(self._text, at, end) if at < end else None
            heading = headings.clean(self._text[at:stop]) if stop else ""
            if self._tree.continues(mark):
                self._tree.open(mark, heading, begin, end)
                self._unnamed = at >= end and mark.number[0] != "("
            at = self._skip(stop or at, end)
        return min(at, end)

    def _is_bare(self, start: int, end: int) -> bool:
        """Whether the last piece of a line ended as a heading though it is written as a sentence."""
        last = self._clauses[-1].end if self._clauses else -1
        words = self._text[start:end]
        return last <= start and words.endswith(".") and not words.isupper()

    def _body_of(self, start: int, end: int) -> int:
        """Where the words of a numbered piece begin."""
        while start < end and (mark := read_mark(self._text, start)) is not None:
            start = self._skip(start + mark.end, end)
        return start

    def _skip(self, at: int, end: int) -> int:
        """The first character from ``at`` on that is no white space, or ``end``."""
        return next(iter(segments.trim(self._text, at, end)), (end, end))[0]

    def _open_unnumbered(self, start: int, end: int, *, title: bool) -> None:
        if self._is_title(start, end, whole=title):
            self._tree.open(Mark("", _TITLE, 0), headings.clean(self._text[start:end]), start, end)

    def _is_title(self, start: int, end: int, *, whole: bool) -> bool:
        """Whether a piece without a number is a heading: the ``whole`` line by its form, or a short one."""
        line = self._text[start:end]
        if headings.is_label(line) or read_mark(self._text, start) is not None:
            return False
        return whole or (len(line.split()) <= 8 and headings.heading_end(self._text, start, end) == end)

    def _add_clause(self, start: int, end: int, heading: str | None = None) -> None:
        if not any(char.isalpha() for char in self._text[start:end]):
            return
        section = self._tree.current
        self._clauses.append(
            Clause(
                id=f"c{len(self._clauses) + 1}",
                section=section.id if section else None,
                number=section.number if section else "",
                heading=self._tree.heading() if heading is None else heading,
                page=self._page(start),
                start=start,
                end=end,
                text=self._text[start:end],
            )
        )

    def _page(self, offset: int) -> int:
        return self._page_numbers[max(0, bisect.bisect_right(self._page_starts, offset) - 1)]

    def finish(self) -> Outline:
        sections = self._tree.finish(len(self._text))
        placed = tuple(replace(section, page=self._page(section.start)) for section in sections)
        return Outline(placed, (*self._clauses, *self._mentions()))

    def _is_kept(self, offset: int) -> bool:
        """Whether the line at ``offset`` is text of the contract and no header or footer."""
        place = bisect.bisect_right(self._lines, (offset, len(self._text))) - 1
        return place >= 0 and offset < self._lines[place][1]

    def _mentions(self) -> list[Clause]:
        """The short stretches, each with the section of the clause around it."""
        starts = [clause.start for clause in self._clauses]
        taken: set[Range] = {(clause.start, clause.end) for clause in self._clauses}
        found: list[Clause] = []
        for start, end in mentions(self._text):
            if (start, end) in taken or not starts or not self._is_kept(start):
                continue
            taken.add((start, end))
            host = self._clauses[max(0, bisect.bisect_right(starts, start) - 1)]
            found.append(
                replace(
                    host,
                    id=f"m{len(found) + 1}",
                    page=self._page(start),
                    start=start,
                    end=end,
                    text=self._text[start:end],
                )
            )
        return found
