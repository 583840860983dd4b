"""What the vendor's page says when things are late, ended, unreadable or about the tax id."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from onboarding.models import Field, Finding, Mail, Part, PortalLink, Requirement
from onboarding.portal.files import around
from onboarding.services import files, links
from onboarding.sheet import Sheet
from tests import fakes
from tests.factories import vera_case
from tests.work import drain

pytestmark = pytest.mark.django_db
LETTER = Sheet(612.0, 792.0, 0)


@pytest.fixture
def token(engines):
    return links.issue(case=vera_case(), actor="system").token


def send(client, token: str, content: bytes, name: str = "w9.pdf") -> None:
    client.post(reverse("portal:upload", args=[token]), {"files": [SimpleUploadedFile(name, content)]})
    drain()


def home(client, token: str) -> str:
    return client.get(reverse("portal:home", args=[token])).content.decode()


def test_what_is_late_says_so(client, token):
    assert "It was due on" not in home(client, token)
    Requirement.objects.update(due_at=timezone.now() - timedelta(days=3))
    page = home(client, token)
    assert page.count("It was due on") == 2 and "Please send it by" not in page


def test_who_has_withdrawn_is_asked_for_nothing(client, token):
    client.post(reverse("portal:withdraw", args=[token]), {"sure": "on"})
    page = home(client, token)
    assert "You have withdrawn" in page
    assert "Needed" not in page and "Please send it by" not in page and "Send your files" not in page


def test_a_locked_link_is_renewed_by_who_holds_the_right_one(client, token):
    PortalLink.objects.update(wrong_tries=9)
    assert "Send me a new link" in home(client, token)
    Mail.objects.all().delete()
    client.post(reverse("portal:renew", args=[f"{token}x"]))
    assert not Mail.objects.exists(), "a wrong token gets nothing, and hears the same"
    client.post(reverse("portal:renew", args=[token]))
    assert Mail.objects.get().template == "new_link"


def test_a_file_in_which_nothing_could_be_read_says_so_in_its_row(client, token):
    send(client, token, b"OTHER", "blank.pdf")
    Finding.objects.create(
        part=Part.objects.get(kind="other"),
        kind="issue",
        code="no_text",
        severity="error",
        reason="No text was found in this file.",
    )
    page = home(client, token)
    assert "Read, please look" in page and "No text was found in this file." in page


def test_moments_are_marked_for_the_reader_s_own_time_zone(client, token):
    send(client, token, fakes.w9())
    page = home(client, token)
    assert 'data-when="short"' in page and "Times are in UTC." in page


def test_a_tax_id_in_the_picture_of_a_wrong_line_is_covered(client, token, monkeypatch):
    send(client, token, fakes.w9("unsigned"))
    seen = {}
    monkeypatch.setattr(files, "page_image", lambda **given: seen.update(given) or b"\x89PNG")
    finding = Finding.objects.get(code="missing_signature")
    assert client.get(reverse("portal:line", args=[token, finding.pk])).status_code == 200
    assert list(map(list, seen["cover"])) == [Field.objects.get(name="ein").box]


@pytest.mark.parametrize(
    "box",
    [(60.0, 590.0, 380.0, 604.0), (416.0, 299.0, 610.0, 323.0), (0.0, 780.0, 12.0, 792.0), (0, 0, 612, 792)],
)
def test_the_picture_of_a_line_stays_on_the_page_and_shows_the_line(box):
    left, top, right, bottom = around(box, LETTER)
    assert 0 <= left <= box[0] and box[2] <= right <= 612
    assert 0 <= top <= box[1] and box[3] <= bottom <= 792
    assert right - left >= 330 and bottom - top >= 66
