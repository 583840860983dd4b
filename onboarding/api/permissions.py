"""Who may use the API at all. Which rows they see is decided by the selectors."""

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from onboarding.models import User
from onboarding.roles import may


class IsStaff(BasePermission):
    """Signed in, active and with at least one role, asked anew on each request."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.user, User) and bool(request.user.roles)


class MayInvite(IsStaff):
    """Reading for all staff; opening a case for those who invite."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        assert isinstance(request.user, User)
        return request.method != "POST" or may(request.user, "invite")
