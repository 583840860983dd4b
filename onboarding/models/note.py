"""What vendor and company say to each other about a case."""

from django.db import models
from django.utils import timezone

from onboarding.models.case import Case


class Note(models.Model):
    """One message. ``author`` is an actor as in Event."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.CharField(max_length=60)
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:40]}"
