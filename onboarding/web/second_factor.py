"""Between the password and everything else: the second factor, for whoever has or needs one."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from onboarding.services import second_factor

OPEN = ("/static/", "/healthz", "/readyz", "/v/")
NEEDED = {"code": "second_factor_needed", "message": "Sign in with your second factor first."}


class SecondFactorMiddleware:
    """Stands behind OTPMiddleware. A session that still owes a code gets the page that asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page = _owed(request)
        if page is None:
            return self.get_response(request)
        if request.path.startswith("/api/"):
            return JsonResponse(NEEDED, status=403)
        return redirect(page)


def _owed(request: HttpRequest) -> str | None:
    """The page that comes first; None when nothing is owed or the request is on its way there."""
    if request.path.startswith(OPEN) or not request.user.is_authenticated:
        return None
    user = request.user
    if user.is_verified():  # type: ignore[attr-defined]  # put there by OTPMiddleware
        return None
    if second_factor.device_of(user) is not None:
        page = reverse("review:second_factor")
    elif second_factor.is_required(user):
        page = reverse("review:second_factor_set_up")
    else:
        return None
    return None if request.path in {page, reverse("review:logout")} else page
