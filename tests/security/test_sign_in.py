"""Signing in: guessing is stopped, a session is new at the door and ends when it should."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from onboarding.web import sessions
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
TRIES = 10


@pytest.fixture
def robin():
    return UserFactory(username="robin", roles=["manager"])


def by_page(client: Client, name: str, password: str) -> int:
    return client.post(reverse("review:login"), {"username": name, "password": password}).status_code


def by_admin(client: Client, name: str, password: str) -> int:
    return client.post(reverse("admin:login"), {"username": name, "password": password}).status_code


def by_api(client: Client, name: str, password: str) -> int:
    given = {"username": name, "password": password}
    return client.post(reverse("api:token"), given, content_type="application/json").status_code


@pytest.mark.parametrize("door", [by_page, by_admin, by_api])
def test_after_ten_wrong_passwords_the_right_one_does_not_help(client, robin, door):
    UserFactory(username="ina", roles=["manager"])
    for _ in range(TRIES):
        assert door(client, "robin", "a wrong password, really") != 302
    assert door(Client(), "robin", PASSWORD) in {401, 403, 429}, "locked, whatever the browser"
    assert by_page(Client(), "robin", PASSWORD) == 429, "and at every door"
    assert by_page(Client(), "ina", PASSWORD) == 302, "nobody else is locked"


def test_a_name_that_nobody_has_is_answered_like_a_wrong_password(client, robin):
    known = client.post(reverse("review:login"), {"username": "robin", "password": "wrong"})
    unknown = client.post(reverse("review:login"), {"username": "nobody", "password": "wrong"})
    assert known.status_code == unknown.status_code
    said = [
        answer.content.decode().replace("robin", "X").replace("nobody", "X") for answer in (known, unknown)
    ]
    assert "Please enter a correct" in said[0] and "Please enter a correct" in said[1]


def test_a_session_is_new_at_the_door(client, robin):
    client.get(reverse("review:login"))
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    assert by_page(client, "robin", PASSWORD) == 302
    assert client.cookies["sessionid"].value != planted
    other = Client()
    other.cookies["sessionid"] = planted
    assert other.get(reverse("review:queue")).status_code == 302


def test_logging_out_ends_the_session_everywhere_its_cookie_went(client, robin):
    by_page(client, "robin", PASSWORD)
    stolen = Client()
    stolen.cookies["sessionid"] = client.cookies["sessionid"].value
    assert stolen.get(reverse("review:queue")).status_code == 200
    client.post(reverse("review:logout"))
    assert stolen.get(reverse("review:queue")).status_code == 302


def test_a_disabled_user_and_one_without_the_role_are_out_on_the_next_request(client, robin):
    by_page(client, "robin", PASSWORD)
    assert client.get(reverse("review:insights")).status_code == 200
    robin.groups.clear()
    assert client.get(reverse("review:insights")).status_code == 404
    robin.is_active = False
    robin.save()
    assert client.get(reverse("review:insights")).status_code == 302


def test_a_new_password_ends_other_sessions(client, robin):
    by_page(client, "robin", PASSWORD)
    robin.set_password("another correct horse battery staple")
    robin.save()
    assert client.get(reverse("review:queue")).status_code == 302


def test_a_session_ends_after_twelve_hours_however_busy(client, robin):
    by_page(client, "robin", PASSWORD)
    client.get(reverse("review:queue"))
    session = client.session
    session[sessions.STARTED] = time.time() - sessions.ABSOLUTE_SECONDS - 1
    session.save()
    assert client.get(reverse("review:queue")).status_code == 302


def test_an_idle_session_ends_after_half_an_hour(client, robin, settings):
    by_page(client, "robin", PASSWORD)
    assert settings.SESSION_COOKIE_AGE == 30 * 60
    assert client.session.get_expiry_age() <= 30 * 60


@pytest.mark.parametrize("password", ["short", "password12345678", "robinrobinrobin1", "123456789012345"])
def test_weak_passwords_are_refused(robin, password):
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        validate_password(password, robin)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(client, robin, target):
    answer = client.post(
        f"{reverse('review:login')}?next={target}",
        {"username": "robin", "password": PASSWORD, "next": target},
    )
    assert answer.status_code == 302 and answer.headers["Location"] == "/review/"
