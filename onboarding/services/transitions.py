"""The only writer of Case.state: a legal move, compare-and-set, one Event in the same transaction."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from onboarding.models import Case
from onboarding.services import audit, webhooks_outbox
from onboarding.services.errors import Conflict
from onboarding.workflow.states import State, may_move


def move(*, case: Case, to: State, actor: str, data: Mapping[str, Any] | None = None) -> None:
    """Move ``case``. Raises Conflict(illegal_move) or Conflict(state_changed) when somebody was first."""
    old = State(case.state)
    if not may_move(old, to):
        raise Conflict("illegal_move", f"A case that is {old} cannot become {to}.")
    with transaction.atomic():
        now = timezone.now()
        moved = Case.objects.filter(pk=case.pk, state=old).update(state=to, state_changed_at=now)
        if not moved:
            raise Conflict("state_changed", "Somebody else changed this case a moment ago.")
        audit.record(
            case=case, actor=actor, action="state_changed", data={"from": old, "to": to, **(data or {})}
        )
        webhooks_outbox.announce(case=case, event=f"case.{to}", data={"from": old, "state": to})
    case.state, case.state_changed_at = to, now


def settle(*, case: Case, to: State, actor: str, data: Mapping[str, Any] | None = None) -> None:
    """Move to ``to`` if the case is not there, by way of ``processing`` where the table asks for it."""
    if case.state == to:
        return
    if not may_move(State(case.state), to) and may_move(State(case.state), State.PROCESSING):
        move(case=case, to=State.PROCESSING, actor=actor)
    move(case=case, to=to, actor=actor, data=data)


def locked(case_id: UUID) -> Case:
    """The case, its row locked until the transaction ends (SQLite holds the whole file by itself).

    The lock leaves the key alone. A transaction that adds a row to the case has that row's foreign key
    checked at its end, when it holds the audit chain: if it had to wait for this lock then, and the holder
    for the chain, neither could go on.
    """
    return Case.objects.select_for_update(no_key=True).get(pk=case_id)
