"""A reviewer's own names for filters of the queue. The address is the view: whoever has it may open it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from onboarding.review.access import staff, staff_user
from onboarding.review.actions import attempt
from onboarding.review.filters import address_of, query_of
from onboarding.review.forms import ViewForm
from onboarding.roles import STAFF
from onboarding.services import views


@require_POST
@staff(*STAFF)
def save(request: HttpRequest) -> HttpResponse:
    """POST name, query: keep the filters under a name; the same name again replaces them."""
    query, form = query_of(request.POST.get("query", "")), ViewForm(request.POST)
    if form.is_valid():
        name = form.cleaned_data["name"]
        user = staff_user(request)
        attempt(request, lambda: views.save(user=user, name=name, query=query), f"Kept as “{name}”.")
    else:
        messages.error(request, "Please give the view a name of at most 60 characters.")
    return redirect(address_of(query))


@require_POST
@staff(*STAFF)
def forget(request: HttpRequest) -> HttpResponse:
    """POST name: the person's own view of that name is gone."""
    views.forget(user=staff_user(request), name=request.POST.get("name", ""))
    return redirect("review:queue")
