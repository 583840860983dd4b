"""What was decided before: like decisions for an item, and what changed since the last version."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from onboarding import memory, selectors
from onboarding.api.cases import ERRORS, OfCase, lists, user_of
from onboarding.api.permissions import IsStaff
from onboarding.models import Case, Comparison, EarlierDecision, User


class PrecedentSerializer(serializers.Serializer[Any]):
    """One decision on like words. ``case`` and ``item`` are null where you may not see that case."""

    item = serializers.UUIDField(allow_null=True)
    case = serializers.UUIDField(allow_null=True)
    policy = serializers.CharField()
    version = serializers.CharField()
    outcome = serializers.CharField()
    reason_code = serializers.CharField()
    note = serializers.CharField()
    decided_by = serializers.CharField()
    decided_at = serializers.DateTimeField()
    quote = serializers.CharField()
    likeness = serializers.FloatField(help_text="0 to 1.")
    same = serializers.BooleanField(help_text="Equal but for white space, case and numbering.")


@extend_schema_view(get=extend_schema(responses={200: PrecedentSerializer(many=True), **ERRORS}))
class Precedents(APIView):
    """Earlier decisions on the same or near words as the item's finding, the most alike first."""

    permission_classes = [IsStaff]

    def get(self, request: Request, item_id: str) -> Response:
        user = user_of(request)
        item = get_object_or_404(selectors.visible_items(user).select_related("finding"), id=item_id)
        found = memory.recall(item.finding) if item.finding else []
        return Response([_precedent(one, user) for one in found])


def _precedent(found: memory.Recalled, user: User) -> dict[str, Any]:
    row = found.precedent
    seen = memory.may_open(user, row.case)
    return {
        "item": str(row.item_id) if seen else None,
        "case": str(row.case_id) if seen else None,
        "policy": row.policy,
        "version": row.version,
        "outcome": row.outcome,
        "reason_code": row.reason_code,
        "note": row.note,
        "decided_by": row.who.get_username(),
        "decided_at": row.decided_at.isoformat(),
        "quote": row.quote,
        "likeness": found.likeness,
        "same": found.same,
    }


class ChangeSerializer(serializers.Serializer[Any]):
    change = serializers.ChoiceField(choices=["same", "changed", "added", "removed"])
    old = serializers.CharField(allow_null=True, help_text="The clause of the last version.")
    new = serializers.CharField(allow_null=True, help_text="The clause of this version.")
    score = serializers.FloatField(help_text="Likeness, 0 to 1.")
    words = serializers.ListField(child=serializers.CharField(), help_text="Taken out (-) and put in (+).")


class VersionSerializer(serializers.ModelSerializer[Comparison]):
    document = serializers.UUIDField(source="part.document_id", read_only=True)
    earlier_document = serializers.UUIDField(source="earlier.document_id", read_only=True)
    earlier_case = serializers.UUIDField(source="earlier.document.case_id", read_only=True)
    changes = ChangeSerializer(many=True, read_only=True)

    class Meta:
        model = Comparison
        fields = ["document", "earlier_document", "earlier_case", "likeness", "changes", "created_at"]
        read_only_fields = fields


@lists(VersionSerializer)
class Versions(OfCase):
    """Agreements of the case that are a next version, each with what changed."""

    queryset = Comparison.objects.none()
    serializer_class = VersionSerializer

    def rows(self, case: Case) -> QuerySet[Comparison]:
        return memory.comparisons(case)


class EarlierDecisionSerializer(serializers.ModelSerializer[EarlierDecision]):
    why = serializers.CharField(read_only=True, help_text="Why it is asked again; empty when it is kept.")
    decided_by: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        source="item.decided_by", slug_field="username", read_only=True, allow_null=True
    )
    decided_at = serializers.DateTimeField(source="item.decided_at", read_only=True, allow_null=True)
    outcome = serializers.CharField(source="item.outcome", read_only=True)

    class Meta:
        model = EarlierDecision
        fields = ["finding", "item", "kept", "why", "detail", "outcome", "decided_by", "decided_at"]
        read_only_fields = fields


@lists(EarlierDecisionSerializer)
class EarlierDecisions(OfCase):
    """What a person decided in an earlier version: kept, or asked again and why."""

    queryset = EarlierDecision.objects.none()
    serializer_class = EarlierDecisionSerializer

    def rows(self, case: Case) -> QuerySet[EarlierDecision]:
        return memory.earlier_decisions(case)
