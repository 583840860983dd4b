"""The absolute limit of a session; the idle limit is Django's own."""

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

STARTED = "started_at"
ABSOLUTE_SECONDS = 12 * 60 * 60


class AbsoluteSessionMiddleware:
    """Log a user out twelve hours after the log-in, however busy they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            started = request.session.setdefault(STARTED, time.time())
            if time.time() - started > ABSOLUTE_SECONDS:
                logout(request)
        return self.get_response(request)
