"""Ask this contract: quotes at their place, and no "does not say" about what was not searched."""

import pytest
from django.urls import reverse

from onboarding.services import files
from tests import scenes
from tests.factories import leo

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, engines):
    scene = scenes.in_review()
    client.force_login(leo(), backend="django.contrib.auth.backends.ModelBackend")

    def get(question: str) -> str:
        return client.get(reverse("review:ask", args=[scene.case.pk]), {"q": question}).content.decode()

    return scene, get


def test_a_quote_leads_to_its_clause_on_the_page(page):
    scene, get = page
    found = get("When do we have to pay an invoice?")
    assert "1. Payment is due in 45 days." in found
    assert f"{reverse('review:document', args=[scene.agreement.pk])}?page=1&amp;clause=c1#viewer" in found
    assert "Our liability has no cap" not in found


def test_a_document_that_cannot_be_opened_is_named_and_not_called_silent(page):
    scene, get = page
    files.remove(document=scene.agreement)
    found = get("When do we have to pay an invoice?")
    assert "msa.pdf cannot be opened at the moment and was not searched" in found
    assert "The contract does not say" not in found
