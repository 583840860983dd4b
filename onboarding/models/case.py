"""One vendor being onboarded, and what is still needed from it."""

import secrets
import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone

from onboarding.workflow.states import CLOSED, WORDS, State

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is misread over the telephone


def new_reference() -> str:
    return "V-" + "".join(secrets.choice(ALPHABET) for _ in range(6))


class Case(models.Model):
    """One vendor being onboarded. ``state`` is written by services.transitions alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    vendor_name = models.CharField(max_length=200)
    vendor_email = models.EmailField(blank=True)
    requester = models.ForeignKey(
        "onboarding.User", null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    state = models.CharField(
        max_length=20, choices=[(state.value, WORDS[state]) for state in State], default=State.INVITED.value
    )
    state_changed_at = models.DateTimeField(default=timezone.now)
    contract_required = models.BooleanField(default=True)
    contract_value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    legal_name = models.CharField(max_length=200, blank=True)
    tin_index = models.CharField(max_length=64, blank=True, db_index=True)
    tin_masked = models.CharField(max_length=12, blank=True)
    automatic = models.BooleanField(null=True, blank=True)
    erp_id = models.CharField(max_length=100, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    legal_hold = models.BooleanField(default=False)
    purged_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]), name="case_state_is_legal"
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"])]

    def __str__(self) -> str:
        return f"{self.reference} {self.vendor_name}"

    @property
    def state_words(self) -> str:
        return WORDS[State(self.state)]

    @property
    def closed(self) -> bool:
        return State(self.state) in CLOSED


class Requirement(models.Model):
    """Something the vendor owes us, why, and what was wrong with the last try.

    ``box`` is (x0, top, x1, bottom) in PDF points on ``page`` of ``document``: the line that is wrong.
    """

    class Kind(models.TextChoices):
        W9 = "w9", "Form W-9"
        CONTRACT = "contract", "Signed agreement"
        FILE = "file", "A file that could not be read"
        ANSWER = "answer", "An answer"

    class Status(models.TextChoices):
        DUE = "due", "needed"
        CHECKING = "checking", "checking"
        ERROR = "error", "please fix"
        SATISFIED = "satisfied", "done"

    LATER: ClassVar[dict[str, str]] = {  # what is not asked of everybody, and why we ask
        Kind.FILE: "We have to be able to read what you send, and cannot tell what this is.",
        Kind.ANSWER: "One of our reviewers has a question.",
    }

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="requirements")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DUE)
    why = models.CharField(max_length=300)
    code = models.CharField(max_length=60, blank=True)
    message = models.CharField(max_length=1000, blank=True)
    document = models.ForeignKey(
        "Document", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    page = models.PositiveIntegerField(null=True, blank=True)
    box = models.JSONField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case", "kind"], name="one_requirement_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"

    def overdue(self, now: datetime) -> bool:
        return self.status != self.Status.SATISFIED and self.due_at is not None and self.due_at < now
