"""Answers to creating requests, kept so that a repeated one gets the same answer."""

from django.db import models
from django.utils import timezone


class IdempotentRequest(models.Model):
    """``status`` 0 means in flight. ``owner`` is the caller (``user:3``, ``case:<id>``)."""

    owner = models.CharField(max_length=60)
    key = models.CharField(max_length=100)
    body_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_answer_a_key")]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"
