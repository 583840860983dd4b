"""What every page of the admin site shares: administrators and auditors look, and only services write."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest

from onboarding.models import Role, User
from onboarding.services import audit
from onboarding.services.errors import ServiceError
from onboarding.wording import words

M = TypeVar("M", bound=Model)
LOOKING = (Role.ADMIN, Role.AUDITOR)


def user_of(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def has_role(request: HttpRequest, *roles: Role) -> bool:
    user = user_of(request)
    return user is not None and user.has_role(*roles)


def may_enter(request: HttpRequest) -> bool:
    """Active, and an administrator or an auditor at this very moment."""
    user = user_of(request)
    return user is not None and user.is_active and has_role(request, *LOOKING)


def actor(request: HttpRequest) -> str:
    return audit.actor_of(cast(User, request.user))


if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin
else:

    class _ModelAdmin(admin.ModelAdmin):
        """Takes the type argument that the checker wants and Django's class does not know."""

        def __class_getitem__(cls, _: object) -> type[Self]:
            return cls


class ReadOnlyAdmin(_ModelAdmin[M]):
    """Look at everything, change nothing. Actions that write ask for ``operate``: administrators only."""

    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return has_role(request, *LOOKING)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_role(request, *LOOKING)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_operate_permission(self, request: HttpRequest) -> bool:
        return has_role(request, Role.ADMIN)


def in_words(field: str, label: str = "", *, know: Callable[[Any], str] = words) -> Any:
    """A column that shows a machine's name as people say it; it sorts by the name itself."""

    @admin.display(description=label or words(field), ordering=field)
    def shown(_: object, row: Any) -> str:
        return know(getattr(row, field))

    return shown


class InWords(admin.AllValuesFieldListFilter):
    """A filter whose choices read as words."""

    def choices(self, changelist: Any) -> Any:
        for choice in super().choices(changelist):
            yield {**choice, "display": words(choice["display"]) or "None"}


def each(request: HttpRequest, rows: Any, act: Callable[[Any], object], done: str) -> None:
    """Run a service for each chosen row, and say how it went."""
    good = 0
    for row in rows:
        try:
            act(row)
            good += 1
        except ServiceError as error:
            messages.error(request, f"{row}: {error.message}")
    if good:
        messages.success(request, f"{good} {done}.")
