"""The http provider of the settings, against a real server on loopback."""

import pytest

from compliance.types import CheckOutcome, VendorFacts
from onboarding import wiring

FACTS = VendorFacts("Ada Lumber LLC", None, "123456789", "ein", "c_corp")


@pytest.fixture
def screened(settings, httpserver):
    settings.TIN_PROVIDER = "http"
    settings.TIN_HTTP_URL, settings.TIN_HTTP_TOKEN = httpserver.url_for("/tin"), "sesame"

    def ask() -> CheckOutcome:
        wiring._providers.cache_clear()
        checks = wiring._screen(FACTS, "case-1").checks
        return next(one.outcome for one in checks if one.kind.value == "tin_match")

    yield ask
    wiring._providers.cache_clear()


def test_the_service_is_asked_with_its_token_and_a_stable_key(screened, httpserver):
    expected = httpserver.expect_request("/tin", headers={"Authorization": "Bearer sesame"})
    expected.respond_with_json({"outcome": "mismatch", "request_id": "r-1"})
    assert [screened(), screened()] == [CheckOutcome.MISMATCH] * 2
    keys = {request.headers["Idempotency-Key"] for request, _ in httpserver.log}
    assert len(httpserver.log) == 2 and len(keys) == 1
    assert "123456789" not in keys.pop()


def test_a_service_that_is_down_clears_nobody(screened, httpserver):
    httpserver.expect_request("/tin").respond_with_data("", status=503)
    assert screened() is CheckOutcome.UNAVAILABLE
