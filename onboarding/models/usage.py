"""One row for every call to a model, and the gate that all calls pass."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from onboarding.models.case import Case


class ModelUsage(models.Model):
    """Why it was called, what it cost, and the proof of what was sent (digest of the redacted prompt).

    The row is written before the call: until ``lease_until`` it holds a place in the gate and the most
    that the call can cost. ``redaction`` counts what was taken out, by kind.
    """

    ASKED: ClassVar[str] = "asked"
    LOST: ClassVar[str] = "lost"  # the worker died: what it cost is not known, so the most is booked

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="usage")
    purpose = models.CharField(max_length=60)
    model = models.CharField(max_length=120)
    prompt_version = models.CharField(max_length=40, blank=True)
    tokens_in = models.PositiveIntegerField(default=0)
    tokens_out = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(max_digits=10, decimal_places=6, default=0)
    milliseconds = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=40, blank=True)
    redaction = models.JSONField(default=dict, blank=True)
    sent_digest = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["created_at"], name="calls_by_time"),
            models.Index(
                fields=["lease_until"], name="calls_at_once", condition=Q(lease_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model}: {self.purpose}"


class ModelGate(models.Model):
    """One row: whoever wants to call a model locks it, so that counting and entering are one step.

    ``failures`` in a row; nobody enters before ``shut_until``, and after it one at a time.
    """

    NAME: ClassVar[str] = "judge"

    name = models.CharField(max_length=20, primary_key=True, default=NAME)
    stopped = models.BooleanField(default=False)
    failures = models.PositiveIntegerField(default=0)
    shut_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
