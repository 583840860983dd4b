"""One value read from a form, with its place and the witnesses."""

from django.db import models
from django.utils import timezone

from onboarding.models.document import Part
from onboarding.models.encrypted import EncryptedField

TIN_FIELDS = frozenset({"ssn", "ein"})


class Field(models.Model):
    """One reading of one field. The newest of a name counts; earlier ones stay as witnesses.

    For ``ssn`` and ``ein`` ``value`` is masked and ``secret`` holds JSON
    ``{"value": digits, "witnesses": [...]}``; ``witnesses`` is masked too. ``box`` is in PDF points, top-left
    origin; so are ``cells``, one for each digit of a tax id.
    """

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="fields")
    name = models.CharField(max_length=40)
    value = models.CharField(max_length=500, blank=True)
    secret = EncryptedField(blank=True)
    confidence = models.FloatField()
    page = models.PositiveIntegerField()
    box = models.JSONField(null=True, blank=True)
    cells = models.JSONField(default=list, blank=True)  # [[x0, top, x1, bottom], ...]
    source = models.CharField(max_length=12)
    witnesses = models.JSONField(default=list, blank=True)  # [{"source","value","confidence","box"}]
    reason = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=60, blank=True)  # actor of a vendor's or reviewer's reading
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["part", "name"])]

    def __str__(self) -> str:
        return f"{self.name} of {self.part_id}"
