"""The three stories with the real engines on drawn documents: nothing is faked but the outside providers."""

from datetime import date, timedelta

import pytest

from onboarding import wiring
from onboarding.models import ReviewItem
from onboarding.services import audit, intake
from samples.contracts import draw_agreement, fair_agreement, risky_agreement
from samples.w9 import W9Sample, draw_w9
from tests.factories import vera_case
from tests.work import drain

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
TODAY = date.today()
FORM = W9Sample(
    name="Blue Heron Logistics LLC",
    classification="llc",
    llc_class="C",
    address="4100 Harbor Road, Suite 12",
    city_state_zip="Portland, OR 97201",
    ein="931482765",
    signature="Blue Heron",
    signed_on=TODAY - timedelta(days=3),
)


@pytest.fixture(autouse=True)
def real_engines(settings):
    settings.WIRING = ""
    settings.COMPANY_NAME, settings.OUR_NAMES = "Northwind", "Northwind Trading Company"
    with wiring.use(wiring.build()):
        yield


def _run(tmp_path, form, agreement=None):
    case = vera_case(vendor_name=form.name, contract_required=agreement is not None)
    paths = [draw_w9(tmp_path / "w9.pdf", form)]
    if agreement is not None:
        paths.append(draw_agreement(tmp_path / "msa.pdf", agreement))
    for path in paths:
        intake.submit(case=case, name=path.name, content=path.read_bytes(), actor="vendor")
    drain()
    case.refresh_from_db()
    return case


def test_a_clean_vendor_needs_nobody(tmp_path):
    case = _run(tmp_path, FORM, fair_agreement(FORM.name, "Northwind Trading Company", TODAY))
    reasons = [(one.code, one.reason) for one in ReviewItem.objects.all()]
    assert (case.state, reasons) == ("active", [])
    assert case.vendor.tin == "931482765"
    assert audit.verify().ok


def test_a_risky_agreement_shows_exact_words_to_legal(tmp_path):
    case = _run(tmp_path, FORM, risky_agreement(FORM.name, "Northwind Trading Company", TODAY, services=2))
    assert case.state == "in_review"
    items = list(ReviewItem.objects.select_related("finding__part"))
    assert {one.queue for one in items} == {"legal"}
    assert len(items) >= 8
    for finding in (one.finding for one in items):
        assert finding.part.text[finding.start : finding.end] == finding.quote
        assert finding.boxes and finding.version


def test_an_unsigned_form_goes_back(tmp_path):
    unsigned = W9Sample(**{name: getattr(FORM, name) for name in W9Sample.__slots__} | {"signature": None})
    case = _run(tmp_path, unsigned)
    assert case.state == "action_required"
    assert "missing_signature" in case.decisions.last().reasons[0]["code"]
    assert not ReviewItem.objects.exists()
