"""What a caller sees when a request fails: a page or JSON that says no more than whether to try again."""

import sys

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from onboarding import schema

log = structlog.get_logger(__name__)
AGAIN_SECONDS = 30
AWAY = {"code": "unavailable", "message": "This service is away for a moment. Please try again soon."}
OLD = {"code": "being_updated", "message": "This service is being updated. Please try again soon."}
BROKEN = {"code": "internal_error", "message": "Something went wrong on our side. Please try again."}


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler for an exception that nobody caught: 503 while the database is of no use, else 500."""
    told = _told(sys.exc_info()[1])
    status = 500 if told is BROKEN else 503
    response: HttpResponse
    if request.path.startswith("/api/"):
        response = JsonResponse(told, status=status)
    else:
        response = render(request, "500.html", status=status)
    if status == 503:
        response["Retry-After"] = str(AGAIN_SECONDS)
    return response


def _told(error: BaseException | None) -> dict[str, str]:
    """A table or column that is not there is no fault of the request where migrations were not run."""
    if isinstance(error, DatabaseError):
        lacks = schema.what_lacks()
        if lacks and lacks != schema.AWAY:
            log.error("database_too_old", reason=lacks)
            return OLD
    return AWAY if isinstance(error, OperationalError | InterfaceError) else BROKEN
