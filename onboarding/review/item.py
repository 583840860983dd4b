"""One item in three panes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from onboarding import selectors, wording
from onboarding.models import Check, Finding, ReviewItem, User
from onboarding.review import coverage, packet, recall, taxform, viewer
from onboarding.review.access import item_or_404, page, staff, staff_user
from onboarding.review.forms import (
    OUTCOMES,
    AssignForm,
    DecideForm,
    KeyingForm,
    RevealForm,
    SnoozeForm,
    ValueForm,
)
from onboarding.review.queue import by_urgency
from onboarding.review.subject import Subject, correctable, subject_of, where
from onboarding.review.undo import until
from onboarding.roles import STAFF, may
from onboarding.services.review import REASON_CODES
from onboarding.sheet import Mark
from onboarding.witnesses import field_marks

CHECKS_OF_QUEUE = {"tax": ("tin_structure", "tin_match", "sanctions"), "legal": (), "intake": ()}


@dataclass(frozen=True, slots=True)
class Reason:
    url: str
    severity: str
    outcome: str
    is_open: bool
    sentence: str
    where: str
    current: bool


@dataclass(frozen=True, slots=True)
class Around:
    """The evidence before and after the one that is shown; empty where there is none."""

    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """The head of an item."""

    id: str
    title: str
    sentence: str
    severity: str
    state: str
    queue: str
    queue_label: str
    created_at: datetime
    due_at: datetime
    is_open: bool
    kind: str
    mine: bool
    holder: str
    held_until: datetime | None


@require_GET
@staff(*STAFF)
def item(request: HttpRequest, item_id: str) -> HttpResponse:
    """GET page, zoom: the item with its evidence."""
    return render_item(request, item_or_404(request, item_id))


def render_item(
    request: HttpRequest,
    item: ReviewItem,
    *,
    decide_form: DecideForm | None = None,
    keying: KeyingForm | None = None,
    reveal: RevealForm | None = None,
    value: ValueForm | None = None,
    revealed: taxform.Revealed | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with whatever a form on it has to say. ``revealed`` is shown in this one answer only."""
    user, subject = staff_user(request), subject_of(item)
    reasons = _reasons(item, user)
    context: dict[str, Any] = {
        "card": _card(item, subject, user),
        "case": item.case,
        "case_url": reverse("review:case", args=[item.case_id]),
        "back_url": f"{reverse('review:queue')}?queue={item.queue}",
        "reasons": reasons,
        "around": _around(reasons),
        "viewer": _viewer(request, item, subject, user),
        "packet": packet.packet(item, subject),
        **recall.of_finding(item.finding, user),
        "coverage": _coverage(item.finding),
        "checks": _checks(item),
        "undo_until": until(item),
        **_decision(item, subject, user, decide_form),
    }
    if subject.is_w9 and subject.part is not None:
        context |= taxform.context(item, subject, user, keying=keying, reveal=reveal, revealed=revealed)
        if correctable(item, subject) and may(user, "decide", item):
            context |= {"value_form": value or ValueForm(), "value_label": wording.field_label(subject.field)}
    return page(request, "review/item.html", context, status=status)


def _card(item: ReviewItem, subject: Subject, user: User) -> Card:
    now = timezone.now()
    held = item.claimed_by is not None and item.claimed_until is not None and item.claimed_until > now
    return Card(
        id=str(item.id),
        title=_title(item, subject),
        sentence=item.reason,
        severity=item.severity,
        state="open" if item.is_open else "decided",
        queue=item.queue,
        queue_label=wording.QUEUES[item.queue],
        created_at=item.created_at,
        due_at=item.due_at,
        is_open=item.is_open,
        kind="w9" if subject.is_w9 else "packet",
        mine=held and item.claimed_by_id == user.pk,
        holder=item.claimed_by.get_username() if held and item.claimed_by else "",
        held_until=item.claimed_until if held else None,
    )


def _title(item: ReviewItem, subject: Subject) -> str:
    """What the item is called, with the field of the form where it is about one."""
    name = packet.titles([item.code])[item.code]
    if item.code in {"field_not_sure", "field_empty", "vendor_differs"} and subject.field:
        return f"{wording.field_label(subject.field)}: {name[:1].lower()}{name[1:]}"
    return name


def _reasons(item: ReviewItem, user: User) -> list[Reason]:
    """Every reason of the case in this queue, worst first, the settled ones last."""
    visible = selectors.visible_items(user).filter(case=item.case, queue=item.queue)
    shown = by_urgency(visible.exclude(outcome="obsolete")).select_related(
        "finding__part__document", "finding__clause", "document"
    )
    shown = shown.defer("finding__part__text", "finding__part__coverage", "finding__clause__boxes")
    ordered = sorted(shown, key=lambda one: not one.is_open)
    return [
        Reason(
            url=reverse("review:item", args=[one.id]),
            severity=one.severity,
            outcome=one.outcome,
            is_open=one.is_open,
            sentence=one.reason,
            where=where(one, subject_of(one)),
            current=one.id == item.id,
        )
        for one in ordered
    ]


def _around(reasons: list[Reason]) -> Around:
    """What comes before and after the reason that is shown."""
    at = next((index for index, one in enumerate(reasons) if one.current), 0)
    before = reasons[at - 1].url if at else ""
    return Around(before, reasons[at + 1].url if at + 1 < len(reasons) else "")


def _viewer(request: HttpRequest, item: ReviewItem, subject: Subject, user: User) -> viewer.Viewer | None:
    if subject.document is None:
        return None
    asked = viewer.look(request.GET.dict(), subject.page)
    marks = _marks(item.finding, subject, asked.page)
    return viewer.view(subject.document, asked, marks, user=user, evidence=subject.page)


def _marks(finding: Finding | None, subject: Subject, number: int) -> list[Mark]:
    if subject.is_w9 and subject.part is not None:
        return field_marks(subject.part, number)
    return viewer.finding_marks(finding, number) if finding is not None else []


def _coverage(finding: Finding | None) -> coverage.Coverage | None:
    """The map of the agreement that the item is about."""
    if finding is None or not finding.part.coverage:
        return None
    return coverage.of(finding.part, category=finding.category)


def _checks(item: ReviewItem) -> list[dict[str, Any]]:
    """The newest check of each kind."""
    newest: dict[str, Check] = {}
    for check in item.case.checks.filter(kind__in=CHECKS_OF_QUEUE[item.queue]).order_by("id"):
        newest[check.kind] = check
    return [
        {
            "label": wording.CHECKS.get(check.kind, check.kind),
            "outcome": check.outcome,
            "provider": check.provider,
            "list_version": check.list_version,
            "score": check.score,
            "reason": check.reason,
        }
        for check in newest.values()
    ]


def _decision(item: ReviewItem, subject: Subject, user: User, form: DecideForm | None) -> dict[str, Any]:
    made = None
    if not item.is_open:
        words = {code: text for codes in REASON_CODES.values() for code, text in codes}
        made = {
            "outcome": item.outcome,
            "who": item.decided_by.get_username() if item.decided_by else "Vouch",
            "at": item.decided_at,
            "reason": words.get(item.reason_code, item.reason_code),
            "comment": item.note,
        }
    suggestion = item.finding.suggestion if item.finding else ""
    return {
        "decision_made": made,
        "can_decide": item.is_open and may(user, "decide", item),
        "why_not": _why_not(item, user),
        "outcomes": [Choice(*outcome) for outcome in OUTCOMES],
        "decide_form": form or DecideForm(initial={"text": suggestion or _question(item)}),
        "snooze_form": SnoozeForm() if item.is_open and may(user, "decide", item) else None,
        "assign_form": AssignForm() if item.is_open and may(user, "assign") else None,
    }


def _question(item: ReviewItem) -> str:
    return item.reason if item.queue != ReviewItem.Queue.LEGAL else ""


def _why_not(item: ReviewItem, user: User) -> str:
    if item.case.requester_id == user.pk:
        return "You asked for this vendor, so somebody else decides."
    return "Your role can look, but not decide here."
