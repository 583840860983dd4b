"""The playbook as published, and the sanctions lists."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from onboarding.admin.base import ReadOnlyAdmin, actor
from onboarding.models import Policy, SanctionsList
from onboarding.services import policies
from onboarding.services.errors import ServiceError


@admin.register(Policy)
class PolicyAdmin(ReadOnlyAdmin[Policy]):
    list_display = [
        "key",
        "title",
        "category",
        "severity",
        "owner",
        "current",
        "version_short",
        "published_at",
    ]
    list_filter = ["current", "owner", "severity"]
    search_fields = ["key", "title", "category"]
    actions = ["publish"]

    @admin.display(description="Version")
    def version_short(self, policy: Policy) -> str:
        return policy.version[:8]

    @admin.action(description="Publish the playbook folder as it is now", permissions=["operate"])
    def publish(self, request: HttpRequest, rows: QuerySet[Policy]) -> None:
        try:
            count = policies.publish(actor=actor(request))
            messages.success(
                request,
                f"Published: {count} new versions. Earlier ones stay for the findings that name them.",
            )
        except ServiceError as error:
            messages.error(request, error.message)


@admin.register(SanctionsList)
class SanctionsListAdmin(ReadOnlyAdmin[SanctionsList]):
    list_display = ["name", "version", "entries", "current", "loaded_at"]
    exclude = ["path"]
