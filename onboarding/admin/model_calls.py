"""Calls to models: what each was for, what it cost, what was taken out before; and the stop switch."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from onboarding.admin.base import ReadOnlyAdmin, actor
from onboarding.models import ModelGate, ModelUsage
from onboarding.services import model_gate


@admin.register(ModelUsage)
class ModelUsageAdmin(ReadOnlyAdmin[ModelUsage]):
    list_display = [
        "created_at",
        "case",
        "purpose",
        "model",
        "tokens_in",
        "tokens_out",
        "cost",
        "milliseconds",
        "outcome",
        "taken_out",
        "digest",
    ]
    list_filter = ["model", "purpose", "outcome"]
    list_select_related = ["case"]
    date_hierarchy = "created_at"

    @admin.display(description="Taken out before")
    def taken_out(self, usage: ModelUsage) -> str:
        kinds = (f"{count} {kind.lower().replace('_', ' ')}" for kind, count in usage.redaction.items())
        return ", ".join(kinds) or "nothing private found"

    @admin.display(description="SHA-256 of what was sent")
    def digest(self, usage: ModelUsage) -> str:
        return usage.sent_digest[:12]


@admin.register(ModelGate)
class ModelGateAdmin(ReadOnlyAdmin[ModelGate]):
    list_display = ["name", "stopped", "failures", "shut_until"]
    actions = ["stop", "go_on"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModelGate]:
        model_gate.the_gate()
        return super().get_queryset(request)

    @admin.action(description="Stop: ask the model nothing from now on", permissions=["operate"])
    def stop(self, request: HttpRequest, rows: QuerySet[ModelGate]) -> None:
        model_gate.switch(stopped=True, actor=actor(request))
        messages.success(request, "Stopped. Contracts are judged by rules and the local encoder only.")

    @admin.action(description="Go on: the model may be asked again", permissions=["operate"])
    def go_on(self, request: HttpRequest, rows: QuerySet[ModelGate]) -> None:
        model_gate.switch(stopped=False, actor=actor(request))
        messages.success(request, "The model may be asked again.")
