"""Showing a whole tax id to a person: with a reason, and never unseen."""

from django.db import transaction

from onboarding import readings, roles
from onboarding.models import TIN_FIELDS, Case, TinReveal, User
from onboarding.services import audit, keying
from onboarding.services.errors import Conflict, Invalid, NotAllowed, NotFound


def reveal(*, case: Case, name: str, user: User, reason: str, address: str | None) -> str:
    """The nine digits. Raises NotAllowed, Invalid(reason_needed), NotFound(no_tin), Conflict(keyed_first)."""
    _allowed(name, user)
    if keying.is_open(case=case):
        raise Conflict("keyed_first", "Somebody keys it from the page first, unseen.")
    if len(reason.strip()) < 3:
        raise Invalid("reason_needed", "Say why you need to see it.")
    part = readings.w9_part(case)
    found = readings.in_force(part).get(name) if part else None
    if found is None or not found.plain:
        raise NotFound("no_tin", "There is no such number on the form.")
    _note(case, name, user, reason.strip(), address, "tin_revealed")
    return found.plain


def show_on_page(*, case: Case, name: str, user: User, address: str | None) -> None:
    """Note that the part of the page with the tax id is shown, e.g. for keying it blind."""
    _allowed(name, user)
    _note(case, name, user, "shown on the page", address, "tin_shown_on_page")


def _allowed(name: str, user: User) -> None:
    if name not in TIN_FIELDS:
        raise Invalid("unknown_field", "This is not a tax id.")
    if not roles.may(user, "see_tin"):
        raise NotAllowed("not_allowed", "Your role does not see tax ids.")


def _note(case: Case, name: str, user: User, reason: str, address: str | None, action: str) -> None:
    with transaction.atomic():
        seen = TinReveal.objects.create(
            case=case, field=name, user=user, reason=reason[:300], address=address
        )
        data = {"reveal": seen.pk, "field": name}
        audit.record(case=case, actor=audit.actor_of(user), action=action, data=data)
