"""The case page and the first page after signing in, as people of each role find them."""

import re

import pytest
from django.urls import reverse

from onboarding.models import Event
from onboarding.services import audit
from onboarding.wording import day, field_value
from tests import scenes
from tests.factories import ada, leo

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def scene(engines):
    return scenes.in_review()


def test_a_requester_lands_on_the_cases(client, scene):
    client.force_login(scenes.rob(), backend=BACKEND)
    page = client.get("/review/", follow=True)
    assert page.redirect_chain == [(reverse("review:cases"), 302)]
    assert page.status_code == 200


def test_questions_opened_together_are_one_moment_with_their_names(client, scene):
    for code in ("tin_not_sure", "missing_date"):
        audit.record(case=scene.case, actor="system", action="review_opened", data={"code": code})
    client.force_login(leo(), backend=BACKEND)
    page = client.get(reverse("review:case", args=[scene.case.pk])).content.decode()
    opened = Event.objects.filter(action="review_opened").count()
    said = re.search(r"A person must look at (\d+) things", page)
    assert said and 1 < int(said[1]) <= opened
    assert "<li>Key the tax id</li>" in page and "<li>Missing date</li>" in page


def test_every_entry_of_the_contents_leads_somewhere(client, scene):
    client.force_login(leo(), backend=BACKEND)
    page = client.get(reverse("review:case", args=[scene.case.pk])).content.decode()
    contents = re.search(r'<nav class="contents.*?</nav>', page, re.DOTALL)
    assert contents
    targets = re.findall(r'href="#([^"]+)"', contents[0])
    assert {"decision", "items", "form", "contract-1", "documents", "timeline"} <= set(targets)
    assert [name for name in targets if page.count(f'id="{name}"') != 1] == []


@pytest.mark.parametrize(
    ("value", "said"), [("2026-11-01", "1 Nov 2026"), ("2026-13-01", "2026-13-01"), ("30 days", "30 days")]
)
def test_dates_read_as_dates(value, said):
    assert day(value) == said
    assert field_value("signature_date", value) == said


def test_the_admin_site_says_words_where_it_stores_codes(client, scene):
    client.force_login(ada(), backend=BACKEND)
    page = client.get("/admin/onboarding/reviewitem/").content.decode()
    assert ">Tax id not sure<" in page and ">tin_not_sure<" not in page
    page = client.get("/admin/onboarding/event/").content.decode()
    assert "A file arrived" in page and ">document_received<" not in page
    found = client.get("/admin/onboarding/event/?action=document_received").content.decode()
    assert "A file arrived" in found and "Case opened" not in found
