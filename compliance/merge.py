"""One finding for one problem: what a policy says about neighbouring places, or repeats in one article.

What only the judge saw never stands for what a rule or the encoder found: it would take a finding away.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from compliance.evidence import evidence_for
from compliance.reading import Reading
from compliance.types import Evidence, Finding, FindingKind, Severity, Signal, SignalNote
from extraction.types import Clause

APART = 400  # characters between two quotes that may still be one problem
_JUDGED = frozenset({FindingKind.BREACH, FindingKind.DEVIATION, FindingKind.UNUSUAL})
LONGEST = 1_500  # characters of a joined quote
HEADING = 8  # words up to which a quote in title case is a mere heading
_TITLE = re.compile(r"(?:[A-Z(“\"][\w'’/&)”\"-]*|of|the|and|or|for|to|in|on|by|a|an|;|,|-|–)[.,;:]?")


def merge(reading: Reading, findings: Sequence[Finding]) -> list[Finding]:
    """Fewer findings that say as much; each keeps its own quote, and names the places it stands for too."""
    joined = _neighbours(reading, findings)
    return _repeats(reading, _without_headings(joined))


def _neighbours(reading: Reading, findings: Sequence[Finding]) -> list[Finding]:
    """Join findings of one policy and kind that follow each other in one section; order is kept."""
    sections = {clause.id: clause.section for clause in reading.clauses}
    merged: list[Finding] = []
    last: dict[tuple[str, FindingKind, str | None], int] = {}
    for finding in sorted(findings, key=lambda one: one.evidence.start if one.evidence else -1):
        key = (finding.policy, _kind(finding), sections.get(finding.clause or ""))
        at = last.get(key)
        if at is not None and _one_problem(merged[at].evidence, finding.evidence):
            merged[at] = _join(reading, merged[at], finding)
            continue
        last[key] = len(merged)
        merged.append(finding)
    return merged


def _kind(finding: Finding) -> FindingKind:
    return FindingKind.BREACH if finding.kind in _JUDGED else finding.kind


def _without_headings(findings: Sequence[Finding]) -> list[Finding]:
    """Leave out a finding that quotes a heading alone when its policy has one that quotes a sentence."""
    spoken = {
        (one.policy, _kind(one))
        for one in findings
        if one.evidence and one.source is not Signal.JUDGE and not _mere_heading(one)
    }
    return [one for one in findings if not (_mere_heading(one) and (one.policy, _kind(one)) in spoken)]


def _mere_heading(finding: Finding) -> bool:
    if finding.evidence is None or finding.kind not in _JUDGED:
        return False
    words = finding.evidence.quote.split()
    return len(words) <= HEADING and all(_TITLE.fullmatch(word) for word in words)


def _repeats(reading: Reading, findings: Sequence[Finding]) -> list[Finding]:
    """The same reason under one policy again in the same article: said once, with the other places named.

    What is grave is quoted wherever it stands, so that no text put in front of it takes its place.
    """
    articles = _articles(reading)
    kept: list[Finding] = []
    first: dict[tuple[str, str, str, bool], int] = {}
    others: dict[int, list[Finding]] = {}
    for finding in findings:
        article = articles.get(finding.clause or "")
        grave = finding.severity.rank > Severity.MEDIUM.rank
        if finding.kind not in _JUDGED or article is None or grave:
            kept.append(finding)
            continue
        key = (finding.policy, finding.reason.lower(), article, finding.source is Signal.JUDGE)
        if key in first:
            others.setdefault(first[key], []).append(finding)
        else:
            first[key] = len(kept)
            kept.append(finding)
    for at, again in others.items():
        kept[at] = _with_places(reading, kept[at], again)
    return kept


def _articles(reading: Reading) -> Mapping[str, str]:
    """Clause id -> the outermost section it lies in."""
    parents = {section.id: section.parent for section in reading.document.sections}

    def outermost(section: str) -> str:
        above = parents.get(section)
        return section if above is None else outermost(above)

    return {clause.id: outermost(clause.section) for clause in reading.clauses if clause.section}


def _with_places(reading: Reading, finding: Finding, again: Sequence[Finding]) -> Finding:
    """The finding, and where the same stands too; as grave as the gravest, with all that the judge said."""
    clauses = {clause.id: clause for clause in reading.clauses}
    said = [clauses[one.clause] for one in again if one.clause]
    places = dict.fromkeys(_place(one) for one in said)
    heard = dict.fromkeys(note for one in again for note in one.signals if note.signal is Signal.JUDGE)
    repeated = SignalNote(Signal.RULE, f"repeated {len(again)} times in this article")
    return replace(
        finding,
        severity=max((finding, *again), key=lambda one: one.severity.rank).severity,
        reason=f"{finding.reason} The same stands in {', '.join(places)}.",
        signals=(*finding.signals, *heard, repeated),
    )


def _place(clause: Clause) -> str:
    return f"{clause.number} (page {clause.page})" if clause.number else f"page {clause.page}"


def _one_problem(first: Evidence | None, second: Evidence | None) -> bool:
    if first is None or second is None:
        return False
    return second.start - first.end <= APART and second.end - first.start <= LONGEST


def _join(reading: Reading, first: Finding, second: Finding) -> Finding:
    """The graver one's words first, but a rule's before the judge's; the quote runs over both places; no
    signal is lost."""
    graver, other = (second, first) if _weight(second) > _weight(first) else (first, second)
    assert first.evidence is not None  # seen by _one_problem
    assert second.evidence is not None
    start = min(first.evidence.start, second.evidence.start)
    end = max(first.evidence.end, second.evidence.end)
    reason = graver.reason if other.reason in graver.reason else f"{graver.reason} {other.reason}"
    return replace(
        graver,
        severity=max((graver, other), key=lambda one: one.severity.rank).severity,
        evidence=evidence_for(reading.document, start, end),
        reason=reason,
        signals=tuple(dict.fromkeys((*graver.signals, *other.signals))),
    )


def _weight(finding: Finding) -> tuple[bool, int]:
    return (finding.source is not Signal.JUDGE, finding.severity.rank)
