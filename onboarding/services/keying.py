"""A reviewer keys a value from the form; a tax id without having seen the machine's reading."""

from django.db import transaction

from onboarding import readings, roles
from onboarding.models import TIN_FIELDS, Case, Field, ReviewItem, User
from onboarding.secrets.masking import digits_of, mask_tin
from onboarding.services import audit, screening, secrets_of, steps, transitions
from onboarding.services.errors import Conflict, Invalid, NotAllowed
from onboarding.workflow.states import OPEN_TO_VENDOR, State

KEYABLE = frozenset(
    {"name", "business_name", "classification", "llc_class", "address", "city", "state", "zip", "ssn", "ein"}
)


def is_open(*, case: Case) -> bool:
    """Whether somebody still has to key the tax id: until then nobody is shown the machine's reading."""
    waiting = ReviewItem.objects.filter(case=case, outcome="", queue="tax", finding=None)
    return any(keyed_blind(item) for item in waiting)


def keyed_blind(item: ReviewItem) -> bool:
    """Whether the item is about what the tax id is, rather than about a rule that it breaks."""
    named = TIN_FIELDS & {*item.fields, *item.subject.split(":")}
    return item.finding_id is None and (item.code == "tin_not_sure" or bool(named))


def key_field(*, item: ReviewItem, user: User, name: str, value: str) -> bool:
    """Store what the reviewer reads. True when it agrees with the reading in force.

    A tax id counts once machine and person agree, or two people do. Raises Invalid(unknown_field,
    tin_wrong_length), NotAllowed, Conflict(no_w9, case_closed).
    """
    if not roles.may(user, "decide", item) or (name in TIN_FIELDS and not roles.may(user, "see_tin")):
        raise NotAllowed("not_allowed", "This form is not yours to key.")
    secret, shown = _packed(name, value)
    with transaction.atomic():
        case = transitions.locked(item.case_id)
        part = readings.w9_part(case)
        if part is None:
            raise Conflict("no_w9", "There is no form in force.")
        if State(case.state) not in OPEN_TO_VENDOR:
            raise Conflict("case_closed", f"This case is {case.state_words.lower()} by now.")
        before = readings.in_force(part).get(name)
        row = Field.objects.create(
            part=part,
            name=name,
            value=shown[:500],
            secret=secret,
            confidence=1.0,
            page=before.row.page if before else (part.pages or [1])[0],
            box=before.row.box if before else None,
            source="reviewer",
            by=audit.actor_of(user),
        )
        agrees = before is not None and readings.same(before.plain, readings.plain_of(row))
        data = {"field": name, "agrees": agrees, "item": str(item.pk)}
        audit.record(case=case, actor=audit.actor_of(user), action="field_keyed", data=data)
        screening.ask_for_screening(case=case)
        steps.advance(case=case, why=f"keyed:{row.pk}")
    return agrees


def _packed(name: str, value: str) -> tuple[str, str]:
    if name not in KEYABLE:
        raise Invalid("unknown_field", "This value cannot be keyed.")
    clean = " ".join(value.split())
    if name not in TIN_FIELDS:
        return "", clean
    digits = digits_of(clean)
    if not digits:
        raise Invalid("tin_wrong_length", "A tax id has nine digits.")
    return secrets_of.pack(digits), mask_tin(name, digits)
