"""Dates as people write them on a form, to ISO; a date that could be two days is said to be so."""

import re
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
ISO = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
NUMBERS = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4}|\d{2})")
COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
COMPACT_ISO = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?[ ,\-/]*(\d{1,2})(?:st|nd|rd|th)?[ ,.\-/]+(\d{4}|\d{2})")
DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[ .\-/]*(?:day )?(?:of )?([a-z]{3,9})\.?[ ,.\-/]*(\d{4}|\d{2})"
)
BEFORE = re.compile(
    r"^(?:(?:dated?|signed|on|this|the|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday"
    r"|thursday|friday|saturday|sunday)\b[.,: ]*)+"
)
# the hour that signing services add: "| 3:45 PM EST", "10:33:12 -05'00'", "T10:33Z"
HOUR = re.compile(
    r"(?<=\d)[\s,|@t]*(?:at )?\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*"
    r"(?:[a-z]{1,4}|[+-]\d{2}'?:?\d{2}'?)?$"
)
CENTURY = 70  # two-digit years from here on belong to the 1900s


@dataclass(frozen=True, slots=True)
class DateRead:
    """A date. ``other`` is the second meaning of an all-number date that does not start with a month
    for sure (the United States write the month first, which is what ``day`` assumes)."""

    day: date | None
    other: date | None = None


def parse_date(text: str) -> DateRead:
    """The date in ``text``; ``day`` is None when there is none or it does not exist."""
    plain = re.sub(r"\s+", " ", text.strip().lower()).replace("–", "-").replace("—", "-")
    plain = HOUR.sub("", BEFORE.sub("", plain)).replace("'", "").replace("’", "")
    plain = re.sub(r"\s*([-/.,])\s*", r"\1", plain).strip(" .,:;|")
    if found := ISO.fullmatch(plain):
        return DateRead(_day(found[1], found[2], found[3]))
    if found := NUMBERS.fullmatch(plain) or COMPACT.fullmatch(plain):
        read = _numbers(found[1], found[2], found[3])
        if read.day or not (found := COMPACT_ISO.fullmatch(plain)):
            return read
        return DateRead(_day(found[1], found[2], found[3]))
    if found := MONTH_FIRST.fullmatch(plain):
        return DateRead(_day(found[3], _month(found[1]), found[2]))
    if found := DAY_FIRST.fullmatch(plain):
        return DateRead(_day(found[3], _month(found[2]), found[1]))
    return DateRead(None)


def _numbers(first: str, second: str, year: str) -> DateRead:
    american, european = _day(year, first, second), _day(year, second, first)
    if american is None:
        return DateRead(european)
    return DateRead(american, european if european != american else None)


def _month(name: str) -> int:
    """1 to 12 by the first letters of the name; 0 when it is no month."""
    fitting = [place for place, month in enumerate(MONTHS, 1) if month.startswith(name[:3]) and
               (month.startswith(name) or name == "sept")]  # fmt: skip
    return fitting[0] if len(fitting) == 1 else 0


def _day(year: str, month: str | int, day: str) -> date | None:
    full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= CENTURY else 2000)
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None
