"""The same bytes are taken once a vendor; another vendor may send them too."""

import pytest

from onboarding.models import Document, Event
from onboarding.services import intake
from tests import fakes
from tests.factories import vera_case
from tests.work import drain

pytestmark = pytest.mark.django_db


def test_the_same_file_twice_is_one_document(engines):
    case = vera_case()
    first = intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")
    drain()
    again = intake.submit(case=case, name="copy of w9.pdf", content=fakes.w9(), actor="vendor")
    assert (first.duplicate, again.duplicate) == (False, True)
    assert again.document == first.document
    assert Document.objects.count() == 1
    assert Event.objects.filter(action="document_duplicate").count() == 1


def test_two_vendors_may_send_the_same_file(engines):
    for name in ("Vera Inc", "Wes LLC"):
        intake.submit(case=vera_case(vendor_name=name), name="w9.pdf", content=fakes.w9(), actor="vendor")
    assert Document.objects.count() == 2
    assert not any(intake.Submission(one, False).duplicate for one in Document.objects.all())


def test_the_original_is_sealed_on_the_disk(engines, private_data):
    case = vera_case()
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")
    drain()
    stored = [path.read_bytes() for path in (private_data / "files").rglob("*") if path.is_file()]
    assert len(stored) == 2  # the original and what was read
    assert not any(b"Lumber" in content or b"3456789" in content for content in stored)
