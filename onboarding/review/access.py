"""Who may open which staff page. The answer is asked anew on each request; a stranger gets 404."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from onboarding import selectors
from onboarding.models import Case, ReviewItem, Role, User
from onboarding.review import undo
from onboarding.roles import ACTION_ROLES, STAFF
from onboarding.wording import ROLES

P = ParamSpec("P")
StaffView = Callable[Concatenate[HttpRequest, P], HttpResponse]

INSIGHT_ROLES = ACTION_ROLES["see_insights"]
INVITE_ROLES = ACTION_ROLES["invite"]
ALL_ROLES = tuple(Role)


@dataclass(frozen=True, slots=True)
class NavLink:
    label: str
    url: str
    current: bool


def staff_user(request: HttpRequest) -> User:
    """The signed-in user; only for views behind ``staff``."""
    return cast(User, request.user)


def staff(*roles: Role) -> Callable[[StaffView[P]], StaffView[P]]:
    """Signed in and in one of ``roles``, else the log-in page or 404. Answers are never cached."""

    def wrap(view: StaffView[P]) -> StaffView[P]:
        @wraps(view)
        def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not staff_user(request).has_role(*roles):
                raise Http404
            response = view(request, *args, **kwargs)
            if "Cache-Control" not in response:
                add_never_cache_headers(response)
            return response

        return cast(StaffView[P], login_required(inner))

    return wrap


def item_or_404(request: HttpRequest, item_id: object) -> ReviewItem:
    visible = selectors.visible_items(staff_user(request))
    return get_object_or_404(
        visible.select_related("case", "finding__part__document", "document"), id=item_id
    )


def case_or_404(request: HttpRequest, case_id: object) -> Case:
    return get_object_or_404(selectors.visible_cases(staff_user(request)), id=case_id)


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A staff page with its navigation and, while it can be undone, the last decision."""
    return render(request, template, chrome(request) | (context or {}), status=status)


def chrome(request: HttpRequest) -> dict[str, Any]:
    """What every staff page shows around its own content."""
    return {"nav": _nav(request), "role_name": _role_name(request), "undo": undo.offer(request)}


def _nav(request: HttpRequest) -> list[NavLink]:
    user = staff_user(request)
    links = [
        ("Queue", reverse("review:queue"), STAFF),
        ("Cases", reverse("review:cases"), ALL_ROLES),
        ("Invite", reverse("review:invite"), INVITE_ROLES),
        ("Insights", reverse("review:insights"), INSIGHT_ROLES),
        ("API", reverse("api:docs"), (Role.ADMIN,)),
        ("Admin", reverse("admin:index"), (Role.ADMIN, Role.AUDITOR)),
    ]
    return [
        NavLink(label, url, request.path == url or (label != "Queue" and request.path.startswith(url)))
        for label, url, roles in links
        if user.has_role(*roles)
    ]


def _role_name(request: HttpRequest) -> str:
    names = {role.value for role in staff_user(request).roles}
    return ", ".join(label for role, label in ROLES.items() if role in names)
