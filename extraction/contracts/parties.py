"""The parties clause: legal names and the defined terms by which the contract calls them."""

import re
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Final

from extraction.contracts.names import REACH, called, companies, company_at, last_company, without_stop

Found = tuple[str, str, int, int, float]

_BETWEEN: Final = re.compile(
    r"\b(?:by\s+and\s+)?(?:between|among(?:st)?|b\se\st\sw\se\se\sn)\b(?:\s+and\s+among)?\s*:?"
    r"|\b(?:made|entered\s+into|executed)\b[^.;()]{0,90}?\bby\s+(?=(?:the\s+)?(?-i:[A-Z]))"
    r"|\bthe\s+parties\s+to\s+this\s+agreement\s+are\b\s*:?",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"\b(?:WHEREAS|RECITALS?|BACKGROUND|WITNESSETH|W\s?I\s?T\s?N\s?E\s?S\s?S\s?E\s?T\s?H|"
    r"NOW,?\s+THEREFORE|Whereas|Recitals|"
    r"(?:The\s+)?parties\s+(?:hereby\s+)?agree|in\s+consideration\s+of|1\.\s+[A-Z]\w*|"
    r"ARTICLE\s+[1I]|SECTION\s+1)\b"
)
_DEFINED: Final = re.compile(r"\((?P<inside>[^()]{0,160}?[\"“”'‘’][^()]{2,120}?[\"“”'’][^()]{0,60}?)\)")
_QUOTED: Final = re.compile(r"[\"“”‘'](?P<alias>[A-Za-z][\w .&’'/-]{1,48}?)[,.]?[\"“”’']")
_NOT_PARTY: Final = re.compile(
    r"^(?:the\s+)?(?:agreement|this agreement|effective date|part(?:y|ies)|contract|"
    r"commencement date|term|date|services?(?!\s+(?:provider|company|agent|recipient))|"
    r"products?|master|execution date|closing date|program)\b|"
    r"\b(?:agreement|date|msa|contract)$",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    r"^[\s,;:.]*(?:(?:and|by|between|among|on\s+the\s+one\s+(?:hand|part)|"
    r"on\s+the\s+other\s+(?:hand|part)|\(?[ivx\d]{1,3}[).]|\([a-z]\)|of\s+the\s+(?:first|"
    r"second)\s+part|in\s+favor\s+of|-+|party\s+[a-d](?:\s*\([^()]{1,30}\))?(?=:))[\s,;:]+)*(?:the\s+(?=[a-z]))?",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    r",?\s+(?:(?:a|an)\s+(?!\w+\s+&)|with\s+(?:its|an?|offices?|principal)|having\b|located\b|"
    r"whose\b|organi[sz]ed\b|incorporated\b|duly\b|acting\b|on\s+behalf|as\s+\w+|"
    r"its\s+|and\s+its\b|is\s+an?\b|existing\b|being\b|registered\b|doing\s+business|d/b/a|"
    r"individual(?:ly)?\b|represented\b|formerly\b|together\s+with|for\s+itself|at\s+\d|of\s+\d|\d{2,})|\s*[(;]|\s+[-–—]\s+|,\s+(?:the|"
    r"company|corporation)\b",
    re.IGNORECASE,
)
_ROLE: Final = re.compile(
    r"^[ \t]*(?:The\s+)?(?P<role>Party\s+[A-D]|Vendor|Supplier|Seller|Provider|Service Provider|Licensor|"
    r"Contractor|Consultant|Customer|Client|Buyer|Purchaser|Licensee)"
    r"(?:[ \t]+name)?(?:[ \t]*\((?P<also>[^()\n]{1,30})\))?[ \t]*:[ \t]*(?P<name>[A-Z][^\n;]{2,200})$",
    re.IGNORECASE | re.MULTILINE,
)
_FIRST: Final = (  # how a name begins: "Acme", "7th", "eNorth", "north.com", "north-example, inc"
    r"(?:[A-Z0-9]|[a-z]{1,2}[A-Z]|[a-z]{1,3}-\d|[a-z][\w-]*\.(?:com|net|org|biz)\b"
    r"|[a-z][\w.-]*,?\s+(?:[Ii]nc|llc|LLC|[Ll]td)\b)"
)
_NAME: Final = re.compile(_FIRST)
_AND: Final = re.compile(rf"(?:[,;]\s*|\s)and\s+(?:between\s+)?(?={_FIRST})")
_OFFICER: Final = re.compile(
    r"[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]*){0,3},\s+(?:the\s+)?(?:\w+\s+)?(?:director|president|owner|officer)\s+of\s+"
)
_BLANK: Final = re.compile(r"_{3}|\[[\s*•●_.-]*\]|<<|\b(?:named|set\s+forth|identified|listed|signing)\b")
_PARTIES: Final = re.compile(r"\bPARTIES:?\s+(?=\(?[1Aai][).]\s)")
_CONTRACT: Final = re.compile(
    r"\b(?:agreement|contract|amendment|addendum|lease|licen[sc]e|deed|statement\s+of\s+work|order\s+form)\b",
    re.IGNORECASE,
)
_NO_NAME: Final = re.compile(
    r"(?-i:\b(?:agrees?|shall|will|is|are|which|that)\b)|\bagreement\b|\b(?:officer|director|president|street|avenue|road|suite|here(?:to|by|in|of)|attached)\b"
    r"|\bon\s+the\s+(?:one|other)\b|\band$|^(?!.*[a-z]{2})|^(?:each|this|the\s+part|such|any|all|suite|delaware|"
    r"new\s+york|whose|its|[A-Z]{2}\s+\d)\b"
    r"|^(?:company|customer|client|buyer|vendor|supplier|contractor|consultant|licensor|licensee|distributor|reseller"
    r"|franchisee|owner|agent|parties|terms|conditions|regulations)\b(?!,?\s+(?:inc|llc|ltd)\b)",
    re.IGNORECASE,
)
_SHORT: Final = re.compile(r"\((?:the\s+)?(?P<alias>[A-Z][A-Za-z&]{2,20})\)")
HEAD: Final = 3_000  # characters in which a paper without a parties clause names them
LATER: Final = 40  # characters behind what a party is called that may say where its name stands
USED: Final = 5  # times that a text uses the short name of a party
FAR: Final = 700  # characters between two parties; more is a definition further on
LIMIT: Final = 6  # parties; more is a list of guarantors
FRONT: Final = 25_000  # characters of cover, contents and preamble; further on only a preamble counts
NEAR: Final = 300  # characters before "between" in which a preamble says that it is a contract
LONGEST: Final = 2_500  # characters of a parties clause


def parties(opening: str) -> Iterator[Found]:
    """``party_N`` and ``party_N_alias``: (name, value, start, end, confidence) from a contract's opening.

    First the clause that says what it calls each party, then one that only names them, then lines of a form,
    then companies that a letter or a paper without such a clause gives short names.
    """
    readers = (_clause, _bare_clause, _labels, _introduced)
    yield from next((found for found in (list(reader(opening)) for reader in readers) if found), [])


def _stretches(opening: str) -> Iterator[tuple[int, int, bool]]:
    """Where the parties may be named: start, end, and whether a contract speaks of itself before it."""
    starts = {found.end() for pattern in (_BETWEEN, _PARTIES) for found in pattern.finditer(opening)}
    for start in sorted(starts):
        preamble = _CONTRACT.search(opening, max(0, start - NEAR), start) is not None
        if start > FRONT and not preamble:
            continue
        stop = _END.search(opening, start + 20, start + LONGEST)
        yield start, stop.start() if stop else min(len(opening), start + LONGEST), preamble


def _clause(opening: str) -> Iterator[Found]:
    for start, end, preamble in _stretches(opening):
        found = list(_named(opening, start, end, blanks=preamble))
        named = sum(not fact[0].endswith("alias") for fact in found)
        if named >= 2 or (named and len({fact[0].removesuffix("_alias") for fact in found}) >= 2):
            yield from found
            return


def _bare_clause(opening: str) -> Iterator[Found]:
    """Parties by the form of their names alone: "between ACME INC. and NORTHWIND LLC"."""
    for start, end, preamble in _stretches(opening):
        spans = companies(opening, start, min(end, start + FAR)) if preamble else []
        if len(spans) < 2:
            continue
        for number, (begin, stop) in enumerate(spans[:LIMIT], start=1):
            yield f"party_{number}", " ".join(opening[begin:stop].split()).rstrip(","), begin, stop, 0.75
            following = spans[number][0] if number < len(spans) else min(stop + REACH, end)
            for at, _, aliases in _definitions(opening, stop, following):
                if at - stop < REACH:
                    yield from _aliases(number, aliases)
        return


def _definitions(opening: str, start: int, end: int) -> list[tuple[int, int, list[re.Match[str]]]]:
    """Where the text says what it calls a party: start, end, and the words it uses, in order."""
    found = {}
    for defined in _DEFINED.finditer(opening, start, end):
        quoted = list(_QUOTED.finditer(opening, defined.start(), defined.end()))
        found[defined.start()] = defined.end(), quoted
    for plain in called(opening, start, end):
        inside = any(at <= plain.start() < stop for at, (stop, _) in found.items())
        if not inside:
            found[plain.start()] = plain.end(), [plain]
    return [
        (at, stop, kept)
        for at, (stop, words) in sorted(found.items())
        if (kept := [word for word in words if not _NOT_PARTY.search(word["alias"])])
    ]


def _named(opening: str, start: int, end: int, *, blanks: bool) -> Iterator[Found]:
    """The parties of a clause that says what it calls them. A party whose name is left open in a form
    (``blanks``) has its alias alone."""
    number, begin = 0, start
    for at, stop, aliases in _definitions(opening, start, end):
        if number and at - begin > FAR:
            return
        name = _legal_name(opening, begin, at)
        blank = name is None and blanks and _BLANK.search(opening, begin, stop + LATER)
        begin = stop
        if (name is None and not blank) or number >= LIMIT:
            continue
        number += 1
        if name is not None:
            yield f"party_{number}", " ".join(opening[name[0] : name[1]].split()), *name, 0.85
        yield from _aliases(number, aliases)


def _aliases(number: int, aliases: Iterable[re.Match[str]]) -> Iterator[Found]:
    for alias in aliases:
        value = " ".join(alias["alias"].split()).rstrip(".,")
        yield f"party_{number}_alias", value, alias.start("alias"), alias.start("alias") + len(value), 0.9


def _legal_name(opening: str, start: int, end: int) -> tuple[int, int] | None:
    """The name at the head of a description: "Acme, Inc., a Delaware corporation with offices at ..."."""
    for again in _BETWEEN.finditer(opening, start, end):
        start = again.end()
    lead = _LEAD.match(opening[start:end])
    here = start + (lead.end() if lead else 0)
    places = [here, *(match.end() for match in _AND.finditer(opening, start, end))]
    for place in places:
        name = _head(opening, place, end)
        if name is not None:
            return name
    return None


def _head(opening: str, start: int, end: int) -> tuple[int, int] | None:
    """The name that begins at ``start``; of "Jane Example, director of Acme Inc." the company."""
    officer = _OFFICER.match(opening, start, end)
    start = officer.end() if officer else start
    tail = _TAIL.search(opening, start, end)
    text = opening[start : tail.start() if tail else end].rstrip(" ,;\n\t")
    if not _NAME.match(text):
        return None
    if tail and tail.group().strip().isdigit() and (longer := company_at(opening, start, end)):
        return longer  # "Acme 2005 Limited"
    if not 2 < len(text) <= 100 or _NO_NAME.search(text):
        return company_at(opening, start, start + len(text))
    return without_stop(opening, start, start + len(text))


def _introduced(opening: str) -> Iterator[Found]:
    """Companies of the first pages with a short name that the text goes on to use: "Acme Inc. (Acme)"."""
    found: list[tuple[tuple[int, int], list[re.Match[str]]]] = []
    begin = 0
    defined = [(at, stop, aliases) for at, stop, aliases in _definitions(opening, 0, HEAD) if aliases]
    short = [(one.start(), one.end(), [one]) for one in _SHORT.finditer(opening, 0, HEAD)]
    for at, stop, aliases in sorted(defined + short, key=itemgetter(0)):
        name = last_company(opening, max(begin, at - REACH), at)
        if name and len(found) < LIMIT and any(_used(opening, alias["alias"]) for alias in aliases):
            if found and name[0] - found[-1][0][1] > FAR:
                break
            found.append((name, aliases))
        begin = stop
    if len({opening[start:end].lower() for (start, end), _ in found}) < 2:
        return
    for number, ((start, end), aliases) in enumerate(found, start=1):
        yield f"party_{number}", " ".join(opening[start:end].split()), start, end, 0.6
        yield from _aliases(number, aliases)


def _used(opening: str, alias: str) -> bool:
    return len(re.findall(rf"\b{re.escape(alias.strip())}\b", opening)) > USED


def _labels(opening: str) -> Iterator[Found]:
    """Parties given as lines of a form: "Supplier: Example Vendor LLC"."""
    seen: set[str] = set()
    for match in _ROLE.finditer(opening, 0, FRONT):
        role = match["role"].title()
        if role in seen or len(seen) >= LIMIT:
            continue
        seen.add(role)
        start, end = company_at(opening, match.start("name"), match.end("name")) or match.span("name")
        yield f"party_{len(seen)}", " ".join(opening[start:end].split()), start, end, 0.7
        yield f"party_{len(seen)}_alias", role, *match.span("role"), 0.8
        if match["also"]:
            yield f"party_{len(seen)}_alias", match["also"], *match.span("also"), 0.8
