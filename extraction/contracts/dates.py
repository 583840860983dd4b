"""When a contract was made and when it takes effect: dates by the words that lead up to them.

A date counts by what stands directly before or behind it, so that of "entered into on May 2 and effective as
of June 1" each is read as what it is. Dates of other papers ("the Lease dated ...") count last.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from extraction.contracts.parties import Found

OPENING: Final = 25_000  # characters in which a contract says when it was made
TITLE: Final = 2_500  # characters of title and preamble
BEFORE: Final = 250  # characters before a date that may say what it is a date of
NEAR: Final = 120  # of these, those that say whether the paper speaks of itself
LINE: Final = 25  # characters before a date that come back with it in a running footer
REPEATED: Final = 3
SIGNED: Final = 6_000  # characters at the end in which it is signed

_MONTHS: Final = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905 - a list of words reads better so
)
_MONTH: Final = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NTH: Final = r"\s?(?:st|nd|rd|th|t\sh)?"
_DATE: Final = re.compile(
    rf"\b(?:{_MONTH}\s+(?P<day>\d{{1,2}}){_NTH}\s*,?\s*(?P<year>(?:19|20)\d\d)"
    rf"|(?:the\s+)?(?P<day2>\d{{1,2}}){_NTH}\s+(?:day\s+of\s+)?"
    rf"{_MONTH.replace('month', 'month2')}\s*,?\s+(?P<year2>(?:19|20)\d\d)"
    r"|(?P<m3>\d{1,2})/(?P<d3>\d{1,2})/(?P<year3>(?:19|20)\d\d)"
    r"|(?P<year4>(?:19|20)\d\d)-(?P<m4>\d\d)-(?P<d4>\d\d))\b",
    re.IGNORECASE,
)
_UP_TO: Final = r"[^.;\d]{0,60}$"  # from the word to the date: no other date between them
_EFFECTIVE: Final = re.compile(
    r"\b(?:effective\s+(?:date\b|as\s+of|as\s+from|on\b|from\b|this\b|the\b)|effective\s*,?|(?:come|comes|enter|enters)\s+into"
    r"\s+(?:force|effect)|takes?\s+effect|commenc(?:e|es|ed|ing|ement(?:\s+date)?)|start\s+date"
    rf"|(?:term|agreement|promotion|venture)\W{{1,4}}(?:\w+\W+){{0,8}}?begin(?:s|ning)?){_UP_TO}",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    r"[\s,]*(?:the\s+)?\(?\s*(?:herein(?:after)?[\s,]*)?(?:referred\s+to\s+as\s+|called\s+)?(?:the\s+)?[\"“”'‘]{0,2}"
    r"(?:effective|commencement|start)\s+date",
    re.IGNORECASE,
)
_MADE: Final = re.compile(
    rf"\b(?:dated?|made|entered\s+into|executed|agreement\s+date|effective|as\s+of|signed){_UP_TO}|\bthis\s*$",
    re.IGNORECASE,
)
_THIS: Final = re.compile(
    r"\bthis\b|\bparties\s+hereto\b|\b(?:agreement|contract|amendment)\s+(?:is|was)\b", re.IGNORECASE
)
_OTHER: Final = re.compile(
    r"\b(?:the|that|certain|an?|its|their|such|said)\s+(?:[\w&'’-]+\s+){0,8}?(?:(?-i:[A-Z]\w+)|agreement|contract|lease"
    r"|letter)[\s,\"”(]+(?:was\s+|were\s+)?"
    rf"(?:dated|made|entered\s+into|executed|effective){_UP_TO}",
    re.IGNORECASE,
)
_SAME: Final = re.compile(
    r"\b(?:effective|commenc\w+|begins?|in(?:to)?\s+(?:force|effect))\b[^.;]{0,40}?\b(?:the\s+)?(?:date\s+(?:hereof|of\s+this"
    r"\s+agreement|first\s+(?:above|set|written)|and\s+year\s+first|set\s+forth\s+above)|day\s+and\s+year\s+first"
    r"|(?:execution|signing|signature)\s+date\b|date\s+of\s+(?:its\s+|the\s+)?(?:execution|signature))"
    r"|\bEFFECTIVE\s+DATE\W+(?:shall\s+)?means?\s+the\s+date\s+of\s+this\s+agreement",
    re.IGNORECASE,
)
_WHAT: Final = re.compile(r"\b(?:agreement|contract|term|venture|amendment)\b", re.IGNORECASE)
_SIGNED: Final = re.compile(r"\bIN\s+WITNESS\b|\bdate[d]?\s*:+\s*$|\bsigned\b|/s/", re.IGNORECASE)

Dated = tuple[str, int, int]  # ISO date and its place


def iso(match: re.Match[str]) -> str | None:
    """The date of a match as ISO 8601, None for the 31st of June."""
    groups = match.groupdict()
    month = groups["month"] or groups["month2"]
    number = next(
        (i for i, name in enumerate(_MONTHS, start=1) if month and name.startswith(month.lower()[:3])), 0
    )
    year, day = groups["year"] or groups["year2"], groups["day"] or groups["day2"]
    for place in ("3", "4"):
        if groups[f"year{place}"]:
            year, number, day = groups[f"year{place}"], int(groups[f"m{place}"]), groups[f"d{place}"]
    try:
        return date(int(year or 0), number, int(day or 0)).isoformat()
    except ValueError:
        return None


def dates(text: str) -> Iterator[Found]:
    """``agreement_date`` and ``effective_date``, each at most once."""
    known = [
        (value, *match.span())
        for match in _DATE.finditer(text)
        if (value := iso(match)) and text.count(text[max(0, match.start() - LINE) : match.end()]) < REPEATED
    ]
    made = _made(text, known)
    if made is not None:
        yield "agreement_date", *made[:3], made[3]
    effective, begins = _effective(text, known)
    if effective is None and made is not None and _SAME.search(text):
        yield "effective_date", *made[:3], 0.7
    elif (started := effective or begins) is not None:
        yield "effective_date", *started, 0.85


def _is_other(before: str) -> bool:
    """Whether the words before a date say that it is one of another paper."""
    return _THIS.search(before[-NEAR:]) is None and _OTHER.search(before) is not None


def _made(text: str, known: Sequence[Dated]) -> tuple[str, int, int, float] | None:
    """The date of the preamble, else one that stands alone near the title, else of the signatures."""
    best: tuple[int, Dated] | None = None
    for one in known:
        before = text[max(0, one[1] - BEFORE) : one[1]]
        made = _MADE.search(before)
        if made is None or one[1] >= OPENING:
            continue
        score = 2 * bool(_THIS.search(before)) + (one[1] < TITLE) - 3 * _is_other(before)
        score -= made.group().lower().startswith("effective")
        if best is None or score > best[0]:
            best = score, one
    if best is not None and best[0] > 0:
        return *best[1], 0.85
    alone = next((one for one in known if one[1] < TITLE and _is_alone(text, *one[1:])), None)
    if alone is not None:
        return *alone, 0.7
    signed = [
        one
        for one in known
        if one[1] > len(text) - SIGNED and _SIGNED.search(text[max(0, one[1] - BEFORE) : one[1]])
    ]
    if signed:
        return *max(signed), 0.6
    return (*best[1], 0.5) if best is not None and best[0] == 0 else None


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether a date is all that stands on its line, with a label at most."""
    head = text[max(0, start - 40) : start].rpartition("\n")[2]
    tail = text[end : end + 40].partition("\n")[0]
    return re.fullmatch(r"\s*(?:date[d]?\s*:?\s*)?", head, re.IGNORECASE) is not None and not tail.strip(
        " ,.-"
    )


def _effective(text: str, known: Sequence[Dated]) -> tuple[Dated | None, Dated | None]:
    """The first date that is called effective, and the first on which an agreement or its term begins."""
    begins: Dated | None = None
    for one in known:
        before = text[max(0, one[1] - BEFORE) : one[1]]
        found = _EFFECTIVE.search(before)
        if (found is None and not _BEHIND.match(text, one[2])) or _is_other(before):
            continue
        if found is None or _BEHIND.match(text, one[2]) or found.group().lower().startswith("effective"):
            return one, begins
        if begins is None and _WHAT.search(before[-NEAR:]):
            begins = one
    return None, begins
