"""All cases, and one case with everything that is known and was done."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from onboarding import selectors
from onboarding.models import Role
from onboarding.review import dossier
from onboarding.review.access import ALL_ROLES, case_or_404, page, staff, staff_user
from onboarding.roles import ACTION_ROLES, STAFF, may
from onboarding.services import audit, erp_push, steps
from onboarding.services import replay as replays
from onboarding.services.errors import ServiceError
from onboarding.workflow.states import WORDS, State

PAGE_SIZE = 50


@require_GET
@staff(*ALL_ROLES)
def cases(request: HttpRequest) -> HttpResponse:
    """GET q, state, page: the newest first."""
    user = staff_user(request)
    found = selectors.visible_cases(user).select_related("requester")
    text, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    if text:
        found = found.filter(
            Q(vendor_name__icontains=text) | Q(legal_name__icontains=text) | Q(reference__iexact=text)
        )
    if state in {one.value for one in State}:
        found = found.filter(state=state)
    shown = Paginator(found.order_by("-created_at"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "cases": shown,
        "page_obj": shown,
        "states": [(one.value, WORDS[one]) for one in State],
        "q": text,
        "state": state,
        "filtered": bool(text or state),
        "can_invite": may(user, "invite"),
    }
    return page(request, "review/cases.html", context)


@require_GET
@staff(*ALL_ROLES)
def case(request: HttpRequest, case_id: str) -> HttpResponse:
    """GET: the whole story of one vendor."""
    return _render(request, case_id, {})


def _render(request: HttpRequest, case_id: str, extra: dict[str, object]) -> HttpResponse:
    found, user = case_or_404(request, case_id), staff_user(request)
    return page(request, "review/case.html", dossier.of(found, user) | extra)


@require_POST
@staff(*STAFF)
def replay(request: HttpRequest, case_id: str) -> HttpResponse:
    """POST: decide again from the stored facts and compare. It changes nothing."""
    found = case_or_404(request, case_id)
    try:
        again = replays.replay(case=found)
    except ServiceError as error:
        messages.error(request, error.message)
        return redirect("review:case", found.id)
    if not again:
        messages.info(request, "Nothing has been decided yet, so there is nothing to replay.")
        return redirect("review:case", found.id)
    differences = [text for one in again for text in one.differences]
    return _render(request, case_id, {"replayed": {"count": len(again), "differences": differences}})


@require_POST
@staff(*ACTION_ROLES["resend"])
def resend(request: HttpRequest, case_id: str, push_id: int) -> HttpResponse:
    """POST: try a delivery to the ERP again."""
    found = case_or_404(request, case_id)
    push = get_object_or_404(found.pushes, id=push_id)
    try:
        erp_push.resend(push=push, actor=audit.actor_of(staff_user(request)))
        messages.success(request, "It is sent again now.")
    except ServiceError as error:
        messages.error(request, error.message)
    return redirect("review:case", found.id)


@require_POST
@staff(Role.MANAGER, Role.ADMIN)
def retry(request: HttpRequest, case_id: str, run_id: int) -> HttpResponse:
    """POST: an operator starts a step again that gave up."""
    found = case_or_404(request, case_id)
    run = get_object_or_404(found.steps, id=run_id)
    try:
        steps.retry(run=run, actor=audit.actor_of(staff_user(request)))
        messages.success(request, "It runs again now.")
    except ServiceError as error:
        messages.error(request, error.message)
    return redirect("review:case", found.id)
