"""Saved views of the queue: a person's own, so nothing of them is in the audit trail."""

import re

from onboarding.models import SavedView, User
from onboarding.services.errors import Conflict, Invalid

MOST = 20


def save(*, user: User, name: str, query: str) -> SavedView:
    """Keep or replace. Raises Invalid(nothing_filtered, tax_id_in_view) and Conflict(too_many_views)."""
    if not query:
        raise Invalid("nothing_filtered", "Choose a filter first, then keep it as a view.")
    if re.search(r"\d{9}", re.sub(r"[\s+-]|%20", "", query)):
        raise Invalid("tax_id_in_view", "A view must not hold a tax id.")
    if not user.views.filter(name=name).exists() and user.views.count() >= MOST:
        raise Conflict("too_many_views", f"You have {MOST} views. Please remove one first.")
    view, _ = SavedView.objects.update_or_create(user=user, name=name, defaults={"query": query[:300]})
    return view


def forget(*, user: User, name: str) -> None:
    user.views.filter(name=name).delete()
