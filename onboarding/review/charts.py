"""Charts as plain geometry for SVG templates; each is shown with its table."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 640
BAR_HEIGHT, BAR_GAP = 22, 8
LABEL_WIDTH, NUMBER_WIDTH = 220, 60


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: str
    y: int
    text_y: int
    length: int
    number_x: int


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars, longest value filling the width."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    label_width: int = LABEL_WIDTH


def bar_chart(rows: Sequence[tuple[str, float]], form: str = "{:g}") -> BarChart:
    """Bars for (label, value) rows; values are at least 0."""
    room = WIDTH - LABEL_WIDTH - NUMBER_WIDTH
    most = max((value for _, value in rows), default=0) or 1
    bars = []
    for index, (label, value) in enumerate(rows):
        y = index * (BAR_HEIGHT + BAR_GAP)
        length = max(2, round(room * value / most)) if value else 0
        bars.append(Bar(label, form.format(value), y, y + 16, length, LABEL_WIDTH + length + 8))
    return BarChart(tuple(bars), WIDTH, max(1, len(rows)) * (BAR_HEIGHT + BAR_GAP))
