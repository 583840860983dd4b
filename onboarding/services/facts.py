"""From rows to the plain facts that a decision is made of."""

import hashlib
from collections.abc import Iterator

from pydantic import TypeAdapter

from onboarding import conf, memory, readings
from onboarding.models import (
    Case,
    Check,
    Document,
    Finding,
    Part,
    ReviewItem,
    StepRun,
    VendorRecord,
    WorkState,
)
from onboarding.readings import Reading
from onboarding.secrets.logs import scrub_text
from onboarding.services import screening
from onboarding.workflow.facts import (
    AskFact,
    CaseFacts,
    CheckFact,
    ContractFact,
    FieldFact,
    Place,
    StepFact,
    Trouble,
    W9Fact,
)
from onboarding.workflow.states import State

_ADAPTER: TypeAdapter[CaseFacts] = TypeAdapter(CaseFacts)


def to_json(facts: CaseFacts) -> dict[str, object]:
    plain: dict[str, object] = _ADAPTER.dump_python(facts, mode="json")
    plain["accepted"] = sorted(facts.accepted)
    return plain


def from_json(plain: object) -> CaseFacts:
    return _ADAPTER.validate_python(plain)


def of(case: Case) -> CaseFacts:
    """Everything that is known about ``case`` now."""
    part = readings.w9_part(case)
    items = list(case.items.exclude(outcome="").select_related("document").order_by("decided_at"))
    contracts = readings.contract_parts(case)
    return CaseFacts(
        contract_required=case.contract_required,
        w9=_w9(part) if part else None,
        contracts=tuple(_contract(one) for one in contracts),
        documents=tuple(_documents(case, has_w9=part is not None, has_contract=bool(contracts))),
        checks=tuple(_checks(case)),
        steps=tuple(_steps(case)),
        others=tuple(_others(case)),
        asks=tuple(_asks(case, items)),
        accepted=frozenset(_accepted(case, items)),
        refused=tuple(
            Trouble(item.subject, item.reason_code or "rejected", "high", item.note or item.reason)
            for item in items
            if item.outcome == ReviewItem.Outcome.REJECT
        ),
        threshold=conf.field_confidence(),
    )


def _accepted(case: Case, items: list[ReviewItem]) -> Iterator[str]:
    """What a person accepted in this case, and what is kept from an earlier version."""
    yield from (item.subject for item in items if item.outcome == ReviewItem.Outcome.ACCEPT)
    kept = memory.earlier_decisions(case).filter(kept=True, item__outcome=ReviewItem.Outcome.ACCEPT)
    yield from (row.subject for row in kept)


def _w9(part: Part) -> W9Fact:
    subject = f"w9:{part.pk}"
    place = Place(document=str(part.document_id), page=(part.pages or [None])[0])
    found = readings.in_force(part)
    return W9Fact(
        subject=subject,
        needs_review=part.needs_review,
        tin_sure=part.tin_sure,
        fields=tuple(_field(part, reading, subject) for reading in found.values()),
        issues=tuple(
            _trouble(issue, f"{subject}:{issue.code}:{issue.field}") for issue in part.findings.all()
        ),
        place=place,
    )


def _field(part: Part, reading: Reading, subject: str) -> FieldFact:
    row = reading.row
    box = tuple(row.box) if row.box else None
    return FieldFact(
        name=row.name,
        present=bool(row.value),
        confidence=row.confidence,
        subject=f"{subject}:{row.name}",
        keyed=reading.keyed,
        vendor_differs=reading.vendor_differs,
        place=Place(document=str(part.document_id), field=row.name, page=row.page, box=box),
    )


def _trouble(finding: Finding, subject: str) -> Trouble:
    box = tuple(finding.boxes[0][1]) if finding.boxes else None
    place = Place(str(finding.part.document_id), finding.pk, finding.field, finding.page, box)
    return Trouble(subject[:120], finding.code, finding.severity, finding.reason, place)


def _contract(part: Part) -> ContractFact:
    findings = part.findings.select_related("part__document")
    return ContractFact(
        subject=f"contract:{part.pk}",
        judged=bool(part.playbook_version),
        findings=tuple(_trouble(finding, finding_subject(finding)) for finding in findings),
        place=Place(document=str(part.document_id), page=(part.pages or [None])[0]),
    )


def finding_subject(finding: Finding) -> str:
    """Names a finding of an agreement: this file, this policy in this version, these words."""
    root = finding.part.document_id.hex[:12]
    return f"finding:{root}:{finding.code}:{finding.version[:12]}:{words_of(finding)}"[:120]


def words_of(finding: Finding) -> str:
    """A hash of the words that a finding is about; of its kind for one without words."""
    return hash_of(finding.quote, finding.kind, finding.category)


def hash_of(quote: str, kind: str, category: str) -> str:
    text = " ".join((quote or f"{kind} {category}").split())
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _documents(case: Case, *, has_w9: bool, has_contract: bool) -> Iterator[Trouble]:
    missing = not has_w9 or (case.contract_required and not has_contract)
    for document in case.documents.filter(superseded_by=None).prefetch_related("parts__findings"):
        place = Place(document=str(document.pk))
        subject = f"document:{document.pk.hex}"
        if document.status == Document.Status.REJECTED:
            severity = "error" if missing else "warning"
            text = f"“{scrub_text(document.name)}”: {document.message or 'This file could not be read.'}"
            yield Trouble(f"{subject}:{document.code}", document.code, severity, text, place, "file")
        for part in document.parts.all():
            yield from _odd_part(part, subject, has_w9=has_w9)
        for warning in document.warnings:
            text = str(warning.get("message", ""))
            yield Trouble(f"{subject}:{warning['code']}", str(warning["code"]), "medium", text, place)


def _odd_part(part: Part, subject: str, *, has_w9: bool) -> Iterator[Trouble]:
    """Issues of pages that are neither W-9 nor agreement, such as a W-8: only while the W-9 is missing."""
    if part.kind in {"w9", "contract"} or part.superseded or has_w9:
        return
    for issue in part.findings.all():
        trouble = _trouble(issue, f"{subject}:{issue.code}")
        yield Trouble(trouble.subject, trouble.code, trouble.severity, trouble.text, trouble.place, "w9")


def _checks(case: Case) -> Iterator[CheckFact]:
    wanted = screening.facts_of(case)
    if wanted is None:
        return
    digest = screening.digest_of(wanted)
    for check in Check.objects.filter(case=case, input_digest=digest).order_by("id"):
        role = str(check.detail.get("role", ""))
        yield CheckFact(
            kind=check.kind,
            outcome=check.outcome,
            reason=check.reason,
            subject=f"check:{check.kind}:{digest[:16]}:{check.outcome}:{role}"[:120],
        )


def _steps(case: Case) -> Iterator[StepFact]:
    runs = case.steps.exclude(step=StepRun.Step.ADVANCE).select_related("document")
    for run in runs.exclude(state__in=(WorkState.DONE, WorkState.CANCELLED)):
        if run.document is not None and not run.document.current:
            continue
        dead = run.state == WorkState.DEAD
        text = f"{run.get_step_display()}: {run.note}" if dead else run.words
        place = Place(document=str(run.document_id or ""))
        yield StepFact(run.step, dead, f"step:{run.pk}:{run.attempts if dead else 0}", text, place)


def _others(case: Case) -> Iterator[Trouble]:
    """Another vendor, or another open case, with the same tax id."""
    if not case.tin_index:
        return
    ended = (State.REJECTED, State.WITHDRAWN)
    cases = Case.objects.filter(tin_index=case.tin_index).exclude(pk=case.pk).exclude(state__in=ended)
    ledger = VendorRecord.objects.filter(tin_index=case.tin_index).exclude(case=case)
    if cases.exists() or ledger.exists():
        text = "Another vendor has the same tax id."
        yield Trouble(f"tin_in_use:{case.tin_index[:16]}", "tin_in_use", "high", text)


def _asks(case: Case, items: list[ReviewItem]) -> Iterator[AskFact]:
    """Questions to the vendor that are not answered: the file was not replaced, nothing was written since."""
    for item in items:
        if item.outcome != ReviewItem.Outcome.ASK_VENDOR:
            continue
        about_file = item.queue in {"tax", "legal"} or item.document is not None
        if about_file and item.document is not None and not item.document.current:
            continue
        answered = case.notes.filter(author="vendor", created_at__gt=item.decided_at).exists()
        kind = {"tax": "w9", "legal": "contract"}.get(item.queue, "answer") if about_file else "answer"
        if kind == "answer" and answered:
            continue
        place = Place(document=str(item.document_id or ""), page=item.page)
        yield AskFact(item.subject, kind, item.note or item.reason, place)
