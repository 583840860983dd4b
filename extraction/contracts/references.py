"""What a contract says about itself: references to its own clauses, and the terms that it defines."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from extraction.types import ContractText, Section

_REFERENCE: Final = re.compile(
    r"\b(?P<kind>(?:sub-?)?sections?|articles?|clauses?|paragraphs?|schedules?|exhibits?|annex(?:es)?"
    r"|appendi(?:x|ces)|attachments?)\s{1,3}"
    r"(?P<number>\d{1,3}(?!\d)(?:\.\d{1,3}){0,4}(?:\([a-zA-Z0-9]{1,4}\)){0,4}|[IVXLC]{1,6}\b|[A-Z](?:-\d{1,2})?\b)",
    re.IGNORECASE,
)
_NUMBER: Final = (
    r"(?:\d{1,3}(?!\d)(?:\.\d{1,3}){0,4}(?:\([a-zA-Z0-9]{1,4}\)){0,4}|[IVXLC]{1,6}\b|[A-Z](?:-\d{1,2})?\b)"
)
_NEXT: Final = re.compile(
    rf"(?:,\s{{0,2}}(?:and|or)?|\s{{1,3}}(?:and|or|through|to))\s{{1,3}}(?P<number>{_NUMBER})"
    r"(?![\w.]*\s+(?:calendar|business|days?|months?|years?|hours?|percent|%))"
)
_ELSEWHERE: Final = re.compile(
    r"\s+(?:of|in|to|under)\s+(?:(?:the|that|such)\s+(?!Agreement\b|Contract\b|Terms\b|(?-i:[a-z]))"
    r"|Title\s|Regulation\s|Directive\s|Rule\s)"
)
_QUOTED: Final = re.compile(r"[\"“](?P<term>[A-Z][^\"“”\n]{1,70})[\"”]")
_DEFINES_AFTER: Final = re.compile(
    r"\s{0,3}(?:,\s)?(?:(?:shall|will|has|have)\s)?(?:each\s)?(?:mean|refer|includ|the meaning|is defined)"
)
_DEFINES_BEFORE: Final = re.compile(
    r"(?:\(|\b(?:the|each,?|an?|together|collectively,?|individually,?|hereinafter|called|as|this)\s{0,2})$"
)
_SHORT: Final = {"appendices": "Appendix", "annexes": "Annex"}
_ATTACHED: Final = frozenset({"Schedule", "Exhibit", "Annex", "Appendix", "Attachment"})
_ONES: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN: Final = tuple(tens + ones for tens in ("", "X", "XX", "XXX") for ones in _ONES)


@dataclass(frozen=True, slots=True)
class Reference:
    """A place such as "Section 8.1(a)" at ``start:end``; ``target`` is the section's id, or None."""

    start: int
    end: int
    kind: str
    number: str
    target: str | None


@dataclass(frozen=True, slots=True)
class Term:
    """A defined term, where its quoted name stands, and the clause that defines it."""

    name: str
    start: int
    end: int
    clause: str | None


def references(document: ContractText) -> tuple[Reference, ...]:
    """The contract's references to its own numbered parts, in order; clause numbers themselves left out."""
    known = _by_number(document.sections)
    heads = {section.start for section in document.sections}
    found = []
    for match in _REFERENCE.finditer(document.text):
        if match.start() in heads:
            continue
        kind = match["kind"].lower()
        numbers = _numbers(document.text, match)
        elsewhere = _ELSEWHERE.match(document.text, numbers[-1][1]) is not None
        kind = _SHORT.get(kind, kind.removesuffix("s").title())
        for start, end, number in numbers:
            target = None if elsewhere else _target(known, kind, number)
            found.append(Reference(start, end, kind, number, target))
    return tuple(found)


def _numbers(text: str, match: re.Match[str]) -> list[tuple[int, int, str]]:
    """Start, end and number of what is named: of a plural ("Sections 4 through 6") each number in turn."""
    found = [(match.start(), match.end(), match["number"])]
    plural = match["kind"].lower().endswith(("s", "ces")) and match["kind"].lower() != "annex"
    while plural and (after := _NEXT.match(text, found[-1][1])):
        found.append((after.start("number"), after.end("number"), after["number"]))
    return found


def _target(known: Mapping[str, str], kind: str, number: str) -> str | None:
    """The section that is meant: a schedule by its name, an article by its name or number, else by number.

    A paragraph that was not found apart lies in the section that holds it.
    """
    if kind == "Article":
        return known.get(f"Article {number}") or known.get(f"Article {_other(number)}") or known.get(number)
    if kind in _ATTACHED:
        return known.get(f"{kind} {number}")
    whole = number
    while whole not in known and "(" in whole:
        whole = whole[: whole.rindex("(")]
    return known.get(whole)


def _other(number: str) -> str:
    """IV for 4 and 4 for IV; "" for neither."""
    if number.isdigit() and int(number) < len(_ROMAN):
        return _ROMAN[int(number)]
    return str(_ROMAN.index(number)) if number in _ROMAN else ""


def _by_number(sections: tuple[Section, ...]) -> Mapping[str, str]:
    """Number -> id; the first section of a number keeps it, schedules repeat the numbers of the body."""
    known: dict[str, str] = {}
    for section in sections:
        if section.number:
            known.setdefault(section.number, section.id)
            known.setdefault(section.number.removesuffix(".0"), section.id)
    return known


def defined_terms(document: ContractText) -> tuple[Term, ...]:
    """Terms in quotation marks that the text defines, each once, at its definition."""
    starts = [clause.start for clause in document.clauses if clause.id.startswith("c")]
    seen: set[str] = set()
    found = []
    for match in _defining(document.text):
        name = match["term"].strip(" ,.")
        if name and name.lower() not in seen:
            seen.add(name.lower())
            place = bisect_right(starts, match.start()) - 1
            clause = document.clauses[place] if place >= 0 else None
            inside = clause is not None and match.start() < clause.end
            found.append(Term(name, match.start(), match.end(), clause.id if clause and inside else None))
    return tuple(found)


def _defining(text: str) -> Iterator[re.Match[str]]:
    for match in _QUOTED.finditer(text):
        before = text[max(0, match.start() - 20) : match.start()]
        if _DEFINES_AFTER.match(text, match.end()) or _DEFINES_BEFORE.search(before):
            yield match
