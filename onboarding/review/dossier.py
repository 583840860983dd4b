"""What stands on the case page, as plain values for the template."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.urls import reverse

from onboarding import selectors, wording
from onboarding.models import Case, Document, Part, ReviewItem, User
from onboarding.review import coverage, recall
from onboarding.review.packet import titles
from onboarding.review.queue import by_urgency
from onboarding.roles import STAFF, may
from onboarding.sentences import describe
from onboarding.services import keying
from onboarding.witnesses import field_lines

EVENTS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Moment:
    at: datetime
    who: str
    text: str
    parts: tuple[str, ...] = ()


def of(case: Case, user: User) -> dict[str, Any]:
    """Everything a role may see. A requester sees where it stands, not what was read."""
    inside = user.has_role(*STAFF)
    context: dict[str, Any] = {
        "case": case,
        "inside": inside,
        "documents": _documents(case, inside=inside),
        "needs": case.requirements.all(),
        "working": selectors.progress(case),
        "moments": _moments(case),
        "notes": notes(case),
        "can_retry": may(user, "resend"),
    }
    return context | (_inside(case, user) if inside else {})


def _inside(case: Case, user: User) -> dict[str, Any]:
    form, blind = selectors.w9_part(case), keying.is_open(case=case)
    return {
        "decision": case.decisions.order_by("-id").first(),
        "items": _items(case, user),
        "fields": field_lines(form, blind=blind) if form else [],
        "tin_hidden": blind,
        "form": form,
        "checks": case.checks.order_by("-id"),
        "contracts": [_contract(part) for part in selectors.contract_parts(case)],
        "versions": recall.versions(case, user),
        "pushes": case.pushes.order_by("-id"),
        "usage": case.usage.order_by("-id")[:50],
        "can_resend": may(user, "resend"),
    }


def _items(case: Case, user: User) -> list[ReviewItem]:
    """Open ones first, worst first."""
    shown = by_urgency(selectors.visible_items(user).filter(case=case).exclude(outcome="obsolete"))
    shown = shown.select_related("finding")
    return sorted(shown, key=lambda item: not item.is_open)


def _documents(case: Case, *, inside: bool) -> list[dict[str, Any]]:
    return [
        _document(one, inside=inside)
        for one in case.documents.prefetch_related("parts").order_by("-created_at")
    ]


def _document(document: Document, *, inside: bool) -> dict[str, Any]:
    kinds = [wording.KINDS.get(part.kind, part.kind) for part in document.parts.all()]
    return {
        "name": document.name,
        "status": document.status if document.current else "superseded",
        "kinds": ", ".join(kinds),
        "pages": document.pages,
        "message": document.message,
        "at": document.created_at,
        "source": document.source,
        "sha256": document.sha256,
        "url": reverse("review:document", args=[document.id]) if inside else "",
    }


def _moments(case: Case) -> list[Moment]:
    """The newest first; questions for people that were opened together are one moment with its parts."""
    events = list(selectors.timeline(case).order_by("-id")[:EVENTS_SHOWN])
    names = _names(one.actor for one in events)
    called = titles(str(one.data["code"]) for one in events if one.data.get("code"))
    moments = []
    for opened, group in groupby(events, key=lambda one: one.action == "review_opened"):
        rows = [
            Moment(one.at, names.get(one.actor, _actor(one.actor)), describe(one, called)) for one in group
        ]
        moments.extend([_together(rows)] if opened and len(rows) > 1 else rows)
    return moments


def _together(rows: list[Moment]) -> Moment:
    parts = tuple(row.text.partition(": ")[2] for row in rows)
    return Moment(rows[0].at, rows[0].who, f"A person must look at {len(rows)} things", parts)


def notes(case: Case) -> list[dict[str, Any]]:
    """What vendor and company said to each other, oldest first."""
    said = selectors.notes(case)
    names = _names(actor for actor, _, _ in said)
    return [{"who": names.get(actor, _actor(actor)), "at": at, "text": text} for actor, at, text in said]


def _names(actors: Iterable[str]) -> dict[str, str]:
    ids = {int(actor.partition(":")[2]) for actor in actors if actor.startswith("user:")}
    return {f"user:{user.pk}": user.get_username() for user in User.objects.filter(pk__in=ids)}


def _actor(actor: str) -> str:
    return {"vendor": "Vendor", "system": "Vouch"}.get(actor, actor.partition(":")[2] or actor)


def _contract(part: Part) -> dict[str, Any]:
    return {
        "part": part,
        "name": part.document.name,
        "findings": part.findings.exclude(kind="issue").order_by("page", "start"),
        "facts": part.facts,
        "coverage": coverage.of(part),
        "worst_page": min(part.page_quality.values(), default=None),
    }
