"""Changes of how contracts are judged: look, try, accept or decline, with the same rules as on the page."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from onboarding.api.cases import ERRORS, KEY, user_of
from onboarding.api.idempotency import fingerprint, once
from onboarding.api.permissions import MayChangeJudging
from onboarding.models import Proposal, User
from onboarding.services import proposals, trials

MOST = 100  # contracts of one dry run


class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    made_by: serializers.SlugRelatedField[User] = serializers.SlugRelatedField(
        slug_field="username", read_only=True, allow_null=True
    )
    decided_by: serializers.SlugRelatedField[User] = serializers.SlugRelatedField(
        slug_field="username", read_only=True, allow_null=True
    )
    target = serializers.CharField(read_only=True, help_text="A category, or the id of a policy.")
    change = serializers.DictField(
        read_only=True,
        help_text="Threshold: from and to. Policy: base and source. Training: sentences and belongs.",
    )
    trial = serializers.DictField(read_only=True, help_text="The last dry run; empty before the first.")
    counts = serializers.DictField(read_only=True, help_text="The decisions it was built from.")
    evidence = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="Ids of review items."
    )

    class Meta:
        model = Proposal
        fields = [
            "id",
            "kind",
            "target",
            "change",
            "why",
            "counts",
            "evidence",
            "state",
            "trial",
            "tried_at",
            "made_by",
            "created_at",
            "decided_by",
            "decided_at",
            "note",
        ]
        read_only_fields = fields


class TrySerializer(serializers.Serializer[dict[str, Any]]):
    last = serializers.IntegerField(
        min_value=1, max_value=MOST, default=trials.LAST, help_text="How many contracts, the newest."
    )


class NoteSerializer(serializers.Serializer[dict[str, Any]]):
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


def _rows() -> QuerySet[Proposal]:
    return Proposal.objects.select_related("made_by", "decided_by")


@extend_schema(
    parameters=[OpenApiParameter("state", str, enum=Proposal.State.values)],
    responses={200: ProposalSerializer(many=True), **ERRORS},
)
class Proposals(generics.ListAPIView[Proposal]):
    """Proposed changes, the newest first. Administrators and auditors."""

    queryset = Proposal.objects.none()
    permission_classes = [MayChangeJudging]
    serializer_class = ProposalSerializer

    def get_queryset(self) -> QuerySet[Proposal]:
        state = self.request.query_params.get("state", "")
        found = _rows().filter(state=state) if state in Proposal.State.values else _rows()
        return found.order_by("-created_at", "-id")


@extend_schema(responses={200: ProposalSerializer, **ERRORS})
class OneProposal(generics.RetrieveAPIView[Proposal]):
    """One proposed change with its last dry run. Administrators and auditors."""

    permission_classes = [MayChangeJudging]
    serializer_class = ProposalSerializer
    lookup_url_kwarg = "proposal_id"

    def get_queryset(self) -> QuerySet[Proposal]:
        return _rows()


class _Act(APIView):
    """A POST about one proposal by an administrator."""

    permission_classes = [MayChangeJudging]
    asks: type[serializers.Serializer[dict[str, Any]]] = NoteSerializer

    def post(self, request: Request, proposal_id: int) -> Response:
        row, user = get_object_or_404(Proposal, pk=proposal_id), user_of(request)
        wanted = self.asks(data=request.data)
        wanted.is_valid(raise_exception=True)

        def act() -> Response:
            self.act(row, user, wanted.validated_data)
            return Response(ProposalSerializer(_rows().get(pk=row.pk)).data)

        return once(request, fingerprint(request.data), act)

    def act(self, row: Proposal, user: User, wanted: dict[str, Any]) -> None:
        raise NotImplementedError


_ANSWERS: dict[int, Any] = {200: ProposalSerializer, **ERRORS}


class TryProposal(_Act):
    """Run it dry over the last contracts. Changes nothing."""

    asks = TrySerializer

    @extend_schema(parameters=[KEY], request=TrySerializer, responses=_ANSWERS)
    def post(self, request: Request, proposal_id: int) -> Response:
        return super().post(request, proposal_id)

    def act(self, row: Proposal, user: User, wanted: dict[str, Any]) -> None:
        proposals.dry_run(proposal=row, last=wanted["last"])


class AcceptProposal(_Act):
    """Put it in force. 409 dry_run_needed where nothing was tried with what is in force now."""

    @extend_schema(parameters=[KEY], request=NoteSerializer, responses=_ANSWERS)
    def post(self, request: Request, proposal_id: int) -> Response:
        return super().post(request, proposal_id)

    def act(self, row: Proposal, user: User, wanted: dict[str, Any]) -> None:
        proposals.accept(proposal=row, user=user, note=wanted["note"])


class DeclineProposal(_Act):
    """Leave everything as it is; the same change is not proposed again."""

    @extend_schema(parameters=[KEY], request=NoteSerializer, responses=_ANSWERS)
    def post(self, request: Request, proposal_id: int) -> Response:
        return super().post(request, proposal_id)

    def act(self, row: Proposal, user: User, wanted: dict[str, Any]) -> None:
        proposals.decline(proposal=row, user=user, note=wanted["note"])
