"""Webhooks are signed, tried again, logged, and do not lead into the house."""

import json

import pytest
from standardwebhooks import Webhook, WebhookVerificationError
from werkzeug import Response

from onboarding.models import WebhookDelivery
from onboarding.services import intake, webhooks
from onboarding.services.errors import Conflict, Invalid
from tests import fakes
from tests.factories import vera_case
from tests.work import drain, hurry

pytestmark = pytest.mark.django_db


def _clean_case():
    case = vera_case(contract_required=False)
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")
    return case


@pytest.fixture
def endpoint(settings, httpserver):
    settings.WEBHOOK_ALLOW_PRIVATE = True
    return webhooks.add_endpoint(url=httpserver.url_for("/hook"), events=["case.active"], actor="user:1")


def test_a_signed_message_for_the_wanted_event_only(engines, httpserver, endpoint):
    httpserver.expect_request("/hook", method="POST").respond_with_data("ok")
    case = _clean_case()
    drain()
    assert len(httpserver.log) == 1
    request = httpserver.log[0][0]
    body = Webhook(endpoint[1]).verify(request.data.decode(), dict(request.headers))
    assert body["type"] == "case.active"
    assert body["data"]["reference"] == case.reference
    assert "3456789" not in request.data.decode()
    with pytest.raises(WebhookVerificationError):
        Webhook(endpoint[1]).verify(request.data.decode() + " ", dict(request.headers))


def test_tries_are_logged_and_the_message_keeps_its_id(engines, httpserver, endpoint):
    answers = iter([500, 503, 200])
    httpserver.expect_request("/hook").respond_with_handler(lambda _: Response(status=next(answers)))
    _clean_case()
    for _ in range(4):
        drain()
        hurry()
    delivery = WebhookDelivery.objects.get()
    assert delivery.state == "done"
    assert [one["status"] for one in delivery.tries] == [500, 503, 200]
    assert len({request.headers["webhook-id"] for request, _ in httpserver.log}) == 1


def test_gone_stops_at_once_and_can_be_sent_again(engines, httpserver, endpoint):
    answers = iter([410, 200])
    httpserver.expect_request("/hook").respond_with_handler(lambda _: Response(status=next(answers)))
    _clean_case()
    drain()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("dead", 1)
    webhooks.resend(delivery=delivery, actor="user:1")
    drain()
    delivery.refresh_from_db()
    assert delivery.state == "done"


def test_a_redirect_is_not_followed(engines, httpserver, endpoint):
    httpserver.expect_request("/hook").respond_with_data(status=302, headers={"Location": "/elsewhere"})
    _clean_case()
    drain()
    assert WebhookDelivery.objects.get().tries[0]["status"] == 302
    assert [request.path for request, _ in httpserver.log] == ["/hook"]


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://10.0.0.8/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "https://0.0.0.0/x",
        "http://93.184.216.34/x",
        "file:///etc/passwd",
        "gopher://x",
    ],
)
def test_addresses_inside_the_house_are_refused(url):
    with pytest.raises(Invalid):
        webhooks.add_endpoint(url=url, events=[], actor="user:1")


def test_a_name_that_turns_inwards_later_is_refused_at_delivery(engines, endpoint, settings, httpserver):
    _clean_case()
    settings.WEBHOOK_ALLOW_PRIVATE = False
    drain()
    delivery = WebhookDelivery.objects.get()
    assert delivery.state == "dead" or delivery.error_code in {"bad_url", "private_address"}
    assert not httpserver.log
    assert json.dumps(delivery.tries)


def test_an_open_delivery_is_not_sent_twice(engines, endpoint, httpserver):
    httpserver.expect_request("/hook").respond_with_data(status=500)
    _clean_case()
    drain()
    with pytest.raises(Conflict, match="still_open"):
        webhooks.resend(delivery=WebhookDelivery.objects.get(), actor="user:1")
