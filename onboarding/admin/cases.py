"""Cases, what came in, what was read and what is owed."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from onboarding.admin.base import InWords, ReadOnlyAdmin, actor, each, in_words
from onboarding.models import (
    Case,
    Check,
    Document,
    Field,
    Finding,
    PortalLink,
    ReviewItem,
    StepRun,
    TinReveal,
    WorkState,
)
from onboarding.review.recall import reason_words
from onboarding.services import links, steps
from onboarding.wording import CHECKS, SIGNALS, SOURCES, field_label, field_value, masked, words


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin[Case]):
    list_display = [
        "reference",
        "vendor_name",
        "state",
        "requester",
        "automatic",
        "erp_id",
        "created_at",
        "page",
    ]
    list_filter = ["state", "automatic", "created_at"]
    search_fields = ["reference", "vendor_name", "legal_name"]
    list_select_related = ["requester"]
    exclude = ["tin_index", "tin_masked"]
    readonly_fields = ["tax_id"]

    @admin.display(description="Tax id")
    def tax_id(self, case: Case) -> str:
        return masked(case.tin_masked)

    @admin.display(description="Page")
    def page(self, case: Case) -> SafeString:
        return format_html('<a href="{}">Open</a>', reverse("review:case", args=[case.pk]))


@admin.register(PortalLink)
class PortalLinkAdmin(ReadOnlyAdmin[PortalLink]):
    list_display = ["handle", "case", "created_at", "expires_at", "revoked_at", "wrong_tries", "last_used_at"]
    list_filter = ["expires_at"]
    list_select_related = ["case"]
    exclude = ["secret_hash"]
    actions = ["revoke"]

    @admin.action(description="Revoke the chosen links", permissions=["operate"])
    def revoke(self, request: HttpRequest, rows: QuerySet[PortalLink]) -> None:
        each(request, rows, lambda link: links.revoke(link=link, actor=actor(request)), "revoked")


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin[Document]):
    list_display = ["name", "case", "status", "code_words", "pages", "size", "source", "created_at"]
    list_filter = ["status", "source", ("code", InWords)]
    code_words = in_words("code")
    search_fields = ["name", "sha256", "case__reference"]
    list_select_related = ["case"]
    exclude = ["storage_key"]


@admin.register(Field)
class FieldAdmin(ReadOnlyAdmin[Field]):
    list_display = ["name_words", "shown", "confidence", "source_words", "page", "created_at"]
    list_filter = [("name", InWords), ("source", InWords)]
    name_words = in_words("name", know=field_label)
    source_words = in_words("source", know=lambda source: SOURCES.get(source, source))
    fields = ["name", "shown", "confidence", "source", "page", "box", "reason", "by", "created_at"]

    @admin.display(description="Value")
    def shown(self, field: Field) -> str:
        return field_value(field.name, field.value)


@admin.register(Finding)
class FindingAdmin(ReadOnlyAdmin[Finding]):
    list_display = ["code_words", "kind_words", "severity", "source_words", "page", "owner", "created_at"]
    list_filter = [("kind", InWords), "severity", ("source", InWords), "owner"]
    code_words = in_words("code", "About")
    kind_words = in_words("kind")
    source_words = in_words("source", know=lambda source: SIGNALS.get(source, words(source)))
    search_fields = ["code", "reason"]
    raw_id_fields = ["part", "clause"]


@admin.register(Check)
class CheckAdmin(ReadOnlyAdmin[Check]):
    list_display = [
        "case",
        "kind_words",
        "outcome_words",
        "provider",
        "reason",
        "list_version",
        "created_at",
    ]
    list_filter = [("kind", InWords), ("outcome", InWords), "provider"]
    kind_words = in_words("kind", know=lambda kind: CHECKS.get(kind, words(kind)))
    outcome_words = in_words("outcome")
    list_select_related = ["case"]
    exclude = ["input_digest"]


@admin.register(ReviewItem)
class ReviewItemAdmin(ReadOnlyAdmin[ReviewItem]):
    list_display = ["case", "queue", "about", "severity", "outcome", "said", "decided_by", "due_at"]
    list_filter = ["queue", "outcome", "severity"]
    about = in_words("code", "About")
    said = in_words("reason_code", "Reason", know=reason_words)
    search_fields = ["case__reference", "case__vendor_name", "code"]
    list_select_related = ["case", "decided_by"]


@admin.register(StepRun)
class StepRunAdmin(ReadOnlyAdmin[StepRun]):
    list_display = ["case", "step", "state", "attempts", "note", "seconds", "created_at"]
    list_filter = ["step", "state"]
    list_select_related = ["case"]
    exclude = ["lease_token"]
    actions = ["retry"]

    @admin.action(description="Run the chosen stopped steps again", permissions=["operate"])
    def retry(self, request: HttpRequest, rows: QuerySet[StepRun]) -> None:
        stopped = rows.filter(state=WorkState.DEAD)
        each(request, stopped, lambda run: steps.retry(run=run, actor=actor(request)), "started again")


@admin.register(TinReveal)
class TinRevealAdmin(ReadOnlyAdmin[TinReveal]):
    list_display = ["case", "field", "user", "reason", "address", "created_at"]
    list_select_related = ["case", "user"]
