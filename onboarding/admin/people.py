"""Staff accounts and their roles: the one thing that is edited here."""

from typing import TYPE_CHECKING, Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django_otp.plugins.otp_totp.models import TOTPDevice
from knox.models import AuthToken

from onboarding.admin.base import LOOKING, actor, has_role, may_enter
from onboarding.models import Role, User
from onboarding.services import audit

if TYPE_CHECKING:
    _UserAdmin = UserAdmin[User]
else:
    _UserAdmin = UserAdmin

admin.site.site_header = "Vouch"
admin.site.site_title = "Vouch admin"
admin.site.index_title = "Administration"
admin.site.has_permission = may_enter  # type: ignore[method-assign]  # roles decide, not Django's staff flag
for model in (Group, AuthToken, TOTPDevice, AccessAttempt, AccessFailureLog, AccessLog):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(User)
class StaffAdmin(_UserAdmin):
    """Administrators make accounts and give roles; each change is an Event. Nobody edits their own roles."""

    list_display = ["username", "email", "is_active", "role_names", "last_login"]
    list_filter = ["is_active", "groups"]
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("Access", {"fields": ("is_active", "groups")}),
    )
    filter_horizontal = ()

    @admin.display(description="Roles")
    def role_names(self, user: User) -> str:
        return ", ".join(sorted(role.value for role in user.roles))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return has_role(request, *LOOKING)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_role(request, *LOOKING)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return has_role(request, Role.ADMIN)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_role(request, Role.ADMIN)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["groups", "is_active"] if obj is not None and obj.pk == request.user.pk else []

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        super().save_related(request, form, formsets, change)
        roles = sorted(role.value for role in form.instance.roles)
        data = {"user": form.instance.pk, "roles": roles, "active": form.instance.is_active}
        audit.record(
            case=None, actor=actor(request), action="user_changed" if change else "user_made", data=data
        )
