"""The site's map."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from onboarding.web.health import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("review/", include("onboarding.review.urls")),
    path("api/", include("onboarding.api.urls")),
    path("admin/", admin.site.urls),
    path("", include("onboarding.portal.urls")),
]

handler500 = "onboarding.web.failures.server_error"
