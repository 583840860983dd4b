"""Proposals over the API: the same services, the same permissions, nothing in force without a dry run."""

import json

import pytest
from django.urls import reverse

from onboarding import judging
from onboarding.models import Event, Proposal, Role
from onboarding.services import proposals
from tests.decided import FILLER, LATE, case_with, payment
from tests.factories import UserFactory, ada, leo, mona

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def proposal(engines) -> Proposal:
    case_with(LATE, FILLER)
    return proposals.edit_policy(source=payment(5), user=ada(), why="our suppliers are small")


@pytest.fixture
def admin(client, proposal):
    client.force_login(proposal.made_by, backend=BACKEND)
    return proposal.made_by


def post(client, name: str, number: int, data: dict[str, object] | None = None, key: str = ""):
    headers = {"Idempotency-Key": key} if key else {}
    address = reverse(f"api:{name}", args=[number])
    return client.post(address, json.dumps(data or {}), "application/json", headers=headers)


def test_it_is_listed_tried_and_accepted(client, proposal, admin):
    (listed,) = client.get(reverse("api:proposals"), {"state": "open"}).json()["results"]
    assert (listed["id"], listed["kind"], listed["target"]) == (proposal.pk, "policy", "payment-terms")
    early = post(client, "proposal_accept", proposal.pk)
    assert (early.status_code, early.json()["code"]) == (409, "dry_run_needed")
    assert judging.playbook() == judging.shipped()
    tried = post(client, "proposal_try", proposal.pk, {"last": 5}).json()
    assert tried["trial"]["contracts"] == 1 and tried["trial"]["gone"][0]["quote"] == LATE
    assert tried["state"] == "open" and judging.playbook() == judging.shipped()
    done = post(client, "proposal_accept", proposal.pk, {"note": "agreed with finance"}, key="k1").json()
    assert (done["state"], done["decided_by"], done["note"]) == ("accepted", "ada", "agreed with finance")
    assert judging.playbook().by_id("payment-terms").source_text == proposal.change["source"]
    again = post(client, "proposal_accept", proposal.pk, {"note": "agreed with finance"}, key="k1")
    assert again.json() == done and again.headers["Idempotent-Replayed"] == "true"
    assert post(client, "proposal_accept", proposal.pk).json()["code"] == "already_decided"
    assert client.get(reverse("api:proposals"), {"state": "open"}).json()["results"] == []


def test_declining_changes_nothing(client, proposal, admin):
    done = post(client, "proposal_decline", proposal.pk, {"note": "no"})
    assert (done.status_code, done.json()["state"]) == (200, "declined")
    assert judging.playbook() == judging.shipped()
    assert Event.objects.filter(action="proposal_declined", actor=f"user:{admin.pk}").count() == 1


def test_an_auditor_looks_and_an_administrator_decides(client, proposal):
    client.force_login(UserFactory(username="otto", roles=[Role.AUDITOR]), backend=BACKEND)
    assert client.get(reverse("api:proposal", args=[proposal.pk])).json()["why"] == "our suppliers are small"
    for name in ("proposal_try", "proposal_accept", "proposal_decline"):
        assert post(client, name, proposal.pk).status_code == 403
    proposal.refresh_from_db()
    assert (proposal.state, proposal.tried_at) == ("open", None)


@pytest.mark.parametrize("who", [leo, mona])
def test_nobody_else_sees_any(client, proposal, who):
    client.force_login(who(), backend=BACKEND)
    assert client.get(reverse("api:proposals")).status_code == 403
    assert client.get(reverse("api:proposal", args=[proposal.pk])).status_code == 403
    assert post(client, "proposal_accept", proposal.pk).status_code == 403


def test_what_cannot_be_is_refused(client, proposal, admin):
    assert post(client, "proposal_accept", proposal.pk + 1).status_code == 404
    assert post(client, "proposal_try", proposal.pk, {"last": 0}).json()["code"] == "invalid"
    assert post(client, "proposal_decline", proposal.pk, {"note": "x" * 1001}).json()["code"] == "invalid"
