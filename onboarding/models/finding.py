"""Something wrong or risky, with its proof."""

from django.db import models
from django.utils import timezone

from onboarding.models.clause import Clause
from onboarding.models.document import Part


class Finding(models.Model):
    """``code`` is a W-9 issue code or a policy id; ``kind`` is ``issue`` or a compliance.types.FindingKind.

    ``quote`` equals ``part.text[start:end]`` for a contract; empty only for what is missing.
    """

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=80)
    version = models.CharField(max_length=64, blank=True)
    category = models.CharField(max_length=80, blank=True)
    severity = models.CharField(max_length=10)  # low, medium, high, critical; error, warning for an issue
    source = models.CharField(max_length=10, default="rule")
    field = models.CharField(max_length=40, blank=True)
    clause = models.ForeignKey(
        Clause, null=True, blank=True, on_delete=models.SET_NULL, related_name="findings"
    )
    quote = models.TextField(blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    page = models.PositiveIntegerField(null=True, blank=True)
    boxes = models.JSONField(default=list, blank=True)  # [[page, [x0, top, x1, bottom]], ...]
    reason = models.TextField(blank=True)
    suggestion = models.TextField(blank=True)
    signals = models.JSONField(default=list, blank=True)  # [{"signal","note","score"}]
    considered = models.JSONField(
        default=list, blank=True
    )  # [{"policy","score","words","vector"}], nearest first
    owner = models.CharField(max_length=12, default="legal")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.code} ({self.severity})"
