"""The list of what people owe."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Paginator
from django.db.models import Case as When
from django.db.models import Count, IntegerField, Q, QuerySet, Value
from django.db.models import When as Then
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from onboarding import selectors
from onboarding.models import ReviewItem, Role, SavedView, User
from onboarding.review.access import ALL_ROLES, page, staff, staff_user
from onboarding.review.filters import address_of, query_of
from onboarding.review.forms import BulkForm, QueueFilter
from onboarding.review.packet import titles
from onboarding.roles import QUEUE_ROLES, STAFF, may
from onboarding.wording import QUEUES

PAGE_SIZE = 50
SEVERITIES = ("critical", "high", "error", "medium", "warning", "low")


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    label: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class View:
    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    url: str
    vendor: str
    what: str
    sentence: str
    page: int | None
    severity: str
    created_at: datetime
    due_at: datetime
    holder: str


@require_GET
@staff(*ALL_ROLES)
def queue(request: HttpRequest) -> HttpResponse:
    """GET queue, q, severity, holder, due, page: open items, the most urgent first."""
    user = staff_user(request)
    if not user.has_role(*STAFF):
        return redirect("review:cases")
    visible = awake(selectors.visible_items(user).filter(outcome=""))
    counts = dict(visible.order_by().values_list("queue").annotate(Count("id")))
    current = request.GET.get("queue", "")
    if current not in QUEUES:
        current = _home_queue(user, counts)
    filters = QueueFilter(request.GET, label_suffix="")
    found = _filtered(visible.filter(queue=current), filters, user)
    shown = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    late = visible.filter(due_at__lt=timezone.now()).count()
    names = titles(item.code for item in shown)
    may_hold = user.has_role(*QUEUE_ROLES[current])
    query = query_of(request.GET.urlencode())
    context = {
        "queue": current,
        "tabs": _tabs(counts, current),
        "filters": filters,
        "filtered": any(request.GET.get(name) for name in filters.fields),
        "items": [_row(item, user, names) for item in shown],
        "page_obj": shown,
        "can_claim": bool(counts.get(current)) and may_hold,
        "bulk": BulkForm(label_suffix="") if may_hold and shown else None,
        "can_assign": may(user, "assign"),
        "views": [_view(view, query) for view in user.views.all()],
        "query": query,
        "summary": _summary(sum(counts.values()), late),
    }
    return page(request, "review/queue.html", context)


def _view(view: SavedView, query: str) -> View:
    return View(view.name, address_of(view.query), view.query == query)


def _summary(open_count: int, late: int) -> str:
    if not open_count:
        return "Nothing waits for a decision."
    waits = "1 item waits" if open_count == 1 else f"{open_count} items wait"
    return f"{waits} for a decision" + (f", {late} past the time we promised." if late else ", none late.")


def _home_queue(user: User, counts: dict[str, int]) -> str:
    """The tab that fits the role, else the fullest."""
    if user.has_role(Role.TAX) and not user.has_role(Role.LEGAL):
        return "tax"
    if user.has_role(Role.LEGAL):
        return "legal"
    return max(QUEUES, key=lambda name: counts.get(name, 0))


def _tabs(counts: dict[str, int], current: str) -> list[Tab]:
    base = reverse("review:queue")
    return [
        Tab(key, label, f"{base}?queue={key}", counts.get(key, 0), key == current)
        for key, label in QUEUES.items()
    ]


def _filtered(items: QuerySet[ReviewItem], filters: QueueFilter, user: User) -> QuerySet[ReviewItem]:
    wanted = filters.cleaned_data if filters.is_valid() else {}
    now = timezone.now()
    if text := wanted.get("q"):
        items = items.filter(
            Q(case__vendor_name__icontains=text)
            | Q(case__reference__iexact=text)
            | Q(reason__icontains=text)
            | Q(code__icontains=text.replace(" ", "_"))
        )
    if severity := wanted.get("severity"):
        items = items.filter(severity=severity)
    if wanted.get("holder") == "me":
        items = items.filter(claimed_by=user, claimed_until__gt=now)
    if wanted.get("holder") == "free":
        items = items.exclude(claimed_until__gt=now)
    if due := wanted.get("due"):
        items = items.filter(due_at__lt=now if due == "late" else now + timedelta(days=1))
    return by_urgency(items).select_related("case", "claimed_by", "finding")


def awake(items: QuerySet[ReviewItem]) -> QuerySet[ReviewItem]:
    """Without those that were put aside for later."""
    return items.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=timezone.now()))


def by_urgency(items: QuerySet[ReviewItem]) -> QuerySet[ReviewItem]:
    """Worst first, and among equals the one that is due first."""
    ranks = [Then(severity=name, then=Value(rank)) for rank, name in enumerate(SEVERITIES)]
    rank = When(*ranks, default=Value(len(ranks)), output_field=IntegerField())
    return items.annotate(rank=rank).order_by("rank", "due_at", "created_at", "id")


def _row(item: ReviewItem, user: User, names: dict[str, str]) -> Row:
    held = (
        item.claimed_by is not None and item.claimed_until is not None and item.claimed_until > timezone.now()
    )
    holder = ""
    if held and item.claimed_by is not None:
        holder = "you" if item.claimed_by_id == user.id else item.claimed_by.get_username()
    return Row(
        id=str(item.id),
        url=reverse("review:item", args=[item.id]),
        vendor=item.case.vendor_name,
        what=names[item.code],
        sentence=item.reason,
        page=item.finding.page if item.finding else None,
        severity=item.severity,
        created_at=item.created_at,
        due_at=item.due_at,
        holder=holder,
    )
