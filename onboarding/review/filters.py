"""The queue's filters as an address: what a saved view keeps, and where a bulk step goes back to."""

from django.http import QueryDict
from django.urls import reverse

from onboarding.review.forms import QueueFilter

KEYS = ("queue", *QueueFilter.base_fields)


def query_of(text: str) -> str:
    """The filters of a query string and nothing else, in one order."""
    given, kept = QueryDict(text), QueryDict(mutable=True)
    for key in KEYS:
        if value := given.get(key, "").strip():
            kept[key] = value
    return kept.urlencode()


def address_of(text: str) -> str:
    query = query_of(text)
    return f"{reverse('review:queue')}?{query}" if query else reverse("review:queue")
