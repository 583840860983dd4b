"""The reviewer's loop: claim, look, key, reveal, decide, take back. Rita reads forms, Leo reads clauses."""

import re

import pytest
from django.urls import reverse

from onboarding.models import Event, Field, ReviewItem, TinReveal
from onboarding.services import intake
from tests import fakes, scenes
from tests.factories import leo, mona, rita, vera_case
from tests.work import drain

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def scene(engines):
    return scenes.in_review()


def enter(client, user):
    client.force_login(user, backend=BACKEND)
    return user


def path(name, thing, **more):
    return reverse(f"review:{name}", args=[thing.pk, *more.values()])


def test_the_queue_shows_reason_age_and_holder_and_filters_by_address(client, scene):
    enter(client, leo())
    page = client.get("/review/").content.decode()
    assert "Our liability is not capped." in page and "free" in page and "High" in page
    assert "Nothing matches these filters" in client.get("/review/?queue=legal&q=zebra").content.decode()
    assert "Ada Lumber" in client.get("/review/?queue=legal&severity=high&holder=free").content.decode()


def test_claims_are_leases_that_others_see(client, scene):
    enter(client, leo())
    client.post(path("claim", scene.legal_item))
    enter(client, mona())
    page = client.get(path("item", scene.legal_item)).content.decode()
    assert "leo holds this" in page and "Take over" in page
    client.post(path("claim", scene.legal_item), {"takeover": "1"})
    assert ReviewItem.objects.get(pk=scene.legal_item.pk).claimed_by.username == "mona"
    assert Event.objects.filter(action="review_taken_over").count() == 1


def test_an_item_shows_the_clause_its_place_and_who_said_it(client, scene):
    enter(client, leo())
    page = client.get(path("item", scene.legal_item)).content.decode()
    assert "<mark>RISKY 2. Our liability has no cap.</mark>" in page
    assert re.search(r'<rect class="mark-strong" x="70.50" y="70.50"', page)
    assert "Cap it at the fees of twelve months." in page


def test_deciding_needs_a_reason_and_opens_the_next(client, scene):
    scene.push.delete()  # with something on its way to the ERP it would be too late to take back
    enter(client, leo())
    bare = client.post(path("decide", scene.legal_item), {"outcome": "accept"})
    assert bare.status_code == 400 and "Choose a reason." in bare.content.decode()
    silent = {"outcome": "ask_vendor", "reason_code": "needs_fix", "text": ""}
    assert client.post(path("decide", scene.legal_item), silent).status_code == 400
    wish = {"outcome": "accept", "reason_code": "acceptable_risk", "note": "Agreed"}
    page = client.post(path("decide", scene.legal_item), wish, follow=True).content.decode()
    assert "Undo" in page and "Nothing leaves before" in page
    client.post(path("undo", scene.legal_item))
    assert ReviewItem.objects.get(pk=scene.legal_item.pk).is_open


def test_words_for_the_vendor_reach_the_portal(client, scene):
    enter(client, leo())
    wish = {
        "outcome": "ask_vendor",
        "reason_code": "needs_negotiation",
        "text": "Please cap it at 12 months of fees.",
    }
    client.post(path("decide", scene.legal_item), wish)
    drain()
    client.logout()
    assert "Please cap it at 12 months of fees." in client.get(f"/v/{scene.token}/").content.decode()


def test_the_tax_id_is_keyed_blind(client, scene):
    enter(client, rita())
    before = client.get(path("item", scene.tax_item)).content.decode()
    assert "6789" not in before and "hidden until it is keyed" in before
    assert client.get(path("tin_crop", scene.tax_item)).status_code == 404, "only for whoever holds the item"
    client.post(path("claim", scene.tax_item))
    assert client.get(path("tin_crop", scene.tax_item)).headers["Content-Type"] == "image/png"
    assert TinReveal.objects.filter(field="ein").count() == 1
    short = client.post(path("key", scene.tax_item), {"kind": "ein", "tin": "12-345"})
    assert short.status_code == 400 and "nine digits" in short.content.decode()
    agreed = client.post(path("key", scene.tax_item), {"kind": "ein", "tin": "12-3456789"}, follow=True)
    assert "agree" in agreed.content.decode() and "123456789" not in agreed.content.decode()
    assert Field.objects.filter(name="ein", source="reviewer").get().value.endswith("6789")


def test_a_reveal_wants_a_reason_is_shown_once_and_leaves_a_trace(client, engines):
    case = vera_case()
    intake.submit(case=case, name="w9.pdf", content=fakes.w9("doubtful"), actor="vendor")
    intake.submit(case=case, name="msa.pdf", content=fakes.contract(), actor="vendor")
    drain()
    item = case.items.filter(queue="tax", outcome="").first()
    enter(client, rita())
    assert client.post(path("reveal", item), {"reason": ""}).status_code == 400
    shown = client.post(path("reveal", item), {"reason": "The bank asks on the telephone"})
    assert "12-3456789" in shown.content.decode() and "no-store" in shown.headers["Cache-Control"]
    assert "12-3456789" not in client.get(path("item", item)).content.decode()
    assert Event.objects.filter(action="tin_revealed").count() == 1


def test_a_doubtful_name_is_typed_by_a_person(client, engines):
    case = vera_case()
    intake.submit(case=case, name="w9.pdf", content=fakes.w9("doubtful"), actor="vendor")
    drain()
    item = case.items.get(code="field_not_sure", outcome="")
    enter(client, rita())
    assert "What you read there" in client.get(path("item", item)).content.decode()
    client.post(path("key_value", item), {"value": "Ada Lumber LLC"})
    assert Field.objects.filter(name="name", source="reviewer").count() == 1


def test_pages_are_covered_where_the_tax_id_stands(client, scene, monkeypatch):
    from onboarding.services import files

    seen = []
    monkeypatch.setattr(files, "page_image", lambda **given: seen.append(given["cover"]) or b"\x89PNG")
    enter(client, leo())
    assert client.get(path("page", scene.form, number=1)).status_code == 200
    assert client.get(path("page", scene.agreement, number=1)).status_code == 200
    assert seen == [((60.0, 100.0, 300.0, 112.0),), ()]
    assert client.get(path("original", scene.form)).status_code == 404, "legal reviewers see no tax id"
    assert client.get(path("original", scene.agreement)).status_code == 200


def test_the_case_page_tells_the_whole_story(client, scene):
    enter(client, mona())
    page = client.get(path("case", scene.case)).content.decode()
    for words in ("A file arrived", "Name and tax id", "msa.pdf", "Send again", "Try again", "1 findings"):
        assert words in page, words
    assert "the same outcome for the same reasons" in client.post(path("replay", scene.case)).content.decode()
    assert "12-3456789" not in page and "123456789" not in page


def test_asking_a_contract_answers_with_quotes_or_says_that_it_does_not_say(client, scene):
    enter(client, leo())
    found = client.get(path("ask", scene.case), {"q": "When is payment due?"}).content.decode()
    assert "Payment is due in 45 days." in found
    nothing = client.get(path("ask", scene.case), {"q": "Which zoo houses giraffes?"}).content.decode()
    assert "The contract does not say" in nothing


def test_a_requester_sees_where_it_stands_and_not_what_was_read(client, engines):
    rob = scenes.rob()
    scene = scenes.in_review(requester=rob)
    enter(client, rob)
    page = client.get(path("case", scene.case)).content.decode()
    assert "With our team" in page and "6789" not in page and "12 Mill Road" not in page
