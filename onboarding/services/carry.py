"""What a person decided about an unchanged clause holds for the next version, or is asked again and why.

Only an acceptance is kept, only for the same counterparty, and only while policy, model, judge and severity
are the same and the rules say the same. It is stored as a row with its proof before ``decide`` runs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from onboarding import conf, memory
from onboarding.models import Case, Comparison, EarlierDecision, Finding, ReviewItem
from onboarding.services import audit, facts, versions
from onboarding.workflow.decision import HARMLESS

Why = EarlierDecision.Why
Outcome = ReviewItem.Outcome
SEVERITIES = ("low", "medium", "high", "critical")


@dataclass(frozen=True, slots=True)
class _Wanted:
    finding: Finding
    item: ReviewItem
    why: str
    detail: str

    @property
    def values(self) -> dict[str, object]:
        return {
            "item_id": self.item.pk,
            "subject": facts.finding_subject(self.finding),
            "kept": not self.why,
            "why": self.why,
            "detail": self.detail[:200],
        }


def carry(*, case: Case) -> None:
    """Bring the earlier decisions of the case's agreements up to date. In the caller's transaction."""
    held = {row.finding_id: row for row in memory.earlier_decisions(case)}
    for comparison in memory.comparisons(case):
        if not versions.same_counterparty(case, comparison.earlier.document.case):
            continue
        for wanted in _of(case, comparison):
            row = held.pop(wanted.finding.pk, None)
            if row is None or any(getattr(row, name) != value for name, value in wanted.values.items()):
                EarlierDecision.objects.update_or_create(finding=wanted.finding, defaults=wanted.values)
                _record(case, wanted)
    for row in held.values():
        row.delete()
        data = {"code": row.finding.code, "item": str(row.item_id)}
        audit.record(case=case, actor=audit.SYSTEM, action="earlier_decision_dropped", data=data)


def _record(case: Case, wanted: _Wanted) -> None:
    finding, item = wanted.finding, wanted.item
    data = {
        "code": finding.code,
        "version": finding.version,
        "model": finding.part.model,
        "judge": finding.part.judge,
        "document": str(finding.part.document_id),
        "item": str(item.pk),
        "case": item.case.reference,
        "by": audit.actor_of(item.decided_by),
        "at": item.decided_at.isoformat() if item.decided_at else "",
    }
    if wanted.why:
        audit.record(
            case=case, actor=audit.SYSTEM, action="decision_asked_again", data={**data, "why": wanted.why}
        )
    else:
        audit.record(case=case, actor=audit.SYSTEM, action="decision_kept", data=data)


def _of(case: Case, comparison: Comparison) -> Iterator[_Wanted]:
    part = comparison.part
    pairs = {change["new"]: change["old"] for change in comparison.changes if change["change"] == "same"}
    hosts = {row.key: row for row in part.clauses.filter(key__in=[c["new"] for c in comparison.changes])}
    olds = list(comparison.earlier.findings.exclude(kind="issue").select_related("clause", "part__document"))
    decided = _decided(case, comparison, olds)
    for finding in part.findings.exclude(kind="issue").select_related("clause", "part__document"):
        if finding.severity in HARMLESS:
            continue
        place = next((key for key, row in hosts.items() if _covers(row.start, row.end, finding)), None)
        if place is not None and place not in pairs:
            continue  # the clause is new or changed: it is asked as any other
        old = _same(finding, olds, comparison, pairs.get(place))
        if old is not None and old.pk in decided:
            item = decided[old.pk]
            why, detail = _why(case, finding, old, item, comparison.unsettled.get(place or "", ""))
            yield _Wanted(finding, item, why, detail)


def _covers(start: int, end: int, finding: Finding) -> bool:
    return finding.start is not None and start <= finding.start < end


def _same(
    finding: Finding, olds: list[Finding], comparison: Comparison, old_place: str | None
) -> Finding | None:
    """The finding of the same policy in the same words, else of the same policy on the same clause."""
    alike = [old for old in olds if old.code == finding.code]
    words = facts.words_of(finding)
    same = [old for old in alike if facts.words_of(old) == words]
    if same or old_place is None:
        return same[0] if same else None
    row = comparison.earlier.clauses.get(key=old_place)
    return next((old for old in alike if _covers(row.start, row.end, old)), None)


def _decided(case: Case, comparison: Comparison, olds: list[Finding]) -> dict[int, ReviewItem]:
    """Old finding -> the item where a person decided, through earlier keeping as well."""
    subjects = {facts.finding_subject(old): old.pk for old in olds}
    other = comparison.earlier.document.case_id
    outcomes = (Outcome.ACCEPT, Outcome.ASK_VENDOR)
    items = ReviewItem.objects.filter(case_id=other, subject__in=subjects, outcome__in=outcomes)
    found = {
        row.finding_id: row.item
        for row in EarlierDecision.objects.filter(finding__in=olds, kept=True, item__outcome=Outcome.ACCEPT)
        .select_related("item__decided_by", "item__case")
        .order_by("pk")
    }
    for item in items.select_related("decided_by", "case").order_by("decided_at"):
        found[subjects[item.subject]] = item
    settled = timezone.now() - conf.times().undo  # another case waits until nobody can take it back
    return {
        pk: item
        for pk, item in found.items()
        if item.decided_by_id and item.decided_at and (item.case_id == case.pk or item.decided_at < settled)
    }


def _why(case: Case, finding: Finding, old: Finding, item: ReviewItem, term: str) -> tuple[str, str]:
    """The reason to ask again with what completes it; two empty strings when the decision holds."""
    if item.outcome == Outcome.ASK_VENDOR:
        return Why.SENT_BACK, ""
    if case.requester_id is not None and item.decided_by_id == case.requester_id:
        return Why.FOUR_EYES, ""
    if finding.version != old.version:
        return Why.POLICY_CHANGED, f"{old.version[:8]} → {finding.version[:8]}"
    if finding.part.model != old.part.model:
        return Why.MODEL_CHANGED, f"{old.part.model} → {finding.part.model}"
    if finding.part.judge != old.part.judge:
        return Why.JUDGE_CHANGED, f"{old.part.judge or 'none'} → {finding.part.judge or 'none'}"
    if SEVERITIES.index(finding.severity) > SEVERITIES.index(old.severity):
        return Why.MORE_SEVERE, f"{old.severity} → {finding.severity}"
    if term:
        return Why.TERM_CHANGED, f"“{term}”"
    differs = facts.words_of(finding) != facts.words_of(old) or _rules_say(finding) != _rules_say(old)
    if differs or (finding.kind == "conflict" and finding.reason != old.reason):
        return Why.OTHER_FINDING, ""
    return "", ""


def _rules_say(finding: Finding) -> list[str]:
    """Which checks failed on which terms, and in how many places of the article."""
    return sorted(str(one["note"]) for one in finding.signals if one["signal"] == "rule")
