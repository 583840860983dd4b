"""What a reviewer does with an item. Each view reads the form, calls one service and opens what is next."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from onboarding import selectors
from onboarding.models import ReviewItem, User
from onboarding.review import undo
from onboarding.review.access import item_or_404, staff, staff_user
from onboarding.review.forms import AssignForm, DecideForm, SnoozeForm
from onboarding.review.item import render_item
from onboarding.review.queue import by_urgency
from onboarding.roles import STAFF
from onboarding.services import review
from onboarding.services.errors import ServiceError
from onboarding.wording import QUEUES


@require_POST
@staff(*STAFF)
def claim_next(request: HttpRequest) -> HttpResponse:
    """POST queue: hold the most urgent free item and open it."""
    queue = request.POST.get("queue", "")
    if queue not in QUEUES:
        queue = "tax"
    try:
        item = review.claim_next(queue=queue, user=staff_user(request))
    except ServiceError as error:
        messages.error(request, error.message)
        item = None
    if item is None:
        messages.info(request, f"Nothing free is left in {QUEUES[queue]}.")
        return redirect(f"{reverse('review:queue')}?queue={queue}")
    return redirect("review:item", item.id)


def attempt(request: HttpRequest, call: Callable[[], object], done: str = "") -> bool:
    """Call a service and say what it did, or why it refused."""
    try:
        call()
    except ServiceError as error:
        messages.error(request, error.message)
        return False
    if done:
        messages.success(request, done)
    return True


@require_POST
@staff(*STAFF)
def claim(request: HttpRequest, item_id: str) -> HttpResponse:
    """POST takeover: hold this item; with ``takeover`` also from somebody else, which leaves a trace."""
    item, user = item_or_404(request, item_id), staff_user(request)
    service = review.take_over if request.POST.get("takeover") else review.claim
    attempt(request, lambda: service(item=item, user=user))
    return redirect("review:item", item.id)


@require_POST
@staff(*STAFF)
def release(request: HttpRequest, item_id: str) -> HttpResponse:
    """POST: give it back to the queue."""
    item, user = item_or_404(request, item_id), staff_user(request)
    attempt(request, lambda: review.release(item=item, user=user))
    return redirect("review:item", item.id)


@require_POST
@staff(*STAFF)
def assign(request: HttpRequest, item_id: str) -> HttpResponse:
    """POST to: a manager gives the item to somebody."""
    item, user, form = item_or_404(request, item_id), staff_user(request), AssignForm(request.POST)
    if form.is_valid():
        to = form.cleaned_data["to"]
        given = f"Given to {to.get_username()}."
        attempt(request, lambda: review.assign(item=item, to=to, user=user), given)
    else:
        messages.error(request, "Please choose a person.")
    return redirect("review:item", item.id)


@require_POST
@staff(*STAFF)
def snooze(request: HttpRequest, item_id: str) -> HttpResponse:
    """POST hours: put the item aside; what was promised to the vendor stays promised."""
    item, user, form = item_or_404(request, item_id), staff_user(request), SnoozeForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Please choose how long.")
        return redirect("review:item", item.id)
    later = timezone.now() + timedelta(hours=int(form.cleaned_data["hours"]))
    aside = f"Put aside until {later:%-d %B, %H:%M} UTC."
    if not attempt(request, lambda: review.snooze(item=item, user=user, until=later), aside):
        return redirect("review:item", item.id)
    return redirect(f"{reverse('review:queue')}?queue={item.queue}")


@require_POST
@staff(*STAFF)
def decide(request: HttpRequest, item_id: str) -> HttpResponse:
    """POST outcome, reason_code, text, note: decide, then open the next item."""
    item, user = item_or_404(request, item_id), staff_user(request)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return render_item(request, item, decide_form=form, status=400)
    try:
        decided = review.decide(
            item=item,
            user=user,
            outcome=form.cleaned_data["outcome"],
            reason_code=form.cleaned_data["reason_code"],
            note=form.words(),
        )
    except ServiceError as error:
        form.add_error(_blamed(error), error.message)
        item.refresh_from_db()
        return render_item(request, item, decide_form=form, status=error.status)
    if decided.is_open:
        messages.info(request, "Noted. A second person has to agree before it counts.")
        return redirect("review:item", decided.id)
    undo.remember(request, decided)
    return redirect(_next_url(decided, user))


def _blamed(error: ServiceError) -> str | None:
    return {"reason_code_needed": "reason_code", "note_needed": "note"}.get(error.code)


def sibling_url(item: ReviewItem, user: User) -> str:
    """The next reason of the same case, held; empty when there is none."""
    free = selectors.visible_items(user).filter(outcome="", queue=item.queue, case=item.case)
    for sibling in by_urgency(free.exclude(pk=item.pk)):
        if not sibling.held_by_other(user.pk, timezone.now()) and _hold(sibling, user):
            return reverse("review:item", args=[sibling.id])
    return ""


def _next_url(decided: ReviewItem, user: User) -> str:
    """The next reason of the same case, else the next free item of the queue, else the queue."""
    if following_reason := sibling_url(decided, user):
        return following_reason
    try:
        following = review.claim_next(queue=decided.queue, user=user)
    except ServiceError:
        following = None
    if following is not None:
        return reverse("review:item", args=[following.id])
    return f"{reverse('review:queue')}?queue={decided.queue}"


def _hold(item: ReviewItem, user: User) -> bool:
    try:
        review.claim(item=item, user=user)
    except ServiceError:
        return False
    return True


@require_POST
@staff(*STAFF)
def undo_decision(request: HttpRequest, item_id: str) -> HttpResponse:
    """POST: take the decision back while nothing has left."""
    item, user = item_or_404(request, item_id), staff_user(request)
    back = "Taken back. The item is open again."
    if attempt(request, lambda: review.undo(item=item, user=user), back):
        undo.forget(request)
    return redirect("review:item", item.id)
