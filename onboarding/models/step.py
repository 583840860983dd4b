"""One run of one step: the truth about the work."""

from django.db import models

from onboarding.models.case import Case
from onboarding.models.document import Document
from onboarding.models.work import Work


class StepRun(Work):
    """One step on one document or case. Unique on what it works on, so its effect lands once."""

    class Step(models.TextChoices):
        READ = "read", "reading"
        JUDGE = "judge", "comparing with our policies"
        COMPARE = "compare", "comparing with the last version"
        SCREEN = "screen", "checking tax id and names"
        ADVANCE = "advance", "deciding"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.CASCADE, related_name="steps"
    )
    step = models.CharField(max_length=10, choices=Step.choices)
    input_digest = models.CharField(max_length=64)
    engine_versions = models.JSONField(default=dict, blank=True)
    progress = models.PositiveIntegerField(default=0)  # pages done
    total = models.PositiveIntegerField(default=0)  # pages in all
    seconds = models.FloatField(null=True, blank=True)
    worker = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "step", "input_digest"], name="one_run_an_input")
        ]

    @property
    def words(self) -> str:
        """What it is doing, for people: ``reading page 12 of 50``."""
        label = str(self.Step(self.step).label)
        return f"{label} page {self.progress} of {self.total}" if self.progress and self.total else label
