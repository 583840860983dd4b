"""Every page: no serious accessibility fault, no sideways scrolling on a phone, no broken policy."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from onboarding.models import Policy, Proposal
from onboarding.services import links
from tests import fakes, scenes
from tests.browser.conftest import WAIT, sign_in
from tests.factories import ada, leo, mona, vera_case

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']} ({one['nodes'][0]['html'][:120]})"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


def problems(page: Page, address: str) -> Iterator[str]:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(DESK)
        page.goto(address)
        yield from (f"{address} {scheme}: {fault}" for fault in faults(page))
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > PHONE["width"]:
        yield f"{address}: {width} pixels wide on a phone"


def test_the_vendor_s_pages(tab: Page, engines, errors):
    scene = scenes.in_review()
    fresh = links.issue(case=vera_case(vendor_name="Wes LLC"), actor="system").token
    addresses = [f"/v/{scene.token}/", f"/v/{fresh}/", "/v/unknown.link/"]
    assert [one for address in addresses for one in problems(tab, address)] == []
    assert errors == []


def test_the_pages_of_staff(tab: Page, engines, errors):
    scene = scenes.in_review()
    assert list(problems(tab, "/review/login/")) == []
    sign_in(tab, mona())
    addresses = [
        "/review/?queue=legal",
        "/review/?queue=intake",
        f"/review/items/{scene.legal_item.pk}/",
        f"/review/items/{scene.tax_item.pk}/",
        "/review/cases/",
        f"/review/cases/{scene.case.pk}/",
        f"/review/cases/{scene.case.pk}/ask/?q=liability",
        f"/review/documents/{scene.agreement.pk}/",
        "/review/invite/",
        "/review/insights/",
    ]
    assert [one for address in addresses for one in problems(tab, address)] == []
    assert errors == []


def test_the_pages_of_the_administrator(tab: Page, engines, errors):
    scene = scenes.in_review()
    policy = Policy.objects.first()
    proposal = Proposal.objects.create(
        kind="threshold",
        target="liability_cap",
        change={"from": 0.5, "to": 0.6},
        digest="d",
        why="Often wrong.",
    )
    sign_in(tab, ada())
    lists = ["document", "reviewitem", "precedent", "proposal", "event"]
    addresses = ["/admin/", *(f"/admin/onboarding/{name}/" for name in lists)]
    addresses += [f"/admin/onboarding/proposal/{proposal.pk}/change/", "/admin/onboarding/user/add/"]
    addresses += [f"/admin/onboarding/case/{scene.case.pk}/change/"]
    if policy is not None:
        addresses += [f"/admin/onboarding/policy/{policy.pk}/edit/"]
    found = []
    for address in addresses:
        tab.goto(address)
        found += [f"{address}: {fault}" for fault in faults(tab)]
    assert found == []


def test_the_decision_is_in_sight_and_a_long_case_folds_on_a_phone(tab: Page, engines):
    scene = scenes.in_review()
    sign_in(tab, leo())
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.goto(f"/review/items/{scene.legal_item.pk}/")
    expect(tab.get_by_role("radio", name="Escalate")).to_be_in_viewport()
    expect(tab.get_by_label("Reason", exact=True)).to_be_hidden()
    tab.get_by_role("radio", name="Accept the risk").check()
    expect(tab.get_by_role("button", name="Decide and open the next")).to_be_in_viewport()
    tab.set_viewport_size(PHONE)
    tab.goto(f"/review/cases/{scene.case.pk}/")
    expect(tab.get_by_role("heading", name="What happened")).to_be_visible()
    expect(tab.get_by_text("Case opened")).to_be_hidden()
    tab.get_by_role("navigation", name="On this page").get_by_role("link", name="What happened").click()
    expect(tab.get_by_role("heading", name="What happened")).to_be_in_viewport()
    expect(tab.get_by_text("Case opened")).to_be_visible()


def test_without_scripts_a_vendor_sends_and_a_reviewer_decides(
    browser: Browser, tab: Page, engines, live_server
):
    scene = scenes.in_review()
    scene.push.delete()
    token = links.issue(case=vera_case(vendor_name="Wes LLC", contract_required=False), actor="system").token
    plain = browser.new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    plain.set_default_timeout(WAIT)
    plain.goto(f"/v/{token}/")
    plain.locator("#id_files").set_input_files(
        [{"name": "w9.pdf", "mimeType": "application/pdf", "buffer": fakes.w9()}]
    )
    plain.get_by_role("button", name="Send files").click()
    expect(plain.get_by_text("w9.pdf has arrived")).to_be_visible()
    sign_in(plain, leo())
    plain.goto(f"/review/cases/{scene.case.pk}/")
    expect(plain.get_by_text("Case opened")).to_be_visible()
    plain.goto(f"/review/items/{scene.legal_item.pk}/")
    plain.get_by_role("radio", name="Accept the risk").check()
    plain.get_by_label("Reason", exact=True).select_option("acceptable_risk")
    plain.get_by_role("button", name="Decide and open the next").click()
    expect(plain.get_by_role("button", name="Undo")).to_be_visible()
    plain.context.close()
