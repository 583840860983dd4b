"""Who may look into whose books, after what notice, and how long they are kept."""

import re
from collections.abc import Iterator

from compliance.terms.base import Side, Term, TermName, View
from compliance.terms.negation import negated
from compliance.terms.quantities import durations
from compliance.terms.roles import Mention, actor, next_mention

_AUDIT = re.compile(
    r"\b(?:right|may|entitled|permit|allow|agrees?|shall|will|cause|conduct|perform|make)\b[^.;]{0,220}?"
    r"\b(?:audit|inspect|examine)\b(?!\s+may)|\b(?:conduct|perform)\b[^.;]{0,30}?\b(?:audits?|inspections?)\b",
    re.IGNORECASE,
)
_OWN_AUDIT = re.compile(
    r"(?:agrees?|shall|will|cause)\b(?![^.;]*\b(?:permit|allow|grant|entitled)\b)[^.;]*?\b(?:conduct|perform)\b",
    re.IGNORECASE,
)
_LETS = re.compile(
    r"(?:agrees?\s+to|shall|will|must)\s+(?:allow|permit|let)\b|(?:permits?|allows?)\b", re.IGNORECASE
)
_BOOKS_OF = re.compile(r"\b(?:books|records|accounts|premises|facilities)\s+of\s+(?:the\s+)?", re.IGNORECASE)
_ANNOUNCED = re.compile(r"(?<!without )\b(?:notice|notification)\b|\bonce\b", re.IGNORECASE)
_AGAIN = re.compile(
    r"\b(?:audits?|inspections?|examinations?|audited)\b", re.IGNORECASE
)  # it goes on about it
_RECORDS = re.compile(r"\b(?:books|records|accounts)\b", re.IGNORECASE)


def audits(view: View) -> Iterator[Term]:
    """Audits and the keeping of records."""
    yield from _audit(view)
    yield from _records(view)


def _audit(view: View) -> Iterator[Term]:
    match = _AUDIT.search(view.text)
    if (
        match is None
        or negated(match.group(), len(match.group()), 40)
        or not re.search(
            r"\b(?:right|may|entitled|permit|allow|upon|conduct|shall\s+make\s+available|access)\b",
            view.text,
            re.IGNORECASE,
        )
    ):
        return
    if not re.search(
        r"\b(?:records|books|compliance|usage|use|premises|facilit\w+|systems|accounts|licen[cs]e|"
        r"deployment|royalt\w+|site|security)\b",
        view.text,
        re.IGNORECASE,
    ):
        return
    side = _audited(view, match.start())
    yield view.term(TermName.AUDIT, match, side)
    said = f"{view.text} {view.after}" if _AGAIN.search(view.after) else view.text
    if not _ANNOUNCED.search(said):
        yield view.term(TermName.AUDIT_OPEN, match, side)
    for duration in durations(view.text):
        if re.search(r"notice", view.text[duration.end : duration.end + 40], re.IGNORECASE):
            yield Term(
                TermName.AUDIT_NOTICE_DAYS, duration.days, duration.shown, duration.start, duration.end, side
            )
            return


def _audited(view: View, at: int) -> Side:
    """The audited side: owner of the books ("Customer's records"), else the other than who may audit.

    Who *shall* conduct audits and names nobody else's books looks at its own.
    """
    books = _BOOKS_OF.search(view.text, at)
    owner = next_mention(view.mentions, books.end(), 5) if books else Side.UNKNOWN
    if owner is not Side.UNKNOWN:
        return owner
    if _LETS.match(view.text, at):
        return actor(view.mentions, at)
    after: list[Mention] = [m for m in view.mentions if m.start >= at and m.possessive]
    if after:
        return after[0].side
    who = actor(view.mentions, at)
    return who if _OWN_AUDIT.match(view.text, at) else who.other


def _records(view: View) -> Iterator[Term]:
    match = _RECORDS.search(view.text)
    if match is None or not re.search(
        r"\b(?:keep|retain|maintain|preserve|store|available)\b", view.text, re.IGNORECASE
    ):
        return
    for duration in durations(view.text):
        if duration.unit in {"year", "month"}:
            yield Term(
                TermName.RECORDS_MONTHS,
                duration.months,
                duration.shown,
                duration.start,
                duration.end,
                actor(view.mentions, match.start()),
            )
            return
