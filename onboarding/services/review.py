"""What a reviewer does with an item. Every change is compare-and-set, so that one of two people wins."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from onboarding import conf, roles
from onboarding.models import Case, ReviewItem, Role, User
from onboarding.services import audit, erp_push, notifications, precedents, steps, transitions
from onboarding.services.errors import Conflict, Invalid, NotAllowed
from onboarding.workflow.states import OPEN_TO_VENDOR, State

Outcome = ReviewItem.Outcome
REASON_CODES: dict[str, tuple[tuple[str, str], ...]] = {
    "accept": (
        ("acceptable_risk", "The risk is acceptable"),
        ("false_alarm", "The machine is wrong"),
        ("wrong_policy", "The clause is about something else"),
        ("accepted_deviation", "We take this wording from anybody"),
        ("verified_elsewhere", "Verified by other means"),
        ("approved_by_management", "Approved by management"),
    ),
    "ask_vendor": (
        ("needs_fix", "The vendor must fix it"),
        ("needs_proof", "The vendor must prove it"),
        ("needs_negotiation", "The clause must be negotiated"),
    ),
    "reject": (
        ("unacceptable_risk", "The risk is not acceptable"),
        ("fraud_suspected", "Fraud is suspected"),
        ("sanctioned", "The vendor is on a sanctions list"),
        ("not_needed", "The vendor is not needed any more"),
    ),
    "escalate": (("needs_manager", "A manager must decide"), ("needs_specialist", "A specialist must look")),
}
_CLAIM = {"claimed_by": None, "claimed_until": None}


def claim(*, item: ReviewItem, user: User) -> ReviewItem:
    """Hold the item for a while. Raises Conflict(held, already_decided) and NotAllowed."""
    _allowed(item, user)
    now = timezone.now()
    free = Q(claimed_by=None) | Q(claimed_until__lte=now) | Q(claimed_by=user)
    return _take(item, user, free, now, "claimed")


def take_over(*, item: ReviewItem, user: User) -> ReviewItem:
    """Take the item from its holder; the chain tells."""
    _allowed(item, user)
    return _take(item, user, Q(), timezone.now(), "taken_over")


def _take(item: ReviewItem, user: User, condition: Q, now: datetime, action: str) -> ReviewItem:
    with transaction.atomic():
        held = ReviewItem.objects.filter(condition, pk=item.pk, outcome="")
        if not held.update(claimed_by=user, claimed_until=now + conf.times().claim):
            _lost(item.pk)
        _record(item, user, action)
    return _fresh(item)


def claim_next(*, queue: str, user: User) -> ReviewItem | None:
    """The most urgent free item of a queue that this user may decide, held; None when there is none."""
    now = timezone.now()
    waiting = ReviewItem.objects.filter(queue=queue, outcome="").select_related("case")
    waiting = waiting.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=now))
    mine_or_free = waiting.filter(Q(claimed_by=None) | Q(claimed_until__lte=now) | Q(claimed_by=user))
    for item in mine_or_free[:50]:
        if roles.may(user, "decide", item) and item.first_by_id != user.pk:
            try:
                return claim(item=item, user=user)
            except Conflict:
                continue  # somebody was faster; the next one will do
    return None


def release(*, item: ReviewItem, user: User) -> None:
    """Give the item back to the queue. Raises Conflict(not_held)."""
    with transaction.atomic():
        if not ReviewItem.objects.filter(pk=item.pk, claimed_by=user, outcome="").update(**_CLAIM):
            raise Conflict("not_held", "You do not hold this item.")
        _record(item, user, "released")


def assign(*, item: ReviewItem, to: User, user: User) -> ReviewItem:
    """A manager gives the item to somebody who may decide it."""
    if not roles.may(user, "assign"):
        raise NotAllowed("not_allowed", "Only a manager assigns.")
    if not roles.may(to, "decide", item):
        raise Invalid("wrong_person", "This person may not decide this item.")
    return _take(item, to, Q(), timezone.now(), "assigned")


def snooze(*, item: ReviewItem, user: User, until: datetime) -> ReviewItem:
    """Put the item aside; its due time stays."""
    _allowed(item, user)
    with transaction.atomic():
        ReviewItem.objects.filter(pk=item.pk, outcome="").update(snoozed_until=until, **_CLAIM)
        _record(item, user, "snoozed")
    return _fresh(item)


def decide(*, item: ReviewItem, user: User, outcome: str, reason_code: str, note: str = "") -> ReviewItem:
    """Decide, once. Raises Conflict(already_decided, held, case_closed), Invalid and NotAllowed.

    A doubled item (``second_needed``) stays open after the first acceptance, with ``first_by`` set.
    """
    _valid(outcome, reason_code, note)
    now = timezone.now()
    with transaction.atomic():
        case = transitions.locked(item.case_id)
        fresh = ReviewItem.objects.select_related("case").get(pk=item.pk)
        _allowed(fresh, user)
        if fresh.held_by_other(user.pk, now):
            _lost(fresh.pk)
        if State(case.state) not in OPEN_TO_VENDOR:
            raise Conflict("case_closed", f"This case is {case.state_words.lower()} by now.")
        if outcome == Outcome.ESCALATE:
            return _escalate(fresh, user, reason_code, note)
        if outcome == Outcome.ACCEPT and fresh.second_needed and fresh.first_by_id is None:
            return _first(fresh, user, reason_code, note)
        if outcome == Outcome.ACCEPT and fresh.first_by_id == user.pk:
            raise NotAllowed("second_person_needed", "A second person must agree.")
        _close(fresh, user, outcome, reason_code, note, now)
        steps.advance(case=case, why=f"item:{fresh.pk.hex}:{now.timestamp():.6f}"[:64])
        if State(case.state) == State.IN_REVIEW and not case.items.filter(outcome="").exists():
            transitions.move(case=case, to=State.PROCESSING, actor=audit.actor_of(user))
    return _fresh(item)


def _valid(outcome: str, reason_code: str, note: str) -> None:
    if outcome not in REASON_CODES:
        raise Invalid("unknown_outcome", "Choose accept, ask the vendor, reject or escalate.")
    if reason_code not in dict(REASON_CODES[outcome]):
        raise Invalid("reason_code_needed", "Choose a reason.")
    if outcome == Outcome.ASK_VENDOR and not note.strip():
        raise Invalid("note_needed", "Write what the vendor should do.")


def _close(item: ReviewItem, user: User, outcome: str, reason_code: str, note: str, now: datetime) -> None:
    mine = ReviewItem.objects.filter(Q(claimed_by=None) | Q(claimed_until__lte=now) | Q(claimed_by=user))
    done = mine.filter(pk=item.pk, outcome="").update(
        outcome=outcome, reason_code=reason_code, note=note.strip(), decided_by=user, decided_at=now, **_CLAIM
    )
    if not done:
        _lost(item.pk)
    _record(item, user, "decided", outcome=outcome, reason=reason_code)
    precedents.keep(item=_fresh(item))


def _first(item: ReviewItem, user: User, reason_code: str, note: str) -> ReviewItem:
    if not ReviewItem.objects.filter(pk=item.pk, outcome="", first_by=None).update(first_by=user, **_CLAIM):
        _lost(item.pk)
    _record(item, user, "first_acceptance", reason=reason_code)
    return _fresh(item)


def _escalate(item: ReviewItem, user: User, reason_code: str, note: str) -> ReviewItem:
    values = {"escalated": True, "severity": "critical", "note": note.strip(), **_CLAIM}
    if not ReviewItem.objects.filter(pk=item.pk, outcome="").update(**values):
        _lost(item.pk)
    _record(item, user, "escalated", reason=reason_code)
    return _fresh(item)


def undo(*, item: ReviewItem, user: User) -> ReviewItem:
    """Take a decision back while nothing has left. Raises Conflict(too_late, reopened) and NotAllowed."""
    now = timezone.now()
    with transaction.atomic():
        case = transitions.locked(item.case_id)
        fresh = ReviewItem.objects.get(pk=item.pk)
        if fresh.decided_by_id != user.pk and not user.has_role(Role.MANAGER):
            raise NotAllowed("not_yours", "Only the person who decided can take it back.")
        if fresh.undo_until is None or fresh.undo_until < now or not _takes_back(case):
            raise Conflict("too_late", "It is too late to take this back.")
        if case.items.filter(subject=fresh.subject, outcome="").exists():
            raise Conflict("reopened", "This question is already open again.")
        ReviewItem.objects.filter(pk=fresh.pk).update(
            outcome="", reason_code="", note="", decided_by=None, decided_at=None, first_by=None
        )
        precedents.forget(item=fresh)
        _record(fresh, user, "undone", outcome=fresh.outcome)
        transitions.settle(case=case, to=State.PROCESSING, actor=audit.actor_of(user))
        steps.advance(case=case, why=f"undo:{fresh.pk.hex}:{now.timestamp():.6f}"[:64])
    return _fresh(item)


def _takes_back(case: Case) -> bool:
    """Stop what the decision set going; False when something has left."""
    if State(case.state) in {State.ACTIVE, State.WITHDRAWN, State.FAILED}:
        return False
    if not erp_push.cancel(case=case):
        return False
    notifications.cancel(case=case, template="rejected")
    notifications.cancel(case=case, template="requirement")
    return True


def _allowed(item: ReviewItem, user: User) -> None:
    if not roles.may(user, "decide", item):
        own = item.case.requester_id == user.pk
        text = (
            "You asked for this vendor: somebody else decides."
            if own
            else "This item is not yours to decide."
        )
        raise NotAllowed("four_eyes" if own else "not_allowed", text)
    if item.escalated and not user.has_role(Role.MANAGER):
        raise NotAllowed("escalated", "This item waits for a manager.")


def _lost(item_id: UUID) -> None:
    """Say who was first."""
    now = ReviewItem.objects.select_related("decided_by", "claimed_by").get(pk=item_id)
    if now.outcome:
        winner = now.decided_by.get_username() if now.decided_by else "the system"
        raise Conflict("already_decided", f"{winner} decided this a moment ago.")
    winner = now.claimed_by.get_username() if now.claimed_by else "somebody else"
    raise Conflict("held", f"{winner} is working on this.")


def _record(item: ReviewItem, user: User, action: str, **data: str) -> None:
    facts = {"item": str(item.pk), "code": item.code, "queue": item.queue, **data}
    audit.record(case=item.case, actor=audit.actor_of(user), action=f"review_{action}", data=facts)


def _fresh(item: ReviewItem) -> ReviewItem:
    return ReviewItem.objects.select_related("case", "claimed_by", "decided_by").get(pk=item.pk)
