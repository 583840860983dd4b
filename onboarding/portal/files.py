"""A vendor's own files, and the picture of the line that is wrong."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from onboarding.models import Case, Document, Finding
from onboarding.portal.links import with_case
from onboarding.services import files
from onboarding.services.errors import ServiceError
from onboarding.shield import cover
from onboarding.web.downloads import attachment, picture

CROP_WIDTH = 1600  # of the whole page, so that a crop of some lines is sharp on a phone
LEAST_WIDTH, LEAST_HEIGHT = 330.0, 66.0  # points
MARGIN_ACROSS, MARGIN_DOWN = 30.0, 18.0  # points around the line, to show where on the form it stands


@require_GET
@with_case
def download(request: HttpRequest, case: Case, token: str, document_id: str) -> HttpResponse:
    """GET: one of the vendor's own files as it was sent."""
    document = get_object_or_404(case.documents, id=document_id)
    try:
        return attachment(files.for_download(document=document), document.name)
    except ServiceError as error:
        raise Http404(error.message) from error


@require_GET
@with_case
def form_page(request: HttpRequest, case: Case, token: str, document_id: str) -> HttpResponse:
    """GET: the first page of the vendor's own form, its tax id covered; 404 where it cannot be covered."""
    document = get_object_or_404(case.documents.prefetch_related("parts"), id=document_id)
    part = next((one for one in document.parts.all() if one.kind == "w9"), None)
    boxes = cover(document, part.pages[0]) if part else None
    if part is None or boxes is None:
        raise Http404
    try:
        content = files.page_image(document=document, number=part.pages[0], width=CROP_WIDTH, cover=boxes)
    except ServiceError as error:
        raise Http404(error.message) from error
    return picture(content, keep=True)


@require_GET
@with_case
def line(request: HttpRequest, case: Case, token: str, finding_id: int) -> HttpResponse:
    """GET: the lines of the vendor's own form that a finding is about."""
    finding = get_object_or_404(Finding, id=finding_id, part__document__case=case, kind="issue")
    if not finding.boxes:
        raise Http404
    page, box = finding.boxes[0]
    return _crop(finding.part.document, page, box)


@require_GET
@with_case
def need_line(request: HttpRequest, case: Case, token: str, requirement_id: int) -> HttpResponse:
    """GET: the lines that a requirement is about."""
    need = get_object_or_404(case.requirements, id=requirement_id)
    if not (need.document and need.page and need.box):
        raise Http404
    return _crop(need.document, need.page, need.box)


def _around(box: list[float]) -> tuple[float, float, float, float]:
    """The box with a margin, and never so small that one cannot see where on the form it stands."""
    x0, top, x1, bottom = box
    across = max(MARGIN_ACROSS, (LEAST_WIDTH - (x1 - x0)) / 2)
    down = max(MARGIN_DOWN, (LEAST_HEIGHT - (bottom - top)) / 2)
    return (max(0.0, x0 - across), max(0.0, top - down), x1 + across, bottom + down)


def _crop(document: Document, page: int, box: list[float]) -> HttpResponse:
    around = _around(box)
    try:
        content = files.page_image(document=document, number=page, width=CROP_WIDTH, crop=around)
    except ServiceError as error:
        raise Http404(error.message) from error
    return picture(content, keep=False)
