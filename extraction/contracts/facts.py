"""Facts of the whole contract: title, parties and what they are called, dates, law, term, renewal, value.

Each fact has its place in the text and a confidence. Names: ``title``, ``party_1`` ... with any number of
``party_1_alias`` (defined terms such as "Vendor"), ``effective_date`` and ``agreement_date`` (ISO),
``governing_law``, ``initial_term``, ``renewal_term``, ``renewal_notice`` ("24 months"), ``contract_value``.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from extraction.contracts.dates import dates
from extraction.contracts.law import governing_law
from extraction.contracts.parties import Found, parties
from extraction.types import Fact, PageSpan

_OPENING: Final = 25_000  # characters in which a contract says what it is
_BEFORE_PARTIES: Final = 80_000  # characters of cover and contents that may stand before the parties
_TITLE: Final = re.compile(
    r"^[ \t]*(?P<title>(?:[A-Z][\w&,/'’()-]*[ \t]+){0,9}(?:AGREEMENT|Agreement|CONTRACT|"
    r"Contract|ADDENDUM|Addendum|AMENDMENT|Amendment|STATEMENT OF WORK|Statement of Work|"
    r"TERMS AND CONDITIONS|Terms and Conditions)(?:[ \t]+(?:NO\.?|No\.?|#)[ \t]*\w+)?)[ \t]*$",
    re.MULTILINE,
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
        *dates(text),
        *governing_law(text),
        *_lengths(text),
        *_value(text),
    ]
    return tuple(
        Fact(name, value, start, end, _page(pages, start), confidence)
        for name, value, start, end, confidence in sorted(found, key=lambda fact: fact[2])
    )


def _page(pages: Sequence[PageSpan], offset: int) -> int:
    return next((page.number for page in reversed(pages) if page.start <= offset), 1)


def _title(text: str) -> Iterator[Found]:
    match = _TITLE.search(text, 0, _OPENING)
    if match:
        yield "title", " ".join(match["title"].split()), match.start("title"), match.end("title"), 0.9


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
