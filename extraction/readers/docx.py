"""Word files as pages of words.

A Word file has no pages and no places until it is printed. Its text is set in one column on Letter pages
(``docx_layout``) so that everything that works on pages works on it; page numbers follow the page breaks
that Word stored, where there are any. Automatic numbers are written out (``docx_numbers``). What a reader of
the final text would not see (deleted, hidden, white, tiny) is kept apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extraction.checks.docx import Archive, main_part
from extraction.readers.docx_numbers import Numbering
from extraction.types import ExtractionError

VANISHED, DELETED, PALE, TINY = "vanished_text", "deleted_text", "white_text", "tiny_text"
PAGE_BREAK: Final = "page_break"
MAX_DEPTH: Final = 300  # lxml itself stops at 256 levels of elements
TINY_HALF_POINTS: Final = 4
WHITE = re.compile(r"^[fF][0-9a-fA-F]{1}[fF][0-9a-fA-F]{1}[fF][0-9a-fA-F]{1}$")
SKIPPED = {"instrText", "delInstrText", "pPr", "rPr", "sdtPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr"}
DELETIONS = {"del", "moveFrom"}


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
    main = main_part(archive)
    story = Story()
    walker = _Walker(story, Numbering.of(archive))
    after = [name for stem in ("footer", "footnotes", "endnotes") for name in _companions(archive, stem)]
    for name in (*_companions(archive, "header"), main, *after):
        walker.blocks(archive.xml(name), 0)
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

    def __init__(self, story: Story, numbering: Numbering) -> None:
        self.story = story
        self.numbering = numbering
        self.new_page = False

    def blocks(self, parent: etree._Element, depth: int) -> None:
        """Paragraphs in tables, content controls and text boxes, in the order of the file."""
        if depth > MAX_DEPTH:
            raise ExtractionError(
                "too_complex", "This Word file is nested too deeply. Please send it as PDF."
            )
        for element in parent:
            name = local(element)
            if name == "p":
                self._paragraph(element, depth)
            elif name == "AlternateContent":
                self.blocks(element[0], depth + 1) if len(element) else None
            elif name and name not in SKIPPED:
                self.blocks(element, depth + 1)

    def _paragraph(self, element: etree._Element, depth: int) -> None:
        paragraph = Paragraph(new_page=self.new_page)
        self.new_page = False
        number = self.numbering.number(element)
        pieces = [f"{number} "] if number else []
        boxes: list[etree._Element] = []
        for code, text in self._runs(element, None, boxes, depth):
            if code == PAGE_BREAK:
                self._break_page(paragraph, pieces)
            elif code is None:
                pieces.append(text)
            else:
                paragraph.hidden.append((code, text))
        paragraph.text = "".join(pieces)
        self.story.paragraphs.append(paragraph)
        for box in boxes:
            self.blocks(box, depth + 1)

    def _break_page(self, paragraph: Paragraph, pieces: list[str]) -> None:
        """A break inside a paragraph that has begun takes effect before the next one."""
        if "".join(pieces).strip():
            self.new_page = True
        else:
            paragraph.new_page = True

    def _runs(
        self, parent: etree._Element, code: str | None, boxes: list[etree._Element], depth: int
    ) -> Iterator[tuple[str | None, str]]:
        """(how it is hidden, text) of every piece of a paragraph; text boxes are put aside."""
        if depth > MAX_DEPTH:
            raise ExtractionError(
                "too_complex", "This Word file is nested too deeply. Please send it as PDF."
            )
        for element in parent:
            name = local(element)
            if name in DELETIONS or name in ("ins", "moveTo"):
                self.story.tracked = True
            if name == "r":
                yield from self._run(element, code or _unseen(element), boxes, depth + 1)
            elif name == "txbxContent":
                boxes.append(element)
            elif name == "AlternateContent":
                yield from self._runs(element[0], code, boxes, depth + 1) if len(element) else ()
            elif name and name not in SKIPPED:
                yield from self._runs(element, DELETED if name in DELETIONS else code, boxes, depth + 1)

    def _run(
        self, run: etree._Element, code: str | None, boxes: list[etree._Element], depth: int
    ) -> Iterator[tuple[str | None, str]]:
        for element in run:
            name = local(element)
            if name in ("t", "delText"):
                yield code, element.text or ""
            elif name in ("tab", "cr", "ptab"):
                yield code, " "
            elif name == "noBreakHyphen":
                yield code, "-"
            elif name == "lastRenderedPageBreak" or (name == "br" and value(element, "type") == "page"):
                yield PAGE_BREAK, ""
            elif name == "br":
                yield code, "\n"
            elif name and name not in SKIPPED:
                yield from self._runs(element, code, boxes, depth + 1)


def _unseen(run: etree._Element) -> str | None:
    """How a run's own properties (ECMA-376 part 1, 17.3.2) hide it from a reader, or None."""
    properties = child(run, "rPr")
    if properties is None:
        return None
    for name in ("vanish", "webHidden"):
        mark = child(properties, name)
        if mark is not None and value(mark) not in ("0", "false", "off"):
            return VANISHED
    size = value(child(properties, "sz"))
    if size is not None and size.isdigit() and int(size) <= TINY_HALF_POINTS:
        return TINY
    shaded = child(properties, "shd") is not None or child(properties, "highlight") is not None
    colour = value(child(properties, "color"))
    return PALE if colour is not None and WHITE.match(colour) and not shaded else None
