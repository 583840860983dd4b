"""Rows for the company's own systems, written with the change they tell of."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from onboarding.models import Case, WebhookDelivery, WebhookEndpoint
from onboarding.queue import TASKS, enqueue_on_commit


def announce(*, case: Case, event: str, data: Mapping[str, Any]) -> None:
    """One delivery for each endpoint that wants ``event``; inside the caller's transaction."""
    endpoints = [
        endpoint
        for endpoint in WebhookEndpoint.objects.filter(active=True)
        if not endpoint.events or event in endpoint.events
    ]
    if not endpoints:
        return
    now = timezone.now()
    body = {"id": str(case.pk), "reference": case.reference, "vendor": case.vendor_name, **data}
    for endpoint in endpoints:
        delivery = WebhookDelivery(endpoint=endpoint, case=case, event=event, payload={})
        delivery.message_id = f"msg_{delivery.created_at:%Y%m%d%H%M%S%f}_{case.pk.hex[:12]}"
        delivery.payload = {"type": event, "timestamp": now.isoformat(), "data": body}
        delivery.save()
        enqueue_on_commit(TASKS["WebhookDelivery"], delivery.pk)
