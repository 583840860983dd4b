"""Freeing what is stuck: rows whose worker died, rows whose message was lost, rows whose time has come."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from onboarding.models import (
    ErpPush,
    IdempotentRequest,
    Mail,
    PageRun,
    StepRun,
    WebhookDelivery,
    Work,
    WorkState,
)
from onboarding.queue import TASKS, enqueue_on_commit
from onboarding.services import erp_push, model_gate, pages, runner, screening, transitions

MODELS: tuple[type[Work], ...] = (PageRun, StepRun, ErpPush, Mail, WebhookDelivery)
PATIENCE = timedelta(seconds=60)
KEEP_ANSWERS = timedelta(days=7)
BATCH = 500


def sweep() -> dict[str, int]:
    """Returns how many rows of each kind were put back (``requeued``) or given up (``stopped``)."""
    done = {"requeued": 0, "stopped": 0}
    for model in MODELS:
        done["stopped"] += _give_up(model)
        done["requeued"] += _hand_over(model)
    done["requeued"] += screening.recheck_due(timezone.now())
    model_gate.free_lost()
    IdempotentRequest.objects.filter(created_at__lt=timezone.now() - KEEP_ANSWERS).delete()
    return done


def _give_up(model: type[Work]) -> int:
    """Rows that died on their last attempt: whatever kills three workers is not tried a fourth time."""
    now = timezone.now()
    lost = model._default_manager.filter(
        Q(state=WorkState.RUNNING, lease_until__lt=now) | Q(state=WorkState.QUEUED),
        attempts__gte=model.max_attempts,
    )
    count = 0
    for row in lost[:BATCH]:
        with transaction.atomic():
            ended = model._default_manager.filter(
                pk=row.pk, state=row.state, lease_token=row.lease_token
            ).update(
                state=WorkState.DEAD,
                error_code="worker_lost",
                error_message="The worker died each time.",
                finished_at=now,
                lease_token=None,
            )
            if ended:
                count += 1
                row.refresh_from_db()
                _stopped(row)
    return count


def _stopped(row: Work) -> None:
    if isinstance(row, StepRun):
        runner.stopped(row)
    elif isinstance(row, PageRun):
        pages.ended(row)
    elif isinstance(row, ErpPush):
        erp_push.stopped(transitions.locked(row.case_id))


def _hand_over(model: type[Work]) -> int:
    """Rows that are free and due, and of which no message was sent lately."""
    now = timezone.now()
    free = Q(state=WorkState.QUEUED, not_before__lte=now) & (
        Q(enqueued_at__lt=now - PATIENCE) | Q(enqueued_at__lt=F("not_before"))
    )
    lost = Q(state=WorkState.RUNNING, lease_until__lt=now) | Q(state=WorkState.WAITING, not_before__lte=now)
    count = 0
    for row in model._default_manager.filter(free | lost, attempts__lt=model.max_attempts).order_by("pk")[
        :BATCH
    ]:
        values: dict[str, Any] = {"enqueued_at": now}
        if row.state == WorkState.RUNNING:
            values |= {"state": WorkState.QUEUED, "lease_token": None, "error_code": "worker_lost"}
        elif row.state == WorkState.WAITING:
            values["state"] = WorkState.QUEUED
        with transaction.atomic():
            mine = model._default_manager.filter(
                pk=row.pk, state=row.state, enqueued_at=row.enqueued_at, lease_token=row.lease_token
            ).update(**values)
            if mine:
                count += 1
                enqueue_on_commit(TASKS[model.__name__], row.pk)
    return count
