"""From the vendor's link to the vendor in the ERP, with real readers on documents drawn for the purpose."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from onboarding.models import Case, ReviewItem
from onboarding.services import links
from samples.contracts import draw_agreement, fair_agreement
from samples.w9 import W9Sample, draw_w9
from tests import fakes
from tests.browser.conftest import sign_in
from tests.factories import leo, vera_case
from tests.work import drain, hurry

pytestmark = pytest.mark.browser
RISKY = "RISKY 2. Our liability has no cap."


def test_a_vendor_uploads_both_files_and_becomes_active(tab: Page, tmp_path, errors):
    day = date.today() - timedelta(days=2)
    form = W9Sample(
        name="Ada Lumber LLC",
        classification="c_corp",
        address="12 Mill Road",
        city_state_zip="Salem, OR 97301",
        ein="931482765",
        signature="Ada Lumber",
        signed_on=day,
    )
    paths = [
        draw_w9(tmp_path / "w9.pdf", form),
        draw_agreement(tmp_path / "agreement.pdf", fair_agreement(form.name, "Northwind", day)),
    ]
    case = vera_case(vendor_name=form.name)
    tab.goto(f"/v/{links.issue(case=case, actor='system').token}/")
    expect(tab.get_by_role("heading", name="Northwind asks you for two things")).to_be_visible()
    tab.locator("#id_files").set_input_files([str(path) for path in paths])
    expect(tab.locator("#more .file-name", has_text="agreement.pdf")).to_be_visible()
    drain()
    settle_by_hand(case)
    hurry()
    drain()
    tab.reload()
    expect(tab.get_by_role("heading", name="All done. You are set up.")).to_be_visible()
    case.refresh_from_db()
    assert (case.state, errors) == ("active", [])


def settle_by_hand(case: Case) -> None:
    """Models may doubt even a fair agreement: a person accepts what is left, if anything."""
    from onboarding.services import review
    from tests.factories import mona

    manager = mona()
    for item in ReviewItem.objects.filter(case=case, outcome=""):
        review.decide(item=item, user=manager, outcome="accept", reason_code="acceptable_risk")
    drain()


def test_the_page_follows_the_checks_by_itself(tab: Page, engines, errors):
    tab.goto(f"/v/{links.issue(case=vera_case(contract_required=False), actor='system').token}/")
    tab.locator("#id_files").set_input_files(
        [{"name": "w9.pdf", "mimeType": "application/pdf", "buffer": fakes.w9("unsigned")}]
    )
    expect(tab.locator("#more .badge", has_text="Checking")).to_be_visible()
    drain()
    expect(tab.get_by_text("The form is not signed.")).to_be_visible()
    assert errors == []


def test_a_reviewer_decides_with_the_keyboard_alone(tab: Page, engines, errors):
    from onboarding.services import intake

    case = vera_case()
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")
    intake.submit(case=case, name="msa.pdf", content=fakes.contract("1. Fine.", RISKY), actor="vendor")
    drain()
    sign_in(tab, leo())
    keys = tab.keyboard
    keys.press("?")
    expect(tab.get_by_role("dialog")).to_be_visible()
    keys.press("Escape")
    keys.press("j")
    keys.press("Enter")
    tab.wait_for_url(re.compile(r"/review/items/"))
    keys.press("c")
    expect(tab.get_by_text("You hold this")).to_be_visible()
    keys.press("d")
    keys.press("Space")
    expect(tab.get_by_role("radio", name="Accept the risk")).to_be_checked()
    keys.press("Tab")
    keys.type("The risk")
    keys.press("Tab")
    keys.type("Agreed by telephone")
    keys.press("Tab")
    keys.press("Enter")
    expect(tab.get_by_role("button", name="Undo")).to_be_visible()
    item = ReviewItem.objects.get(case=case, queue="legal")
    assert (item.outcome, item.note) == ("accept", "Agreed by telephone")
    drain()
    hurry()
    drain()
    case.refresh_from_db()
    assert (case.state, errors) == ("active", [])


def test_the_decision_can_be_taken_back(tab: Page, engines):
    from onboarding.services import intake

    case = vera_case()
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")
    intake.submit(case=case, name="msa.pdf", content=fakes.contract(RISKY), actor="vendor")
    drain()
    sign_in(tab, leo())
    tab.get_by_role("button", name="Claim next").click()
    tab.get_by_role("radio", name="Accept the risk").check()
    tab.get_by_label("Reason", exact=True).select_option("acceptable_risk")
    tab.get_by_role("button", name="Decide and open the next").click()
    tab.get_by_role("button", name="Undo").click()
    expect(tab.get_by_text("Taken back")).to_be_visible()
    assert ReviewItem.objects.get(case=case, queue="legal").is_open
