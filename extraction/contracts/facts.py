"""Facts of the whole contract: title, parties and what they are called, dates, law, term, renewal, value.

Each fact has its place in the text and a confidence. Names: ``title``, ``party_1`` ... with any number of
``party_1_alias`` (defined terms such as "Vendor"), ``effective_date`` and ``agreement_date`` (ISO),
``governing_law``, ``initial_term``, ``renewal_term``, ``renewal_notice`` ("24 months"), ``contract_value``.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from extraction.contracts.parties import parties
from extraction.types import Fact, PageSpan

_OPENING: Final = 25_000  # characters in which a contract says when it was made
_BEFORE_PARTIES: Final = 80_000  # characters of cover and contents that may stand before the parties
_MONTHS: Final = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905 - a list of words reads better so
)
_MONTH: Final = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE: Final = re.compile(
    rf"\b(?:{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<year>(?:19|20)\d\d)"
    r"|(?:the\s+)?(?P<day2>\d{1,2})(?:st|nd|rd|th)?\s+(?:day\s+of\s+)?"
    rf"{_MONTH.replace('month', 'month2')}\s*,?\s+(?P<year2>(?:19|20)\d\d)"
    r"|(?P<m3>\d{1,2})/(?P<d3>\d{1,2})/(?P<year3>(?:19|20)\d\d)"
    r"|(?P<year4>(?:19|20)\d\d)-(?P<m4>\d\d)-(?P<d4>\d\d))\b",
    re.IGNORECASE,
)
_EFFECTIVE: Final = re.compile(r"\beffective\b|\bcommenc\w+|\bstart\s+date\b", re.IGNORECASE)
_MADE: Final = re.compile(
    r"\b(?:dated|made|entered\s+into|executed|as\s+of|agreement\s+date)\b", re.IGNORECASE
)
_TITLE: Final = re.compile(
    r"^[ \t]*(?P<title>(?:[A-Z][\w&,/'’()-]*[ \t]+){0,9}(?:AGREEMENT|Agreement|CONTRACT|"
    r"Contract|ADDENDUM|Addendum|AMENDMENT|Amendment|STATEMENT OF WORK|Statement of Work|"
    r"TERMS AND CONDITIONS|Terms and Conditions)(?:[ \t]+(?:NO\.?|No\.?|#)[ \t]*\w+)?)[ \t]*$",
    re.MULTILINE,
)
_LAW: Final = re.compile(
    r"\b(?:governed|construed|interpreted|"
    r"enforced)\b[^.;]{0,120}?\blaws?\s+of\s+(?:the\s+)?(?:(?:State|Commonwealth|Province|"
    r"Republic|Kingdom)\s+of\s+)?(?P<place>[A-Z][a-zA-Z’']+(?:\s+(?:and\s+|"
    r"of\s+)?[A-Z][a-zA-Z]+){0,3})"
)
_WORDS: Final = {
    w: n
    for n, w in enumerate(
        [
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
        ],
        start=1,
    )
} | {"eighteen": 18, "twenty": 20, "thirty": 30, "forty-five": 45, "sixty": 60, "ninety": 90}
_LENGTH: Final = (
    r"(?P<number>(?:[a-z-]+(?:\s+[a-z-]+)?\s*\(\s*\d{1,3}\s*\))|\d{1,3}|"
    + "|".join(_WORDS)
    + r")[\s-]+(?:calendar\s+|full\s+|consecutive\s+)?(?P<unit>day|month|year)s?\b"
)
_LENGTH2: Final = _LENGTH.replace("number", "number2").replace("unit", "unit2")
_TERM: Final = re.compile(
    rf"\b(?:initial|original)\s+(?:\w+\s+)?(?:term|period)\b[^.;]{{0,80}}?\b{_LENGTH}"
    rf"|\bfor\s+(?:an?|the)?\s*(?:initial\s+)?(?:term|period)\s+of\s+{_LENGTH2}",
    re.IGNORECASE,
)
_RENEW: Final = re.compile(
    r"\b(?:renew\w*|extend\w*)\b[^.;]{0,90}?\b(?:terms?|periods?|additional|successive)\b"
    rf"[^.;]{{0,30}}?\b{_LENGTH}|\bsuccessive\s+{_LENGTH2}",
    re.IGNORECASE,
)
_NOTICE: Final = re.compile(
    rf"\b(?:non-?renew\w*|not\s+to\s+renew|unless)\b[^.;]{{0,140}}?\b{_LENGTH}[^.;]{{0,60}}?\b(?:before|prior)\b",
    re.IGNORECASE,
)
_VALUE: Final = re.compile(
    r"\b(?:total\s+(?:contract\s+)?(?:price|value|amount|fees?|consideration)|"
    r"contract\s+(?:price|value|sum|amount)|"
    r"not[\s-]to[\s-]exceed(?:\s+amount)?)\b[^.;$]{0,60}?(?P<amount>\$\s?\d[\d,]*(?:\.\d\d)?"
    r"(?:\s+(?:million|thousand))?)",
    re.IGNORECASE,
)


def read_facts(text: str, pages: Sequence[PageSpan]) -> tuple[Fact, ...]:
    """Every fact that can be read, in the order of the text. Linear in the length of the text."""
    found = [
        *_title(text),
        *parties(text[:_BEFORE_PARTIES]),
        *_dates(text[:_OPENING]),
        *_law(text),
        *_lengths(text),
        *_value(text),
    ]
    return tuple(
        Fact(name, value, start, end, _page(pages, start), confidence)
        for name, value, start, end, confidence in sorted(found, key=lambda fact: fact[2])
    )


Found = tuple[str, str, int, int, float]


def _page(pages: Sequence[PageSpan], offset: int) -> int:
    return next((page.number for page in reversed(pages) if page.start <= offset), 1)


def _title(text: str) -> Iterator[Found]:
    match = _TITLE.search(text, 0, _OPENING)
    if match:
        yield "title", " ".join(match["title"].split()), match.start("title"), match.end("title"), 0.9


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


def _dates(opening: str) -> Iterator[Found]:
    """The first date near "effective", and the first near "dated" or "made as of"."""
    seen: set[str] = set()
    for match in _DATE.finditer(opening):
        value = iso(match)
        near = opening[max(0, match.start() - 90) : match.end() + 40]
        if value is None:
            continue
        for name, words in (("effective_date", _EFFECTIVE), ("agreement_date", _MADE)):
            if name not in seen and words.search(near):
                seen.add(name)
                yield name, value, match.start(), match.end(), 0.85


def _law(text: str) -> Iterator[Found]:
    match = _LAW.search(text)
    if match:
        place = re.split(r"\s+(?:and|of)$", " ".join(match["place"].split()))[0]
        yield "governing_law", place, match.start("place"), match.start("place") + len(match["place"]), 0.9


def _number(phrase: str) -> int | None:
    digits = re.search(r"\d+", phrase)
    if digits:
        return int(digits.group())
    return _WORDS.get(phrase.lower().split()[-1]) if phrase.split() else None


def _lengths(text: str) -> Iterator[Found]:
    for name, pattern, sure in (
        ("initial_term", _TERM, 0.8),
        ("renewal_term", _RENEW, 0.7),
        ("renewal_notice", _NOTICE, 0.7),
    ):
        match = pattern.search(text)
        if match is None:
            continue
        groups = match.groupdict()
        key = "number" if groups["number"] else "number2"
        number = _number(groups[key] or "")
        unit = groups["unit" if key == "number" else "unit2"]
        if number and unit:
            value = f"{number} {unit.lower()}" + ("" if number == 1 else "s")
            yield name, value, match.start(key), match.end("unit" if key == "number" else "unit2"), sure


def _value(text: str) -> Iterator[Found]:
    match = _VALUE.search(text)
    if match is None:
        return
    digits = re.search(r"\d[\d,]*(?:\.\d\d)?", match["amount"])
    if digits:
        scale = {"million": 1_000_000, "thousand": 1_000}.get(match["amount"].split()[-1].lower(), 1)
        amount = float(digits.group().replace(",", "")) * scale
        yield "contract_value", f"USD {amount:.2f}", match.start("amount"), match.end("amount"), 0.7
