"""A scanned form through the real engines: a clean one needs nobody, a photograph just what is unsure."""

import io
from datetime import date, timedelta

import pytest
from PIL import Image

from onboarding import wiring
from onboarding.models import Field, ReviewItem
from onboarding.services import intake
from onboarding.shield import cover
from tests.extraction.w9.form_page import Entries, draw_page, photographed, turned
from tests.factories import vera_case
from tests.work import drain

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
NAME = "Marigold Paper Works Inc"
SIGNED = date.today() - timedelta(days=3)
ENTRIES = Entries(
    texts={
        "name": NAME,
        "address": "220 Quarry Lane",
        "city_state_zip": "Salem, OR 97301",
        "signature_date": f"{SIGNED:%m/%d/%Y}",
    },
    digits={"ein": "931482765"},
    ticks=("box_c_corp",),
    signed=True,
)


@pytest.fixture(autouse=True)
def real_engines(settings):
    settings.WIRING = ""
    with wiring.use(wiring.build()):
        yield


def send(pixels, name, **form):
    """Vera's case after the picture was read."""
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, **form)
    case = vera_case(vendor_name=NAME, contract_required=False)
    intake.submit(case=case, name=name, content=content.getvalue(), actor="vendor")
    drain()
    case.refresh_from_db()
    return case


def test_a_clean_scan_becomes_a_vendor_by_itself(tmp_path):
    scan, _ = turned(draw_page("2024-03", ENTRIES), 0.4, noise=3.0)
    case = send(scan, "scan.png", format="PNG", dpi=(200, 200))
    assert (case.state, [item.code for item in ReviewItem.objects.all()]) == ("active", [])
    assert case.vendor.tin == "931482765"


def test_of_a_photograph_a_person_keys_the_id_and_its_picture_hides_it(tmp_path):
    photo, _ = photographed(draw_page("2024-03", ENTRIES))
    case = send(photo, "photo.jpg", format="JPEG", quality=90)  # as telephones do: no resolution in the file
    assert case.state == "in_review"
    assert {(item.queue, item.code) for item in ReviewItem.objects.filter(outcome="")} == {
        ("tax", "tin_not_sure"),
        ("tax", "w9_not_sure"),
    }
    document = case.documents.get()
    field = Field.objects.get(part__document=document, name="ein")
    covered = cover(document, 1)
    assert covered is not None and tuple(field.box) in covered
    assert len(field.cells) == 9
