"""Two at once: one wins, the other is told who."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from onboarding.models import Case, Document, Event, ReviewItem, VendorRecord
from onboarding.services import audit, intake, links, review
from onboarding.services.errors import Conflict, ServiceError
from tests import fakes
from tests.factories import leo, mona, vera_case
from tests.work import drain, hurry

pytestmark = [pytest.mark.django_db(transaction=True)]
ROUNDS = 10


def _together(*jobs: Callable[[], object]) -> list[object]:
    """Run the jobs in threads that start at the same moment; what each returned or raised."""
    gate, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number: int, job: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[number] = job()
        except ServiceError as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_two_reviewers_decide_at_once(engines, django_user_model):
    first, second = leo(), mona()
    for number in range(ROUNDS):
        case = vera_case(vendor_name=f"Vendor {number}", vendor_email="")
        form = fakes.w9(name=f"Vendor {number}", ein=f"12-34567{number:02}")
        intake.submit(case=case, name="w9.pdf", content=form, actor="vendor")
        intake.submit(case=case, name="msa.pdf", content=fakes.contract("RISKY No cap."), actor="vendor")
        drain()
        item = ReviewItem.objects.get(case=case, outcome="")

        def decide(user, outcome, reason, item=item):
            return review.decide(item=item, user=user, outcome=outcome, reason_code=reason)

        results = _together(
            lambda decide=decide: decide(first, "accept", "acceptable_risk"),
            lambda decide=decide: decide(second, "reject", "unacceptable_risk"),
        )
        losers = [one for one in results if isinstance(one, Conflict)]
        winners = [one for one in results if isinstance(one, ReviewItem)]
        assert (len(winners), len(losers)) == (1, 1), results
        assert losers[0].code == "already_decided"
        assert losers[0].message.startswith(winners[0].decided_by.username)
        decided = Event.objects.filter(case=case, action="review_decided")
        assert decided.count() == 1
    assert audit.verify().ok


def test_the_same_file_sent_five_times_at_once(engines):
    for number in range(ROUNDS):
        case = vera_case(vendor_name=f"Vendor {number}", vendor_email="", contract_required=False)
        form = fakes.w9(name=f"Vendor {number}", ein=f"12-34567{number:02}")

        def send(case=case, form=form):
            mine = Case.objects.get(pk=case.pk)
            return intake.submit(case=mine, name="w9.pdf", content=form, actor="vendor")

        results = _together(*[send] * 5)
        assert sorted(one.duplicate for one in results) == [False, True, True, True, True], results
    drain()
    hurry()
    drain()
    assert Document.objects.count() == VendorRecord.objects.count() == ROUNDS
    assert set(Case.objects.values_list("state", flat=True)) == {"active"}
    assert audit.verify().ok


def test_a_new_file_while_a_reviewer_decides(engines):
    reviewer = leo()
    for number in range(ROUNDS):
        case = vera_case(vendor_name=f"Vendor {number}", vendor_email="")
        form = fakes.w9(name=f"Vendor {number}", ein=f"12-34567{number:02}")
        intake.submit(case=case, name="w9.pdf", content=form, actor="vendor")
        intake.submit(case=case, name="msa.pdf", content=fakes.contract("RISKY No cap."), actor="vendor")
        drain()
        item = ReviewItem.objects.get(case=case, outcome="")

        def decide(item=item):
            return review.decide(item=item, user=reviewer, outcome="accept", reason_code="acceptable_risk")

        def send(case=case):
            mine = Case.objects.get(pk=case.pk)
            sow = fakes.contract("RISKY Another one.")
            return intake.submit(case=mine, name="sow.pdf", content=sow, actor="vendor")

        _together(decide, send)
        drain()
        hurry()
        drain()
        case.refresh_from_db()
        sent = case.documents.filter(name="sow.pdf").exists()
        assert sent
        assert case.state == "in_review", "what came last is looked at"


def test_links_are_issued_while_the_case_is_locked(engines):
    case = vera_case(vendor_email="")

    def issued():
        return [links.issue(case=case, actor="system") for _ in range(10 * ROUNDS)]

    def told():
        for number in range(10 * ROUNDS):
            intake.message_to_requester(case=case, text=f"Message {number}", actor="vendor")

    assert [type(one) for one in _together(issued, told)] == [list, type(None)]
    assert Event.objects.filter(case=case, action="link_issued").count() == 10 * ROUNDS
    assert Event.objects.filter(case=case, action="message").count() == 10 * ROUNDS
    assert audit.verify().ok
