"""One finding in a contract with everything that is needed to decide it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from onboarding import wording
from onboarding.models import Finding, Policy, ReviewItem
from onboarding.review.subject import Subject, where
from onboarding.sheet import Window, sheets, window

AROUND = 420  # characters before and after the quote: about a paragraph
# Names of categories, and of checks before their colon: people read them with spaces.
CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b|^[a-z]+(?:-[a-z]+)+(?=:|$)")


@dataclass(frozen=True, slots=True)
class PolicyCard:
    id: str
    version: str
    made_under: str
    title: str
    question: str
    owner: str
    published_at: datetime
    preferred: str
    fallback: str
    walk_away: str
    rationale: str
    fallback_wording: str


@dataclass(frozen=True, slots=True)
class SignalLine:
    name: str
    note: str
    score: float | None


@dataclass(frozen=True, slots=True)
class Near:
    """A policy that was considered for the words, with its scores (0..1)."""

    title: str
    chosen: bool
    score: float
    words: float
    vector: float


@dataclass(frozen=True, slots=True)
class Packet:
    title: str
    reason: str
    where: str
    quote: str = ""
    before: str = ""
    after: str = ""
    searched: str = ""
    signals: tuple[SignalLine, ...] = ()
    policy: PolicyCard | None = None
    considered: tuple[Near, ...] = ()
    window: Window | None = None


def packet(item: ReviewItem, subject: Subject) -> Packet:
    """The packet of an item; without a finding only its reason."""
    finding = item.finding
    if finding is None:
        return Packet(wording.words(item.code), item.reason, where(item, subject))
    before, after = _around(finding)
    return Packet(
        title=_title(finding),
        reason=finding.reason or item.reason,
        where=where(item, subject),
        quote=finding.quote,
        before=before,
        after=after,
        searched="" if finding.quote else _searched(finding),
        signals=tuple(_signal(one) for one in sorted(finding.signals, key=_rules_first)),
        policy=policy_card(finding),
        considered=_considered(finding),
        window=_window(finding),
    )


def _title(finding: Finding) -> str:
    """``Breach: Cap on liability``; text that hides or speaks to a machine has no kind of clause."""
    if finding.kind == "hidden":
        return "Suspicious text"
    return f"{wording.words(finding.kind)}: {wording.words(finding.category or finding.code)}"


def titles(codes: Iterable[str]) -> dict[str, str]:
    """What to call each code: the title of its policy, else what people say, else its own words."""
    wanted = set(codes)
    named = Policy.objects.filter(key__in=wanted, current=True).exclude(title="")
    known = {code: wording.title(code) for code in wanted}
    return known | dict(named.values_list("key", "title"))


def _around(finding: Finding) -> tuple[str, str]:
    """The text before and after the quote, cut at a paragraph or, failing that, at a word."""
    if finding.start is None or finding.end is None:
        return "", ""
    text = finding.part.text
    before = text[max(0, finding.start - AROUND) : finding.start]
    after = text[finding.end : finding.end + AROUND]
    before = before.rpartition("\n\n")[2] if "\n\n" in before else before.partition(" ")[2]
    after = after.partition("\n\n")[0] if "\n\n" in after else after.rpartition(" ")[0]
    return before, after


def _window(finding: Finding) -> Window | None:
    """The words as they stand on their page."""
    pages = sheets(finding.part.document) if finding.page else []
    if not finding.page or finding.page > len(pages):
        return None
    boxes = [box for page, box in finding.boxes if page == finding.page]
    address = reverse("review:page", args=[finding.part.document_id, finding.page])
    return window(pages[finding.page - 1], boxes, address, css="mark-strong")


def _considered(finding: Finding) -> tuple[Near, ...]:
    named = titles(near["policy"] for near in finding.considered)
    return tuple(
        Near(
            title=named[near["policy"]],
            chosen=near["policy"] == finding.code,
            score=near["score"],
            words=near["words"],
            vector=near["vector"],
        )
        for near in finding.considered
    )


def _searched(finding: Finding) -> str:
    found = finding.part.coverage.get(finding.category) or {}
    pages = found.get("pages_searched") or finding.part.pages
    bad = found.get("pages_unreadable") or []
    said = f"Every clause on {len(pages)} page{'' if len(pages) == 1 else 's'} was compared"
    if found.get("score") is not None:
        said += f"; the most likely one is such a clause with {found['score'] * 100:.0f} %"
    bad_pages = f"Page {', '.join(map(str, bad))} could not be read well."
    return f"{said}. {bad_pages if bad else 'All pages were readable.'}"


def _rules_first(signal: dict[str, Any]) -> int:
    name = str(signal.get("signal", ""))
    return list(wording.SIGNALS).index(name) if name in wording.SIGNALS else len(wording.SIGNALS)


def _signal(signal: dict[str, Any]) -> SignalLine:
    name = str(signal.get("signal", ""))
    note = CODE.sub(lambda found: re.sub("[_-]", " ", found[0]), str(signal.get("note", "")))
    return SignalLine(wording.SIGNALS.get(name, name), note, signal.get("score"))


def policy_card(finding: Finding) -> PolicyCard | None:
    """The policy as it was when the finding was made, else the one in force, which then says so."""
    published = Policy.objects.filter(key=finding.code)
    kept = published.filter(version=finding.version).first() or published.filter(current=True).first()
    if kept is None:
        return None
    body: dict[str, Any] = kept.body
    return PolicyCard(
        id=kept.key,
        version=kept.version[:8],
        made_under="" if kept.version == finding.version else finding.version[:8],
        title=kept.title or wording.words(kept.key),
        question=str(body.get("question", "")),
        owner=wording.QUEUES.get(kept.owner, wording.words(kept.owner)),
        published_at=kept.published_at,
        preferred=str(body.get("preferred", "")),
        fallback=str(body.get("fallback", "")),
        walk_away=str(body.get("walk_away", "")),
        rationale=str(body.get("rationale", "")),
        fallback_wording=str(body.get("fallback_wording", "")),
    )
