"""Cases and what hangs on them."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from onboarding import selectors
from onboarding.api import serializers
from onboarding.api.idempotency import fingerprint, once
from onboarding.api.permissions import IsStaff, MayInvite
from onboarding.models import Case, Check, Decision, Event, Field, Finding, Requirement, Role, User
from onboarding.roles import STAFF
from onboarding.services import audit, invitations
from onboarding.workflow.states import State

V = TypeVar("V", bound=APIView)
KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Same key and content: the same answer for 7 days.",
)
ERRORS: dict[int, Any] = {
    code: serializers.ErrorSerializer for code in (400, 401, 403, 404, 409, 413, 415, 422)
}


def lists(serializer: type[BaseSerializer[Any]]) -> Callable[[type[V]], type[V]]:
    """Document a list view of ``serializer`` rows with the errors it may answer."""
    return extend_schema_view(get=extend_schema(responses={200: serializer(many=True), **ERRORS}))


def user_of(request: Request) -> User:
    return cast(User, request.user)


def case_of(request: Request, case_id: object) -> Case:
    """The case, or 404 for whoever may not know of it."""
    return get_object_or_404(selectors.visible_cases(user_of(request)), id=case_id)


class Cases(generics.ListCreateAPIView[Case]):
    """All cases that you may see; POST opens one and mails the vendor its link."""

    queryset = Case.objects.none()
    permission_classes = [MayInvite]
    serializer_class = serializers.CaseSerializer

    def get_queryset(self) -> QuerySet[Case]:
        found = (
            selectors.visible_cases(user_of(self.request))
            .select_related("requester")
            .order_by("-created_at", "id")
        )
        text, state = self.request.query_params.get("q", ""), self.request.query_params.get("state", "")
        if text:
            found = found.filter(Q(vendor_name__icontains=text) | Q(reference__iexact=text))
        return found.filter(state=state) if state in {one.value for one in State} else found

    @extend_schema(
        parameters=[
            OpenApiParameter("q", str),
            OpenApiParameter("state", str, enum=[one.value for one in State]),
        ],
        responses={200: serializers.CaseSerializer(many=True), **ERRORS},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        parameters=[KEY],
        request=serializers.NewCaseSerializer,
        responses={201: serializers.CaseSerializer, **ERRORS},
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        wanted = serializers.NewCaseSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        user = user_of(request)

        def act() -> Response:
            case = invitations.create_case(
                requester=user, actor=audit.actor_of(user), **wanted.validated_data
            )
            return Response(serializers.CaseSerializer(case).data, status=status.HTTP_201_CREATED)

        return once(request, fingerprint(request.data), act)


@extend_schema(responses={200: serializers.CaseSerializer, **ERRORS})
class OneCase(generics.RetrieveAPIView[Case]):
    """One case."""

    permission_classes = [IsStaff]
    serializer_class = serializers.CaseSerializer
    lookup_url_kwarg = "case_id"

    def get_queryset(self) -> QuerySet[Case]:
        return selectors.visible_cases(user_of(self.request)).select_related("requester")


class OfCase(generics.ListAPIView[Any]):
    """A list that belongs to a case. What was read from documents is for reviewers, not for requesters."""

    permission_classes = [IsStaff]
    inside = True

    def rows(self, case: Case) -> QuerySet[Any]:
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        case = case_of(self.request, self.kwargs["case_id"])
        rows = self.rows(case)
        return rows.none() if self.inside and not user_of(self.request).has_role(*STAFF) else rows


@lists(serializers.RequirementSerializer)
class Requirements(OfCase):
    """What is still needed from the vendor."""

    queryset = Requirement.objects.none()
    serializer_class = serializers.RequirementSerializer
    inside = False

    def rows(self, case: Case) -> QuerySet[Requirement]:
        return case.requirements.all()


@lists(serializers.FieldSerializer)
class Fields(OfCase):
    """Every reading of the W-9, the newest of a name last."""

    queryset = Field.objects.none()
    serializer_class = serializers.FieldSerializer

    def rows(self, case: Case) -> QuerySet[Field]:
        return (
            Field.objects.filter(part__document__case=case, part__superseded=False)
            .select_related("part")
            .order_by("id")
        )


@lists(serializers.FindingSerializer)
class Findings(OfCase):
    """What is wrong or risky, with its proof."""

    queryset = Finding.objects.none()
    serializer_class = serializers.FindingSerializer

    def rows(self, case: Case) -> QuerySet[Finding]:
        return (
            Finding.objects.filter(part__document__case=case, part__superseded=False)
            .select_related("part")
            .order_by("id")
        )


@lists(serializers.CheckSerializer)
class Checks(OfCase):
    """Outside checks, the newest first."""

    queryset = Check.objects.none()
    serializer_class = serializers.CheckSerializer

    def rows(self, case: Case) -> QuerySet[Check]:
        return case.checks.order_by("-id")


@lists(serializers.DecisionSerializer)
class Decisions(OfCase):
    """What the workflow concluded, and why."""

    queryset = Decision.objects.none()
    serializer_class = serializers.DecisionSerializer

    def rows(self, case: Case) -> QuerySet[Decision]:
        return case.decisions.order_by("-id")


@lists(serializers.EventSerializer)
class Events(OfCase):
    """The audit chain of the case."""

    queryset = Event.objects.none()
    serializer_class = serializers.EventSerializer

    def rows(self, case: Case) -> QuerySet[Event]:
        return selectors.timeline(case).order_by("id")


class MachineRole(IsStaff):
    """Roles that may send documents on a vendor's behalf."""

    roles = (Role.REQUESTER, Role.TAX, Role.MANAGER, Role.ADMIN)

    def has_permission(self, request: Request, view: Any) -> bool:
        return super().has_permission(request, view) and (
            request.method != "POST" or user_of(request).has_role(*self.roles)
        )
