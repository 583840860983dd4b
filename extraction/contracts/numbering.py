"""How clauses are numbered: what stands at the start of a piece, and where it ranks."""

import re
from dataclasses import dataclass
from typing import Final

_NAMED: Final = (
    r"(?:ARTICLE|Article|SECTION|Section|CLAUSE|Clause|SCHEDULE|Schedule|EXHIBIT|Exhibit|ANNEX|Annex"
    r"|APPENDIX|Appendix|ATTACHMENT|Attachment|ADDENDUM|Addendum|PART|Part)"
)
_VALUE: Final = r"(?:\d{1,3}(?:\.\s?\d{1,3}){0,4}|[IVXLC]{1,7}|[A-Z](?:-?\d{1,2})?)"
_MARK: Final = re.compile(
    rf"(?P<named>{_NAMED}\s{{1,4}}(?:No\.\s?)?{_VALUE})(?![\w'’])[.:)]?"
    r"|§{1,2}\s?(?P<para>\d{1,3}(?:\.\d{1,3}){0,3})\.?(?=\s)"
    r"|(?P<dotted>\d{1,3}(?:\.\s?\d{1,3}){1,4})[.)]?(?=\s|$|[A-Z\"“])"
    r"|(?P<plain>\d{1,3})[.)](?=\s|$|[A-Z\"“])"
    r"|\((?P<round>[a-z]{1,2}|[A-Z]{1,2}|[ivxlc]{1,6}|\d{1,3})\)(?!\s?\d{3}[-.\s]\d{4})"  # no telephone
    r"|(?P<half>[a-z]|[ivx]{2,4})\)(?=\s)"
    r"|(?P<capital>[A-Z]|[IVX]{2,5}|[a-z])\.(?=\s+[A-Z\"“])"
)
_ROMAN: Final = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
SCHEDULES: Final = frozenset({"schedule", "exhibit", "annex", "appendix", "attachment", "addendum"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A clause number. ``style`` groups numbers of one rank; ``end`` is its length in code points."""

    number: str
    style: str
    end: int


def _named(text: str, end: int) -> Mark:
    word, value = text.split(None, 1)
    kind = word.lower()
    number = value.removeprefix("No.").strip().replace(" ", "")
    if kind in SCHEDULES:
        return Mark(f"{word.title()} {number}", "schedule", end)
    if kind in {"section", "clause"}:
        return Mark(number, f"decimal{number.count('.')}", end)
    return Mark(f"{word.title()} {number}", "part" if kind == "part" else "article", end)


def is_roman(value: str) -> bool:
    """Whether the letters are a Roman numeral in its canonical form (i, iv, xii)."""
    return bool(value) and _ROMAN.fullmatch(value.lower()) is not None


def _letter_style(value: str, wrap: str) -> str:
    case = "upper" if value.isupper() else "lower"
    if value.isdigit():
        return f"{wrap}-digit"
    kind = "roman" if is_roman(value) and (len(value) > 1 or value.lower() in "ivx") else "letter"
    return f"{wrap}-{case}-{kind}"


def read_mark(text: str, start: int = 0) -> Mark | None:
    """The clause number that stands at ``start``, or None. A single i, v or x reads as Roman."""
    found = _MARK.match(text, start)
    if found is None:
        return None
    kind = found.lastgroup or ""
    value = found.group(kind)
    end = found.end() - start
    if kind == "named":
        return _named(value, end)
    if kind in {"dotted", "para"}:
        number = re.sub(r"\s", "", value)
        return Mark(number, f"decimal{number.count('.')}", end)
    if kind == "plain":
        return Mark(value, "decimal0", end)
    if kind == "capital":
        number = f"({value})" if value.islower() else value
        return Mark(number, _letter_style(value, "dot"), end)
    return Mark(f"({value})", _letter_style(value, kind), end)
