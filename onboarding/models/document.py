"""One uploaded file and the runs of pages in it."""

import uuid

from django.db import models
from django.utils import timezone

from onboarding.models.case import Case


class Document(models.Model):
    """One file, one version. A replacement supersedes it; nothing is overwritten.

    ``storage_key`` names the sealed bytes; ``name`` is what the vendor called the file, for display only.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", "received"
        ACCEPTED = "accepted", "accepted"
        WARNING = "warning", "accepted with a warning"
        REJECTED = "rejected", "not accepted"
        NEEDS_HUMAN = "needs_human", "with our team"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    storage_key = models.CharField(max_length=200)
    source = models.CharField(max_length=12, default="portal")  # portal, api, command
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.RECEIVED)
    code = models.CharField(max_length=60, blank=True)
    message = models.CharField(max_length=500, blank=True)
    pages = models.PositiveIntegerField(default=0)
    warnings = models.JSONField(default=list, blank=True)  # [{"code","message","page"}]
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="supersedes"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["case", "sha256"], name="one_file_once_a_vendor")]

    def __str__(self) -> str:
        return self.name

    @property
    def current(self) -> bool:
        return self.superseded_by_id is None


class Part(models.Model):
    """A run of pages of one kind. ``text`` is the contract's text that every offset refers to."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="parts")
    index = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)  # extraction.types.Kind
    pages = models.JSONField(default=list)
    revision = models.CharField(max_length=12, blank=True)
    needs_review = models.BooleanField(default=True)
    tin_sure = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    facts = models.JSONField(default=list, blank=True)  # [{"name","value","start","end","page","confidence"}]
    page_quality = models.JSONField(default=dict, blank=True)  # {"1": 0.98}
    coverage = models.JSONField(default=dict, blank=True)  # compliance.types.Coverage by category
    notes = models.JSONField(default=list, blank=True)
    model = models.CharField(max_length=120, blank=True)
    playbook_version = models.CharField(max_length=64, blank=True)
    judge = models.CharField(max_length=400, blank=True)  # models and prompts; '' when none was in force
    thresholds = models.JSONField(default=dict, blank=True)  # of each category, as they were used
    superseded = models.BooleanField(default=False)

    class Meta:
        ordering = ["index"]
        constraints = [models.UniqueConstraint(fields=["document", "index"], name="one_part_an_index")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.document_id}"
