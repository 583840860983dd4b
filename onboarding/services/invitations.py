"""Opening a case, inviting its vendor, and inviting again when the link has expired."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from onboarding import conf
from onboarding.models import Case, Requirement, User
from onboarding.services import audit, links, notifications
from onboarding.services.errors import Invalid

W9_WHY = "US tax law asks us to have your tax id before we pay you (Form W-9)."
CONTRACT_WHY = "The agreement under which you work for us, so that we can check its terms."


def create_case(
    *,
    vendor_name: str,
    vendor_email: str = "",
    requester: User | None = None,
    contract_required: bool = True,
    contract_value: Decimal | None = None,
    due_days: int | None = None,
    actor: str = audit.SYSTEM,
    invite: bool = True,
) -> Case:
    """A case in state ``invited`` with its requirements; ``invite`` mails the vendor its link.

    Raises Invalid(name_needed).
    """
    name = " ".join(vendor_name.split())
    if not name:
        raise Invalid("name_needed", "Please give the vendor's name.")
    days = timedelta(days=due_days) if due_days is not None else conf.times().due
    with transaction.atomic():
        case = Case.objects.create(
            vendor_name=name[:200],
            vendor_email=vendor_email.strip(),
            requester=requester,
            contract_required=contract_required,
            contract_value=contract_value,
            due_at=timezone.now() + days,
        )
        _require(case, Requirement.Kind.W9, W9_WHY)
        if contract_required:
            _require(case, Requirement.Kind.CONTRACT, CONTRACT_WHY)
        audit.record(case=case, actor=actor, action="case_created", data={"contract": contract_required})
        if invite:
            notifications.queue_mail(case=case, template="invitation", occasion="first")
    return case


def renew_link(*, token: str) -> None:
    """Mail a fresh link to the address on file if ``token`` was genuine. Says nothing either way."""
    link = links.known(token=token)
    if link is not None:
        with transaction.atomic():
            today = timezone.now().date().isoformat()
            notifications.queue_mail(case=link.case, template="new_link", occasion=f"{link.handle}:{today}")


def _require(case: Case, kind: Requirement.Kind, why: str) -> None:
    Requirement.objects.create(case=case, kind=kind, why=why, due_at=case.due_at)
