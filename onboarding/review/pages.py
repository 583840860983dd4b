"""Pages as pictures, and originals as attachments."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from onboarding import selectors
from onboarding.models import Clause, Document
from onboarding.review import viewer
from onboarding.review.access import page, staff, staff_user
from onboarding.roles import STAFF
from onboarding.services import audit, files
from onboarding.services.errors import ServiceError
from onboarding.shield import cover, may_download, may_open, tax_bearing
from onboarding.web.downloads import attachment, picture

WIDTH = 1500


def _document(request: HttpRequest, document_id: object) -> Document:
    cases = selectors.visible_cases(staff_user(request))
    return get_object_or_404(
        Document.objects.filter(case__in=cases).prefetch_related("parts"), id=document_id
    )


@require_GET
@staff(*STAFF)
def image(request: HttpRequest, document_id: str, number: int) -> HttpResponse:
    """GET: one page, the tax id covered; a page where it cannot be covered only for those who may see one."""
    document = _document(request, document_id)
    boxes = cover(document, number)
    if not may_open(staff_user(request), document, number):
        raise Http404
    try:
        content = files.page_image(document=document, number=number, width=WIDTH, cover=boxes or ())
    except ServiceError as error:
        raise Http404(error.message) from error
    if boxes is None:
        _note(request, document, "document_page_seen", {"page": number})
    return picture(content, keep=boxes is not None)


@require_GET
@staff(*STAFF)
def original(request: HttpRequest, document_id: str) -> HttpResponse:
    """GET: the file as it came, never opened in the browser. One that may hold a tax id leaves a trace."""
    document = _document(request, document_id)
    if not may_download(staff_user(request), document):
        raise Http404
    try:
        content = files.for_download(document=document)
    except ServiceError as error:
        raise Http404(error.message) from error
    if tax_bearing(document):
        _note(request, document, "document_downloaded", {})
    return attachment(content, document.name)


@require_GET
@staff(*STAFF)
def document(request: HttpRequest, document_id: str) -> HttpResponse:
    """GET page, zoom, clause: a document to leaf through, one clause marked."""
    found = _document(request, document_id)
    asked = viewer.look(request.GET.dict(), None)
    clause = Clause.objects.filter(part__document=found, key=request.GET.get("clause", "")).first()
    marks = viewer.clause_marks(clause, asked.page) if clause else []
    shown = viewer.view(
        found, asked, marks, user=staff_user(request), evidence=clause.page if clause else None
    )
    return page(request, "review/document.html", {"document": found, "case": found.case, "viewer": shown})


def _note(request: HttpRequest, document: Document, action: str, data: dict[str, object]) -> None:
    audit.record(
        case=document.case,
        actor=audit.actor_of(staff_user(request)),
        action=action,
        data={"document": str(document.id), **data},
    )
