"""What a test does on a real stack; ``tests.services.serve`` runs it there."""

import hashlib
import time
from datetime import timedelta

from django.contrib.auth.models import Group
from django.db.models import Count, Max
from django.utils import timezone
from knox.models import AuthToken

from onboarding.celery import app
from onboarding.models import (
    Case,
    Document,
    Event,
    Mail,
    Role,
    StepRun,
    User,
    VendorRecord,
    WorkState,
)
from onboarding.services import audit, files, intake, invitations, sweeper
from tests import fakes

MOVING = ("processing", "approved")


def empty_queue() -> dict[str, int]:
    with app.connection_for_write() as connection:
        queue = app.amqp.queues["vouch"].bind(connection.default_channel)
        if connection.transport.driver_type == "amqp":
            queue.delete()
        queue.declare()
        return {"purged": queue.purge() or 0}


def submit(count: str, *flags: str) -> dict[str, int]:
    """So many more vendors, each with a clean form and a fair agreement, and a number of its own."""
    there = Case.objects.count()
    for number in range(there, there + int(count)):
        case = invitations.create_case(
            vendor_name=f"Vendor {number}", vendor_email=f"v{number}@vendor.example"
        )
        form = fakes.w9(*flags, name=f"Vendor {number} LLC", ein=f"12-34{number:05}")
        intake.submit(case=case, name="w9.pdf", content=form, actor="vendor")
        intake.submit(case=case, name="msa.pdf", content=fakes.contract(), actor="vendor")
    return {"cases": Case.objects.count()}


def running(*gone: str) -> list[str]:
    """Wait until processes that are not ``gone`` read; who they are."""
    held = StepRun.objects.filter(state=WorkState.RUNNING, step="read").exclude(worker__in=("", *gone))
    _until(held.exists, 60, every=0.05)
    return list(held.values_list("worker", flat=True))


def open_cases(count: str) -> dict[str, object]:
    """Vendors who are asked for a form only, and a manager's token for the API."""
    user = User.objects.create_user("robot")
    user.groups.add(Group.objects.get(name=Role.MANAGER))
    cases = [
        invitations.create_case(vendor_name=f"Vendor {number}", contract_required=False)
        for number in range(int(count))
    ]
    return {"token": AuthToken.objects.create(user=user)[1], "cases": [str(case.pk) for case in cases]}


def settle(seconds: str, pace: str = "hurry") -> dict[str, object]:
    """Wait, sweeping as the scheduler would, until every case has come to rest; then the figures.

    ``hurry`` sweeps more often and does not wait for a message to be given up as lost; ``calm`` waits.
    """

    def sweep() -> None:
        sweeper.sweep()
        if pace == "hurry":
            past = timezone.now() - timedelta(minutes=2)
            for model in sweeper.MODELS:
                model._default_manager.filter(state=WorkState.QUEUED).update(enqueued_at=past)

    def done() -> bool:
        nonlocal swept
        if time.monotonic() - swept >= (2.0 if pace == "hurry" else 5.0):
            sweep()
            swept = time.monotonic()
        open_steps = StepRun.objects.filter(state__in=(WorkState.QUEUED, WorkState.RUNNING))
        moving = Case.objects.filter(state__in=MOVING)
        return not moving.exists() and not open_steps.exists() and not _open_mails()

    started, swept = time.monotonic(), 0.0
    settled = _until(done, float(seconds))
    return {"settled": bool(settled), "seconds": round(time.monotonic() - started, 1), **figures()}


def figures() -> dict[str, object]:
    """What is in the database: nothing lost, nothing twice."""
    twice = Mail.objects.values("case", "template").annotate(n=Count("pk")).filter(n__gt=1)
    reads = Event.objects.filter(action="document_read").values("data__document").annotate(n=Count("pk"))
    sent = Event.objects.filter(action="mail_sent").values("case", "data__template").annotate(n=Count("pk"))
    return {
        "states": dict(Case.objects.values_list("state").annotate(n=Count("pk"))),
        "vendors": VendorRecord.objects.count(),
        "mails_twice": twice.count() + sent.filter(n__gt=1).count(),
        "read_twice": reads.filter(n__gt=1).count(),
        "second_attempts": StepRun.objects.filter(attempts__gt=1).count(),
        "attempts": StepRun.objects.aggregate(most=Max("attempts"))["most"],
        "audit": audit.verify().ok,
    }


def kept() -> dict[str, object]:
    """The files: case -> SHA-256 of the bytes that come back, and of the row."""
    return {
        str(document.case_id): [
            document.sha256,
            hashlib.sha256(files.original(document=document)).hexdigest(),
        ]
        for document in Document.objects.all()
    }


def poison(count: str, *firsts: str) -> dict[str, object]:
    """So many good forms, and one file for each poison's first line, spread among them."""
    places = {(number + 1) * int(count) // (len(firsts) + 1): first for number, first in enumerate(firsts)}
    for number in range(int(count)):
        case = invitations.create_case(vendor_name=f"Good {number}", contract_required=False)
        form = fakes.w9(name=f"Vendor {number} LLC", ein=f"12-34{number:05}")
        intake.submit(case=case, name="w9.pdf", content=form, actor="vendor")
        if number in places:
            case = invitations.create_case(vendor_name=f"Poison {number}", contract_required=False)
            intake.submit(case=case, name="w9.pdf", content=places[number].encode(), actor="vendor")
    return {"cases": Case.objects.count()}


def reads() -> list[dict[str, object]]:
    """One row a document: whose, how it ended, in how many attempts, after how many seconds."""
    return [
        {
            "vendor": run.case.vendor_name,
            "status": run.document.status,
            "code": run.document.code,
            "attempts": run.attempts,
            "seconds": (run.finished_at - run.created_at).total_seconds() if run.finished_at else None,
        }
        for run in StepRun.objects.filter(step=StepRun.Step.READ).select_related("case", "document")
        if run.document is not None
    ]


def _open_mails() -> int:
    return Mail.objects.filter(state__in=(WorkState.QUEUED, WorkState.RUNNING)).count()


def _until(condition, seconds: float, every: float = 0.5) -> int:
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(every)
    return int(found)
