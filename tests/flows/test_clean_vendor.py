"""A vendor with a clean form and a fair agreement becomes active and nobody has to look."""

import csv

import pytest
from django.core import mail

from onboarding.models import ReviewItem, VendorRecord
from onboarding.services import audit, intake, replay
from tests import fakes
from tests.factories import vera_case
from tests.work import drain

pytestmark = pytest.mark.django_db


def test_clean_vendor_is_created_by_itself(engines, private_data):
    case = vera_case()
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")
    intake.submit(case=case, name="msa.pdf", content=fakes.contract(), actor="vendor")
    drain()

    case.refresh_from_db()
    assert case.state == "active"
    assert case.automatic is True
    assert not ReviewItem.objects.exists()
    record = VendorRecord.objects.get()
    assert (case.erp_id, record.name, record.tin) == (record.number, "Ada Lumber LLC", "123456789")
    assert {one.status for one in case.requirements.all()} == {"satisfied"}
    rows = list(csv.DictReader((private_data / "erp" / "vendors.csv").open(encoding="utf-8-sig")))
    assert [(row["name"], row["tin_masked"]) for row in rows] == [("Ada Lumber LLC", "**-***6789")]
    assert [one.subject for one in mail.outbox][-1].endswith("registered as a vendor")
    assert audit.verify().ok
    assert all(one.same for one in replay.replay(case=case))


def test_without_the_agreement_it_waits(engines):
    case = vera_case()
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")
    drain()

    case.refresh_from_db()
    assert case.state == "collecting"
    assert {one.kind: one.status for one in case.requirements.all()} == {"w9": "satisfied", "contract": "due"}
    assert not VendorRecord.objects.exists()
