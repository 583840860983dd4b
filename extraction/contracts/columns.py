"""Columns of print: which words of a page are read before which.

A column is running text beside running text, parted by a strip of white. A table, a list of contents or two
signature blocks side by side have such a strip as well, but their lines are no running text: most of them
begin with a capital, and many are short. Those are read straight across.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from statistics import median
from typing import Final

from extraction.types import Word

STRIP: Final = 9.0  # points of white between two columns; the spaces of justified print stay below
MARGIN: Final = 0.15  # of the width of the print: no column is narrower
LEAST_LINES: Final = 6  # of running text in each column
LEAST_WORDS: Final = 3  # of the middle one of its lines: less is a list of numbers
FULL: Final = 0.7  # of its column that the middle one of its lines fills
RUNNING: Final = 0.25  # share of lines that go on in the middle of a sentence
SAME_ROW: Final = 4.0  # points between the paragraphs of a table's row
STRIPS: Final = 8  # places that are looked at closely
DEPTH: Final = 3  # cuts one inside another: four columns


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


def blocks(words: Sequence[Word], depth: int = DEPTH) -> list[list[Line]]:
    """The lines of a page in reading order, a list for each stretch that is read from top to bottom."""
    whole = lines_of(words)
    gutter = _gutter(words) if depth else None
    if gutter is None:
        return [whole] if whole else []
    x, top, bottom = gutter
    above = [word for word in words if _middle(word) < top]
    left = [word for word in words if top <= _middle(word) <= bottom and word.box[2] <= x]
    right = [word for word in words if top <= _middle(word) <= bottom and word.box[0] >= x]
    below = [word for word in words if _middle(word) > bottom]
    return [block for part in (above, left, right, below) for block in blocks(part, depth - 1)]


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Lines from top to bottom. Words share a line when their middles are close in height."""
    groups: list[list[Word]] = []
    bottom = top = 0.0
    for word in sorted(words, key=lambda word: (_middle(word), word.box[0])):
        if groups and top <= _middle(word) <= bottom:
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


def _middle(word: Word) -> float:
    return (word.box[1] + word.box[3]) / 2


def _gutter(words: Sequence[Word]) -> tuple[float, float, float] | None:
    """Where the largest pair of columns is parted: x, and the heights between which it is white."""
    if len(words) < 2 * LEAST_LINES:
        return None
    least = LEAST_LINES * median(word.box[3] - word.box[1] for word in words)
    found = (
        (size, x, top, bottom)
        for x in _strips(words)
        for top, bottom, size in _white(words, x, least)
        if _two_columns(words, x, top, bottom)
    )
    best = max(found, default=None)
    return None if best is None else best[1:]


def _strips(words: Sequence[Word]) -> list[float]:
    """The middles of the strips that the fewest words touch, within the margins."""
    left, right = min(word.box[0] for word in words), max(word.box[2] for word in words)
    steps = [0] * (int(right - left) + 2)
    for word in words:
        steps[max(int(word.box[0] - left - STRIP / 2), 0)] += 1
        steps[min(int(word.box[2] - left + STRIP / 2) + 1, len(steps) - 1)] -= 1
    rim = int(MARGIN * (right - left))
    touching = list(accumulate(steps))[rim : len(steps) - rim]
    runs = [(count, [at for at, _ in run]) for count, run in groupby(enumerate(touching), itemgetter(1))]
    fewest = sorted((count, left + rim + run[len(run) // 2]) for count, run in _valleys(runs))
    return [x for _, x in fewest[:STRIPS]]


def _valleys(runs: Sequence[tuple[int, list[int]]]) -> Iterator[tuple[int, list[int]]]:
    """The runs whose neighbours are both higher."""
    for index, (count, run) in enumerate(runs):
        beside = (*runs[max(index - 1, 0) : index], *runs[index + 1 : index + 2])
        if all(other > count for other, _ in beside):
            yield count, run


def _white(words: Sequence[Word], x: float, least: float) -> Iterator[tuple[float, float, int]]:
    """Stretches (top, bottom) of at least ``least`` points in which no word touches the strip around ``x``;
    and how many words stand beside it."""
    low, high = x - STRIP / 2, x + STRIP / 2
    touching = sorted(_middle(word) for word in words if word.box[0] < high and word.box[2] > low)
    top = min(word.box[1] for word in words) - 1
    end = max(word.box[3] for word in words) + 1
    for edge in (*touching, end):
        if edge - top > least:
            yield top + 0.01, edge - 0.01, sum(top < _middle(word) < edge for word in words)
        top = edge


def _two_columns(words: Sequence[Word], x: float, top: float, bottom: float) -> bool:
    inside = [word for word in words if top <= _middle(word) <= bottom]
    left = lines_of([word for word in inside if word.box[2] <= x])
    right = lines_of([word for word in inside if word.box[0] >= x])
    return _is_running(left) and _is_running(right) and not _is_table(left, right)


def _is_running(column: Sequence[Line]) -> bool:
    """Whether the lines are text that goes on from line to line."""
    if len(column) < LEAST_LINES:
        return False
    if median(len(line.words) for line in column) < LEAST_WORDS:
        return False
    width = max(line.x1 for line in column) - min(line.x0 for line in column)
    filled = median(line.x1 - line.x0 for line in column)
    going_on = sum(_goes_on(line) for line in column)
    return filled >= FULL * width and going_on >= RUNNING * len(column)


def _goes_on(line: Line) -> bool:
    first = line.words[0].text
    return first[:1].islower() or (len(line.words) > 3 and line.text.isupper())


def _is_table(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether the paragraphs on both sides begin at the same heights, as the cells of a row do."""
    starts = [_starts(left), _starts(right)]
    fewer, more = sorted(starts, key=len)
    if len(fewer) < 3:
        return False
    met = sum(any(abs(one - other) < SAME_ROW for other in more) for one in fewer)
    return met >= 0.8 * len(more)


def _starts(column: Sequence[Line]) -> list[float]:
    """The tops of lines that stand further below the line before than usual."""
    steps = [after.top - before.top for before, after in pairwise(column)]
    usual = median(steps)
    return [line.top for line, step in zip(column[1:], steps, strict=True) if step > 1.25 * usual]
