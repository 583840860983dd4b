"""A question about a contract, answered with quotes."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from extraction.codec import from_json
from onboarding import selectors, wiring
from onboarding.models import Clause, Part
from onboarding.review.access import case_or_404, page, staff
from onboarding.review.forms import QuestionForm
from onboarding.roles import STAFF
from onboarding.services import files
from onboarding.services.errors import ServiceError

BEST = 5


@dataclass(frozen=True, slots=True)
class Answer:
    heading: str
    quote: str
    page: int
    document: str
    score: float
    url: str


@require_GET
@staff(*STAFF)
def ask(request: HttpRequest, case_id: str) -> HttpResponse:
    """GET q: the clauses that answer it, or the word that none does."""
    case = case_or_404(request, case_id)
    form = QuestionForm(request.GET or None)
    answers: list[Answer] = []
    closed: list[str] = []
    for part in selectors.contract_parts(case) if form.is_valid() else ():
        try:
            answers += _answers(part, form.cleaned_data["q"])
        except ServiceError:
            closed.append(part.document.name)
    answers.sort(key=lambda one: -one.score)
    context = {
        "case": case,
        "form": form,
        "asked": form.is_valid(),
        "answers": answers[:BEST],
        "closed": closed,
    }
    return page(request, "review/ask.html", context)


def _place(part: Part, key: str) -> str:
    """The number and heading of a clause; empty when it has neither."""
    clause = Clause.objects.filter(part=part, key=key[:40]).first()
    return str(clause) if clause and (clause.number or clause.heading) else ""


def _answers(part: Part, question: str) -> Iterator[Answer]:
    """Raises ServiceError when what was read of the document cannot be opened."""
    reading = from_json(files.reading(document=part.document))
    text = reading.parts[part.index].contract
    address = reverse("review:document", args=[part.document_id])
    for found in wiring.current().ask(text, question) if text is not None else ():
        yield Answer(
            heading=_place(part, found.clause) or found.heading or f"Page {found.evidence.page}",
            quote=found.evidence.quote,
            page=found.evidence.page,
            document=part.document.name,
            score=found.score,
            url=f"{address}?page={found.evidence.page}&clause={found.clause[:40]}#viewer",
        )
