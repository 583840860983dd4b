"""A contract against the playbook: scores, rules, judge, gate.

Rules set the floor; the encoder and the judge may only add. No finding leaves without its exact quote.
"""

import time
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from compliance.asked import is_whole
from compliance.breaches import breach_findings
from compliance.conflicts import conflict_findings
from compliance.considered import with_considered
from compliance.context import ReviewContext
from compliance.coverage import coverage_map
from compliance.deviations import deviation_findings
from compliance.evidence import gate
from compliance.injection import scan
from compliance.judge import Judge, NullJudge
from compliance.merge import merge
from compliance.missing import missing_findings
from compliance.novelty import novelty_findings
from compliance.policies import Playbook
from compliance.reading import Reading, Scores
from compliance.second_opinion import ask_judge
from compliance.types import ContractReview, Finding, ModelInfo, ScoredClause
from compliance.unreadable import unreadable_findings
from extraction.types import ContractText

if TYPE_CHECKING:  # the model's libraries are loaded by who asks for the model
    from compliance.classifier import Classifier

_NULL = NullJudge()
_NO_CONTEXT = ReviewContext()


def review_contract(
    document: ContractText,
    *,
    classifier: "Classifier",
    playbook: Playbook,
    judge: Judge = _NULL,
    context: ReviewContext = _NO_CONTEXT,
) -> ContractReview:
    """Judge every clause; return findings in the order of the text, the coverage map and the scores.

    Missing protections come last. Without a judge everything works on rules and encoder alone.
    """
    started = time.perf_counter()
    limits = {**classifier.thresholds, **context.thresholds}
    scores = Scores(classifier.categories, limits, classifier.scores(document.clauses))
    reading = Reading(document, playbook, context, scores)
    found = _rule_findings(reading)
    asked = ask_judge(judge, reading, found)
    kept, stopped = gate(document, merge(reading, asked.findings))
    notes = [*asked.notes]
    if stopped:
        notes.append(f"{stopped} findings were dropped because their quote is not in the text.")
    if not is_whole(reading):
        notes.append("Missing protections were not looked for: this reads as a part of another agreement.")
    if not reading.roles.sure:
        notes.append("The parties clause does not say which side is the vendor; general words were used.")
    return ContractReview(
        clauses=_scored(reading),
        findings=tuple(sorted(with_considered(reading, kept), key=_order)),
        coverage=coverage_map(reading),
        model=ModelInfo(classifier.name, classifier.version + context.adjusted),
        playbook_version=playbook.version,
        notes=tuple(notes),
        thresholds=limits,
        seconds=round(time.perf_counter() - started, 3),
        judge=judge.version,
    )


def _rule_findings(reading: Reading) -> list[Finding]:
    found = breach_findings(reading)
    ids = {clause.id: position for position, clause in enumerate(reading.clauses)}
    taken = {(finding.policy, ids[finding.clause]) for finding in found if finding.clause}
    found += deviation_findings(reading, taken)
    found += novelty_findings(reading, {ids[finding.clause] for finding in found if finding.clause})
    found += conflict_findings(reading)
    found += missing_findings(reading)
    found += unreadable_findings(reading)
    found += _pinned(reading.playbook, scan(reading.document))
    return found


def _pinned(playbook: Playbook, findings: Iterable[Finding]) -> list[Finding]:
    """Findings made elsewhere, with the version of their policy where the playbook has one."""
    policies = {policy.id: policy for policy in playbook.policies}
    return [
        replace(finding, version=policies[finding.policy].version) if finding.policy in policies else finding
        for finding in findings
    ]


def _order(finding: Finding) -> tuple[bool, int, int, str]:
    start = finding.evidence.start if finding.evidence else 0
    return (finding.evidence is None, start, -finding.severity.rank, finding.policy)


def _scored(reading: Reading) -> tuple[ScoredClause, ...]:
    scores = reading.scores
    limits = np.array([scores.threshold(category) for category in scores.categories], dtype=np.float32)
    rows = []
    for clause, row in zip(reading.clauses, scores.table, strict=True):
        keep = range(len(row)) if reading.context.all_scores else np.flatnonzero(row >= limits)
        rows.append(ScoredClause(clause.id, {scores.categories[i]: round(float(row[i]), 4) for i in keep}))
    return tuple(rows)
