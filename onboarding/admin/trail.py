"""The audit chain and what the workflow concluded."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from onboarding.admin.base import LOOKING, InWords, ReadOnlyAdmin, has_role
from onboarding.models import Decision, Event
from onboarding.sentences import describe
from onboarding.services import audit

SHOWN = 5  # problems named on the page; the command lists all


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin[Event]):
    list_display = ["at", "chain", "number", "actor", "sentence", "digest_short"]
    list_filter = [("action", InWords), "at"]
    search_fields = ["chain", "actor", "action"]
    actions = ["verify"]

    def has_verify_permission(self, request: HttpRequest) -> bool:
        return has_role(request, *LOOKING)

    @admin.display(description="What happened", ordering="action")
    def sentence(self, event: Event) -> str:
        return describe(event)

    @admin.display(description="Digest")
    def digest_short(self, event: Event) -> str:
        return event.digest[:12]

    @admin.action(description="Verify the whole audit chain", permissions=["verify"])
    def verify(self, request: HttpRequest, rows: QuerySet[Event]) -> None:
        report = audit.verify()
        if report.ok:
            messages.success(
                request, f"All {report.events} entries of {report.chains} chains hold. Seal: {report.seal}"
            )
            return
        for problem in report.problems[:SHOWN]:
            messages.error(request, problem)


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin[Decision]):
    list_display = ["case", "outcome", "rules_version", "facts_digest", "created_at"]
    list_filter = ["outcome", "rules_version"]
    list_select_related = ["case"]
