"""Claiming, holding and ending a row of work. Every change is a conditional update, so one worker wins."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from onboarding import conf
from onboarding.models import Work, WorkState
from onboarding.models.work import new_token

W = TypeVar("W", bound=Work)
FIRST_WAIT = timedelta(seconds=15)
OUTSIDE_WAIT = timedelta(seconds=60)
LONGEST_WAIT = timedelta(hours=1)
LONGEST_RUN = timedelta(minutes=30)


class LeaseLost(Exception):
    """Another worker took the row over; whatever this one computed must not be written."""


def claim(model: type[W], row_id: object) -> W | None:
    """Take the row, or None when it is done, held, not due or out of attempts."""
    now, token = timezone.now(), new_token()
    free = Q(state=WorkState.QUEUED) | Q(state=WorkState.RUNNING, lease_until__lt=now)
    taken = model._default_manager.filter(
        free, pk=row_id, not_before__lte=now, attempts__lt=model.max_attempts
    ).update(
        state=WorkState.RUNNING,
        attempts=F("attempts") + 1,
        lease_token=token,
        lease_until=now + conf.times().lease,
        heartbeat_at=now,
        started_at=now,
    )
    return model._default_manager.get(pk=row_id) if taken else None


def beat(row: Work, **progress: Any) -> bool:
    """Renew the lease and note progress. False when the lease was lost."""
    now = timezone.now()
    held = type(row)._default_manager.filter(pk=row.pk, lease_token=row.lease_token, state=WorkState.RUNNING)
    return bool(held.update(lease_until=now + conf.times().lease, heartbeat_at=now, **progress))


def complete(row: Work, **values: Any) -> None:
    """Mark done inside the transaction that writes the effect. Raises LeaseLost, which undoes that effect."""
    done = {"state": WorkState.DONE, "error_code": "", "error_message": "", "finished_at": timezone.now()}
    _end(row, **{**done, **values})


def park(row: Work, *, until: datetime, **values: Any) -> None:
    """Let the row wait for rows of its own, in the transaction that makes them; its attempts start anew."""
    _end(row, state=WorkState.WAITING, attempts=0, not_before=until, **values)


def fail(row: Work, *, code: str, message: str, retry: bool) -> WorkState:
    """End this attempt: try again later, or stop for good. Returns the new state."""
    again = retry and row.attempts < row.max_attempts
    wait = min(FIRST_WAIT * 4 ** (row.attempts - 1), LONGEST_WAIT)
    values: dict[str, Any] = {"error_code": code[:60], "error_message": message[:300]}
    if again:
        _end(row, state=WorkState.QUEUED, not_before=timezone.now() + wait, **values)
        return WorkState.QUEUED
    _end(row, state=WorkState.DEAD, finished_at=timezone.now(), **values)
    return WorkState.DEAD


def postpone(row: Work, *, code: str, message: str) -> None:
    """Wait for something outside, as long as it takes: this attempt does not count."""
    due = timezone.now() + OUTSIDE_WAIT
    values = {"error_code": code[:60], "error_message": message[:300], "attempts": row.attempts - 1}
    _end(row, state=WorkState.QUEUED, not_before=due, **values)


def _end(row: Work, **values: Any) -> None:
    held = type(row)._default_manager.filter(pk=row.pk, lease_token=row.lease_token, state=WorkState.RUNNING)
    if not held.update(lease_token=None, lease_until=None, **values):
        raise LeaseLost(f"{type(row).__name__} {row.pk}")
    for name, value in values.items():
        setattr(row, name, value)


@contextmanager
def kept_alive(row: Work) -> Iterator[None]:
    """Beat from a thread while the body computes; it stops by itself after the longest run."""
    stop = threading.Event()
    every = conf.times().lease.total_seconds() / 3

    def run() -> None:
        deadline = timezone.now() + LONGEST_RUN
        try:
            while not stop.wait(every) and timezone.now() < deadline:
                close_old_connections()
                if not beat(row):
                    return
        finally:
            connection.close()

    thread = threading.Thread(target=run, name=f"lease-{row.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)


def requeue(row: Work, *, reset: bool = False) -> bool:
    """Put a dead or lost row back into the queue. ``reset`` gives it all its attempts again."""
    values: dict[str, Any] = {"state": WorkState.QUEUED, "not_before": timezone.now(), "lease_token": None}
    if reset:
        values["attempts"] = 0
    with transaction.atomic():
        return bool(type(row)._default_manager.filter(pk=row.pk, state=row.state).update(**values))
