"""One row for every call to a model."""

from django.db import models
from django.utils import timezone

from onboarding.models.case import Case


class ModelUsage(models.Model):
    """Why it was called, what it cost, and the proof of what was sent (digest of the redacted prompt)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="usage")
    purpose = models.CharField(max_length=60)
    model = models.CharField(max_length=120)
    tokens_in = models.PositiveIntegerField(default=0)
    tokens_out = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(max_digits=10, decimal_places=6, default=0)
    milliseconds = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=40, blank=True)
    sent_digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.model}: {self.purpose}"
