"""A long scan, a page a task: the reading step makes a row for each page and waits; the last page wakes it.

Only so many pages of a document are in the queue at a time: with each page that ends, the next is sent, so
that another vendor's form waits for a few pages and never for a book. A page that was not sent is due by
itself later, whatever happens to the ones before it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from extraction.types import LongScan
from onboarding import wiring
from onboarding.models import Document, PageRun, StepRun, WorkState
from onboarding.queue import TASKS, enqueue_on_commit
from onboarding.services import crash, failures, files, leases
from onboarding.services.failures import Failure

log = structlog.get_logger(__name__)

AT_ONCE = 8  # pages of one document in the queue: work for eight workers, half a minute for one
NEXT_BY_ITSELF = timedelta(seconds=60)  # after which the next pages are due though none has ended
LOOK_AGAIN = timedelta(minutes=30)  # after which a waiting step looks after its pages itself
OPEN = (WorkState.QUEUED, WorkState.RUNNING)


def version() -> str:
    """The reader whose pages may be joined with each other."""
    known = wiring.current().versions
    return " ".join(f"{name} {known[name]}" for name in sorted(known) if name != "judge")[:120]


def of(document: Document) -> list[PageRun]:
    """The pages of a document that this reader was asked for, in order; empty when it is no long scan."""
    return list(PageRun.objects.filter(document=document, reader=version()))


def are_open(rows: Sequence[PageRun]) -> bool:
    return any(row.state in OPEN for row in rows)


def readings(rows: Sequence[PageRun]) -> dict[int, str | None]:
    """What was read, by page number; None for a page that nobody could read."""
    return {row.number: row.reading if row.state == WorkState.DONE else None for row in rows}


def seconds(rows: Sequence[PageRun]) -> float:
    """How long workers read these pages, all together."""
    spans = [row.finished_at - row.started_at for row in rows if row.finished_at and row.started_at]
    return sum(spans, timedelta()).total_seconds()


def spread(run: StepRun, document: Document, scan: LongScan) -> None:
    """Make a row for each scanned page and let the reading step ``run`` wait for them."""
    now, reader = timezone.now(), version()
    with transaction.atomic():
        leases.park(run, until=now + LOOK_AGAIN, total=scan.pages)
        PageRun.objects.filter(document=document).exclude(reader=reader).delete()
        PageRun.objects.bulk_create(
            (
                PageRun(document=document, number=number, reader=reader, not_before=_due(index, now))
                for index, number in enumerate(scan.scanned)
            ),
            ignore_conflicts=True,
        )
        for page in PageRun.objects.filter(document=document, not_before=now):
            enqueue_on_commit(TASKS["PageRun"], page.pk)
        _moved(run)
        crash.point("pages.before_spread")
    crash.point("pages.after_spread")


def _due(index: int, now: datetime) -> datetime:
    return now + NEXT_BY_ITSELF * (index // AT_ONCE)


def wait(run: StepRun) -> None:
    """The step was woken though pages are open: it waits on."""
    with transaction.atomic():
        leases.park(run, until=timezone.now() + LOOK_AGAIN)
        _moved(run)


def read_page(*, page_id: object) -> None:
    """Read one page if it is free. Never raises for a page that fails: the row says what happened."""
    row = leases.claim(PageRun, page_id)
    if row is None:
        return
    try:
        _read(row)
    except leases.LeaseLost:
        log.warning("lease_lost", page=row.pk)
    except Exception as error:  # noqa: BLE001  any engine may fail in any way; the row must end visibly
        failure = failures.of(error)
        if not failure.expected:
            log.error("page_failed", page=row.pk, error=type(error).__name__)
        _failed(row, failure)


def _read(row: PageRun) -> None:
    if row.reader != version():
        _end(row, state=WorkState.CANCELLED)
        return
    with files.local_copy(document=row.document) as path, leases.kept_alive(row):
        reading = wiring.current().read_page(path, row.number)
    crash.point("page.computed")
    _end(row, reading=reading)
    crash.point("page.after_commit")


def _end(row: PageRun, **values: object) -> None:
    with transaction.atomic():
        leases.complete(row, **values)
        ended(row)
        crash.point("page.before_commit")


def _failed(row: PageRun, failure: Failure) -> None:
    try:
        with transaction.atomic():
            leases.fail(row, code=failure.code, message=failure.message, retry=failure.retry)
            ended(row)
    except leases.LeaseLost:
        log.warning("lease_lost", page=row.pk)


def ended(row: PageRun) -> None:
    """After an attempt at a page: progress, the next page, or the waking of the step that joins them.

    In the caller's transaction. The row is locked before the step, here as in the sweeper; whoever holds the
    step sees every other page as it is, so exactly one page is the last.
    """
    step = StepRun.objects.select_for_update().filter(document=row.document, step=StepRun.Step.READ).first()
    if step is not None and step.state == WorkState.WAITING:
        _moved(step)


def _moved(step: StepRun) -> None:
    """Note how far the pages of a waiting step are; send the next one, or wake the step after the last."""
    now = timezone.now()
    waiting = PageRun.objects.filter(document=step.document, state__in=OPEN)
    left = waiting.count()
    values: dict[str, object] = {"progress": step.total - left}
    if left == 0:
        values |= {"state": WorkState.QUEUED, "not_before": now, "enqueued_at": now}
        enqueue_on_commit(TASKS["StepRun"], step.pk)
    StepRun.objects.filter(pk=step.pk).update(**values)
    held_back = waiting.filter(state=WorkState.QUEUED, attempts=0, not_before__gt=now)
    following = held_back.values_list("pk", flat=True).first()
    in_queue = left - held_back.count()
    if following is not None and in_queue < AT_ONCE:
        PageRun.objects.filter(pk=following).update(not_before=now, enqueued_at=now)
        enqueue_on_commit(TASKS["PageRun"], following)
