"""Tables of print: which lines are rows and cells, and are read cell by cell instead of straight across.

A table is known by its strips of white: the same ones run through several lines that stand close together.
Clause numbers in front of running text, labels of a signature block and the wide spaces of justified print
have such strips too and are left as they are. No rules are drawn in the text, so a row is told by the white
above it, or by the first column where the lines stand as close as inside a cell.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from statistics import median
from typing import Final

from extraction.contracts.columns import Line
from extraction.contracts.numbering import read_mark
from extraction.types import Word

GAP: Final = 0.9  # of the height of the print: white that parts two cells of a line
FAR: Final = 5.0  # heights between the tops of two lines of one table
TIGHT: Final = 1.3  # heights between the tops of two lines of one cell
LIKE: Final = 1.15  # times the least step of a table: still as close
WRAPPED: Final = 2.2  # heights to a line that goes on in the middle of a sentence
BESIDE: Final = 0.85  # heights: less is a cell set between the lines of another
LEAST_ROWS: Final = 3  # lines with two cells or more
LEAST_SHARE: Final = 0.2  # of the lines that have them
LONG_LINE: Final = 9  # words of a line that may be running text
HEADER_WORDS: Final = 6  # of a cell of the header

Strip = tuple[float, float]
Cells = tuple[tuple[Word, ...], ...]  # of a line or a row from left to right, empty where nothing stands

_SIGNED: Final = re.compile(r"by\s*:|\(?signature\b|/s/|.*_{5}|witness(?:ed)?\b", re.IGNORECASE)
_LABEL: Final = re.compile(r"(?:name|its|title|date)\s*:", re.IGNORECASE)
_ITEM: Final = re.compile(
    r"[^\w\s$]{1,2}|o|\(?(?:\w{1,4}\.){0,4}\w{1,4}[.)]+|\w{1,2}\.\w{1,2}(?:\.\w{1,2})*|[ivx]{1,4}"
)
_OPEN: Final = re.compile(
    r"(?:[,&/(–-]|\b(?:a|an|and|at|by|for|from|in|of|on|or|per|the|to|with))$", re.IGNORECASE
)
_VALUE: Final = re.compile(r"\W{0,3}\d")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row in their order; ``header`` for the first row where it names the columns."""

    cells: Cells
    header: bool = False

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for cell in self.cells for word in cell)


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[Row, ...]


def parts(lines: Sequence[Line]) -> Iterator[list[Line] | Table]:
    """The lines of a block from top to bottom: stretches that are read straight across, and tables."""
    across: list[Line] = []
    at = 0
    while at < len(lines):
        found = _table(lines[at:])
        if found is None:
            across.append(lines[at])
            at += 1
            continue
        if across:
            yield across
            across = []
        table, size = found
        yield table
        at += size
    if across:
        yield across


def _table(lines: Sequence[Line]) -> tuple[Table, int] | None:
    """The table that begins with the first line, and how many lines it has."""
    if not _gaps(lines[0]):
        return None
    size, strips = _reach(lines)
    while size >= LEAST_ROWS and not _holds(lines[size - 1], lines[size - 2], strips):
        size -= 1
    strips = [strip for strip in _white(lines[:size]) if _support(lines[:size], strip) >= 2]
    cells = [_cells(line.words, strips) for line in lines[:size]]
    if size < LEAST_ROWS or not _is_table(lines[:size], cells, strips):
        return None
    rows = _rows(lines[:size], cells)
    return (Table(rows), size) if len(rows) >= 2 else None


def _height(lines: Sequence[Line]) -> float:
    return median(word.box[3] - word.box[1] for line in lines for word in line.words)


def _gaps(line: Line) -> list[Strip]:
    """The wide gaps between the words of a line."""
    least = GAP * _height([line])
    return [(a.box[2], b.box[0]) for a, b in pairwise(line.words) if b.box[0] - a.box[2] >= least]


def _white(lines: Sequence[Line]) -> list[Strip]:
    """The strips of white that no word of the lines touches."""
    least = GAP * _height(lines)
    strips: list[Strip] = []
    edge: float | None = None
    for x0, x1 in sorted((word.box[0], word.box[2]) for line in lines for word in line.words):
        if edge is not None and x0 - edge >= least:
            strips.append((edge, x0))
        edge = x1 if edge is None else max(edge, x1)
    return strips


def _reach(lines: Sequence[Line]) -> tuple[int, list[Strip]]:
    """How many lines from the first on share strips of white, and these strips."""
    strips = _gaps(lines[0])
    for size, (before, line) in enumerate(pairwise(lines), start=1):
        height = _height([line])
        kept = _uncut(strips, line, GAP * height)
        lost = any(
            _support(lines[:size], strip) >= 2 and not any(_within(part, strip) for part in kept)
            for strip in strips
        )
        if not kept or lost or line.top - before.top > FAR * height:
            return size, strips
        strips = kept
    return len(lines), strips


def _uncut(strips: Sequence[Strip], line: Line, least: float) -> list[Strip]:
    """What the words of a line leave of the strips, in pieces of ``least`` points or more."""
    left: list[Strip] = []
    for low, high in strips:
        for word in line.words:
            if word.box[2] <= low or word.box[0] >= high:
                continue
            if word.box[0] - low >= least:
                left.append((low, word.box[0]))
            low = max(low, word.box[2])
        if high - low >= least:
            left.append((low, high))
    return left


def _within(part: Strip, strip: Strip) -> bool:
    return strip[0] <= part[0] and part[1] <= strip[1]


def _support(lines: Sequence[Line], strip: Strip) -> int:
    """How many of the lines have words on both sides."""
    return sum(line.x0 < strip[0] + 1 and line.x1 > strip[1] - 1 for line in lines)


def _holds(line: Line, before: Line, strips: Sequence[Strip]) -> bool:
    """Whether the last line belongs to the table: it has two cells, or goes on with the line before."""
    if any(_support([line], strip) for strip in strips):
        return True
    return line.top - before.top < TIGHT * _height([line]) and not _is_item(line.text)


def _cells(words: Sequence[Word], strips: Sequence[Strip]) -> Cells:
    edges = [(low + high) / 2 for low, high in strips]
    cells: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for word in words:
        cells[sum((word.box[0] + word.box[2]) / 2 > edge for edge in edges)].append(word)
    return tuple(tuple(cell) for cell in cells)


def _text(cell: Sequence[Word]) -> str:
    return " ".join(word.text for word in cell)


def _filled(cells: Cells) -> int:
    return sum(bool(cell) for cell in cells)


def _is_item(text: str) -> bool:
    """Whether a text begins with, or is, the number or the bullet of a clause."""
    return read_mark(text) is not None or _ITEM.fullmatch(text.split()[0]) is not None


def _is_table(lines: Sequence[Line], cells: Sequence[Cells], strips: Sequence[Strip]) -> bool:
    several = [(line, found) for line, found in zip(lines, cells, strict=True) if _filled(found) > 1]
    if len(several) < max(LEAST_ROWS, LEAST_SHARE * len(lines)):
        return False
    texts = [[_text(cell) for cell in found if cell] for _, found in several]
    if _is_signature(texts):
        return False
    if len(strips) == 1 and sum(_is_item(row[0]) for row in texts) >= len(texts) / 2:
        return False
    gaps = [gap for line, _ in several for gap in _gaps(line)]
    if sum(any(_within(strip, gap) for strip in strips) for gap in gaps) < 0.7 * len(gaps):
        return False
    running = [line.words[0].text[:1].islower() for line, _ in several if len(line.words) > LONG_LINE]
    return sum(running) < 0.3 * len(several)


def _is_signature(texts: Sequence[Sequence[str]]) -> bool:
    labelled = sum(any(_LABEL.match(text) for text in row) for row in texts)
    return labelled >= 2 or any(_SIGNED.match(text) for row in texts for text in row)


def _rows(lines: Sequence[Line], cells: Sequence[Cells]) -> tuple[Row, ...]:
    rows = [
        Row(tuple(tuple(chain.from_iterable(column)) for column in zip(*cells[start:end], strict=True)))
        for start, end in pairwise((*_starts(lines, cells), len(lines)))
    ]
    if len(rows) > 2 and _is_header(rows[0]):
        rows[0] = Row(rows[0].cells, header=True)
    return tuple(rows)


def _starts(lines: Sequence[Line], cells: Sequence[Cells]) -> Iterator[int]:
    """The places of the lines that begin a row."""
    height = _height(lines)
    steps = [after.top - before.top for before, after in pairwise(lines)]
    close = max(TIGHT * height, LIKE * min(step for step in steps if step >= BESIDE * height))
    several = [step for step, found in zip(steps, cells[1:], strict=True) if _filled(found) > 1]
    spaced = 2 * sum(step >= close for step in several) >= len(several)
    taken: Cells = ()  # of the row so far
    for at, found in enumerate(cells):
        step = steps[at - 1] if at else None
        if step is None or _is_rule(lines[at]) or _is_rule(lines[at - 1]):
            new = True
        elif step < BESIDE * height:
            new = any(cell and over for cell, over in zip(found, taken, strict=True))
        elif step >= close:
            new = step >= WRAPPED * height or not _goes_on(found)
        else:
            named = _is_header(Row(taken)) and any(_VALUE.match(_text(cell)) for cell in found)
            new = (named or not spaced) and _starts_close_row(found, cells[at - 1])
        taken = found if new else tuple(a + b for a, b in zip(taken, found, strict=True))
        if new:
            yield at


def _goes_on(cells: Cells) -> bool:
    """Whether one cell goes on in the middle of a sentence, and none in the first column."""
    texts = [_text(cell) for cell in cells if cell]
    return not cells[0] and len(texts) == 1 and texts[0][:1].islower()


def _starts_close_row(cells: Cells, above: Cells) -> bool:
    """Whether a line that stands as close as inside a cell begins a row nevertheless."""
    texts = [_text(cell) for cell in cells if cell]
    if not cells[0]:
        pairs = zip(cells, above, strict=True)
        return any(_VALUE.match(_text(cell)) and _VALUE.match(_text(over)) for cell, over in pairs if cell)
    if all(text[:1].islower() for text in texts):
        return len(texts) > 1 and len(texts) == _filled(above)
    return len(texts) > 1 or not _OPEN.search(_text(above[0]))


def _is_rule(line: Line) -> bool:
    return not any(char.isalnum() for char in line.text)


def _is_header(row: Row) -> bool:
    texts = [_text(cell) for cell in row.cells if cell]
    return len(texts) > 1 and all(
        len(text.split()) <= HEADER_WORDS
        and not any(char.isdigit() for char in text)
        and text[0].isupper()
        and text[-1] not in ".:;"
        for text in texts
    )
