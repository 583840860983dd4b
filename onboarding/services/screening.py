"""Outside checks of the form in force: the digits, the match of name and number, the sanctions lists."""

import hashlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from compliance.types import CheckOutcome, CheckResult, Screening, VendorFacts
from onboarding import conf, readings, wiring
from onboarding.masking import mask_tin
from onboarding.models import Case, Check, StepRun
from onboarding.services import audit, crash, leases, steps, store
from onboarding.services.failures import Retry

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
    steps.ensure(case=case, step=StepRun.Step.SCREEN, digest=digest_of(facts))


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
        case = Case.objects.select_for_update().get(pk=run.case_id)
        _save(case, run, result)
        leases.complete(run)
        steps.advance(case=case, why=f"step:{run.pk}")
        crash.point("screen.before_commit")


def _skip(run: StepRun) -> None:
    """The form changed meanwhile: another run looks at the new one."""
    with transaction.atomic():
        leases.complete(run, error_code="superseded")
        steps.advance(case=run.case, why=f"step:{run.pk}")


def _save(case: Case, run: StepRun, result: Screening) -> None:
    Check.objects.filter(case=case, input_digest=run.input_digest).delete()
    for check in result.checks:
        Check.objects.create(case=case, input_digest=run.input_digest, **_row(check))
        data = {"kind": check.kind.value, "provider": check.provider, "outcome": check.outcome.value}
        audit.record(case=case, actor=audit.SYSTEM, action="check_made", data=data)


def _row(check: CheckResult) -> dict[str, object]:
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
        "next_try_at": timezone.now() + timedelta(days=RECHECK_DAYS[0]) if again else None,
    }
