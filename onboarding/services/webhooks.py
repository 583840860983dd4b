"""Telling the company's own systems: signed (standardwebhooks.com), logged, repeated, never inwards."""

import base64
import ipaddress
import json
import secrets
import socket
import time
from urllib.parse import SplitResult, urlsplit

import httpx
from django.db import transaction
from django.utils import timezone
from standardwebhooks import Webhook

from onboarding import conf
from onboarding.models import WebhookDelivery, WebhookEndpoint, WorkState
from onboarding.queue import TASKS, enqueue_on_commit
from onboarding.services import audit, leases
from onboarding.services.errors import Conflict, Invalid
from onboarding.workflow.states import State

TIMEOUT = 10.0
GONE = 410  # the receiver says: never again
EVENTS = tuple(f"case.{state.value}" for state in State if state is not State.INVITED)


def add_endpoint(*, url: str, events: list[str], actor: str) -> tuple[WebhookEndpoint, str]:
    """A new endpoint and its secret, shown this once; no ``events`` means all. Raises as ``check``."""
    check(url=url, events=events)
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()
    with transaction.atomic():
        endpoint = WebhookEndpoint.objects.create(url=url, secret=secret, events=events)
        audit.record(case=None, actor=actor, action="webhook_added", data={"endpoint": endpoint.pk})
    return endpoint, secret


def check(*, url: str, events: list[str]) -> None:
    """Raises Invalid(bad_url, host_unknown, private_address, unknown_event)."""
    if set(events) - set(EVENTS):
        raise Invalid("unknown_event", f"Choose of {', '.join(EVENTS)}.")
    _target(url)


def remove_endpoint(*, endpoint: WebhookEndpoint, actor: str) -> None:
    with transaction.atomic():
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(active=False)
        waiting = WebhookDelivery.objects.filter(endpoint=endpoint, state=WorkState.QUEUED)
        waiting.update(state=WorkState.CANCELLED)
        audit.record(case=None, actor=actor, action="webhook_removed", data={"endpoint": endpoint.pk})


def resend(*, delivery: WebhookDelivery, actor: str) -> None:
    """Send a stopped or done delivery again under the same message id. Raises Conflict(still_open)."""
    with transaction.atomic():
        if delivery.open or not leases.requeue(delivery, reset=True):
            raise Conflict("still_open", "This delivery is still on its way.")
        audit.record(case=delivery.case, actor=actor, action="webhook_resend", data={"delivery": delivery.pk})
        enqueue_on_commit(TASKS["WebhookDelivery"], delivery.pk)


def deliver(*, delivery_id: object) -> None:
    """One try. Receivers drop what they saw by ``webhook-id``."""
    row = leases.claim(WebhookDelivery, delivery_id)
    if row is None:
        return
    started = time.monotonic()
    try:
        status, error = _post(row), ""
    except Invalid as refused:
        status, error = 0, refused.code
    except httpx.HTTPError as failed:
        status, error = 0, type(failed).__name__
    one = {
        "at": timezone.now().isoformat(),
        "status": status,
        "error": error,
        "ms": int((time.monotonic() - started) * 1000),
    }
    tries = [*row.tries, one]
    WebhookDelivery.objects.filter(pk=row.pk).update(tries=tries)
    if 200 <= status < 300:
        leases.complete(row)
        return
    words = error or f"answered {status}"
    leases.fail(
        row, code=error or f"http_{status}", message=words, retry=status != GONE and error != "bad_url"
    )


def _post(row: WebhookDelivery) -> int:
    parts, address = _target(row.endpoint.url)
    body = json.dumps(row.payload, separators=(",", ":"), ensure_ascii=False)
    now = timezone.now()
    headers = {
        "Host": parts.netloc.rpartition("@")[2],
        "Content-Type": "application/json",
        "webhook-id": row.message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(row.endpoint.secret).sign(row.message_id, now, body),
    }
    shown = f"[{address}]" if ":" in address else address
    port = f":{parts.port}" if parts.port else ""
    url = parts._replace(netloc=f"{shown}{port}").geturl()
    with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
        request = client.build_request("POST", url, content=body.encode(), headers=headers)
        request.extensions["sni_hostname"] = parts.hostname  # the certificate is checked for the name
        return client.send(request).status_code


def _target(url: str) -> tuple[SplitResult, str]:
    """The address to connect to, resolved once, so that a second look-up cannot lead into the house."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Invalid("bad_url", "This is not a web address.")
    open_house = conf.webhooks_may_reach_private()
    if parts.scheme != "https" and not open_house:
        raise Invalid("bad_url", "Webhooks go to https addresses only.")
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Invalid("host_unknown", "This host is not known.") from error
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not open_house and not all(ipaddress.ip_address(one).is_global for one in addresses):
        raise Invalid("private_address", "This address is not on the public internet.")
    return parts, addresses[0]
