"""Keeping what counsel decided about a clause, so that the same words are recognised later."""

from django.db import transaction
from django.db.models import QuerySet

from onboarding import judging
from onboarding.models import Finding, Precedent, ReviewItem
from onboarding.services import audit

TOLD = 2_000  # decisions, the newest, that a judge may hear of
OUTCOMES = {"accept": "accepted", "ask_vendor": "sent back to be changed", "reject": "refused"}


def keep(*, item: ReviewItem) -> None:
    """Keep a decision about a finding of an agreement, in the caller's transaction."""
    finding = item.finding
    if finding is None or finding.kind == "issue" or item.decided_by is None or item.decided_at is None:
        return
    known = judging.fingerprint(finding.quote or f"{finding.kind} {finding.code}")
    Precedent.objects.update_or_create(
        item=item,
        defaults={
            "case_id": item.case_id,
            "kind": finding.kind,
            "policy": finding.code,
            "version": finding.version,
            "model": finding.part.model,
            "category": finding.category,
            "source": finding.source,
            "severity": finding.severity,
            "score": _score(finding),
            "outcome": item.outcome,
            "reason_code": item.reason_code,
            "note": item.note,
            "who": item.decided_by,
            "decided_at": item.decided_at,
            "quote": finding.quote,
            "words": known.words,
            "figures": known.figures,
            "length": len(known.plain),
        },
    )


def _score(finding: Finding) -> float | None:
    """The encoder's score for the finding's category: of its clause, or of the best one."""
    if finding.clause is not None:
        scores: dict[str, float] = finding.clause.scores
        return scores.get(finding.category)
    covered = finding.part.coverage.get(finding.category)
    return float(covered["score"]) if covered and finding.kind == "missing" else None


def forget(*, item: ReviewItem) -> None:
    """The decision was taken back."""
    Precedent.objects.filter(item=item).delete()


def forgotten() -> QuerySet[ReviewItem]:
    """Decided items about a finding of an agreement that are not remembered. What has lost its finding since
    (judged again, purged) cannot be."""
    decided = ReviewItem.objects.filter(outcome__in=OUTCOMES, decided_by__isnull=False, precedent=None)
    return decided.filter(decided_at__isnull=False, finding__isnull=False).exclude(finding__kind="issue")


def remember(*, actor: str) -> int:
    """Remember every forgotten decision; returns how many."""
    wanted = forgotten().select_related("finding__part", "finding__clause", "decided_by")
    count = 0
    with transaction.atomic():
        for item in wanted.order_by("decided_at").iterator():
            keep(item=item)
            count += 1
        if count:
            audit.record(case=None, actor=actor, action="decisions_remembered", data={"count": count})
    return count


def for_judge() -> tuple[judging.Precedent, ...]:
    """The newest decisions about words, as a judge may hear of them: by role, never by name."""
    rows = Precedent.objects.exclude(quote="").order_by("-decided_at")[:TOLD]
    return tuple(
        judging.Precedent(
            text=row.quote,
            policy=row.policy,
            outcome=OUTCOMES[row.outcome],
            who="a reviewer",
            when=row.decided_at.date(),
            why=row.note or row.reason_code.replace("_", " "),
            category=row.category,
        )
        for row in rows
    )
