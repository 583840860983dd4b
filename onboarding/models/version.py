"""The next version of an agreement beside the last one, and what was decided before about its findings."""

from django.db import models
from django.utils import timezone

from onboarding.models.document import Part
from onboarding.models.finding import Finding
from onboarding.models.review import ReviewItem


class Comparison(models.Model):
    """``changes`` are the ClauseChange values of compliance.compare, clauses named by their keys.

    ``unsettled`` names kept clauses whose defined term changed: ``{key: term}``.
    """

    part = models.OneToOneField(Part, on_delete=models.CASCADE, related_name="comparison")
    earlier = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="later")
    changes = models.JSONField(default=list)  # [{"change","old","new","score","words"}]
    unsettled = models.JSONField(default=dict)
    likeness = models.FloatField()
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.part_id} after {self.earlier_id}"


class EarlierDecision(models.Model):
    """A person decided about this finding in an earlier version: kept, or asked again and ``why``.

    ``item`` holds the proof: who, when, with which reason. ``detail`` completes the sentence of ``why``.
    """

    class Why(models.TextChoices):
        SENT_BACK = "sent_back", "the vendor was asked to change this clause and sent it back unchanged"
        POLICY_CHANGED = "policy_changed", "our policy has changed since"
        MODEL_CHANGED = "model_changed", "the model has changed since"
        JUDGE_CHANGED = "judge_changed", "the model that gives a second opinion has changed since"
        MORE_SEVERE = "more_severe", "it is judged more severe than before"
        TERM_CHANGED = "term_changed", "the meaning of a defined term has changed"
        FOUR_EYES = "four_eyes", "the person who decided then has asked for this vendor"
        OTHER_FINDING = "other_finding", "what was found in it is not the same as before"

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE, related_name="earlier")
    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="later")
    subject = models.CharField(max_length=120)
    kept = models.BooleanField()
    why = models.CharField(max_length=20, choices=Why.choices, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.subject}: {'kept' if self.kept else self.why}"
