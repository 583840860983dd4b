"""The gate before every call to a model: one row that all workers lock, whatever machine they run on."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from compliance.types import Admission, CallUsage
from onboarding import conf
from onboarding.models import ModelGate, ModelUsage
from onboarding.services import audit
from onboarding.workflow.model_gate import Breaker, Capacity, Traffic, refusal

MINUTE = timedelta(seconds=60)


class CaseGate:
    """The gate, keeping the account of one case. Each call is a ``ModelUsage`` row before it is made."""

    def __init__(self, case_id: uuid.UUID) -> None:
        self._case = case_id

    def enter(self, planned: CallUsage, seconds: float) -> Admission:
        """Count and book in one transaction under the gate's lock. Waits for nobody but that lock."""
        capacity = _capacity()
        with transaction.atomic():
            gate, now = _locked(), timezone.now()
            free_lost()
            breaker = Breaker(gate.failures, gate.shut_until)
            why = refusal(self._traffic(gate, now), breaker, capacity, planned.cost, now)
            if why:
                return Admission(refusal=why)
            _keep(gate, breaker.entered(now, capacity))
            lease = now + timedelta(seconds=seconds)
            row = ModelUsage.objects.create(case_id=self._case, lease_until=lease, **_columns(planned))
        return Admission(call=row.pk)

    def leave(self, call: int, done: CallUsage, retry_after: float | None) -> None:
        """Book what it came to and free its place, also when its lease was over in the meantime."""
        capacity = _capacity()
        with transaction.atomic():
            gate, now = _locked(), timezone.now()
            ModelUsage.objects.filter(pk=call).update(lease_until=None, **_columns(done))
            breaker = Breaker(gate.failures, gate.shut_until)
            _keep(gate, breaker.left(done.outcome, retry_after, now, capacity))

    def _traffic(self, gate: ModelGate, now: datetime) -> Traffic:
        booked = ModelUsage.objects.filter(case_id=self._case).aggregate(sum=Sum("cost"))["sum"]
        return Traffic(
            stopped=gate.stopped or conf.llm().stop,
            last_minute=ModelUsage.objects.filter(created_at__gt=now - MINUTE).count(),
            at_once=ModelUsage.objects.filter(lease_until__isnull=False).count(),
            dollars=booked or Decimal(0),
        )


def free_lost() -> int:
    """Give back the places of calls whose worker died; the most they can have cost stays booked."""
    lost = ModelUsage.objects.filter(lease_until__lt=timezone.now())
    return lost.update(lease_until=None, outcome=ModelUsage.LOST)


def the_gate() -> ModelGate:
    """The one row, as it is now."""
    return ModelGate.objects.get_or_create(name=ModelGate.NAME)[0]


def switch(*, stopped: bool, actor: str) -> None:
    """The stop switch: from the next call on, in every worker."""
    with transaction.atomic():
        the_gate()
        if ModelGate.objects.filter(stopped=not stopped).update(stopped=stopped):
            audit.record(case=None, actor=actor, action="model_stopped" if stopped else "model_allowed")


def _locked() -> ModelGate:
    the_gate()
    return ModelGate.objects.select_for_update().get(name=ModelGate.NAME)


def _keep(gate: ModelGate, breaker: Breaker) -> None:
    if (gate.failures, gate.shut_until) != (breaker.failures, breaker.shut_until):
        ModelGate.objects.filter(pk=gate.pk).update(failures=breaker.failures, shut_until=breaker.shut_until)


def _capacity() -> Capacity:
    llm = conf.llm()
    return Capacity(per_minute=llm.per_minute, at_once=llm.at_once, case_dollars=llm.case_dollars)


def _columns(usage: CallUsage) -> dict[str, Any]:
    return {
        "purpose": usage.why[:60],
        "model": usage.model[:120],
        "prompt_version": usage.prompt_version[:40],
        "tokens_in": usage.input_tokens,
        "tokens_out": usage.output_tokens,
        "cost": usage.cost,
        "milliseconds": usage.milliseconds,
        "outcome": usage.outcome[:40],
        "redaction": usage.redaction,
        "sent_digest": usage.sent_sha256,
    }
