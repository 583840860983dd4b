"""An outside verification."""

from django.db import models
from django.utils import timezone

from onboarding.models.case import Case


class Check(models.Model):
    """The newest of a kind counts. ``detail`` is the provider's answer and never holds a whole tax id."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="checks")
    kind = models.CharField(max_length=20)  # compliance.types.CheckKind
    provider = models.CharField(max_length=40)
    outcome = models.CharField(max_length=20)  # compliance.types.CheckOutcome
    reason = models.CharField(max_length=500)
    request_id = models.CharField(max_length=100, blank=True)
    score = models.FloatField(null=True, blank=True)
    list_version = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    input_digest = models.CharField(max_length=64)
    next_try_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.outcome}"
