"""The shapes of the API. Tax ids are masked everywhere; there is no way to ask for a whole one."""

from typing import Any

from rest_framework import serializers

from onboarding.models import (
    Case,
    Check,
    Decision,
    Document,
    Event,
    Field,
    Finding,
    Requirement,
    ReviewItem,
    User,
)
from onboarding.services.review import REASON_CODES
from onboarding.wording import masked

OUTCOMES = ("accept", "ask_vendor", "reject", "escalate")


class ErrorSerializer(serializers.Serializer[dict[str, Any]]):
    code = serializers.CharField(help_text="Stable, for programs.")
    message = serializers.CharField(help_text="One plain sentence, for people.")


class CaseSerializer(serializers.ModelSerializer[Case]):
    requester: serializers.SlugRelatedField[User] = serializers.SlugRelatedField(
        slug_field="username", read_only=True, allow_null=True
    )
    vendor_email = serializers.CharField(read_only=True, help_text="May be empty.")
    tax_id = serializers.SerializerMethodField(help_text="The last four digits only.")

    class Meta:
        model = Case
        fields = [
            "id",
            "reference",
            "vendor_name",
            "vendor_email",
            "legal_name",
            "tax_id",
            "state",
            "state_changed_at",
            "automatic",
            "erp_id",
            "requester",
            "contract_required",
            "contract_value",
            "due_at",
            "created_at",
        ]
        read_only_fields = fields

    def get_tax_id(self, case: Case) -> str:
        return masked(case.tin_masked)


class NewCaseSerializer(serializers.Serializer[dict[str, Any]]):
    vendor_name = serializers.CharField(max_length=200)
    vendor_email = serializers.EmailField(required=False, allow_blank=True, default="")
    contract_required = serializers.BooleanField(default=True)
    contract_value = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, required=False, allow_null=True, default=None
    )
    due_days = serializers.IntegerField(min_value=1, max_value=90, default=14)
    invite = serializers.BooleanField(default=True, help_text="Mail the vendor its link.")


class PartSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    pages = serializers.ListField(child=serializers.IntegerField())
    revision = serializers.CharField()
    needs_review = serializers.BooleanField()
    tin_sure = serializers.BooleanField()


class DocumentSerializer(serializers.ModelSerializer[Document]):
    parts = PartSerializer(many=True, read_only=True)
    current = serializers.BooleanField(read_only=True)

    class Meta:
        model = Document
        fields = [
            "id",
            "case",
            "name",
            "sha256",
            "size",
            "source",
            "status",
            "code",
            "message",
            "pages",
            "warnings",
            "parts",
            "current",
            "superseded_by",
            "created_at",
        ]
        read_only_fields = fields


class UploadSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(max_length=1000, help_text="PDF, DOCX, PNG, JPEG or TIFF.")


class UploadedSerializer(serializers.Serializer[Any]):
    document = DocumentSerializer()
    duplicate = serializers.BooleanField(help_text="These bytes came before; nothing new was stored.")


class FieldSerializer(serializers.ModelSerializer[Field]):
    document = serializers.UUIDField(source="part.document_id", read_only=True)
    value = serializers.SerializerMethodField("shown", help_text="Masked for ssn and ein.")

    class Meta:
        model = Field
        fields = ["document", "name", "value", "confidence", "page", "box", "source", "reason"]
        read_only_fields = fields

    def shown(self, field: Field) -> str:
        return masked(field.value) if field.name in {"ssn", "ein"} else field.value


class FindingSerializer(serializers.ModelSerializer[Finding]):
    document = serializers.UUIDField(source="part.document_id", read_only=True)

    class Meta:
        model = Finding
        fields = [
            "id",
            "document",
            "kind",
            "code",
            "version",
            "category",
            "severity",
            "source",
            "field",
            "quote",
            "start",
            "end",
            "page",
            "boxes",
            "reason",
            "suggestion",
            "signals",
            "owner",
        ]
        read_only_fields = fields


class CheckSerializer(serializers.ModelSerializer[Check]):
    class Meta:
        model = Check
        fields = [
            "id",
            "kind",
            "provider",
            "outcome",
            "reason",
            "score",
            "list_version",
            "next_try_at",
            "created_at",
        ]
        read_only_fields = fields


class RequirementSerializer(serializers.ModelSerializer[Requirement]):
    class Meta:
        model = Requirement
        fields = [
            "kind",
            "status",
            "why",
            "code",
            "message",
            "document",
            "page",
            "box",
            "due_at",
            "changed_at",
        ]
        read_only_fields = fields


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    class Meta:
        model = Decision
        fields = ["id", "outcome", "reasons", "facts_digest", "rules_version", "created_at"]
        read_only_fields = fields


class EventSerializer(serializers.ModelSerializer[Event]):
    class Meta:
        model = Event
        fields = ["number", "actor", "action", "data", "at", "digest"]
        read_only_fields = fields


class ItemSerializer(serializers.ModelSerializer[ReviewItem]):
    outcome = serializers.CharField(read_only=True, help_text="Empty while the item is open.")
    holder: serializers.SlugRelatedField[User] = serializers.SlugRelatedField(
        source="claimed_by", slug_field="username", read_only=True, allow_null=True
    )
    decided_by: serializers.SlugRelatedField[User] = serializers.SlugRelatedField(
        slug_field="username", read_only=True, allow_null=True
    )

    class Meta:
        model = ReviewItem
        fields = [
            "id",
            "case",
            "queue",
            "code",
            "reason",
            "severity",
            "finding",
            "document",
            "due_at",
            "escalated",
            "second_needed",
            "holder",
            "claimed_until",
            "outcome",
            "reason_code",
            "note",
            "decided_by",
            "decided_at",
            "created_at",
        ]
        read_only_fields = fields


class DecideSerializer(serializers.Serializer[dict[str, Any]]):
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    reason_code = serializers.ChoiceField(
        choices=sorted({code for codes in REASON_CODES.values() for code, _ in codes}),
        required=False,
        default="",
    )
    note = serializers.CharField(
        max_length=2000,
        required=False,
        allow_blank=True,
        default="",
        help_text="For ask_vendor: what the vendor reads.",
    )
