"""Inviting a vendor."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from onboarding.review.access import INVITE_ROLES, page, staff, staff_user
from onboarding.review.forms import InviteForm
from onboarding.services import audit, invitations
from onboarding.services.errors import ServiceError


@require_http_methods(["GET", "POST"])
@staff(*INVITE_ROLES)
def invite(request: HttpRequest) -> HttpResponse:
    """GET the form; POST vendor_name, vendor_email, ...: open a case and mail the vendor its link."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = staff_user(request)
        try:
            case = invitations.create_case(requester=user, actor=audit.actor_of(user), **form.cleaned_data)
        except ServiceError as error:
            form.add_error(None, error.message)
            return page(request, "review/invite.html", {"form": form}, status=error.status)
        messages.success(
            request, f"{case.vendor_name} is invited. The link is on its way to {case.vendor_email}."
        )
        return redirect("review:case", case.id)
    return page(request, "review/invite.html", {"form": form}, status=400 if form.errors else 200)
