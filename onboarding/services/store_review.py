"""Writing a contract's review: categories of clauses, findings with quotes, coverage. Computes nothing."""

from dataclasses import asdict, dataclass
from typing import Any

from compliance.types import ContractReview
from compliance.types import Finding as Found
from extraction.types import ContractText
from onboarding.models import Clause, Finding, Part, ReviewItem
from onboarding.services.facts import finding_subject, words_of

LIKELY = 0.005  # a category less likely than this is not kept with a clause


class QuoteMismatch(Exception):
    """A finding whose quote does not stand at its place: a fault of an engine, never shown to people."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Codes of the findings that only the new review has, and that only the replaced one had."""

    appeared: tuple[str, ...]
    gone: tuple[str, ...]


def save_review(part: Part, text: ContractText, review: ContractReview) -> Difference:
    """Store the review of one agreement, replacing an earlier one. Raises QuoteMismatch before writing."""
    for finding in review.findings:
        _gate(text, finding)
    before = _named(part)
    clauses = {clause.key: clause for clause in part.clauses.all()}
    scored = []
    for one in review.clauses:
        likely = {name: round(float(score), 4) for name, score in one.scores.items() if score >= LIKELY}
        if likely and one.id[:40] in clauses:
            clause = clauses[one.id[:40]]
            limits = review.thresholds
            clause.scores = likely
            clause.categories = {
                name: score for name, score in likely.items() if score >= limits.get(name, 0)
            }
            scored.append(clause)
    Clause.objects.bulk_update(scored, ["categories", "scores"], batch_size=500)
    part.findings.exclude(kind="issue").delete()
    Finding.objects.bulk_create(_finding(part, finding, clauses) for finding in review.findings)
    _link_again(part)
    part.coverage = {name: asdict(found) for name, found in review.coverage.items()}
    part.notes = list(review.notes)
    part.model = f"{review.model.name} {review.model.version}"[:120]
    part.playbook_version = review.playbook_version
    part.judge = review.judge[:400]
    part.thresholds = dict(review.thresholds)
    part.save(update_fields=["coverage", "notes", "model", "playbook_version", "judge", "thresholds"])
    after = _named(part)
    return Difference(
        tuple(sorted(after[key] for key in after.keys() - before.keys())),
        tuple(sorted(before[key] for key in before.keys() - after.keys())),
    )


def _named(part: Part) -> dict[tuple[str, str], str]:
    """The findings by policy and words, whatever the version of the policy."""
    rows = part.findings.exclude(kind="issue")
    return {(finding.code, words_of(finding)): finding.code for finding in rows}


def _link_again(part: Part) -> None:
    """Items that ask about a finding which was found again show the new row."""
    items = ReviewItem.objects.filter(case_id=part.document.case_id, finding=None, document=part.document)
    for finding in part.findings.exclude(kind="issue").select_related("part__document"):
        items.filter(subject=finding_subject(finding)).update(finding=finding)


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
        considered=[asdict(near) for near in found.considered],
        owner=found.owner[:12],
        **place,
    )
