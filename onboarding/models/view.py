"""A reviewer's own name for a set of filters of the queue."""

from django.db import models
from django.utils import timezone


class SavedView(models.Model):
    """``query`` is the filtered address's query string; opened by anybody, it shows what they may see."""

    user = models.ForeignKey("onboarding.User", on_delete=models.CASCADE, related_name="views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="one_view_a_name")]

    def __str__(self) -> str:
        return self.name
