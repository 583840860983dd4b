"""The steps of a case as rows: made once an input, run by whoever claims them, never lost."""

import os
import socket

from django.db import transaction
from django.utils import timezone

from onboarding.models import Case, Document, StepRun, WorkState
from onboarding.queue import TASKS, enqueue_on_commit
from onboarding.services import audit, leases
from onboarding.services.errors import Conflict


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[:80]


def ensure(*, case: Case, step: str, digest: str, document: Document | None = None) -> StepRun:
    """The run of ``step`` on this input; made and enqueued the first time, in the caller's transaction."""
    run, made = StepRun.objects.get_or_create(
        case=case, step=step, input_digest=digest[:64], defaults={"document": document}
    )
    if made:
        enqueue_on_commit(TASKS["StepRun"], run.pk)
    return run


def advance(*, case: Case, why: str) -> StepRun:
    """Ask for a new decision. ``why`` names the change once, e.g. ``step:12`` or ``item:<id>:<time>``."""
    return ensure(case=case, step=StepRun.Step.ADVANCE, digest=why)


def retry(*, run: StepRun, actor: str) -> None:
    """An operator gives a stopped step all its attempts again."""
    with transaction.atomic():
        if run.state != WorkState.DEAD or not leases.requeue(run, reset=True):
            raise Conflict("not_stopped", "This step is not stopped.")
        audit.record(
            case=run.case, actor=actor, action="step_retried", data={"step": run.step, "run": run.pk}
        )
        advance(case=run.case, why=f"retry:{run.pk}:{timezone.now().isoformat()}")
        enqueue_on_commit(TASKS["StepRun"], run.pk)
