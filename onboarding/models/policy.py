"""The company's position on one kind of clause, as published."""

from django.db import models
from django.utils import timezone


class Policy(models.Model):
    """One published version of one policy. A finding pins ``key`` and ``version``; old versions stay.

    ``edited`` is True for a version that a person made here; while current it stands in place of the file's.
    """

    key = models.CharField(max_length=80)
    version = models.CharField(max_length=64)
    playbook_version = models.CharField(max_length=64)
    title = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=80, blank=True)
    severity = models.CharField(max_length=10, blank=True)
    owner = models.CharField(max_length=12, blank=True)
    body = models.JSONField(default=dict)  # question, preferred, fallback, walk_away, rationale, checks
    current = models.BooleanField(default=True)
    edited = models.BooleanField(default=False)
    author = models.ForeignKey(
        "onboarding.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.TextField(blank=True)
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["key", "-published_at"]
        verbose_name_plural = "policies"
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="one_policy_a_version")]

    def __str__(self) -> str:
        return f"{self.key} {self.version[:8]}"


class SanctionsList(models.Model):
    """One loaded version of a sanctions list; the entries stand in ``path`` in the data folder."""

    name = models.CharField(max_length=60)
    version = models.CharField(max_length=80)
    entries = models.PositiveIntegerField()
    path = models.CharField(max_length=300)
    current = models.BooleanField(default=True)
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-loaded_at"]
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="one_list_a_version")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
