"""What goes to the ERP, and the ledger that is one."""

from django.db import models
from django.utils import timezone

from onboarding.models.case import Case
from onboarding.models.encrypted import EncryptedField
from onboarding.models.work import Work


class ErpPush(Work):
    """Outbox row towards the ERP. ``sent_at`` set and no answer: ask the other side before sending again."""

    max_attempts = 8

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pushes")
    idempotency_key = models.CharField(max_length=80, unique=True)
    adapter = models.CharField(max_length=20)
    sent_at = models.DateTimeField(null=True, blank=True)
    erp_id = models.CharField(max_length=100, blank=True)
    tries = models.JSONField(default=list, blank=True)  # [{"at","outcome","code","message"}]

    class Meta:
        verbose_name, verbose_name_plural = "ERP delivery", "ERP deliveries"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=~models.Q(state="cancelled"), name="one_live_push_a_case"
            )
        ]


class VendorRecord(models.Model):
    """A vendor in the built-in ledger. One a case, one an idempotency key, whatever happens."""

    number = models.CharField(max_length=20, unique=True)
    idempotency_key = models.CharField(max_length=80, unique=True)
    case = models.OneToOneField(Case, null=True, on_delete=models.SET_NULL, related_name="vendor")
    name = models.CharField(max_length=200)
    business_name = models.CharField(max_length=200, blank=True)
    classification = models.CharField(max_length=20, blank=True)
    tin = EncryptedField(blank=True)
    tin_index = models.CharField(max_length=64, blank=True, db_index=True)
    tin_masked = models.CharField(max_length=12, blank=True)
    tin_type = models.CharField(max_length=3, blank=True)
    address = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=20, blank=True)
    zip = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
