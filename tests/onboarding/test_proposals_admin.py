"""Policies and proposals in the admin site: an administrator edits, tries, decides; an auditor looks."""

import pytest
from django.urls import reverse

from onboarding.models import Policy, Proposal, Role
from onboarding.services import policies, proposals
from tests.decided import FILLER, LATE, WRONG, case_with, decisions, limit, payment, severe
from tests.factories import UserFactory, ada, leo

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def enter(client, user):
    client.force_login(user, backend=BACKEND)
    return user


def test_an_administrator_edits_tries_and_accepts_in_the_admin_site(client, engines):
    case_with(LATE, FILLER)
    policies.publish(actor="system")
    admin = enter(client, ada())
    row = Policy.objects.get(key="payment-terms")
    edit = reverse("admin:onboarding_policy_edit", args=[row.pk])
    assert (
        "Propose another text"
        in client.get(reverse("admin:onboarding_policy_change", args=[row.pk])).content.decode()
    )
    assert "min: 30" in client.get(edit).content.decode()
    broken = client.post(edit, {"source": severe("payment-terms", "awful"), "why": "x"}).content.decode()
    assert "bad_severity" in broken and not Proposal.objects.exists()
    page = client.post(edit, {"source": payment(5), "why": "small suppliers"}, follow=True).content.decode()
    made = Proposal.objects.get()
    assert made.made_by == admin and "Not tried yet" in page and "<ins>5, </ins>" in page
    assert "Start the dry run" in page and "Accept: in force" not in page, "tried first, then accepted"
    decide = reverse("admin:onboarding_proposal_decide", args=[made.pk])
    refused = client.post(decide, {"accept": "1"}, follow=True).content.decode()
    assert "Run it dry first" in refused
    tried = client.post(
        reverse("admin:onboarding_proposal_try", args=[made.pk]), follow=True
    ).content.decode()
    assert "0 would appear, 1 would go" in tried and LATE in tried and "Accept: in force" in tried
    client.post(decide, {"accept": "1", "note": "with finance"})
    now = Policy.objects.get(key="payment-terms", current=True)
    assert (now.author, now.why, now.edited) == (admin, "with finance", True)
    back = {"action": "withdraw", "_selected_action": [now.pk]}
    client.post(reverse("admin:onboarding_policy_changelist"), back)
    assert Policy.objects.get(key="payment-terms", current=True).version == row.version


def test_an_auditor_looks_and_others_do_not_even_see_it(client, engines):
    case_with(LATE, FILLER)
    policies.publish(actor="system")
    made = proposals.edit_policy(source=payment(5), user=ada(), why="small suppliers")
    row = Policy.objects.get(key="payment-terms", current=True)
    change = reverse("admin:onboarding_proposal_change", args=[made.pk])
    posts = [
        reverse("admin:onboarding_proposal_try", args=[made.pk]),
        reverse("admin:onboarding_proposal_decide", args=[made.pk]),
        reverse("admin:onboarding_proposal_build"),
        reverse("admin:onboarding_policy_edit", args=[row.pk]),
    ]
    enter(client, UserFactory(username="ann", roles=[Role.AUDITOR]))
    page = client.get(change).content.decode()
    assert "small suppliers" in page and "Start the dry run" not in page
    assert [client.post(url, {"accept": "1"}).status_code for url in posts] == [403] * 4
    enter(client, leo())
    assert [client.post(url, {"accept": "1"}).status_code for url in posts] == [302] * 4, "to the log-in page"
    made.refresh_from_db()
    assert made.state == "open" and made.tried_at is None


def test_drafts_are_made_from_the_admin_site(client, db):
    decisions(*[(*WRONG, limit() + 0.01)] * 3)
    enter(client, ada())
    page = client.post(reverse("admin:onboarding_proposal_build"), follow=True).content.decode()
    assert "2 new proposals" in page and "Cap on liability" in page
