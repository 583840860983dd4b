"""Who may use the API at all. Which rows they see is decided by the selectors."""

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from onboarding.models import User
from onboarding.roles import may


class IsStaff(BasePermission):
    """Signed in, active and with at least one role, asked anew on each request."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.user, User) and bool(request.user.roles)


class MayChangeJudging(IsStaff):
    """Looking for administrators and auditors, as in the admin site; writing for administrators."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        assert isinstance(request.user, User)
        return may(request.user, "audit" if request.method in SAFE_METHODS else "admin")


class MayInvite(IsStaff):
    """Reading for all staff; opening a case for those who invite."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        assert isinstance(request.user, User)
        return request.method != "POST" or may(request.user, "invite")
