"""Questions that no policy is about: who the parties are, where notices go, when it begins, how it ends.

Their answers stand in known places: the clause of a fact that was read ("party_1"), the notices clause with
the addresses behind it, the sentences that let a party terminate.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.types import Clause, ContractText

SECTION = 15  # clauses behind a notices clause in which its addresses stand
OPENING = 6_000  # characters in which the parties are named
_I = re.IGNORECASE
_ADDRESS = re.compile(
    r"\b(?:attention|attn)\b\s*[.:]|\b(?:fax|facsimile|telecopy|e-?mail|telephone)\b[^.;:]{0,20}:|\bif\s+to\b|"
    r"\bP\.?\s?O\.?\s+Box\b|\b\d{1,5}\s+(?:\w+\.?\s+){1,4}(?:street|avenue|road|drive|boulevard|suite|parkway|lane|way)\b|"
    r"\b[A-Z]{2}\s+\d{5}\b",
    _I,
)
_NOTICES = re.compile(
    r"\bnotices?\b[^.]{0,260}\b(?:in\s+writing|writing|address\w*|deliver\w*|sent|mail\w*|courier|facsimile)\b",
    _I,
)
_BETWEEN = re.compile(r"\bbetween\b(?!\s+the\s+parties)[^.;]{5,300}?\band\b|\bby\s+and\s+among\b", _I)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question asks (a pattern), and either the facts or the words that answer it."""

    asked: re.Pattern[str]
    facts: tuple[str, ...] = ()  # beginnings of the names of facts
    words: re.Pattern[str] | None = None


PARTIES = Subject(
    re.compile(
        r"\b(?:who|what|which|name|list)\b.{0,40}\bparties\b\s*(?:to\s+(?:this|the)\s+\w+)?\W*$|"
        r"\bwho\s+(?:is|are)\s+(?:the\s+)?(?:vendor|supplier|customer|buyer|seller|provider|licen[cs]or|licensee|"
        r"counterparty)\W*$|\bbetween\s+whom\b|\bwho\s+(?:has\s+)?sign|\bcontracting\s+part",
        _I,
    ),
    ("party_",),
)
NOTICES = Subject(
    re.compile(
        r"\b(?:where|address\w*|whom|how\s+(?:must|should|are|is|do|can|may))\b.*\bnotices?\b(?!\s+(?:period|of\s+non))|"
        r"\bnotices?\b.*\b(?:address\w*|sent|send|deliver\w*|go)\b",
        _I,
    ),
    words=_NOTICES,
)
BEGINNING = Subject(
    re.compile(
        r"\b(?:takes?|comes?|enters?|goes|go)\s+(?:in)?to\s+(?:effect|force)|\btakes?\s+effect|\beffective\s+(?:date|from)|"
        r"\bwhen\b.*\b(?:starts?|begins?|commences?|dated|signed|made)\b|\bdate\s+of\s+(?:the|this)\s+(?:agreement|contract)",
        _I,
    ),
    ("effective_date", "agreement_date"),
)
TITLE = Subject(
    re.compile(
        r"\b(?:called|title|kind\s+of\s+(?:agreement|contract)|name\s+of\s+(?:the|this)\s+(?:agreement|contract))\b",
        _I,
    ),
    ("title",),
)
ENDING = Subject(
    re.compile(
        r"\b(?:how|when|can|may|who)\b.*\b(?:terminat\w+|cancel|end\s+(?:the|this|it)|get\s+out)\b", _I
    ),
    words=re.compile(
        r"\b(?:may|can|right|entitled|option)\b(?!\s+not\b)[^.;]{0,90}?\b(?:terminat|cancel)\w*|"
        r"\b(?:terminated|cancell?ed)\s+(?:\w+\s+){0,4}?by\s+(?:either|any|the|\w+)\b",
        _I,
    ),
)


def subject_of(question: str, *, about_a_policy: bool) -> Subject | None:
    """The subject of a question. Ending counts only where no policy's own words are asked with."""
    for subject in (NOTICES, PARTIES, BEGINNING, TITLE):
        if subject.asked.search(question):
            return subject
    return ENDING if not about_a_policy and ENDING.asked.search(question) else None


def places(
    subject: Subject, document: ContractText, clauses: Sequence[Clause]
) -> list[tuple[int, int, Clause]]:
    """Where it is answered, best first: start and end of the passage, and the clause it begins in."""
    if subject is NOTICES:
        found = _notices(document, clauses)
    elif subject.words is not None:
        found = _spoken(subject.words, clauses)
    else:
        found = _facts(subject, document, clauses)
    return list(dict.fromkeys(found))


def _facts(
    subject: Subject, document: ContractText, clauses: Sequence[Clause]
) -> Iterator[tuple[int, int, Clause]]:
    facts = [fact for fact in document.facts if fact.name.startswith(subject.facts)]
    facts.sort(key=lambda fact: next(n for n, name in enumerate(subject.facts) if fact.name.startswith(name)))
    for fact in facts:
        for clause in clauses:
            if clause.start <= fact.start < clause.end:
                yield clause.start, clause.end, clause
    if subject is PARTIES and not facts:
        yield from (
            (clause.start, clause.end, clause)
            for clause in clauses
            if clause.start < OPENING and _BETWEEN.search(clause.text)
        )


def _notices(document: ContractText, clauses: Sequence[Clause]) -> Iterator[tuple[int, int, Clause]]:
    """The notices clauses, each with the addresses that follow it; those with addresses first."""
    found = []
    for place, clause in enumerate(clauses):
        titled = re.search(r"\bnotices?\b", clause.heading, _I) and not re.search(
            r"renew|terminat", clause.heading, _I
        )
        if not (_NOTICES.search(clause.text) or titled):
            continue
        end, addresses = clause.end, len(_ADDRESS.findall(clause.text))
        for after in clauses[place + 1 : place + 1 + SECTION]:
            if not _ADDRESS.search(after.text) or after.start - end > 200:
                break
            end, addresses = after.end, addresses + 1
        found.append((addresses + 2 * bool(titled), clause.start, end, clause))
    found.sort(key=lambda one: (-one[0], one[1]))
    yield from ((start, end, clause) for _, start, end, clause in found)


def _spoken(words: re.Pattern[str], clauses: Sequence[Clause]) -> Iterator[tuple[int, int, Clause]]:
    hits = [clause for clause in clauses if words.search(clause.text)]
    hits.sort(key=lambda clause: (not re.search(r"terminat|\bterm\b", clause.heading, _I), clause.start))
    yield from ((clause.start, clause.end, clause) for clause in hits)
