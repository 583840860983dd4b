"""An authenticator app: where it is set up or demanded, a password alone opens nothing."""

import time

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from onboarding.models import Event, Role
from onboarding.services import links
from tests.factories import PASSWORD, UserFactory, vera_case

pytestmark = pytest.mark.django_db
CHECK, SET_UP = "/review/second-factor/", "/review/second-factor/set-up/"


@pytest.fixture
def robin():
    return UserFactory(username="robin", roles=[Role.MANAGER])


def code(device: TOTPDevice, *, steps: int = 0) -> str:
    """The app's code now, or so many times 30 seconds on."""
    totp = TOTP(device.bin_key, drift=steps)
    totp.time = time.time()
    return f"{totp.token():06}"


@pytest.fixture
def app(robin) -> TOTPDevice:
    return TOTPDevice.objects.create(user=robin, name="authenticator app", confirmed=True)


def enter(client: Client) -> None:
    client.post(reverse("review:login"), {"username": "robin", "password": PASSWORD})


def take_token(client: Client, **more: str) -> int:
    given = {"username": "robin", "password": PASSWORD, **more}
    return client.post(reverse("api:token"), given, content_type="application/json").status_code


def test_setting_up_and_signing_in_with_a_code(client, robin):
    enter(client)
    page = client.get(SET_UP).content.decode()
    device = TOTPDevice.objects.get(user=robin)
    assert "data:image/svg+xml" in page and not device.confirmed
    assert client.get("/review/").status_code == 200, "an app that was never confirmed demands nothing"
    assert client.post(SET_UP, {"code": "000000"}).status_code == 400
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert client.post(SET_UP, {"code": code(device)}).headers["Location"] == "/review/"
    assert client.get("/review/").status_code == 200
    assert Event.objects.filter(action="second_factor_set_up", actor=f"user:{robin.pk}").count() == 1
    assert client.get(SET_UP).status_code == 302, "the key is not shown again"

    other = Client()
    enter(other)
    assert other.get("/review/").headers["Location"] == CHECK
    before = other.cookies["sessionid"].value
    assert other.post(CHECK, {"code": code(device, steps=1)}).headers["Location"] == "/review/"
    assert other.cookies["sessionid"].value != before
    assert other.get("/review/").status_code == 200


def test_a_password_alone_opens_nothing(client, robin, app):
    enter(client)
    for address in ("/review/", "/review/cases/", "/admin/", SET_UP):
        assert client.get(address).headers["Location"] == CHECK, address
    refused = client.get(reverse("api:cases"))
    assert refused.status_code == 403 and refused.json()["code"] == "second_factor_needed"
    assert client.get("/healthz").status_code == 200
    token = links.issue(case=vera_case(), actor="system").token
    assert client.get(reverse("portal:home", args=[token])).status_code == 200
    assert client.post(reverse("review:logout")).status_code == 302


def test_a_code_counts_once_and_guessing_is_slowed_down(client, robin, app):
    enter(client)
    used = code(app)
    assert client.post(CHECK, {"code": used}).status_code == 302
    other = Client()
    enter(other)
    assert other.post(CHECK, {"code": used}).status_code == 400, "a code that was looked over a shoulder"
    assert other.post(CHECK, {"code": code(app, steps=1)}).status_code == 400, "after a wrong one: wait"
    assert other.get("/review/").status_code == 302


@pytest.mark.parametrize(
    "typed", ["", "12345", "abcdef", "1" * 13, "\uff11\uff12\uff13\uff14\uff15\uff16", "-00001"]
)
def test_what_is_no_code_is_refused_kindly(client, robin, app, typed):
    enter(client)
    assert client.post(CHECK, {"code": typed}).status_code == 400


def test_the_app_of_somebody_else_does_not_help(client, robin, app):
    eve = UserFactory(username="eve", roles=[Role.MANAGER])
    hers = TOTPDevice.objects.create(user=eve, confirmed=True)
    enter(client)
    assert client.post(CHECK, {"code": code(hers)}).status_code == 400
    session = client.session
    session["otp_device_id"] = hers.persistent_id
    session.save()
    assert client.get("/review/").headers["Location"] == CHECK


def test_a_role_that_must_have_one_gets_no_further_than_setting_it_up(client, robin, settings):
    settings.SECOND_FACTOR_ROLES = "admin, manager"
    enter(client)
    assert client.get("/review/").headers["Location"] == SET_UP
    assert take_token(Client()) == 403
    device = TOTPDevice.objects.create(user=robin, confirmed=False)
    assert client.post(SET_UP, {"code": code(device)}).status_code == 302
    assert client.get("/review/").status_code == 200
    UserFactory(username="tess", roles=[Role.TAX])
    free = Client()
    free.post(reverse("review:login"), {"username": "tess", "password": PASSWORD})
    assert free.get("/review/").status_code == 200


def test_a_token_for_programs_asks_for_the_code_too(client, robin, app):
    assert take_token(client) == 401
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert take_token(client, code=code(app)) == 201


def test_a_lost_phone(client, robin, app):
    call_command("remove_second_factor", "robin")
    enter(client)
    assert client.get("/review/").status_code == 200
    assert Event.objects.get(action="second_factor_removed").actor == "command:remove_second_factor"
    for name in ("robin", "nobody"):
        with pytest.raises(CommandError):
            call_command("remove_second_factor", name)


def test_roles_decide_in_the_admin_site_and_no_old_flag(client):
    former = UserFactory(username="former", is_superuser=True)
    client.force_login(former, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("admin:index")).status_code == 302
