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
from onboarding.models import User
from onboarding.services import second_factor
from onboarding.services.errors import Invalid, NotAllowed


class CredentialsSerializer(serializers.Serializer[dict[str, Any]]):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=256, trim_whitespace=False)
    code = serializers.CharField(
        max_length=12,
        required=False,
        allow_blank=True,
        default="",
        help_text="Of the authenticator app, where one is set up.",
    )


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
        given = wanted.validated_data
        user = authenticate(request=request._request, username=given["username"], password=given["password"])
        if not isinstance(user, User):
            raise AuthenticationFailed(
                "Name or password is wrong, or the account is locked for a while.", "wrong_credentials"
            )
        _check_second_factor(user, given["code"])
        instance, token = AuthToken.objects.create(user=user)
        return Response({"token": token, "expiry": instance.expiry}, status=status.HTTP_201_CREATED)

    def get_authenticate_header(self, request: Request) -> str:
        return "Token"


def _check_second_factor(user: User, code: str) -> None:
    """Raises AuthenticationFailed for a wrong code, NotAllowed for a role that must set up an app first."""
    if second_factor.device_of(user) is not None:
        try:
            second_factor.check(user, code)
        except Invalid as error:
            raise AuthenticationFailed(error.message, error.code) from error
    elif second_factor.is_required(user):
        raise NotAllowed("second_factor_needed", "Set up your authenticator app on the log-in page first.")


class GiveBack(APIView):
    """End this token."""

    permission_classes = [IsStaff]

    @extend_schema(request=None, responses={204: None, 401: ErrorSerializer})
    def delete(self, request: Request) -> Response:
        if isinstance(request.auth, AuthToken):
            request.auth.delete()
        return Response(status=status.HTTP_204_NO_CONTENT)
