"""What every page says to the browser: no inline code, no frame, no guess; cookies that stay at home."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests import scenes
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent
BACKEND = "django.contrib.auth.backends.ModelBackend"
INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=|javascript:", re.I
)


@pytest.fixture
def scene(engines):
    return scenes.in_review()


@pytest.fixture
def reader(client) -> Client:
    """Somebody who may open every kind of page."""
    user = UserFactory(username="ann", roles=["admin", "manager", "auditor"])
    client.force_login(user, backend=BACKEND)
    client.raise_request_exception = False
    return client


def pages(scene: scenes.Scene) -> list[str]:
    return [
        reverse("portal:home", args=[scene.token]),
        reverse("portal:live", args=[scene.token]),
        "/v/0123456789abcdef.wrong/",
        reverse("portal:download", args=[scene.token, scene.form.pk]),
        reverse("portal:line", args=[scene.token, scene.finding.pk]),
        reverse("review:queue"),
        reverse("review:cases"),
        reverse("review:insights"),
        reverse("review:invite"),
        reverse("review:case", args=[scene.case.pk]),
        reverse("review:item", args=[scene.tax_item.pk]),
        reverse("review:item", args=[scene.legal_item.pk]),
        reverse("review:document", args=[scene.agreement.pk]),
        reverse("review:page", args=[scene.agreement.pk, 1]),
        reverse("review:original", args=[scene.agreement.pk]),
        reverse("api:docs"),
        reverse("api:docs") + "?script=1",
        reverse("api:schema"),
        reverse("api:cases"),
        reverse("admin:index"),
        reverse("admin:onboarding_case_changelist"),
        reverse("admin:onboarding_case_change", args=[scene.case.pk]),
        "/healthz",
        "/readyz",
        "/no/such/page",
    ]


def test_every_page_says_what_a_browser_may_do(reader, scene):
    wrong = []
    for address in pages(scene):
        answer = reader.get(address)
        held = answer.headers
        policy = held.get("Content-Security-Policy", "")
        good = (
            answer.status_code < 500
            and "default-src 'none'" in policy
            and "unsafe" not in policy
            and held.get("X-Content-Type-Options") == "nosniff"
            and held.get("X-Frame-Options") == "DENY"
            and held.get("Referrer-Policy") == "same-origin"
            and held.get("Cross-Origin-Opener-Policy") == "same-origin"
        )
        if not good:
            wrong.append(f"{address}: {answer.status_code} {dict(held)}")
    assert wrong == [], "\n".join(wrong)


def test_no_page_holds_inline_code(reader, scene):
    wrong = []
    for address in pages(scene):
        answer = reader.get(address)
        if answer.headers["Content-Type"].startswith("text/html"):
            wrong += [f"{address}: {found}" for found in INLINE.findall(answer.content.decode())]
    assert wrong == []


def test_nothing_behind_a_login_or_a_link_is_kept_by_a_shared_cache(reader, scene):
    shared = [
        address
        for address in pages(scene)
        if address.startswith(("/v/", "/review/", "/admin/"))
        and not re.search("private|no-store", reader.get(address).headers.get("Cache-Control", ""))
    ]
    assert shared == []


def test_a_page_that_broke_has_the_same_headers_and_says_nothing(reader, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the id is 123-45-6789")

    monkeypatch.setattr("onboarding.selectors.visible_cases", broken)
    for address in (reverse("review:cases"), reverse("api:cases")):
        answer = reader.get(address)
        assert answer.status_code == 500
        assert b"6789" not in answer.content and b"Runtime" not in answer.content
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert reader.get(reverse("api:cases")).json()["code"] == "internal_error"


def test_cookies_are_not_for_scripts_or_other_sites(client, scene):
    client.get(reverse("review:login"))
    UserFactory(username="ina", roles=["manager"])
    client.post(reverse("review:login"), {"username": "ina", "password": "correct horse battery staple"})
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["httponly"] and cookie["samesite"] == "Lax", name


def test_production_takes_no_cookie_over_plain_http():
    """Read from a process of its own: the settings of production are made at import."""
    script = (
        "import json; from onboarding import settings as s; print(json.dumps({n: getattr(s, n) for n in ("
        "'SESSION_COOKIE_SECURE', 'CSRF_COOKIE_SECURE', 'SESSION_COOKIE_NAME', 'CSRF_COOKIE_NAME',"
        "'SECURE_SSL_REDIRECT', 'SECURE_HSTS_SECONDS', 'DEBUG')}))"
    )
    made = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "VOUCH_MODE": "production", "DEBUG": "false"},
        capture_output=True,
        check=True,
    )
    found = json.loads(made.stdout)
    assert found["SESSION_COOKIE_SECURE"] and found["CSRF_COOKIE_SECURE"] and found["SECURE_SSL_REDIRECT"]
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-") and found["CSRF_COOKIE_NAME"].startswith(
        "__Host-"
    )
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000 and found["DEBUG"] is False
