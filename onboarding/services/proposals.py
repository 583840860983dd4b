"""Changes of how contracts are judged: drafted, tried, and accepted or declined by an administrator.

Nothing here changes a case: what is open keeps its findings until somebody judges it again.
"""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from onboarding import judging, roles
from onboarding.models import Proposal, Threshold, User
from onboarding.services import audit, evidence, policies, trials
from onboarding.services.errors import Conflict, Invalid, NotAllowed

Kind, State = Proposal.Kind, Proposal.State


def build(*, actor: str) -> list[Proposal]:
    """Draft what the decisions speak for; an open draft is brought up to date, a declined one stays so."""
    made = []
    with transaction.atomic():
        for draft in evidence.drafts():
            digest = _digest(draft.kind, draft.target, draft.change)
            if Proposal.objects.filter(digest=digest).exclude(state=State.ACCEPTED).exists():
                continue
            row = _same_question(draft) or Proposal(kind=draft.kind, target=draft.target)
            row.change, row.digest, row.why = draft.change, digest, draft.why
            row.counts, row.evidence = draft.counts, list(draft.evidence)
            row.trial, row.tried_at = {}, None
            row.save()
            _record(row, actor, "proposal_made")
            made.append(row)
    return made


def _same_question(draft: evidence.Draft) -> Proposal | None:
    """The open draft on the same thing, made when there were fewer decisions."""
    rows = Proposal.objects.filter(kind=draft.kind, target=draft.target, state=State.OPEN, made_by=None)
    if draft.kind == Kind.TRAINING:
        rows = rows.filter(change__belongs=draft.change["belongs"])
    return rows.first()


def edit_policy(*, source: str, user: User, why: str) -> Proposal:
    """A new text of a policy, not in force yet. Raises Invalid, NotAllowed and Conflict(no_change)."""
    _administrator(user)
    if not why.strip():
        raise Invalid("why_needed", "Say why.")
    policy = policies.read(source)
    current = judging.playbook().by_id(policy.id)
    if current is not None and current.version == policy.version:
        raise Conflict("no_change", "This is the text in force.")
    change = {"base": current.version if current else "", "source": policy.source_text}
    digest = _digest(Kind.POLICY, policy.id, change)
    with transaction.atomic():
        row, made = Proposal.objects.get_or_create(
            digest=digest,
            state=State.OPEN,
            defaults={
                "kind": Kind.POLICY,
                "target": policy.id,
                "change": change,
                "why": why.strip(),
                "made_by": user,
            },
        )
        if made:
            _record(row, audit.actor_of(user), "proposal_made")
    return row


def dry_run(*, proposal: Proposal, last: int = trials.LAST) -> dict[str, Any]:
    """Try an open proposal over the last contracts, and keep the result with it."""
    _open(proposal)
    if proposal.kind == Kind.TRAINING:
        result: dict[str, Any] = {"sentences": len(proposal.change["sentences"]), "basis": trials.basis()}
    else:
        result = trials.run(_change(proposal), last=last)
    Proposal.objects.filter(pk=proposal.pk, state=State.OPEN).update(trial=result, tried_at=timezone.now())
    proposal.refresh_from_db()
    return result


def _change(proposal: Proposal) -> judging.Change:
    if proposal.kind == Kind.POLICY:
        return judging.Change(policy=proposal.change["source"])
    return judging.Change(thresholds={proposal.target: float(proposal.change["to"])})


def accept(*, proposal: Proposal, user: User, note: str = "") -> Proposal:
    """Put it in force. Raises NotAllowed, Conflict(already_decided, dry_run_needed, outdated)."""
    _administrator(user)
    with transaction.atomic():
        row = Proposal.objects.select_for_update().get(pk=proposal.pk)
        _open(row)
        if row.trial.get("basis") != json.loads(json.dumps(trials.basis())):
            raise Conflict("dry_run_needed", "Run it dry first: nothing was tried with what is in force now.")
        _apply(row, user, note.strip() or row.why)
        return _decide(row, user, State.ACCEPTED, note)


def _apply(row: Proposal, user: User, why: str) -> None:
    if row.kind == Kind.POLICY:
        current = judging.playbook().by_id(row.target)
        if (current.version if current else "") != row.change["base"]:
            raise Conflict("outdated", "The policy was changed since this was proposed.")
        policies.put_in_force(source=row.change["source"], author=user, why=why)
    elif row.kind == Kind.THRESHOLD:
        _put_threshold(row.target, float(row.change["to"]), user, why)


def _put_threshold(category: str, value: float, user: User, why: str) -> None:
    before = judging.thresholds().get(category)
    Threshold.objects.filter(category=category, current=True).update(current=False)
    Threshold.objects.create(category=category, value=value, author=user, why=why)
    data = {"category": category, "from": before, "to": value}
    audit.record(case=None, actor=audit.actor_of(user), action="threshold_changed", data=data)


def withdraw_threshold(*, category: str, user: User) -> None:
    """Back to the model's own threshold. Raises NotAllowed and Conflict(not_set)."""
    _administrator(user)
    with transaction.atomic():
        if not Threshold.objects.filter(category=category, current=True).update(current=False):
            raise Conflict("not_set", "This category has the model's own threshold.")
        data = {"category": category, "to": None}
        audit.record(case=None, actor=audit.actor_of(user), action="threshold_changed", data=data)


def decline(*, proposal: Proposal, user: User, note: str = "") -> Proposal:
    """Leave everything as it is; the same change is not proposed again."""
    _administrator(user)
    with transaction.atomic():
        row = Proposal.objects.select_for_update().get(pk=proposal.pk)
        _open(row)
        return _decide(row, user, State.DECLINED, note)


def _decide(row: Proposal, user: User, state: str, note: str) -> Proposal:
    row.state, row.decided_by, row.decided_at, row.note = state, user, timezone.now(), note.strip()
    row.save(update_fields=["state", "decided_by", "decided_at", "note"])
    tried = {name: value for name, value in row.trial.items() if isinstance(value, int)}
    _record(row, audit.actor_of(user), f"proposal_{state}", tried=tried)
    return row


def training_lines() -> list[str]:
    """The accepted sentences as the trainer reads them: ``# category`` (``# none`` for what only looks like
    one), then a sentence a line."""
    lines: list[str] = []
    for row in Proposal.objects.filter(kind=Kind.TRAINING, state=State.ACCEPTED).order_by("decided_at"):
        lines.append(f"# {row.target if row.change['belongs'] else 'none'}")
        lines += [" ".join(sentence.split()).lstrip("# ") for sentence in row.change["sentences"]]
    return lines


def _administrator(user: User) -> None:
    if not roles.may(user, "admin"):
        raise NotAllowed("not_allowed", "Only an administrator changes how contracts are judged.")


def _open(row: Proposal) -> None:
    if row.state != State.OPEN:
        raise Conflict("already_decided", f"This proposal is {row.get_state_display()} already.")


def _digest(kind: str, target: str, change: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps([str(kind), target, change], sort_keys=True).encode()).hexdigest()


def _record(row: Proposal, actor: str, action: str, **more: Any) -> None:
    data = {"proposal": row.pk, "kind": str(row.kind), "target": row.target, **more}
    audit.record(case=None, actor=actor, action=action, data=data)
