"""What people owe a decision on."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from onboarding import selectors
from onboarding.api import serializers
from onboarding.api.cases import ERRORS, KEY, user_of
from onboarding.api.idempotency import fingerprint, once
from onboarding.api.permissions import IsStaff
from onboarding.models import ReviewItem
from onboarding.services import review
from onboarding.wording import QUEUES


@extend_schema(
    parameters=[OpenApiParameter("queue", str, enum=list(QUEUES)), OpenApiParameter("open", bool)],
    responses={200: serializers.ItemSerializer(many=True), **ERRORS},
)
class Items(generics.ListAPIView[ReviewItem]):
    """Review items of your queues; ``open=false`` gives the decided ones."""

    queryset = ReviewItem.objects.none()
    permission_classes = [IsStaff]
    serializer_class = serializers.ItemSerializer

    def get_queryset(self) -> QuerySet[ReviewItem]:
        found = selectors.visible_items(user_of(self.request)).select_related("claimed_by", "decided_by")
        queue = self.request.query_params.get("queue", "")
        if queue in QUEUES:
            found = found.filter(queue=queue)
        decided = self.request.query_params.get("open", "true").lower() == "false"
        return (found.exclude(outcome="") if decided else found.filter(outcome="")).order_by("due_at", "id")


@extend_schema(responses={200: serializers.ItemSerializer, **ERRORS})
class OneItem(generics.RetrieveAPIView[ReviewItem]):
    """One review item."""

    permission_classes = [IsStaff]
    serializer_class = serializers.ItemSerializer
    lookup_url_kwarg = "item_id"

    def get_queryset(self) -> QuerySet[ReviewItem]:
        return selectors.visible_items(user_of(self.request)).select_related("claimed_by", "decided_by")


class DecideItem(APIView):
    """Decide an item, with the same rules as on the page."""

    permission_classes = [IsStaff]

    @extend_schema(
        parameters=[KEY],
        request=serializers.DecideSerializer,
        responses={200: serializers.ItemSerializer, **ERRORS},
    )
    def post(self, request: Request, item_id: str, **_: Any) -> Response:
        user = user_of(request)
        item = get_object_or_404(selectors.visible_items(user), id=item_id)
        wanted = serializers.DecideSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)

        def act() -> Response:
            decided = review.decide(item=item, user=user, **wanted.validated_data)
            return Response(serializers.ItemSerializer(decided).data)

        return once(request, fingerprint(request.data), act)
