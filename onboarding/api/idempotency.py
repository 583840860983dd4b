"""Idempotency-Key on creating requests: the same key and content give the same answer for seven days."""

import hashlib
import json
from collections.abc import Callable
from typing import Any, cast

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from onboarding.models import User
from onboarding.services import audit, idempotency
from onboarding.services.errors import ServiceError

HEADER = "Idempotency-Key"
LONGEST = 100


def once(request: Request, content: bytes, act: Callable[[], Response]) -> Response:
    """Run ``act`` unless this caller sent the same key before; then give the kept answer.

    Raises Conflict (409) while the first request is at work and Invalid (422) for a key with other content.
    """
    key = request.headers.get(HEADER, "")
    if not key:
        return act()
    if len(key) > LONGEST or not key.isprintable():
        raise serializers.ValidationError({HEADER: [f"Use at most {LONGEST} printable characters."]})
    owner = audit.actor_of(cast(User, request.user))
    kept = idempotency.begin(owner=owner, key=key, body=request.path.encode() + b"\0" + content)
    if kept is not None:
        return Response(kept.answer, status=kept.status, headers={"Idempotent-Replayed": "true"})
    try:
        response = act()
    except ServiceError as error:
        _settle_error(owner, key, error)
        raise
    except Exception:
        idempotency.forget(owner=owner, key=key)
        raise
    idempotency.finish(owner=owner, key=key, status=response.status_code, answer=plain(response.data))
    return response


def _settle_error(owner: str, key: str, error: ServiceError) -> None:
    """A refusal is an answer too; only what may pass with time is forgotten."""
    if error.status >= 500:
        idempotency.forget(owner=owner, key=key)
    else:
        idempotency.finish(
            owner=owner, key=key, status=error.status, answer={"code": error.code, "message": error.message}
        )


def plain(data: Any) -> Any:
    """As JSON will carry it: dates and ids as strings."""
    return json.loads(json.dumps(data, default=str))


def fingerprint(data: Any) -> bytes:
    """The content of a JSON request, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).digest()
