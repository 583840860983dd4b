"""One finding for one problem: the same policy on neighbouring clauses of one section is said once."""

from collections.abc import Sequence
from dataclasses import replace

from compliance.evidence import evidence_for
from compliance.reading import Reading
from compliance.types import Evidence, Finding, FindingKind

APART = 400  # characters between two quotes that may still be one problem
_JUDGED = frozenset({FindingKind.BREACH, FindingKind.DEVIATION, FindingKind.UNUSUAL})
LONGEST = 1_500  # characters of a joined quote


def merge(reading: Reading, findings: Sequence[Finding]) -> list[Finding]:
    """Join findings of one policy and kind that follow each other in one section; order is kept."""
    sections = {clause.id: clause.section for clause in reading.clauses}
    merged: list[Finding] = []
    last: dict[tuple[str, FindingKind, str | None], int] = {}
    for finding in sorted(findings, key=lambda one: one.evidence.start if one.evidence else -1):
        judged = FindingKind.BREACH if finding.kind in _JUDGED else finding.kind
        key = (finding.policy, judged, sections.get(finding.clause or ""))
        at = last.get(key)
        if at is not None and _one_problem(merged[at].evidence, finding.evidence):
            merged[at] = _join(reading, merged[at], finding)
            continue
        last[key] = len(merged)
        merged.append(finding)
    return merged


def _one_problem(first: Evidence | None, second: Evidence | None) -> bool:
    if first is None or second is None:
        return False
    return second.start - first.end <= APART and second.end - first.start <= LONGEST


def _join(reading: Reading, first: Finding, second: Finding) -> Finding:
    """The graver one's words first; the quote runs over both places; no signal is lost."""
    graver, other = (second, first) if second.severity.rank > first.severity.rank else (first, second)
    assert first.evidence is not None  # seen by _one_problem
    assert second.evidence is not None
    start = min(first.evidence.start, second.evidence.start)
    end = max(first.evidence.end, second.evidence.end)
    reason = graver.reason if other.reason in graver.reason else f"{graver.reason} {other.reason}"
    return replace(
        graver,
        evidence=evidence_for(reading.document, start, end),
        reason=reason,
        signals=tuple(dict.fromkeys((*graver.signals, *other.signals))),
    )
