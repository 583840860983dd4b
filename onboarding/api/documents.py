"""Documents: sent here, read by the workers."""

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from onboarding import selectors
from onboarding.api import serializers
from onboarding.api.cases import ERRORS, KEY, MachineRole, case_of, lists, user_of
from onboarding.api.idempotency import once
from onboarding.api.permissions import IsStaff
from onboarding.models import Document
from onboarding.services import audit, intake
from onboarding.web.downloads import safe_name


@lists(serializers.DocumentSerializer)
class Documents(generics.ListCreateAPIView[Document]):
    """The documents of a case; POST takes one file. 202: it is safe with us, and reading has been started."""

    queryset = Document.objects.none()
    permission_classes = [MachineRole]
    serializer_class = serializers.DocumentSerializer
    parser_classes = [MultiPartParser]

    def get_queryset(self) -> QuerySet[Document]:
        case = case_of(self.request, self.kwargs["case_id"])
        return case.documents.prefetch_related("parts").order_by("created_at", "id")

    @extend_schema(
        parameters=[KEY],
        request={"multipart/form-data": serializers.UploadSerializer},
        responses={202: serializers.UploadedSerializer, 200: serializers.UploadedSerializer, **ERRORS},
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        case = case_of(request, kwargs["case_id"])
        file = request.FILES.get("file")
        if not isinstance(file, UploadedFile):
            raise ValidationError({"file": ["Send one file in the part named file."]})
        content, name, actor = file.read(), safe_name(file.name or ""), audit.actor_of(user_of(request))

        def act() -> Response:
            done = intake.submit(case=case, name=name, content=content, actor=actor, source="api")
            body = {
                "document": serializers.DocumentSerializer(done.document).data,
                "duplicate": done.duplicate,
            }
            return Response(body, status=status.HTTP_200_OK if done.duplicate else status.HTTP_202_ACCEPTED)

        return once(request, hashlib.sha256(content).digest() + name.encode(), act)


@extend_schema(responses={200: serializers.DocumentSerializer, **ERRORS})
class OneDocument(generics.RetrieveAPIView[Document]):
    """One document with what was found in it."""

    permission_classes = [IsStaff]
    serializer_class = serializers.DocumentSerializer
    lookup_url_kwarg = "document_id"

    def get_queryset(self) -> QuerySet[Document]:
        cases = selectors.visible_cases(user_of(self.request))
        return Document.objects.filter(case__in=cases).prefetch_related("parts")
