"""Setting up an authenticator app, and typing its code after the password."""

from typing import cast

import django_otp
import segno
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from onboarding.models import User
from onboarding.services import second_factor
from onboarding.services.errors import ServiceError

AFTER = "review:queue"


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=12,
        help_text="Six digits from your authenticator app.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


@sensitive_post_parameters("code")
@login_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """GET: ask for a code. POST code: the session counts from now on."""
    user = cast(User, request.user)
    if second_factor.device_of(user) is None:
        return redirect("review:second_factor_set_up")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _enter(request, second_factor.check(user, form.cleaned_data["code"]))
            return redirect(AFTER)
        except ServiceError as error:
            form.add_error("code", error.message)
    return _page(request, "registration/second_factor.html", {"form": form})


@sensitive_post_parameters("code")
@login_required
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """GET: the key as a picture and in letters. POST code: from now on each log-in asks for one."""
    user = cast(User, request.user)
    if second_factor.device_of(user) is not None:
        return redirect(AFTER)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _enter(request, second_factor.confirm(user, form.cleaned_data["code"]))
            messages.success(request, "Your authenticator app is set up. Each sign-in asks for its code.")
            return redirect(AFTER)
        except ServiceError as error:
            form.add_error("code", error.message)
    device = second_factor.begin(user)
    context = {
        "form": form,
        "required": second_factor.is_required(user),
        "picture": segno.make(device.config_url).svg_data_uri(scale=5, border=2, light="white"),
        "key": device.config_url.split("secret=")[1].split("&")[0],
        "address": device.config_url,
    }
    return _page(request, "registration/second_factor_set_up.html", context)


def _enter(request: HttpRequest, device: object) -> None:
    request.session.cycle_key()
    django_otp.login(request, device)


def _page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    form = context["form"]
    assert isinstance(form, CodeForm)
    response = render(request, template, context, status=400 if form.errors else 200)
    add_never_cache_headers(response)
    return response
