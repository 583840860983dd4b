"""A file that nobody can read is called just that: it is laid at the door of no form or agreement."""

import pytest
from django.core import mail
from django.urls import reverse

from onboarding.models import ReviewItem
from onboarding.services import intake, links
from tests import fakes
from tests.factories import vera_case
from tests.work import drain

pytestmark = pytest.mark.django_db
DAMAGED = "“scan 7.pdf”: This file is damaged. Please send it again."


def needs(case) -> dict[str, tuple[str, str]]:
    return {one.kind: (one.status, one.code) for one in case.requirements.all()}


def send(case, **files: bytes):
    """The files in this order, named with underscores for blanks; then everything that follows."""
    for name, content in files.items():
        intake.submit(case=case, name=f"{name.replace('_', ' ')}.pdf", content=content, actor="vendor")
    drain()
    case.refresh_from_db()
    return case


def test_a_file_of_unknown_kind_is_not_called_a_w9(engines, client):
    case = send(vera_case(), scan_7=b"BROKEN")
    assert case.state == "action_required"
    assert needs(case) == {"w9": ("due", ""), "contract": ("due", ""), "file": ("error", "corrupt")}
    requirement = case.requirements.get(kind="file")
    assert (requirement.message, requirement.document.name) == (DAMAGED, "scan 7.pdf")
    assert DAMAGED in mail.outbox[-1].body
    page = client.get(reverse("portal:home", args=[links.issue(case=case, actor="system").token]))
    assert "A file we could not read" in page.text and DAMAGED in page.text


@pytest.mark.parametrize("order", [("scan_7", "w9"), ("w9", "scan_7")])
def test_the_form_beside_it_does_not_stand_in_for_it(engines, order):
    contents = {"scan_7": b"BROKEN", "w9": fakes.w9()}
    case = send(vera_case(), **{name: contents[name] for name in order})
    assert case.state == "action_required"
    assert needs(case) == {
        "w9": ("satisfied", ""),
        "contract": ("due", ""),
        "file": ("error", "corrupt"),
    }
    case = send(case, agreement=fakes.contract())
    assert case.state == "active" and not ReviewItem.objects.exists()
    assert set(needs(case)) == {"w9", "contract"}, "the unreadable one is forgotten"
    assert not case.documents.get(name="scan 7.pdf").current


def test_a_tax_id_in_a_file_name_is_not_repeated(engines):
    case = vera_case()
    intake.submit(case=case, name="w9 12-3456789.pdf", content=b"BROKEN", actor="vendor")
    drain()
    assert "3456789" not in case.requirements.get(kind="file").message + mail.outbox[-1].body
