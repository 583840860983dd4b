"""What every outbox row shares: state, attempts, not-before, lease. Rows are the truth, messages hints."""

import uuid

from django.db import models
from django.utils import timezone

MAX_ATTEMPTS = 3


class WorkState(models.TextChoices):
    QUEUED = "queued", "waiting"
    RUNNING = "running", "at work"
    WAITING = "waiting", "at work, in parts"  # for rows of its own, until not_before at most
    DONE = "done", "done"
    DEAD = "dead", "needs a person"
    CANCELLED = "cancelled", "cancelled"


class Work(models.Model):
    """One thing to do, at most ``max_attempts`` times. ``lease_token`` fences off a worker that lost it."""

    max_attempts = MAX_ATTEMPTS

    state = models.CharField(
        max_length=12, choices=WorkState.choices, default=WorkState.QUEUED, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now, db_index=True)
    enqueued_at = models.DateTimeField(default=timezone.now)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_message = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk} {self.state}"

    @property
    def open(self) -> bool:
        return self.state in {WorkState.QUEUED, WorkState.RUNNING, WorkState.WAITING}

    @property
    def note(self) -> str:
        """Why it is where it is, in plain words, for every screen that shows it."""
        if self.state == WorkState.DEAD:
            return f"stopped after {self.attempts} tries: {self.error_message or self.error_code}"
        if self.state == WorkState.QUEUED and self.error_code and not self.attempts:
            return f"waits: {self.error_message} Next try at {self.not_before:%H:%M:%S} UTC"
        if self.state == WorkState.QUEUED and self.error_code:
            return (
                f"try {self.attempts} failed ({self.error_code}); next try at {self.not_before:%H:%M:%S} UTC"
            )
        if self.state == WorkState.QUEUED and self.not_before > timezone.now():
            return f"waits until {self.not_before:%H:%M:%S} UTC"
        return str(WorkState(self.state).label)


def new_token() -> uuid.UUID:
    return uuid.uuid4()
