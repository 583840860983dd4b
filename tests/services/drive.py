"""What a test does on a real stack, in a process of its own: ``python -m tests.services.drive WHAT ...``."""

import json
import sys
import time
from datetime import timedelta

import django

django.setup()

from django.db.models import Count  # noqa: E402  Django must be set up first
from django.utils import timezone  # noqa: E402

from onboarding.celery import app  # noqa: E402
from onboarding.models import Case, Event, Mail, StepRun, VendorRecord, WorkState  # noqa: E402
from onboarding.services import audit, intake, invitations, sweeper  # noqa: E402
from tests import fakes  # noqa: E402


def empty_queue() -> dict[str, int]:
    with app.connection_for_write() as connection:
        queue = app.amqp.queues["vouch"].bind(connection.default_channel)
        if connection.transport.driver_type == "amqp":
            queue.delete()
        queue.declare()
        return {"purged": queue.purge() or 0}


def submit(count: str, *flags: str) -> dict[str, int]:
    """So many vendors, each with a clean form and a fair agreement, and a number of its own."""
    for number in range(int(count)):
        case = invitations.create_case(
            vendor_name=f"Vendor {number}", vendor_email=f"v{number}@vendor.example"
        )
        form = fakes.w9(*flags, name=f"Vendor {number} LLC", ein=f"12-34{number:05}")
        intake.submit(case=case, name="w9.pdf", content=form, actor="vendor")
        intake.submit(case=case, name="msa.pdf", content=fakes.contract(), actor="vendor")
    return {"cases": Case.objects.count()}


def running() -> dict[str, int]:
    """Wait until a worker holds a step."""
    return {
        "running": _until(lambda: StepRun.objects.filter(state=WorkState.RUNNING, step="read").count(), 60)
    }


def settle(seconds: str) -> dict[str, object]:
    """Wait, sweeping as the scheduler would but faster, until every case is active; then the figures."""
    count = Case.objects.count()

    def done() -> int:
        sweeper.sweep()
        StepRun.objects.filter(state=WorkState.QUEUED).update(
            enqueued_at=timezone.now() - timedelta(minutes=2)
        )
        return Case.objects.filter(state="active").count() == count and not _open_mails()

    _until(done, float(seconds))
    twice = Mail.objects.values("case", "template").annotate(n=Count("pk")).filter(n__gt=1)
    reads = Event.objects.filter(action="document_read").values("data__document").annotate(n=Count("pk"))
    return {
        "states": dict(Case.objects.values_list("state").annotate(n=Count("pk"))),
        "vendors": VendorRecord.objects.count(),
        "mails_twice": twice.count(),
        "read_twice": reads.filter(n__gt=1).count(),
        "second_attempts": StepRun.objects.filter(attempts__gt=1).count(),
        "audit": audit.verify().ok,
    }


def _open_mails() -> int:
    return Mail.objects.filter(state__in=(WorkState.QUEUED, WorkState.RUNNING)).count()


def _until(condition, seconds: float) -> int:
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.5)
    return int(found)


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
