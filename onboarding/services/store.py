"""Writing what was read and judged into rows. Called inside a transaction; computes nothing."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

from extraction.types import Clause as ReadClause
from extraction.types import ContractText, Extraction, Issue, Kind, Status, TextWord
from extraction.types import Field as ReadField
from extraction.types import Part as ReadPart
from onboarding import readings
from onboarding.models import TIN_FIELDS, Case, Clause, Document, Field, Finding, Part, Requirement
from onboarding.secrets.masking import digits_of, mask_tin, without_tins
from onboarding.services import secrets_of

STATUS = {
    Status.ACCEPTED: Document.Status.ACCEPTED,
    Status.WARNING: Document.Status.WARNING,
    Status.REJECTED: Document.Status.REJECTED,
}
UNKNOWN = {
    "code": "unknown_kind",
    "message": "We could not tell what this document is; a person will look.",
    "page": None,
}


def save_extraction(document: Document, extraction: Extraction) -> list[Part]:
    """Parts, fields, clauses and issues of one file; its visible end; older versions superseded."""
    document.parts.all().delete()
    tins = _tins(extraction)
    document.status = STATUS[extraction.status]
    document.pages = extraction.pages
    document.warnings = [_warning(issue, tins) for issue in extraction.warnings]
    if extraction.error is not None:
        document.code = extraction.error.code
        document.message = without_tins(extraction.error.message, tins)[:500]
    elif extraction.parts and all(part.kind is Kind.OTHER and not part.issues for part in extraction.parts):
        document.warnings.append(UNKNOWN)
    if document.warnings and document.status == Document.Status.ACCEPTED:
        document.status = Document.Status.WARNING
    document.save(update_fields=["status", "pages", "warnings", "code", "message"])
    parts = [_part(document, index, part, tins) for index, part in enumerate(extraction.parts)]
    _supersede(document, parts)
    return parts


def _tins(extraction: Extraction) -> tuple[str, ...]:
    values = [
        part.fields[name].value for part in extraction.parts for name in TIN_FIELDS if name in part.fields
    ]
    return tuple({digits for value in values if (digits := digits_of(value))})


def _warning(issue: Issue, tins: Sequence[str]) -> dict[str, Any]:
    return {"code": issue.code, "message": without_tins(issue.message, tins), "page": issue.page}


def _part(document: Document, index: int, read: ReadPart, tins: Sequence[str]) -> Part:
    contract = read.contract
    part = Part.objects.create(
        document=document,
        index=index,
        kind=read.kind.value,
        pages=list(read.pages),
        revision=read.revision or "",
        needs_review=read.needs_review,
        tin_sure=read.tin_sure,
        text=contract.text if contract else "",
        facts=[_fact(fact) for fact in contract.facts] if contract else [],
        page_quality={str(page.number): round(page.quality, 3) for page in contract.pages}
        if contract
        else {},
    )
    Field.objects.bulk_create(_field(part, field, tins) for field in read.fields.values())
    Finding.objects.bulk_create(_issue(part, issue, tins) for issue in read.issues)
    if contract is not None:
        boxes = LineBoxes(contract)
        Clause.objects.bulk_create(
            (_clause(part, clause, boxes) for clause in contract.clauses), batch_size=500
        )
    return part


def _fact(fact: Any) -> dict[str, Any]:
    names = ("name", "value", "start", "end", "page", "confidence")
    return {name: getattr(fact, name) for name in names}


def _field(part: Part, read: ReadField, tins: Sequence[str]) -> Field:
    value = (
        "" if read.value is None else str(read.value).lower() if isinstance(read.value, bool) else read.value
    )
    seen = [_witness(witness, str(witness.value or "")) for witness in read.witnesses]
    secret = ""
    if read.name in TIN_FIELDS:
        digits = digits_of(value)
        secret = secrets_of.pack(digits, seen)
        value = mask_tin(read.name, digits) if digits else ("unreadable" if value else "")
        seen = [{**one, "value": mask_tin(read.name, one["value"])} for one in seen]
    else:
        value = without_tins(value, tins)
        seen = [{**one, "value": without_tins(one["value"], tins)} for one in seen]
    return Field(
        part=part,
        name=read.name,
        value=value[:500],
        secret=secret,
        confidence=read.confidence,
        page=read.page,
        box=list(read.box) if read.box else None,
        cells=[list(cell) for cell in read.cells],
        source=read.source.value,
        witnesses=seen,
        reason=without_tins(read.reason or "", tins)[:300],
    )


def _witness(witness: Any, value: str) -> dict[str, Any]:
    return {
        "source": witness.source.value,
        "value": value,
        "confidence": witness.confidence,
        "box": list(witness.box) if witness.box else None,
    }


def _issue(part: Part, issue: Issue, tins: Sequence[str]) -> Finding:
    return Finding(
        part=part,
        kind="issue",
        code=issue.code,
        severity=issue.severity,
        field=issue.field or "",
        page=issue.page,
        boxes=[[issue.page, list(issue.box)]] if issue.box and issue.page else [],
        reason=without_tins(issue.message, tins),
        owner="tax",
    )


class LineBoxes:
    """The boxes of a range of text: one for each line of print."""

    def __init__(self, contract: ContractText) -> None:
        self.words: tuple[TextWord, ...] = contract.words
        self.ends = [word.end for word in contract.words]

    def of(self, start: int, end: int) -> list[list[Any]]:
        """``[[page, [x0, top, x1, bottom]], ...]`` for the code points ``start`` to ``end``."""
        lines: list[list[Any]] = []
        for word in self.words[bisect_left(self.ends, start + 1) :]:
            if word.start >= end:
                break
            x0, top, x1, bottom = word.box
            if lines and lines[-1][0] == word.page and _same_line(lines[-1][1], word.box):
                box = lines[-1][1]
                lines[-1][1] = [min(box[0], x0), min(box[1], top), max(box[2], x1), max(box[3], bottom)]
            else:
                lines.append([word.page, [x0, top, x1, bottom]])
        return lines


def _same_line(box: Sequence[float], word: Sequence[float]) -> bool:
    middle = (word[1] + word[3]) / 2
    return box[1] <= middle <= box[3] and word[0] >= box[0]


def _clause(part: Part, clause: ReadClause, boxes: LineBoxes) -> Clause:
    return Clause(
        part=part,
        key=clause.id[:40],
        number=clause.number[:40],
        heading=clause.heading[:300],
        page=clause.page,
        start=clause.start,
        end=clause.end,
        boxes=boxes.of(clause.start, clause.end),
    )


def _supersede(document: Document, parts: Iterable[Part]) -> None:
    """The newest W-9 is in force; a new agreement replaces the one that the vendor was asked to replace."""
    kinds = {part.kind for part in parts}
    older = Part.objects.filter(document__case=document.case, superseded=False).exclude(document=document)
    if "w9" in kinds:
        if older.filter(kind="w9", document__created_at__gt=document.created_at).exists():
            Part.objects.filter(document=document, kind="w9").update(superseded=True)
        else:
            replaced = older.filter(kind__in=("w9", "w8")).exclude(
                document__created_at__gt=document.created_at
            )
            _replace(document, replaced)
    asked = Requirement.objects.filter(
        case=document.case, kind=Requirement.Kind.CONTRACT, status=Requirement.Status.ERROR
    ).first()
    if "contract" in kinds and asked is not None and asked.document_id not in (None, document.pk):
        _replace(document, older.filter(kind="contract", document_id=asked.document_id))
    if kinds & {"w9", "contract"} and not _something_missing(document.case):
        unread = Document.objects.filter(
            case=document.case, status=Document.Status.REJECTED, superseded_by=None
        )
        unread.filter(created_at__lt=document.created_at).update(superseded_by=document)


def _something_missing(case: Case) -> bool:
    """While something is, a file that nobody could read may be just that."""
    agreed = not case.contract_required or bool(readings.contract_parts(case))
    return not agreed or readings.w9_part(case) is None


def _replace(document: Document, parts: Any) -> None:
    olds = set(parts.values_list("document_id", flat=True))
    parts.update(superseded=True)
    for old in Document.objects.filter(pk__in=olds):
        if not old.parts.filter(superseded=False).exists():
            Document.objects.filter(pk=old.pk).update(superseded_by=document)


def latest_case_identity(case: Case, legal_name: str, index: str, masked: str) -> None:
    """What the case list shows of the form in force."""
    Case.objects.filter(pk=case.pk).update(legal_name=legal_name[:200], tin_index=index, tin_masked=masked)
