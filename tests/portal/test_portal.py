"""Vera's page: what she sees, sends, confirms and takes back; what a stranger does not get."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onboarding.models import Case, Document, Event, PortalLink
from onboarding.services import links
from tests import fakes
from tests.factories import vera_case
from tests.work import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(engines):
    return links.issue(case=vera_case(), actor="system").token


def send(client: Client, token: str, *files: SimpleUploadedFile, **headers: str):
    return client.post(
        reverse("portal:upload", args=[token]), {"files": files}, follow=not headers, headers=headers
    )


def pdf(content: bytes, name: str = "w9.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def home(client: Client, token: str) -> str:
    return client.get(reverse("portal:home", args=[token])).content.decode()


def test_the_checklist_says_what_why_and_by_when(client, token):
    page = home(client, token)
    assert "asks you for two things" in page
    assert "Form W-9" in page and "Signed agreement" in page and "Needed" in page
    assert 'type="file"' in page and "multiple" in page


def test_two_files_at_once_without_javascript(client, token):
    page = send(client, token, pdf(fakes.w9("doubtful")), pdf(fakes.contract(), "msa.pdf")).content.decode()
    assert "w9.pdf has arrived" in page and "msa.pdf has arrived" in page
    drain()
    page = home(client, token)
    assert "Form W-9, 1 page." in page and "Agreement, 1 page." in page
    assert "Employer identification number" in page
    assert "••-•••6789" in page
    assert "123456789" not in page and "12-3456789" not in page


def test_while_files_are_checked_the_headline_says_so_and_then_what_is_missing(client, token):
    send(client, token, pdf(fakes.w9()))
    assert "We are checking your files" in home(client, token)
    drain()
    live = client.get(reverse("portal:live", args=[token])).content.decode()
    assert '<header id="head" hx-swap-oob="true">' in live
    assert "Northwind still needs one thing" in live


def test_the_script_gets_json_a_file(client, token):
    first = send(client, token, pdf(fakes.w9()), Accept="application/json")
    again = send(client, token, pdf(fakes.w9(), "copy.pdf"), Accept="application/json")
    empty = send(client, token, pdf(b""), Accept="application/json")
    assert (first.status_code, first.json()["ok"]) == (200, True)
    assert again.status_code == 200 and "already have" in again.json()["message"]
    assert empty.status_code == 400 and not empty.json()["ok"]
    assert Document.objects.count() == 1


def test_a_file_above_the_limit_is_refused_with_413(client, token, settings):
    settings.MAX_UPLOAD_MB = 1
    answer = send(client, token, pdf(b"x" * (1024 * 1024 + 1)), Accept="application/json")
    assert answer.status_code == 413 and "1 MB" in answer.json()["message"]
    assert send(client, token, pdf(b"x" * 1024 * 1024), Accept="application/json").status_code == 200


def test_while_files_are_checked_the_page_says_so_and_looks_again(client, token):
    send(client, token, pdf(fakes.w9()))
    page = home(client, token)
    assert "Checking" in page and 'hx-trigger="every 2s"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    live = client.get(reverse("portal:live", args=[token])).content.decode()
    assert live.lstrip().startswith('<div id="live"') and 'hx-swap-oob="true"' in live
    drain()
    live = client.get(reverse("portal:live", args=[token])).content.decode()
    assert "hx-trigger" not in live


def test_an_unsigned_form_shows_the_sentence_and_the_line(client, token):
    send(client, token, pdf(fakes.w9("unsigned")), pdf(fakes.contract(), "msa.pdf"))
    drain()
    page = home(client, token)
    assert "One thing to fix" in page and "The form is not signed." in page and "Please fix" in page
    assert "Is this right?" not in page
    address = page.split('<figure class="crop">')[1].split('src="')[1].split('"')[0]
    picture = client.get(address)
    assert picture.headers["Content-Type"] == "image/png" and "no-store" in picture.headers["Cache-Control"]


def test_confirming_and_correcting(client, token):
    send(client, token, pdf(fakes.w9("doubtful")), pdf(fakes.contract(), "msa.pdf"))
    drain()
    answer = client.post(
        reverse("portal:correct", args=[token]), {"name": "city", "value": "Bend"}, follow=True
    )
    assert "A person will compare it" in answer.content.decode()
    client.post(reverse("portal:confirm", args=[token]))
    assert [event.data["differing"] for event in Event.objects.filter(action="fields_confirmed")] == [
        ["city"],
        [],
    ]
    wrong = client.post(reverse("portal:correct", args=[token]), {"name": "ein", "value": "12"})
    assert wrong.status_code == 400 and "nine digits" in wrong.content.decode()


def test_a_message_and_its_echo(client, token):
    client.post(reverse("portal:message", args=[token]), {"text": "We moved <b>last</b> week"})
    page = home(client, token)
    assert "We moved &lt;b&gt;last&lt;/b&gt; week" in page
    assert client.post(reverse("portal:message", args=[token]), {"text": " "}).status_code == 400


def test_withdrawing_asks_first(client, token):
    client.post(reverse("portal:withdraw", args=[token]))
    assert Case.objects.get().state == "invited"
    page = client.post(reverse("portal:withdraw", args=[token]), {"sure": "on"}, follow=True).content.decode()
    assert Case.objects.get().state == "withdrawn"
    assert "You have withdrawn" in page and 'type="file"' not in page


def test_own_files_come_back_as_attachments(client, token):
    send(client, token, pdf(fakes.w9()))
    document = Document.objects.get()
    answer = client.get(reverse("portal:download", args=[token, document.pk]))
    assert answer.content == fakes.w9()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_stranger_gets_404_for_files_of_others(client, token):
    send(client, token, pdf(fakes.w9()))
    his = links.issue(case=vera_case(vendor_name="Wes LLC"), actor="system").token
    assert client.get(reverse("portal:download", args=[his, Document.objects.get().pk])).status_code == 404


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"expires_at": timezone.now() - timedelta(days=1)}, 410, "expired"),
        ({"revoked_at": timezone.now()}, 410, "switched off"),
        ({"wrong_tries": 5}, 410, "locked"),
        ({"handle": "0000"}, 404, "does not work"),
    ],
)
def test_a_link_that_has_ended_says_why(client, token, change, status, words):
    PortalLink.objects.update(**change)
    answer = client.get(reverse("portal:home", args=[token]))
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "Ada Lumber" not in answer.content.decode()


def test_pages_hold_no_inline_script_or_style_and_are_not_cached(client, token):
    answer = client.get(reverse("portal:home", args=[token]))
    page = answer.content.decode()
    assert "style=" not in page and "<style" not in page and "onclick" not in page
    assert page.count("<script") == page.count("<script src=")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
