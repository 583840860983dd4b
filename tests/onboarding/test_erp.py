"""The HTTP adapter against a real server, and the CSV against spreadsheets."""

import csv
from dataclasses import replace

import pytest
from werkzeug import Response

from onboarding import conf, wiring
from onboarding.erp.base import ErpError, ErpVendor
from onboarding.erp.http import HttpAdapter
from onboarding.erp.ledger import neutral
from onboarding.models import VendorRecord
from onboarding.services import intake
from tests import fakes
from tests.factories import vera_case
from tests.work import drain, hurry

VENDOR = ErpVendor(
    case_id="c",
    reference="V-1",
    name="Ada Lumber LLC",
    business_name="",
    classification="c_corp",
    tin="123456789",
    tin_type="ein",
    tin_masked="**-***6789",
    address="12 Mill Road",
    city="Salem",
    region="OR",
    zip="97301",
    email="vera@lumber.example",
)


def _adapter(httpserver, **changes):
    settings = replace(conf.erp(), url=httpserver.url_for("/vendors"), token="t", timeout=0.5)
    return HttpAdapter(replace(settings, **changes))


def test_create_sends_the_key_and_no_whole_tax_id(httpserver):
    httpserver.expect_request("/vendors", method="POST").respond_with_json({"id": "E-7"})
    assert _adapter(httpserver).create(VENDOR, "key-1") == "E-7"
    request = httpserver.log[0][0]
    assert request.headers["Idempotency-Key"] == "key-1"
    assert request.headers["Authorization"] == "Bearer t"
    assert "123456789" not in request.data.decode() + repr(VENDOR)
    _adapter(httpserver, send_tin=True).create(VENDOR, "key-1")
    assert httpserver.log[1][0].json["tin"] == "123456789"


@pytest.mark.parametrize(
    ("answer", "permanent", "sent"),
    [
        (Response(status=500), False, True),
        (Response(status=429, headers={"Retry-After": "7"}), False, False),
        (Response(status=422), True, False),
        (Response(status=302, headers={"Location": "/x"}), True, False),
        (Response("<html>", status=200), False, True),
        (Response('{"ok": true}', status=201), False, True),
    ],
)
def test_every_answer_says_whether_to_try_again(httpserver, answer, permanent, sent):
    httpserver.expect_request("/vendors").respond_with_response(answer)
    with pytest.raises(ErpError) as caught:
        _adapter(httpserver).create(VENDOR, "key-1")
    assert (caught.value.permanent, caught.value.sent) == (permanent, sent)
    assert caught.value.wait == (7.0 if answer.status_code == 429 else 0.0)


def test_nobody_there(httpserver):
    with pytest.raises(ErpError) as caught:
        _adapter(httpserver, url="http://127.0.0.1:9/vendors").create(VENDOR, "key-1")
    assert (caught.value.code, caught.value.sent) == ("erp_unreachable", False)


def test_find_knows_or_does_not(httpserver):
    httpserver.expect_ordered_request("/vendors").respond_with_json({"items": [{"id": "E-7"}]})
    httpserver.expect_ordered_request("/vendors").respond_with_json({"items": []})
    httpserver.expect_ordered_request("/vendors").respond_with_data(status=404)
    assert [_adapter(httpserver).find("key-1") for _ in range(3)] == ["E-7", None, None]


@pytest.mark.django_db
def test_a_troubled_erp_creates_each_vendor_once(httpserver):
    created: dict[str, str] = {}
    troubles = ["500", "slow", "429", "reset-after", ""] * 20

    def serve(request):
        key = request.headers["Idempotency-Key"]
        if request.method == "GET":
            items = [{"id": created[key]}] if key in created else []
            return Response(
                str(items).replace("'", '"').join(['{"items":', "}"]), mimetype="application/json"
            )
        trouble = troubles.pop(0)
        if trouble in {"500", "429"}:
            return Response(status=int(trouble))
        if key in created:
            raise AssertionError("created twice")
        created[key] = f"E-{len(created) + 1}"
        if trouble == "reset-after":
            return Response(status=502)
        return Response(f'{{"id": "{created[key]}"}}', mimetype="application/json")

    httpserver.expect_request("/vendors").respond_with_handler(serve)
    with wiring.use(replace(fakes.engines(), erp=_adapter(httpserver))):
        for number in range(12):
            case = vera_case(vendor_name=f"Vendor {number}", contract_required=False, vendor_email="")
            form = fakes.w9(name=f"Vendor {number} LLC", ein=f"12-34567{number:02}")
            intake.submit(case=case, name="w9.pdf", content=form, actor="vendor")
        for _ in range(8):
            drain()
            hurry()
    assert len(created) == 12
    states = {case.state for case in type(case).objects.all()}
    assert states == {"active"}


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r=1"])
def test_no_cell_is_a_formula(value):
    assert neutral(value).startswith("'")
    assert neutral("Ada & Sons - Lumber") == "Ada & Sons - Lumber"


@pytest.mark.django_db
def test_the_csv_opens_safely(engines, private_data):
    case = vera_case(contract_required=False)
    name = '=HYPERLINK("http://x","y")'
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(name=name), actor="vendor")
    drain()
    assert VendorRecord.objects.get().name == name
    rows = list(csv.reader((private_data / "erp" / "vendors.csv").open(encoding="utf-8-sig")))
    assert rows[1][1] == f"'{name}"
