"""Where one piece of a contract ends and the next begins: lines, sentences, numbered pieces.

All offsets are half-open ranges of code points in the text that is given; nothing is normalised, so
``text[start:end]`` is the piece as it stands. Every pattern is linear in the length of the text.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

Range = tuple[int, int]

_BREAK: Final = re.compile(r"[\n\r\f\v\x85\u2028\u2029]+")
_SENTENCE_END: Final = re.compile(
    r"[.?!][\"”’')\]]{0,3}\s+(?=[\"“‘'(\[]{0,2}[A-Z0-9(\[_•§])|[;:][\"”’']?\s+(?=\([a-zA-Z0-9]{1,4}\)\s)"
)
_INLINE_NUMBER: Final = re.compile(
    r"(?<=[\w.;:,)\"”\]])\s+(?=(?:\d{1,2}\.\d{1,2}(?:\.\d{1,2}){0,3}\.?|\d{1,2}\.)\s+[A-Z\"“]"
    r"|\d{1,2}\.\d{1,2}\.\d{1,2}(?:\.\d{1,2}){0,2}\s+[a-z]"
    r"|(?:ARTICLE|SECTION|SCHEDULE|EXHIBIT|ANNEX|APPENDIX)\s+(?:\d{1,2}|[IVX]{1,5}|[A-Z])\b[.:]?\s+[A-Z])"
)
_REFERENCE: Final = re.compile(
    r"(?i)(?:sections?|articles?|clauses?|paragraphs?|schedules?|exhibits?|sub-?sections?|§|rule|item|no\.?"
    r"|nos\.?|and|or|to|through|of|in|under|by|with|see|version|page|at|than|least|most|about|for|its|the|this)"
    r"[,(]?$"
)
_ABBREVIATIONS: Final = frozenset(
    re.findall(
        r"\S+",
        "inc corp ltd co llc no nos sec art mr mrs ms dr st jr sr vs v al cf fig ex exh para approx dept est"
        " u.s u.k u.s.a d.c n.v s.a l.p l.l.c l.l.p b.v p.a p.c n.a a.m p.m e.g i.e ph.d esq messrs bros mfg"
        " intl jan feb mar apr jun jul aug sep sept oct nov dec pp hon gen rev",
    )
)
_SPLIT_NUMBER: Final = re.compile(r"(?:\d{1,2}\.\s?){1,4}\d{1,2}[.\s]")  # "11. 1", a number set with spaces
_FOOTER: Final = re.compile(
    r"(?i)\s*(?:page\s+)?[-–—]?\s*(?:[a-z]-)?\d{1,4}\s*[-–—]?(?:\s+of\s+\d{1,4})?\s*$|\s*[-_=*.~\s]+$|\s*[ivxl]{1,6}\s*$"
)


def lines(text: str) -> Iterator[Range]:
    """The stretches between line breaks, blank ones left out, surrounding white space trimmed."""
    start = 0
    for found in _BREAK.finditer(text):
        yield from trim(text, start, found.start())
        start = found.end()
    yield from trim(text, start, len(text))


def trim(text: str, start: int, end: int) -> list[Range]:
    """``[(start, end)]`` without white space at its ends, or ``[]`` if nothing is left."""
    part = text[start:end]
    left = len(part) - len(part.lstrip())
    stripped = len(part.strip())
    return [(start + left, start + left + stripped)] if stripped else []


def is_furniture(line: str) -> bool:
    """A page number, a rule or a bare footer: nothing that could be a clause."""
    return len(line) < 40 and _FOOTER.match(line) is not None


def repeated(text: str, ranges: list[Range]) -> frozenset[str]:
    """Short lines that come back at least four times: running headers and footers of a plain text.

    Digits are read as ``#`` so that "Page 3 of 9" and "Page 4 of 9" are the same line. A sentence is none.
    """
    seen = Counter(shape(text[a:b]) for a, b in ranges if b - a < 120 and text[b - 1] not in ".;")
    return frozenset(line for line, times in seen.items() if times >= 4 and len(line) > 8)


def shape(line: str) -> str:
    """A line with its digits masked and white space collapsed."""
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _is_abbreviation(text: str, dot: int, floor: int) -> bool:
    """Whether the full stop at ``dot`` belongs to an abbreviation, an initial or a bare number."""
    begin = dot
    while begin > floor and not text[begin - 1].isspace() and text[begin - 1] not in '("“[':
        begin -= 1
    word = text[begin:dot].lower()
    if len(word) == 1 and word.isalpha():
        return True
    return word in _ABBREVIATIONS or bool(_SPLIT_NUMBER.match(text, begin))


def _is_reference(text: str, at: int, floor: int) -> bool:
    """Whether the words before ``at`` make the number that follows a reference ("under Section 3.1")."""
    before = text[max(floor, at - 24) : at].rstrip().rsplit(None, 1)
    return bool(before) and _REFERENCE.fullmatch(before[-1]) is not None


def cuts(text: str, start: int, end: int) -> list[int]:
    """Offsets inside ``text[start:end]`` where a new piece begins, ascending."""
    found: set[int] = set()
    for match in _SENTENCE_END.finditer(text, start, end):
        mark = match.start()
        if text[mark] == "." and _is_abbreviation(text, mark, start):
            continue
        found.add(match.end())
    for match in _INLINE_NUMBER.finditer(text, start, end):
        if not _is_reference(text, match.start(), start):
            found.add(match.end())
    return sorted(found)


def pieces(text: str, start: int, end: int) -> Iterator[Range]:
    """The sentences and numbered pieces of one line, trimmed; a lone number joins what follows it."""
    begin = start
    for cut in [*cuts(text, start, end), end]:
        if cut != end and _only_number(text[begin:cut]):
            continue
        yield from trim(text, begin, cut)
        begin = cut


def _only_number(part: str) -> bool:
    return (
        len(part) < 14
        and re.fullmatch(r"\W*(?:\d[\d.]*|[A-Za-z]|[ivxIVX]{1,4})\W*", part.strip()) is not None
    )
