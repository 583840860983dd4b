"""Names that try to be something else: no 5xx, escaped on every page, harmless in every header."""

import json
import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from onboarding.models import Document
from onboarding.services import links
from onboarding.web.downloads import safe_name
from tests import fakes
from tests.factories import vera_case

OWN = [
    "../../etc/passwd",
    "..\\..\\windows\\system.ini",
    "<script>alert(1)</script>.pdf",
    '"><img src=x onerror=alert(1)>.pdf',
    "a\r\nSet-Cookie: x=1.pdf",
    "nul\x00byte.pdf",
    "=cmd|' /C calc'!A0.pdf",
    "\u202egnp.exe.pdf",
    "\u200b\ufeff.pdf",
    "x" * 5000 + ".pdf",
    "名前 née ß 🧾.pdf",
    "'; DROP TABLE documents; --.pdf",
    "{{ 7 * 7 }}{% debug %}.pdf",
    "%00%2e%2e%2f.pdf",
    ".",
    " ",
    "CON.pdf",
    "\ud800.pdf".encode("utf-8", "replace").decode(),
]


def given() -> list[str]:
    folder = os.environ.get("VOUCH_DATA")
    path = Path(folder) / "hostile" / "filenames_dev.json" if folder else None
    if path is None or not path.is_file():
        return []
    return list(json.loads(path.read_text(encoding="utf-8"))["names"])


@pytest.mark.parametrize("name", OWN + given())
def test_a_shown_name_is_bounded_and_plain(name):
    shown = safe_name(name)
    assert 0 < len(shown) <= 120
    assert not set(shown) & set('\\/:*?"<>|\r\n\x00\u202e\u200b')


@pytest.mark.django_db
def test_every_name_uploads_shows_and_downloads(client, engines, settings):
    settings.MAX_VENDOR_FILES = 500
    token = links.issue(case=vera_case(), actor="system").token
    for number, name in enumerate(OWN + given()):
        file = SimpleUploadedFile(
            "x.pdf", fakes.w9(address=f"{number} Mill Road"), content_type="application/pdf"
        )
        file._name = name  # past Django's own cleaning, as another client would send it
        answer = client.post(reverse("portal:upload", args=[token]), {"files": [file]})
        assert answer.status_code < 500, name
    page = client.get(reverse("portal:home", args=[token])).content.decode()
    assert (
        "<script>alert" not in page
        and "<img src=x" not in page
        and "Set-Cookie" not in page.split("<title>")[0]
    )
    for document in Document.objects.all():
        answer = client.get(reverse("portal:download", args=[token, document.pk]))
        assert answer.status_code == 200
        assert "\n" not in answer.headers["Content-Disposition"]
