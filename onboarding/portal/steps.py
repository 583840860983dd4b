"""The vendor's status: received, checked, with our team, approved."""

from dataclasses import dataclass
from datetime import datetime

from onboarding.models import Case, Document

ICON = {"done": "check-circle", "now": "clock", "later": "circle", "bad": "alert"}
ORDER = ("collecting", "processing", "in_review", "approved", "active")


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    state: str  # done, now, later, bad
    text: str = ""
    at: datetime | None = None

    @property
    def icon(self) -> str:
        return ICON[self.state]


def steps(case: Case, documents: list[Document]) -> list[Step]:
    """Four steps; a case that has ended otherwise says so in place of what is left."""
    first = documents[-1].created_at if documents else None
    received = Step(
        "Files received", "done" if first else "now", "" if first else "Send your files on this page.", first
    )
    if case.state in {"rejected", "withdrawn"}:
        word = "Not approved" if case.state == "rejected" else "Withdrawn"
        ended = Step(word, "bad", at=case.state_changed_at)
        return [received, ended] if first else [ended]
    place = {
        "invited": 0,
        "collecting": 0,
        "processing": 1,
        "action_required": 1,
        "failed": 2,
        "in_review": 2,
    }
    at = place.get(case.state, 3)
    return [received, _checked(case, at), _team(case, at), _live(case, at)]


def _mark(own: int, at: int) -> str:
    return "done" if own < at else "now" if own == at else "later"


def _checked(case: Case, at: int) -> Step:
    if case.state == "action_required":
        return Step("Checked", "bad", "Something has to be fixed first, see above.")
    return Step(
        "Checked", _mark(1, at), "We read every page and compare names and numbers." if at <= 1 else ""
    )


def _team(case: Case, at: int) -> Step:
    due = case.items.filter(outcome="").order_by("due_at").values_list("due_at", flat=True).first()
    if at == 2:
        until = f" You hear from us by {due:%-d %B}." if due else ""
        return Step("With our team", "now", f"A person looks at what the machine was not sure about.{until}")
    looked_at = case.items.exclude(outcome="").exists()
    text = "" if looked_at or at < 2 else "Everything was clear, so nobody had to look."
    return Step("With our team", _mark(2, at), text or ("Only if something is unclear." if at < 2 else ""))


def _live(case: Case, at: int) -> Step:
    if case.state == "active":
        return Step("Approved and set up", "done", at=case.state_changed_at)
    return Step(
        "Approved and set up",
        "now" if at == 3 else "later",
        "You are being added to the books." if at == 3 else "",
    )
