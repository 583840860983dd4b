"""Finding the case that an operator names."""

import contextlib
import uuid

from django.core.management.base import CommandError
from django.db.models import Q

from onboarding.models import Case


def find_case(wanted: str) -> Case:
    """By reference (V-XXXXXX) or id. Raises CommandError."""
    condition = Q(reference=wanted)
    with contextlib.suppress(ValueError):  # a reference is no UUID
        condition |= Q(pk=uuid.UUID(wanted))
    case = Case.objects.filter(condition).first()
    if case is None:
        raise CommandError(f"No case {wanted}.")
    return case
