"""The worker dies at every named point: the case ends well, once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from onboarding.models import Document, ErpPush, Mail, StepRun, VendorRecord, WorkState
from onboarding.services import audit, crash, intake, sweeper
from tests import fakes
from tests.factories import vera_case
from tests.work import drain

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process is gone: nothing catches it, no clean-up of ours runs but that of the database."""


def _die_once_at(wanted):
    died = []

    def hook(name):
        if name == wanted and not died:
            died.append(name)
            raise Killed(name)

    crash.install(hook)
    return died


@pytest.fixture(autouse=True)
def no_hook():
    yield
    crash.install(None)


def _leases_run_out():
    past = timezone.now() - timedelta(seconds=1)
    for model in (StepRun, ErpPush, Mail):
        model.objects.filter(state=WorkState.RUNNING).update(lease_until=past)


@pytest.mark.parametrize("point", [point for point in crash.POINTS if not point.startswith("page")])
def test_killed_once(engines, point):
    died = _die_once_at(point)
    case = vera_case()
    for name, content in (("w9.pdf", fakes.w9()), ("msa.pdf", fakes.contract())):
        for _ in range(2):  # the vendor's browser tries again when the server died
            try:
                intake.submit(case=case, name=name, content=content, actor="vendor")
                break
            except Killed:
                continue
    for _ in range(6):
        try:
            drain()
        except Killed:
            _leases_run_out()
            sweeper.sweep()
    assert died == [point], "the point was never passed"
    case.refresh_from_db()
    assert case.state == "active"
    assert VendorRecord.objects.count() == 1
    assert Document.objects.count() == 2
    assert len([one for one in mail.outbox if "registered" in one.subject]) == 1
    assert audit.verify().ok


def test_what_kills_three_workers_goes_to_a_person(engines):
    def hook(name):
        if name == "read.computed":
            raise Killed(name)

    crash.install(hook)
    case = vera_case(contract_required=False)
    document = intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor").document
    for _ in range(6):
        try:
            drain()
        except Killed:
            _leases_run_out()
            sweeper.sweep()
    case.refresh_from_db()
    document.refresh_from_db()
    assert StepRun.objects.get(step="read").attempts == 3
    assert (document.status, case.state) == ("needs_human", "collecting")
    assert [(one.queue, one.code) for one in case.items.all()] == [("intake", "step_failed")]


def test_a_reader_that_raises_ends_visibly_and_quietly(engines, caplog):
    case = vera_case(contract_required=False)
    document = intake.submit(case=case, name="w9.pdf", content=b"EXPLODE", actor="vendor").document
    for _ in range(4):
        drain()
        StepRun.objects.update(not_before=timezone.now())
    document.refresh_from_db()
    assert document.status == "needs_human"
    assert "3456789" not in caplog.text


def test_a_worker_that_lost_its_lease_writes_nothing(engines):
    case = vera_case(contract_required=False)
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")

    def hook(name):
        if name == "read.computed":  # somebody else took over while this one computed
            crash.install(None)
            _leases_run_out()
            sweeper.sweep()
            drain()

    crash.install(hook)
    drain()
    case.refresh_from_db()
    assert case.state == "active"
    assert Document.objects.get().parts.count() == 1
    assert StepRun.objects.get(step="read").attempts == 2


def test_a_lost_message_is_sent_again_within_two_minutes(
    engines, no_broker, django_capture_on_commit_callbacks
):
    case = vera_case(contract_required=False)
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")
    with django_capture_on_commit_callbacks(execute=True):
        assert sweeper.sweep()["requeued"] == 0, "a fresh row is left alone"
    old = timezone.now() - timedelta(seconds=61)
    StepRun.objects.update(enqueued_at=old)
    Mail.objects.update(enqueued_at=old)
    with django_capture_on_commit_callbacks(execute=True):
        assert sweeper.sweep()["requeued"] == 2
        assert sweeper.sweep()["requeued"] == 0, "not twice in a row"
    assert ("onboarding.run_step", str(StepRun.objects.get().pk)) in no_broker
