"""Short stretches that answer a question by themselves: the title, the dates, the names of the parties.

They lie inside ordinary clauses and are judged beside them, because a lawyer marks "March 3, 2000" and
not the paragraph around it.
"""

import re
from collections.abc import Iterator
from typing import Final

from extraction.contracts.segments import Range

_HEAD: Final = 6000
_MONTH: Final = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sep(?:t(?:ember|\.)?|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)"
)
_ORDINAL: Final = r"\d{1,2}\s?(?:st|nd|rd|th|ST|ND|RD|TH)?|[_\[\]*•\s]{1,12}(?:st|nd|rd|th)?"
_DAY: Final = r"(?:\d{1,2}|_{1,9}|\[[^\]\n]{0,6}\])\s?(?:st|nd|rd|th)?"
_YEAR: Final = r"(?:\d{4}|20_{1,3})"
DATE: Final = re.compile(
    rf"{_MONTH}\s{{1,3}}{_DAY}\s?,?\s{{0,3}}{_YEAR}"
    rf"|(?:{_ORDINAL})\s{{0,3}}(?:day)?\s{{1,3}}(?:of)?\s{{0,3}}{_MONTH}\s?,?\s{{0,3}}{_YEAR}?"
    r"|\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b"
    rf"|{_MONTH},?\s\d{{4}}"
)
_KIND: Final = (
    r"(?:AGREEMENT|CONTRACT|AMENDMENT|LEASE|LICENSE|ADDENDUM|MEMORANDUM OF UNDERSTANDING|PLAN"
    r"|TERMS AND CONDITIONS)"
)
_TITLE_CAPITALS: Final = re.compile(
    rf"(?:\b[A-Z][A-Z0-9'’&/,.()-]*\s{{1,3}}){{0,9}}{_KIND}\b(?:\s(?:NO\.|NUMBER)\s\w+)?"
)
_TITLE_MIXED: Final = re.compile(
    r"(?:\b[A-Z][a-z&/'’-]+\s(?:and\s|of\s|for\s|&\s)?){1,6}(?:Agreement|Contract|Amendment|License|Addendum)\b"
)
_LEADING: Final = re.compile(
    r"(?:EXHIBIT|Exhibit|EX|THIS|This|EXECUTION|VERSION|COPY|FINAL|CONFORMED)(?:[\s.-]+\d[\d.()A-Za-z-]*)?\s+"
)
_EFFECTIVE: Final = re.compile(
    r"(?i)effective\s+date|commencement\s+date|dated?\s+as\s+of|commenc\w+\s+on|executed\s+on|\bdated?:|this\s+(?:day|\d)"
)


def mentions(text: str) -> Iterator[Range]:
    """Title candidates and dates near the front, and dates elsewhere beside words like "Effective Date"."""
    head = min(len(text), _HEAD)
    yield from _titles(text, min(head, 3500))
    for found in DATE.finditer(text):
        if found.start() < head or _EFFECTIVE.search(text, max(0, found.start() - 160), found.end() + 90):
            yield _strip(text, *found.span())


def _strip(text: str, start: int, end: int) -> Range:
    part = text[start:end]
    start += len(part) - len(part.lstrip(" _\n\t"))
    return start, start + len(part.strip(" _\n\t"))


def _titles(text: str, head: int) -> Iterator[Range]:
    taken = 0
    for pattern in (_TITLE_CAPITALS, _TITLE_MIXED):
        seen: set[str] = set()
        for found in pattern.finditer(text, 0, head):
            start, end = found.span()
            while lead := _LEADING.match(text, start, end):
                start = lead.end()
            key = " ".join(text[start:end].lower().split())
            if end - start < 8 or key in seen or taken >= 10:
                continue
            seen.add(key)
            taken += 1
            yield start, end
