"""Words instead of codes, one word for one thing, and one's own account."""

import pytest
from django.urls import reverse

from onboarding import wording
from onboarding.models import Event, Finding, ReviewItem
from onboarding.templatetags.vouch_ui import BADGES, badge, when
from onboarding.workflow.states import WORDS, State
from tests import scenes
from tests.factories import PASSWORD, leo, rita
from tests.review.test_review import enter, path

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("tin_structure_invalid", "Tax id format: cannot exist"),
        ("tin_match_mismatch", "Name and tax id: mismatch"),
        ("sanctions_possible_match", "Sanctions lists: possible match"),
        ("both_tins", "Both tax ids are filled in"),
        ("reader-addressed", "Words that speak to the reader of the file"),
    ],
)
def test_a_code_has_a_name(code, name):
    assert wording.title(code) == name


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("ein", "123456789", "••-•••6789"),
        ("ssn", "123456789", "•••-••-6789"),
        ("ein", "1", "•••••"),
        ("ein", "", ""),
    ],
)
def test_a_masked_tax_id_is_grouped_as_on_the_form(field, value, shown):
    assert wording.field_value(field, value) == shown


def test_a_revision_reads_as_a_month():
    assert (wording.revision("2024-03"), wording.revision("substitute")) == ("March 2024", "substitute")


def test_a_state_has_one_name_everywhere():
    assert {state: BADGES[state.value][2] for state in State} == WORDS


def test_a_remark_is_a_severity_and_no_verdict_on_a_file():
    assert "Remark" in badge("warning") and "Accepted" not in badge("warning")


def test_a_moment_of_another_year_names_it():
    assert ">24 Nov 2019, 04:41<" in when("2019-11-24T04:41:00+00:00")
    assert when("2019-11-24T04:41:00+00:00").startswith('<time datetime="2019-11-24T04:41:00+00:00"')
    assert when(None) == "–"


def test_what_is_absent_is_a_matter_of_the_whole_agreement(client, engines):
    scene = scenes.in_review()
    Finding.objects.filter(pk=scene.legal_item.finding_id).update(
        kind="missing", quote="", start=None, end=None, page=None, boxes=[]
    )
    enter(client, leo())
    page = client.get(path("item", scene.legal_item)).content.decode()
    assert "The agreement as a whole" in page and "Searched and not found" in page


def test_text_that_speaks_to_a_machine_is_called_suspicious(client, engines):
    scene = scenes.in_review()
    Finding.objects.filter(pk=scene.legal_item.finding_id).update(kind="hidden", category="hidden_text")
    enter(client, leo())
    page = client.get(path("item", scene.legal_item)).content.decode()
    assert "Suspicious text" in page and "Hidden: Hidden text" not in page


def test_the_evidence_before_and_after_is_one_key_away(client, engines):
    scene = scenes.in_review()
    other = ReviewItem.objects.create(
        case=scene.case,
        queue="legal",
        code="assignment",
        severity="low",
        reason="May be assigned.",
        subject="x",
        due_at=scene.legal_item.due_at,
    )
    enter(client, leo())
    first = client.get(path("item", scene.legal_item)).content.decode()
    last = client.get(path("item", other)).content.decode()
    assert f'href="{path("item", other)}#viewer" data-key-link="n"' in first
    assert 'data-key-link="p"' not in first
    assert other.document is None and "No page to show" in last


def test_keying_a_field_opens_the_next_reason_of_the_case(client, engines):
    scene = scenes.in_review()
    sibling = ReviewItem.objects.filter(case=scene.case, queue="tax", outcome="").exclude(
        pk=scene.tax_item.pk
    )
    enter(client, rita())
    client.post(path("claim", scene.tax_item))
    answer = client.post(path("key", scene.tax_item), {"kind": "ein", "tin": "12-3456789"})
    assert sibling.exists() and answer.url == path("item", sibling[0])


def test_a_person_chooses_another_password(client):
    user = enter(client, leo())
    address = reverse("review:account")
    assert "Your account" in client.get(address).content.decode()
    fields = {"old_password": PASSWORD, "new_password1": "12345678", "new_password2": "12345678"}
    assert "Your new password counts" not in client.post(address, fields, follow=True).content.decode()
    fields |= dict.fromkeys(("new_password1", "new_password2"), "plover anvil tundra mosaic")
    assert "Your new password counts" in client.post(address, fields, follow=True).content.decode()
    user.refresh_from_db()
    assert user.check_password("plover anvil tundra mosaic")
    event = Event.objects.get(action="password_changed")
    assert event.actor == f"user:{user.pk}" and "plover" not in str(event.data)
