"""Two versions of one contract: which clauses are new, changed or gone. Only those need a person again."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

from rapidfuzz import fuzz, process

from compliance.precedents import plain
from extraction.types import Clause, ContractText

MOVED = 72  # token similarity (0..100) from which a clause is a new wording of an old one
_DEFINED = re.compile(
    r"[\"“]([A-Z][\w &/-]{1,40})[\"”](?:\s+or\s+[\"“][^\"”]{1,40}[\"”])?\s+"
    r"(?:shall\s+mean|means|has\s+the\s+meaning|refers\s+to|includes)\b"
)


class Change(StrEnum):
    SAME = "same"  # the same words, wherever they stand now
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause of either version. ``old`` and ``new`` are clause ids; ``score`` is the likeness (0..1).

    ``words`` lists what was taken out (``-``) and put in (``+``), for a changed clause.
    """

    change: Change
    old: str | None
    new: str | None
    score: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """``unsettled`` names clauses (new id) whose words stayed but whose defined term (value) now differs."""

    changes: tuple[ClauseChange, ...]
    unsettled: Mapping[str, str] = field(default_factory=dict)

    @property
    def to_review(self) -> tuple[str, ...]:
        """Ids of the new version's clauses that were not in the old one word for word."""
        wanted = {Change.CHANGED, Change.ADDED}
        return tuple(change.new for change in self.changes if change.change in wanted and change.new)

    @property
    def kept(self) -> dict[str, str]:
        """New clause id -> old clause id, for clauses with the same words."""
        return {c.new: c.old for c in self.changes if c.change is Change.SAME and c.new and c.old}


def compare(old: ContractText, new: ContractText) -> Comparison:
    """Every clause of the new version in its order, then the old clauses that are gone.

    Equal means equal words: white space, case, clause numbers and the shape of quotes do not count;
    a digit does.
    """
    before, after = _outer(old), _outer(new)
    pairs = _same(before, after)
    left = [clause for clause in before if clause.id not in pairs.values()]
    texts = {clause.id: plain(clause.text) for clause in left}
    sources = {clause.id: clause for clause in left}
    changes = [_pair(clause, pairs, texts, sources) for clause in after]
    used = {change.old for change in changes}
    gone = [clause for clause in left if clause.id not in used]
    removed = [ClauseChange(Change.REMOVED, clause.id, None, 0.0) for clause in gone]
    terms = _redefined(before, after, (*changes, *removed))
    return Comparison((*changes, *removed), _unsettled(after, changes, terms))


def likeness(old: ContractText, new: ContractText) -> float:
    """The share of clauses that both have word for word, of the shorter one's (0..1); quick to tell."""
    first, second = ({plain(clause.text) for clause in _outer(one)} for one in (old, new))
    return len(first & second) / max(1, min(len(first), len(second)))


def _redefined(
    before: Iterable[Clause], after: Iterable[Clause], changes: Iterable[ClauseChange]
) -> frozenset[str]:
    """Terms that a clause defines which was added, changed or removed."""
    moved = [change for change in changes if change.change is not Change.SAME]
    olds, news = {change.old for change in moved}, {change.new for change in moved}
    texts = [one.text for one in before if one.id in olds] + [one.text for one in after if one.id in news]
    return frozenset(term for text in texts for term in _DEFINED.findall(text))


def _unsettled(
    after: Iterable[Clause], changes: Iterable[ClauseChange], terms: Iterable[str]
) -> dict[str, str]:
    kept = {change.new for change in changes if change.change is Change.SAME}
    found: dict[str, str] = {}
    for term in sorted(terms):
        used = re.compile(rf"\b{re.escape(term)}\b")
        for clause in after:
            if clause.id in kept and used.search(clause.text):
                found.setdefault(clause.id, term)
    return found


def _outer(document: ContractText) -> list[Clause]:
    """The clauses that lie in no other."""
    kept: list[Clause] = []
    for clause in sorted(document.clauses, key=lambda one: (one.start, -one.end)):
        if not kept or clause.end > kept[-1].end:
            kept.append(clause)
    return kept


def _same(before: list[Clause], after: list[Clause]) -> dict[str, str]:
    """New id -> old id for equal words, each old clause used once, in order."""
    places: dict[str, list[str]] = {}
    for clause in before:
        places.setdefault(plain(clause.text), []).append(clause.id)
    pairs: dict[str, str] = {}
    for clause in after:
        same = places.get(plain(clause.text))
        if same:
            pairs[clause.id] = same.pop(0)
    return pairs


def _pair(
    clause: Clause, pairs: Mapping[str, str], texts: dict[str, str], sources: Mapping[str, Clause]
) -> ClauseChange:
    """The clause with its old wording; ``texts`` (old id -> words) loses what is used."""
    if clause.id in pairs:
        return ClauseChange(Change.SAME, pairs[clause.id], clause.id, 1.0)
    best = process.extractOne(plain(clause.text), texts, scorer=fuzz.token_sort_ratio, score_cutoff=MOVED)
    if best is None:
        return ClauseChange(Change.ADDED, None, clause.id, 0.0)
    _, score, old = best
    del texts[old]
    words = word_changes(sources[old].text, clause.text)
    return ClauseChange(Change.CHANGED, old, clause.id, round(score / 100, 3), words)


def word_changes(old: str, new: str) -> tuple[str, ...]:
    """What was taken out and put in, in order: ``("- thirty", "+ ninety")``."""
    first, second = re.findall(r"\S+", old), re.findall(r"\S+", new)
    found: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag in {"replace", "delete"}:
            found.append("- " + " ".join(first[i1:i2]))
        if tag in {"replace", "insert"}:
            found.append("+ " + " ".join(second[j1:j2]))
    return tuple(found)
