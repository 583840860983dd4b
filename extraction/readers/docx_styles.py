"""Styles of a Word file: what a paragraph or a run inherits (ECMA-376 part 1, 17.7)."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from extraction.checks.docx import Archive

VANISHED, DELETED, PALE, TINY = "vanished_text", "deleted_text", "white_text", "tiny_text"
OFF: Final = ("0", "false", "off", "none")
TINY_HALF_POINTS: Final = 4
LONGEST_CHAIN: Final = 20
WHITE: Final = re.compile(r"[fF][0-9a-fA-F]{1}[fF][0-9a-fA-F]{1}[fF][0-9a-fA-F]{1}")


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name, "" when it is not there."""
    return next((str(text) for key, text in element.attrib.items() if key.rsplit("}", 1)[-1] == name), "")


def place(element: etree._Element) -> tuple[str | None, int | None]:
    """The list id and the level that a paragraph or a style names, each None where it names none."""
    key, level = (element.find(f"{{*}}pPr/{{*}}numPr/{{*}}{name}") for name in ("numId", "ilvl"))
    depth = attribute(level, "val") if level is not None else ""
    return (attribute(key, "val") if key is not None else None), int(depth) if depth.isdigit() else None


class Styles:
    """The styles of a file by their ids; each inherits from the one that it is based on."""

    def __init__(self, archive: Archive | None = None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._defaults: list[etree._Element] = []
        if archive is not None and "word/styles.xml" in archive.names:
            root = archive.xml("word/styles.xml")
            self._styles = {attribute(style, "styleId"): style for style in root.iter("{*}style")}
            self._defaults = list(root.iterfind("{*}docDefaults/{*}rPrDefault/{*}rPr"))

    def chain(self, name: str) -> Iterator[etree._Element]:
        """A style and those below it, nearest first."""
        for _ in range(LONGEST_CHAIN):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            base = style.find("{*}basedOn")
            name = attribute(base, "val") if base is not None else ""

    def place(self, name: str) -> tuple[str | None, int | None]:
        """The list and the level that a paragraph style carries."""
        places = [place(style) for style in self.chain(name)]
        key = next((key for key, _ in places if key is not None), None)
        return key, next((depth for _, depth in places if depth is not None), None)

    def unseen(self, run: etree._Element, paragraph: etree._Element) -> str | None:
        """How the properties of a run, its own and those of its styles (17.3.2), hide it, or None."""
        sources = [*run.iterfind("{*}rPr")]
        for owner, path in ((run, "{*}rPr/{*}rStyle"), (paragraph, "{*}pPr/{*}pStyle")):
            named = owner.find(path)
            if named is not None:
                sources += [
                    rpr for style in self.chain(attribute(named, "val")) for rpr in style.iterfind("{*}rPr")
                ]
        sources += self._defaults
        for name in ("vanish", "webHidden"):
            mark = _nearest(sources, name)
            if mark is not None and attribute(mark, "val") not in OFF:
                return VANISHED
        size = _nearest(sources, "sz")
        if (
            size is not None
            and attribute(size, "val").isdigit()
            and int(attribute(size, "val")) <= TINY_HALF_POINTS
        ):
            return TINY
        colour = _nearest(sources, "color")
        pale = colour is not None and WHITE.fullmatch(attribute(colour, "val")) is not None
        return PALE if pale and not self._on_colour(run, sources) else None

    def _on_colour(self, run: etree._Element, sources: list[etree._Element]) -> bool:
        """Whether white letters stand on the colour of a run, a paragraph, a cell or a table."""
        if any(_coloured(source) for source in sources):
            return True
        for above in run.iterancestors("{*}p", "{*}tc", "{*}tbl"):
            if any(
                _coloured(found) for found in above if str(found.tag).endswith(("}pPr", "}tcPr", "}tblPr"))
            ):
                return True
            named = above.find("{*}tblPr/{*}tblStyle")
            if named is not None and any(
                _coloured(part) for style in self.chain(attribute(named, "val")) for part in style.iter()
            ):
                return True
        return False


def _nearest(sources: list[etree._Element], name: str) -> etree._Element | None:
    return next((found for source in sources if (found := source.find(f"{{*}}{name}")) is not None), None)


def _coloured(properties: etree._Element) -> bool:
    if properties.find("{*}highlight") is not None:
        return True
    ground = properties.find("{*}shd")
    if ground is None:
        return False
    fill = attribute(ground, "fill").lower()
    return attribute(ground, "val") == "solid" or bool(fill and fill != "auto" and not WHITE.fullmatch(fill))
