"""One decision that a person owes."""

import uuid
from datetime import datetime

from django.db import models
from django.utils import timezone

from onboarding import conf
from onboarding.models.case import Case
from onboarding.models.document import Document
from onboarding.models.finding import Finding


class ReviewItem(models.Model):
    """One thing that is wrong, for one queue. ``subject`` names it exactly: accepting covers only that."""

    class Queue(models.TextChoices):
        TAX = "tax", "Tax"
        LEGAL = "legal", "Legal"
        INTAKE = "intake", "Intake"

    class Outcome(models.TextChoices):
        ACCEPT = "accept", "accept the risk"
        ASK_VENDOR = "ask_vendor", "ask the vendor"
        REJECT = "reject", "reject"
        ESCALATE = "escalate", "escalate"
        OBSOLETE = "obsolete", "no longer needed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="items")
    queue = models.CharField(max_length=8, choices=Queue.choices)
    code = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    reason = models.TextField()
    severity = models.CharField(max_length=10, default="medium")
    finding = models.ForeignKey(
        Finding, null=True, blank=True, on_delete=models.SET_NULL, related_name="items"
    )
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="items"
    )
    due_at = models.DateTimeField()
    escalated = models.BooleanField(default=False)
    second_needed = models.BooleanField(default=False)  # two people: tax id and bank changes
    first_by = models.ForeignKey(
        "onboarding.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claimed_by = models.ForeignKey(
        "onboarding.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="claims"
    )
    claimed_until = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    reason_code = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        "onboarding.User", null=True, blank=True, on_delete=models.PROTECT, related_name="decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    fields = models.JSONField(default=list, blank=True)  # names of the W-9 fields it is about
    page = models.PositiveIntegerField(null=True, blank=True)
    box = models.JSONField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["due_at", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "subject"],
                condition=models.Q(outcome=""),
                name="one_open_item_a_subject",
            )
        ]
        indexes = [models.Index(fields=["queue", "outcome", "due_at"])]

    def __str__(self) -> str:
        return f"{self.queue}: {self.code}"

    @property
    def is_open(self) -> bool:
        return self.outcome == ""

    @property
    def undo_until(self) -> datetime | None:
        """Until when the decision can be taken back; None while it is open."""
        return self.decided_at + conf.times().undo if self.decided_at else None

    def held_by_other(self, user_id: int | None, now: datetime) -> bool:
        held = self.claimed_by_id is not None and self.claimed_until is not None and self.claimed_until > now
        return held and self.claimed_by_id != user_id
