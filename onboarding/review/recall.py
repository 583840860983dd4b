"""What was decided before, for the screens: decisions on like words, and the versions side by side."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from onboarding import memory
from onboarding.models import Case, Comparison, EarlierDecision, Finding, Part, User
from onboarding.review.packet import titles
from onboarding.services.review import REASON_CODES
from onboarding.wording import words

SHOWN = 60  # clauses of a kind on the page; the rest is counted
REASONS = {code: text for codes in REASON_CODES.values() for code, text in codes}


def reason_words(code: str) -> str:
    """The sentence that a reviewer chose."""
    return REASONS.get(code, words(code))


@dataclass(frozen=True, slots=True)
class Earlier:
    """One decision on like words; ``url`` is empty when the viewer may not see that case."""

    outcome: str
    policy: str
    vendor: str
    url: str
    quote: str
    who: str
    at: datetime
    reason: str
    note: str
    likeness: float
    same: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person decided about a finding in an earlier version; ``why`` it is asked again, or empty."""

    title: str
    quote: str
    outcome: str
    who: str
    at: datetime | None
    reason: str
    note: str
    url: str
    reference: str
    version: str
    why: str
    detail: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A clause of either version: ``old`` is empty for an added one, ``new`` for a removed one."""

    place: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Version:
    """An agreement beside the last version of the same counterparty."""

    name: str
    earlier_name: str
    earlier_at: datetime
    earlier_url: str
    changed: tuple[Changed, ...]
    added: tuple[Changed, ...]
    removed: tuple[Changed, ...]
    counts: dict[str, int]
    kept: tuple[Kept, ...]
    again: tuple[Kept, ...]


def of_finding(finding: Finding | None, user: User) -> dict[str, Any]:
    """For an item: like decisions, what people decide under its policy, and why it is asked again."""
    if finding is None or finding.kind == "issue":
        return {"earlier": [], "tally": None, "again": None}
    row = EarlierDecision.objects.filter(finding=finding, kept=False).first()
    return {
        "earlier": [_earlier(one, user) for one in memory.recall(finding)],
        "tally": memory.tally(finding.code),
        "again": _kept(row, words(finding.code), user) if row else None,
    }


def _earlier(found: memory.Recalled, user: User) -> Earlier:
    row = found.precedent
    seen = memory.may_open(user, row.case)
    return Earlier(
        outcome=row.outcome,
        policy=words(row.policy),
        vendor=row.case.vendor_name if seen else "another vendor",
        url=reverse("review:item", args=[row.item_id]) if seen else "",
        quote=row.quote,
        who=row.who.get_username(),
        at=row.decided_at,
        reason=reason_words(row.reason_code),
        note=row.note,
        likeness=found.likeness,
        same=found.same,
    )


def versions(case: Case, user: User) -> list[Version]:
    """For the case page: each agreement that is a next version, with what changed and what was kept."""
    rows: dict[int, list[Kept]] = {}
    decisions = list(memory.earlier_decisions(case))
    names = titles(row.finding.code for row in decisions)
    for row in decisions:
        rows.setdefault(row.finding.part_id, []).append(_kept(row, names[row.finding.code], user))
    return [_version(one, rows.get(one.part_id, []), user) for one in memory.comparisons(case)]


def _version(one: Comparison, decisions: list[Kept], user: User) -> Version:
    other = one.earlier.document
    sorted_changes = {kind: _changes(one, kind) for kind in ("changed", "added", "removed")}
    return Version(
        name=one.part.document.name,
        earlier_name=other.name,
        earlier_at=other.created_at,
        earlier_url=reverse("review:document", args=[other.pk]) if memory.may_open(user, other.case) else "",
        changed=sorted_changes["changed"],
        added=sorted_changes["added"],
        removed=sorted_changes["removed"],
        counts={
            kind: sum(change["change"] == kind for change in one.changes)
            for kind in ("same", "changed", "added", "removed")
        },
        kept=tuple(row for row in decisions if not row.why),
        again=tuple(row for row in decisions if row.why),
    )


def _changes(one: Comparison, kind: str) -> tuple[Changed, ...]:
    wanted = [change for change in one.changes if change["change"] == kind][:SHOWN]
    old = _clauses(one.earlier, [change["old"] for change in wanted])
    new = _clauses(one.part, [change["new"] for change in wanted])
    nothing = ("", "")
    return tuple(
        Changed(
            place=new.get(change["new"], nothing)[0] or old.get(change["old"], nothing)[0],
            old=old.get(change["old"], nothing)[1],
            new=new.get(change["new"], nothing)[1],
        )
        for change in wanted
    )


def _clauses(part: Part, keys: list[str | None]) -> dict[str | None, tuple[str, str]]:
    """Place and words of clauses by key."""
    rows = part.clauses.filter(key__in=[key for key in keys if key])
    return {row.key: (f"Page {row.page}, {row}", part.text[row.start : row.end]) for row in rows}


def _kept(row: EarlierDecision, title: str, user: User) -> Kept:
    item = row.item
    seen = memory.may_open(user, item.case)
    return Kept(
        title=title,
        quote=row.finding.quote,
        outcome=item.outcome,
        who=item.decided_by.get_username() if item.decided_by else "",
        at=item.decided_at,
        reason=reason_words(item.reason_code),
        note=item.note,
        url=reverse("review:item", args=[item.pk]) if seen else "",
        reference=item.case.reference,
        version=row.finding.version[:8],
        why=row.get_why_display(),
        detail=row.detail,
    )
