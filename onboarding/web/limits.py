"""How large a request may be, said before its body is read."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from onboarding import conf

ENVELOPE = 64 * 1024  # bytes that a multipart body may have around its files
PORTAL_UPLOAD = re.compile(r"^/v/[^/]+/upload/$")  # takes several files at once
TOO_LARGE = {"code": "file_too_large", "message": "The request is larger than this service takes."}


class BodyLimitMiddleware:
    """Answers 413 to a request that announces too much. One that announces nothing has no body for Django."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limits = conf.limits()
        upload = PORTAL_UPLOAD.match(request.path) is not None
        if _announced(request) > (limits.vendor_bytes if upload else limits.file_bytes) + ENVELOPE:
            return JsonResponse({"ok": False, **TOO_LARGE} if upload else TOO_LARGE, status=413)
        return self.get_response(request)


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0
