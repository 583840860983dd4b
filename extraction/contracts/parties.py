"""The parties clause: legal names and the defined terms by which the contract calls them."""

import re
from collections.abc import Iterator
from typing import Final

Found = tuple[str, str, int, int, float]

_BETWEEN: Final = re.compile(
    r"\b(?:by\s+and\s+)?(?:between|among(?:st)?)\b(?:\s+and\s+among)?\s*:?", re.IGNORECASE
)
_END: Final = re.compile(
    r"\b(?:WHEREAS|RECITALS?|BACKGROUND|WITNESSETH|W\s?I\s?T\s?N\s?E\s?S\s?S\s?E\s?T\s?H|"
    r"NOW,?\s+THEREFORE|Whereas|Recitals|"
    r"(?:The\s+)?parties\s+(?:hereby\s+)?agree|in\s+consideration\s+of|1\.\s+[A-Z]|"
    r"ARTICLE\s+[1I]|SECTION\s+1)\b"
)
_DEFINED: Final = re.compile(r"\((?P<inside>[^()]{0,160}?[\"“”'‘’][^()]{2,120}?[\"“”'’][^()]{0,60}?)\)")
_QUOTED: Final = re.compile(r"[\"“”‘'](?P<alias>[A-Za-z][\w .&’'/-]{1,48}?)[,.]?[\"“”’']")
_NOT_PARTY: Final = re.compile(
    r"^(?:the\s+)?(?:agreement|this agreement|effective date|part(?:y|ies)|contract|"
    r"commencement date|term|date|services?|products?|master|execution date|closing date|"
    r"program)\b|"
    r"\b(?:agreement|date|msa|contract)$",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    r"^[\s,;:.]*(?:(?:and|by|between|among|on\s+the\s+one\s+(?:hand|part)|"
    r"on\s+the\s+other\s+(?:hand|part)|\(?[ivx\d]{1,3}[).]|\([a-z]\)|of\s+the\s+(?:first|"
    r"second)\s+part)[\s,;:]+)*",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    r",?\s+(?:(?:a|an)\s+(?!\w+\s+&)|with\s+(?:its|an?|offices?|principal)|having\b|located\b|"
    r"whose\b|organi[sz]ed\b|incorporated\b|duly\b|acting\b|on\s+behalf|as\s+\w+|"
    r"its\s+|and\s+its\b|existing\b|being\b|registered\b|doing\s+business|d/b/a|"
    r"together\s+with|for\s+itself|at\s+\d|of\s+\d|\d{2,})|\s*[(;]|\s+[-–—]\s+|,\s+(?:the|"
    r"company|corporation)\b",
    re.IGNORECASE,
)
_ROLE: Final = re.compile(
    r"^[ \t]*(?P<role>Vendor|Supplier|Seller|Provider|Service Provider|Licensor|Contractor|"
    r"Consultant|Customer|Client|Buyer|Purchaser|"
    r"Licensee)(?:[ \t]+name)?[ \t]*:[ \t]*(?P<name>[A-Z][^\n;]{2,80})$",
    re.IGNORECASE | re.MULTILINE,
)
_NAME: Final = re.compile(r"[A-Z0-9]")
_AND: Final = re.compile(r"(?:[,;]\s*|\s)and\s+(?:between\s+)?(?=[A-Z0-9])")
_NO_NAME: Final = re.compile(
    r"\bagreement\b|^(?:each|this|the\s+part|such|any|all|suite|delaware|new\s+york|whose|its|[A-Z]{2}\s+\d)\b",
    re.IGNORECASE,
)
FAR: Final = 700  # characters between two parties; more is a definition further on
LIMIT: Final = 6  # parties; more is a list of guarantors


def parties(opening: str) -> Iterator[Found]:
    """``party_N`` and ``party_N_alias``: (name, value, start, end, confidence) from a contract's opening."""
    found = list(_clause(opening)) or list(_labels(opening))
    yield from found


def _clause(opening: str) -> Iterator[Found]:
    for between in _BETWEEN.finditer(opening):
        stop = _END.search(opening, between.end() + 20)
        end = min(stop.start() if stop else len(opening), between.end() + 2_500)
        found = list(_named(opening, between.end(), end))
        if sum(1 for fact in found if not fact[0].endswith("alias")) >= 2:
            yield from found
            return


def _named(opening: str, start: int, end: int) -> Iterator[Found]:
    number, begin = 0, start
    for defined in _DEFINED.finditer(opening, start, end):
        aliases = [
            m
            for m in _QUOTED.finditer(opening, defined.start(), defined.end())
            if not _NOT_PARTY.search(m["alias"])
        ]
        if not aliases:
            continue
        if number and defined.start() - begin > FAR:
            return
        name = _legal_name(opening, begin, defined.start())
        begin = defined.end()
        if name is None or number >= LIMIT:
            continue
        number += 1
        yield f"party_{number}", " ".join(opening[name[0] : name[1]].split()), *name, 0.85
        for alias in aliases:
            yield (
                f"party_{number}_alias",
                " ".join(alias["alias"].split()),
                alias.start("alias"),
                alias.end("alias"),
                0.9,
            )


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
    tail = _TAIL.search(opening, start, end)
    text = opening[start : tail.start() if tail else end].rstrip(" ,;\n\t")
    if not _NAME.match(text) or not 2 < len(text) <= 100 or _NO_NAME.search(text):
        return None
    return start, start + len(text)


def _labels(opening: str) -> Iterator[Found]:
    """Parties given as lines of a form: "Supplier: Example Vendor LLC"."""
    seen: set[str] = set()
    for match in _ROLE.finditer(opening):
        role = match["role"].title()
        if role in seen or len(seen) >= LIMIT:
            continue
        seen.add(role)
        yield (
            f"party_{len(seen)}",
            " ".join(match["name"].split()),
            match.start("name"),
            match.end("name"),
            0.7,
        )
        yield f"party_{len(seen)}_alias", role, match.start("role"), match.end("role"), 0.8
