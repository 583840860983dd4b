"""A change of how contracts are judged: proposed, tried over stored contracts, then accepted by a person."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Proposal(models.Model):
    """Nothing changes before ``accepted``. ``made_by`` is None for one that was built from decisions.

    ``change`` holds ``{"from","to"}`` for a threshold, ``{"base","source"}`` (version, markdown) for a policy
    and ``{"sentences","belongs"}`` for training. ``trial`` is the last dry run with what it ran on.
    """

    class Kind(models.TextChoices):
        THRESHOLD = "threshold", "Threshold of a category"
        POLICY = "policy", "Policy"
        TRAINING = "training", "Training sentences"

    class State(models.TextChoices):
        OPEN = "open", "open"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    target = models.CharField(max_length=80)  # a category or a policy's key
    change = models.JSONField()
    digest = models.CharField(max_length=64)  # of kind, target and change
    why = models.TextField()
    counts = models.JSONField(default=dict, blank=True)  # {"decided": 9, "wrong": 7}
    evidence = models.JSONField(default=list, blank=True)  # ids of the review items it was built from
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    trial = models.JSONField(default=dict, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        "onboarding.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        "onboarding.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=Q(state="open"), name="one_open_proposal_a_change"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.target.replace('-', ' ').replace('_', ' ')}"


class Threshold(models.Model):
    """A threshold that a person put in place of the model's own for one category; old ones stay."""

    category = models.CharField(max_length=80)
    value = models.FloatField()  # calibrated score, 0..1
    current = models.BooleanField(default=True)
    why = models.TextField(blank=True)
    author = models.ForeignKey("onboarding.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["category", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["category"], condition=Q(current=True), name="one_threshold_a_category"
            )
        ]

    def __str__(self) -> str:
        return f"{self.category.replace('_', ' ')} {self.value:.2f}"
