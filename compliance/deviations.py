"""Wording unlike our position where no number breaks a rule: what the encoder and the examples say.

A deviation needs two things: the clause belongs to the policy by the encoder's score, and it either binds
the side that must not be bound, or reads like the policy's bad examples and unlike its good ones.
"""

import re
from collections.abc import Iterable, Set

import numpy as np

from compliance.breaches import encoder_note, quote
from compliance.policies import Policy
from compliance.reading import Reading
from compliance.retrieval import Embedder, HashEmbedder
from compliance.terms import Side, View
from compliance.terms.negation import negated
from compliance.terms.roles import actor
from compliance.types import Finding, FindingKind, Severity, Signal, SignalNote

ALIKE = 0.62  # cosine to a bad example from which a clause reads like it
SURE = 0.6  # encoder score from which a clause is of the policy's kind without any other sign
MARGIN = 0.12  # and by which it must be nearer to the bad than to any good one
_DUTY = re.compile(
    r"\b(?:shall|will|must|agrees?\s+(?:to|that)|may\s+not|is\s+obligated|undertakes)\b", re.IGNORECASE
)
_RIGHT = re.compile(
    r"\s+(?:only\s+)?(?:be\s+(?:entitled|permitted|allowed|free)|have\s+(?:the|a|an)\s+(?:\w+\s+)?(?:right|option)s?)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s+not\s+(?:be\s+)?unreasonabl", re.IGNORECASE)  # how a consent is to be given
_GIVEN = re.compile(r"\b(?:appoints?|grants?|licenses)\b", re.IGNORECASE)


def deviation_findings(
    reading: Reading, taken: Set[tuple[str, int]], embedder: Embedder | None = None
) -> list[Finding]:
    """Deviations on clauses where no rule of the same policy has spoken (``taken``: policy id, position)."""
    found: list[Finding] = []
    for policy in reading.playbook.policies:
        places = [row for row in _scored(reading, policy) if (policy.id, row) not in taken]
        sure = [row for row in places if policy.presence and reading.score(row, policy) >= SURE]
        bound = [row for row in sure if bound_side(reading.view(row)) in policy.presence]
        found += [_bound(reading, policy, row) for row in bound]
        found += _alike(reading, policy, [row for row in places if row not in bound], embedder)
    return found


def _scored(reading: Reading, policy: Policy) -> list[int]:
    rows = {reading.host_of[row] for name in policy.categories for row in reading.scores.above(name)}
    return sorted(rows)


def bound_side(view: View) -> Side:
    """The side that the first duty binds; unknown when it is denied, comes with a grant to us, or is none."""
    match = next((m for m in _DUTY.finditer(view.text) if not _ASIDE.match(view.text, m.end())), None)
    if match is None or _RIGHT.match(view.text, match.end()) or negated(view.text, match.start(), 40):
        return Side.UNKNOWN
    given = _GIVEN.search(view.text, 0, match.start())
    if given and actor(view.mentions, given.start()) is Side.THEIRS:
        return Side.UNKNOWN
    return actor(view.mentions, match.start())


def _bound(reading: Reading, policy: Policy, row: int) -> Finding:
    position = _first(policy.preferred)
    reason = f"This reads as a clause on {policy.title.lower()} that binds us. Our position: {position}"
    note = SignalNote(Signal.RULE, "the clause's duty is ours")
    return _finding(reading, policy, row, reason, note)


def _alike(reading: Reading, policy: Policy, rows: list[int], embedder: Embedder | None) -> Iterable[Finding]:
    if not rows:
        return
    vectors = (embedder or HashEmbedder()).embed(
        [
            *policy.examples_bad,
            *policy.examples_ok,
            policy.preferred,
            *(reading.clauses[row].text for row in rows),
        ]
    )
    bad, good = len(policy.examples_bad), len(policy.examples_bad) + len(policy.examples_ok) + 1
    near = vectors[good:] @ vectors[:good].T
    for row, similar in zip(rows, near, strict=True):
        worst, best = float(np.max(similar[:bad])), float(np.max(similar[bad:]))
        if worst >= ALIKE and worst >= best + MARGIN:
            refused = _first(policy.walk_away)
            reason = f"The wording is close to what we refuse on {policy.title.lower()}: {refused}"
            yield _finding(
                reading, policy, row, reason, SignalNote(Signal.ENCODER, "like a refused example", worst)
            )


def _first(section: str) -> str:
    return re.split(r"(?<=\.)\s", section, maxsplit=1)[0]


def _finding(reading: Reading, policy: Policy, row: int, reason: str, note: SignalNote) -> Finding:
    encoder = encoder_note(reading, row, policy)
    return Finding(
        kind=FindingKind.DEVIATION,
        policy=policy.id,
        version=policy.version,
        category=max(policy.categories, key=lambda category: reading.scores.of(row, category)),
        severity=min(policy.severity, Severity.MEDIUM, key=lambda severity: severity.rank),
        source=Signal.ENCODER,
        evidence=quote(reading, row),
        reason=reason,
        suggestion=policy.fallback_wording,
        clause=reading.clauses[row].id,
        signals=(note, encoder),
        owner=policy.owner,
    )
