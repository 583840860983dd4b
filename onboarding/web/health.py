"""What a load balancer or an operator asks: does the process serve, and is it of use?"""

from django.http import HttpRequest, HttpResponse

from onboarding import schema

PLAIN = "text/plain; charset=utf-8"


def healthz(_: HttpRequest) -> HttpResponse:
    """Answers when the process serves; it looks at nothing else."""
    return HttpResponse("ok", content_type=PLAIN)


def readyz(_: HttpRequest) -> HttpResponse:
    """503 with the reason while the database is away or older than this code."""
    lacks = schema.what_lacks()
    return HttpResponse(lacks or "ok", content_type=PLAIN, status=503 if lacks else 200)
