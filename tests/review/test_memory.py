"""What was decided before, where counsel sees it: on the item, on the case page and in the API."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from onboarding import memory
from onboarding.models import Finding, Precedent, ReviewItem
from onboarding.services import intake, precedents, review
from tests import fakes, scenes
from tests.factories import leo, mona, rita, vera_case
from tests.work import drain

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
CAP = "RISKY 4.1 Our liability is limited to the fees of twenty (20) days."


def enter(client, user):
    client.force_login(user, backend=BACKEND)
    return user


def case_with(*paragraphs: str, name: str, ein: str):
    made = vera_case(vendor_name=name)
    intake.submit(case=made, name="w9.pdf", content=fakes.w9("doubtful", name=name, ein=ein), actor="vendor")
    intake.submit(case=made, name="msa.pdf", content=fakes.contract(*paragraphs), actor="vendor")
    drain()
    return made


def legal_item(case) -> ReviewItem:
    return case.items.get(queue="legal", outcome="")


@pytest.fixture
def decided(engines):
    """Counsel accepted a clause of Gale Freight."""
    made = case_with(CAP, name="Gale Freight LLC", ein="11-1111111")
    item = legal_item(made)
    user = leo()
    review.decide(
        item=item, user=user, outcome="accept", reason_code="accepted_deviation", note="small spend only"
    )
    return ReviewItem.objects.get(pk=item.pk)


def page_of(client, item) -> str:
    return client.get(reverse("review:item", args=[item.pk])).content.decode()


def test_the_same_words_show_who_when_outcome_why_and_the_case(client, decided):
    other = case_with(CAP.replace("4.1", "4.1"), name="Wes Gravel LLC", ein="22-2222222")
    enter(client, decided.decided_by)
    page = page_of(client, legal_item(other))
    for words in ("leo", "the same words", "small spend only", "We take this wording from anybody"):
        assert words in page, words
    assert "Gale Freight LLC" in page and reverse("review:item", args=[decided.pk]) in page
    assert "1 decided, 1 accepted" in page
    assert legal_item(other).is_open, "a precedent is shown and never clears a finding"


def test_near_words_show_their_likeness_and_the_difference(client, decided):
    near = CAP.replace("is limited to", "is limited to all")
    other = case_with(near, name="Wes Gravel LLC", ein="22-2222222")
    enter(client, decided.decided_by)
    page = page_of(client, legal_item(other))
    assert "% alike" in page and "<ins>all </ins>" in page


@pytest.mark.parametrize(
    "words",
    [
        CAP.replace("twenty (20)", "ninety (90)"),
        CAP.replace("days", "months"),
        CAP.replace("is limited", "is not limited"),
    ],
)
def test_another_number_time_or_denial_is_no_precedent(decided, words):
    other = case_with(words, name="Wes Gravel LLC", ein="22-2222222")
    assert memory.recall(legal_item(other).finding) == []


def test_a_decision_that_is_taken_back_is_no_precedent(decided):
    review.undo(item=decided, user=decided.decided_by)
    assert not Precedent.objects.exists()


def test_a_requester_learns_nothing_of_other_vendors(client, decided):
    enter(client, scenes.rob())
    other = case_with(CAP, name="Wes Gravel LLC", ein="22-2222222")
    item = legal_item(other)
    assert client.get(reverse("review:item", args=[item.pk])).status_code == 404
    assert client.get(reverse("api:precedents", args=[item.pk])).status_code == 404
    enter(client, rita())
    assert client.get(reverse("api:precedents", args=[item.pk])).status_code == 404, "not her queue"


def test_the_api_gives_the_same(client, decided):
    other = case_with(CAP, name="Wes Gravel LLC", ein="22-2222222")
    enter(client, decided.decided_by)
    (row,) = client.get(reverse("api:precedents", args=[legal_item(other).pk])).json()
    assert (row["item"], row["case"]) == (str(decided.pk), str(decided.case_id))
    assert (row["same"], row["likeness"], row["outcome"]) == (True, 1.0, "accept")
    assert row["decided_by"] == "leo" and row["note"] == "small spend only"


def test_the_judge_hears_of_it_without_the_name_of_a_person(decided):
    (told,) = precedents.for_judge()
    assert told.text == CAP and told.why == "small spend only"
    assert "leo" not in repr(told)


def crowd(decided, count: int) -> None:
    """Many decisions under the same policy, each about other numbers."""
    user, now = decided.decided_by, timezone.now()
    source = decided.finding
    items = [
        ReviewItem(
            case=decided.case,
            queue="legal",
            code="liability-cap",
            subject=f"crowd:{number}",
            reason="crowd",
            due_at=now,
            outcome="accept",
            decided_by=user,
            decided_at=now - timedelta(days=1),
            finding=source,
        )
        for number in range(count)
    ]
    ReviewItem.objects.bulk_create(items, batch_size=500)
    rows = []
    for number, item in enumerate(items):
        quote = f"Liability is limited to the fees of {number} days."
        known = precedents.judging.fingerprint(quote)
        rows.append(
            Precedent(
                item=item,
                case=decided.case,
                kind="breach",
                policy="liability-cap",
                category="cap_on_liability",
                outcome="accept",
                who=user,
                decided_at=item.decided_at,
                quote=quote,
                words=known.words,
                figures=known.figures,
                length=len(known.plain),
            )
        )
    Precedent.objects.bulk_create(rows, batch_size=500)


def test_among_many_only_those_with_the_same_numbers_are_compared(decided, django_assert_max_num_queries):
    crowd(decided, 1000)
    other = case_with(CAP, name="Wes Gravel LLC", ein="22-2222222")
    finding = Finding.objects.get(pk=legal_item(other).finding_id)
    compared = []
    with pytest.MonkeyPatch.context() as patch:
        keep = memory.judging.Memory
        patch.setattr(memory.judging, "Memory", lambda rows: keep(compared.extend(rows) or compared))
        with django_assert_max_num_queries(4):
            best = memory.recall(finding)[0]
    assert best.precedent.item == decided and best.same
    assert len(compared) <= 2


def test_the_case_page_tells_what_changed_and_what_was_kept(client, decided):
    case = decided.case
    drain()
    words = (CAP, "RISKY You may assign this to anybody.", "We pay in 45 days.")
    intake.submit(case=case, name="msa-2.pdf", content=fakes.contract(*words), actor="vendor")
    drain()
    enter(client, mona())
    page = client.get(reverse("review:case", args=[case.pk])).content.decode()
    for said in ("msa-2.pdf: what changed", "1 clause is the same", "2 added", "Kept: 1 earlier decision"):
        assert said in page, said
    assert "leo" in page and "small spend only" in page
    (version,) = client.get(reverse("api:versions", args=[case.pk])).json()["results"]
    assert [change["change"] for change in version["changes"]] == ["same", "added", "added"]
    (row,) = client.get(reverse("api:earlier_decisions", args=[case.pk])).json()["results"]
    assert (row["kept"], row["decided_by"], row["item"]) == (True, "leo", str(decided.pk))


def test_a_clause_that_is_asked_again_says_why(client, decided):
    case = decided.case
    drain()
    review.undo(item=decided, user=decided.decided_by)
    review.decide(
        item=decided,
        user=decided.decided_by,
        outcome="ask_vendor",
        reason_code="needs_fix",
        note="Cap it at a year.",
    )
    drain()
    again = fakes.contract(CAP, "We pay in 45 days.")
    intake.submit(case=case, name="msa-2.pdf", content=again, actor="vendor")
    drain()
    enter(client, decided.decided_by)
    page = page_of(client, legal_item(case))
    assert "Asked again: the vendor was asked to change this clause and sent it back unchanged" in page
    assert "Cap it at a year." in page
