"""What a vendor can do. Each view reads the form, calls one service and says what happened."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from onboarding import conf
from onboarding.models import Case
from onboarding.portal.forms import CorrectionForm, MessageForm
from onboarding.portal.links import with_case
from onboarding.portal.views import render_home
from onboarding.services import intake, invitations
from onboarding.services.errors import ServiceError
from onboarding.web.downloads import safe_name

VENDOR = "vendor"


@require_POST
@with_case
def upload(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """POST multipart ``files``: JSON {ok, message} for the page's own script, else back to the page."""
    sent = request.FILES.getlist("files")
    results = [_submit(case, file) for file in sent] or [(400, "Please choose a file first.")]
    good = all(status < 400 for status, _ in results)
    if "application/json" in request.headers.get("Accept", ""):
        status = 200 if good else max(status for status, _ in results)
        return JsonResponse({"ok": good, "message": " ".join(text for _, text in results)}, status=status)
    for status, text in results:
        messages.add_message(request, messages.ERROR if status >= 400 else messages.SUCCESS, text)
    return redirect("portal:home", token)


def _submit(case: Case, file: "UploadedFile[bytes]") -> tuple[int, str]:
    name = safe_name(file.name or "")
    limit = conf.limits().file_bytes
    if (file.size or 0) > limit:
        return (
            413,
            f"{name} is too big. The limit is {limit // (1024 * 1024)} MB: please send a smaller scan.",
        )
    try:
        done = intake.submit(case=case, name=name, content=file.read(), actor=VENDOR, source="portal")
    except ServiceError as error:
        return error.status, f"{name}: {error.message}"
    if done.duplicate:
        return 200, f"We already have {name}. You do not need to send it again."
    return 200, f"{name} has arrived. We are checking it now."


@require_POST
@with_case
def confirm(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """POST: what we read is right."""
    try:
        intake.confirm_fields(case=case, values={}, actor=VENDOR)
        messages.success(request, "Thank you. That is settled.")
    except ServiceError as error:
        messages.error(request, error.message)
    return redirect("portal:home", token)


@require_POST
@with_case
def correct(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """POST name, value: a second witness beside the form, never instead of it."""
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return render_home(request, case, token, correct_form=form, status=400)
    values = {form.cleaned_data["name"]: form.cleaned_data["value"]}
    try:
        differs = intake.confirm_fields(case=case, values=values, actor=VENDOR)
    except ServiceError as error:
        form.add_error("value", error.message)
        return render_home(request, case, token, correct_form=form, status=error.status)
    if differs:
        text = ngettext(
            "Thank you. A person will compare it with your form.",
            "Thank you. A person will compare them.",
            len(differs),
        )
        messages.success(request, text)
    else:
        messages.info(request, "That is what we read too. Nothing has to change.")
    return redirect("portal:home", token)


@require_POST
@with_case
def message(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """POST text: to the person who asked for the documents."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return render_home(request, case, token, message_form=form, status=400)
    try:
        intake.message_to_requester(case=case, text=form.cleaned_data["text"], actor=VENDOR)
        messages.success(request, "Your message is on its way.")
    except ServiceError as error:
        messages.error(request, error.message)
    return redirect("portal:home", token)


@require_POST
@with_case
def withdraw(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """POST sure: the vendor does not want to go on."""
    if not request.POST.get("sure"):
        messages.error(request, "Please tick the box first, so that nothing is withdrawn by mistake.")
        return redirect("portal:home", token)
    try:
        intake.withdraw(case=case, actor=VENDOR)
        messages.success(request, "You have withdrawn. We stopped checking your documents.")
    except ServiceError as error:
        messages.error(request, error.message)
    return redirect("portal:home", token)


@require_POST
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """POST: mail a fresh link to the address on file. The answer is the same whether or not there is one."""
    invitations.renew_link(token=token)
    messages.info(request, "If this link was ours, a new one is on its way to your e-mail.")
    return redirect("portal:home", token)
