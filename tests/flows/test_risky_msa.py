"""An agreement with risky clauses goes to legal: one item a clause, and nothing else."""

import pytest

from onboarding.models import ErpPush, Mail, ReviewItem, VendorRecord
from onboarding.services import intake, review
from onboarding.services.errors import Conflict, Invalid, NotAllowed
from tests import fakes
from tests.factories import leo, mona, rita, vera_case
from tests.work import drain, hurry

pytestmark = pytest.mark.django_db
RISKY = ("Payment is due in 45 days.", "RISKY Our liability has no cap.", "RISKY You may assign this freely.")


@pytest.fixture
def case(engines):
    case = vera_case()
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")
    intake.submit(case=case, name="msa.pdf", content=fakes.contract(*RISKY), actor="vendor")
    drain()
    case.refresh_from_db()
    return case


def _items():
    return list(ReviewItem.objects.filter(outcome="").order_by("created_at"))


def test_exactly_the_risky_clauses_go_to_legal(case):
    assert case.state == "in_review"
    assert [(one.queue, one.finding.quote) for one in _items()] == [("legal", RISKY[1]), ("legal", RISKY[2])]
    for item in _items():
        finding = item.finding
        assert finding.part.text[finding.start : finding.end] == finding.quote
        assert finding.version == "v1" and finding.boxes


def test_counsel_accepts_and_the_vendor_becomes_active_after_the_time_to_undo(case):
    first, second = _items()
    reviewer = leo()
    review.decide(item=first, user=reviewer, outcome="accept", reason_code="acceptable_risk")
    drain()
    case.refresh_from_db()
    assert case.state == "in_review"
    review.decide(item=second, user=reviewer, outcome="accept", reason_code="acceptable_risk")
    drain()
    case.refresh_from_db()
    assert (case.state, case.automatic) == ("approved", False)
    assert not VendorRecord.objects.exists(), "nothing leaves while the decision can be taken back"
    hurry()
    drain()
    case.refresh_from_db()
    assert case.state == "active"
    assert VendorRecord.objects.count() == 1


def test_undo_takes_back_the_hand_off(case):
    reviewer = leo()
    for item in _items():
        review.decide(item=item, user=reviewer, outcome="accept", reason_code="acceptable_risk")
    drain()
    review.undo(item=ReviewItem.objects.filter(outcome="accept").last(), user=reviewer)
    hurry()
    drain()
    case.refresh_from_db()
    assert case.state == "in_review"
    assert len(_items()) == 1
    assert not VendorRecord.objects.exists()
    assert list(ErpPush.objects.values_list("state", flat=True)) == ["cancelled"]
    review.decide(item=_items()[0], user=reviewer, outcome="accept", reason_code="acceptable_risk")
    hurry()
    drain()
    hurry()
    drain()
    case.refresh_from_db()
    assert case.state == "active"


def test_undo_is_refused_when_the_vendor_is_in_the_erp(case):
    reviewer = leo()
    for item in _items():
        review.decide(item=item, user=reviewer, outcome="accept", reason_code="acceptable_risk")
    drain()
    hurry()
    drain()
    with pytest.raises(Conflict, match="too_late"):
        review.undo(item=ReviewItem.objects.filter(outcome="accept").last(), user=reviewer)


def test_asking_the_vendor_for_a_better_clause(case):
    first, second = _items()
    reviewer = leo()
    review.decide(item=second, user=reviewer, outcome="accept", reason_code="acceptable_risk")
    wording = "Please cap the liability at the fees of twelve months."
    review.decide(
        item=first, user=reviewer, outcome="ask_vendor", reason_code="needs_negotiation", note=wording
    )
    drain()
    case.refresh_from_db()
    assert case.state == "action_required"
    requirement = case.requirements.get(kind="contract")
    assert (requirement.status, requirement.message) == ("error", wording)
    assert Mail.objects.filter(template="requirement", state="queued").count() == 1

    intake.submit(case=case, name="msa-2.pdf", content=fakes.contract(RISKY[0], RISKY[2]), actor="vendor")
    drain()
    hurry()
    drain()
    case.refresh_from_db()
    assert case.state == "active", "the clause that counsel accepted before is not asked again"
    assert [one.name for one in case.documents.all() if not one.current] == ["msa.pdf"]


def test_rejecting_closes_the_case(case):
    review.decide(item=_items()[0], user=leo(), outcome="reject", reason_code="unacceptable_risk")
    drain()
    case.refresh_from_db()
    assert case.state == "rejected"
    with pytest.raises(Conflict, match="case_closed"):
        intake.submit(case=case, name="more.pdf", content=fakes.contract("More."), actor="vendor")


def test_who_may_decide(case):
    item = _items()[0]
    with pytest.raises(NotAllowed, match="not_allowed"):
        review.decide(item=item, user=rita(), outcome="accept", reason_code="acceptable_risk")
    reviewer = leo()
    with pytest.raises(Invalid, match="reason_code_needed"):
        review.decide(item=item, user=reviewer, outcome="accept", reason_code="")
    type(case).objects.filter(pk=case.pk).update(requester=reviewer)
    with pytest.raises(NotAllowed, match="four_eyes"):
        review.decide(
            item=ReviewItem.objects.get(pk=item.pk),
            user=reviewer,
            outcome="accept",
            reason_code="acceptable_risk",
        )


def test_an_escalated_item_waits_for_a_manager(case):
    item, reviewer = _items()[0], leo()
    review.decide(item=item, user=reviewer, outcome="escalate", reason_code="needs_manager")
    with pytest.raises(NotAllowed, match="escalated"):
        review.claim(item=ReviewItem.objects.get(pk=item.pk), user=reviewer)
    manager = mona()
    decided = review.decide(item=item, user=manager, outcome="accept", reason_code="approved_by_management")
    assert decided.decided_by == manager


def test_a_claim_is_a_lease_with_a_name(case):
    item, holder, other = _items()[0], leo(), mona()
    review.claim(item=item, user=holder)
    with pytest.raises(Conflict, match="leo is working"):
        review.claim(item=item, user=other)
    assert review.claim_next(queue="legal", user=other).pk == _items()[1].pk
    assert review.take_over(item=item, user=other).claimed_by == other
