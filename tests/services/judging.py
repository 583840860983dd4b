"""Engines whose review is the real one with its model, and what a test does with them on a real stack."""

import time
from collections import Counter
from dataclasses import replace

from onboarding import wiring
from onboarding.models import Case, ModelUsage, Part, StepRun, WorkState
from onboarding.services import intake, invitations, sweeper
from tests import fakes

RISKY = (
    "1. Liability. Customer's liability under this Agreement is unlimited and includes indirect and "
    "consequential loss."
)


def engines() -> wiring.Engines:
    """For the WIRING setting of real workers: the fake reader before the real review."""
    return replace(fakes.engines(), review=wiring._review)


def submit(count: str) -> dict[str, object]:
    for number in range(int(count)):
        case = invitations.create_case(vendor_name=f"Vendor {number}", vendor_email="")
        intake.submit(case=case, name="msa.pdf", content=fakes.contract(RISKY), actor="vendor")
    return {"cases": Case.objects.count()}


def settle(seconds: str) -> dict[str, object]:
    """Wait until every agreement is judged, sweeping as the scheduler would but faster."""
    end, count = time.monotonic() + float(seconds), Case.objects.count()
    done = StepRun.objects.filter(step="judge", state=WorkState.DONE)
    while done.count() < count and time.monotonic() < end:
        sweeper.sweep()
        time.sleep(0.5)
    return {
        "judged": done.count(),
        "findings": Part.objects.filter(findings__code="liability-unlimited-ours").distinct().count(),
        "outcomes": Counter(ModelUsage.objects.values_list("outcome", flat=True)),
        "workers": done.values("worker").distinct().count(),
        "notes": [note for notes in Part.objects.values_list("notes", flat=True) for note in notes],
    }
