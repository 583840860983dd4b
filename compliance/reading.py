"""A contract made ready for judging: scores, roles, per clause its terms and the policies it may concern."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from compliance.context import ReviewContext
from compliance.cues import CueIndex
from compliance.paper_kind import Papers, paper_kind
from compliance.policies import Playbook, Policy
from compliance.terms import Roles, Term, View, read_terms, roles_of
from extraction.types import Clause, ContractText, Section

_LEADERS = re.compile(r"(?:\.\s?){6,}")  # the dots of a table of contents
AFTER = 400  # characters of it that stand behind and may go on about the same
BEFORE = 600  # characters of the section that stand before a clause and may say what it is about


@dataclass(frozen=True)
class Scores:
    """Calibrated scores (n clauses x categories, 0..1) with each category's threshold."""

    categories: tuple[str, ...]
    thresholds: Mapping[str, float]
    table: NDArray[np.float32]

    @cached_property
    def _column(self) -> Mapping[str, int]:
        return {category: column for column, category in enumerate(self.categories)}

    def knows(self, category: str) -> bool:
        return category in self._column

    def of(self, clause: int, category: str) -> float:
        """The score of a clause (by position) in a category, 0.0 for a category the model does not know."""
        column = self._column.get(category)
        return 0.0 if column is None else float(self.table[clause, column])

    def threshold(self, category: str) -> float:
        return float(self.thresholds.get(category, 0.5))

    def above(self, category: str) -> list[int]:
        """Positions of the clauses at or above the threshold, in the order of the text."""
        column = self._column.get(category)
        if column is None:
            return []
        return [int(row) for row in np.flatnonzero(self.table[:, column] >= self.threshold(category))]

    def best(self, category: str) -> tuple[float, int | None]:
        """The best score of any clause and its position; (0.0, None) when there is none."""
        column = self._column.get(category)
        if column is None or not len(self.table):
            return 0.0, None
        row = int(np.argmax(self.table[:, column]))
        return float(self.table[row, column]), row


@dataclass(frozen=True)
class Reading:
    """One contract under review. Clauses are named by their position in ``document.clauses``."""

    document: ContractText
    playbook: Playbook
    context: ReviewContext
    scores: Scores
    _terms: dict[int, tuple[Term, ...]] = field(default_factory=dict, repr=False)

    @property
    def clauses(self) -> Sequence[Clause]:
        return self.document.clauses

    @cached_property
    def roles(self) -> Roles:
        return roles_of(
            self.document, our_names=self.context.our_names, vendor_names=self.context.vendor_names
        )

    @cached_property
    def papers(self) -> Papers:
        return paper_kind(self.document)

    @cached_property
    def _sections(self) -> Mapping[str, Section]:
        return {section.id: section for section in self.document.sections}

    def heading(self, position: int) -> str:
        """The clause's heading with those of the sections above it: "Fees / Late payment"."""
        clause = self.clauses[position]
        names = [clause.heading]
        section = self._sections.get(clause.section or "")
        while section is not None and section.parent is not None:
            section = self._sections.get(section.parent)
            if section is not None and section.heading:
                names.insert(0, section.heading)
        return " / ".join(dict.fromkeys(filter(None, names)))

    def view(self, position: int) -> View:
        clause = self.clauses[position]
        section = self._sections.get(clause.section or "")
        start = max(section.start if section else clause.start, clause.start - BEFORE)
        before = self.document.text[start : clause.start] if start < clause.start else ""
        stop = min(section.end if section else clause.end, clause.end + AFTER)
        after = self.document.text[clause.end : stop]
        return View(clause.text, self.roles, self.heading(position), before, after)

    def terms(self, position: int) -> tuple[Term, ...]:
        """What a clause says; read once."""
        if position not in self._terms:
            self._terms[position] = read_terms(self.view(position))
        return self._terms[position]

    @cached_property
    def host_of(self) -> Sequence[int]:
        """For each clause the position of the clause it lies in (a date or a title lies inside another)."""
        order = sorted(
            range(len(self.clauses)), key=lambda row: (self.clauses[row].start, -self.clauses[row].end)
        )
        hosts, last = list(range(len(self.clauses))), -1
        for row in order:
            if last >= 0 and self.clauses[row].end <= self.clauses[last].end:
                hosts[row] = last
            else:
                last = row
        return hosts

    @cached_property
    def hosts(self) -> Sequence[int]:
        """The clauses that lie in no other, in the order of the text."""
        return sorted(set(self.host_of), key=lambda row: self.clauses[row].start)

    @cached_property
    def _starts(self) -> list[int]:
        return [self.clauses[row].start for row in self.hosts]

    def at(self, offset: int) -> int | None:
        """The position of the clause that covers a character of the text."""
        place = bisect_right(self._starts, offset) - 1
        if place < 0 or offset >= self.clauses[self.hosts[place]].end:
            return None
        return self.hosts[place]

    @cached_property
    def cued(self) -> Mapping[str, frozenset[int]]:
        """Policy id -> clauses that use its cue words."""
        return {policy.id: frozenset(self._hits(policy)) for policy in self.playbook.policies}

    @cached_property
    def _index(self) -> CueIndex:
        return CueIndex(self.document.text)

    def _hits(self, policy: Policy) -> Iterable[int]:
        for cue in policy.cues:
            for offset in self._index.offsets(cue):
                position = self.at(offset)
                if position is not None:
                    yield position

    @cached_property
    def headed(self) -> Mapping[str, frozenset[int]]:
        """Policy id -> clauses whose heading uses its cue words."""
        by_heading: dict[str, list[int]] = defaultdict(list)
        for position in self.hosts:
            by_heading[self.heading(position)].append(position)
        found: dict[str, frozenset[int]] = {}
        index = {heading: CueIndex(heading) for heading in by_heading if heading}
        for policy in self.playbook.policies:
            hits = [h for h, words in index.items() if words.has_any(policy.cues)]
            found[policy.id] = frozenset(position for heading in hits for position in by_heading[heading])
        return found

    def candidates(self, policy: Policy) -> list[int]:
        """The clauses that a policy speaks about: by score, by its cue words, or by a heading with them."""
        scored = {self.host_of[row] for name in policy.categories for row in self.scores.above(name)}
        found = scored | self.cued[policy.id] | self.headed[policy.id]
        return sorted(row for row in found if not _LEADERS.search(self.clauses[row].text))

    def score(self, position: int, policy: Policy) -> float:
        """The clause's best score in any category of the policy."""
        return max((self.scores.of(position, category) for category in policy.categories), default=0.0)

    def neighbours(self, position: int, reach: int = 6) -> Sequence[int]:
        """The clause with up to ``reach`` clauses before and after it."""
        place = bisect_right(self._starts, self.clauses[self.host_of[position]].start) - 1
        return self.hosts[max(0, place - reach) : place + reach + 1]

    def surroundings(self, position: int) -> str:
        """The clause with its neighbours of the same section: about one paragraph."""
        clause = self.clauses[position]
        near = [self.clauses[row] for row in self.neighbours(position)]
        near = [one for one in near if one.section == clause.section and abs(one.start - clause.start) < 1200]
        near = near or [clause]
        return self.document.text[min(one.start for one in near) : max(one.end for one in near)]
