"""What a caller sees when a request fails: a page or JSON that says no more than whether to try again."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

AGAIN_SECONDS = 30
AWAY = {"code": "unavailable", "message": "This service is away for a moment. Please try again soon."}
BROKEN = {"code": "internal_error", "message": "Something went wrong on our side. Please try again."}


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler for an exception that nobody caught: 503 while the database is away, else 500."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = 503 if away else 500
    response: HttpResponse
    if request.path.startswith("/api/"):
        response = JsonResponse(AWAY if away else BROKEN, status=status)
    else:
        response = render(request, "500.html", status=status)
    if away:
        response["Retry-After"] = str(AGAIN_SECONDS)
    return response
