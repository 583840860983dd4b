"""From facts to what happens next: one transaction that decides, writes why, and does it."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from onboarding import conf
from onboarding.models import Case, Decision, Requirement, ReviewItem, StepRun
from onboarding.services import (
    audit,
    carry,
    crash,
    erp_push,
    facts,
    leases,
    notifications,
    transitions,
    versions,
)
from onboarding.services.secondpair import needs_second
from onboarding.workflow import decision as rules
from onboarding.workflow.decision import Ending, Reason
from onboarding.workflow.facts import RULES_VERSION
from onboarding.workflow.states import State

UNDECIDED = frozenset({State.ACTIVE, State.WITHDRAWN, State.REJECTED, State.FAILED})


def advance(run: StepRun) -> None:
    """Decide about the case of ``run`` and act on it."""
    with transaction.atomic():
        case = transitions.locked(run.case_id)
        if State(case.state) not in UNDECIDED:
            versions.ask(case=case)
            carry.carry(case=case)
            _act(case, decide(case))
        leases.complete(run)
        crash.point("advance.before_commit")


def decide(case: Case) -> Decision:
    """Decide from the facts as they are; stored with its facts unless nothing changed."""
    found = facts.of(case)
    result = rules.decide(found)
    plain = facts.to_json(found)
    digest = hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()
    last = case.decisions.last()
    if last is not None and last.facts_digest == digest and last.rules_version == RULES_VERSION:
        return last
    return Decision.objects.create(
        case=case,
        outcome=result.outcome,
        reasons=[reason_json(reason) for reason in result.reasons],
        facts=plain,
        facts_digest=digest,
        rules_version=RULES_VERSION,
    )


def reason_json(reason: Reason) -> dict[str, object]:
    place = reason.place
    return {
        "code": reason.code,
        "ends_in": reason.ends_in.value,
        "subject": reason.subject,
        "text": reason.text,
        "severity": reason.severity,
        "queue": reason.queue,
        "requirement": reason.requirement,
        "document": place.document,
        "finding": place.finding,
        "field": place.field,
        "page": place.page,
        "box": list(place.box) if place.box else None,
    }


def _act(case: Case, stored: Decision) -> None:
    decision = rules.decide(facts.from_json(stored.facts))
    now = timezone.now()
    _requirements(case, decision.reasons, now)
    if decision.outcome is not Ending.WAIT:
        _reviews(case, rules.due_reviews(decision), now)
    if case.state == State.APPROVED and decision.outcome is not Ending.REJECT:
        return  # the hand-off is under way; only an undo takes it back
    to = rules.STATE_OF[decision.outcome]
    data = {"decision": stored.pk, "reasons": sorted({reason.code for reason in decision.reasons})[:20]}
    by_people = case.items.exclude(decided_by=None).exists()
    if to == State.APPROVED:
        Case.objects.filter(pk=case.pk).update(automatic=not by_people)
    transitions.settle(case=case, to=to, actor=audit.SYSTEM, data=data)
    _announce(case, decision, now, by_people=by_people)


def _announce(case: Case, decision: rules.Decision, now: datetime, *, by_people: bool) -> None:
    undo = now + conf.times().undo if by_people else now
    if decision.outcome is Ending.APPROVE:
        erp_push.queue_push(case=case, not_before=undo)
    elif decision.outcome is Ending.REJECT:
        notifications.queue_mail(
            case=case, template="rejected", occasion=str(case.decisions.count()), not_before=undo
        )
    elif decision.outcome is Ending.ASK_VENDOR:
        asked = [one for one in decision.reasons if one.ends_in is Ending.ASK_VENDOR]
        occasion = hashlib.sha256("|".join(sorted(one.subject for one in asked)).encode()).hexdigest()[:16]
        person_asks = any(one.code == "asked" for one in asked)
        notifications.queue_mail(
            case=case,
            template="requirement",
            occasion=occasion,
            context={"problems": [one.text for one in asked]},
            not_before=undo if person_asks else now,
        )


def _requirements(case: Case, reasons: Iterable[Reason], now: datetime) -> None:
    """Each requirement shows the first thing that is wrong with it, or that it is done."""
    errors: dict[str, Reason] = {}
    due: set[str] = set()
    waiting = False
    for reason in reasons:
        if reason.ends_in is Ending.ASK_VENDOR:
            errors.setdefault(reason.requirement, reason)
        elif reason.ends_in is Ending.COLLECT:
            due.add(reason.requirement)
        waiting = waiting or reason.ends_in is Ending.WAIT
    for kind in Requirement.LATER.keys() & errors.keys():
        wanted = {"why": Requirement.LATER[kind], "due_at": now + conf.times().due}
        Requirement.objects.get_or_create(case=case, kind=kind, defaults=wanted)
    if "file" not in errors:
        case.requirements.filter(kind="file").delete()  # sent again: there is nothing to be owed any more
    for requirement in case.requirements.all():
        _requirement(requirement, errors.get(requirement.kind), due, now, waiting=waiting)


def _requirement(
    row: Requirement, error: Reason | None, due: set[str], now: datetime, *, waiting: bool
) -> None:
    status = Requirement.Status
    if error is not None:
        row.status, row.code, row.message = status.ERROR, error.code[:60], error.text[:1000]
        row.document_id = error.place.document or None
        row.page, row.box = error.place.page, list(error.place.box) if error.place.box else None
    else:
        row.code = row.message = ""
        row.document = row.page = row.box = None
        row.status = status.DUE if row.kind in due else status.SATISFIED
        if waiting and row.status == status.DUE:
            row.status = status.CHECKING
    row.changed_at = now
    row.save()


def _reviews(case: Case, reasons: Iterable[Reason], now: datetime) -> None:
    """One open item for each reason; open items whose reason is gone are closed as no longer needed."""
    wanted = {reason.subject[:120]: reason for reason in reasons}
    held = {item.subject: item for item in case.items.filter(outcome="")}
    for subject, reason in wanted.items():
        if subject not in held:
            item = _open(case, subject, reason, now)
            data = {"item": str(item.pk), "queue": item.queue, "code": item.code}
            audit.record(case=case, actor=audit.SYSTEM, action="review_opened", data=data)
    for subject, item in held.items():
        if subject not in wanted:
            ReviewItem.objects.filter(pk=item.pk, outcome="").update(
                outcome=ReviewItem.Outcome.OBSOLETE, decided_at=now, claimed_by=None, claimed_until=None
            )
            audit.record(case=case, actor=audit.SYSTEM, action="review_closed", data={"item": str(item.pk)})


def _open(case: Case, subject: str, reason: Reason, now: datetime) -> ReviewItem:
    return ReviewItem.objects.create(
        case=case,
        queue=reason.queue,
        code=reason.code[:80],
        subject=subject,
        reason=reason.text,
        severity=reason.severity,
        finding_id=reason.place.finding,
        document_id=reason.place.document or None,
        fields=[reason.place.field] if reason.place.field else [],
        page=reason.place.page,
        box=list(reason.place.box) if reason.place.box else None,
        due_at=now + _time_for(reason),
        second_needed=needs_second(reason.code),
    )


def _time_for(reason: Reason) -> timedelta:
    """Critical things are due in a quarter of the time."""
    review = conf.times().review
    return review / 4 if reason.severity == "critical" else review
