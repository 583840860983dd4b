"""A list of contents: its entries repeat headings and say nothing, so they are left out like page numbers.

An entry ends in a page number at the right, behind dots or a wide gap. A line is left out only under the
title "contents" or on a page that goes on with such a list, and only with its like: many on the page, in
rising order, none of them a sentence. A price list is none; whatever else stands among the entries stays.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extraction.contracts.columns import Line
from extraction.contracts.headings import is_title_line

_PAGE: Final = re.compile(r"\.*(?P<page>\d{1,3}|[ivxl]{1,6})")
_TITLE: Final = re.compile(r"\W*(?:table\s+of\s+)?contents\W*(?:page)?\W*", re.IGNORECASE)
_DOTS: Final = re.compile(r"(?:\.\s*){4,}|…|_{4,}")
_SENTENCE: Final = re.compile(r"\b(?:shall|will|must|may|is|are|was|agrees?|pays?|means?)\b", re.IGNORECASE)
LEAST: Final = 5  # entries on a page
SHARE: Final = 0.4  # of the lines of the page that are entries
GAP: Final = 12.0  # points of white before a page number without dots
LONGEST: Final = 20  # words of an entry


def contents(lines: Sequence[Line], *, goes_on: bool) -> set[int]:
    """The places, among the lines of a page, of entries and of the bare headings between them.

    ``goes_on``: the page before held such a list.
    """
    if not goes_on and not any(_TITLE.fullmatch(line.text) for line in lines):
        return set()
    found = {place: number for place, line in enumerate(lines) if (number := _entry(line)) is not None}
    if len(found) < max(LEAST, SHARE * len(lines)):
        return set()
    numbers = [number for number in found.values() if number]
    rising = sum(first <= second for first, second in pairwise(numbers))
    if rising < 0.9 * (len(numbers) - 1):
        return set()
    between = range(min(found), max(found))
    return set(found) | {place for place in between if _is_heading(lines[place].text)}


def _entry(line: Line) -> int | None:
    """The page that an entry points to, 0 for a Roman one; None for a line that is no entry."""
    if not 2 <= len(line.words) <= LONGEST + 10 or _SENTENCE.search(line.text):
        return None
    last = line.words[-1]
    match = _PAGE.fullmatch(last.text)
    gap = last.box[0] - line.words[-2].box[2]
    words = sum(any(char.isalpha() for char in word.text) for word in line.words)
    if match is None or not 1 <= words <= LONGEST or not (gap >= GAP or _DOTS.search(line.text)):
        return None
    return int(match["page"]) if match["page"].isdigit() else 0


def _is_heading(text: str) -> bool:
    return is_title_line(text) and _SENTENCE.search(text) is None
