"""The W-9 side of an item: its fields with their witnesses, what is wrong with it, keying and revealing."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone

from onboarding import wording
from onboarding.models import ReviewItem, User
from onboarding.review import digits
from onboarding.review.forms import KeyingForm, RevealForm
from onboarding.review.subject import Subject, is_keying
from onboarding.roles import may
from onboarding.services import keying as keyings
from onboarding.sheet import Window, sheets, window
from onboarding.shield import cover
from onboarding.witnesses import Open, field_lines


@dataclass(frozen=True, slots=True)
class Revealed:
    """A whole tax id for one answer, and the page where it stands."""

    text: str = field(repr=False)
    figure: digits.Figure | None = field(repr=False)


def context(
    item: ReviewItem,
    subject: Subject,
    user: User,
    *,
    keying: KeyingForm | None,
    reveal: RevealForm | None,
    revealed: Revealed | None,
) -> dict[str, Any]:
    assert subject.part is not None
    blind = keyings.is_open(case=item.case)
    return {
        "fields": field_lines(subject.part, blind=blind, windows=windows(subject)),
        "own_field": subject.field,
        "revision": subject.part.revision,
        "issues": [
            {
                "severity": "high" if one.severity == "error" else "medium",
                "message": one.reason,
                "code": one.code,
            }
            for one in subject.part.findings.filter(kind="issue")
        ],
        "keying": _keying(item, subject, user, keying) if item.is_open and is_keying(item, subject) else None,
        "can_reveal": may(user, "see_tin") and bool(item.case.tin_masked) and not blind,
        "tin_masked": wording.masked(item.case.tin_masked),
        "reveal_form": reveal or RevealForm(),
        "reveal_url": reverse("review:reveal", args=[item.id]),
        "revealed": revealed,
    }


def windows(subject: Subject) -> Open | None:
    """How to show a part of the form's page; None where its tax id cannot be covered."""
    document = subject.document
    if document is None or subject.part is None:
        return None
    if any(cover(document, number) is None for number in subject.part.pages):
        return None
    pages = sheets(document)

    def opened(number: int, boxes: list[list[float]]) -> Window | None:
        if not 1 <= number <= len(pages):
            return None
        address = reverse("review:page", args=[document.id, number])
        return window(pages[number - 1], boxes, address, css="mark-word")

    return opened


def _keying(item: ReviewItem, subject: Subject, user: User, form: KeyingForm | None) -> dict[str, Any]:
    assert subject.part is not None and subject.document is not None
    allowed = may(user, "see_tin") and may(user, "decide", item)
    mine = (
        item.claimed_by_id == user.pk
        and item.claimed_until is not None
        and item.claimed_until > timezone.now()
    )
    wait = "Claim this item to key the tax id." if allowed else "A tax reviewer keys the tax id."
    address = reverse("review:tin_crop", args=[item.id])
    return {
        "open": allowed and mine,
        "wait": wait,
        "form": form or KeyingForm(),
        "url": reverse("review:key", args=[item.id]),
        "crop_url": address,
        "figure": digits.figure(subject.document, digits.read_rows(subject.part), address),
    }
