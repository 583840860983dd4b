"""The site's map."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path


def healthz(_: HttpRequest) -> HttpResponse:
    """Answers when the process serves; it looks at nothing else."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("review/", include("onboarding.review.urls")),
    path("api/", include("onboarding.api.urls")),
    path("admin/", admin.site.urls),
    path("", include("onboarding.portal.urls")),
]

handler500 = "onboarding.web.failures.server_error"
