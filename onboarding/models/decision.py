"""What the workflow concluded, and from what."""

from django.db import models
from django.utils import timezone

from onboarding.models.case import Case


class Decision(models.Model):
    """Reproducible: ``decide(facts)`` gives ``outcome`` and ``reasons`` again (``manage.py replay``)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=16)
    reasons = models.JSONField(default=list)  # [{"code","ends_in","queue","subject","text","severity"}]
    facts = models.JSONField()
    facts_digest = models.CharField(max_length=64)
    rules_version = models.CharField(max_length=20)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.outcome} ({self.facts_digest[:8]})"
