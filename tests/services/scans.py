"""What the long-scan test does on a real stack."""

import time
from datetime import timedelta

from django.utils import timezone

from onboarding.models import Document, Event, PageRun, StepRun, WorkState
from onboarding.services import intake, invitations, sweeper
from tests import fakes

FREE = [f"Page {number} says that payment is due in 45 days." for number in range(1, 5)]
HELD = [f"HELD page {number} says that payment is due in 45 days." for number in range(5, 25)]
PAGES = FREE + HELD
HURRY = timedelta(seconds=5)  # after which a message counts as lost here


def submit() -> dict[str, str]:
    """One vendor with a clean form and a long scan of which most pages are held until ``release``."""
    case = invitations.create_case(vendor_name="Ada Lumber LLC", vendor_email="ada@vendor.example")
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")
    intake.submit(case=case, name="msa.pdf", content=fakes.scan(*PAGES), actor="vendor")
    return {"case": str(case.pk)}


def halfway() -> dict[str, int]:
    """Wait until a worker's two processes hold a page each; a broker may deliver in any order."""
    held = PageRun.objects.filter(state=WorkState.RUNNING, number__gt=len(FREE))
    _until(lambda: held.count() == 2, 150)
    return {"held": held.count()}


def release() -> dict[str, bool]:
    """Let the held pages go."""
    fakes.release().touch()
    return {"released": True}


def settle(seconds: str) -> dict[str, object]:
    """Sweep as the scheduler would but faster, until the case is active; then what became of the scan."""
    document = Document.objects.get(name="msa.pdf")

    def done() -> bool:
        sweeper.sweep()
        now = timezone.now()
        for model in (StepRun, PageRun):
            waiting = model.objects.filter(state=WorkState.QUEUED, not_before__lte=now)
            waiting.filter(enqueued_at__lt=now - HURRY).update(enqueued_at=now - timedelta(minutes=2))
        document.case.refresh_from_db()
        return document.case.state == "active"

    _until(done, float(seconds), every=0.5)
    return {
        "state": document.case.state,
        "right": [part.text.splitlines() == PAGES for part in document.parts.all()],
        "reads": Event.objects.filter(action="document_read", data__document=str(document.pk)).count(),
        "left": list(PageRun.objects.values_list("number", "state", "attempts")),
    }


def _until(condition, seconds: float, every: float = 0.25) -> None:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(every)
