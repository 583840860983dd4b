"""Outside checks of the form in force: the digits, the match of name and number, the sanctions lists."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from compliance.types import CheckOutcome, CheckResult, Screening, VendorFacts
from onboarding import conf, readings, wiring
from onboarding.models import Case, Check, StepRun, WorkState
from onboarding.queue import TASKS, enqueue_on_commit
from onboarding.secrets.masking import mask_tin
from onboarding.services import audit, crash, leases, steps, store, transitions
from onboarding.services.failures import Retry
from onboarding.workflow.states import State

SUPERSEDED = "superseded"
RECHECK_DAYS = (1, 3, 7, 14)  # a young firm's number reaches the registers within two weeks


def facts_of(case: Case) -> VendorFacts | None:
    """What is screened; None while there is no form."""
    part = readings.w9_part(case)
    if part is None:
        return None
    found = readings.in_force(part)

    def value(name: str) -> str:
        return found[name].plain if name in found else ""

    kind, digits = readings.tin_of(found)
    return VendorFacts(
        name=value("name"),
        business_name=value("business_name") or None,
        tin=digits or None,
        tin_type=kind or None,
        classification=value("classification") or None,
    )


def digest_of(facts: VendorFacts) -> str:
    """Names what was screened without giving the number away."""
    blind = conf.key_ring().blind_index(facts.tin or "")
    parts = [blind, facts.tin_type or "", facts.name, facts.business_name or "", facts.classification or ""]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def ask_for_screening(*, case: Case) -> None:
    """Note whose form this is; screen it unless this very form was. In the caller's transaction."""
    facts = facts_of(case)
    if facts is None:
        return
    index = conf.key_ring().blind_index(facts.tin) if facts.tin else ""
    masked = mask_tin(facts.tin_type or "", facts.tin) if facts.tin else ""
    store.latest_case_identity(case, facts.name, index, masked)
    run = steps.ensure(case=case, step=StepRun.Step.SCREEN, digest=digest_of(facts))
    if run.error_code == SUPERSEDED:  # this form was in force before, and is again
        _again(run)


def recheck_due(now: datetime) -> int:
    """Screen again what no register knew, while a person has not decided. Returns how many cases."""
    waiting = Check.objects.filter(next_try_at__lte=now, case__state=State.IN_REVIEW)
    count = 0
    for case_id, digest in set(waiting.values_list("case", "input_digest")):
        done = StepRun.objects.filter(case=case_id, step=StepRun.Step.SCREEN, input_digest=digest)
        for run in done.filter(state=WorkState.DONE):
            with transaction.atomic():
                Check.objects.filter(case=case_id, input_digest=digest).update(next_try_at=None)
                count += _again(run)
    return count


def _again(run: StepRun) -> bool:
    enqueue_on_commit(TASKS["StepRun"], run.pk)
    return leases.requeue(run, reset=True)


def screen(run: StepRun) -> None:
    """Ask the providers. When one does not answer: again later, and after the last try it is a doubt."""
    facts = facts_of(run.case)
    if facts is None or digest_of(facts) != run.input_digest:
        _skip(run)
        return
    with leases.kept_alive(run):
        result = wiring.current().screen(facts, str(run.case_id))
    down = [check for check in result.checks if check.outcome is CheckOutcome.UNAVAILABLE]
    if any(check.detail.get("retry", "true") == "true" for check in down) and run.attempts < run.max_attempts:
        raise Retry(f"{down[0].kind.value}_unavailable", down[0].reason)
    with transaction.atomic():
        case = transitions.locked(run.case_id)
        _save(case, run, result)
        leases.complete(run)
        steps.advance(case=case, why=_why(run))
        crash.point("screen.before_commit")


def _skip(run: StepRun) -> None:
    """The form changed meanwhile: another run looks at the new one."""
    with transaction.atomic():
        leases.complete(run, error_code=SUPERSEDED)
        steps.advance(case=run.case, why=_why(run))


def _why(run: StepRun) -> str:
    """Names this very time: the same form may be screened again on a later day."""
    return f"step:{run.pk}:{run.started_at:%Y%m%d%H%M%S%f}"


def _save(case: Case, run: StepRun, result: Screening) -> None:
    Check.objects.filter(case=case, input_digest=run.input_digest).delete()
    for check in result.checks:
        Check.objects.create(case=case, input_digest=run.input_digest, **_row(check, run))
        data = {"kind": check.kind.value, "provider": check.provider, "outcome": check.outcome.value}
        audit.record(case=case, actor=audit.SYSTEM, action="check_made", data=data)


def _row(check: CheckResult, run: StepRun) -> dict[str, object]:
    again = check.outcome in {CheckOutcome.UNKNOWN, CheckOutcome.UNAVAILABLE}
    return {
        "kind": check.kind.value,
        "provider": check.provider[:40],
        "outcome": check.outcome.value,
        "reason": check.reason[:500],
        "request_id": check.request_id[:100],
        "score": check.score,
        "list_version": check.list_version[:80],
        "detail": check.detail,
        "next_try_at": _next_try(run) if again else None,
    }


def _next_try(run: StepRun) -> datetime | None:
    """The next of RECHECK_DAYS after the first screening of this form; None after the last."""
    now = timezone.now()
    days = (run.created_at + timedelta(days=day) for day in RECHECK_DAYS)
    return next((day for day in days if day > now), None)
