"""The API's promises: shapes of errors, keys that repeat, masked ids, and 404 for strangers."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from onboarding.models import Case, Document, ReviewItem, Role
from tests import fakes, scenes
from tests.factories import PASSWORD, UserFactory, mona, vera_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client, engines):
    user = mona()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def upload(client, case, content=None, key="", name="w9.pdf"):
    headers = {"Idempotency-Key": key} if key else {}
    file = SimpleUploadedFile(name, fakes.w9() if content is None else content)
    return client.post(reverse("api:documents", args=[case.pk]), {"file": file}, headers=headers)


def post(client, name, data, key="", **kwargs):
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(
        reverse(f"api:{name}", kwargs=kwargs), json.dumps(data), "application/json", headers=headers
    )


def test_a_token_is_taken_used_and_given_back(client):
    UserFactory(username="robot", roles=[Role.MANAGER])
    taken = post(client, "token", {"username": "robot", "password": PASSWORD})
    assert taken.status_code == 201
    headers = {"Authorization": f"Token {taken.json()['token']}"}
    assert client.get(reverse("api:cases"), headers=headers).status_code == 200
    assert client.delete(reverse("api:give_back"), headers=headers).status_code == 204
    assert client.get(reverse("api:cases"), headers=headers).status_code == 401
    wrong = post(client, "token", {"username": "robot", "password": "no"})
    assert wrong.status_code == 401 and wrong.json()["code"] == "wrong_credentials"


def test_a_disabled_user_is_out_on_the_next_request(client, manager):
    assert client.get(reverse("api:cases")).status_code == 200
    manager.groups.clear()
    assert client.get(reverse("api:cases")).status_code == 403
    manager.is_active = False
    manager.save()
    assert client.get(reverse("api:cases")).status_code == 401


def test_opening_a_case_once_for_one_key(client, manager):
    first = post(client, "cases", {"vendor_name": "Ada Lumber LLC"}, key="k1")
    again = post(client, "cases", {"vendor_name": "Ada Lumber LLC"}, key="k1")
    other = post(client, "cases", {"vendor_name": "Wes LLC"}, key="k1")
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert first.json() == again.json() and again.headers["Idempotent-Replayed"] == "true"
    assert other.json()["code"] == "key_reused"
    assert Case.objects.count() == 1


def test_an_upload_is_accepted_once(client, manager):
    case = vera_case()
    first, again = upload(client, case, key="u1"), upload(client, case, key="u1")
    assert first.status_code == again.status_code == 202
    assert first.json() == again.json()
    duplicate = upload(client, case, name="copy.pdf")
    assert duplicate.status_code == 200 and duplicate.json()["duplicate"] is True
    assert Document.objects.count() == 1


def test_refusals_have_a_code_and_a_sentence(client, manager, settings):
    settings.MAX_UPLOAD_MB = 1
    case = vera_case()
    limit = 1024 * 1024
    big = upload(client, case, b"x" * (limit + 1))
    assert big.status_code == 413 and set(big.json()) == {"code", "message"}
    assert upload(client, case, b"x" * (limit + 200_000)).status_code == 413
    assert upload(client, case, b"x" * limit).status_code == 202
    assert upload(client, case, b"").json()["code"] in {"empty_file", "invalid"}
    wrong_type = post(client, "documents", {"file": "x"}, case_id=case.pk)
    assert wrong_type.status_code == 415 and wrong_type.json()["code"] == "unsupported_media_type"
    nothing = client.post(reverse("api:documents", args=[case.pk]), {})
    assert nothing.status_code == 400 and nothing.json()["code"] == "invalid"
    bad = post(client, "cases", {"vendor_email": "no"})
    assert bad.status_code == 400 and "vendor_name" in bad.json()["fields"]
    missing = client.get(reverse("api:case", args=[uuid.uuid4()]))
    assert missing.status_code == 404 and missing.json()["code"] == "not_found"
    assert client.put(reverse("api:case", args=[case.pk])).json()["code"] == "method_not_allowed"


def test_no_answer_holds_a_whole_tax_id(client, engines):
    scene = scenes.in_review()
    client.force_login(mona(), backend="django.contrib.auth.backends.ModelBackend")
    said = ""
    for name in ("case", "documents", "requirements", "fields", "findings", "checks", "decisions", "events"):
        answer = client.get(reverse(f"api:{name}", kwargs={"case_id": scene.case.pk}))
        assert answer.status_code == 200, name
        said += answer.content.decode()
    assert "123456789" not in said and "12-3456789" not in said
    assert "6789" in said


def test_a_requester_sees_own_cases_and_nothing_that_was_read(client, engines):
    rob = scenes.rob()
    scene = scenes.in_review(requester=rob)
    other = vera_case(vendor_name="Wes LLC")
    client.force_login(rob, backend="django.contrib.auth.backends.ModelBackend")
    assert [one["id"] for one in client.get(reverse("api:cases")).json()["results"]] == [str(scene.case.pk)]
    assert client.get(reverse("api:case", args=[other.pk])).status_code == 404
    assert client.get(reverse("api:fields", args=[scene.case.pk])).json()["results"] == []
    assert client.get(reverse("api:items")).json()["results"] == []


def test_two_decisions_one_wins(client, engines):
    scene = scenes.in_review()
    client.force_login(mona(), backend="django.contrib.auth.backends.ModelBackend")
    wish = {"outcome": "accept", "reason_code": "acceptable_risk"}
    first = post(client, "decide", wish, item_id=scene.legal_item.pk)
    second = post(client, "decide", wish, item_id=scene.legal_item.pk)
    assert first.status_code == 200 and first.json()["decided_by"] == "mona"
    assert second.status_code == 409 and "mona" in second.json()["message"]
    bare = post(client, "decide", {"outcome": "reject"}, item_id=scene.tax_item.pk)
    assert bare.status_code == 400 and bare.json()["code"] == "reason_code_needed"
    assert ReviewItem.objects.get(pk=scene.tax_item.pk).is_open
