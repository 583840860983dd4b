"""Tokens for programs: taken with name and password, given back by logging out. Only a hash is kept."""

from typing import Any

from django.contrib.auth import authenticate
from drf_spectacular.utils import extend_schema
from knox.models import AuthToken
from rest_framework import serializers, status
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from onboarding.api.permissions import IsStaff
from onboarding.api.serializers import ErrorSerializer


class CredentialsSerializer(serializers.Serializer[dict[str, Any]]):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=256, trim_whitespace=False)


class TokenSerializer(serializers.Serializer[dict[str, Any]]):
    token = serializers.CharField(help_text="Send it as: Authorization: Token ...")
    expiry = serializers.DateTimeField(allow_null=True)


class TakeToken(APIView):
    """A new token. Wrong tries are counted as on the log-in page."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        auth=[],
        request=CredentialsSerializer,
        responses={201: TokenSerializer, 400: ErrorSerializer, 401: ErrorSerializer, 403: ErrorSerializer},
    )
    def post(self, request: Request) -> Response:
        wanted = CredentialsSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        user = authenticate(request=request._request, **wanted.validated_data)
        if user is None:
            raise AuthenticationFailed(
                "Name or password is wrong, or the account is locked for a while.", "wrong_credentials"
            )
        instance, token = AuthToken.objects.create(user=user)
        return Response({"token": token, "expiry": instance.expiry}, status=status.HTTP_201_CREATED)

    def get_authenticate_header(self, request: Request) -> str:
        return "Token"


class GiveBack(APIView):
    """End this token."""

    permission_classes = [IsStaff]

    @extend_schema(request=None, responses={204: None, 401: ErrorSerializer})
    def delete(self, request: Request) -> Response:
        if isinstance(request.auth, AuthToken):
            request.auth.delete()
        return Response(status=status.HTTP_204_NO_CONTENT)
