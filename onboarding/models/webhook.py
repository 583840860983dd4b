"""Who is told about what, and every try to tell them."""

from django.db import models
from django.utils import timezone

from onboarding.models.case import Case
from onboarding.models.encrypted import EncryptedField
from onboarding.models.work import Work


class WebhookEndpoint(models.Model):
    """An address of the company's own systems. ``events`` empty means all of them."""

    url = models.URLField(max_length=500)
    secret = EncryptedField()  # whsec_...
    events = models.JSONField(default=list, blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(Work):
    """One message for one endpoint. ``message_id`` stays the same on every try."""

    max_attempts = 8

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=80)
    event = models.CharField(max_length=60)
    payload = models.JSONField()
    tries = models.JSONField(default=list, blank=True)  # [{"at","status","error","ms"}]

    class Meta:
        verbose_name_plural = "webhook deliveries"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "message_id"], name="one_delivery_a_message")
        ]
