"""The outbox of mails."""

from django.db import models

from onboarding.models.case import Case
from onboarding.models.work import Work


class Mail(Work):
    """One mail to send. The text is made from ``template`` when it leaves, a fresh portal link with it.

    ``dedupe`` names the occasion, so one occasion sends one mail.
    """

    max_attempts = 8

    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="mails")
    to = models.EmailField()
    template = models.CharField(max_length=40)  # templates/emails/<template>.txt
    context = models.JSONField(default=dict)
    dedupe = models.CharField(max_length=120, unique=True)
    sent_at = models.DateTimeField(
        null=True, blank=True
    )  # handed to the mail server, perhaps without an answer

    class Meta:
        ordering = ["-id"]
