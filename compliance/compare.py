"""Two versions of one contract: which clauses are new, changed or gone. Only those need a person again."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from rapidfuzz import fuzz, process

from compliance.precedents import plain
from extraction.types import Clause, ContractText

MOVED = 72  # token similarity (0..100) from which a clause is a new wording of an old one


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
    changes: tuple[ClauseChange, ...]

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
    changes = [_pair(clause, pairs, left) for clause in after]
    used = {change.old for change in changes}
    gone = [clause for clause in left if clause.id not in used]
    removed = [ClauseChange(Change.REMOVED, clause.id, None, 0.0) for clause in gone]
    return Comparison((*changes, *removed))


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


def _pair(clause: Clause, pairs: dict[str, str], left: list[Clause]) -> ClauseChange:
    if clause.id in pairs:
        return ClauseChange(Change.SAME, pairs[clause.id], clause.id, 1.0)
    texts = {one.id: plain(one.text) for one in left}
    best = process.extractOne(plain(clause.text), texts, scorer=fuzz.token_sort_ratio, score_cutoff=MOVED)
    if best is None:
        return ClauseChange(Change.ADDED, None, clause.id, 0.0)
    _, score, old = best
    source = next(one for one in left if one.id == old)
    left.remove(source)
    return ClauseChange(
        Change.CHANGED, source.id, clause.id, round(score / 100, 3), word_changes(source.text, clause.text)
    )


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
