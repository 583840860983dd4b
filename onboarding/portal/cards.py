"""What stands on the vendor's page: requirements, files and steps as plain values for the template."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from onboarding import selectors
from onboarding.models import Case, Document, Finding, Requirement, StepRun, WorkState
from onboarding.portal.steps import Step, steps
from onboarding.wording import KINDS

ICONS = {"w9": "form", "contract": "contract", "answer": "chat"}
TITLES = {
    "w9": "Form W-9",
    "contract": "Signed agreement",
    "file": "A file we could not read",
    "answer": "An answer to a question",
}
ENDED = {"rejected", "withdrawn"}  # nothing is asked for any more
NUMBERS = ("no things", "one thing", "two things", "three things", "four things")


@dataclass(frozen=True, slots=True)
class Problem:
    sentence: str
    fix: str = ""
    crop_url: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Need:
    title: str
    icon: str
    state: str
    why: str
    due_at: datetime | None
    late: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def tone(self) -> str:
        return "done" if self.state == "satisfied" else "open"


@dataclass(frozen=True, slots=True)
class FileRow:
    id: str
    name: str
    icon: str
    state: str
    word: str
    text: str
    at: datetime
    download_url: str
    busy: bool = False
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Live:
    needs: list[Need] = field(default_factory=list)
    files: list[FileRow] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    busy: bool = False

    @property
    def must_fix(self) -> bool:
        return any(need.state == "error" for need in self.needs)

    @property
    def must_fix_form(self) -> bool:
        """Values are confirmed only on a form that will be kept."""
        return any(need.state == "error" and need.icon == "form" for need in self.needs)


def live(case: Case, token: str) -> Live:
    """Everything that may change while the page is open. ``busy`` asks for another look in two seconds."""
    documents = list(case.documents.prefetch_related("parts", "steps").order_by("-created_at"))
    runs = {run.document_id: run for run in case.steps.order_by("id") if run.document_id}
    rows = [file_row(document, runs.get(document.id), token) for document in documents]
    owed = list(case.requirements.select_related("document"))
    wrong = {str(need.document_id) for need in owed if need.status == Requirement.Status.ERROR}
    rows = [replace(row, state="error", word="") if row.id in wrong and not row.busy else row for row in rows]
    needs = [] if case.state in ENDED else [_need(need, token) for need in owed]
    busy = case.state == "processing" or any(row.busy for row in rows)
    return Live(needs, rows, steps(case, documents), busy)


def headline(case: Case, part: Live, company: str) -> tuple[str, str]:
    """The one sentence that says where the vendor stands, and the one that says what is next."""
    match case.state:
        case "active":
            return (
                "All done. You are set up.",
                f"{company} can now order from you and pay you. You do not need to do anything.",
            )
        case "approved":
            return "Approved", f"We are adding you to {company}'s books. This takes a moment."
        case "rejected":
            return f"{company} has decided not to go on", "If you think this is a mistake, write to us below."
        case "withdrawn":
            return (
                "You have withdrawn",
                "We stopped checking. Ask your contact for a new link if you change your mind.",
            )
    fixes = sum(max(1, len(need.problems)) for need in part.needs if need.state == "error")
    due = sum(need.state == "due" for need in part.needs)
    if fixes:
        return (
            "One thing to fix" if fixes == 1 else f"{fixes} things to fix"
        ), "It is marked below, with what to do. Then send the file again."
    if part.busy:
        return (
            "We are checking your files",
            "This usually takes less than a minute. You can leave this page open or come back later.",
        )
    if due:
        return (
            f"{company} {'still needs' if part.files else 'asks you for'} {_number(due)}",
            "Send what you have. We check each file at once and tell you if something is missing.",
        )
    return (
        "Thank you. We have everything.",
        "A person on our team is looking at it. We write to you when it is settled.",
    )


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else f"{count} things"


def _need(need: Requirement, token: str) -> Need:
    problems = tuple(_problems(need, token)) if need.status == Requirement.Status.ERROR else ()
    title = TITLES.get(need.kind, need.get_kind_display())
    owed = need.status in {Requirement.Status.DUE, Requirement.Status.ERROR}
    late = owed and need.due_at is not None and need.due_at < timezone.now()
    return Need(title, ICONS.get(need.kind, "file"), need.status, need.why, need.due_at, late, problems)


def _problems(need: Requirement, token: str) -> list[Problem]:
    """Every error on the form, each with its line; else the requirement's own sentence."""
    found = Finding.objects.filter(
        part__document=need.document, part__superseded=False, kind="issue", severity="error"
    )
    problems = [
        _issue(finding, token) for finding in (found if need.document_id and need.kind == "w9" else [])
    ]
    if problems:
        return problems
    crop = reverse("portal:need_line", args=[token, need.id]) if need.document_id and need.box else ""
    return [Problem(need.message or "Please send this again.", crop_url=crop, page=need.page)]


def _issue(finding: Finding, token: str) -> Problem:
    crop = reverse("portal:line", args=[token, finding.id]) if finding.boxes else ""
    return Problem(finding.reason, finding.suggestion, crop, finding.page)


def file_row(document: Document, run: StepRun | None, token: str) -> FileRow:
    """One file with its stage in words."""
    state, word, text, busy = _verdict(document, run)
    kinds = {part.kind for part in document.parts.all()}
    icon = "form" if "w9" in kinds else "contract" if "contract" in kinds else "file"
    total = run.total if run and busy else 0
    return FileRow(
        id=str(document.id),
        name=document.name,
        icon=icon,
        state=state,
        word=word,
        text=text,
        at=document.created_at,
        download_url=reverse("portal:download", args=[token, document.id]),
        busy=busy,
        done=run.progress if run and total else 0,
        total=total,
    )


def _verdict(document: Document, run: StepRun | None) -> tuple[str, str, str, bool]:
    """(badge, word, sentence, still at work)."""
    if not document.current:
        return "superseded", "", "You sent a newer version. We keep this one for the record.", False
    if document.status == Document.Status.REJECTED:
        return "not_accepted", "", document.message, False
    if document.status == Document.Status.NEEDS_HUMAN:
        return "needs_human", "", document.message or "Our team reads this one in person.", False
    if run is not None and run.state == WorkState.DEAD:
        return "needs_human", "", "We could not finish this by machine. Our team takes it from here.", False
    if run is not None and run.open:
        return "checking", "", f"{run.words[:1].upper()}{run.words[1:]}", True
    if document.status == Document.Status.RECEIVED:
        return "checking", "", "Waiting for its turn", True
    remark = _remark(document)
    state, word = ("warning", "Read, please look") if remark else ("accepted", "Read")
    return state, word, f"{describe(document)} {remark}".strip(), False


def _remark(document: Document) -> str:
    """What is wrong with a file that is neither form nor agreement; those have their own places for it."""
    found = Finding.objects.filter(
        part__document=document, part__superseded=False, part__kind="other", kind="issue", severity="error"
    )
    return " ".join(finding.reason for finding in found)


def describe(document: Document) -> str:
    """``Form W-9 (March 2024 form), 1 page. Agreement, 52 pages.``"""
    found = []
    for part in document.parts.all():
        count = len(part.pages)
        pages = f"{count} page" if count == 1 else f"{count} pages"
        found.append(f"{KINDS.get(part.kind, 'Document')}, {pages}.")
    return " ".join(found) or f"{document.pages} pages."


def notes(case: Case, company: str) -> list[dict[str, Any]]:
    """What was said, without the names of our people."""
    return [
        {"who": "You" if actor == "vendor" else company, "at": at, "text": text}
        for actor, at, text in selectors.notes(case)
    ]
