"""The ERP is down, slow or forgetful: every vendor is created exactly once, or a person knows."""

from dataclasses import replace

import pytest

from onboarding import wiring
from onboarding.erp.base import ErpError
from onboarding.models import ErpPush, VendorRecord
from onboarding.services import erp_push, intake
from tests import fakes
from tests.factories import vera_case
from tests.work import drain, hurry

pytestmark = pytest.mark.django_db


class MoodyErp:
    """Fails as told, then works; remembers by key what it created."""

    name = "moody"
    sandbox = False

    def __init__(self, *moods):
        self.moods = list(moods)
        self.created = {}
        self.calls = []

    def create(self, vendor, key):
        self.calls.append("create")
        mood = self.moods.pop(0) if self.moods else "fine"
        if mood == "down":
            raise ErpError("erp_unreachable", "The ERP does not answer.", permanent=False, sent=False)
        if mood == "refuses":
            raise ErpError("erp_400", "The ERP refuses this vendor.", permanent=True, sent=False)
        if mood == "creates and times out":
            self.created.setdefault(key, f"E-{len(self.created) + 1}")
            raise ErpError("erp_no_answer", "The ERP did not answer in time.", permanent=False, sent=True)
        if mood == "times out":
            raise ErpError("erp_no_answer", "The ERP did not answer in time.", permanent=False, sent=True)
        return self.created.setdefault(key, f"E-{len(self.created) + 1}")

    def find(self, key):
        self.calls.append("find")
        return self.created.get(key)


def _run(*moods, rounds=10):
    erp = MoodyErp(*moods)
    with wiring.use(replace(fakes.engines(), erp=erp)):
        case = vera_case(contract_required=False)
        intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")
        for _ in range(rounds):
            drain()
            hurry()
    case.refresh_from_db()
    return case, erp


def test_down_twice_then_up():
    case, erp = _run("down", "down")
    assert (case.state, case.erp_id) == ("active", "E-1")
    assert erp.calls == ["create"] * 3, "nothing had arrived, so nothing was asked for"
    assert [one["outcome"] for one in case.pushes.get().tries] == ["erp_unreachable"] * 2 + ["created"]


def test_created_but_the_answer_was_lost():
    case, erp = _run("creates and times out")
    assert case.state == "active"
    assert erp.calls == ["create", "find"], "after a time-out the other side is asked first"
    assert len(erp.created) == 1


def test_timed_out_and_nothing_arrived():
    case, erp = _run("times out")
    assert case.state == "active"
    assert erp.calls == ["create", "find", "create"]


def test_a_refusal_is_a_dead_letter_that_can_be_sent_again():
    case, erp = _run("refuses")
    push = ErpPush.objects.get()
    assert (case.state, push.state, push.error_code) == ("failed", "dead", "erp_400")
    with wiring.use(replace(fakes.engines(), erp=erp)):
        erp_push.resend(push=push, actor="user:1")
        drain()
    case.refresh_from_db()
    assert case.state == "active"


def test_an_outage_that_does_not_end_stops_after_eight_tries():
    case, erp = _run(*["down"] * 20, rounds=15)
    assert case.state == "failed"
    assert len(erp.calls) == 8


def test_the_ledger_gives_one_row_a_key(engines):
    case = vera_case(contract_required=False)
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")
    drain()
    ledger = wiring.current().erp
    push = ErpPush.objects.get()
    again = ledger.create(erp_push._vendor(case), push.idempotency_key)
    assert again == VendorRecord.objects.get().number
