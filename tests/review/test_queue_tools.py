"""Views with a name, and one step for many items: the same guards as for one."""

import pytest
from django.urls import reverse

from onboarding.models import Event, ReviewItem, SavedView
from onboarding.review.filters import query_of
from tests import scenes
from tests.factories import leo, mona, rita
from tests.review.test_review import enter, path

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(engines):
    return scenes.in_review()


def bulk(client, do, *items, **more):
    given = {"do": do, "items": [str(item.pk) for item in items], **more}
    return client.post(reverse("review:bulk"), given, follow=True).content.decode()


def save(client, name, query):
    given = {"name": name, "query": query}
    return client.post(reverse("review:save_view"), given, follow=True).content.decode()


def holder(item):
    return ReviewItem.objects.get(pk=item.pk).claimed_by


def test_many_items_are_held_and_given_back_at_once(client, scene):
    other = scene.case.items.get(code="w9_not_sure")
    enter(client, rita())
    assert "2 items are held by you." in bulk(client, "claim", scene.tax_item, other)
    assert holder(other).username == "rita"
    assert "2 items are given back." in bulk(client, "release", scene.tax_item, other)
    assert holder(other) is None
    assert "not changed: You do not hold this item." in bulk(client, "release", other)
    assert Event.objects.filter(action="review_released").count() == 2


def test_giving_items_away_is_for_managers_and_for_people_who_may_decide(client, scene):
    reviewer = enter(client, rita())
    assert "Only a manager assigns." in bulk(client, "assign", scene.tax_item, to=reviewer.pk)
    counsel = leo()
    enter(client, mona())
    page = bulk(client, "assign", scene.tax_item, scene.legal_item, to=counsel.pk)
    assert "1 item is given to leo." in page and "This person may not decide this item." in page
    assert (holder(scene.legal_item), holder(scene.tax_item)) == (counsel, None)
    assert "Please choose a person." in bulk(client, "assign", scene.legal_item)


def test_nobody_reaches_items_of_another_queue_and_nothing_is_decided_in_bulk(client, scene):
    enter(client, leo())
    assert "1 item is no longer open." in bulk(client, "claim", scene.tax_item)
    assert holder(scene.tax_item) is None
    bulk(client, "accept", scene.legal_item)
    assert ReviewItem.objects.get(pk=scene.legal_item.pk).is_open


def test_a_step_for_many_goes_back_to_the_same_filters_and_nowhere_else(client, scene):
    enter(client, leo())
    given = {
        "do": "claim",
        "items": str(scene.legal_item.pk),
        "back": "queue=legal&severity=high&next=//evil",
    }
    answer = client.post(reverse("review:bulk"), given)
    assert answer.headers["Location"] == "/review/?queue=legal&severity=high"


def test_a_view_is_a_person_s_own_name_for_an_address(client, scene):
    enter(client, leo())
    query = "queue=legal&severity=high"
    page = save(client, "Urgent clauses", query)
    assert "Urgent clauses" in page and 'href="/review/?queue=legal&amp;severity=high"' in page
    save(client, "Urgent clauses", "queue=legal&due=late")
    assert [view.query for view in SavedView.objects.all()] == ["queue=legal&due=late"]
    enter(client, rita())
    assert "Urgent clauses" not in client.get("/review/").content.decode()
    client.post(reverse("review:forget_view"), {"name": "Urgent clauses"})
    assert SavedView.objects.count() == 1, "only the person's own views go"


def test_a_view_keeps_filters_only(client, scene):
    enter(client, leo())
    assert "Choose a filter first" in save(client, "Empty", "")
    assert "must not hold a tax id" in save(client, "Secret", "q=12-3456789")
    assert SavedView.objects.count() == 0
    assert query_of("page=7&severity=high&queue=tax&x=1") == "queue=tax&severity=high"


def test_single_steps_say_why_they_did_nothing(client, scene):
    enter(client, rita())
    answer = client.post(path("release", scene.tax_item), follow=True).content.decode()
    assert "You do not hold this item." in answer
