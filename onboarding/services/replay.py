"""Recomputing a decision from the facts that were stored with it."""

from dataclasses import dataclass

from onboarding.models import Case, Decision
from onboarding.services import advance, facts
from onboarding.workflow import decision as rules
from onboarding.workflow.facts import RULES_VERSION


@dataclass(frozen=True, slots=True)
class Replay:
    """``differences`` names each reason that only one side has; empty when both are the same."""

    decision: Decision
    computed: str
    differences: tuple[str, ...]

    @property
    def same(self) -> bool:
        return not self.differences


def replay(*, case: Case) -> tuple[Replay, ...]:
    """Every decision of the case, oldest first."""
    return tuple(_one(decision) for decision in case.decisions.all())


def _one(stored: Decision) -> Replay:
    result = rules.decide(facts.from_json(stored.facts))
    differences: list[str] = []
    if result.outcome != stored.outcome:
        differences.append(f"outcome: stored {stored.outcome}, computed {result.outcome}")
    computed = [advance.reason_json(reason) for reason in result.reasons]
    differences += [
        f"only stored: {one['code']} {one['subject']}" for one in stored.reasons if one not in computed
    ]
    differences += [
        f"only computed: {one['code']} {one['subject']}" for one in computed if one not in stored.reasons
    ]
    if stored.rules_version != RULES_VERSION:
        differences = [f"{text} (rules {stored.rules_version}, now {RULES_VERSION})" for text in differences]
    return Replay(stored, result.outcome.value, tuple(differences))
