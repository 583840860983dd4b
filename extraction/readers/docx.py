"""Word files as pages of words.

A Word file has no pages and no places until it is printed. Its text is set in one column on Letter pages
(``docx_layout``) so that everything that works on pages works on it; page numbers follow the page breaks
that Word stored, where there are any. Automatic numbers are written out (``docx_numbers``). Tracked changes
are read as accepted. What a reader of the final text would not see (deleted, hidden, white, tiny) is kept
apart. Headers and footers are left out, a note stands behind the paragraph that refers to it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from lxml import etree

from extraction.checks.docx import Archive, main_part
from extraction.readers.docx_numbers import Numbering
from extraction.readers.docx_styles import DELETED, OFF, VANISHED, Styles
from extraction.types import ExtractionError

PAGE_BREAK: Final = "page_break"
MAX_DEPTH: Final = 300  # lxml itself stops at 256 levels of elements
SKIPPED = {"instrText", "delInstrText", "pPr", "rPr", "sdtPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr"}
DELETIONS = {"del", "moveFrom"}
NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
SYMBOLS = {"f0fe": "☒", "f0a8": "☐", "f06f": "☐", "f0fc": "✓", "f0a7": "§", "f0b7": "•"}  # Wingdings, Symbol
ROW_WORDS: Final = 80  # words of a table's row that reads as one line
LABEL_WORDS: Final = 4  # words of a number or a label in front of a longer cell


Elements = Iterable[etree._Element]
Boxes = list[tuple[etree._Element, str | None]]  # text boxes and how they are hidden


@dataclass(slots=True)
class Paragraph:
    """Visible text, and (code, text) of what is hidden in it; ``new_page`` when a page ends before it."""

    text: str = ""
    hidden: list[tuple[str, str]] = field(default_factory=list)
    new_page: bool = False


@dataclass(slots=True)
class Story:
    """All paragraphs in reading order; ``tracked`` when changes are marked in it."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    tracked: bool = False


def read_story(archive: Archive) -> Story:
    """The text of a Word file. Raises ExtractionError ``corrupt``."""
    story, styles = Story(), Styles(archive)
    notes = {
        (kind, value(note, "id") or ""): note
        for kind in NOTES.values()
        for name in _companions(archive, f"{kind}s")
        for note in archive.xml(name)
    }
    walker = _Walker(story, Numbering.of(archive, styles), styles, notes)
    walker.part(archive.xml(main_part(archive)))
    for name in (*_companions(archive, "header"), *_companions(archive, "footer")):
        margin = Story()
        _Walker(margin, Numbering(), styles, {}).part(archive.xml(name))
        hidden = [piece for paragraph in margin.paragraphs for piece in paragraph.hidden]
        story.tracked = story.tracked or margin.tracked
        if hidden:
            story.paragraphs.insert(0, Paragraph(hidden=hidden))
    return story


def _companions(archive: Archive, stem: str) -> list[str]:
    return sorted(name for name in archive.names if re.fullmatch(rf"word/{stem}\d*\.xml", name))


def local(element: etree._Element) -> str:
    """The tag without its namespace: Word files come with the transitional or the strict one."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute by its local name."""
    if element is None:
        return None
    return next(
        (str(text) for key, text in element.attrib.items() if etree.QName(key).localname == name), None
    )


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The descendant along a path of local names, or None."""
    for name in names:
        element = (
            next((item for item in element if local(item) == name), None) if element is not None else None
        )
    return element


class _Walker:
    """Goes through a part and writes what it meets into the story."""

    def __init__(
        self,
        story: Story,
        numbering: Numbering,
        styles: Styles,
        notes: Mapping[tuple[str, str], etree._Element],
    ) -> None:
        self.story = story
        self.numbering = numbering
        self.styles = styles
        self.notes = notes
        self.new_page = False
        self._open: Paragraph | None = None  # goes on in the next paragraph
        self._pending: list[
            tuple[etree._Element, str | None]
        ] = []  # notes that wait for their paragraph's end
        self._rows = 0

    def part(self, root: etree._Element) -> None:
        """A whole part of the file."""
        self.blocks(root, 0)
        if self._open is not None:
            self.story.paragraphs.append(self._open)

    def blocks(self, parent: Elements, depth: int, code: str | None = None) -> None:
        """Paragraphs in tables, content controls and text boxes, in the order of the file."""
        _check_depth(depth)
        for element in parent:
            name = local(element)
            if name == "p":
                self._paragraph(element, depth, code)
            elif name == "tr":
                self._row(element, depth, code)
            elif name == "AlternateContent":
                self.blocks(_alternative(element), depth + 1, code)
            elif name and name not in SKIPPED:
                self.blocks(element, depth + 1, DELETED if name in DELETIONS else code)

    def _row(self, row: etree._Element, depth: int, code: str | None) -> None:
        """A row of short cells reads as one line; longer cells follow one another."""
        if child(row, "trPr", "del") is not None:
            self.story.tracked, code = True, DELETED
        first, ends = len(self.story.paragraphs), []
        self._rows += 1
        for cell in row:
            self.blocks(cell, depth + 1, code)
            ends.append(len(self.story.paragraphs))
        self._rows -= 1
        cells = [
            [one for one in self.story.paragraphs[start:end] if one.text.strip() or one.hidden]
            for start, end in pairwise([first, *ends])
        ]
        if all(len(cell) <= 1 for cell in cells):
            line = _line([cell[0] for cell in cells if cell])
            if line is not None:
                self.story.paragraphs[first:] = [line]
        self._add_notes(depth)

    def _paragraph(self, element: etree._Element, depth: int, code: str | None) -> None:
        paragraph, self._open = self._open or Paragraph(), None
        paragraph.new_page, self.new_page = paragraph.new_page or self.new_page, False
        pieces: list[str] = []
        boxes: Boxes = []
        for how, text in self._runs(element, code, boxes, depth):
            if how == PAGE_BREAK:
                self._break_page(paragraph, pieces)
            elif how is None:
                pieces.append(text)
            else:
                paragraph.hidden.append((how, text))
        text, ending = "".join(pieces), self._ending(element)
        if text.strip() or (ending is None and code is None):
            number = self.numbering.number(element)
            paragraph.text += f"{number} {text}" if number else text
        if ending is not None:
            self._open = paragraph
            return
        self.story.paragraphs.append(paragraph)
        for box, how in boxes:
            self.blocks(box, depth + 1, how)
        self._add_notes(depth)

    def _ending(self, paragraph: etree._Element) -> str | None:
        """How the mark that ends a paragraph is hidden (17.3.1.29): it then goes on in the next one."""
        properties = child(paragraph, "pPr", "rPr")
        if any(child(properties, name) is not None for name in DELETIONS):
            self.story.tracked = True
            return DELETED
        mark = child(properties, "vanish")
        return VANISHED if mark is not None and value(mark) not in OFF else None

    def _add_notes(self, depth: int) -> None:
        """The notes behind the paragraph, or the row, that refers to them."""
        if self._rows:
            return
        waiting, self._pending = self._pending, []
        for note, code in waiting:
            self.blocks(note, depth + 1, code)

    def _break_page(self, paragraph: Paragraph, pieces: list[str]) -> None:
        """A break inside a paragraph that has begun takes effect before the next one."""
        if "".join(pieces).strip():
            self.new_page = True
        else:
            paragraph.new_page = True

    def _runs(
        self, parent: Elements, code: str | None, boxes: Boxes, depth: int
    ) -> Iterator[tuple[str | None, str]]:
        """(how it is hidden, text) of every piece of a paragraph; text boxes are put aside."""
        _check_depth(depth)
        for element in parent:
            name = local(element)
            if name in DELETIONS or name in ("ins", "moveTo"):
                self.story.tracked = True
            if name == "r":
                yield from self._run(element, code or self._unseen(element), boxes, depth + 1)
            elif name == "txbxContent":
                boxes.append((element, code))
            elif name == "AlternateContent":
                yield from self._runs(_alternative(element), code, boxes, depth + 1)
            elif name and name not in SKIPPED:
                yield from self._runs(element, DELETED if name in DELETIONS else code, boxes, depth + 1)

    def _unseen(self, run: etree._Element) -> str | None:
        paragraph = next(run.iterancestors("{*}p"), run)
        return self.styles.unseen(run, paragraph)

    def _run(
        self, run: etree._Element, code: str | None, boxes: Boxes, depth: int
    ) -> Iterator[tuple[str | None, str]]:
        for element in run:
            name = local(element)
            if name in ("t", "delText"):
                yield code, (element.text or "").replace("\u00ad", "")
            elif name in ("tab", "ptab"):
                yield code, "\t"
            elif name == "sym":
                yield code, SYMBOLS.get((value(element, "char") or "").lower(), "")
            elif name in NOTES:
                note = self.notes.get((NOTES[name], value(element, "id") or ""))
                self._pending += [(note, code)] if note is not None else []
            elif name == "noBreakHyphen":
                yield code, "-"
            elif name == "lastRenderedPageBreak" or (name == "br" and value(element, "type") == "page"):
                yield PAGE_BREAK, ""
            elif name in ("br", "cr"):
                yield code, "\n"
            elif name and name not in SKIPPED:
                yield from self._runs([element], code, boxes, depth + 1)


def _check_depth(depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ExtractionError("too_complex", "This Word file is nested too deeply. Please send it as PDF.")


def _alternative(element: etree._Element) -> Elements:
    """The one of several versions of a thing that has words; the others repeat it."""
    return next((item for item in element if next(item.iter("{*}t"), None) is not None), ())


def _line(cells: Sequence[Paragraph]) -> Paragraph | None:
    """A row's cells as one paragraph, a tab between two; None for a row that is text beside text."""
    lengths = [len(cell.text.split()) for cell in cells]
    if not lengths or (sum(lengths) > ROW_WORDS and not (len(lengths) == 2 and lengths[0] <= LABEL_WORDS)):
        return None
    return Paragraph(
        "\t".join(cell.text for cell in cells if cell.text.strip()),
        [piece for cell in cells for piece in cell.hidden],
        any(cell.new_page for cell in cells),
    )
