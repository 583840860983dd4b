"""Automatic paragraph numbers of a Word file, written out (ECMA-376 part 1, 17.9)."""

from dataclasses import dataclass, field

from lxml import etree

from extraction.checks.docx import Archive
from extraction.readers.docx_styles import OFF, Styles, attribute, place

ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
MAX_COUNT = 3000
ONES = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
TENS = ("", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


@dataclass(slots=True)
class Level:
    """One level of a list: number format, pattern such as ``%1.%2``, first number; ``legal`` writes all its
    numbers in digits; after a level below ``restart`` it starts again (0: never, None: after any above it);
    ``style`` is the paragraph style that stands for it."""

    format: str = "decimal"
    pattern: str = "%1."
    start: int = 1
    legal: bool = False
    restart: int | None = None
    style: str = ""


@dataclass(slots=True)
class Numbering:
    """The lists of a file and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # by list id
    family: dict[str, str] = field(default_factory=dict)  # list id -> its abstract list: they count together
    fresh: dict[str, dict[int, int]] = field(default_factory=dict)  # first numbers of lists yet unused
    styles: Styles = field(default_factory=Styles)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, archive: Archive, styles: Styles) -> "Numbering":
        numbering = cls(styles=styles)
        if "word/numbering.xml" in archive.names:
            numbering._read_lists(archive.xml("word/numbering.xml"))
        return numbering

    def _read_lists(self, root: etree._Element) -> None:
        abstract = {attribute(item, "abstractNumId"): item for item in root.iter("{*}abstractNum")}
        lists = {attribute(item, "numId"): item for item in root.iter("{*}num")}
        families = {key: _setting(item, "abstractNumId") for key, item in lists.items()}
        for key, item in lists.items():
            family = families[key]
            linked = _setting(abstract[family], "numStyleLink") if family in abstract else ""
            if linked:
                family = families.get(self.styles.place(linked)[0] or "", family)
            self.family[key] = family
            self.levels[key] = (_levels(abstract[family]) if family in abstract else {}) | _levels(item)
            self.fresh[key] = {
                int(attribute(over, "ilvl")): int(start)
                for over in item.iter("{*}lvlOverride")
                if (start := _setting(over, "startOverride")).isdigit() and attribute(over, "ilvl").isdigit()
            }

    def number(self, paragraph: etree._Element) -> str:
        """The number that Word prints before a paragraph, or "" for none. Counts on."""
        key, depth = self._list_of(paragraph)
        level = self.levels.get(key, {}).get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(self.family[key], {})
        first = self.fresh[key].pop(depth, None)
        before = counts.get(depth, level.start - 1) if first is None else first - 1
        counts[depth] = before + 1
        for deeper in [item for item in counts if item > depth and self._restarts(key, item, depth)]:
            del counts[deeper]
        return "" if level.format == "bullet" else self._printed(key, level, counts)

    def _restarts(self, key: str, deeper: int, depth: int) -> bool:
        """Whether a level starts again after one of ``depth`` (17.9.10)."""
        restart = self.levels[key].get(deeper, Level()).restart
        return restart is None or depth < restart

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list and the level of a paragraph: its own, else those of its style."""
        own, depth = place(paragraph)
        properties = paragraph.find("{*}pPr")
        named = _setting(properties, "pStyle") if properties is not None else ""
        styled, below = self.styles.place(named)
        key = own if own is not None else styled or ""
        if depth is None and own is None:
            levels = self.levels.get(key, {}).items()
            linked = next((at for at, level in levels if level.style and level.style == named), None)
            depth = below if below is not None else linked
        return key, depth or 0

    def _printed(self, key: str, level: Level, counts: dict[int, int]) -> str:
        text = level.pattern
        for depth in range(9):
            if f"%{depth + 1}" in text:
                other = self.levels[key].get(depth, Level())
                style = "decimal" if level.legal else other.format
                text = text.replace(f"%{depth + 1}", spelled(counts.get(depth, other.start), style))
        return text.strip()


def _setting(element: etree._Element, name: str) -> str:
    """The value of a property: that of the child of this name."""
    item = element.find(f"{{*}}{name}")
    return attribute(item, "val") if item is not None else ""


def _levels(item: etree._Element) -> dict[int, Level]:
    levels = {}
    for element in item.iter("{*}lvl"):
        depth = attribute(element, "ilvl")
        start, restart = _setting(element, "start"), _setting(element, "lvlRestart")
        legal = element.find("{*}isLgl")
        if depth.isdigit():
            levels[int(depth)] = Level(
                _setting(element, "numFmt") or "decimal",
                _setting(element, "lvlText"),
                int(start) if start.isdigit() else 1,
                legal is not None and attribute(legal, "val") not in OFF,
                int(restart) if restart.isdigit() else None,
                _setting(element, "pStyle"),
            )
    return levels


def spelled(number: int, style: str) -> str:
    """A number in one of Word's formats; unknown formats come out in digits."""
    if style == "none":
        return ""
    if not 0 < number <= MAX_COUNT:
        return str(number)
    if style in ("cardinalText", "ordinalText", "ordinal"):
        return _in_words(number, style)
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


def _in_words(number: int, style: str) -> str:
    """Twenty-one, Twenty-first or 21st; numbers from a hundred on in digits."""
    if style == "ordinal" or number >= 100:
        ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 not in (11, 12, 13) else 0, "th")
        return f"{number}{ending}" if style != "cardinalText" else str(number)
    tens, ones = divmod(number, 10)
    words = ONES[number] if number < 20 else TENS[tens] + (f"-{ONES[ones]}" if ones else "")
    if style == "ordinalText":
        head, dash, last = words.rpartition("-")
        words = head + dash + ORDINALS.get(last, f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return words.capitalize()
