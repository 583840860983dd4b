"""One step for many items of the queue: hold, give, give back, put aside. Never a decision."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from onboarding import selectors
from onboarding.models import ReviewItem, User
from onboarding.review.access import staff, staff_user
from onboarding.review.filters import address_of
from onboarding.review.forms import BulkForm
from onboarding.roles import STAFF
from onboarding.services import review
from onboarding.services.errors import ServiceError

DONE = {
    "claim": "held by you",
    "release": "given back",
    "assign": "given to {to}",
    "snooze": "put aside for a day",
}
ASIDE = timedelta(days=1)


@require_POST
@staff(*STAFF)
def bulk(request: HttpRequest) -> HttpResponse:
    """POST items, do, to, back: the same service, and the same guard, as for each item alone."""
    user, form = staff_user(request), BulkForm(request.POST)
    back = redirect(address_of(request.POST.get("back", "")))
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return back
    do, to = form.cleaned_data["do"], form.cleaned_data["to"]
    chosen = selectors.visible_items(user).filter(id__in=form.cleaned_data["items"], outcome="")
    refused = Counter(_refusal(item, user, do, to) for item in chosen.select_related("case"))
    done = refused.pop("", 0)
    gone = len(set(form.cleaned_data["items"])) - done - refused.total()
    if done:
        words = DONE[do].format(to=to.get_username() if to else "")
        messages.success(request, f"{_items(done)} {words}.")
    for why, count in refused.items():
        messages.error(request, f"{_items(count)} not changed: {why}")
    if gone:
        messages.error(request, f"{_items(gone)} no longer open.")
    return back


def _items(count: int) -> str:
    return "1 item is" if count == 1 else f"{count} items are"


def _refusal(item: ReviewItem, user: User, do: str, to: User | None) -> str:
    """Why the item was not changed; empty when it was."""
    calls: dict[str, Callable[[], object]] = {
        "claim": lambda: review.claim(item=item, user=user),
        "release": lambda: review.release(item=item, user=user),
        "assign": lambda: review.assign(item=item, to=to or user, user=user),
        "snooze": lambda: review.snooze(item=item, user=user, until=timezone.now() + ASIDE),
    }
    try:
        calls[do]()
    except ServiceError as error:
        return error.message
    return ""
