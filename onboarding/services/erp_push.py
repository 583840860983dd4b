"""Handing an approved vendor to the ERP: one outbox row, one key, a question after every doubt."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from onboarding import readings, wiring
from onboarding.erp.base import ErpError, ErpVendor
from onboarding.models import Case, ErpPush, WorkState
from onboarding.queue import TASKS, enqueue_on_commit
from onboarding.services import audit, crash, leases, notifications, transitions
from onboarding.services.errors import Conflict
from onboarding.workflow.states import State

LIVE = (WorkState.QUEUED, WorkState.RUNNING, WorkState.DONE, WorkState.DEAD)


def queue_push(*, case: Case, not_before: datetime) -> ErpPush:
    """The one live push of a case; in the caller's transaction."""
    live = case.pushes.filter(state__in=LIVE).first()
    if live is not None:
        return live
    number = case.pushes.count() + 1
    push = ErpPush.objects.create(
        case=case,
        adapter=wiring.current().erp.name,
        idempotency_key=f"vouch-{case.pk}" if number == 1 else f"vouch-{case.pk}-{number}",
        not_before=not_before,
    )
    if not_before <= timezone.now():
        enqueue_on_commit(TASKS["ErpPush"], push.pk)
    return push


def cancel(*, case: Case) -> bool:
    """Take back a push of which nothing has left. False when it is too late."""
    waiting = ErpPush.objects.filter(case=case, state=WorkState.QUEUED, sent_at=None)
    if waiting.update(state=WorkState.CANCELLED):
        return True
    return not case.pushes.filter(state__in=LIVE).exists()


def push(*, push_id: object) -> None:
    """One attempt. When an earlier one may have arrived, the other side is asked before anything is sent."""
    row = leases.claim(ErpPush, push_id)
    if row is None:
        return
    adapter = wiring.current().erp
    asked_before = row.sent_at is not None
    try:
        with leases.kept_alive(row):
            erp_id = adapter.find(row.idempotency_key) if asked_before else None
            if erp_id is None:
                vendor = _vendor(row.case)
                ErpPush.objects.filter(pk=row.pk, lease_token=row.lease_token).update(sent_at=timezone.now())
                crash.point("push.before_send")
                erp_id = adapter.create(vendor, row.idempotency_key)
                crash.point("push.after_send")
    except ErpError as error:
        _failed(row, error)
        return
    _confirmed(row, erp_id)
    crash.point("push.after_commit")


def _confirmed(row: ErpPush, erp_id: str) -> None:
    with transaction.atomic():
        case = transitions.locked(row.case_id)
        leases.complete(row, erp_id=erp_id, tries=[*row.tries, _try("created", "")])
        Case.objects.filter(pk=case.pk).update(erp_id=erp_id)
        data = {"push": row.pk, "erp_id": erp_id, "attempt": row.attempts}
        if State(case.state) == State.FAILED:
            transitions.move(case=case, to=State.APPROVED, actor=audit.SYSTEM)
        transitions.move(case=case, to=State.ACTIVE, actor=audit.SYSTEM, data=data)
        notifications.queue_mail(case=case, template="active", occasion="first")


def _failed(row: ErpPush, error: ErpError) -> None:
    with transaction.atomic():
        case = transitions.locked(row.case_id)
        values: dict[str, Any] = {"tries": [*row.tries, _try(error.code, error.message)]}
        if not error.sent:
            values["sent_at"] = None  # nothing can have arrived, so there is nothing to ask for
        ErpPush.objects.filter(pk=row.pk).update(**values)
        state = leases.fail(row, code=error.code, message=error.message, retry=not error.permanent)
        if error.wait and state == WorkState.QUEUED:
            later = timezone.now() + timedelta(seconds=min(error.wait, 3600))
            ErpPush.objects.filter(pk=row.pk, not_before__lt=later).update(not_before=later)
        data = {"push": row.pk, "code": error.code, "attempt": row.attempts, "final": state == WorkState.DEAD}
        audit.record(case=case, actor=audit.SYSTEM, action="erp_refused", data=data)
        if state == WorkState.DEAD:
            stopped(case)


def stopped(case: Case) -> None:
    """No more tries: an operator must look. In the caller's transaction, the case locked."""
    if State(case.state) == State.APPROVED:
        transitions.move(case=case, to=State.FAILED, actor=audit.SYSTEM, data={"reason": "erp_dead_letter"})


def _try(outcome: str, message: str) -> dict[str, str]:
    return {"at": timezone.now().isoformat(), "outcome": outcome, "message": message[:300]}


def _vendor(case: Case) -> ErpVendor:
    part = readings.w9_part(case)
    assert part is not None, "an approved case has a form"
    found = readings.in_force(part)
    kind, digits = readings.tin_of(found)

    def value(name: str) -> str:
        return found[name].plain if name in found else ""

    return ErpVendor(
        case_id=str(case.pk),
        reference=case.reference,
        name=value("name"),
        business_name=value("business_name"),
        classification=value("classification"),
        tin=digits,
        tin_type=kind,
        tin_masked=case.tin_masked,
        address=value("address"),
        city=value("city"),
        region=value("state"),
        zip=value("zip"),
        email=case.vendor_email,
    )


def resend(*, push: ErpPush, actor: str) -> None:
    """A dead letter gets all its attempts again. Raises Conflict(not_stopped)."""
    with transaction.atomic():
        case = transitions.locked(push.case_id)
        if push.state != WorkState.DEAD or not leases.requeue(push, reset=True):
            raise Conflict("not_stopped", "This delivery is not stopped.")
        if State(case.state) == State.FAILED:
            transitions.move(case=case, to=State.APPROVED, actor=actor)
        audit.record(case=case, actor=actor, action="erp_resend", data={"push": push.pk})
        enqueue_on_commit(TASKS["ErpPush"], push.pk)
