"""One shape for every error: ``{"code": ..., "message": ...}``, with ``fields`` where a form was wrong."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from onboarding.services.errors import ServiceError

NOT_FOUND = {"code": "not_found", "message": "There is nothing here, or it is not yours."}


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. Unknown errors stay unknown: the answer is 500 without a word about itself."""
    if isinstance(error, ServiceError):
        headers = {"Retry-After": "30"} if error.status == 503 else None
        return Response({"code": error.code, "message": error.message}, status=error.status, headers=headers)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    response = exception_handler(error, context)
    if response is not None and isinstance(error, exceptions.APIException):
        response.data = _body(error)
    return response


def _body(error: exceptions.APIException) -> dict[str, Any]:
    if isinstance(error, exceptions.NotFound):
        return dict(NOT_FOUND)
    if isinstance(error, exceptions.ValidationError):
        fields = _fields(error.detail)
        first = next(iter(fields.items()), ("", ["This is not valid."]))
        return {"code": "invalid", "message": f"{first[0]}: {first[1][0]}".lstrip(": "), "fields": fields}
    code = error.get_codes()
    return {"code": code if isinstance(code, str) else "error", "message": str(error.detail)}


def _fields(detail: Any) -> dict[str, list[str]]:
    if isinstance(detail, dict):
        return {
            name: [str(one) for one in (found if isinstance(found, list) else [found])]
            for name, found in detail.items()
        }
    return {"non_field_errors": [str(one) for one in detail]}
