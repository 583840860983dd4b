"""The audit chain: append-only, each entry sealed with the hash of the one before."""

from django.db import models
from django.utils import timezone

from onboarding.models.case import Case


class EventChain(models.Model):
    """The head of one chain (one a case, and ``system``). Locked while an entry is added."""

    name = models.CharField(max_length=60, primary_key=True)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.length})"


class Event(models.Model):
    """One audit entry. The database refuses to change or delete it (triggers in the first migration).

    ``actor`` is ``user:<id>``, ``vendor``, ``system`` or ``command:<name>``; ``data`` holds codes and ids, no
    personal data.
    """

    chain = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="events", db_constraint=False
    )
    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=60, db_index=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="one_event_a_number")]

    def __str__(self) -> str:
        return f"{self.chain}#{self.number} {self.action}"
