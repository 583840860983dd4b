"""Staff accounts: one for each role on a first run, with passwords that are shown once."""

import secrets
from dataclasses import dataclass, field

from django.contrib.auth.models import Group
from django.db import transaction

from onboarding.models import Role, User
from onboarding.services import audit

ACCOUNTS: dict[str, tuple[Role, ...]] = {
    "admin": (Role.ADMIN, Role.MANAGER),
    "tax": (Role.TAX,),
    "legal": (Role.LEGAL,),
    "manager": (Role.MANAGER,),
    "requester": (Role.REQUESTER,),
    "auditor": (Role.AUDITOR,),
}


@dataclass(frozen=True, slots=True)
class NewAccount:
    """The only moment at which the password is known."""

    username: str
    roles: tuple[Role, ...]
    password: str = field(repr=False)


def note_password(*, user: User) -> None:
    """The chain tells that somebody has chosen another password, never which."""
    audit.record(case=None, actor=audit.actor_of(user), action="password_changed", data={"user": user.pk})


def create_missing(*, actor: str) -> list[NewAccount]:
    """Make the accounts that do not exist; those that do are left as they are."""
    made = []
    for username, roles in ACCOUNTS.items():
        if User.objects.filter(username=username).exists():
            continue
        password = "-".join(secrets.token_hex(2) for _ in range(5))
        with transaction.atomic():
            user = User.objects.create_user(username=username, password=password, is_staff=True)
            user.groups.set(Group.objects.get_or_create(name=role.value)[0] for role in roles)
            data = {"user": user.pk, "roles": [role.value for role in roles]}
            audit.record(case=None, actor=actor, action="user_made", data=data)
        made.append(NewAccount(username, roles, password))
    return made
