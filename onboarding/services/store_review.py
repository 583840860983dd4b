"""Writing a contract's review: categories of clauses, findings with quotes, coverage. Computes nothing."""

from dataclasses import asdict
from typing import Any

from compliance.types import ContractReview
from compliance.types import Finding as Found
from extraction.types import ContractText
from onboarding.models import Case, Clause, Finding, ModelUsage, Part
from onboarding.wiring import Usage


class QuoteMismatch(Exception):
    """A finding whose quote does not stand at its place: a fault of an engine, never shown to people."""


def save_review(part: Part, text: ContractText, review: ContractReview) -> None:
    """Store the review of one agreement, replacing an earlier one. Raises QuoteMismatch before writing."""
    for finding in review.findings:
        _gate(text, finding)
    clauses = {clause.key: clause for clause in part.clauses.all()}
    scored = []
    for one in review.clauses:
        if one.scores and one.id[:40] in clauses:
            clause = clauses[one.id[:40]]
            clause.categories = {name: round(float(score), 4) for name, score in one.scores.items()}
            scored.append(clause)
    Clause.objects.bulk_update(scored, ["categories"], batch_size=500)
    part.findings.exclude(kind="issue").delete()
    Finding.objects.bulk_create(_finding(part, finding, clauses) for finding in review.findings)
    part.coverage = {name: asdict(found) for name, found in review.coverage.items()}
    part.notes = list(review.notes)
    part.model = f"{review.model.name} {review.model.version}"[:120]
    part.playbook_version = review.playbook_version
    part.save(update_fields=["coverage", "notes", "model", "playbook_version"])


def _gate(text: ContractText, finding: Found) -> None:
    evidence = finding.evidence
    if evidence is not None and text.text[evidence.start : evidence.end] != evidence.quote:
        raise QuoteMismatch(f"{finding.policy} at {evidence.start}")


def _finding(part: Part, found: Found, clauses: dict[str, Clause]) -> Finding:
    evidence = found.evidence
    place: dict[str, Any] = {}
    if evidence is not None:
        place = {
            "quote": evidence.quote,
            "start": evidence.start,
            "end": evidence.end,
            "page": evidence.page,
            "boxes": [[page, list(box)] for page, box in evidence.boxes],
        }
    return Finding(
        part=part,
        kind=found.kind.value,
        code=found.policy,
        version=found.version,
        category=found.category,
        severity=found.severity.value,
        source=found.source.value,
        clause=clauses.get((found.clause or "")[:40]),
        reason=found.reason,
        suggestion=found.suggestion,
        signals=[
            {"signal": note.signal.value, "note": note.note, "score": note.score} for note in found.signals
        ],
        owner=found.owner[:12],
        **place,
    )


def save_usage(case: Case, usage: tuple[Usage, ...]) -> None:
    ModelUsage.objects.bulk_create(
        ModelUsage(
            case=case,
            purpose=one.purpose[:60],
            model=one.model[:120],
            tokens_in=one.tokens_in,
            tokens_out=one.tokens_out,
            cost=one.cost,
            milliseconds=one.milliseconds,
            outcome=one.outcome[:40],
            sent_digest=one.sent_digest,
        )
        for one in usage
    )
