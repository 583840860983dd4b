"""Signing in."""

from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Login(LoginView):
    """Django's own, with our template; counting wrong tries is done by axes."""

    template_name = "registration/login.html"
    redirect_authenticated_user = True


def locked(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """What axes shows after too many wrong tries."""
    return render(request, "review/locked.html", status=429)
