"""From the link in a vendor's mail to its case, or to a page that says kindly why not."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from onboarding import conf
from onboarding.models import Case
from onboarding.services import links
from onboarding.services.errors import ServiceError

P = ParamSpec("P")
CaseView = Callable[Concatenate[HttpRequest, Case, str, P], HttpResponse]
TokenView = Callable[Concatenate[HttpRequest, str, P], HttpResponse]


@dataclass(frozen=True, slots=True)
class Sorry:
    icon: str
    title: str
    text: str
    can_renew: bool = False


SORRY = {
    "link_expired": Sorry(
        "clock", "This link has expired", "Links stop working after a while to protect you.", can_renew=True
    ),
    "link_revoked": Sorry(
        "lock", "This link was switched off", "Please use the newest link we sent you, or ask your contact."
    ),
    "link_locked": Sorry(
        "lock",
        "This link is locked",
        "It was opened with a wrong key too often. A new one works again.",
        can_renew=True,
    ),
}
UNKNOWN = Sorry(
    "search",
    "This link does not work",
    "Please copy the whole address from our e-mail, or ask your contact for a new one.",
)


def sorry_page(request: HttpRequest, token: str, error: ServiceError) -> HttpResponse:
    """404 for what never was a link, 410 for one that has ended."""
    context = {"sorry": SORRY.get(error.code, UNKNOWN), "token": token, "company": conf.company().name}
    response = render(request, "portal/sorry.html", context, status=error.status)
    add_never_cache_headers(response)
    return response


def with_case(view: CaseView[P]) -> TokenView[P]:
    """Hand the view the case of the link; nothing of it is ever kept by a cache."""

    def inner(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            link = links.check(token=token)
        except ServiceError as error:
            return sorry_page(request, token, error)
        response = view(request, link.case, token, *args, **kwargs)
        if "Cache-Control" not in response:
            add_never_cache_headers(response)
        return response

    return cast(TokenView[P], wraps(view)(inner))
