"""The tree of numbered clauses: which section a number opens and which ones it closes."""

import re
from dataclasses import dataclass, replace

from extraction.contracts.numbering import Mark
from extraction.types import Section

_DEPTH = {"schedule": 0, "part": 1, "article": 2, "decimal0": 3}
_TOP = "decimal0"
_NESTED = "nested"
_LEAF = 100  # rank of a section that holds no others
_LEAP = 25  # numbers that no contract leaves out: "101." at the start of a line belongs to its sentence


@dataclass(slots=True)
class _Open:
    section: Section
    style: str
    rank: int


class Tree:
    """Built front to back. ``current`` is the section that the next piece belongs to."""

    def __init__(self) -> None:
        self._done: dict[str, Section] = {}
        self._stack: list[_Open] = []
        self._numbered = False

    @property
    def current(self) -> Section | None:
        return self._stack[-1].section if self._stack else None

    def heading(self) -> str:
        """The nearest heading at or above the current section."""
        return next((item.section.heading for item in reversed(self._stack) if item.section.heading), "")

    def open(self, mark: Mark, heading: str, start: int, end: int) -> Section:
        """Open the section that ``mark`` numbers; sections of its rank and below are closed at ``start``."""
        style = self._style(mark, heading)
        rank = self._rank(style)
        while self._stack and self._stack[-1].rank >= rank:
            self._close(start)
        parent = self.current
        section = Section(
            id=f"s{len(self._done) + 1}",
            number=self._full(mark, parent),
            heading=heading,
            level=len(self._stack) + 1,
            parent=parent.id if parent else None,
            page=1,
            start=start,
            end=end,
        )
        self._done[section.id] = section
        self._stack.append(_Open(section, style, rank))
        self._numbered = self._numbered or style not in ("schedule", "title")
        return section

    def name(self, heading: str, end: int) -> None:
        """Give the current section the heading that stands on the line below its number."""
        item = self._stack[-1]
        item.section = replace(item.section, heading=heading, end=end)
        self._done[item.section.id] = item.section

    def continues(self, mark: Mark) -> bool:
        """Whether the number can be the next of a section, and not one in a sentence."""
        if mark.style != _TOP or not mark.number.isdigit():
            return True
        last = self._number_of(_TOP)
        return last is None or int(mark.number) <= last + _LEAP

    def finish(self, end: int) -> tuple[Section, ...]:
        """All sections in reading order, the open ones closed at ``end``."""
        while self._stack:
            self._close(end)
        return tuple(self._done.values())

    def _close(self, end: int) -> None:
        section = self._stack.pop().section
        self._done[section.id] = replace(section, end=max(section.end, end))

    def _number_of(self, style: str) -> int | None:
        """The number of the open section of a style, None where there is none or it is no plain number."""
        numbers = [item.section.number for item in self._stack if item.style == style]
        return int(numbers[-1]) if numbers and numbers[-1].isdigit() else None

    def _is_nested(self, mark: Mark, heading: str) -> bool:
        """Whether "1." starts or goes on with a list inside "4.1 (C)" and is no section of the contract."""
        if mark.style != _TOP or not mark.number.isdigit() or heading:
            return False
        within = self._number_of(_NESTED)
        if within is not None:
            return int(mark.number) == within + 1
        styles = [item.style for item in self._stack]
        below = styles[styles.index(_TOP) + 1 :] if _TOP in styles else []
        return mark.number == "1" and bool(below) and "title" not in below

    def _style(self, mark: Mark, heading: str) -> str:
        """A lone "(i)" after "(h)" is the letter, as is "(v)" after "(u)"; elsewhere it is Roman."""
        if self._is_nested(mark, heading):
            return _NESTED
        if mark.style.endswith("-roman") and len(mark.number.strip("()")) == 1:
            letter = mark.style.replace("-roman", "-letter")
            before = chr(ord(mark.number.strip("()")) - 1)
            for item in self._stack:
                if item.style == letter and re.search(rf"\(?{before}\)?$", item.section.number):
                    return letter
        return mark.style

    def _rank(self, style: str) -> int:
        if style == "schedule" and not self._numbered:
            return _LEAF  # the label of a filing ("Exhibit 10.5") or a list of what is attached
        if style in _DEPTH:
            return _DEPTH[style]
        if style.startswith("decimal"):
            return 3 + int(style.removeprefix("decimal"))
        known = next((item.rank for item in self._stack if item.style == style), None)
        if known is not None:
            return known
        below = self._stack[-1].rank if self._stack else 2
        return 20 if style == "title" and below < 20 else max(below, 8) + 1

    @staticmethod
    def _full(mark: Mark, parent: Section | None) -> str:
        if mark.number.startswith("(") and parent is not None and parent.number[:1].isdigit():
            return parent.number + mark.number
        return mark.number
