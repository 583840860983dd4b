"""One finding with all that is needed to decide it: words, page, policy, nearness, the map of the rest."""

import pytest

from onboarding.models import Finding, Part, Policy
from onboarding.review import coverage
from tests import scenes
from tests.factories import leo
from tests.review.test_review import enter, path

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, engines):
    scene = scenes.in_review()
    body = {
        "question": "How is liability capped?",
        "preferred": "Twice the fees.",
        "fallback": "Once the fees.",
        "walk_away": "No cap.",
    }
    Policy.objects.create(
        key="liability-cap", version="v1", playbook_version="p", title="Cap", owner="legal", body=body
    )
    near = [
        {"policy": "liability-cap", "score": 0.61, "words": 0.4, "vector": 0.82},
        {"policy": "indemnity", "score": 0.3, "words": 0.1, "vector": 0.5},
    ]
    Finding.objects.filter(pk=scene.legal_item.finding_id).update(considered=near)
    enter(client, leo())
    return client.get(path("item", scene.legal_item)).content.decode()


def test_the_packet_shows_the_words_on_their_page(page):
    assert "<mark>RISKY 2. Our liability has no cap.</mark>" in page
    assert 'class="window"' in page and "The words, as it stands on the page" in page


def test_the_packet_names_the_policy_its_owner_and_version(page):
    for words in ("How is liability capped?", "Twice the fees.", "No cap.", "owner Legal", "version"):
        assert words in page, words


def test_the_packet_shows_which_policies_were_near_and_how_near(page):
    assert "Policies considered for these words" in page
    assert page.count('<td class="end num">0.82</td>') == 1 and "this one" in page


def test_the_coverage_map_names_places_and_how_well_they_were_read(engines):
    scene = scenes.in_review()
    part = Part.objects.get(document=scene.agreement)
    part.page_quality = {"1": 0.97}
    part.coverage = {
        "cap_on_liability": {"present": True, "clauses": ["c1", "c2"]},
        "insurance": {"present": False, "score": 0.12, "pages_searched": [1, 2], "pages_unreadable": [2]},
        "source_code_escrow": {"present": False, "not_asked": "This paper is no licence."},
    }
    found = coverage.of(part, category="insurance")
    assert [one.text for one in found.present[0].places] == ["1, page 1", "2, page 1"]
    assert found.present[0].read == "read 97 %"
    assert found.absent[0].text == "2 pages searched; the nearest clause scored 0.12"
    assert "not readable: page 2" in found.absent[0].read
    assert (found.unasked[0].text, found.own) == ("This paper is no licence.", "Insurance")
