"""A numbered piece of a contract."""

from django.db import models

from onboarding.models.document import Part


class Clause(models.Model):
    """The smallest piece that is judged. ``part.text[start:end]`` is its text (code points, half open)."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="clauses")
    key = models.CharField(max_length=40)  # extraction.types.Clause.id
    number = models.CharField(max_length=40, blank=True)
    heading = models.CharField(max_length=300, blank=True)
    page = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    boxes = models.JSONField(default=list, blank=True)  # [[page, [x0, top, x1, bottom]], ...] one a line
    categories = models.JSONField(default=dict, blank=True)  # {"cap_on_liability": 0.93}
    scores = models.JSONField(default=dict, blank=True)  # of every category that is at all likely

    class Meta:
        ordering = ["start"]
        constraints = [models.UniqueConstraint(fields=["part", "key"], name="one_clause_a_key")]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip() or self.key
