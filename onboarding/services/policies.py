"""Publishing the playbook: each version of a policy is kept, one is current."""

from typing import Any

from django.db import transaction

from onboarding import judging
from onboarding.models import Policy
from onboarding.services import audit


def publish(*, actor: str) -> int:
    """Store the playbook in force; returns how many policies are new or changed (0 the second time)."""
    playbook = judging.playbook()
    added = 0
    with transaction.atomic():
        for policy in playbook.policies:
            _, made = Policy.objects.update_or_create(
                key=policy.id,
                version=policy.version,
                defaults={
                    "playbook_version": playbook.version,
                    "title": policy.title[:200],
                    "category": (policy.categories or ("",))[0],
                    "severity": policy.severity.value,
                    "owner": policy.owner[:12],
                    "body": _body(policy),
                    "current": True,
                },
            )
            added += made
        live = {(policy.id, policy.version) for policy in playbook.policies}
        for row in Policy.objects.filter(current=True):
            if (row.key, row.version) not in live:
                Policy.objects.filter(pk=row.pk).update(current=False)
        if added:
            data = {"playbook": playbook.version, "policies": added}
            audit.record(case=None, actor=actor, action="playbook_published", data=data)
    return added


def _body(policy: Any) -> dict[str, Any]:
    names = ("question", "preferred", "fallback", "walk_away", "rationale", "fallback_wording")
    body = {name: getattr(policy, name) for name in names}
    return {
        **body,
        "categories": list(policy.categories),
        "required": policy.required,
        "source": policy.source_text,
    }
