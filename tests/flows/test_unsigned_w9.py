"""An unsigned form goes back to the vendor with the line that is wrong; the signed one carries on."""

import pytest
from django.core import mail

from onboarding.models import ReviewItem
from onboarding.services import intake
from tests import fakes
from tests.factories import vera_case
from tests.work import drain

pytestmark = pytest.mark.django_db


def test_unsigned_form_goes_back_and_comes_again(engines):
    case = vera_case(contract_required=False)
    intake.submit(case=case, name="w9.pdf", content=fakes.w9("unsigned"), actor="vendor")
    drain()

    case.refresh_from_db()
    assert case.state == "action_required"
    requirement = case.requirements.get(kind="w9")
    assert (requirement.status, requirement.code) == ("error", "missing_signature")
    assert requirement.message == "The form is not signed."
    assert (requirement.page, requirement.box) == (1, [60.0, 590.0, 380.0, 604.0])
    assert not ReviewItem.objects.exists(), "nobody of ours has to look"
    letter = mail.outbox[-1]
    assert "The form is not signed." in letter.body and "/v/" in letter.body

    intake.submit(case=case, name="w9-signed.pdf", content=fakes.w9(), actor="vendor")
    drain()
    case.refresh_from_db()
    assert case.state == "active"
    assert {one.name: one.current for one in case.documents.all()} == {"w9.pdf": False, "w9-signed.pdf": True}


def test_the_wrong_form_is_named(engines):
    case = vera_case(contract_required=False)
    intake.submit(case=case, name="w8.pdf", content=b"W8", actor="vendor")
    drain()
    case.refresh_from_db()
    requirement = case.requirements.get(kind="w9")
    assert (case.state, requirement.code) == ("action_required", "wrong_form")
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")
    drain()
    case.refresh_from_db()
    assert case.state == "active"


def test_a_broken_file_has_a_code_and_a_sentence(engines):
    case = vera_case(contract_required=False)
    sent = intake.submit(case=case, name="w9.pdf", content=b"BROKEN", actor="vendor")
    drain()
    sent.document.refresh_from_db()
    case.refresh_from_db()
    assert (sent.document.status, sent.document.code) == ("rejected", "corrupt")
    assert case.state == "action_required"
    assert case.requirements.get(kind="file").message.endswith("This file is damaged. Please send it again.")


def test_a_letter_goes_to_a_person(engines):
    case = vera_case(contract_required=False)
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")
    intake.submit(case=case, name="letter.pdf", content=b"OTHER", actor="vendor")
    drain()
    case.refresh_from_db()
    assert case.state == "in_review"
    assert [(one.queue, one.code) for one in ReviewItem.objects.all()] == [("intake", "unknown_kind")]
