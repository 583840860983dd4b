"""The site's map."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path


def healthz(_: HttpRequest) -> HttpResponse:
    """Answers when the process serves; it looks at nothing else."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [path("healthz", healthz)]
