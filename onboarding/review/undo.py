"""The decision that this person took last and can still take back."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from onboarding import conf
from onboarding.models import ReviewItem

KEY = "undo"


@dataclass(frozen=True, slots=True)
class Offer:
    item_id: str
    text: str
    until: datetime


def until(item: ReviewItem) -> datetime | None:
    """Until when ``item`` can be undone; None when that has passed or nothing is decided."""
    if item.decided_at is None:
        return None
    moment = item.decided_at + conf.times().undo
    return moment if moment > timezone.now() else None


def remember(request: HttpRequest, item: ReviewItem) -> None:
    """After a decision: offer to undo it on the pages that follow."""
    request.session[KEY] = str(item.id)


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def offer(request: HttpRequest) -> Offer | None:
    item_id = request.session.get(KEY)
    item = ReviewItem.objects.select_related("case").filter(id=item_id).first() if item_id else None
    moment = until(item) if item else None
    if item is None or moment is None:
        forget(request)
        return None
    return Offer(str(item.id), f"{item.get_outcome_display().capitalize()}: {item.case.vendor_name}", moment)
