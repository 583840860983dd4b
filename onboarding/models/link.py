"""A vendor's key to its own case."""

import secrets
from datetime import datetime

from django.db import models
from django.utils import timezone

from onboarding.models.case import Case

MAX_WRONG = 5


def new_handle() -> str:
    return secrets.token_hex(8)


class PortalLink(models.Model):
    """The link reads ``handle.secret``; only a hash of the 256-bit secret is kept. Five wrong lock it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    handle = models.CharField(max_length=16, unique=True, default=new_handle)
    secret_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.handle

    def usable(self, now: datetime) -> bool:
        return self.revoked_at is None and self.expires_at > now and self.wrong_tries < MAX_WRONG
