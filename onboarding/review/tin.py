"""The tax id: keyed a second time blind, or shown in full with a reason. Every look leaves a trace."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from onboarding import selectors
from onboarding.models import ReviewItem, User
from onboarding.review import digits
from onboarding.review.access import item_or_404, staff, staff_user
from onboarding.review.actions import sibling_url
from onboarding.review.forms import KeyingForm, RevealForm, ValueForm
from onboarding.review.item import render_item
from onboarding.review.subject import correctable, is_keying, subject_of
from onboarding.review.taxform import Revealed
from onboarding.roles import STAFF, may
from onboarding.services import files, keying, tin
from onboarding.services.errors import ServiceError
from onboarding.web.downloads import picture


def _holds(item: ReviewItem, user: User) -> bool:
    held = item.claimed_by_id == user.pk and item.claimed_until is not None
    return held and item.claimed_until is not None and item.claimed_until > timezone.now()


@require_GET
@staff(*STAFF)
def crop(request: HttpRequest, item_id: str) -> HttpResponse:
    """GET: the tax id as it stands on the form, for the person who holds the item and keys it."""
    item, user = item_or_404(request, item_id), staff_user(request)
    subject = subject_of(item)
    allowed = may(user, "see_tin") and item.is_open and is_keying(item, subject) and _holds(item, user)
    if not allowed or subject.part is None or subject.document is None:
        raise Http404
    rows = digits.read_rows(subject.part)
    number = rows[0].page if rows else subject.page or 1
    try:
        tin.show_on_page(
            case=item.case,
            name=rows[0].name if rows else "ein",
            user=user,
            address=request.META.get("REMOTE_ADDR"),
        )
        content = files.page_image(
            document=subject.document,
            number=number,
            width=digits.WIDTH,
            crop=digits.area(rows) if rows else None,
        )
    except ServiceError as error:
        raise Http404(error.message) from error
    return picture(content, keep=False)


@require_POST
@staff(*STAFF)
def key(request: HttpRequest, item_id: str) -> HttpResponse:
    """POST kind, tin: a person's own reading. The digits are in no redirect, message or session."""
    item, user = item_or_404(request, item_id), staff_user(request)
    if not (may(user, "see_tin") and item.is_open and is_keying(item, subject_of(item))):
        raise Http404
    form = KeyingForm(request.POST)
    if not form.is_valid():
        return render_item(request, item, keying=form, status=400)
    try:
        agrees = keying.key_field(
            item=item, user=user, name=form.cleaned_data["kind"], value=form.cleaned_data["tin"]
        )
    except ServiceError as error:
        form.add_error("tin", error.message)
        return render_item(request, item, keying=form, status=error.status)
    if agrees:
        messages.success(request, "Your reading and the machine's agree.")
    else:
        messages.warning(request, "Your reading and the machine's differ. A second person keys it as well.")
    return redirect(_after(item, user)) if agrees else redirect("review:item", item.id)


def _after(item: ReviewItem, user: User) -> str:
    """The next reason of the case, else the case, where the workflow goes on with what was keyed."""
    return sibling_url(item, user) or reverse("review:case", args=[item.case_id])


@require_POST
@staff(*STAFF)
def key_value(request: HttpRequest, item_id: str) -> HttpResponse:
    """POST value: what a person reads in the field that the item is about."""
    item, user = item_or_404(request, item_id), staff_user(request)
    name = correctable(item, subject_of(item))
    if not name or not may(user, "decide", item):
        raise Http404
    form = ValueForm(request.POST)
    if not form.is_valid():
        return render_item(request, item, value=form, status=400)
    try:
        agrees = keying.key_field(item=item, user=user, name=name, value=form.cleaned_data["value"])
    except ServiceError as error:
        form.add_error("value", error.message)
        return render_item(request, item, value=form, status=error.status)
    messages.success(request, "Noted, as the machine read it." if agrees else "Noted. Your reading counts.")
    return redirect(_after(item, user))


@require_POST
@staff(*STAFF)
def reveal(request: HttpRequest, item_id: str) -> HttpResponse:
    """POST reason: the whole tax id in this one answer, never in a redirect or a session."""
    item, user = item_or_404(request, item_id), staff_user(request)
    if not may(user, "see_tin"):
        raise Http404
    form = RevealForm(request.POST)
    if not form.is_valid():
        return render_item(request, item, reveal=form, status=400)
    try:
        shown = _reveal(item, user, form.cleaned_data["reason"], request.META.get("REMOTE_ADDR"))
    except ServiceError as error:
        form.add_error("reason", error.message)
        return render_item(request, item, reveal=form, status=error.status)
    return render_item(request, item, revealed=shown)


def _reveal(item: ReviewItem, user: User, reason: str, address: str | None) -> Revealed:
    part = selectors.w9_part(item.case)
    fields = selectors.fields_of(part) if part else {}
    name = "ssn" if "ssn" in fields and fields["ssn"].value else "ein"
    found = tin.reveal(case=item.case, name=name, user=user, reason=reason, address=address)
    text = f"{found[:3]}-{found[3:5]}-{found[5:]}" if name == "ssn" else f"{found[:2]}-{found[2:]}"
    rows = [row for row in digits.read_rows(part) if row.name == name] if part else []
    figure = digits.shown_once(rows[0].part.document, rows[0], found) if rows else None
    return Revealed(text, figure)
