"""Every read that is not trivial: what may be seen, what is going on, and the figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from onboarding import readings, roles, sentences
from onboarding.models import (
    Case,
    Event,
    Field,
    Note,
    Part,
    ReviewItem,
    Role,
    StepRun,
    User,
    WorkState,
)
from onboarding.workflow.states import State

describe = sentences.describe
w9_part = readings.w9_part
contract_parts = readings.contract_parts


def visible_cases(user: User) -> QuerySet[Case]:
    """Staff see all cases, a requester their own, others none."""
    if user.has_role(*roles.STAFF):
        return Case.objects.all()
    if user.has_role(Role.REQUESTER):
        return Case.objects.filter(requester=user)
    return Case.objects.none()


def visible_items(user: User) -> QuerySet[ReviewItem]:
    """Items of the queues that this user's roles look at."""
    held = user.roles
    if held & {Role.AUDITOR, Role.ADMIN, Role.MANAGER}:
        return ReviewItem.objects.all()
    queues = [queue for queue, allowed in roles.QUEUE_ROLES.items() if held & set(allowed)]
    return ReviewItem.objects.filter(queue__in=queues)


def open_items(queue: str = "", now: datetime | None = None) -> QuerySet[ReviewItem]:
    """Open items that are not put aside, most urgent first."""
    awake = Q(snoozed_until=None) | Q(snoozed_until__lte=now or timezone.now())
    items = ReviewItem.objects.filter(awake, outcome="").select_related("case", "claimed_by", "finding")
    return items.filter(queue=queue) if queue else items


def may_decide(user: User, item: ReviewItem) -> bool:
    return roles.may(user, "decide", item)


def may_reveal(user: User) -> bool:
    return roles.may(user, "see_tin")


def fields_of(part: Part) -> dict[str, Field]:
    """The reading in force of each field of a form."""
    return {name: reading.row for name, reading in readings.in_force(part).items()}


def timeline(case: Case) -> QuerySet[Event]:
    return Event.objects.filter(case_id=case.pk).order_by("number")


def progress(case: Case) -> list[StepRun]:
    """Steps that are open or stopped, with their document."""
    states = (WorkState.QUEUED, WorkState.RUNNING, WorkState.WAITING, WorkState.DEAD)
    return list(case.steps.filter(state__in=states).select_related("document"))


def notes(case: Case) -> list[tuple[str, datetime, str]]:
    """(actor, time, text) of all that was said."""
    return list(Note.objects.filter(case=case).values_list("author", "created_at", "text"))


def confirmed_at(case: Case) -> datetime | None:
    """When the vendor last confirmed the values of the form in force."""
    part = readings.w9_part(case)
    events = Event.objects.filter(case_id=case.pk, action="fields_confirmed").order_by("-number")
    for event in events:
        if part is not None and event.data.get("part") == part.pk:
            return event.at
    return None


def outcome_words(case: Case) -> str:
    """One phrase for where the case stands and why, e.g. ``with legal: 7 clauses to look at``."""
    match State(case.state):
        case State.ACTIVE:
            looked = "nobody had to look" if case.automatic else "after a review"
            return f"created in the ERP as {case.erp_id}, {looked}"
        case State.IN_REVIEW:
            return _with_reviewers(case)
        case State.ACTION_REQUIRED | State.COLLECTING:
            open_ones = case.requirements.filter(status__in=("error", "due")).order_by("-status")
            words = [one.message or f"{one.get_kind_display()} is needed." for one in open_ones]
            return f"waiting for the vendor: {words[0] if words else case.state_words}"
        case State.FAILED:
            push = case.pushes.first()
            return f"needs an operator: {push.note if push else 'a step stopped'}"
    return case.state_words.lower()


def _with_reviewers(case: Case) -> str:
    counts = _counts(
        case.items.filter(outcome="").order_by().values("queue").annotate(n=Count("pk")), "queue"
    )
    nouns = {"tax": "question", "legal": "clause", "intake": "document"}
    parts = [f"{queue}: {n} {nouns[queue]}{'s' if n > 1 else ''} to look at" for queue, n in counts.items()]
    return "with " + ", ".join(sorted(parts))


@dataclass(frozen=True, slots=True)
class Insights:
    """Figures over the cases created in a period. Hours are medians; rates are shares from 0 to 1."""

    since: datetime
    cases: int
    by_state: dict[str, int]
    decided: int
    straight_through: float
    median_hours: float | None
    open_by_queue: dict[str, int]
    overdue: int
    by_reason: list[tuple[str, int]]
    overrides: list[tuple[str, int, int]]  # code, decided by people, of these accepted


def insights(days: int = 30) -> Insights:
    since = timezone.now() - timedelta(days=days)
    cases = Case.objects.filter(created_at__gte=since)
    decided = cases.filter(state__in=(State.ACTIVE, State.APPROVED, State.REJECTED))
    through = decided.filter(automatic=True).count()
    count = decided.count()
    waiting = ReviewItem.objects.filter(outcome="")
    return Insights(
        since=since,
        cases=cases.count(),
        by_state=_counts(cases.values("state").annotate(n=Count("pk")), "state"),
        decided=count,
        straight_through=through / count if count else 0.0,
        median_hours=_median_hours(decided),
        open_by_queue=_counts(waiting.order_by().values("queue").annotate(n=Count("pk")), "queue"),
        overdue=waiting.filter(due_at__lt=timezone.now()).count(),
        by_reason=_by_reason(since),
        overrides=_overrides(since),
    )


def _counts(rows: Iterable[Mapping[str, Any]], key: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        found[str(row[key])] = found.get(str(row[key]), 0) + int(row["n"])
    return found


def _median_hours(cases: QuerySet[Case]) -> float | None:
    spans = sorted(
        (changed - created).total_seconds() / 3600
        for created, changed in cases.values_list("created_at", "state_changed_at")
    )
    return spans[len(spans) // 2] if spans else None


def _by_reason(since: datetime) -> list[tuple[str, int]]:
    rows = ReviewItem.objects.filter(created_at__gte=since).order_by().values("code").annotate(n=Count("pk"))
    return sorted(((row["code"], row["n"]) for row in rows), key=lambda pair: -pair[1])[:20]


def _overrides(since: datetime) -> list[tuple[str, int, int]]:
    decided = ReviewItem.objects.filter(decided_at__gte=since).exclude(decided_by=None)
    rows = (
        decided.order_by().values("code").annotate(n=Count("pk"), ok=Count("pk", filter=Q(outcome="accept")))
    )
    return sorted(((row["code"], row["n"], row["ok"]) for row in rows), key=lambda row: -row[1])[:20]
