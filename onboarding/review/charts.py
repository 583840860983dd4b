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


LINE_HEIGHT, LINE_LEFT, LINE_FOOT = 200, 44, 26


@dataclass(frozen=True, slots=True)
class Dot:
    """One measured point; ``label`` stands under it on the axis."""

    x: int
    y: int
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class LineChart:
    """Shares from 0 to 1 over evenly spaced steps; ``grid`` are (y, label) of the horizontal lines."""

    dots: tuple[Dot, ...]
    path: str
    grid: tuple[tuple[int, str], ...]
    width: int = WIDTH
    height: int = LINE_HEIGHT + LINE_FOOT
    left: int = LINE_LEFT
    foot: int = LINE_HEIGHT + LINE_FOOT - 8


def line_chart(points: Sequence[tuple[str, float, bool]]) -> LineChart:
    """A line through (label, share, whether it is the one in force)."""
    step = (WIDTH - LINE_LEFT - 60) / max(1, len(points) - 1)
    dots = tuple(
        Dot(round(LINE_LEFT + 12 + step * index), _height(share), label, current)
        for index, (label, share, current) in enumerate(points)
    )
    grid = tuple((_height(share), f"{share * 100:.0f} %") for share in (0.0, 0.5, 1.0))
    return LineChart(dots, " ".join(f"{dot.x},{dot.y}" for dot in dots), grid)


def _height(share: float) -> int:
    return round(LINE_HEIGHT - 8 - (LINE_HEIGHT - 20) * share)
