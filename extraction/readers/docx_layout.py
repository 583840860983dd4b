"""Paragraphs set in one column on Letter pages: lines in boxes, as a plain printer would."""

import re
from collections.abc import Iterator

from extraction.readers.docx import Paragraph, Story
from extraction.types import HiddenText, Page, Source, Word

WIDTH, HEIGHT, MARGIN = 612.0, 792.0, 72.0  # points
LETTER, LINE = 5.2, 12.0  # advance of a character and of a line
COLUMNS = int((WIDTH - 2 * MARGIN) / LETTER)
TAB = 3  # columns more than a space
_WORD = re.compile(r"(?P<space>\s*)(?P<word>\S+)")
LINES = int((HEIGHT - 2 * MARGIN) / LINE)


def lay_out(story: Story) -> list[tuple[Page, tuple[HiddenText, ...]]]:
    """Pages with their hidden text. Word's stored page breaks part the pages; where there are none, a page
    is full after its last line. A page that Word filled more tightly grows longer."""
    stored = any(paragraph.new_page for paragraph in story.paragraphs)
    sheets = [_Sheet(1)]
    for paragraph in story.paragraphs:
        lines = list(_lines(paragraph.text))
        full = not stored and sheets[-1].used + len(lines) > LINES and sheets[-1].used
        if (paragraph.new_page and sheets[-1].used) or full:
            sheets.append(_Sheet(len(sheets) + 1))
        sheets[-1].add(paragraph, lines)
    return [sheet.result() for sheet in sheets]


class _Sheet:
    def __init__(self, number: int) -> None:
        self.number = number
        self.used = 0
        self.words: list[Word] = []
        self.hidden: list[HiddenText] = []

    def add(self, paragraph: Paragraph, lines: list[list[tuple[int, str]]]) -> None:
        for line in lines:
            top = round(MARGIN + self.used * LINE, 2)
            for column, text in line:
                x0 = round(MARGIN + column * LETTER, 2)
                self.words.append(Word(text, (x0, top, round(x0 + len(text) * LETTER, 2), top + LINE - 2)))
            self.used += 1
        self.used += 1 if lines else 0
        self.hidden += [
            HiddenText(code, text, self.number, None) for code, text in paragraph.hidden if text.strip()
        ]

    def result(self) -> tuple[Page, tuple[HiddenText, ...]]:
        height = max(HEIGHT, 2 * MARGIN + self.used * LINE)
        return Page(self.number, WIDTH, height, 0, tuple(self.words), Source.TEXT), tuple(self.hidden)


def _lines(text: str) -> Iterator[list[tuple[int, str]]]:
    """Lines of (column, word), broken at the width of the column and at line breaks."""
    for piece in text.split("\n"):
        line: list[tuple[int, str]] = []
        column = 0
        for found in _WORD.finditer(piece):
            word = found["word"]
            column += TAB if line and "\t" in found["space"] else 0
            if line and column + len(word) > COLUMNS:
                yield line
                line, column = [], 0
            line.append((column, word))
            column += len(word) + 1
        if line:
            yield line
