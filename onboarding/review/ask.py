"""A question about a contract, answered with quotes."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from onboarding import selectors
from onboarding.models import Part
from onboarding.review.access import case_or_404, page, staff
from onboarding.review.forms import QuestionForm
from onboarding.review.search import BEST, Hit, search
from onboarding.roles import STAFF


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
    if form.is_valid():
        for part in selectors.contract_parts(case):
            answers += [_answer(part, hit) for hit in search(part, form.cleaned_data["q"])]
    answers.sort(key=lambda one: -one.score)
    context = {"case": case, "form": form, "asked": form.is_valid(), "answers": answers[:BEST]}
    return page(request, "review/ask.html", context)


def _answer(part: Part, hit: Hit) -> Answer:
    address = reverse("review:document", args=[part.document_id])
    return Answer(
        heading=str(hit.clause),
        quote=hit.quote,
        page=hit.clause.page,
        document=part.document.name,
        score=hit.score,
        url=f"{address}?page={hit.clause.page}&clause={hit.clause.key}#viewer",
    )
