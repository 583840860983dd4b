"""Automatic paragraph numbers of a Word file, written out (ECMA-376 part 1, 17.9)."""

from dataclasses import dataclass, field

from lxml import etree

from extraction.checks.docx import Archive

ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
MAX_COUNT = 3000


@dataclass(slots=True)
class Level:
    """One level of a list: number format, pattern such as ``%1.%2``, first number."""

    format: str = "decimal"
    pattern: str = "%1."
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """The lists of a file and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # by list id
    family: dict[str, str] = field(default_factory=dict)  # list id -> its abstract list: they count together
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, archive: Archive) -> "Numbering":
        numbering = cls()
        if "word/numbering.xml" in archive.names:
            numbering._read_lists(archive.xml("word/numbering.xml"))
        if "word/styles.xml" in archive.names:
            numbering._read_styles(archive.xml("word/styles.xml"))
        return numbering

    def _read_lists(self, root: etree._Element) -> None:
        abstract = {_value(item, "abstractNumId"): _levels(item) for item in root.iter("{*}abstractNum")}
        for item in root.iter("{*}num"):
            key = _value(item, "numId")
            link = item.find("{*}abstractNumId")
            family = _value(link, "val") if link is not None else ""
            self.levels[key] = abstract.get(family, {}) | _levels(item)
            self.family[key] = family

    def _read_styles(self, root: etree._Element) -> None:
        for style in root.iter("{*}style"):
            place = _place(style)
            if place is not None and place[0]:
                self.styles[_value(style, "styleId")] = place[0], place[1]

    def number(self, paragraph: etree._Element) -> str:
        """The number that Word prints before a paragraph, or "" for none. Counts on."""
        key, depth = self._list_of(paragraph)
        level = self.levels.get(key, {}).get(depth)
        if level is None or level.format in ("bullet", "none"):
            return ""
        counts = self.counts.setdefault(self.family[key], {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [item for item in counts if item > depth]:
            del counts[deeper]
        return self._printed(key, level, counts)

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int]:
        own = _place(paragraph)
        style = paragraph.find("{*}pPr/{*}pStyle")
        inherited = self.styles.get(_value(style, "val")) if style is not None else None
        if own is None:
            return inherited or ("", 0)
        return (own[0], own[1]) if own[0] or inherited is None else (inherited[0], own[1])

    def _printed(self, key: str, level: Level, counts: dict[int, int]) -> str:
        text = level.pattern
        for depth in range(9):
            if f"%{depth + 1}" in text:
                other = self.levels[key].get(depth, Level())
                text = text.replace(f"%{depth + 1}", spelled(counts.get(depth, other.start), other.format))
        return text


def _value(element: etree._Element, name: str) -> str:
    return next((str(text) for key, text in element.attrib.items() if key.rsplit("}", 1)[-1] == name), "")


def _place(element: etree._Element) -> tuple[str, int] | None:
    """List id and level of a paragraph or style; None when it names no list."""
    properties = element.find("{*}pPr/{*}numPr")
    if properties is None:
        return None
    key, depth = properties.find("{*}numId"), properties.find("{*}ilvl")
    level = _value(depth, "val") if depth is not None else "0"
    return (_value(key, "val") if key is not None else ""), int(level) if level.isdigit() else 0


def _levels(item: etree._Element) -> dict[int, Level]:
    levels = {}
    for element in item.iter("{*}lvl"):
        depth = _value(element, "ilvl")
        parts = {name: element.find(f"{{*}}{name}") for name in ("numFmt", "lvlText", "start")}
        read = {name: _value(part, "val") if part is not None else "" for name, part in parts.items()}
        start = int(read["start"]) if read["start"].isdigit() else 1
        if depth.isdigit():
            levels[int(depth)] = Level(read["numFmt"] or "decimal", read["lvlText"], start)
    return levels


def spelled(number: int, style: str) -> str:
    """A number in one of Word's formats; unknown formats come out in digits."""
    if not 0 < number <= MAX_COUNT:
        return str(number)
    if style in ("lowerRoman", "upperRoman"):
        text = _roman(number)
    elif style in ("lowerLetter", "upperLetter"):
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    else:
        return f"{number:02d}" if style == "decimalZero" else str(number)
    return text.upper() if style.startswith("upper") else text


def _roman(number: int) -> str:
    text = ""
    for size, sign in ROMAN + ROMAN_SMALL:
        count, number = divmod(number, size)
        text += sign * count
    return text
