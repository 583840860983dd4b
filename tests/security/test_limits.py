"""Requests that nobody would write by hand: too large, without a length, too deep, too many."""

import io

import pytest
from django.test import RequestFactory
from django.urls import reverse

from onboarding.models import Document
from onboarding.services import links
from tests.factories import mona, vera_case

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024
BOUNDARY = "xYzZY"


@pytest.fixture
def manager(client, engines):
    client.force_login(mona(), backend="django.contrib.auth.backends.ModelBackend")
    client.raise_request_exception = False
    return client


def body(content: bytes, name: str = "w9.pdf", part: str = "file") -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{part}"; filename="{name}"\r\n\r\n'
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def test_an_upload_without_a_length_is_not_taken(manager):
    """A chunked body has no Content-Length; nothing of it is read, and nothing is stored."""
    address = reverse("api:documents", args=[vera_case().pk])
    request = RequestFactory().generic("POST", address)
    environ = {
        **request.environ,
        **manager._base_environ(),
        "PATH_INFO": address,
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
        "HTTP_TRANSFER_ENCODING": "chunked",
        "wsgi.input": io.BytesIO(body(b"x" * 1000)),
    }
    environ.pop("CONTENT_LENGTH", None)
    answer = manager.request(**environ)
    assert answer.status_code == 400 and answer.json()["code"] == "invalid"
    assert not Document.objects.exists()


def test_a_length_that_lies_takes_no_more_than_it_says(manager):
    address = reverse("api:documents", args=[vera_case().pk])
    sent = body(b"x" * 1000)
    answer = manager.generic(
        "POST", address, sent, f"multipart/form-data; boundary={BOUNDARY}", CONTENT_LENGTH="100"
    )
    assert answer.status_code == 400
    assert not Document.objects.exists()


def test_a_portal_upload_that_announces_too_much_is_refused_unread(client, engines, settings):
    settings.MAX_VENDOR_MB = 1
    token = links.issue(case=vera_case(), actor="system").token

    class Unread(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

    answer = client.request(
        PATH_INFO=reverse("portal:upload", args=[token]),
        REQUEST_METHOD="POST",
        CONTENT_TYPE=f"multipart/form-data; boundary={BOUNDARY}",
        CONTENT_LENGTH=str(3 * MEGABYTE),
        **{"wsgi.input": Unread()},
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "sent",
    [
        b"[" * 100_000,
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b"{" + b",".join(b'"k%d":1' % n for n in range(20_000)) + b"}",
        b'{"vendor_name": "' + b"x" * MEGABYTE + b'"}',
        b'{"contract_value": 1e99999999}',
        b'{"contract_value": NaN}',
        b'{"vendor_name": "\\ud800"}',
        b'{"vendor_name": "a\\u0000b"}',
        b"\xff\xfe",
    ],
    ids=[
        "deep list",
        "deep object",
        "many keys",
        "long value",
        "huge number",
        "NaN",
        "surrogate",
        "NUL",
        "bytes",
    ],
)
def test_odd_json_is_a_refusal_and_no_crash(manager, sent):
    answer = manager.generic("POST", reverse("api:cases"), sent, "application/json")
    assert 400 <= answer.status_code < 500, answer.status_code
    assert set(answer.json()) >= {"code", "message"}


def test_thousands_of_form_fields_are_refused(manager):
    many = "&".join(f"a{number}=1" for number in range(5_000))
    answer = manager.generic(
        "POST", reverse("review:login"), many.encode(), "application/x-www-form-urlencoded"
    )
    assert answer.status_code in {302, 400}


@pytest.mark.parametrize("word", ["\x00", "%", "_", "'", '"', "\\", "a" * 10_000, "\U0001f600"])
def test_odd_searches_are_searches(manager, word):
    for name in ("review:queue", "review:cases", "api:cases"):
        assert manager.get(reverse(name), {"q": word}).status_code < 500, name
