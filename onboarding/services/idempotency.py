"""The same request twice gives the same answer."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from onboarding.models import IdempotentRequest
from onboarding.services.errors import Conflict, Invalid

IN_FLIGHT_LIMIT = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Kept:
    status: int
    answer: Any


def begin(*, owner: str, key: str, body: bytes) -> Kept | None:
    """None: go on, then ``finish``; Kept: answer. Raises Conflict(in_flight), Invalid(key_reused, 422)."""
    digest = hashlib.sha256(body).hexdigest()
    try:
        with transaction.atomic():
            IdempotentRequest.objects.create(owner=owner, key=key[:100], body_digest=digest)
        return None
    except IntegrityError:
        return _known(IdempotentRequest.objects.get(owner=owner, key=key[:100]), digest)


def _known(row: IdempotentRequest, digest: str) -> Kept | None:
    if row.body_digest != digest:
        text = "This Idempotency-Key was used for another request."
        raise Invalid("key_reused", text, status=422)
    if row.status:
        return Kept(row.status, row.answer)
    now = timezone.now()
    stale = IdempotentRequest.objects.filter(pk=row.pk, status=0, created_at__lt=now - IN_FLIGHT_LIMIT)
    if stale.update(created_at=now):
        return None  # whoever began it died; services are safe to repeat
    raise Conflict("in_flight", "The first request with this key is still at work.", retry=True)


def finish(*, owner: str, key: str, status: int, answer: Any) -> None:
    IdempotentRequest.objects.filter(owner=owner, key=key[:100]).update(status=status, answer=answer)


def forget(*, owner: str, key: str) -> None:
    """After an error of ours the key is free again."""
    IdempotentRequest.objects.filter(owner=owner, key=key[:100], status=0).delete()
