"""What leaves the house, every try to send it, and sending it again."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from onboarding.admin.base import InWords, ReadOnlyAdmin, actor, each, in_words
from onboarding.models import ErpPush, Mail, VendorRecord, WebhookDelivery, WebhookEndpoint
from onboarding.services import erp_push, webhooks
from onboarding.wording import field_value, masked


@admin.register(ErpPush)
class ErpPushAdmin(ReadOnlyAdmin[ErpPush]):
    list_display = ["case", "adapter", "state", "attempts", "erp_id", "note", "created_at"]
    list_filter = ["state", "adapter"]
    list_select_related = ["case"]
    exclude = ["lease_token"]
    actions = ["resend"]

    @admin.action(description="Send the chosen vendors to the ERP again", permissions=["operate"])
    def resend(self, request: HttpRequest, rows: QuerySet[ErpPush]) -> None:
        each(request, rows, lambda push: erp_push.resend(push=push, actor=actor(request)), "sent again")


@admin.register(VendorRecord)
class VendorRecordAdmin(ReadOnlyAdmin[VendorRecord]):
    list_display = ["number", "name", "classification_words", "tax_id", "city", "region", "created_at"]
    search_fields = ["number", "name"]
    classification_words = in_words("classification", know=lambda code: field_value("classification", code))
    exclude = ["tin", "tin_index", "tin_masked"]
    readonly_fields = ["tax_id"]

    @admin.display(description="Tax id")
    def tax_id(self, vendor: VendorRecord) -> str:
        return masked(vendor.tin_masked)


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin[Mail]):
    list_display = ["to", "template_words", "state", "attempts", "note", "sent_at", "created_at"]
    list_filter = ["state", ("template", InWords)]
    template_words = in_words("template", "Mail")
    fields = ["case", "to", "template", "state", "attempts", "note", "sent_at", "created_at"]


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ReadOnlyAdmin[WebhookEndpoint]):
    list_display = ["url", "active", "events", "created_at"]
    exclude = ["secret"]
    actions = ["remove"]

    @admin.action(description="Stop sending to the chosen addresses", permissions=["operate"])
    def remove(self, request: HttpRequest, rows: QuerySet[WebhookEndpoint]) -> None:
        each(
            request, rows, lambda one: webhooks.remove_endpoint(endpoint=one, actor=actor(request)), "stopped"
        )


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnlyAdmin[WebhookDelivery]):
    list_display = ["event", "endpoint", "state", "attempts", "note", "created_at"]
    list_filter = ["state", "event"]
    list_select_related = ["endpoint"]
    exclude = ["lease_token"]
    actions = ["resend"]

    @admin.action(description="Send the chosen messages again", permissions=["operate"])
    def resend(self, request: HttpRequest, rows: QuerySet[WebhookDelivery]) -> None:
        each(request, rows, lambda one: webhooks.resend(delivery=one, actor=actor(request)), "sent again")
