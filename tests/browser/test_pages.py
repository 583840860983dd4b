"""Every page: no serious accessibility fault, no sideways scrolling on a phone, no broken policy."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from onboarding.services import links
from tests import scenes
from tests.browser.conftest import sign_in
from tests.factories import mona, vera_case

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
