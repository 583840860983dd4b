"""Taking in what a vendor sends: the bytes first, then the row, then the hint to the workers."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Sum

from onboarding import conf, readings
from onboarding.models import TIN_FIELDS, Case, Document, Field, Requirement, StepRun
from onboarding.secrets.logs import scrub_text
from onboarding.secrets.masking import digits_of, mask_tin
from onboarding.services import audit, crash, files, secrets_of, steps, transitions
from onboarding.services.errors import Conflict, Invalid, TooLarge
from onboarding.workflow.states import OPEN_TO_VENDOR, State

CONFIRMABLE = ("name", "business_name", "classification", "address", "city", "state", "zip", "ssn", "ein")


@dataclass(frozen=True, slots=True)
class Submission:
    """``duplicate``: these bytes came before; ``document`` is the earlier one."""

    document: Document
    duplicate: bool


def submit(*, case: Case, name: str, content: bytes, actor: str, source: str = "portal") -> Submission:
    """Take one file. When this returns, file and row are safe and the reading is on its way.

    Raises TooLarge(file_too_large, vendor_full), Conflict(case_closed, too_many_files), Invalid(empty_file).
    What is wrong inside the file is told later by the document's status, code and message.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    known = Document.objects.filter(case=case, sha256=sha256).first()
    if known is not None:
        return _duplicate(case, known, actor)
    _check(case, len(content))
    key = files.key_of(case.pk, sha256)
    files.put(key, content, files.ORIGINAL)
    crash.point("intake.stored")
    try:
        with transaction.atomic():
            document = _receive(case, name, len(content), sha256, key, source, actor)
            crash.point("intake.before_commit")
    except IntegrityError:  # the same file came twice at once: the other request won
        return _duplicate(case, Document.objects.get(case=case, sha256=sha256), actor)
    crash.point("intake.after_commit")
    return Submission(document, duplicate=False)


def _check(case: Case, size: int) -> None:
    limits = conf.limits()
    if size == 0:
        raise Invalid("empty_file", "This file is empty. Please choose it again.")
    if size > limits.file_bytes:
        raise TooLarge("file_too_large", f"A file may have {limits.file_bytes >> 20} MB at most.")
    kept = Document.objects.filter(case=case)
    if (kept.aggregate(sum=Sum("size"))["sum"] or 0) + size > limits.vendor_bytes:
        raise TooLarge("vendor_full", f"All files together may have {limits.vendor_bytes >> 20} MB.")
    if (
        kept.filter(superseded_by=None).exclude(status=Document.Status.REJECTED).count()
        >= limits.vendor_files
    ):
        raise Conflict("too_many_files", f"There are already {limits.vendor_files} files.")


def _receive(case: Case, name: str, size: int, sha256: str, key: str, source: str, actor: str) -> Document:
    held = transitions.locked(case.pk)
    if State(held.state) not in OPEN_TO_VENDOR:
        raise Conflict("case_closed", f"This case is {held.state_words.lower()}: it takes no more files.")
    document = Document.objects.create(
        case=held, name=_shown(name), size=size, sha256=sha256, storage_key=key, source=source
    )
    audit.record(
        case=held,
        actor=actor,
        action="document_received",
        data={"document": str(document.pk), "sha256": sha256},
    )
    steps.ensure(case=held, step=StepRun.Step.READ, digest=sha256, document=document)
    transitions.settle(case=held, to=State.PROCESSING, actor=actor)
    case.state = held.state
    return document


def _shown(name: str) -> str:
    """A file name for display: the last part, without control characters, bounded."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(ch for ch in last if ch.isprintable()).strip()
    return clean[:200] or "document"


def _duplicate(case: Case, document: Document, actor: str) -> Submission:
    audit.record(case=case, actor=actor, action="document_duplicate", data={"document": str(document.pk)})
    return Submission(document, duplicate=True)


def confirm_fields(*, case: Case, values: Mapping[str, str], actor: str) -> list[str]:
    """The vendor says what the W-9 holds: a second witness. Returns the names that differ from the reading.

    Raises Conflict(no_w9, case_closed) and Invalid(unknown_field).
    """
    unknown = set(values) - set(CONFIRMABLE)
    if unknown:
        raise Invalid("unknown_field", "One of these values does not belong to the form.")
    with transaction.atomic():
        held = transitions.locked(case.pk)
        part = readings.w9_part(held)
        if part is None or State(held.state) not in OPEN_TO_VENDOR:
            raise Conflict("no_w9", "There is no form to confirm.")
        for name, value in values.items():
            _witness(part.pk, name, value.strip(), actor)
        found = readings.in_force(part)
        differing = sorted(name for name in values if name in found and found[name].vendor_differs)
        event = audit.record(
            case=held, actor=actor, action="fields_confirmed", data={"differing": differing, "part": part.pk}
        )
        steps.advance(case=held, why=f"confirm:{event.pk}")
    return differing


def _witness(part_id: int, name: str, value: str, actor: str) -> None:
    secret = ""
    if name in TIN_FIELDS:
        digits = digits_of(value)
        if value and not digits:
            raise Invalid("tin_wrong_length", "A tax id has nine digits.")
        secret, value = secrets_of.pack(digits), mask_tin(name, digits)
    Field.objects.create(
        part_id=part_id,
        name=name,
        value=value[:500],
        secret=secret,
        confidence=1.0,
        page=1,
        source="vendor",
        by=actor,
    )


def withdraw(*, case: Case, actor: str) -> None:
    """Vendor or requester steps back. Raises Conflict when the case is past that."""
    with transaction.atomic():
        transitions.move(case=transitions.locked(case.pk), to=State.WITHDRAWN, actor=actor)
        case.refresh_from_db()


def message_to_requester(*, case: Case, text: str, actor: str) -> None:
    """A note from the vendor; it also answers a question that a reviewer asked."""
    words = text.strip()
    if not words:
        raise Invalid("text_needed", "Please write something.")
    with transaction.atomic():
        held = transitions.locked(case.pk)
        note = held.notes.create(author=actor, text=scrub_text(words[:4000]))
        event = audit.record(case=held, actor=actor, action="message", data={"note": note.pk})
        answers = held.requirements.filter(kind=Requirement.Kind.ANSWER).exclude(
            status=Requirement.Status.SATISFIED
        )
        if answers.exists() and State(held.state) in OPEN_TO_VENDOR:
            steps.advance(case=held, why=f"message:{event.pk}")
