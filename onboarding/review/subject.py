"""What a review item is about: which part of which document, which page, which field."""

from dataclasses import dataclass

from onboarding import selectors
from onboarding.models import TIN_FIELDS, Document, Part, ReviewItem
from onboarding.services import keying
from onboarding.wording import CONFIRMED_FIELDS, FIELD_LABELS, field_label


@dataclass(frozen=True, slots=True)
class Subject:
    """``part`` and ``document`` are None for a reason about the case as a whole."""

    part: Part | None
    document: Document | None
    page: int | None
    field: str

    @property
    def is_w9(self) -> bool:
        return self.part is not None and self.part.kind == "w9"


def subject_of(item: ReviewItem) -> Subject:
    """From the finding where there is one, else from the item's document and the field its subject names."""
    finding = item.finding
    if finding is not None:
        return Subject(
            finding.part, finding.part.document, finding.page or _first_page(finding.part), finding.field
        )
    part = _part(item)
    document = item.document or (part.document if part else None)
    name = _field_name(item)
    page = _field_page(part, name) or (_first_page(part) if part else None) or (1 if document else None)
    return Subject(part, document, page, name)


def is_keying(item: ReviewItem, subject: Subject) -> bool:
    """Whether the tax id must be keyed a second time without seeing the machine's reading."""
    return subject.is_w9 and keying.keyed_blind(item)


def correctable(item: ReviewItem, subject: Subject) -> str:
    """The field of the form that a person may type for this item; empty when there is none."""
    typed = item.is_open and subject.is_w9 and subject.field in CONFIRMED_FIELDS
    return subject.field if typed and subject.field not in TIN_FIELDS else ""


def where(item: ReviewItem, subject: Subject) -> str:
    """``Page 12, 9.2 Limitation of liability`` or ``Page 1, Name (line 1)``."""
    if item.finding is not None and item.finding.kind == "missing":
        return "The agreement as a whole"
    place = [f"Page {subject.page}"] if subject.page else []
    if item.finding is not None and item.finding.clause is not None:
        place.append(str(item.finding.clause))
    elif subject.field and subject.field != "tin":
        place.append(field_label(subject.field))
    return ", ".join(place) or "The case as a whole"


def _part(item: ReviewItem) -> Part | None:
    if item.queue == ReviewItem.Queue.TAX:
        return selectors.w9_part(item.case)
    if item.document is None:
        return None
    return item.document.parts.filter(superseded=False).order_by("index").first()


def _field_name(item: ReviewItem) -> str:
    for piece in reversed(item.subject.split(":")):
        if piece in FIELD_LABELS or piece == "tin":
            return piece
    return ""


def _field_page(part: Part | None, name: str) -> int | None:
    field = selectors.fields_of(part).get(name) if part and name else None
    return field.page if field else None


def _first_page(part: Part) -> int | None:
    return part.pages[0] if part.pages else None
