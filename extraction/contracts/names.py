"""Names of companies as contracts write them, and what a contract calls a party without quotation marks."""

import re
from collections.abc import Iterator
from typing import Final

Span = tuple[int, int]

_FORM: Final = (
    r"(?:Incorporated|INCORPORATED|Inc|INC|L\.?L\.?C|L\.?L\.?P|L\.P|LP|Limited|LIMITED|Ltd|LTD|Corporation|CORPORATION"
    r"|corporation|Corp|CORP|Company|COMPANY|Co|CO|GmbH|GMBH|AG|S\.[Rr]\.[Ll]|SRL|S\.A|SA|S\.A\.S|S\.[Pp]\.A|B\.V|BV|N\.V|NV|PLC"
    r"|Plc|plc|Pty|K\.K|Oy|AB|ASA|A/S|N\.A|Trust|TRUST|Bank|BANK|University|UNIVERSITY|Foundation|FOUNDATION"
    r"|Association|ASSOCIATION|Partnership|PARTNERSHIP|Authority|AUTHORITY)(?![\w’'-])\.?"
)
_FIRST: Final = r"(?:[A-Z0-9][\w&.'’/-]*|[a-z]{1,2}[A-Z][\w&.'’/-]*)"
_COMPANY: Final = re.compile(
    rf"(?:{_FIRST},?\s+(?:(?:&|of|the|for|de|la|van|von|{_FIRST}),?\s+){{0,8}}?){_FORM}(?:,?\s+{_FORM})*"
)
_PERSON: Final = re.compile(
    r"[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]*){1,4}(?=,?\s+(?:an?\s+(?:individual|resident|citizen|natural\s+person)\b"
    r"|residing\b|an?\s+(?:\w+\s+){0,4}(?:corporation|company|partnership|firm|business)\b))"
)
_LEAD: Final = re.compile(r"[\s:,;.]*(?:\(?(?:\d|[ivxIVX]{1,3}|[a-cA-C])[).]\s+)?(?:(?:the|The)\s+)?")
_NEXT: Final = re.compile(r"(?:(?<=[\s,;.)”\"])(?:and|And|AND)|&)\s+(?:between\s+)?")
_CALLED: Final = re.compile(
    r"\b[Hh]ere(?:in)?(?:after)?[\s,]+(?:(?:is|are|also|individually|referred\s+to|called|known|designated|described"
    r"|as)[\s,:]+)*(?:the\s+)?[\"“”'‘’]{0,2}(?P<alias>[A-Z][\w&.’'-]*(?:\s+[A-Z&][\w&.’'-]*){0,3})[\"“”'‘’]{0,2}"
)
_BARE: Final = re.compile(
    r"\(\s*(?:(?:the|The)\s+)?[\"“]?(?P<alias>Customer|Client|Buyer|Purchaser|Company|COMPANY|Vendor|Supplier|Seller"
    r"|(?:Service\s+)?Provider|Contractor|Consultant|Licensor|Licensee|Distributor|Manufacturer|Agent|Developer"
    r"|Reseller|Recipient|Franchisor|Franchisee|Transporter|Shipper|Carrier|Executive|Lessor|Lessee|Sponsor"
    r"|Celebrity|Owner|Grantor|Grantee|Party\s+[A-D])[\"”]?\s*\)"
)
_NAMED_ELSEWHERE: Final = re.compile(
    r"\band\s+(?:the\s+)?(?P<alias>[A-Z][a-z]+)\s+(?:named|identified|set\s+forth|listed|signing|\(?as\s+defined)\b"
)
_WHOLE_WORD: Final = re.compile(
    r"\b(?:LLC|LLP|LP|AG|AB|BV|NV|SA|ASA|PLC|GmbH|GMBH|[Pp]lc|Limited|Company|[Cc]orporation|Incorporated|LIMITED|COMPANY|CORPORATION|INCORPORATED"
    r"|Trust|Bank|University|Foundation|Association|Partnership|Authority|TRUST|BANK|UNIVERSITY)\.$"
)
_STOP: Final = re.compile(r"[a-z0-9)]{2}[.;:]\s+[A-Z]")
_TITLE: Final = re.compile(r"\bA(?:GREEMENT|greement)\b")
_KIND: Final = re.compile(  # "a Delaware corporation", "the Company": no names
    r"\ban?\s+(?:[A-Z]\w+\s+){1,3}\w+$|\b(?:[Tt]he|[Tt]his|[Ee]ach)\s+\w+$|^\W*\w*\W*Exchange\s+Commission"
)
REACH: Final = 400  # characters behind a name in which a contract says what it calls it


def without_stop(text: str, start: int, end: int) -> Span:
    """The name without the full stop of its sentence; that of "Inc." or "S.A." belongs to it."""
    return start, end - bool(_WHOLE_WORD.search(text[start:end]))


def companies(text: str, start: int, end: int) -> list[Span]:
    """The names that follow "between" and "and": the first one directly, each other one behind its "and".

    A name counts by its form ("LLC", "GmbH"), a person by what follows ("an individual").
    """
    lead = _LEAD.match(text, start, end)
    first = _COMPANY.match(text, lead.end() if lead else start, end)
    if first is None:
        return []
    found = [without_stop(text, *first.span())]
    for link in _NEXT.finditer(text, first.end(), end):
        lead = _LEAD.match(text, link.end(), end)
        here = lead.end() if lead else link.end()
        name = _COMPANY.match(text, here, end) or _PERSON.match(text, here, end)
        if name is not None and here >= found[-1][1] and name.group() not in (text[a:b] for a, b in found):
            found.append(without_stop(text, *name.span()))
    return found


def company_at(text: str, start: int, end: int) -> Span | None:
    """The name of a company that begins at ``start``, by its form."""
    found = _COMPANY.match(text, start, end)
    return without_stop(text, *found.span()) if found else None


def last_company(text: str, start: int, end: int) -> Span | None:
    """The last company that is named in the sentence that goes on at ``end``, behind any title."""
    for title in _TITLE.finditer(text, start, end):
        start = title.end()
    found = [
        match.span()
        for match in _COMPANY.finditer(text, start, end)
        if not _STOP.search(text, match.end(), end)
        and not _KIND.search(text[max(start, match.start() - 5) : match.end()])
    ]
    return without_stop(text, *found[-1]) if found else None


def called(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Places such as "hereinafter called Supplier" or "(the Supplier)"; the word is the group ``alias``."""
    for pattern in (_CALLED, _BARE, _NAMED_ELSEWHERE):
        yield from pattern.finditer(text, start, end)
