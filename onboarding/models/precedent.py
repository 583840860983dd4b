"""Words that a person decided about."""

from django.db import models

from onboarding.models.case import Case
from onboarding.models.review import ReviewItem


class Precedent(models.Model):
    """One decision about the words of a clause; written with the decision, removed when it is taken back.

    ``words`` and ``figures`` are the hashes of compliance.precedents.fingerprint; ``length`` is that of the
    plain words in characters. ``score`` is the encoder's for ``category``, where it gave one.
    """

    item = models.OneToOneField(ReviewItem, on_delete=models.CASCADE, related_name="precedent")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="precedents")
    kind = models.CharField(max_length=12)
    policy = models.CharField(max_length=80)
    version = models.CharField(max_length=64, blank=True)
    model = models.CharField(max_length=120, blank=True)
    category = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=10, blank=True)
    severity = models.CharField(max_length=10, blank=True)
    score = models.FloatField(null=True, blank=True)
    outcome = models.CharField(max_length=12)
    reason_code = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    who = models.ForeignKey("onboarding.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    quote = models.TextField(blank=True)
    words = models.CharField(max_length=64, db_index=True)
    figures = models.CharField(max_length=64)
    length = models.PositiveIntegerField()

    class Meta:
        ordering = ["-decided_at"]
        indexes = [
            models.Index(fields=["policy", "figures", "length"], name="precedent_by_policy"),
            models.Index(fields=["category", "figures", "length"], name="precedent_by_category"),
            models.Index(fields=["decided_at"], name="precedent_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.policy.replace('-', ' ')}: {self.outcome.replace('_', ' ')}"
