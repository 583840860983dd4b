"""Amounts with a unit and their place in the text: time, money, percent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from compliance.terms.numbers import DIGITS, NUMBER, SCALE, WORDS, parse

_UNIT = r"(?P<unit>(?:business\s+|working\s+|calendar\s+)?days?|hours?|weeks?|months?|quarters?|years?)"
DURATION = re.compile(
    rf"(?<!\w)(?P<number>{NUMBER})(?:\s*|[\s~-]+)(?:full\s+|consecutive\s+|successive\s+|additional\s+|calendar\s+)?"
    rf"{_UNIT}\b",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    r"\b(?P<word>(?P<half>half[\s-]+an?)[\s-]+year|annual(?:ly)?|yearly|year[\s-]to[\s-]year|month[\s-]to[\s-]month|monthly|biennial|"
    r"(?:a|an|another|each|one|same|further|additional|successive)[\s-]+(?P<unit>hour|day|"
    r"week|month|quarter|year))\b",
    re.IGNORECASE,
)
_DAYS = {
    "hour": Decimal(1) / 24,
    "day": Decimal(1),
    "week": Decimal(7),
    "month": Decimal(30),
    "quarter": Decimal(91),
    "year": Decimal(365),
}
_MONTHS = {
    "month": Decimal(1),
    "quarter": Decimal(3),
    "year": Decimal(12),
    "week": Decimal(7) / 30,
    "day": Decimal(1) / 30,
}


@dataclass(frozen=True, slots=True)
class Duration:
    """A stretch of time. ``unit`` is hour, day, week, month, quarter or year; business days keep a flag."""

    number: Decimal
    unit: str
    start: int
    end: int
    business: bool = False

    @property
    def days(self) -> Decimal:
        """Calendar days: 30 a month, 365 a year; five business days are seven days."""
        days = self.number * _DAYS[self.unit]
        return days * 7 / 5 if self.business else days

    @property
    def months(self) -> Decimal:
        return self.number * _MONTHS.get(self.unit, Decimal(0))

    @property
    def hours(self) -> Decimal:
        return self.days * 24

    @property
    def shown(self) -> str:
        number = f"{self.number.normalize():f}"
        unit = f"business {self.unit}" if self.business else self.unit
        return f"{number} {unit}" + ("" if self.number == 1 else "s")


def durations(text: str) -> Iterator[Duration]:
    """Every "thirty (30) days", "twelve-month", "5 business days" of the text, in order."""
    for match in DURATION.finditer(text):
        number = parse(match["number"])
        words = match["unit"].lower().split()
        unit = words[-1].rstrip("s")
        if number is not None and number < 10_000:
            yield Duration(number, unit, match.start(), match.end(), words[0] in {"business", "working"})


def single_durations(text: str) -> Iterator[Duration]:
    """Lengths named without a number: "annual", "year to year", "a further year"."""
    for match in _SINGLE.finditer(text):
        word = match["word"].lower()
        unit = (match["unit"] or ("month" if "month" in word else "year")).lower()
        number = Decimal("0.5") if match["half"] else Decimal(2 if word == "biennial" else 1)
        yield Duration(number, unit, match.start(), match.end())


_CURRENCY = r"(?:US\$|USD|U\.S\.\s?\$|CA\$|CAD|C\$|EUR|GBP|RMB|HK\$|[$€£])"
_SCALE = r"(?:thousand|million|billion|[mkM](?:m|illion)?\b)"
MONEY = re.compile(
    rf"(?P<currency>{_CURRENCY})\s?(?P<digits>{DIGITS})(?:\s?(?P<scale>{_SCALE}))?"
    rf"|(?P<plain>{DIGITS})(?:\s(?P<scale2>thousand|million|billion))?\s?(?P<after>(?:U\.?S\.?\s+)?dollars|USD|euros?|EUR|pounds)"
    rf"|(?P<words>{WORDS})\s+(?:U\.?S\.?\s+)?dollars",
    re.IGNORECASE,
)
_SHORT = {"k": 1_000, "m": 1_000_000, "mm": 1_000_000}
_NAMES = {
    **dict.fromkeys(("$", "us$", "u.s.$", "dollars"), "USD"),
    **dict.fromkeys(("€", "euro", "euros"), "EUR"),
    **dict.fromkeys(("£", "pounds"), "GBP"),
    **dict.fromkeys(("c$", "ca$"), "CAD"),
    "hk$": "HKD",
}


@dataclass(frozen=True, slots=True)
class Money:
    amount: Decimal
    currency: str
    start: int
    end: int

    @property
    def shown(self) -> str:
        return (
            f"{self.currency} {self.amount:,.0f}"
            if self.amount == self.amount.to_integral()
            else f"{self.currency} {self.amount:,.2f}"
        )


def money(text: str) -> Iterator[Money]:
    """Every amount of money of the text; "five hundred dollars ($500)" is one amount, given by its digits."""
    last = -1
    for match in MONEY.finditer(text):
        number = parse(match["digits"] or match["plain"] or match["words"])
        if number is None:
            continue
        scale = (match["scale"] or match["scale2"] or "").lower()
        number *= SCALE.get(scale, _SHORT.get(scale, 1))
        name = re.sub(r"\s|^u\.s\.\s*(?=dollars)", "", (match["currency"] or match["after"] or "$").lower())
        if match["words"] and re.match(r"\s*\(\s*(?:US)?\$", text[match.end() :]):
            continue
        if match.start() > last:
            yield Money(
                number,
                _NAMES.get(name, name.upper()[:3] if len(name) == 3 else "USD"),
                match.start(),
                match.end(),
            )
            last = match.end()


PERCENT = re.compile(
    rf"(?P<number>\d{{1,2}}[\s-]*(?:1/2|1/4|3/4|½|¼|¾)|(?:{NUMBER})(?:\s*\(\s*(?:{DIGITS})\s*%?\s*\))?)\s*(?:%|percent\b|per\s?cent\b|percentage\s+points?)\s*(?P<tail>\(\s*(?P<digits>{DIGITS})\s*%?\s*\))?",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"^[\s)]*(?:interest\s+)?(?:per|a|each|every|/)\s*(month|annum|year|week|day|quarter)|"
    r"^[\s)]*(monthly|annually|quarterly)",
    re.IGNORECASE,
)
_PER_YEAR = {"month": 12, "monthly": 12, "week": 52, "day": 365, "quarter": 4, "quarterly": 4}


_PARTS = {"1/2": "0.5", "1/4": "0.25", "3/4": "0.75", "½": "0.5", "¼": "0.25", "¾": "0.75"}


def _mixed(phrase: str) -> Decimal | None:
    """ "1-1/2" -> 1.5; None for a plain number."""
    match = re.fullmatch(r"(\d{1,2})[\s-]*(1/2|1/4|3/4|[½¼¾])", phrase.strip())
    return Decimal(match[1]) + Decimal(_PARTS[match[2]]) if match else None


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage; ``per`` is month, annum, ... when the text says so."""

    number: Decimal
    start: int
    end: int
    per: str = ""

    @property
    def yearly(self) -> Decimal:
        return self.number * _PER_YEAR.get(self.per, 1)

    @property
    def shown(self) -> str:
        return f"{self.number.normalize():f} %" + (
            f" a {self.per}".replace("a annum", "a year") if self.per else ""
        )


def percents(text: str) -> Iterator[Percent]:
    """Every percentage: "1.5% per month", "eighteen percent (18%) per annum", "one and one-half percent"."""
    for match in PERCENT.finditer(text):
        number = _mixed(match["number"]) or parse(match["digits"] or match["number"])
        each = _EACH.match(text[match.end() :])
        per = (each.group(1) or each.group(2)).lower() if each else ""
        if number is not None:
            yield Percent(
                number,
                match.start(),
                match.end(),
                {"monthly": "month", "quarterly": "quarter", "annually": "annum", "year": "annum"}.get(
                    per, per
                ),
            )
