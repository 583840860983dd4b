"""A clause as the models see it: its words, its heading, and what stands around it.

Built from the clauses alone. A short mention (a date, a title) lies inside another clause and sees the
words to its left and right there; every other clause sees the ends of its neighbours.
"""

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from extraction.types import Clause

_SIDE = 120  # code points of a neighbour that are looked at
_NEAR = 90  # code points around a mention inside its clause


@dataclass(frozen=True, slots=True)
class View:
    """``position`` is where the clause stands in the contract, 0..1; ``inside`` marks a mention."""

    text: str
    heading: str
    number: str
    before: str
    after: str
    inside: bool
    position: float


def views(clauses: Sequence[Clause]) -> list[View]:
    """One view a clause, in the order given. The neighbours are found by their offsets."""
    hosts = _hosts(clauses)
    starts = [clauses[index].start for index in hosts]
    length = max((clause.end for clause in clauses), default=1)
    rank = {index: place for place, index in enumerate(hosts)}
    made: list[View] = []
    for index, clause in enumerate(clauses):
        place = rank.get(index)
        if place is None:
            host = clauses[hosts[max(0, bisect.bisect_right(starts, clause.start) - 1)]]
            before, after = _around(host, clause)
        else:
            before = clauses[hosts[place - 1]].text[-_SIDE:] if place else ""
            after = clauses[hosts[place + 1]].text[:_SIDE] if place + 1 < len(hosts) else ""
        made.append(
            View(
                " ".join(clause.text.split()),
                clause.heading,
                clause.number,
                _whole_words(before, right=False),
                _whole_words(after, right=True),
                place is None,
                clause.start / max(1, length),
            )
        )
    return made


def _hosts(clauses: Sequence[Clause]) -> list[int]:
    """Indices of the clauses that lie in no other one, by place in the text."""
    order = sorted(range(len(clauses)), key=lambda i: (clauses[i].start, -clauses[i].end))
    hosts: list[int] = []
    reach = -1
    for index in order:
        if clauses[index].end > reach:
            hosts.append(index)
            reach = clauses[index].end
    return hosts


def _around(host: Clause, mention: Clause) -> tuple[str, str]:
    left, right = mention.start - host.start, mention.end - host.start
    return host.text[max(0, left - _NEAR) : max(0, left)], host.text[right : right + _NEAR]


def _whole_words(part: str, *, right: bool) -> str:
    """A cut-off piece without the word that the cut went through, with single spaces."""
    words = part.split()
    if len(part) >= _NEAR and len(words) > 1:
        words = words[:-1] if right else words[1:]
    return " ".join(words)
