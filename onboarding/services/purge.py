"""Removing what is no longer needed; the chain and a tombstone stay."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model, QuerySet

from onboarding import conf
from onboarding.models import (
    Case,
    Check,
    Decision,
    Document,
    Mail,
    ModelUsage,
    Note,
    PortalLink,
    Requirement,
    ReviewItem,
    StepRun,
    TinReveal,
    WebhookDelivery,
)
from onboarding.services import audit, files, transitions
from onboarding.services.errors import Conflict
from onboarding.workflow.states import CLOSED

TOMBSTONE = "removed"
MODELS: tuple[type[Model], ...] = (
    ReviewItem,
    StepRun,
    Document,
    Check,
    Decision,
    Note,
    Mail,
    WebhookDelivery,
    PortalLink,
    Requirement,
    ModelUsage,
    TinReveal,
)


def due(now: datetime) -> QuerySet[Case]:
    """Closed cases past their retention and under no legal hold."""
    before = now - conf.times().retention
    return Case.objects.filter(
        state__in=CLOSED, state_changed_at__lt=before, legal_hold=False, purged_at=None
    )


def purge(*, case: Case, actor: str, now: datetime) -> None:
    """Remove files, readings, names and numbers of a closed case. Raises Conflict(legal_hold, not_closed)."""
    with transaction.atomic():
        held = transitions.locked(case.pk)
        if held.legal_hold:
            raise Conflict("legal_hold", "This case is under legal hold.")
        if not held.closed:
            raise Conflict("not_closed", "Only a closed case can be removed.")
        documents = list(held.documents.all())
        for model in MODELS:
            model._default_manager.filter(case=held).delete()
        Case.objects.filter(pk=held.pk).update(
            vendor_name=TOMBSTONE, vendor_email="", legal_name="", tin_index="", tin_masked="", purged_at=now
        )
        audit.record(case=held, actor=actor, action="case_purged", data={"documents": len(documents)})
    for (
        document
    ) in documents:  # after the commit: a file without a row is harmless, a row without a file is not
        files.remove(document=document)
