"""A long scan is read a page at a time by whichever worker is free, and joined once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from onboarding import wiring
from onboarding.models import PageRun, StepRun, WorkState
from onboarding.services import crash, intake, pages, rotation, runner, sweeper
from tests import fakes
from tests.factories import vera_case
from tests.work import drain, hurry

pytestmark = pytest.mark.django_db
SECRET = "The number of the vendor is 12-3456789."
PAGES = [f"Page {number} says that payment is due in 45 days." for number in range(1, 21)]


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture(autouse=True)
def no_hook():
    yield
    crash.install(None)


def sent(*texts: str):
    """A case with a long scan whose reading step has just made the pages."""
    case = vera_case()
    document = intake.submit(case=case, name="msa.pdf", content=fakes.scan(*texts), actor="vendor").document
    runner.run_step(run_id=step_of(document).pk)
    return document


def step_of(document) -> StepRun:
    return StepRun.objects.get(document=document, step="read")


def test_pages_are_read_joined_and_forgotten(engines):
    document = sent(*PAGES)
    step = step_of(document)
    assert (step.state, step.progress, step.total, step.attempts) == ("waiting", 0, 20, 0)
    for page in PageRun.objects.all()[:3]:
        pages.read_page(page_id=page.pk)
    assert step_of(document).words == "reading page 3 of 20"
    drain()
    hurry()
    drain()
    part = document.parts.get()
    assert part.text.splitlines() == PAGES
    step = step_of(document)
    assert (step.state, step.progress, step.attempts) == (WorkState.DONE, 20, 1)
    assert not PageRun.objects.exists(), "no page of the contract stays behind"
    document.refresh_from_db()
    assert document.status == "accepted"
    assert StepRun.objects.filter(step="judge", state=WorkState.DONE).count() == 1


def test_only_some_pages_are_in_the_queue_and_each_end_sends_the_next(
    engines, no_broker, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        sent(*PAGES)
    asked = [pk for task, pk in no_broker if task == "onboarding.read_page"]
    assert len(asked) == pages.AT_ONCE
    with django_capture_on_commit_callbacks(execute=True):
        pages.read_page(page_id=asked[0])
    again = [pk for task, pk in no_broker if task == "onboarding.read_page"]
    assert len(again) == pages.AT_ONCE + 1
    assert PageRun.objects.get(pk=again[-1]).number == pages.AT_ONCE + 1


def test_pages_that_nobody_sent_are_due_by_themselves(engines, no_broker, django_capture_on_commit_callbacks):
    sent(*PAGES)
    no_broker.clear()
    late = timezone.now() - timedelta(minutes=5)
    PageRun.objects.filter(not_before__lte=timezone.now()).update(enqueued_at=late)
    PageRun.objects.filter(not_before__gt=timezone.now()).update(enqueued_at=late, not_before=late)
    with django_capture_on_commit_callbacks(execute=True):
        sweeper.sweep()
    assert len([pk for task, pk in no_broker if task == "onboarding.read_page"]) == 20


def test_a_page_that_fails_three_times_is_named_and_the_document_is_not_lost(engines, caplog):
    document = sent("One says that.", f"POISON {SECRET}", "Three says this.")
    for _ in range(4):
        drain()
        hurry()
    document.refresh_from_db()
    part = document.parts.get()
    assert "One says" in part.text and "Three says" in part.text and "POISON" not in part.text
    assert [(found.code, found.page) for found in part.findings.filter(kind="issue")] == [
        ("unreadable_page", 2)
    ]
    assert step_of(document).state == WorkState.DONE
    assert "3456789" not in caplog.text


def test_a_page_whose_worker_dies_is_read_again_and_the_others_are_not(engines, monkeypatch):
    document = sent(*PAGES[:3])
    read = []
    engine = wiring.current().read_page

    def counted(path, number):
        read.append(number)
        return engine(path, number)

    def die(name):
        if name == "page.computed" and read == [1, 2]:
            raise Killed(name)

    crash.install(die)
    with wiring.use(fakes.replace(wiring.current(), read_page=counted)):
        with pytest.raises(Killed):
            drain()
        crash.install(None)
        assert PageRun.objects.get(number=2).state == WorkState.RUNNING
        PageRun.objects.filter(number=2).update(lease_until=timezone.now() - timedelta(seconds=1))
        sweeper.sweep()
        drain()
    assert read == [1, 2, 2, 3]
    assert document.parts.get().text.splitlines() == PAGES[:3]


def test_what_kills_three_workers_is_an_unreadable_page(engines):
    document = sent(*PAGES[:3])
    PageRun.objects.filter(number=2).update(
        state=WorkState.RUNNING, attempts=3, lease_until=timezone.now() - timedelta(seconds=1)
    )
    drain()
    assert step_of(document).state == WorkState.WAITING
    sweeper.sweep()
    drain()
    assert [found.page for found in document.parts.get().findings.filter(code="unreadable_page")] == [2]


@pytest.mark.parametrize(
    "point",
    [
        "pages.before_spread",
        "pages.after_spread",
        "page.computed",
        "page.before_commit",
        "page.after_commit",
        "read.computed",
        "read.before_commit",
        "read.after_commit",
    ],
)
def test_killed_once_at_every_point(engines, point):
    died = []

    def hook(name):
        if name == point and not died:
            died.append(name)
            raise Killed(name)

    crash.install(hook)
    case = vera_case()
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")
    document = intake.submit(case=case, name="msa.pdf", content=fakes.scan(*PAGES), actor="vendor").document
    for _ in range(4):
        try:
            drain()
        except Killed:
            past = timezone.now() - timedelta(seconds=1)
            for model in (StepRun, PageRun):
                model.objects.filter(state=WorkState.RUNNING).update(lease_until=past)
            sweeper.sweep()
        hurry()
    assert died == [point]
    case.refresh_from_db()
    assert case.state == "active"
    assert document.parts.count() == 1
    assert document.parts.get().text.splitlines() == PAGES
    assert not PageRun.objects.exists()


def test_two_workers_on_one_page_write_once(engines):
    document = sent(*PAGES[:2])
    first = PageRun.objects.get(number=1)

    def hook(name):
        if name == "page.computed":
            crash.install(None)
            PageRun.objects.filter(pk=first.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
            pages.read_page(page_id=first.pk)  # another worker takes it over and is faster

    crash.install(hook)
    pages.read_page(page_id=first.pk)
    first.refresh_from_db()
    assert (first.state, first.attempts) == (WorkState.DONE, 2)
    assert step_of(document).progress == 1


def test_a_step_that_is_woken_too_early_waits_on(engines):
    document = sent(*PAGES)
    StepRun.objects.filter(document=document).update(not_before=timezone.now() - timedelta(seconds=1))
    sweeper.sweep()
    assert step_of(document).state == WorkState.QUEUED
    runner.run_step(run_id=step_of(document).pk)
    assert step_of(document).state == WorkState.WAITING
    assert PageRun.objects.count() == 20


def test_a_message_for_a_waiting_step_is_too_early(engines):
    document = sent(*PAGES)
    runner.run_step(run_id=step_of(document).pk)
    assert step_of(document).state == WorkState.WAITING


def test_pages_of_another_reader_are_not_mixed_in(engines):
    document = sent(*PAGES[:3])
    pages.read_page(page_id=PageRun.objects.get(number=1).pk)
    newer = fakes.replace(wiring.current(), versions={"fake": "2"})
    with wiring.use(newer):
        drain()
        assert {row.reader for row in PageRun.objects.all()} <= {"fake 2"}
        drain()
    assert document.parts.get().text.splitlines() == PAGES[:3]
    assert step_of(document).engine_versions == {"fake": "2"}


def test_what_a_page_says_is_sealed_and_no_message_holds_it(engines, no_broker):
    sent(SECRET, *PAGES)
    pages.read_page(page_id=PageRun.objects.get(number=1).pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM onboarding_pagerun")
        stored = repr(cursor.fetchall())
    assert PageRun.objects.get(number=1).reading == SECRET
    assert "3456789" not in stored and "vendor" not in stored
    assert "3456789" not in repr(no_broker)
    assert PageRun in rotation.SEALED, "a new key seals it again"
