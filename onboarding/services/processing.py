"""The steps on a document: read it, compare it with the playbook. Read, compute, write; nothing is held."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from django.db import transaction

from extraction.codec import from_json, to_json
from extraction.types import ContractText, Extraction, HiddenText, LongScan
from onboarding import conf, readings, wiring
from onboarding.models import Case, Document, PageRun, Part, StepRun
from onboarding.services import (
    audit,
    crash,
    files,
    leases,
    pages,
    precedents,
    scanning,
    screening,
    steps,
    store,
    store_review,
    transitions,
)

PROGRESS_EVERY = 0.5  # seconds between two notes of progress


def read(run: StepRun) -> None:
    """Read the document of ``run``; store what was seen; ask for what comes next.

    A long scan is read by its pages: the step makes them, waits, and joins what they have read.
    """
    document = _document(run)
    rows = pages.of(document)
    if pages.are_open(rows):
        pages.wait(run)
        return
    started = time.monotonic()
    with files.local_copy(document=document) as path, leases.kept_alive(run):
        found = _read(run, path, rows)
    if isinstance(found, LongScan):
        pages.spread(run, document, found)
        return
    crash.point("read.computed")
    seconds = time.monotonic() - started + pages.seconds(rows)
    _keep(run, document, replace(found, seconds=seconds))


def _read(run: StepRun, path: Path, rows: Sequence[PageRun]) -> Extraction | LongScan:
    engines = wiring.current()
    if rows:
        return engines.join(path, pages.readings(rows), _progress(run))
    return scanning.refusal(path, _document(run)) or engines.read(path, _progress(run))


def _keep(run: StepRun, document: Document, extraction: Extraction) -> None:
    files.keep_reading(document=document, text=to_json(extraction))
    with transaction.atomic():
        case = transitions.locked(run.case_id)
        parts = store.save_extraction(document, extraction)
        leases.complete(run, seconds=extraction.seconds, engine_versions=wiring.current().versions)
        document.page_runs.all().delete()
        _after_reading(case, document, extraction, parts, run)
        crash.point("read.before_commit")
    crash.point("read.after_commit")


def _document(run: StepRun) -> Document:
    assert run.document_id is not None
    return Document.objects.select_related("case").get(pk=run.document_id)


def _progress(run: StepRun) -> Callable[[int, int], None]:
    """A callback that notes ``page 12 of 50`` on the row, now and then."""
    last = 0.0

    def on_page(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= PROGRESS_EVERY or done == total:
            last = now
            leases.beat(run, progress=done, total=total)

    return on_page


def _after_reading(
    case: Case, document: Document, extraction: Extraction, parts: list[Part], run: StepRun
) -> None:
    data = {
        "document": str(document.pk),
        "status": document.status,
        "code": document.code,
        "kinds": [part.kind for part in parts],
        "seconds": round(extraction.seconds, 2),
    }
    audit.record(case=case, actor=audit.SYSTEM, action="document_read", data=data)
    if any(part.kind == "contract" for part in parts):
        ask_for_judging(case, document)
    if any(part.kind == "w9" for part in parts):
        screening.ask_for_screening(case=case)
    steps.advance(case=case, why=f"step:{run.pk}")


def ask_for_judging(case: Case, document: Document) -> None:
    steps.ensure(case=case, step=StepRun.Step.JUDGE, digest=document.sha256, document=document)


def judge(run: StepRun) -> None:
    """Compare every agreement in the document with the playbook."""
    document = _document(run)
    started = time.monotonic()
    extraction = from_json(files.reading(document=document))
    context = context_of(document.case)
    results = []
    with leases.kept_alive(run):
        for index, part in enumerate(extraction.parts):
            if part.contract is not None:
                text = with_name(part.contract, document.name)
                results.append((index, text, wiring.current().review(text, context)))
    with transaction.atomic():
        case = transitions.locked(run.case_id)
        changes = [
            store_review.save_review(document.parts.get(index=index), text, review)
            for index, text, review in results
        ]
        leases.complete(run, seconds=time.monotonic() - started, engine_versions=wiring.current().versions)
        found = sum(len(review.findings) for _, _, review in results)
        data = {
            "document": str(document.pk),
            "findings": found,
            "appeared": [code for change in changes for code in change.appeared],
            "gone": [code for change in changes for code in change.gone],
        }
        audit.record(case=case, actor=audit.SYSTEM, action="contract_judged", data=data)
        steps.advance(case=case, why=f"step:{run.pk}")
        crash.point("judge.before_commit")
    crash.point("judge.after_commit")


def with_name(text: ContractText, file_name: str) -> ContractText:
    """The agreement with its file's name as words that nobody sees on a page."""
    named = HiddenText("file_name", file_name.rpartition(".")[0] or file_name, 1, None)
    return replace(text, hidden=(*text.hidden, named))


def context_of(case: Case) -> wiring.ContractContext:
    """What a review of this case's agreements may know besides their text."""
    names, people = [case.vendor_name], []
    part = readings.w9_part(case)
    if part is not None:
        found = readings.in_force(part)
        on_form = [found[name].plain for name in ("name", "business_name") if name in found]
        names += on_form
        if readings.tin_of(found)[0] == "ssn":
            people = on_form
    return wiring.ContractContext(
        vendor_names=tuple(dict.fromkeys(name for name in names if name)),
        contract_value=case.contract_value,
        people=tuple(people),
        private=readings.tax_ids(case),
        precedents=precedents.for_judge() if conf.llm().on else (),
        case_id=case.pk,
    )
