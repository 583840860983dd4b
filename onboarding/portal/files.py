"""A vendor's own files, and the picture of the line that is wrong."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from onboarding.models import Case, Document, Finding
from onboarding.portal.links import with_case
from onboarding.services import files
from onboarding.services.errors import ServiceError
from onboarding.sheet import Sheet, sheets
from onboarding.shield import cover
from onboarding.web.downloads import attachment, picture

CROP_WIDTH = 1600  # of the whole page, so that a crop of some lines is sharp on a phone
LEAST_WIDTH, LEAST_HEIGHT = 330.0, 66.0  # points
LABEL, MARGIN = 62.0, 18.0  # points: the form names a line to its left; a little around shows where it stands


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


def around(box: Sequence[float], sheet: Sheet) -> tuple[float, float, float, float]:
    """The box with a margin, inside the page, and big enough to see where on the form it stands."""
    x0, top, x1, bottom = box
    left, right = _within(x0 - LABEL, x1 + MARGIN, LEAST_WIDTH, sheet.width)
    above, below = _within(top - MARGIN, bottom + MARGIN, LEAST_HEIGHT, sheet.height)
    return left, above, right, below


def _within(low: float, high: float, least: float, page: float) -> tuple[float, float]:
    spare = max(0.0, least - (high - low)) / 2
    low, high = low - spare, high + spare
    shift = max(0.0, -low) - max(0.0, high - page)
    return max(0.0, low + shift), min(page, high + shift)


def _crop(document: Document, page: int, box: list[float]) -> HttpResponse:
    """The lines around the box. A tax id in them is covered: this page shows one masked, or not at all."""
    pages = sheets(document)
    if not 1 <= page <= len(pages):
        raise Http404
    try:
        content = files.page_image(
            document=document,
            number=page,
            width=CROP_WIDTH,
            crop=around(box, pages[page - 1]),
            cover=cover(document, page) or (),
        )
    except ServiceError as error:
        raise Http404(error.message) from error
    return picture(content, keep=False)
