"""A process at the model's gate: ``python -m tests.onboarding.gate_caller [CASE FILE]``; JSON on its output.

Without arguments it makes a case. With them it enters and leaves until a minute's calls are used up, and
makes FILE while it is inside: a file that is there already was made by somebody who is inside as well.
"""

import json
import os
import sys
import uuid
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import django

django.setup()

from compliance.types import CallUsage  # noqa: E402  Django must be set up first
from onboarding.models import ModelUsage  # noqa: E402
from onboarding.services.model_gate import CaseGate  # noqa: E402
from tests.factories import vera_case  # noqa: E402

PLANNED = CallUsage("breach", "stub", "1", 400, 600, Decimal("0.001"), 0, "asked")


def call(case: str, inside: Path) -> dict[str, object]:
    gate, told = CaseGate(uuid.UUID(case)), {"in": 0, "met": 0, "last": ""}
    while ModelUsage.objects.count() < 30:
        admission = gate.enter(PLANNED, 30.0)
        if admission.refusal:
            continue
        try:
            os.close(os.open(inside, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            told["met"] += 1
        told["in"] += 1
        inside.unlink(missing_ok=True)
        gate.leave(admission.call, replace(PLANNED, outcome="answered"), None)
    return {**told, "last": gate.enter(PLANNED, 30.0).refusal}


if __name__ == "__main__":
    arguments = sys.argv[1:]
    print(json.dumps(call(arguments[0], Path(arguments[1])) if arguments else {"case": str(vera_case().pk)}))
