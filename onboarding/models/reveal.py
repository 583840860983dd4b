"""Who saw a tax id, and why."""

from django.db import models
from django.utils import timezone

from onboarding.models.case import Case


class TinReveal(models.Model):
    """One look at a whole tax id; the same moment writes an Event."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reveals")
    field = models.CharField(max_length=10)
    user = models.ForeignKey("onboarding.User", on_delete=models.PROTECT, related_name="reveals")
    reason = models.CharField(max_length=300)
    address = models.GenericIPAddressField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "tax id reveal"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.field} seen by {self.user_id}"
