"""The playbook as published: each version of a policy is kept, one is current, an edit says who and why."""

from typing import Any

from django.db import transaction

from onboarding import judging
from onboarding.models import Policy, User
from onboarding.services import audit
from onboarding.services.errors import Conflict, Invalid


def publish(*, actor: str) -> int:
    """Store the playbook in force; returns how many policies are new or changed (0 the second time)."""
    with transaction.atomic():
        playbook = judging.playbook()
        files = {(policy.id, policy.version) for policy in judging.shipped().policies}
        added = 0
        for policy in playbook.policies:
            edited = (policy.id, policy.version) not in files
            _, made = _store(policy, playbook.version, edited=edited)
            added += made
        live = {(policy.id, policy.version) for policy in playbook.policies}
        for row in Policy.objects.filter(current=True):
            if (row.key, row.version) not in live:
                Policy.objects.filter(pk=row.pk).update(current=False)
        if added:
            data = {"playbook": playbook.version, "policies": added}
            audit.record(case=None, actor=actor, action="playbook_published", data=data)
    return added


def read(source: str) -> judging.Policy:
    """The policy that a text says. Raises Invalid(policy_unreadable) with what is wrong and where."""
    try:
        return judging.parse_policy(source.replace("\r\n", "\n"), file="the text")
    except judging.PolicyError as error:
        raise Invalid("policy_unreadable", str(error)) from error


def put_in_force(*, source: str, author: User, why: str) -> Policy:
    """Make a text the current version of its policy, in the caller's transaction; earlier versions stay."""
    policy = read(source)
    files = {(one.id, one.version) for one in judging.shipped().policies}
    edited = (policy.id, policy.version) not in files
    Policy.objects.filter(key=policy.id, current=True).update(current=False)
    row, _ = _store(policy, "", edited=edited)
    row.author, row.why, row.playbook_version = author, why, judging.playbook().version
    row.save(update_fields=["author", "why", "playbook_version"])
    data = {"policy": row.key, "version": row.version, "playbook": row.playbook_version}
    audit.record(case=None, actor=audit.actor_of(author), action="policy_changed", data=data)
    return row


def withdraw(*, key: str, author: User, why: str) -> Policy:
    """Back to the policy of the folder. Raises Conflict(not_edited) and Conflict(only_edited)."""
    with transaction.atomic():
        if not Policy.objects.filter(key=key, current=True, edited=True).exists():
            raise Conflict("not_edited", "This policy is that of the folder.")
        file = judging.shipped().by_id(key)
        if file is None:
            raise Conflict("only_edited", "The folder has no policy of this name.")
        return put_in_force(source=file.source_text, author=author, why=why)


def _store(policy: judging.Policy, playbook: str, *, edited: bool) -> tuple[Policy, bool]:
    return Policy.objects.update_or_create(
        key=policy.id,
        version=policy.version,
        defaults={
            "playbook_version": playbook,
            "title": policy.title[:200],
            "category": (policy.categories or ("",))[0],
            "severity": policy.severity.value,
            "owner": policy.owner[:12],
            "body": _body(policy),
            "current": True,
            "edited": edited,
        },
    )


def _body(policy: judging.Policy) -> dict[str, Any]:
    names = ("question", "preferred", "fallback", "walk_away", "rationale", "fallback_wording")
    body = {name: getattr(policy, name) for name in names}
    return {
        **body,
        "categories": list(policy.categories),
        "required": policy.required,
        "source": policy.source_text,
    }
