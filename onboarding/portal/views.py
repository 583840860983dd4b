"""The one page that a vendor sees."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onboarding import conf, selectors
from onboarding.models import Case
from onboarding.portal import cards, confirmation
from onboarding.portal.forms import CorrectionForm, MessageForm
from onboarding.portal.links import with_case
from onboarding.workflow.states import OPEN_TO_VENDOR, State


@require_GET
@with_case
def home(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """GET: checklist, drop zone, results, confirmation, status."""
    return render_home(request, case, token)


@require_GET
@with_case
def live(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """GET: the part of the page that changes while files are checked."""
    company = conf.company().name
    part = cards.live(case, token)
    headline, lead = cards.headline(case, part, company)
    context = {"case": case, "live": part, "swap": True, "token": token, "company": company}
    return render(request, "portal/live.html", {**context, "headline": headline, "lead": lead})


def _drop_title(part: cards.Live) -> str:
    if part.must_fix:
        return "Send the corrected file here"
    return "Send more files here" if part.files else "Send your files here"


def render_home(
    request: HttpRequest,
    case: Case,
    token: str,
    *,
    correct_form: CorrectionForm | None = None,
    message_form: MessageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with whatever a form on it has to say."""
    company = conf.company().name
    live_part = cards.live(case, token)
    limit = conf.limits().file_bytes
    headline, lead = cards.headline(case, live_part, company)
    context = {
        "case": case,
        "token": token,
        "company": company,
        "live": live_part,
        "headline": headline,
        "lead": lead,
        "can_upload": State(case.state) in OPEN_TO_VENDOR,
        "can_withdraw": not case.closed and State(case.state) is not State.APPROVED,
        "drop_title": _drop_title(live_part),
        "max_bytes": limit,
        "max_mb": limit // (1024 * 1024),
        "confirm": confirmation.Confirmation() if live_part.must_fix_form else confirmation.of(case, token),
        "confirmed_at": selectors.confirmed_at(case),
        "correct_form": correct_form or CorrectionForm(),
        "message_form": message_form or MessageForm(),
        "notes": cards.notes(case, company),
    }
    return render(request, "portal/home.html", context, status=status)
